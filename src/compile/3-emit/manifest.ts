import type { EmittedFile } from './index-module.ts';

/** One compiled template, as far as a report wants to know it. */
export interface CompiledTemplate {
  readonly id: string;
  readonly locales: readonly string[];
  /** Names everything that the template was made from. */
  readonly hash: string;
  /** Bytes of the HTML in the locale where it is largest, with its longest branches, each loop once and no values. */
  readonly html: number;
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
  return { path, content: `${JSON.stringify(content, tag, 2)}\n` };
}

/** What JSON has no notation for: `{"$date": "2026-03-01T09:30:00.000Z"}`, `{"$bigint": "12"}`, `{"$bytes": "…"}`. */
function tag(this: unknown, key: string, json: unknown): unknown {
  // JSON.stringify has turned a date into text before it asks; the object still has it.
  const value = (this as Record<string, unknown>)[key];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { $date: value.toISOString() };
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  return json;
}

/** Reads JSON with dates, big integers and bytes, as manifests and context files hold them. Throws a SyntaxError. */
export const parseTagged = (source: string): unknown =>
  JSON.parse(source, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const [only, ...more] = Object.entries(value);
    if (!only || more.length > 0 || typeof only[1] !== 'string') return value;
    switch (only[0]) {
      case '$date':
        return new Date(only[1]);
      case '$bigint':
        return BigInt(only[1]);
      case '$bytes':
        return Uint8Array.from(Buffer.from(only[1], 'base64'));
      default:
        return value;
    }
  });
