import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

export const KEYS: ExplanationGroup = {
  title: 'Keys and certificates',
  entries: [
    {
      code: 'KEY_FILE_MISSING',
      title: 'The file of a private key cannot be read',
      why: 'It is not there, or this process may not read it.',
      remedy: 'Give an absolute path or file: URL, and check who may read the file.',
    },
    {
      code: 'KEY_UNREADABLE',
      title: 'This is not a private key',
      why: 'The text is not a private key in PEM form, or it is a public key or a certificate, or OpenSSL cannot read it.',
      remedy:
        'Give the block that begins with "-----BEGIN PRIVATE KEY-----"; openssl pkcs8 -topk8 converts old forms.',
    },
    {
      code: 'KEY_PASSPHRASE_MISSING',
      title: 'The private key is encrypted',
      why: 'The key can be used only with its passphrase, and none was given.',
      remedy: 'Pass `passphrase`, from the place where your program keeps its secrets.',
    },
    {
      code: 'KEY_PASSPHRASE_WRONG',
      title: 'The passphrase does not fit the key',
      why: 'The key cannot be decrypted with it. A line end that came along from a file counts as a part of it.',
      remedy: 'Check the passphrase, also for spaces and line ends.',
    },
    {
      code: 'KEY_EXISTS',
      title: 'A key file is not overwritten',
      why: 'A key of this name exists. If it were replaced, mail that was signed with it could not be verified any more, and the published record would be wrong.',
      remedy: 'Choose another selector or folder, or remove the old files yourself.',
    },
    {
      code: 'CERTIFICATE_FILE_MISSING',
      title: 'The file of a certificate cannot be read',
      why: 'It is not there, or this process may not read it.',
      remedy: 'Give an absolute path or file: URL, and check who may read the file and its folder.',
    },
    {
      code: 'CERTIFICATE_UNREADABLE',
      title: 'This is not a certificate',
      why: 'The text or file holds no certificate in PEM or DER form.',
      remedy: 'Give the block that begins with "-----BEGIN CERTIFICATE-----".',
    },
    {
      code: 'CERTIFICATE_EXPIRED',
      title: 'The certificate has expired',
      why: 'Mail programs show a warning for mail that is signed with it, and nothing should be encrypted to it.',
      remedy: 'Have it renewed, and put the new one in its place.',
    },
    {
      code: 'CERTIFICATE_NOT_YET_VALID',
      title: 'The certificate is not valid yet',
      why: 'Its time has not begun. Either it was made for later, or the clock of this machine is wrong.',
      remedy: 'Check the clock, or use the certificate that is valid today.',
    },
    {
      code: 'CERTIFICATE_PURPOSE',
      title: 'The certificate is for another use',
      why: 'A certificate says what it may be used for. Mail programs do not accept one of a web server for mail, nor one for signing to encrypt to.',
      remedy: 'Use a certificate that was issued for S/MIME.',
    },
    {
      code: 'CERTIFICATE_KEY_MISMATCH',
      title: 'Key and certificate do not belong together',
      why: 'The certificate holds another public key, so nobody could verify what this private key signs.',
      remedy: 'Give the key with which the certificate was requested; two file names may have been swapped.',
    },
    {
      code: 'CERTIFICATE_ADDRESS',
      title: 'The certificate does not name the sender',
      why: 'Mail programs compare the address in From with those of the certificate, and warn when it is missing.',
      remedy: 'Send from an address that the certificate names, or get one for this address.',
    },
    {
      code: 'IDENTITY_WITHOUT_ADDRESS',
      title: 'A certificate for mail needs an address',
      why: 'Mail programs find the certificate by the address that it names.',
      remedy: 'Give the address that the mail is sent from, with --address.',
    },
    {
      code: 'IDENTITY_ADDRESS_INVALID',
      title: 'This address cannot stand in a certificate',
      why: 'Certificates of this kind name addresses in ASCII, of the form local@domain.',
      remedy: 'Use an address whose first half is ASCII.',
    },
    {
      code: 'IDENTITY_EXISTS',
      title: 'Development keys are not overwritten',
      why: 'Files of an earlier identity exist. Messages that were encrypted for it could not be read without them.',
      remedy: 'Choose another folder, or remove the old files yourself.',
    },
    {
      code: 'ASN1_MALFORMED',
      title: 'A certificate or signature is damaged',
      why: 'The binary structure inside cannot be read: it was cut, or changed on the way.',
      remedy: 'Get it again from where it came.',
    },
  ],
};
