import type { KeyObject } from 'node:crypto';

import { LetterlockError } from '../../errors.ts';
import { parseAddressList } from '../../message/address.ts';
import {
  type Certificate,
  type CertificateSource,
  loadCertificates,
  normalizeAddress,
} from '../certificates.ts';
import { childOf, oidOf, readDer } from '../der.ts';
import { loadPrivateKey } from '../keys.ts';
import { types } from './algorithms.ts';
import type { Cipher, SmimeEngine, Verification } from './engine.ts';
import { type EngineChoice, engineOf } from './engines.ts';
import { cipherUsed } from './read-enveloped-data.ts';
import { decodedBody, type ReadEntity, readEntity, splitParts, withCrlf } from './read-entity.ts';

export interface VerifySmimeOptions {
  /** Roots, or certificates trusted as they are. Without any, no chain is trusted. */
  readonly trusted?: CertificateSource | readonly CertificateSource[] | undefined;
  /** Certificate and key of a recipient, for messages that are encrypted. */
  readonly recipient?: RecipientIdentity | undefined;
  /** The moment at which certificates have to be valid; default now. */
  readonly at?: Date | undefined;
  readonly engine?: EngineChoice | undefined;
}

export interface RecipientIdentity {
  readonly certificate: CertificateSource;
  readonly key: string | URL | KeyObject;
  readonly passphrase?: string | undefined;
}

export interface SmimeSignerReport {
  /** Normalised: trimmed, lower case. */
  readonly addresses: readonly string[];
  /** For people: `CN=Jane, emailAddress=jane@example.com`. */
  readonly subject: string;
  readonly notAfter: Date;
}

/**
 * What S/MIME says about a message. Safe only if `signed`, `valid`, `chainTrusted` and `addressMatches` are
 * all true.
 */
export interface SmimeReport {
  readonly encrypted: boolean;
  readonly decrypted: boolean;
  readonly cipher: Cipher | undefined;
  readonly signed: boolean;
  /** Every signature matches what it was made for. */
  readonly valid: boolean;
  /** The signer nearest to the content. */
  readonly signer: SmimeSignerReport | undefined;
  readonly chainTrusted: boolean;
  /** The signer's certificate names the one address of the From field. */
  readonly addressMatches: boolean;
  /** The first thing that is wrong, or `undefined`. */
  readonly reason: string | undefined;
  /** The innermost entity that was reached, with its header. */
  readonly content: Uint8Array;
}

/** Layers that one message may have: sign, encrypt, sign is three (RFC 2634 §1.1). */
const mostLayers = 5;

/**
 * Opens the S/MIME layers of a message (octets of an .eml file) one after the other: detached and opaque
 * signatures are verified, encrypted parts decrypted. What is wrong with the message is told in the report;
 * only options that cannot be used throw.
 */
export const verifySmime = async (
  message: Uint8Array,
  options: VerifySmimeOptions = {},
): Promise<SmimeReport> => {
  const context: Context = {
    engine: engineOf(options.engine),
    trusted: listOf(options.trusted).flatMap(loadCertificates),
    time: options.at ?? new Date(),
    recipient: options.recipient && {
      certificate: loadCertificates(options.recipient.certificate)[0] as Certificate,
      key: loadPrivateKey(options.recipient),
    },
  };
  const layers: Layer[] = [];
  let content = withCrlf(message);
  for (let depth = 0; depth < mostLayers; depth += 1) {
    const layer = await openLayer(readEntity(content), context).catch(faultOf);
    if (!layer) break;
    layers.push(layer);
    if (!layer.content) break;
    content = layer.content;
  }
  return report(layers, content, senderOf(readEntity(withCrlf(message))));
};

interface Context {
  readonly engine: SmimeEngine;
  readonly trusted: readonly Certificate[];
  readonly time: Date;
  readonly recipient: { readonly certificate: Certificate; readonly key: KeyObject } | undefined;
}

interface Layer {
  readonly kind: 'signature' | 'encryption' | 'broken';
  readonly verification?: Verification | undefined;
  readonly cipher?: Cipher | undefined;
  readonly reason?: string | undefined;
  /** The entity inside; `undefined` when it could not be reached. */
  readonly content?: Uint8Array | undefined;
}

const faultOf = (error: unknown): Layer => {
  if (error instanceof LetterlockError) return { kind: 'broken', reason: error.message };
  throw error;
};

const signatureTypes = new Set(['application/pkcs7-signature', 'application/x-pkcs7-signature']);
const cmsTypes = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);

const openLayer = async (entity: ReadEntity, context: Context): Promise<Layer | undefined> => {
  const { type, parameters } = entity.type;
  const protocol = parameters['protocol']?.toLowerCase();
  if (type === 'multipart/signed' && (!protocol || signatureTypes.has(protocol))) {
    return openDetached(entity, context);
  }
  if (!cmsTypes.has(type)) return undefined;
  const cms = decodedBody(entity);
  const kind = oidOf(childOf(readDer(cms), 0));
  return kind === types.signedData ? openSignature({ cms }, context) : openEncryption(cms, context);
};

const openDetached = async (entity: ReadEntity, context: Context): Promise<Layer> => {
  const parts = splitParts(entity.body, entity.type.parameters['boundary'] ?? '');
  const [content, second] = parts ?? [];
  if (parts?.length !== 2 || !content || !second) {
    return { kind: 'broken', reason: 'multipart/signed must have exactly two parts' };
  }
  const signature = readEntity(second);
  if (!signatureTypes.has(signature.type.type)) {
    return { kind: 'broken', reason: `the second part is ${signature.type.type} and not a signature` };
  }
  return openSignature({ cms: decodedBody(signature), content }, context);
};

const openSignature = async (
  request: { readonly cms: Uint8Array; readonly content?: Uint8Array | undefined },
  { engine, trusted, time }: Context,
): Promise<Layer> => {
  const verification = await engine.verify({ ...request, trusted, time });
  const content = verification.valid ? verification.content : request.content;
  return { kind: 'signature', verification, reason: verification.reason, content };
};

const openEncryption = async (cms: Uint8Array, { engine, recipient }: Context): Promise<Layer> => {
  const cipher = cipherUsed(cms);
  if (!recipient)
    return { kind: 'encryption', cipher, reason: 'the message is encrypted and no key was given' };
  try {
    return { kind: 'encryption', cipher, content: await engine.decrypt({ cms, ...recipient }) };
  } catch (error) {
    return { ...faultOf(error), kind: 'encryption', cipher };
  }
};

const report = (layers: readonly Layer[], content: Uint8Array, sender: string | undefined): SmimeReport => {
  const signatures = layers.flatMap((layer) => layer.verification ?? []);
  const encryptions = layers.filter((layer) => layer.kind === 'encryption');
  const isBroken = layers.some((layer) => layer.kind === 'broken');
  const signer = signatures.at(-1)?.signers[0];
  const signed = signatures.length > 0;
  const addressMatches = sender !== undefined && (signer?.addresses.includes(sender) ?? false);
  const firstReason = layers.find((layer) => layer.reason)?.reason;
  const mismatch = signed && !addressMatches ? 'the certificate does not name the From address' : undefined;
  return Object.freeze({
    encrypted: encryptions.length > 0,
    decrypted: encryptions.length > 0 && encryptions.every((layer) => layer.content),
    cipher: encryptions[0]?.cipher,
    signed,
    valid: signed && !isBroken && signatures.every((signature) => signature.valid),
    signer: signer && { addresses: signer.addresses, subject: signer.subject, notAfter: signer.notAfter },
    chainTrusted: signed && !isBroken && signatures.every((signature) => signature.chainTrusted),
    addressMatches,
    reason: firstReason ?? mismatch ?? (layers.length === 0 ? 'the message has no S/MIME part' : undefined),
    content,
  });
};

/** The address of From, if there is exactly one field with exactly one address: else nobody can be meant. */
const senderOf = (message: ReadEntity): string | undefined => {
  if (message.count('from') !== 1) return undefined;
  try {
    const list = parseAddressList(message.field('from'));
    return list.length === 1 && list[0] ? normalizeAddress(list[0].address) : undefined;
  } catch (error) {
    if (error instanceof LetterlockError) return undefined;
    throw error;
  }
};

const listOf = (trusted: VerifySmimeOptions['trusted']): readonly CertificateSource[] =>
  trusted === undefined ? [] : ((Array.isArray(trusted) ? trusted : [trusted]) as CertificateSource[]);
