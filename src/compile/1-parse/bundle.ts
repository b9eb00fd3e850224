import { dirname, isAbsolute, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { build, type InlineConfig, type Plugin } from 'vite';
import type { Location } from '../../errors.ts';
import type { Reading } from '../reading.ts';

/** For modules of a project that run at build: what they read is noted. */
export const bundlerConfig = (root: string, read: Reading): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'silent',
  publicDir: false,
  envFile: false,
  plugins: [noting(read)],
});

/** Notes what Vite reads, and the folders in which it looks for what is imported. */
const noting = (read: Reading): Plugin => ({
  name: 'letterlock:helpers',
  enforce: 'pre',
  resolveId(specifier, importer) {
    if (importer && specifier.startsWith('.')) read.note(dirname(resolve(dirname(importer), specifier)));
  },
  load(id) {
    if (isAbsolute(id)) read.note(id.replace(/[?#].*$/, ''));
  },
});

export interface Bundle {
  readonly code: string;
  readonly imports: readonly string[];
}

/** What lies in the project goes into one module; packages stay imports. */
export async function bundle(file: string, format: 'es' | 'cjs', config: InlineConfig): Promise<Bundle> {
  const result = await build({
    ...config,
    build: {
      ssr: file,
      write: false,
      minify: false,
      target: 'es2022',
      // Comments would name the paths of this machine.
      rolldownOptions: {
        // Also those that the bundler cannot find where the project is.
        ...(format === 'cjs' && { external: /^(?![./\\\0]|[a-z]:[/\\])/i }),
        experimental: { attachDebugInfo: 'none' },
        output: { format, codeSplitting: false, keepNames: format === 'cjs' },
      },
    },
  });
  const [output] = [result].flat();
  if (!output || !('output' in output)) throw new Error('it makes no module');
  const { code, imports } = output.output[0];
  return { code, imports };
}

/** What is wrong, without the colours and the title that bundlers put above it. */
export function firstLine(error: unknown): string {
  const message = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const lines = message.split('\n').map((line) => line.trim());
  const line = lines.find((text) => text !== '' && !/^(?:Transform|Build) failed\b/.test(text)) ?? '';
  return line.replace(/^\[\w+\]\s*/, '').replace(/\.$/, '');
}

interface Placed {
  readonly errors?: readonly { readonly loc?: { readonly file?: string; line: number; column: number } }[];
  readonly loc?: { readonly file?: string; line: number; column: number };
}

/** Where the bundler found a fault. */
export function placeOfFault(file: string, error: unknown): Location {
  const { errors, loc = errors?.[0]?.loc } = (error ?? {}) as Placed;
  return loc
    ? { file: loc.file ?? file, line: loc.line, column: loc.column + 1 }
    : { file, line: 1, column: 1 };
}
