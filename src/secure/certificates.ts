import { type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';

import { SecurityError } from '../errors.ts';
import { type Element, childOf, latin1, octetsOf, oidOf, readDer, timeOf } from './der.ts';

export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign';

/** An X.509 certificate (RFC 5280), parsed once. */
export interface Certificate {
  readonly x509: X509Certificate;
  readonly publicKey: KeyObject;
  readonly der: Uint8Array;
  /** DER of the names and the serial number, as they stand in the certificate. */
  readonly issuerName: Uint8Array;
  readonly subjectName: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  /** For people: `CN=Jane, emailAddress=jane@example.com`. */
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /**
   * From rfc822Name in subjectAltName, then emailAddress in the subject; normalised by `normalizeAddress`.
   */
  readonly addresses: readonly string[];
  /** `undefined`: the certificate does not limit the use of its key. */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** Object identifiers in dotted form; `undefined`: any purpose. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly isAuthority: boolean;
  /** How many further authorities may follow below this one; Infinity when unlimited. */
  readonly pathLength: number;
  /**
   * Critical extensions that this module does not interpret: a chain with one must not be trusted (RFC 5280
   * §4.2).
   */
  readonly unknownCritical: readonly string[];
}

/**
 * PEM text of one or several certificates; a file, as `file:` URL or as a path that begins with `/`, `./` or
 * `../`; octets of PEM or DER; or a certificate that is already parsed.
 */
export type CertificateSource = string | URL | Uint8Array | X509Certificate | Certificate;

const parsed = new WeakMap<X509Certificate, Certificate>();

/**
 * The first certificate of a source. Throws `SecurityError` with code `CERTIFICATE_FILE_MISSING` or
 * `CERTIFICATE_UNREADABLE`.
 */
export const loadCertificate = (source: CertificateSource): Certificate =>
  loadCertificates(source)[0] as Certificate;

/** All certificates of a source in their order, at least one. */
export const loadCertificates = (source: CertificateSource): readonly Certificate[] => {
  if (source instanceof X509Certificate) return [describe(source)];
  if (source instanceof Uint8Array) return fromOctets(source);
  if (typeof source === 'object' && !(source instanceof URL)) return [source];
  const isFile = source instanceof URL || /^(?:file:|\.{0,2}\/)/i.test(source);
  const pem = isFile ? readPem(source) : source;
  const blocks = pem.match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END [^-]+-----/g);
  const where = isFile ? `The file ${String(source)}` : 'The text';
  if (!blocks) throw unreadable(`${where} holds no certificate in PEM form.`);
  return blocks.map((block) => describe(parseX509(block, where)));
};

const fromOctets = (bytes: Uint8Array): readonly Certificate[] =>
  bytes[0] === 0x30 ? [certificateOf(bytes)] : loadCertificates(latin1(bytes));

/** A certificate from its DER octets. */
export const certificateOf = (bytes: Uint8Array): Certificate =>
  describe(parseX509(Buffer.from(bytes), 'The binary certificate'));

const unreadable = (message: string, cause?: unknown): SecurityError =>
  new SecurityError({
    code: 'CERTIFICATE_UNREADABLE',
    message,
    hint: 'It needs a block that begins with "-----BEGIN CERTIFICATE-----"; a path begins with "/", "./" or "../".',
    cause,
  });

const readPem = (file: string | URL): string => {
  try {
    const isUrl = file instanceof URL || /^file:/i.test(file);
    const bytes = readFileSync(isUrl ? new URL(file) : file);
    // Authorities hand out DER under the same file names.
    if (bytes[0] === 0x30) return new X509Certificate(bytes).toString();
    return bytes.toString('latin1');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('ERR_OSSL')) throw unreadable(`The file ${String(file)} cannot be parsed.`, cause);
    throw new SecurityError({
      code: 'CERTIFICATE_FILE_MISSING',
      message: `The certificate file ${String(file)} cannot be read (${code}).`,
      hint: 'Give an absolute path or file: URL, and check that this process may read the file.',
      cause,
    });
  }
};

const parseX509 = (source: string | Buffer, where: string): X509Certificate => {
  try {
    const x509 = new X509Certificate(source);
    // Parsed when it is asked for; a key that OpenSSL cannot read fails only there.
    void x509.publicKey;
    return x509;
  } catch (cause) {
    throw unreadable(`${where} holds a certificate that cannot be parsed.`, cause);
  }
};

const usageBits: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
];

/** id-ce extensions that are read below. */
const known = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const;
const knownOids: ReadonlySet<string> = new Set(Object.values(known));

const describe = (x509: X509Certificate): Certificate => {
  const existing = parsed.get(x509);
  if (existing) return existing;
  const der = new Uint8Array(x509.raw);
  const fields = tbsFields(childOf(readDer(der), 0, 0x30));
  const extensions = new Map(fields.extensions.map((extension) => [extension.id, extension]));
  const inside = (id: string): Element | undefined => extensions.get(id)?.value;
  const constraints = inside(known.basicConstraints)?.children ?? [];
  const isAuthority = constraints[0]?.tag === 0x01 && constraints[0].content[0] !== 0;
  const usage = inside(known.keyUsage);
  const certificate: Certificate = Object.freeze({
    x509,
    publicKey: x509.publicKey,
    der,
    issuerName: fields.issuer.bytes,
    subjectName: fields.subject.bytes,
    serialNumber: fields.serialNumber.bytes,
    subjectKeyIdentifier: inside(known.subjectKeyIdentifier)?.content,
    subject: x509.subject.split('\n').join(', '),
    notBefore: timeOf(childOf(fields.validity, 0)),
    notAfter: timeOf(childOf(fields.validity, 1)),
    addresses: addressesIn(fields.subject, inside(known.subjectAltName)),
    keyUsage: usage && usageBits.filter((_, bit) => ((usage.content[1] ?? 0) & (0x80 >> bit)) !== 0),
    extendedKeyUsage: inside(known.extendedKeyUsage)?.children.map(oidOf),
    isAuthority,
    pathLength: constraints[1]?.tag === 0x02 ? (constraints[1].content.at(-1) ?? 0) : Infinity,
    unknownCritical: fields.extensions.filter((e) => e.critical && !knownOids.has(e.id)).map((e) => e.id),
  });
  parsed.set(x509, certificate);
  return certificate;
};

interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Element;
}

/** TBSCertificate (RFC 5280 §4.1): `[0] version` may be left out, `[3] extensions` stands last. */
const tbsFields = (tbs: Element) => {
  const first = tbs.children[0]?.tag === 0xa0 ? 1 : 0;
  const list = tbs.children.find((child) => child.tag === 0xa3)?.children[0]?.children ?? [];
  const extensions = list.map((extension): Extension => {
    const critical = extension.children[1]?.tag === 0x01 && extension.children[1].content[0] !== 0;
    const value = octetsOf(extension.children.at(-1) as Element);
    return { id: oidOf(childOf(extension, 0)), critical, value: readDer(value) };
  });
  return {
    serialNumber: childOf(tbs, first, 0x02),
    issuer: childOf(tbs, first + 2, 0x30),
    validity: childOf(tbs, first + 3, 0x30),
    subject: childOf(tbs, first + 4, 0x30),
    extensions,
  };
};

const addressesIn = (subject: Element, alternative: Element | undefined): readonly string[] => {
  const found = new Set<string>();
  // rfc822Name is [1] IMPLICIT IA5String (RFC 5280 §4.2.1.6).
  for (const name of alternative?.children ?? []) {
    if (name.tag === 0x81) found.add(normalizeAddress(latin1(name.content)));
  }
  for (const attribute of subject.children.flatMap((relative) => relative.children)) {
    const isAddress = oidOf(childOf(attribute, 0)) === '1.2.840.113549.1.9.1';
    if (isAddress) found.add(normalizeAddress(latin1(childOf(attribute, 1).content)));
  }
  return [...found];
};

/**
 * The form in which addresses are compared: trimmed, lower case, domain in ASCII. RFC 5321 lets a local part
 * be case-sensitive; no mail system is, and certificates are issued without regard to case.
 */
export const normalizeAddress = (address: string): string => {
  const text = address.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  return at < 0 ? text : `${text.slice(0, at)}@${domainToASCII(domain) || domain}`;
};
