import { MessageError } from '../errors.ts';
import { parseAddressList, type Address, type AddressListInput } from './address.ts';
import { refuseLineBreaks } from './text.ts';

/**
 * A header field that letterlock has no own name for. Values are decoded; mime/headers.ts encodes and folds.
 */
export type Header =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'date'; readonly name: string; readonly date: Date }
  | { readonly kind: 'addresses'; readonly name: string; readonly addresses: readonly Address[] }
  | { readonly kind: 'ids'; readonly name: string; readonly ids: readonly string[] }
  | { readonly kind: 'path'; readonly name: string; readonly path: string }
  | {
      readonly kind: 'parameterized';
      readonly name: string;
      readonly value: string;
      readonly parameters: Readonly<Record<string, string>>;
    };

/** Text, or an object that says which of the structured forms the value has. */
export type HeaderValue =
  | string
  | number
  | Date
  | { readonly addresses: AddressListInput }
  | { readonly ids: string | readonly string[] }
  | { readonly path: string }
  | { readonly value: string; readonly parameters: Readonly<Record<string, string>> };

/** `{ 'X-A': '1', 'X-B': ['2', '3'] }`, or an array when the order matters. An empty value is left out. */
export type HeadersInput =
  | Readonly<Record<string, HeaderValue | readonly HeaderValue[] | null | undefined>>
  | readonly (Header | { readonly name?: string; readonly key?: string; readonly value: HeaderValue })[];

/** `[name, value]` pairs in order. */
export const listHeaders = (input: HeadersInput | undefined): readonly (readonly [string, HeaderValue])[] => {
  if (input === undefined) return [];
  if (Array.isArray(input)) {
    return (input as Exclude<HeadersInput, Readonly<Record<string, unknown>>>).map((entry) =>
      'kind' in entry ? [entry.name, valueOf(entry)] : [entry.name ?? entry.key ?? '', entry.value],
    );
  }
  return Object.entries(
    input as Readonly<Record<string, HeaderValue | readonly HeaderValue[] | null>>,
  ).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const values = Array.isArray(value) ? (value as readonly HeaderValue[]) : [value as HeaderValue];
    return values.map((one) => [name, one] as const);
  });
};

/** What `createHeader` makes the same field from. */
export const valueOf = (header: Header): HeaderValue => {
  if (header.kind === 'text') return header.text;
  return header.kind === 'date' ? header.date : header;
};

/** Makes a field, or undefined for an empty value, which is not written. */
export const createHeader = (name: string, value: HeaderValue): Header | undefined => {
  checkHeaderName(name);
  if (typeof value === 'string' || typeof value === 'number') {
    const text = refuseLineBreaks(String(value), `The header field ${name}`);
    return text.trim() === '' ? undefined : Object.freeze({ kind: 'text', name, text });
  }
  if (value instanceof Date) return Object.freeze({ kind: 'date', name, date: checkDate(value) });
  if ('addresses' in value) {
    const addresses = parseAddressList(value.addresses);
    return addresses.length === 0 ? undefined : Object.freeze({ kind: 'addresses', name, addresses });
  }
  if ('ids' in value) {
    const ids = parseIds(value.ids);
    return ids.length === 0 ? undefined : Object.freeze({ kind: 'ids', name, ids });
  }
  if ('path' in value) {
    const path = value.path === '' ? '' : parseAddressList(value.path)[0]!.address;
    return Object.freeze({ kind: 'path', name, path });
  }
  refuseLineBreaks(value.value, `The header field ${name}`);
  for (const [key, parameter] of Object.entries(value.parameters)) {
    refuseLineBreaks(parameter, `A parameter of the header field ${name}`);
    checkParameterName(key, name);
  }
  return Object.freeze({
    kind: 'parameterized',
    name,
    value: value.value,
    parameters: Object.freeze({ ...value.parameters }),
  });
};

const checkHeaderName = (name: string): void => {
  refuseLineBreaks(name, 'The name of a header field');
  // RFC 5322 §3.6.8: printable ASCII without the colon. The length leaves room for a value on the first line.
  if (/^[!-9;-~]{1,70}$/.test(name)) return;
  throw new MessageError({
    code: 'HEADER_NAME_INVALID',
    message: `${JSON.stringify(name.slice(0, 80))} is not a header field name.`,
    hint: 'Use up to 70 printable ASCII characters without spaces and colons, for example X-Campaign.',
  });
};

const checkParameterName = (key: string, name: string): void => {
  refuseLineBreaks(key, `A parameter name of the header field ${name}`);
  if (/^[!#$&+\-.^`{|}~\w]{1,40}$/.test(key)) return;
  throw new MessageError({
    code: 'HEADER_PARAMETER_INVALID',
    message: `${JSON.stringify(key.slice(0, 80))} is not a parameter name of the header field ${name}.`,
    hint: 'Use letters, digits and hyphens.',
  });
};

export const checkDate = (date: Date): Date => {
  const time = date.getTime();
  // RFC 5322 §3.3 has four-digit years from 1900 on.
  if (time >= Date.UTC(1900, 0) && time < Date.UTC(10_000, 0)) return new Date(time);
  throw new MessageError({
    code: 'DATE_INVALID',
    message: 'A date is not a valid point in time between the years 1900 and 9999.',
    hint: 'Check how the Date was made; new Date(text) gives an invalid one for text that it cannot read.',
  });
};

/**
 * Message identifiers (RFC 5322 §3.6.4) from one text with spaces or an array; with or without angle brackets
 * on the way in, with them on the way out.
 */
export const parseIds = (input: string | readonly string[] | undefined): readonly string[] => {
  const texts = typeof input === 'string' ? [input] : (input ?? []);
  return Object.freeze(
    texts.flatMap((text) =>
      refuseLineBreaks(text, 'A message identifier')
        .split(/[\s,]+/)
        .filter((id) => id !== '')
        .map(parseId),
    ),
  );
};

const parseId = (text: string): string => {
  const id = text.replace(/^<(.*)>$/, '$1');
  if (id.length <= 900 && /^[!-;=?-~]+@[!-;=?-~]+$/.test(id)) return `<${id}>`;
  throw new MessageError({
    code: 'MESSAGE_ID_INVALID',
    message: `${JSON.stringify(text.slice(0, 80))} is not a message identifier.`,
    hint: 'It has the form <left@right>, in ASCII and without spaces.',
  });
};
