/** `letterlock/dkim`: sign finished messages, check signatures, print the DNS record. */
export { loadPrivateKey, type PrivateKeySource } from '../keys.ts';
export type { Canonicalization } from './canonical.ts';
export { type DkimKeys, generateDkimKeys, type GenerateDkimKeysOptions } from './generate.ts';
export type { DkimOptions, DkimWarning } from './options.ts';
export type { ResolveTxt } from './public-key.ts';
export { dkimRecord, type DkimRecord } from './record.ts';
export { createDkimSigner, type DkimSigner } from './sign.ts';
export type { Fault } from './signature.ts';
export type { DkimAlgorithm } from './signing.ts';
export { verifyDkim, type DkimReport, type DkimVerdict, type VerifyDkimOptions } from './verify.ts';
