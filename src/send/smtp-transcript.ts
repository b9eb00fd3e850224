import type { SmtpSettings } from './smtp-settings.ts';

/** Records a session by being the logger that nodemailer writes to. */
export interface Transcript {
  readonly logger: SmtpLogger;
  /** What was said since the last call. */
  readonly take: () => readonly string[];
  /** Whether the last EHLO was answered with this keyword. */
  readonly offers: (keyword: string) => boolean;
  /** The text with every form of the password replaced. */
  readonly redact: (text: string) => string;
}

type Log = (...args: unknown[]) => void;

interface SmtpLogger {
  readonly trace: Log;
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
  readonly fatal: Log;
  readonly level: Log;
}

export const createTranscript = (settings: Pick<SmtpSettings, 'user' | 'password'>): Transcript => {
  const redact = createRedactor(settings);
  let lines: string[] = [];
  let extensions: readonly string[] = [];
  let command = '';

  const record: Log = (entry, text) => {
    const { tnx } = entry as { tnx?: string };
    if (tnx === 'client') {
      command = String(text);
      lines.push(`> ${redact(command)}`);
    } else if (tnx === 'server') {
      const reply = String(text).split(/\r?\n/);
      if (command.startsWith('EHLO'))
        extensions = reply.map((line) => line.slice(4).split(' ')[0]!.toUpperCase());
      command = '';
      lines.push(...reply.map((line) => `< ${redact(line)}`));
    }
  };
  const ignore: Log = () => {};
  return Object.freeze({
    // Traffic is logged at the level debug; the other levels repeat it in words.
    logger: {
      trace: ignore,
      debug: record,
      info: ignore,
      warn: ignore,
      error: ignore,
      fatal: ignore,
      level: ignore,
    },
    take: () => {
      const taken = lines;
      lines = [];
      return taken;
    },
    offers: (keyword: string) => extensions.includes(keyword),
    redact,
  });
};

/** nodemailer hides the secrets that it sends; this is for servers that repeat what they were told. */
const createRedactor = ({ user = '', password }: Pick<SmtpSettings, 'user' | 'password'>) => {
  if (password === undefined) return (text: string): string => text;
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  const forms = [base64(`\0${user}\0${password}`), base64(password), encodeURIComponent(password), password];
  return (text: string): string => forms.reduce((redacted, form) => redacted.replaceAll(form, '***'), text);
};
