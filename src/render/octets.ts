/**
 * Text as UTF-8, and strings that stand for octets: one character up to U+00FF for each. Octet strings join like any
 * string but take one byte per character, where one wide character in a text doubles the size of all of it.
 */

// oxlint-disable-next-line no-control-regex -- ASCII is the range meant
const WIDE = /[^\u0000-\u007F]/;
const encoder = new TextEncoder();
/** Values are short: encoding them in place spares a buffer each. As many octets as any engine takes arguments. */
const scratch = new Uint8Array(4096);

/** The UTF-8 octets of a text as an octet string. */
export function toOctets(text: string): string {
  if (!WIDE.test(text)) return text;
  // Joined, not added up: a sum stays a tree of its parts, which every later use would walk again.
  const chunks: string[] = [];
  for (let rest = text; rest !== '';) {
    const { read, written } = encoder.encodeInto(rest, scratch);
    chunks.push(String.fromCharCode.apply(undefined, scratch.subarray(0, written) as unknown as number[]));
    rest = rest.slice(read);
  }
  return chunks.length === 1 ? (chunks[0] as string) : chunks.join('');
}

/** The bytes that an octet string stands for. */
export function fromOctets(octets: string): Uint8Array {
  // Node's latin-1 encoder copies memory; elsewhere a loop does.
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: string): Uint8Array } };
  if (Buffer) return Buffer.from(octets, 'latin1');
  const bytes = new Uint8Array(octets.length);
  for (let index = 0; index < octets.length; index++) bytes[index] = octets.charCodeAt(index);
  return bytes;
}
