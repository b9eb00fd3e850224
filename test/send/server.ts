import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Received {
  readonly bytes: Buffer;
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly secure: boolean;
  readonly session: string;
}

export interface MailServer {
  readonly port: number;
  readonly received: Received[];
  readonly close: () => Promise<void>;
}

export const credentials = { user: 'jane@example.com', password: 'p/w?#%:@+ä' } as const;

/** A self-signed certificate, made for one test run. */
export const makeCertificate = (
  names = 'DNS:localhost,IP:127.0.0.1',
): { readonly key: string; readonly cert: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'letterlock-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'].concat([
        '-addext',
        `subjectAltName=${names}`,
        '-keyout',
        key,
        '-out',
        cert,
      ]),
      { stdio: 'pipe' },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** A real SMTP server on a free port of the loopback interface; keeps the octets that it gets. */
export const startServer = async (options: SMTPServerOptions = {}): Promise<MailServer> => {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      username === credentials.user && password === credentials.password
        ? done(null, { user: username })
        : done(new Error(`No entry for you with ${password}`)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          bytes: Buffer.concat(chunks),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: session.user,
          secure: session.secure,
          session: session.id,
        });
        done(null, 'queued as 4ABCDEF012');
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, received, close: () => new Promise((resolve) => server.close(resolve)) };
};

/** A server that speaks from a script: the first rule that fits a command gives the reply. */
export const startScript = async (
  rules: readonly (readonly [RegExp, string | ((line: string) => string)])[],
): Promise<{ readonly port: number; readonly commands: string[]; readonly close: () => Promise<void> }> => {
  const commands: string[] = [];
  const server: Server = createServer((socket) => {
    let rest = '';
    let isData = false;
    socket.on('error', () => {});
    socket.write('220 mail.example.com ESMTP\r\n');
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (isData && line !== '.') continue;
        commands.push(line);
        const rule = rules.find(([pattern]) => pattern.test(line));
        const reply = typeof rule?.[1] === 'function' ? rule[1](line) : (rule?.[1] ?? '250 ok');
        isData = reply.startsWith('354');
        if (reply === 'HANG UP') return void socket.destroy();
        socket.write(`${reply}\r\n`);
        if (line === 'QUIT') socket.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, commands, close: () => new Promise((resolve) => void server.close(() => resolve())) };
};
