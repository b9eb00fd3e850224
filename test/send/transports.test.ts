import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { RawMessage } from '../../src/mime/raw.ts';
import {
  createFileTransport,
  createLogTransport,
  createMailer,
  createTransport,
} from '../../src/send/index.ts';
import { rejection } from './support.ts';

const raw = (messageId = '<1@example.com>'): RawMessage => ({
  kind: 'raw',
  bytes: Uint8Array.from([0, 13, 10, 255]),
  envelope: { from: 'f@example.com', to: ['a@example.com', 'secret-bcc@example.com'] },
  messageId,
});

describe('null (D18)', () => {
  test('takes everything, sends nothing, events run', async () => {
    const events: string[] = [];
    const mailer = createMailer({
      dsn: 'null://null',
      events: { message: () => void events.push('message'), sent: () => void events.push('sent') },
    });
    const receipt = await mailer.send({ from: 'f@example.com', to: 'a@example.com', text: 'x' });
    await mailer.close();
    expect(receipt).toMatchObject({ accepted: ['a@example.com'], rejected: [], transport: 'null://' });
    expect(events).toEqual(['message', 'sent']);
  });
});

describe('file', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'letterlock-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('writes the octets and the envelope', async () => {
    const outbox = join(directory, 'deep', 'out box');
    const transport = createTransport(`file://${encodeURI(outbox)}`);
    const receipt = await transport.send(raw());
    expect(readdirSync(outbox).toSorted()).toEqual(['1@example.com.eml', '1@example.com.json']);
    expect([...readFileSync(join(outbox, '1@example.com.eml'))]).toEqual([0, 13, 10, 255]);
    expect(JSON.parse(readFileSync(join(outbox, '1@example.com.json'), 'utf8'))).toEqual({
      messageId: '<1@example.com>',
      from: 'f@example.com',
      to: ['a@example.com', 'secret-bcc@example.com'],
    });
    expect(receipt.accepted).toHaveLength(2);
    expect(receipt.response).toContain(join(outbox, '1@example.com.eml'));
  });

  test('a directory below the working directory', () => {
    expect(createTransport('file://out/mails').name).toBe(`file://${join('out', 'mails')}`);
  });

  test('copies of one message do not overwrite each other', async () => {
    const transport = createFileTransport({ directory });
    await Promise.all([1, 2, 3].map(() => transport.send(raw())));
    expect(
      readdirSync(directory)
        .filter((name) => name.endsWith('.eml'))
        .toSorted(),
    ).toEqual(['1@example.com-2.eml', '1@example.com-3.eml', '1@example.com.eml']);
  });

  test.each([
    '<../../etc/passwd@x>',
    '<.hidden@x>',
    '</abs@x>',
    '<a\\b:c*d?@x>',
    '<>',
    `<${'x'.repeat(900)}@x>`,
    '<NUL\0@x>',
  ])('a hostile Message-ID stays in the directory: %j', async (messageId) => {
    const outbox = join(directory, 'outbox');
    await createFileTransport({ directory: outbox }).send(raw(messageId));
    expect(readdirSync(directory)).toEqual(['outbox']);
    const names = readdirSync(outbox);
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][\w.@-]{0,130}\.(?:eml|json)$/i);
  });
});

describe('log', () => {
  test('one line of JSON per message, without the message', async () => {
    const lines: string[] = [];
    const transport = createLogTransport({ write: (line) => void lines.push(line) });
    await transport.send(raw());
    await transport.send({ ...raw(), envelope: { from: 'x\n"@example.com', to: [] } });
    expect(lines.map((line) => line.includes('\n'))).toEqual([false, false]);
    expect(JSON.parse(lines[0]!)).toEqual({
      messageId: '<1@example.com>',
      from: 'f@example.com',
      to: ['a@example.com', 'secret-bcc@example.com'],
      bytes: 4,
    });
  });
});

test.each(['null://null', 'log://', 'file:///nowhere'])('an aborted signal stops %s', async (dsn) => {
  const reason = new Error('enough');
  expect(await rejection(createTransport(dsn).send(raw(), { signal: AbortSignal.abort(reason) }))).toBe(
    reason,
  );
});
