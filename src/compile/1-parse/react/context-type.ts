import type { ContextType } from '../../template.ts';

export async function contextTypeOf(file: string, exportName: string): Promise<ContextType | undefined> {
  return undefined;
}
