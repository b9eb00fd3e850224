import { LetterlockError } from '../errors.ts';

/**
 * Whose fault it is, which decides what helps.
 *
 *     auth       credentials, or a right to send, are missing or wrong
 *     tls        no TLS where it is demanded, a wrong certificate, a failed handshake
 *     network    no connection, or a lost one
 *     recipient  an address that does not exist or takes no mail
 *     content    the message itself: too large, spam, malformed
 *     rate       too many messages
 *     server     anything else that the server refuses
 */
export type DeliveryCategory = 'auth' | 'tls' | 'network' | 'recipient' | 'content' | 'rate' | 'server';

export interface DeliveryErrorOptions {
  readonly category: DeliveryCategory;
  readonly message: string;
  readonly retryable: boolean;
  readonly smtpCode?: number | undefined;
  readonly enhancedCode?: string | undefined;
  readonly transport: string;
  readonly transcript?: readonly string[] | undefined;
  readonly accepted?: readonly string[] | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** A message could not be delivered. Its code is `DELIVERY_` and the category in capitals. */
export class DeliveryError extends LetterlockError {
  readonly category: DeliveryCategory;
  /** Reply code of the server (RFC 5321 §4.2). */
  readonly smtpCode: number | undefined;
  /** Enhanced status code (RFC 3463), for example 5.1.1. */
  readonly enhancedCode: string | undefined;
  /** Whether the same message may go through later. */
  readonly retryable: boolean;
  readonly transport: string;
  /** As in a receipt; never holds a secret. */
  readonly transcript: readonly string[];
  /** Recipients who did get a copy of their own before this failed. Do not send to them again. */
  readonly accepted: readonly string[];

  constructor(options: DeliveryErrorOptions) {
    super({
      code: `DELIVERY_${options.category.toUpperCase()}`,
      message: options.message,
      hint: options.hint ?? hints[options.category],
      cause: options.cause,
    });
    this.category = options.category;
    this.smtpCode = options.smtpCode;
    this.enhancedCode = options.enhancedCode;
    this.retryable = options.retryable;
    this.transport = options.transport;
    this.transcript = Object.freeze([...(options.transcript ?? [])]);
    this.accepted = Object.freeze([...(options.accepted ?? [])]);
  }
}

/** The same failure, with the recipients that had been served before it. */
export const withAccepted = (error: DeliveryError, accepted: readonly string[]): DeliveryError =>
  new DeliveryError({ ...error, message: error.message, cause: error.cause, accepted });

const hints: Readonly<Record<DeliveryCategory, string>> = Object.freeze({
  auth: 'Check user and password of the DSN, percent-encoded, and whether the account may send for this sender.',
  tls:
    'Check port and TLS mode: 465 speaks TLS at once (smtps://), 587 and 25 by STARTTLS. For a certificate of your ' +
    'own, trust its root with NODE_EXTRA_CA_CERTS; verify_peer=false turns the check off.',
  network: 'Check host and port of the DSN, that the server runs, and that no firewall stands between.',
  recipient: 'Check the address; a permanent refusal should take it off your lists.',
  content: 'Look at the size of the message and at what the reply says about its content.',
  rate: 'Send more slowly, and this message again later.',
  server: 'The reply of the server says why; the transcript shows what led to it.',
});

/** What a refusal by an SMTP server means. `step` is the command that was refused, '' for the greeting. */
export const classifyReply = (reply: string, step: string): Classified => {
  const [, codeText, enhancedCode] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(reply) ?? [];
  const smtpCode = codeText === undefined ? undefined : Number(codeText);
  return {
    category: categoryOf(smtpCode ?? 0, enhancedCode ?? '', step, reply),
    smtpCode,
    enhancedCode,
    retryable: smtpCode !== undefined && smtpCode >= 400 && smtpCode < 500,
  };
};

export interface Classified {
  readonly category: DeliveryCategory;
  readonly smtpCode: number | undefined;
  readonly enhancedCode: string | undefined;
  readonly retryable: boolean;
}

const categoryOf = (code: number, enhanced: string, step: string, reply: string): DeliveryCategory => {
  if (step === 'STARTTLS' || /must issue a starttls|tls not available|tls (?:is )?required/i.test(reply))
    return 'tls';
  if (step.startsWith('AUTH') || code === 530 || code === 534 || code === 535 || code === 538) return 'auth';
  if (code < 500 && /too many|rate.?limit|throttl|slow down|try again later/i.test(reply)) return 'rate';
  // RFC 3463: x.3.4 and x.2.3 are too long, x.6 is conversion and media.
  if (/^\d\.(?:3\.4|2\.3|6\.\d+)$/.test(enhanced)) return 'content';
  if (/^\d\.[12]\.\d+$/.test(enhanced) && step === 'RCPT TO') return 'recipient';
  if (step === 'RCPT TO') return /^\d\.[3-7]\./.test(enhanced) ? 'server' : 'recipient';
  // Behind DATA it is the message that is judged (policy, spam), unless it is about the machine or the network.
  if (step === 'DATA' && code >= 500 && code !== 503 && !/^\d\.[34]\./.test(enhanced)) return 'content';
  return 'server';
};
