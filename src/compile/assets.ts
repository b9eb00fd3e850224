import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { Refusal } from './diagnostics.ts';
import type { Asset } from './document.ts';
import { currentReading, isFile, readBytes, stampOf } from './reading.ts';
import type { Location } from '../errors.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.bmp': 'image/bmp',
};

/** The images of one build, each read once. */
export class AssetStore {
  readonly #assets = new Map<string, Asset>();
  readonly #stamps = new Map<string, string>();

  has(file: string): boolean {
    return isFile(file);
  }

  /** `file` is an absolute path. Throws a Refusal: ASSET_MISSING, ASSET_TYPE_UNKNOWN. */
  load(file: string, location: Location): Asset {
    const known = this.#assets.get(file);
    if (known) {
      currentReading()?.note(file, this.#stamps.get(file));
      return known;
    }
    const type = TYPES[extname(file).toLowerCase()];
    if (!type) {
      throw new Refusal({
        code: 'ASSET_TYPE_UNKNOWN',
        message: `"${basename(file)}" is not an image of a known type.`,
        hint: `Use one of ${Object.keys(TYPES).join(', ')}.`,
        location,
      });
    }
    this.#stamps.set(file, stampOf(file));
    const asset = describe(file, type, read(file, location));
    this.#assets.set(file, asset);
    return asset;
  }
}

function read(file: string, location: Location): Uint8Array {
  try {
    return readBytes(file);
  } catch (cause) {
    throw new Refusal({
      code: 'ASSET_MISSING',
      message: `The image "${basename(file)}" cannot be read.`,
      hint: 'Check the name of the file and the permission to read it.',
      location,
      cause,
    });
  }
}

function describe(file: string, type: string, bytes: Uint8Array): Asset {
  const filename = basename(file);
  const stem = filename.slice(0, -extname(filename).length).replaceAll(/[^\w-]+/g, '-');
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return Object.freeze({ file, cid: `${stem}-${hash}@letterlock`, filename, type, bytes });
}
