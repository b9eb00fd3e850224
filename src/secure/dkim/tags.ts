/**
 * A tag list (RFC 6376 §3.2): `name=value; name=value`. Undefined if it is malformed or names a tag twice.
 * White space around names and values is gone; inside values it stays.
 */
export const parseTags = (text: string): ReadonlyMap<string, string> | undefined => {
  const tags = new Map<string, string>();
  const parts = text.split(';');
  if (parts.at(-1)!.trim() === '') parts.pop();
  for (const part of parts) {
    const match = /^\s*([a-z]\w*)\s*=\s*([\s!-:<-~]*?)\s*$/i.exec(part);
    if (!match || tags.has(match[1]!)) return undefined;
    tags.set(match[1]!, match[2]!);
  }
  return tags;
};

/** A value whose white space means nothing: base64, lists. */
export const compact = (value: string): string => value.replace(/\s+/g, '');
