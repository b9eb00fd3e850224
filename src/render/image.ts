import type { Image } from '../artifact.ts';
import { RenderError } from '../errors.ts';

/** The images of one rendering, each once. `always`: those that every rendering shows; frozen. */
export class ImageCollector {
  readonly #always: readonly Image[];
  /** A list of its own only where there are more: most templates show the same images each time. */
  #images: Image[] | undefined;

  constructor(always: readonly Image[]) {
    this.#always = always;
  }

  /** An image of the build that stands in a branch; only taken branches call this. */
  use(image: Image): void {
    if (!this.#all.includes(image)) this.#add(image);
  }

  /** An image of the context. Gives its `cid:` reference. */
  add(source: unknown, type?: string, filename?: string): string {
    const image = createImage(source, type, filename);
    const known = this.#all.find(({ cid }) => cid === image.cid);
    if (!known) this.#add(image);
    return `cid:${image.cid}`;
  }

  finish(): readonly Image[] {
    return this.#images ? Object.freeze(this.#images) : this.#always;
  }

  get #all(): readonly Image[] {
    return this.#images ?? this.#always;
  }

  #add(image: Image): void {
    this.#images ??= [...this.#always];
    this.#images.push(image);
  }
}

/**
 * `source` is a Uint8Array, a string of base64, or a `data:` URL. The type is read from the first bytes when it is not
 * given. Throws IMAGE_INVALID.
 */
function createImage(source: unknown, type?: string, filename?: string): Image {
  const bytes = toBytes(source);
  const sniffed = type ?? sniff(bytes);
  if (!sniffed) throw invalid('its type is not PNG, JPEG, GIF or WebP, and none is given');
  const name = filename ?? `image.${sniffed.slice(sniffed.indexOf('/') + 1).replace('jpeg', 'jpg')}`;
  return Object.freeze({
    cid: `${fingerprint(bytes)}@letterlock`,
    filename: name,
    type: sniffed,
    base64: toBase64Lines(bytes),
    size: bytes.length,
  });
}

/** The `cid:` reference that an image of the context gets. */
export const imageReference = (source: unknown, type?: string, filename?: string): string =>
  `cid:${createImage(source, type, filename).cid}`;

const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

function toBytes(source: unknown): Uint8Array {
  if (source instanceof Uint8Array && source.length > 0) return source;
  if (typeof source !== 'string' || source === '') {
    throw invalid(`it is ${source === undefined ? 'undefined' : `a ${typeof source}`}, not bytes`);
  }
  const base64 = source.replace(DATA_URL, '');
  if (!BASE64.test(base64)) throw invalid('the text is neither base64 nor a data: URL of base64');
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw invalid('the base64 is damaged', cause);
  }
}

const invalid = (reason: string, cause?: unknown): RenderError =>
  new RenderError({
    code: 'IMAGE_INVALID',
    message: `An image of the context cannot be used: ${reason}.`,
    hint: 'Give a Uint8Array, or a string of base64 or a data: URL.',
    cause,
  });

function sniff(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12));
  if (start.startsWith('\u0089PNG')) return 'image/png';
  if (start.startsWith('\u00FF\u00D8\u00FF')) return 'image/jpeg';
  if (start.startsWith('GIF8')) return 'image/gif';
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp';
  return undefined;
}

/**
 * 64 bits of FNV-1a in two lanes. Names equal bytes equally within one message; it guards against nothing, so it
 * need not be a cryptographic hash (those are asynchronous at the edge).
 */
function fingerprint(bytes: Uint8Array): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4 ^ bytes.length;
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x01000197) ^ (low >>> 13);
  }
  const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, '0');
  return hex(low) + hex(high);
}

/** Base64 in lines of 76 columns joined by CRLF (RFC 2045 §6.8). */
function toBase64Lines(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += 57) {
    lines.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 57))));
  }
  return lines.join('\r\n');
}
