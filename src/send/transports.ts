import { join } from 'node:path';

import { type Dsn, DsnError, invalid, parseDsn, refuseUnknownOptions } from './dsn.ts';
import { createFileTransport } from './file.ts';
import { createLogTransport } from './log.ts';
import { createNullTransport } from './null.ts';
import { resolveSmtp } from './smtp-settings.ts';
import { createSmtpTransport } from './smtp.ts';
import type { Transport } from './transport.ts';

const openSmtp = (dsn: Dsn): Transport => createSmtpTransport({ settings: resolveSmtp(dsn) });

const openNull = (dsn: Dsn): Transport => {
  refuseUnknownOptions(dsn, []);
  return createNullTransport();
};

/** `file:///absolute/directory`, or `file://relative/directory` from the working directory. */
const openFile = (dsn: Dsn): Transport => {
  refuseUnknownOptions(dsn, []);
  if (dsn.host === '' && dsn.path.length < 2)
    throw invalid('It names no directory.', 'Write file:///var/spool/mail-out.');
  return createFileTransport({ directory: dsn.host === '' ? dsn.path : join(dsn.host, dsn.path) });
};

/** `log://` prints to the standard output, `log://stderr` to the error output. */
const openLog = (dsn: Dsn): Transport => {
  refuseUnknownOptions(dsn, []);
  if (dsn.host === 'stderr')
    return createLogTransport({ write: (line) => void process.stderr.write(`${line}\n`) });
  if (dsn.host === '' || dsn.host === 'stdout' || dsn.host === 'default') return createLogTransport();
  throw invalid('Its host is no output.', 'Write log://stdout or log://stderr.');
};

const schemes: Readonly<Record<string, (dsn: Dsn) => Transport>> = Object.freeze({
  smtp: openSmtp,
  smtps: openSmtp,
  null: openNull,
  file: openFile,
  log: openLog,
});

/**
 * Makes the transport that a DSN names. Nothing is connected yet.
 *
 * Throws `DsnError`: `DSN_INVALID`, `DSN_SCHEME_UNKNOWN`, `DSN_OPTION_UNKNOWN` or `DSN_OPTION_INVALID`.
 */
export const createTransport = (dsn: string): Transport => {
  const parsed = parseDsn(dsn);
  if (Object.hasOwn(schemes, parsed.scheme)) return schemes[parsed.scheme]!(parsed);
  throw new DsnError({
    code: 'DSN_SCHEME_UNKNOWN',
    message: `There is no transport for the scheme ${parsed.scheme}.`,
    hint: `Supported are ${Object.keys(schemes).join(', ')}.`,
  });
};
