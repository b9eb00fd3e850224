import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const src: string = fileURLToPath(new URL('../../src/', import.meta.url));
const VIRTUAL = 'virtual:/';

/** What the run-time face is made of: files of `src`, folders end with a slash. */
const FACE = [
  'artifact.ts',
  'errors.ts',
  'index.ts',
  'locale.ts',
  'message/',
  'mime/',
  'render/',
  'send/draft.ts',
];

export interface Bundle {
  /** Files that put code into the bundle: those of `src` by their path there, virtual ones with `virtual:/`. */
  readonly files: readonly string[];
  /** Everything else that is imported: Node modules, packages. */
  readonly foreign: readonly string[];
  readonly code: string;
  /** Bytes, minified and compressed. */
  readonly size: number;
}

export interface BundleOptions {
  /** Modules that are on no disk, by their path. */
  readonly files?: Readonly<Record<string, string>>;
  /** `iife` leaves the exports in a variable `bundle`. */
  readonly format?: 'esm' | 'iife';
  /** The module that `letterlock` is. Default: the one of `src`. */
  readonly face?: string;
}

/** Bundles for no platform at all. `entry` is a path in `src`, or in `files` where those are given. */
export async function bundle(
  entry: string,
  { files = {}, format = 'esm', face = `${src}index.ts` }: BundleOptions = {},
): Promise<Bundle> {
  const foreign = new Set<string>();
  const build = await rolldown({
    input: entry in files ? VIRTUAL + entry : src + entry,
    platform: 'neutral',
    plugins: [
      {
        name: 'face',
        resolveId(id, importer) {
          if (id.startsWith(VIRTUAL)) return id;
          if (id === 'letterlock') return face;
          // What the package.json of the loader says to bundlers.
          if (id === '#templates') return `${VIRTUAL}loader/eager.js`;
          if (id.startsWith('.') && importer?.startsWith(VIRTUAL)) {
            return VIRTUAL + posix.join(posix.dirname(importer.slice(VIRTUAL.length)), id);
          }
          if (id.startsWith('.') || id.startsWith(src)) return undefined;
          foreign.add(id);
          return { id, external: true };
        },
        load: (id) => (id.startsWith(VIRTUAL) ? files[id.slice(VIRTUAL.length)] : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format, name: 'bundle', minify: true });
  await build.close();
  const chunks = output.flatMap((part) => (part.type === 'chunk' ? [part] : []));
  const code = chunks.map((chunk) => chunk.code).join('');
  return {
    files: chunks
      .flatMap(({ modules }) =>
        Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
      )
      .filter((id) => id.startsWith(src) || id.startsWith(VIRTUAL))
      .map((id) => (id.startsWith(src) ? id.slice(src.length) : id)),
    foreign: [...foreign].sort(),
    code,
    size: gzipSync(code, { level: 9 }).length,
  };
}

/** Files of `src` that do not belong to the run-time face. */
export const strangers = ({ files }: Bundle): readonly string[] =>
  files.filter(
    (file) =>
      !file.startsWith(VIRTUAL) &&
      !FACE.some((part) => (part.endsWith('/') ? file.startsWith(part) : file === part)),
  );
