import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

const FIELD = 'Compare it with what is published at SELECTOR._domainkey.DOMAIN.';

export const DKIM: ExplanationGroup = {
  title: 'DKIM',
  entries: [
    {
      code: 'DKIM_DOMAIN_INVALID',
      title: 'The domain to sign for is not a domain name',
      why: 'The domain becomes a part of the name under which verifiers look up the key.',
      remedy: 'Write it as example.com.',
    },
    {
      code: 'DKIM_SELECTOR_INVALID',
      title: 'The selector cannot stand in a DNS name',
      why: 'The selector names the key among those of the domain: verifiers ask SELECTOR._domainkey.DOMAIN.',
      remedy: 'Use letters, digits and hyphens, such as mail2026.',
    },
    {
      code: 'DKIM_CANONICALIZATION_UNKNOWN',
      title: 'There is no such canonicalization',
      why: 'How much servers may change spaces on the way is either simple or relaxed, for header and body (RFC 6376 §3.4).',
      remedy: 'Leave it out for relaxed/relaxed, which survives most.',
    },
    {
      code: 'DKIM_ALGORITHM_UNKNOWN',
      title: 'There is no such algorithm',
      why: 'DKIM knows rsa-sha256 and ed25519-sha256 (RFC 8463); rsa-sha1 is forbidden (RFC 8301).',
      remedy: 'Take one of the two, or leave it out: it follows from the key.',
    },
    {
      code: 'DKIM_IDENTITY_INVALID',
      title: 'The identity does not belong to the domain',
      why: 'The identity of a signature (i=) is an address at the domain that signs, or below it (RFC 6376 §3.5). Verifiers refuse any other.',
      remedy: 'Leave it out, or write @ and the domain.',
    },
    {
      code: 'DKIM_OPTION_INVALID',
      title: 'An option is not a whole number',
      why: 'Times and lengths of a signature are counted in whole seconds and octets.',
      remedy: 'Write for example 3600.',
    },
    {
      code: 'DKIM_KEY_TYPE',
      title: 'The key does not fit the algorithm',
      why: 'rsa-sha256 signs with RSA keys, ed25519-sha256 with Ed25519 keys, and DKIM knows no others.',
      remedy: 'Make a key with letterlock keys dkim, or leave the algorithm out.',
    },
    {
      code: 'DKIM_KEY_WEAK',
      title: 'The RSA key is too short, or longer than is made',
      why: 'Verifiers refuse keys below 1024 bits (RFC 8301), and many those below 2048. Keys over 4096 bits do not fit into DNS everywhere.',
      remedy: 'Make one of 2048 bits with letterlock keys dkim, and publish its record.',
    },
    {
      code: 'DKIM_FROM_MISSING',
      title: 'The message does not have exactly one From',
      why: 'A DKIM signature covers From, and one that stands twice lets somebody show another sender than the one that was signed.',
      remedy: 'Sign the finished message, as toRaw() gives it.',
    },
    {
      code: 'DKIM_SIGNING_FAILED',
      title: 'OpenSSL could not sign with this key',
      why: 'The key was read, but it cannot be used; it may be damaged. The message was not sent without a signature.',
      remedy: 'Check it with openssl pkey -in key.pem -check -noout.',
    },
    {
      code: 'DKIM_NOT_ALIGNED',
      title: 'The signature is for another domain than From',
      why: 'DMARC asks that the domain that signs is that of From, or one above or below it. The signature is valid, but it does not help the message to be believed, so this is a warning.',
      remedy: 'Sign with the key of the domain in From.',
    },
    {
      code: 'DKIM_SIGNATURE_MALFORMED',
      title: 'A DKIM-Signature cannot be read',
      why: 'The field lacks a tag that it must have, or has a value that it cannot have (RFC 6376 §3.5).',
      remedy: 'Look at how the message was signed, and whether the field was cut on the way.',
    },
    {
      code: 'DKIM_EXPIRED',
      title: 'The signature has expired',
      why: 'The sender set a time after which the signature does not count any more (x=), and it has passed.',
      remedy: 'Verify mail when it arrives; give signatures a longer time if you are the sender.',
    },
    {
      code: 'DKIM_HEADER_CHANGED',
      title: 'Signed header fields were changed',
      why: 'The signature does not fit the header as it arrived. Mailing lists that change the subject do this, and so does forgery; a wrong key in DNS looks the same.',
      remedy: `Compare the message with the one that was sent. ${FIELD}`,
    },
    {
      code: 'DKIM_BODY_CHANGED',
      title: 'The body was changed',
      why: 'The body is not the one that was signed: a footer was added, lines were broken, or line ends were changed on the way.',
      remedy: 'Compare the message with the one that was sent, octet by octet.',
    },
    {
      code: 'DKIM_BODY_PARTLY_SIGNED',
      title: 'Only the beginning of the body is signed',
      why: 'The signature covers a number of octets (l=) and the body is longer. Anybody can add text behind it, so it is not taken for a signature of the message.',
      remedy: 'Ask the sender to sign without l=.',
    },
    {
      code: 'DKIM_KEY_MISSING',
      title: 'The key of the signature is not published',
      why: 'There is no TXT record under the name that the signature gives, so nobody can verify it.',
      remedy: 'Publish the record that letterlock keys dkim prints, and wait until DNS shows it.',
    },
    {
      code: 'DKIM_KEY_AMBIGUOUS',
      title: 'Several keys are published under one name',
      why: 'A name holds one key (RFC 6376 §3.6.2.2). With several, which one verifiers take is a matter of luck.',
      remedy: 'Leave one TXT record, and give every key a selector of its own.',
    },
    {
      code: 'DKIM_KEY_UNUSABLE',
      title: 'The published key cannot be used',
      why: 'The record is not a key for DKIM, or is for other uses than this. Long records are often cut or quoted wrongly when they are pasted into a form.',
      remedy: `Publish the record again. ${FIELD}`,
    },
    {
      code: 'DKIM_KEY_REVOKED',
      title: 'The key has been revoked',
      why: 'The record has an empty p=, by which a domain says that the key is not to be trusted any more.',
      remedy: 'Sign with the new key of the domain.',
    },
    {
      code: 'DKIM_DNS_FAILED',
      title: 'DNS did not answer',
      why: 'Whether the key is published could not be found out. That says nothing about the signature.',
      remedy: 'Try again later, or give the record with --dns FILE.',
    },
  ],
};
