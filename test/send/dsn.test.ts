import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createTransport, encodeSecret, parseDsn, resolveSmtp } from '../../src/send/index.ts';
import { codeOf, thrown } from './support.ts';

interface ParseCase {
  dsn: string;
  ok: boolean;
  scheme: string;
  host: string;
  user: string | null;
  password: string | null;
  port: number | null;
  options: Record<string, string>;
}

interface SmtpCase {
  dsn: string;
  ok?: boolean;
  host: string;
  port: number;
  implicit_tls: boolean;
  auto_starttls: boolean;
  require_tls: boolean;
  verify_peer: boolean;
  source_ip: string | null;
  user: string | null;
  password: string | null;
  helo: string;
  restart_threshold: number;
  name: string;
}

const vectors = JSON.parse(readFileSync(new URL('../vectors/dsn.json', import.meta.url), 'utf8')) as {
  parse: ParseCase[];
  smtp: SmtpCase[];
  encode_secret: { plain: string; encoded: string }[];
};

// A directory needs no host, so the file transport reads this one DSN, which Symfony has no use for.
const parseCases = vectors.parse.filter(({ dsn }) => dsn !== 'file:///some/path');

describe('parseDsn (D1, D2, D3)', () => {
  test.each(parseCases.filter(({ ok }) => ok))(
    'reads $dsn',
    ({ dsn, scheme, host, user, password, port, options }) => {
      const parsed = parseDsn(dsn);
      expect({ ...parsed, options: { ...parsed.options } }).toEqual({
        scheme: scheme.toLowerCase(),
        host,
        user: user ?? undefined,
        password: password ?? undefined,
        port: port ?? undefined,
        path: '',
        options,
      });
      expect(Object.isFrozen(parsed) && Object.isFrozen(parsed.options)).toBe(true);
    },
  );

  test.each(parseCases.filter(({ ok }) => !ok))('refuses "$dsn"', ({ dsn }) => {
    expect(codeOf(() => parseDsn(dsn))).toBe('DSN_INVALID');
  });

  test.each([
    'smtp://user:hun/ter@h',
    'smtp://user:hun?ter@h',
    'smtp://user:hun#ter@h',
    'smtp://user:12?ter@h:25',
    'smtp://a@b:1/ter@h',
  ])('says how to encode the password of %s without repeating it', (dsn) => {
    const error = thrown(() => parseDsn(dsn));
    expect(error.code).toBe('DSN_INVALID');
    expect(error.hint).toContain('%2F');
    expect(`${error.message} ${error.hint}`).not.toMatch(/hun|ter@|smtp:\/\//);
  });

  test.each([
    'smtp://u:100%@h',
    'smtp://u:%zz@h',
    'smtp://u:%ff@h',
    'smtp://u:a%00b@h',
    'smtp://u:a%0d%0ab@h',
  ])('refuses what is wrongly encoded: %s', (dsn) => expect(codeOf(() => parseDsn(dsn))).toBe('DSN_INVALID'));

  test.each([
    'smtp://h:0',
    'smtp://h:',
    'smtp://[::1',
    'smtp://a%20b',
    'smtp://h h',
    'smtp:// h',
    'smtp://h\n',
    'h:25',
    'smtp://h?a=1&a=2',
    'smtp://[::1]x:25',
  ])('refuses %j', (dsn) => expect(codeOf(() => parseDsn(dsn))).toBe('DSN_INVALID'));

  test('a plus is a plus in a password and a space in an option', () => {
    const { password, options } = parseDsn('x://u:a+b@h?name=a+b%20c%2B');
    expect(password).toBe('a+b');
    expect(options['name']).toBe('a b c+');
  });

  test('an option may be called like a member of Object', () => {
    expect(parseDsn('x://h?constructor=1').options['constructor']).toBe('1');
    expect(codeOf(() => createTransport('null://null?__proto__=1'))).toBe('DSN_OPTION_UNKNOWN');
  });
});

describe('encodeSecret (D2)', () => {
  test.each(vectors.encode_secret)('$plain', ({ plain, encoded }) => {
    expect(encodeSecret(plain)).toBe(encoded);
  });

  test('whatever it encodes is read back', () => {
    const printable = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(printable, printable, (user, password) => {
        const parsed = parseDsn(`smtp://${encodeSecret(user)}:${encodeSecret(password)}@h:25`);
        expect([parsed.user, parsed.password, parsed.host]).toEqual([user, password, 'h']);
      }),
    );
  });
});

describe('resolveSmtp (D4, D5, D7, D10)', () => {
  const later = /max_per_second|restart_threshold_sleep|ping_threshold/;
  const cases = vectors.smtp.filter(({ dsn }) => !later.test(dsn));

  test.each(cases.filter(({ ok }) => ok !== false))('$dsn', (expected) => {
    const { dsn } = expected;
    const settings = resolveSmtp(parseDsn(dsn));
    expect(settings).toMatchObject({
      name: expected.name,
      host: expected.host,
      port: expected.port,
      implicitTls: expected.implicit_tls,
      autoStartTls: expected.auto_starttls,
      requireTls: expected.require_tls,
      verifyPeer: expected.verify_peer,
      user: expected.user ?? undefined,
      password: expected.password ?? undefined,
      helo: expected.helo,
      sourceIp: expected.source_ip?.replace(/[[\]]/g, '') ?? undefined,
      restartThreshold: expected.restart_threshold,
    });
  });

  test.each([
    ...cases.filter(({ ok }) => ok === false).map(({ dsn }) => dsn),
    'smtp://h?auto_tls=2',
    'smtp://h?require_tls=ja',
    'smtp://h?timeout=0',
    'smtp://h?timeout=1e3',
    'smtp://h?source_ip=eth0',
    'smtp://h?local_domain=a%20b',
    'smtp://h?auto_tls=0&require_tls=1',
  ])('refuses a doubtful value: %s', (dsn) =>
    expect(codeOf(() => resolveSmtp(parseDsn(dsn)))).toBe('DSN_OPTION_INVALID'),
  );

  test('IPv6 and non-ASCII hosts', () => {
    expect(resolveSmtp(parseDsn('smtp://[::1]:25')).host).toBe('::1');
    expect(resolveSmtp(parseDsn('smtp://exämple.com')).host).toBe('xn--exmple-cua.com');
  });

  test('the timeout is 60 seconds unless given (D29)', () => {
    expect(resolveSmtp(parseDsn('smtp://h')).timeout).toBe(60_000);
    expect(resolveSmtp(parseDsn('smtp://h?timeout=2.5')).timeout).toBe(2500);
  });

  test('a user without a password, and a path, are refused', () => {
    expect(codeOf(() => resolveSmtp(parseDsn('smtp://u@h')))).toBe('DSN_INVALID');
    expect(codeOf(() => resolveSmtp(parseDsn('smtp://h/x')))).toBe('DSN_INVALID');
  });
});

describe('createTransport', () => {
  test('an unknown scheme lists the known ones (D25)', () => {
    const error = thrown(() => createTransport('pigeon://coop'));
    expect(error.code).toBe('DSN_SCHEME_UNKNOWN');
    expect(error.hint).toContain('smtp, smtps, null, file, log');
    expect(codeOf(() => createTransport('constructor://h'))).toBe('DSN_SCHEME_UNKNOWN');
  });

  test.each([
    'smtp://h?verify_per=0',
    'smtps://h?encryption=tls',
    'null://null?x=1',
    'file:///tmp?x',
    'log://?x',
  ])('refuses an unknown option: %s', (dsn) => {
    const error = thrown(() => createTransport(dsn));
    expect(error.code).toBe('DSN_OPTION_UNKNOWN');
  });

  test.each(['file://', 'file:///', 'log://printer'])('refuses %s', (dsn) => {
    expect(codeOf(() => createTransport(dsn))).toBe('DSN_INVALID');
  });

  test('the name holds no credentials (P12)', () => {
    expect(createTransport('smtp://user:hunter2@mail.example.com:587').name).toBe(
      'smtp://mail.example.com:587',
    );
  });
});
