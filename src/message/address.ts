import { MessageError } from '../errors.ts';
import { isAscii, refuseLineBreaks } from './text.ts';

/** A mailbox (RFC 5322 §3.4). */
export interface Address {
  /** Display name, decoded; '' if there is none. */
  readonly name: string;
  /** `local@domain` as given: local part and domain may be non-ASCII. */
  readonly address: string;
}

/** `Name <local@domain>`, the bare address, or an object. */
export type AddressInput = string | { readonly name?: string | undefined; readonly address: string };

/** One address, a comma-separated list of them, or an array of both. */
export type AddressListInput = AddressInput | readonly AddressInput[];

/**
 * Reads one mailbox.
 *
 * Throws `MessageError`: `ADDRESS_INVALID`, or `HEADER_INJECTION` for CR, LF or NUL.
 */
export const parseAddress = (input: AddressInput): Address => {
  if (typeof input !== 'string') return makeAddress(input.address, input.name ?? '');
  refuseLineBreaks(input, 'An address');
  const angle = findAngle(input);
  if (!angle) return makeAddress(input, '');
  return makeAddress(input.slice(angle.open + 1, angle.close), unquoteName(input.slice(0, angle.open)));
};

/**
 * Reads a list: arrays, strings with commas, and mixtures. A comma inside quotes or a comment does not
 * separate, nor does one before any `@` (`Doe, Jane <jane@example.com>` is one mailbox). Empty entries are
 * skipped.
 */
export const parseAddressList = (input: AddressListInput | undefined): readonly Address[] => {
  if (input === undefined) return Object.freeze([]);
  const entries = Array.isArray(input) ? (input as readonly AddressInput[]) : [input as AddressInput];
  return Object.freeze(
    entries.flatMap((entry) =>
      typeof entry === 'string' ? splitList(entry).map(parseAddress) : [parseAddress(entry)],
    ),
  );
};

/** Readable form: `"Jane Doe" <jane@example.com>`. `parseAddress` reads it back. */
export const formatAddress = (address: Address): string =>
  address.name === ''
    ? encodeAddress(address)
    : `"${address.name.replace(/["\\]/g, '\\$&')}" <${encodeAddress(address)}>`;

/** The address as SMTP carries it: the domain in ASCII (RFC 5891), the local part as it is. */
export const encodeAddress = (address: Address): string => {
  if (isAscii(address.address)) return address.address;
  const at = address.address.lastIndexOf('@');
  return `${address.address.slice(0, at)}@${encodeDomain(address.address.slice(at + 1))}`;
};

/** Whether a transport needs SMTPUTF8 (RFC 6531) for this address: its local part is not ASCII. */
export const needsSmtpUtf8 = (address: Address): boolean =>
  !isAscii(address.address.slice(0, address.address.lastIndexOf('@')));

/** Domain of an address, in ASCII. */
export const domainOf = (address: Address): string => {
  const encoded = encodeAddress(address);
  return encoded.slice(encoded.lastIndexOf('@') + 1);
};

/** ASCII form of a domain name; ASCII input is returned as it is. Throws `ADDRESS_INVALID`. */
export const encodeDomain = (domain: string): string => {
  if (isAscii(domain)) return domain;
  // What follows would end the host in a URL and be dropped in silence.
  if (!/[\s/?#@:\\%[\]]/.test(domain)) {
    try {
      // The URL parser is the one IDNA implementation that every JavaScript runtime has.
      return new URL(`http://${domain}`).hostname;
    } catch {
      // Falls through to the same error.
    }
  }
  throw invalid(domain, 'its domain has no ASCII form');
};

const makeAddress = (addressText: string, nameText: string): Address => {
  refuseLineBreaks(nameText, 'The name of an address');
  refuseLineBreaks(addressText, 'An address');
  const address = addressText.trim();
  const at = address.lastIndexOf('@');
  if (at < 0) throw invalid(address, 'it has no @');
  if (new TextEncoder().encode(address).length > 320)
    throw invalid(address.slice(0, 40), 'it is longer than 320 octets');
  if (!isLocalPart(address.slice(0, at))) throw invalid(address, 'the part before the @ is malformed');
  if (!isDomain(address.slice(at + 1))) throw invalid(address, 'its domain is malformed');
  return Object.freeze({ name: nameText.trim(), address });
};

// RFC 5322 §3.2.3 with RFC 6532 §3.2: atoms, dots only between them; anything printable inside quotes.
const atom = "[\\w!#$%&'*+/=?^`{|}~\\-\\u{a0}-\\u{2027}\\u{202a}-\\u{d7ff}\\u{e000}-\\u{10ffff}]+";
const dotAtom = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const quotedLocalPart = /^"(?:[ !#-[\]-~\u{a0}-\u{2027}\u{202a}-\u{d7ff}\u{e000}-\u{10ffff}]|\\[ -~])*"$/u;

const isLocalPart = (text: string): boolean => (text.startsWith('"') ? quotedLocalPart : dotAtom).test(text);

// Underscores are not for host names, but mail goes to such names every day.
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const addressLiteral = /^\[(?:IPv6:[0-9a-f:.]+|\d{1,3}(?:\.\d{1,3}){3})\]$/i;

const isDomain = (text: string): boolean => {
  if (text.startsWith('[')) return addressLiteral.test(text);
  try {
    const ascii = encodeDomain(text);
    return ascii.length <= 253 && ascii.split('.').every((part) => label.test(part));
  } catch {
    return false;
  }
};

/** The outer angle brackets of a mailbox; brackets inside quotes belong to a name or a local part. */
const findAngle = (text: string): { open: number; close: number } | undefined => {
  let open = -1;
  let close = -1;
  scan(text, (character, index) => {
    if (character === '<' && open < 0) open = index;
    if (character === '>' && open >= 0 && close < 0) close = index;
  });
  return open >= 0 && close > open ? { open, close } : undefined;
};

/** Calls `visit` for each character outside quoted strings and comments. */
const scan = (text: string, visit: (character: string, index: number) => void): void => {
  let quoted = false;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '\\' && (quoted || depth > 0)) index++;
    else if (character === '"' && depth === 0) quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (depth === 0) visit(character, index);
  }
};

const splitList = (text: string): string[] => {
  refuseLineBreaks(text, 'An address');
  const entries: string[] = [];
  let start = 0;
  let hasAddress = false;
  scan(text, (character, index) => {
    if (character === '@') hasAddress = true;
    if (character !== ',' || !hasAddress) return;
    entries.push(text.slice(start, index));
    start = index + 1;
    hasAddress = false;
  });
  entries.push(text.slice(start));
  // A trailing comma is a habit; `to: ''` or `'   '` is a missing value and parses to an error.
  return entries.length === 1 ? entries : entries.filter((entry) => entry.trim() !== '');
};

const unquoteName = (text: string): string => {
  const name = text.trim();
  const quote = name[0];
  if (name.length < 2 || (quote !== '"' && quote !== "'") || name.at(-1) !== quote) return name;
  return name.slice(1, -1).replace(/\\(.)/g, '$1');
};

const invalid = (text: string, why: string): MessageError =>
  new MessageError({
    code: 'ADDRESS_INVALID',
    message: `"${text.slice(0, 80)}" is not an e-mail address: ${why}.`,
    hint: 'Write name@example.com or Name <name@example.com>; quote a name with special characters.',
  });
