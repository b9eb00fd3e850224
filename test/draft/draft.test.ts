import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

import { createMessage, type MessageInput } from '../../src/message/message.ts';
import { toRaw } from '../../src/mime/raw.ts';
import { draft, draftResponseHeaders, type Draft } from '../../src/send/draft.ts';
import vectors from '../vectors/draft.json' with { type: 'json' };

const textOf = ({ bytes }: { bytes: Uint8Array }): string => new TextDecoder().decode(bytes);
const namesOf = (one: Draft): string[] =>
  textOf(one)
    .split('\r\n\r\n')[0]!
    .split(/\r\n(?![ \t])/)
    .map((field) => field.slice(0, field.indexOf(':')));
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

describe('X1: drafts', () => {
  const inputs: Record<string, MessageInput> = {
    'text only': { text: 't' },
    'html only': { html: 'h' },
    'subject only': { subject: 's' },
    'with bcc': { text: 't', bcc: 'b@example.com' },
    'with date': { text: 't', date: new Date(0) },
    'attachment only': { attachments: [{ content: 'x', filename: 'a.txt' }] },
  };

  test.each(vectors.export)('$name', ({ name, ok, header_names }) => {
    const input = inputs[name]!;
    if (!ok) {
      expect(codeOf(() => draft(input))).toBe('MESSAGE_EMPTY');
      return;
    }
    for (const one of [draft(input), draft(createMessage(input))]) {
      expect(namesOf(one)).toEqual(header_names);
      expect(textOf(one).startsWith('X-Unsent: 1\r\n')).toBe(true);
      expect(textOf(one)).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
    }
  });

  test('everything that was given is there; Bcc on request only', async () => {
    const input: MessageInput = {
      from: 'Jäne <j@example.com>',
      to: 't@example.com',
      bcc: 'b@example.com',
      subject: 'Drüft',
      text: 't',
      html: '<b>h</b>',
      messageId: 'a@b',
      headers: { 'X-A': '1', 'x-unsent': '0' },
    };
    const message = await PostalMime.parse(draft(input, { keepBcc: true }).bytes);
    expect(message).toMatchObject({
      from: { name: 'Jäne', address: 'j@example.com' },
      to: [{ address: 't@example.com' }],
      bcc: [{ address: 'b@example.com' }],
      subject: 'Drüft',
      messageId: '<a@b>',
    });
    expect(message.headers.filter(({ key }) => key === 'x-unsent')).toHaveLength(1);
    expect(message.date).toBeUndefined();
    expect(textOf(draft(input))).not.toMatch(/bcc|b@example/i);
  });

  test('injection is refused here as everywhere', () => {
    expect(codeOf(() => draft({ text: 't', subject: 'a\r\nBcc: x@y.z' }))).toBe('HEADER_INJECTION');
    expect(codeOf(() => draftResponseHeaders({ filename: 'a\r\nSet-Cookie: x' }))).toBe('HEADER_INJECTION');
  });
});

describe('X2: drafts are not sent', () => {
  const complete: MessageInput = { from: 'a@example.com', to: 'b@example.com', text: 't' };
  const sendable: Record<string, () => unknown> = {
    // @ts-expect-error a draft is not a message
    'complete draft': () => toRaw(draft(complete)),
    'plain email with X-Unsent: 1': () => toRaw(createMessage({ ...complete, headers: { 'X-Unsent': '1' } })),
    'plain email with X-Unsent: 0': () => toRaw(createMessage({ ...complete, headers: { 'x-unsent': '0' } })),
  };

  test.each(vectors.sending)('$name', (one) => {
    expect(codeOf(sendable[one.name]!)).toBe(one.sendable ? 'no error' : 'DRAFT_UNSENDABLE');
  });

  test('it has no envelope', () => {
    expect(Object.keys(draft(complete))).toEqual(['kind', 'bytes']);
  });
});

describe('X3: download', () => {
  test.each([
    [undefined, 'attachment; filename=download.eml'],
    ['offer.eml', 'attachment; filename=offer.eml'],
    ['my offer.eml', 'attachment; filename="my offer.eml"'],
    [
      'Angebot für "A".eml',
      `attachment; filename="Angebot f_r _A_.eml"; filename*=UTF-8''Angebot%20f%C3%BCr%20%22A%22.eml`,
    ],
    ['100%.eml', `attachment; filename="100_.eml"; filename*=UTF-8''100%25.eml`],
  ])('%s', (filename, disposition) => {
    expect(draftResponseHeaders({ filename })).toEqual({
      'content-type': 'message/rfc822',
      'content-disposition': disposition,
    });
  });

  test('X1: the bytes are the body of a response, without a cast', async () => {
    const one = draft({ to: 'a@example.com', text: 'Hello' });
    const response = new Response(one.bytes, { headers: draftResponseHeaders({ filename: 'a.eml' }) });
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(one.bytes);
  });
});
