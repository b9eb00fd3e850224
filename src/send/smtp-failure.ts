import { isAscii } from '../message/text.ts';
import type { RawMessage } from '../mime/raw.ts';
import { classifyReply, DeliveryError, type DeliveryCategory } from './delivery-error.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import type { Transcript } from './smtp-transcript.ts';

/** What nodemailer's errors carry; their texts are not passed on unseen, as a server may echo what it was told. */
interface ConnectionError extends Error {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
}

/** Nothing was sent yet, not even the password. */
export const noTls = (settings: SmtpSettings, transcript: Transcript): DeliveryError => {
  const { requireTls } = settings;
  return new DeliveryError({
    category: 'tls',
    message: requireTls
      ? `${settings.name} offers no TLS, which the DSN requires; nothing was sent.`
      : `${settings.name} offers no TLS, so the password was not sent.`,
    hint: requireTls
      ? 'Use a port on which the server speaks TLS: 465 with smtps://, or 587.'
      : 'Use a port on which the server speaks TLS. If the network is trusted, auto_tls=false allows plain passwords.',
    retryable: false,
    transport: settings.name,
    transcript: transcript.take(),
  });
};

export const noAuth = (settings: SmtpSettings, transcript: Transcript): DeliveryError =>
  new DeliveryError({
    category: 'auth',
    message: `${settings.name} offers no AUTH, but the DSN has credentials; nothing was sent.`,
    hint: 'Use the submission port of the server (587 or 465), or remove user and password from the DSN.',
    retryable: false,
    transport: settings.name,
    transcript: transcript.take(),
  });

/** RFC 6531 §3.4: without SMTPUTF8 such an address must not be sent; nodemailer would. */
export const checkUtf8 = ({ envelope }: RawMessage, settings: SmtpSettings, transcript: Transcript): void => {
  const wide = [envelope.from, ...envelope.to].filter((address) => !isAscii(address));
  if (wide.length === 0 || transcript.offers('SMTPUTF8')) return;
  throw new DeliveryError({
    category: 'recipient',
    message: `${settings.name} does not take addresses with non-ASCII characters before the @: ${wide.join(', ')}.`,
    hint: 'Ask for another address, or send through a server with SMTPUTF8.',
    retryable: false,
    transport: settings.name,
    transcript: transcript.take(),
  });
};

/** Makes sense of an error of nodemailer, which does not become the cause: its text is not redacted. */
export const toDeliveryError = (
  thrown: unknown,
  settings: SmtpSettings,
  transcript: Transcript,
): DeliveryError => {
  if (thrown instanceof DeliveryError) return thrown;
  const error = thrown as ConnectionError;
  const { code = '', originalCode = '', command = '', response } = error;
  const text = transcript.redact(response ?? error.message).replace(/\s*\n\s*/g, ' ');
  const common = { transport: settings.name, transcript: transcript.take() };
  if (response !== undefined) {
    const reply = classifyReply(response, command === 'CONN' ? '' : command);
    return new DeliveryError({
      ...common,
      ...reply,
      message: `${settings.name} refused ${nameOf(command)}: ${text}`,
    });
  }
  const category = categoryOf(code, originalCode, error.message);
  const retryable = category === 'network';
  return new DeliveryError({
    ...common,
    category,
    retryable,
    message: `Sending by ${settings.name} failed: ${text}`,
  });
};

const categoryOf = (code: string, originalCode: string, message: string): DeliveryCategory => {
  if (code === 'EAUTH') return 'auth';
  if (code === 'EMESSAGE') return 'content';
  if (code === 'EENVELOPE') return 'recipient';
  if (code === 'ETLS' || isTlsFailure(originalCode) || /certificate|\bssl\b|\btls\b/i.test(message))
    return 'tls';
  return 'network';
};

const isTlsFailure = (code: string): boolean => /^(?:ERR_TLS|ERR_SSL|EPROTO$)|CERT/.test(code);

const nameOf = (command: string): string =>
  command === 'CONN' || command === '' ? 'the connection' : command === 'DATA' ? 'the message' : command;
