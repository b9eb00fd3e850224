import type { ExplanationGroup } from '../../compile/explanations/explanation.ts';

export const DELIVERY: ExplanationGroup = {
  title: 'Sending',
  entries: [
    {
      code: 'MAILER_TRANSPORT',
      title: 'A mailer without a way to send',
      why: 'A mailer sends through a transport, which it is given itself or as a DSN. Here is neither; mostly an environment variable is not set.',
      remedy: 'Write createMailer({ dsn: "smtp://user:password@host:587" }), or set the variable.',
    },
    {
      code: 'DSN_INVALID',
      title: 'The DSN of the mailer cannot be read',
      why: 'A DSN has the form scheme://user:password@host:port?option=value. Mostly a password holds a "/", "?", "#" or "@" that is not encoded.',
      remedy: 'Percent-encode user and password, as encodeSecret() does. The error never repeats the DSN.',
    },
    {
      code: 'DSN_SCHEME_UNKNOWN',
      title: 'There is no transport of this scheme',
      why: 'The part before :// says how to send: smtp, smtps, file, log or null.',
      remedy: 'Take one that the error lists.',
    },
    {
      code: 'DSN_OPTION_UNKNOWN',
      title: 'The transport has no such option',
      why: 'An option that is misspelt, such as verfy_peer, would otherwise be passed over in silence and do the opposite of what was meant.',
      remedy: 'Take one of the options that the error lists.',
    },
    {
      code: 'DSN_OPTION_INVALID',
      title: 'An option of the DSN has a wrong value',
      why: 'Switches are true or false, times and numbers are digits.',
      remedy: 'The hint says what the option takes.',
    },
    {
      code: 'DELIVERY_AUTH',
      title: 'The server does not accept who is sending',
      why: 'User or password are missing or wrong, or the account may not send for this sender.',
      remedy: 'Check user and password of the DSN, percent-encoded, and what the account may send.',
    },
    {
      code: 'DELIVERY_TLS',
      title: 'The connection cannot be made secure',
      why: 'The server offers no TLS where it is demanded, or shows a certificate that is not trusted. The password was not sent.',
      remedy:
        'Check port and mode: 465 with smtps://, 587 with smtp://. Trust a certificate of your own with NODE_EXTRA_CA_CERTS.',
    },
    {
      code: 'DELIVERY_NETWORK',
      title: 'The server cannot be reached',
      why: 'There is no connection, or it was lost. The same message may go through later.',
      remedy:
        'Check host and port, that the server runs, and that no firewall stands between; then try again.',
    },
    {
      code: 'DELIVERY_RECIPIENT',
      title: 'A recipient is refused',
      why: 'The address does not exist, or takes no mail. Servers judge senders by how often this happens.',
      remedy: 'Check the address, and take it off your lists where the refusal is permanent.',
    },
    {
      code: 'DELIVERY_CONTENT',
      title: 'The message itself is refused',
      why: 'It is too large, looks like spam or is malformed, as the reply of the server says.',
      remedy: 'Read the reply; make the message smaller, or sign it with DKIM.',
    },
    {
      code: 'DELIVERY_RATE',
      title: 'Too many messages',
      why: 'The server takes no more messages for now.',
      remedy: 'Send more slowly, and this message again later.',
    },
    {
      code: 'DELIVERY_SERVER',
      title: 'The server refuses for another reason',
      why: 'The reply of the server says why, and the transcript shows what led to it.',
      remedy: 'Read the reply; where `retryable` is true, try again later.',
    },
  ],
};
