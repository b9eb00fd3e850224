/** `letterlock/smime`: sign, encrypt and verify messages with S/MIME 4.0 (RFC 8551). */
export {
  createDevelopmentIdentity,
  type DevelopmentIdentity,
  type DevelopmentIdentityFiles,
  type DevelopmentIdentityOptions,
  type PemIdentity,
  writeDevelopmentIdentity,
} from '../authority.ts';
export {
  type Certificate,
  type CertificateSource,
  type KeyUsage,
  loadCertificate,
  loadCertificates,
} from '../certificates.ts';
export {
  checkAddress,
  checkKeyPair,
  checkPurpose,
  checkValidity,
  type Purpose,
} from '../certificate-checks.ts';
export { createSmimeEncrypter } from './encrypt.ts';
export type { EncryptionPlan, MissingPolicy, SmimeEncrypter, SmimeEncrypterOptions } from './encrypt.ts';
export type {
  Cipher,
  DecryptRequest,
  Digest,
  EncryptRequest,
  KeyTransport,
  RsaPadding,
  SignRequest,
  SmimeEngine,
  Verification,
  VerifyRequest,
} from './engine.ts';
export type { EngineChoice } from './engines.ts';
export { nativeEngine } from './native.ts';
export { opensslEngine } from './openssl.ts';
export { createHashFileRepository, createMemoryRepository, hashOfAddress } from './repository.ts';
export type {
  CertificateCollection,
  CertificateRepository,
  HashFileRepositoryOptions,
} from './repository.ts';
export { createSmimeSigner, type SmimeSigner, type SmimeSignerOptions } from './sign.ts';
export { type RecipientIdentity, type SmimeReport, type SmimeSignerReport, verifySmime } from './verify.ts';
export type { VerifySmimeOptions } from './verify.ts';
