import { Compiler } from './compiler.ts';
import type { CompileOptions, CompileResult } from './options.ts';

/**
 * Compiles a folder of templates.
 *
 * Throws a CompileError that holds every finding of the build, or the Refusal EMAILS_MISSING.
 */
export async function compile(options: CompileOptions): Promise<CompileResult> {
  const compiler = new Compiler(options);
  try {
    const { result, error } = await compiler.run();
    // There is neither only where nothing was found, which is an error.
    if (error || !result) throw error;
    return result;
  } finally {
    await compiler.close();
  }
}
