import { LetterlockError } from '../errors.ts';

/** A transport address that cannot be read or used. Its message never repeats the DSN, which may hold a password. */
export class DsnError extends LetterlockError {}

/**
 * The parts of `scheme://user:password@host:port/path?option=value`, decoded. Which schemes and options exist is for
 * the transports to say.
 */
export interface Dsn {
  /** Lower case. */
  readonly scheme: string;
  /** As written: a name (maybe non-ASCII), an IPv4 address, or an IPv6 address in brackets. */
  readonly host: string;
  /** Undefined when absent or empty. */
  readonly user: string | undefined;
  /** Undefined when absent or empty. */
  readonly password: string | undefined;
  readonly port: number | undefined;
  /** From the first slash behind the host on; '' if there is none. */
  readonly path: string;
  readonly options: Readonly<Record<string, string>>;
}

// These name a place of this machine; every other scheme has a host, "default" if there is nothing to choose.
const hostless = new Set(['file', 'log']);

const nameOrIpv4 = /^[\w.\-\u{a0}-\u{10ffff}]+$/u;
const ipv6 = /^\[[\da-f:.]+\]$/i;

/**
 * Reads a DSN. Percent-encoding is that of RFC 3986: a plus in user or password is a plus. In option values `+` and
 * `%20` are spaces, as in a form.
 *
 * Throws `DsnError` with code `DSN_INVALID`.
 */
export const parseDsn = (text: string): Dsn => {
  const opening = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  if (!opening)
    throw invalid('It does not begin with a scheme and "://".', 'Write smtp://user:password@host:587.');
  if (/[\s\p{Cc}]/u.test(text)) throw invalid('It holds a space or a control character.', encodeHint);
  const scheme = opening[1]!.toLowerCase();
  const rest = text.slice(opening[0].length);
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const tail = end < 0 ? '' : rest.slice(end);
  // An @ behind the authority means that a slash, question mark or hash cut the password in two.
  if (tail.includes('@') || tail.includes('#')) {
    throw invalid('Its user or password holds an unencoded "/", "?" or "#".', encodeHint);
  }

  // RFC 3986 §3.2.1 forbids an @ in the user information, but addresses as user names are written so all the time.
  const at = authority.lastIndexOf('@');
  const [user, password] = splitOnce(at < 0 ? '' : authority.slice(0, at), ':');
  const [, host = '', portText] = /^(.*?)(?::([^:\]]*))?$/.exec(authority.slice(at + 1))!;
  if (host === '' ? !hostless.has(scheme) : !nameOrIpv4.test(host) && !ipv6.test(host)) {
    throw invalid(
      host === '' ? 'It has no host.' : 'Its host is malformed.',
      host === '' ? 'Write scheme://host, as in smtp://mail.example.com or null://null.' : encodeHint,
    );
  }
  const [path, query] = splitOnce(tail, '?');
  return Object.freeze({
    scheme,
    host,
    user: decode(user) || undefined,
    password: decode(password) || undefined,
    port: readPort(portText),
    path: decode(path),
    options: readOptions(query),
  });
};

/** Percent-encodes a user name or password so that it can stand in a DSN. */
export const encodeSecret = (plain: string): string =>
  encodeURIComponent(plain).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Refuses options that a transport does not know: a misspelt `verify_peer` must not pass in silence. */
export const refuseUnknownOptions = (dsn: Dsn, known: readonly string[]): void => {
  const unknown = Object.keys(dsn.options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new DsnError({
    code: 'DSN_OPTION_UNKNOWN',
    message: `The transport ${dsn.scheme} has no option ${JSON.stringify(unknown.slice(0, 40))}.`,
    hint: known.length === 0 ? 'It takes no options.' : `Its options are ${known.join(', ')}.`,
  });
};

/** A switch of the DSN: 1, true, on, yes or 0, false, off, no; absent or empty means the default. */
export const readSwitch = (dsn: Dsn, name: string, fallback: boolean): boolean => {
  const value = (dsn.options[name] ?? '').toLowerCase();
  if (value === '') return fallback;
  if (/^(?:1|true|on|yes)$/.test(value)) return true;
  if (/^(?:0|false|off|no)$/.test(value)) return false;
  throw invalidOption(name, 'Write it as true or false.');
};

/** A positive number of the DSN. */
export const readNumber = (dsn: Dsn, name: string, fallback: number): number => {
  const value = dsn.options[name];
  if (value === undefined) return fallback;
  const number = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : 0;
  if (number > 0) return number;
  throw invalidOption(name, 'Write a number above zero.');
};

export const invalidOption = (name: string, hint: string): DsnError =>
  new DsnError({
    code: 'DSN_OPTION_INVALID',
    message: `The option ${name} of the DSN has a wrong value.`,
    hint,
  });

export const invalid = (why: string, hint: string): DsnError =>
  new DsnError({ code: 'DSN_INVALID', message: `The mailer DSN is invalid. ${why}`, hint });

const encodeHint =
  'Percent-encode special characters in user and password, for example "/" as %2F, "?" as %3F, "#" as %23 and "@" ' +
  'as %40; encodeSecret() does it. A space is %20.';

const splitOnce = (text: string, separator: string): readonly [string, string] => {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
};

const decode = (text: string): string => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    throw invalid(
      'A percent sign in it does not begin an encoded character.',
      'Write a percent sign itself as %25.',
    );
  }
  // NUL separates the fields of AUTH PLAIN (RFC 4616), CR and LF the commands.
  if (!/\p{Cc}/u.test(decoded)) return decoded;
  throw invalid('It holds an encoded control character.', 'Check where the value comes from.');
};

const readPort = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port < 65_536) return port;
  throw invalid('Its port is not a number from 1 to 65535.', encodeHint);
};

const readOptions = (query: string): Readonly<Record<string, string>> => {
  const options: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name, value] = splitOnce(pair, '=').map((part) => decode(part.replaceAll('+', ' '))) as [
      string,
      string,
    ];
    if (name in options)
      throw invalid(`The option ${name.slice(0, 40)} stands in it twice.`, 'Remove one of them.');
    options[name] = value;
  }
  return Object.freeze(options);
};
