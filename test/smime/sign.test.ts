import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

import type { Leaf, Multipart } from '../../src/mime/entity.ts';
import { serialize } from '../../src/mime/serialize.ts';
import { createSmimeSigner, type SmimeSignerOptions, verifySmime } from '../../src/secure/smime/index.ts';
import vectors from '../vectors/smime.json' with { type: 'json' };
import { certificate, codeOf, key, openssl, text as pem, url } from './keys.ts';
import { header, message, text, tree } from './message.ts';

interface Expected {
  readonly protocol: readonly string[];
  readonly parts: number;
  readonly outer_headers_kept: readonly string[];
}

const trusted = certificate('ca');
const signerOf = (name: string, more: Partial<SmimeSignerOptions> = {}) =>
  createSmimeSigner({ certificate: url(`${name}.crt`), key: url(`${name}.key`), ...more });

const opensslVerify = (mail: Uint8Array): Buffer =>
  openssl(mail, 'cms', '-verify', '-CAfile', 'ca.crt', '-purpose', 'smimesign');

const valueOf = (entity: Leaf | Multipart, name: string): string =>
  entity.fields.find((field) => field.name === name)?.value.replace(/\r\n/g, '') ?? '';

describe.each(['native', 'openssl'] as const)('G5: signed messages, %s engine', (engine) => {
  test('multipart/signed as smime.json wants it', async () => {
    const wanted = vectors.sign[0]?.expect as Expected;
    const signed = (await signerOf('signer', { engine }).sign(tree)) as Multipart;
    const mail = message(signed);
    expect(signed.kind).toBe('multipart');
    expect(valueOf(signed, 'Content-Type')).toMatch(
      new RegExp(
        `^multipart/signed; protocol="(${wanted.protocol.join('|')})"; micalg=sha-256; boundary="[^"]+"$`,
      ),
    );
    expect(signed.parts.length).toBe(wanted.parts);
    const second = signed.parts[1] as Leaf;
    expect(valueOf(second, 'Content-Type')).toBe('application/pkcs7-signature; name="smime.p7s"');
    expect(valueOf(second, 'Content-Transfer-Encoding')).toBe('base64');
    expect(valueOf(second, 'Content-Disposition')).toBe('attachment; filename="smime.p7s"');
    const top = mail.toString('latin1').split('\r\n\r\n')[0] as string;
    for (const name of wanted.outer_headers_kept) expect(`\r\n${top}`).toContain(`\r\n${name}: `);
    expect(top.match(/^Content-Type:/gim)?.length).toBe(1);
    expect(Buffer.compare(opensslVerify(mail), serialize(tree))).toBe(0);
  });

  test('what is signed stands octet by octet in the message, its tree unchanged', async () => {
    const signed = (await signerOf('signer', { engine }).sign(tree)) as Multipart;
    expect(signed.parts[0]).toEqual({ kind: 'verbatim', bytes: serialize(tree) });
    expect(message(signed).includes(Buffer.from(serialize(tree)))).toBe(true);
  });

  test.each([
    ['signer', 'hello@example.com', 'sha256'],
    ['signer', 'hello@example.com', 'sha512'],
    ['signer_ec', 'ec@example.com', 'sha256'],
    ['signer_p384', 'p384@example.com', 'sha384'],
  ] as const)('%s %s %s verifies, detached and opaque', async (name, from, digest) => {
    for (const opaque of [false, true]) {
      const mail = message(await signerOf(name, { engine, digest, opaque }).sign(tree), from);
      expect(Buffer.compare(opensslVerify(mail), serialize(tree))).toBe(0);
      const report = await verifySmime(mail, { trusted, engine });
      expect(report).toMatchObject({ signed: true, valid: true, chainTrusted: true, addressMatches: true });
      expect(report.signer?.addresses).toEqual([from]);
      expect(Buffer.compare(report.content, serialize(tree))).toBe(0);
    }
  });

  test('a chain verifies with only the root, from `chain` or from the certificate file itself', async () => {
    const both = `${pem('signer_chain.crt')}${pem('intermediate.crt')}`;
    for (const options of [
      { chain: url('intermediate.crt') },
      { chain: [url('intermediate.crt')] },
      { certificate: both },
    ]) {
      const mail = message(
        await signerOf('signer_chain', { engine, ...options }).sign(text),
        'chain@example.com',
      );
      expect(Buffer.compare(opensslVerify(mail), serialize(text))).toBe(0);
    }
    const alone = message(await signerOf('signer_chain', { engine }).sign(text), 'chain@example.com');
    expect(() => opensslVerify(alone)).toThrow();
    expect(await verifySmime(alone, { trusted, engine })).toMatchObject({ valid: true, chainTrusted: false });
  });
});

test('G5: fields of the message stay outside of the signature', async () => {
  const whole = { ...text, fields: [...header(), ...text.fields] };
  const signed = (await signerOf('signer').sign(whole)) as Multipart;
  expect(signed.fields.map((field) => field.name)).toEqual([
    ...header().map((field) => field.name),
    'Content-Type',
  ]);
  expect(Buffer.compare(opensslVerify(serialize(signed)), serialize(text))).toBe(0);
});

test('an opaque message is one leaf, and the text is not readable around it', async () => {
  const signed = (await signerOf('signer', { opaque: true }).sign(text)) as Leaf;
  expect(valueOf(signed, 'Content-Type')).toBe(
    'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
  );
  expect(message(signed).includes('Gr=C3=BC')).toBe(false);
});

test('G12: two copies have two signatures and two boundaries', async () => {
  const signer = signerOf('signer_ec');
  const [one, two] = (await Promise.all([signer.sign(text), signer.sign(text)])) as [Multipart, Multipart];
  expect(one.boundary).not.toBe(two.boundary);
  expect((one.parts[1] as Leaf).body).not.toEqual((two.parts[1] as Leaf).body);
});

test('boundary and clock can be given', async () => {
  const now = new Date();
  const signer = signerOf('signer', { boundary: () => '=_fixed', clock: () => now });
  // RSA with PKCS#1 v1.5 is deterministic, so the whole message is.
  expect(message(await signer.sign(tree)).equals(message(await signer.sign(tree)))).toBe(true);
});

test('a signed message parses with another program', async () => {
  const mail = message(await signerOf('signer').sign(tree));
  const parsed = await PostalMime.parse(mail);
  expect(parsed.text?.trim()).toBe('Grüße!');
  expect(parsed.html).toContain('Grüße aus Zürich');
  expect(parsed.attachments.map((attachment) => attachment.mimeType)).toContain(
    'application/pkcs7-signature',
  );
});

describe('tampering is noticed', () => {
  const tamper = async (change: (mail: string) => string) => {
    const mail = message(await signerOf('signer').sign(tree)).toString('latin1');
    const changed = change(mail);
    expect(changed).not.toBe(mail);
    return Buffer.from(changed, 'latin1');
  };

  test.each([
    ['a space in a signed header', (mail: string) => mail.replace('multipart/mixed;', 'multipart/mixed; ')],
    ['a word', (mail: string) => mail.replace('aus Z', 'aus B')],
    ['white space at a line end', (mail: string) => mail.replace('--=_mixed--', '--=_mixed-- ')],
    [
      'a CRLF before the signature',
      (mail: string) => mail.replace(/\r\n(--=_signed-\w+\r\nContent-Type: application)/, '\r\n\r\n$1'),
    ],
    ['an attachment replaced', (mail: string) => mail.replace('CQkJCQkJ', 'CQkJCQkA')],
  ])('%s', async (_, change) => {
    const mail = await tamper(change);
    expect(() => opensslVerify(mail)).toThrow();
    for (const engine of ['native', 'openssl'] as const) {
      const report = await verifySmime(mail, { trusted, engine });
      expect(report).toMatchObject({
        signed: true,
        valid: false,
        chainTrusted: false,
        reason: expect.any(String),
      });
    }
  });

  test('a part before or behind the signed one', async () => {
    const extra = 'Content-Type: text/plain\r\n\r\nPay to another account\r\n';
    const inFront = await tamper((mail) => mail.replace(/(\r\n--=_signed-\w+\r\n)/, `$1${extra}$1`));
    const behind = await tamper((mail) => mail.replace(/(\r\n--=_signed-\w+)--/, `$1\r\n${extra}$1--`));
    for (const mail of [inFront, behind])
      expect(await verifySmime(mail, { trusted })).toMatchObject({ valid: false });
  });

  test('the signature taken out', async () => {
    const mail = await tamper((whole) =>
      whole.replace(/\r\n(--=_signed-\w+)\r\nContent-Type: application[^]*/, '\r\n$1--\r\n'),
    );
    expect(await verifySmime(mail, { trusted })).toMatchObject({ signed: false, valid: false });
  });
});

describe('G13: what must not be signed', () => {
  const make = (options: Partial<SmimeSignerOptions>) => codeOf(() => signerOf('signer', options));

  test('passphrase: right, wrong, missing', async () => {
    const encrypted = url('signer_passphrase.key');
    const mail = message(
      await signerOf('signer', { key: encrypted, passphrase: 'symfony-rocks' }).sign(text),
    );
    expect(Buffer.compare(opensslVerify(mail), serialize(text))).toBe(0);
    expect(await make({ key: encrypted, passphrase: 'nope' })).toBe('KEY_PASSPHRASE_WRONG');
    expect(await make({ key: encrypted })).toBe('KEY_PASSPHRASE_MISSING');
  });

  test('key does not belong to certificate', async () => {
    expect(await make({ key: url('jane.key') })).toBe('CERTIFICATE_KEY_MISMATCH');
    expect(await make({ key: key('signer_ec') })).toBe('CERTIFICATE_KEY_MISMATCH');
  });

  test('missing files', async () => {
    expect(await make({ certificate: url('nowhere.crt') })).toBe('CERTIFICATE_FILE_MISSING');
    expect(await make({ key: url('nowhere.key') })).toBe('KEY_FILE_MISSING');
    expect(await make({ chain: url('nowhere.crt') })).toBe('CERTIFICATE_FILE_MISSING');
  });

  test('expired and not yet valid: when it is made, and later on', async () => {
    const expired = () => signerOf('expired');
    expect(await codeOf(expired)).toBe('CERTIFICATE_EXPIRED');
    expect(await make({ clock: () => new Date('2001-01-01') })).toBe('CERTIFICATE_NOT_YET_VALID');
    let now = new Date('2020-06-01');
    const signer = signerOf('expired', { clock: () => now });
    expect(await codeOf(() => signer.sign(text))).toBe('no error');
    now = new Date('2021-06-01');
    expect(await codeOf(() => signer.sign(text))).toBe('CERTIFICATE_EXPIRED');
  });

  test('certificate not for e-mail, or not for signatures', async () => {
    expect(await codeOf(() => signerOf('server_only'))).toBe('CERTIFICATE_PURPOSE');
    expect(await codeOf(() => signerOf('encrypt_only'))).toBe('CERTIFICATE_PURPOSE');
  });

  test('From address not in certificate', async () => {
    expect(await make({ from: 'other@example.com' })).toBe('CERTIFICATE_ADDRESS');
    expect(await make({ from: ' HELLO@Example.com' })).toBe('no error');
    const signer = signerOf('signer');
    expect(await codeOf(() => signer.checkFrom('other@example.com'))).toBe('CERTIFICATE_ADDRESS');
    expect(await codeOf(() => signer.checkFrom('hello@example.com'))).toBe('no error');
    const mail = message(await signer.sign(text), 'other@example.com');
    expect(await verifySmime(mail, { trusted })).toMatchObject({ valid: true, addressMatches: false });
  });

  test.each([
    ['8-bit characters', Buffer.from('Grüße\r\n')],
    ['LF alone', Buffer.from('a\nb\r\n')],
    ['CR alone', Buffer.from('a\rb\r\n')],
    ['NUL', Buffer.from('a\0b\r\n')],
    ['a long line', Buffer.from(`${'x'.repeat(999)}\r\n`)],
  ])('content that would not survive transport: %s', async (_, body) => {
    for (const opaque of [false, true]) {
      const sign = () => signerOf('signer', { opaque }).sign({ ...text, body });
      expect(await codeOf(sign)).toBe('SMIME_CONTENT_NOT_7BIT');
    }
  });

  test('every error says what to do', async () => {
    for (const options of [{ key: url('jane.key') }, { from: 'x@example.com' }, { certificate: 'nothing' }]) {
      const error = await Promise.resolve()
        .then(() => signerOf('signer', options))
        .catch((thrown: { hint: string }) => thrown);
      expect((error as { hint: string }).hint.length).toBeGreaterThan(20);
    }
  });
});
