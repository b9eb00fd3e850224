import { encodeAddress, type Address } from '../message/address.ts';
import { isAscii, refuseLineBreaks } from '../message/text.ts';
import { addEncodedWords } from './encoded-word.ts';
import type { Field } from './entity.ts';
import { Folder, softLimit } from './folding.ts';

/**
 * Header fields as they go on the wire. Every function takes decoded values and gives an encoded and folded
 * field. CR, LF and NUL are refused once more here, whatever way a value came in.
 */

/** Unstructured text: Subject and most fields of our own (RFC 5322 §2.2.1). */
export const textField = (name: string, text: string): Field => {
  refuseLineBreaks(text, `The header field ${name}`);
  if (isPlainLine(text) && name.length + 2 + text.length <= softLimit) return { name, value: text };
  const folder = new Folder(name);
  addText(folder, text);
  return { name, value: folder.value };
};

/** A list of mailboxes, or one. */
export const addressField = (name: string, addresses: readonly Address[]): Field => {
  const folder = new Folder(name);
  addresses.forEach((address, index) => {
    addMailbox(folder, address, index === 0, index === addresses.length - 1 ? '' : ',');
  });
  return { name, value: folder.value };
};

/** Message identifiers, which already have their angle brackets (RFC 5322 §3.6.4). */
export const idField = (name: string, ids: readonly string[]): Field => {
  const folder = new Folder(name);
  ids.forEach((id, index) => {
    refuseLineBreaks(id, `The header field ${name}`);
    folder.add(index === 0 ? id : ` ${id}`);
  });
  return { name, value: folder.value };
};

/** A reverse path (RFC 5322 §3.6.7): an address without its name, or `<>`. */
export const pathField = (name: string, path: string): Field => {
  refuseLineBreaks(path, `The header field ${name}`);
  return { name, value: path === '' ? '<>' : `<${encodeAddress({ name: '', address: path })}>` };
};

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** RFC 5322 §3.3, in the zone that lies `offset` minutes east of UTC. */
export const formatDate = (date: Date, offset: number = 0): string => {
  const local = new Date(date.getTime() + offset * 60_000);
  const east = Math.abs(offset);
  return (
    `${days[local.getUTCDay()]}, ${two(local.getUTCDate())} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()} ` +
    `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())} ` +
    `${offset < 0 ? '-' : '+'}${two(Math.floor(east / 60))}${two(east % 60)}`
  );
};

export const dateField = (name: string, date: Date): Field => ({ name, value: formatDate(date) });

/** `value; name=parameter` with RFC 2231 where a parameter is not plain ASCII or too long for a line. */
export const parameterField = (
  name: string,
  value: string,
  parameters: Readonly<Record<string, string | undefined>>,
): Field => {
  refuseLineBreaks(value, `The header field ${name}`);
  const pieces = [value];
  for (const [key, parameter] of Object.entries(parameters)) {
    if (parameter === undefined) continue;
    refuseLineBreaks(parameter, `The parameter ${key} of the header field ${name}`);
    for (const piece of parameterPieces(key, parameter)) pieces.push(` ${piece}`);
  }
  const folder = new Folder(name);
  pieces.forEach((piece, index) => folder.add(index === pieces.length - 1 ? piece : `${piece};`));
  return { name, value: folder.value };
};

// -- text

/**
 * ASCII that a reader takes as it is: printable, no white space at its ends, nothing like an encoded word.
 */
const isPlainLine = (text: string): boolean =>
  /^(?:[!-~](?:[\t -~]*[!-~])?)?$/.test(text) && !text.includes('=?');

/**
 * Adds words as they are and runs of words that need it as encoded words. White space between two encoded
 * words is dropped by readers, so it goes into the encoded text; white space at the ends would be trimmed, so
 * it is encoded too.
 */
const addText = (folder: Folder, text: string): void => {
  const pieces = text.match(/[\t ]*[^\t ]+(?:[\t ]+$)?|^[\t ]+$/g) ?? [];
  const encode = pieces.map((piece, index) => mustEncode(piece, index === 0));
  let index = 0;
  while (index < pieces.length) {
    if (!encode[index]) {
      folder.add(pieces[index]!);
      index++;
      continue;
    }
    let run = '';
    const first = index;
    while (index < pieces.length && encode[index]) run += pieces[index++];
    // White space between a plain and an encoded word is kept, so one such character stands for itself.
    if (first > 0) addEncodedWords(folder, run.slice(1), run[0]);
    else addEncodedWords(folder, run);
  }
};

const mustEncode = (piece: string, isFirst: boolean): boolean =>
  /[^\t -~]|=\?/.test(piece) ||
  /[\t ]$/.test(piece) ||
  (isFirst ? /^[\t ]/.test(piece) : /^[\t ]{20}/.test(piece)) ||
  piece.length > 900;

// -- mailboxes

const addMailbox = (folder: Folder, address: Address, isFirst: boolean, separator: string): void => {
  const encoded = encodeAddress(address);
  refuseLineBreaks(encoded, `The header field ${folder.name}`);
  // A non-ASCII local part travels as UTF-8 (RFC 6532); its width counts octets.
  const width = isAscii(encoded) ? encoded.length : new TextEncoder().encode(encoded).length;
  if (address.name === '') {
    const space = isFirst ? '' : ' ';
    folder.add(space + encoded + separator, space.length + width + separator.length);
    return;
  }
  refuseLineBreaks(address.name, `The header field ${folder.name}`);
  addPhrase(folder, address.name, isFirst);
  folder.add(` <${encoded}>${separator}`, width + 3 + separator.length);
};

const addPhrase = (folder: Folder, name: string, isFirst: boolean): void => {
  if (/[^ -~]|=\?| {20}/.test(name) || name.split(' ').some((word) => word.length > 400)) {
    addEncodedWords(folder, name);
    return;
  }
  const isAtoms = /^[\w!#$%&'*+\-/=?^`{|}~]+(?: [\w!#$%&'*+\-/=?^`{|}~]+)*$/.test(name);
  const phrase = isAtoms ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
  // White space inside quotes folds as well (RFC 5322 §3.2.4), but not so that a line holds nothing else.
  const pieces = phrase.match(/ *[^ ]+/g)!;
  pieces.forEach((piece, index) => folder.add(index === 0 && !isFirst ? ` ${piece}` : piece));
};

// -- parameters

const tokenValue = /^[!#$%&'*+\-.^`{|}~\w]+$/;
const quotableValue = /^[ !#-[\]-~]*$/;
// What RFC 2231 §7 (attribute-char) leaves bare.
const bareInExtended = /[!#$&+\-.^`{|}~\w]/;

const parameterPieces = (key: string, value: string): string[] => {
  if (key.length + value.length <= 70) {
    if (tokenValue.test(value)) return [`${key}=${value}`];
    if (quotableValue.test(value)) return [`${key}="${value}"`];
  }
  // Quotes and backslashes too come this way: half of the readers do not undo a backslash.
  const units = Array.from(value, percentEncode);
  const whole = `${key}*=utf-8''${units.join('')}`;
  if (whole.length <= 76) return [whole];
  const pieces: string[] = [];
  let piece = `${key}*0*=utf-8''`;
  for (const unit of units) {
    if (piece.length + unit.length > 76) {
      pieces.push(piece);
      piece = `${key}*${pieces.length}*=`;
    }
    piece += unit;
  }
  pieces.push(piece);
  return pieces;
};

const utf8 = new TextEncoder();

/** One character, percent-encoded as a whole so that it is never split over two sections. */
export const percentEncode = (character: string): string =>
  bareInExtended.test(character)
    ? character
    : Array.from(
        utf8.encode(character),
        (octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`,
      ).join('');
