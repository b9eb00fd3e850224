import type { EmittedFile } from './index-module.ts';

/** One compiled template, as far as a report wants to know it. */
export interface CompiledTemplate {
  readonly id: string;
  readonly locales: readonly string[];
  /** Names everything that the template was made from. */
  readonly hash: string;
  /** The contexts that the template offers as examples. */
  readonly previews: Readonly<Record<string, unknown>>;
}

export interface Manifest {
  readonly defaultLocale: string;
  readonly templates: readonly CompiledTemplate[];
  /** Paths of all files of the build, this one included. */
  readonly files: readonly string[];
}

/** What tools (the gallery, the command line, the next build) want to know without running the artifact. */
export function emitManifest(manifest: Manifest): EmittedFile {
  const path = 'manifest.json';
  const content = { ...manifest, files: [...manifest.files, path] };
  return { path, content: `${JSON.stringify(content, undefined, 2)}\n` };
}
