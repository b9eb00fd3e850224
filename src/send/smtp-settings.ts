import { isIPv4, isIPv6 } from 'node:net';

import { encodeDomain } from '../message/address.ts';
import { type Dsn, invalid, invalidOption, readNumber, readSwitch, refuseUnknownOptions } from './dsn.ts';

/** A `smtp` or `smtps` DSN, resolved. */
export interface SmtpSettings {
  /** The DSN without credentials and options; ports that follow from the scheme are left out. */
  readonly name: string;
  /** Name in ASCII, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet (RFC 8314 §3.3). */
  readonly implicitTls: boolean;
  /** Upgrade when the server offers STARTTLS (RFC 3207). */
  readonly autoStartTls: boolean;
  /** Without TLS nothing is sent. */
  readonly requireTls: boolean;
  /** Check certificate chain and host name. */
  readonly verifyPeer: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Argument of EHLO. */
  readonly helo: string;
  /** Local address to connect from. */
  readonly sourceIp: string | undefined;
  /** Milliseconds for each phase: connecting, greeting, and silence of the server after a command. */
  readonly timeout: number;
  /** Messages after which a connection is given up. */
  readonly restartThreshold: number;
}

const options = [
  'auto_tls',
  'require_tls',
  'verify_peer',
  'local_domain',
  'source_ip',
  'timeout',
  'restart_threshold',
] as const;

/**
 * Port and TLS of a DSN:
 *
 *     smtps://host               TLS at once, port 465
 *     smtp://host                TLS at once, port 465; for localhost port 25 and STARTTLS if offered
 *     smtp://host:465            TLS at once
 *     smtp://host:587            STARTTLS if offered
 *     smtp://host?auto_tls=no    plain, port 25
 */
export const resolveSmtp = (dsn: Dsn): SmtpSettings => {
  refuseUnknownOptions(dsn, options);
  if (dsn.path.length > 1)
    throw invalid('It has a path.', 'Options follow a question mark: smtp://host:587?timeout=30.');
  if (dsn.user !== undefined && dsn.password === undefined) {
    throw invalid('It has a user but no password.', 'Write smtp://user:password@host, or leave both out.');
  }
  const alwaysTls = dsn.scheme === 'smtps';
  const autoTls = readSwitch(dsn, 'auto_tls', true);
  const requireTls = readSwitch(dsn, 'require_tls', false);
  if (requireTls && !autoTls && !alwaysTls) {
    throw invalidOption('require_tls', 'It contradicts auto_tls=false; remove one of the two.');
  }
  const tlsAtOnce = dsn.port === undefined ? dsn.host !== 'localhost' : dsn.port === 465;
  const implicitTls = alwaysTls || (autoTls && tlsAtOnce);
  const usualPort = implicitTls ? 465 : 25;
  const port = dsn.port ?? usualPort;
  return Object.freeze({
    name: `${implicitTls ? 'smtps' : 'smtp'}://${dsn.host}${port === usualPort ? '' : `:${port}`}`,
    host: encodeDomain(unbracket(dsn.host)),
    port,
    implicitTls,
    autoStartTls: autoTls,
    requireTls,
    verifyPeer: readSwitch(dsn, 'verify_peer', true),
    user: dsn.user,
    password: dsn.password,
    helo: readHelo(dsn.options['local_domain']),
    sourceIp: readSourceIp(dsn.options['source_ip']),
    timeout: readNumber(dsn, 'timeout', 60) * 1000,
    restartThreshold: Math.ceil(readNumber(dsn, 'restart_threshold', 100)),
  });
};

const unbracket = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** RFC 5321 §4.1.3: an address stands in brackets. */
const readHelo = (value = '127.0.0.1'): string => {
  if (isIPv4(value)) return `[${value}]`;
  if (isIPv6(value)) return `[IPv6:${value}]`;
  if (/^(?:[\w.-]+|\[[\w.:]+\])$/.test(value)) return value;
  throw invalidOption('local_domain', 'Write a host name or an IP address.');
};

const readSourceIp = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  const address = unbracket(value);
  if (isIPv4(address) || isIPv6(address)) return address;
  throw invalidOption('source_ip', 'Write an IP address of this machine, an IPv6 address in brackets.');
};
