import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

export const SMIME: ExplanationGroup = {
  title: 'S/MIME',
  entries: [
    {
      code: 'SMIME_CONTENT_NOT_7BIT',
      title: 'A signature would not survive the way',
      why: 'Servers may re-encode lines that are long or hold octets over 127, and the signature would then be broken. So everything is encoded before it is signed (RFC 8551 §3.1.3).',
      remedy: 'Hand over parts that are encoded as quoted-printable or base64, as toRaw() makes them.',
    },
    {
      code: 'SMIME_KEY_UNSUPPORTED',
      title: 'Keys of this kind cannot be used',
      why: 'Signing and encrypting need an RSA or an elliptic-curve key that mail programs know.',
      remedy: 'Use an RSA or EC (P-256, P-384) certificate, or the openssl engine.',
    },
    {
      code: 'SMIME_OPTION_UNKNOWN',
      title: 'An option has no such choice',
      why: 'A cipher, digest or policy is misspelt. TypeScript says the same; in a configuration file it must not pass for another one.',
      remedy: 'Take one of the choices that the error lists.',
    },
    {
      code: 'SMIME_SIGN',
      title: 'OpenSSL could not sign',
      why: 'The openssl engine reported a failure. The message was not sent unsigned.',
      remedy: 'The error quotes what OpenSSL says; check key and certificate.',
    },
    {
      code: 'SMIME_ENCRYPT',
      title: 'OpenSSL could not encrypt',
      why: 'The openssl engine reported a failure. The message was not sent in the clear.',
      remedy: "The error quotes what OpenSSL says; check the recipients' certificates.",
    },
    {
      code: 'SMIME_DECRYPT',
      title: 'The message cannot be decrypted',
      why: 'It is not encrypted for this key, or it was changed on the way.',
      remedy: 'Use key and certificate of a recipient, and the message as it arrived.',
    },
    {
      code: 'SMIME_NOT_SIGNED_DATA',
      title: 'This is not a signature',
      why: 'The structure is something else, such as an encrypted part or a certificate.',
      remedy: 'Decrypt first: what is signed lies inside.',
    },
    {
      code: 'SMIME_NO_CERTIFICATES',
      title: 'The encrypter knows no certificates',
      why: 'To encrypt for somebody takes their certificate, and the encrypter was given neither certificates nor a place to look for them.',
      remedy: 'Pass `certificates`, or a `repository` with findCertificate(address).',
    },
    {
      code: 'SMIME_NO_RECIPIENTS',
      title: 'The message would be encrypted for nobody',
      why: 'An encrypted message that nobody can read is lost.',
      remedy: 'Give at least one recipient.',
    },
    {
      code: 'SMIME_RECIPIENT_WITHOUT_CERTIFICATE',
      title: 'A recipient has no certificate',
      why: 'The message cannot be encrypted for this address, and sending it in the clear would not be what was asked for.',
      remedy: 'Add the certificate, or say with the option `missing` what happens to such recipients.',
    },
    {
      code: 'SMIME_ENGINE_LIMIT',
      title: 'The openssl engine cannot do this',
      why: "OpenSSL's command line writes the OAEP key transport for one recipient only.",
      remedy: 'Use the native engine, or the key transport "pkcs1".',
    },
    {
      code: 'OPENSSL_MISSING',
      title: 'The program openssl cannot be started',
      why: 'The openssl engine runs the program openssl, which is not installed or not on the PATH.',
      remedy: 'Install OpenSSL 3, or use the native engine, which needs no program.',
    },
  ],
};
