import { describe, expect, expectTypeOf, test } from 'vitest';

import { createAttachment } from '../../src/message/attachment.ts';
import { compose } from '../../src/message/compose.ts';
import { changeMessage, createMessage, type Message, type MessageInput } from '../../src/message/message.ts';
import { finish, messageIdOf, toRaw } from '../../src/mime/raw.ts';
import { structure } from '../../src/mime/structure.ts';
import type { Draft } from '../../src/send/draft.ts';
import envelopes from '../vectors/envelope.json' with { type: 'json' };

const base: MessageInput = { from: 'f@e.com', to: 't@e.com', text: 'x' };
const environment = {
  now: () => 1_700_000_000_000,
  random: (length: number) => new Uint8Array(length).fill(0xab),
};
const textOf = (message: Message): string => new TextDecoder().decode(toRaw(message).bytes);
const fieldsOf = (message: Message): string[] =>
  textOf(message)
    .split('\r\n\r\n')[0]!
    .split(/\r\n(?![ \t])/);
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    const { code, hint } = error as { code: string; hint: string };
    expect(hint).not.toBe('');
    return code;
  }
  return 'no error';
};

describe('H7 H8 H10: envelope and prepared fields', () => {
  interface Case {
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    readonly sender?: string;
    readonly recipients?: readonly string[];
    readonly envelope_error?: string;
    readonly prepared: readonly string[];
    readonly prepared_sender?: string;
  }
  const toInput = ({ headers }: Case): MessageInput => ({
    text: 'x',
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : { addresses: value },
      ]),
    ),
  });

  test.each(envelopes.from_headers as unknown as readonly Case[])('$headers', (one) => {
    const message = createMessage(toInput(one));
    if (one.envelope_error !== undefined) {
      expect(codeOf(() => toRaw(message))).toBe('ENVELOPE_SENDER_NOT_ASCII');
      return;
    }
    const { envelope } = toRaw(message);
    // Each recipient once: the vector repeats one who stands in To and Cc.
    expect(envelope).toEqual({ from: one.sender, to: [...new Set(one.recipients)] });
    const names = fieldsOf(message).map((field) => field.slice(0, field.indexOf(':')));
    // Return-Path is the receiver's to write (RFC 5321 §4.4); the vector leaves it in.
    expect(names.filter((name) => !name.startsWith('Content-'))).toEqual(
      one.prepared.filter((name) => name !== 'Return-Path'),
    );
    if (one.prepared_sender) expect(fieldsOf(message)).toContain(`Sender: ${one.prepared_sender}`);
  });

  test('the given Message-ID is used, else 32 digits at the domain of the sender', () => {
    expect(toRaw(createMessage({ ...base, messageId: 'a.b@c' })).messageId).toBe('<a.b@c>');
    expect(toRaw(createMessage(base)).messageId).toMatch(/^<[0-9a-f]{32}@e\.com>$/);
    expect(messageIdOf(createMessage({ ...base, sender: 'x@ë.org' }))).toMatch(/@xn--cda\.org>$/);
    expect(toRaw(createMessage(base)).messageId).not.toBe(toRaw(createMessage(base)).messageId);
    expect(codeOf(() => createMessage({ ...base, messageId: '<a@b> <c@d>' }))).toBe('MESSAGE_ID_INVALID');
  });

  test('a Sender that was given stays the only one', () => {
    const fields = fieldsOf(createMessage({ ...base, from: ['f@e.com', 'g@e.com'], sender: 'g@e.com' }));
    expect(fields.filter((field) => field.startsWith('Sender:'))).toEqual(['Sender: g@e.com']);
  });

  test('H3: addresses that need SMTPUTF8 are counted in octets', () => {
    const to = ['😀@e.com', 'ü@e.com', '漢字@e.com'];
    const { bytes, envelope } = toRaw(createMessage({ ...base, to }));
    expect(envelope.to).toEqual(to);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text).toContain(`To: ${to.join(', ')}\r\n`);
    expect(text).toMatch(/\r\n\r\nx\r\n$/);
  });

  test('Bcc is nowhere in the octets, whichever way it came in', () => {
    for (const input of [{ bcc: 'secret@e.com' }, { headers: { BCC: 'secret@e.com' } }]) {
      const raw = toRaw(createMessage({ ...base, ...input }));
      expect(raw.envelope.to).toEqual(['t@e.com', 'secret@e.com']);
      expect(new TextDecoder().decode(raw.bytes)).not.toMatch(/secret|bcc/i);
    }
  });

  test('finish takes a narrower envelope for a copy', () => {
    const message = createMessage({ ...base, bcc: 'b@e.com' });
    const raw = finish(message, structure(message), { from: 'f@e.com', to: ['b@e.com'] });
    expect(raw.envelope.to).toEqual(['b@e.com']);
    expect(raw.bytes).toEqual(toRaw(message).bytes);
  });
});

describe('H1 H9 H12: fields', () => {
  test('all of them', () => {
    const message = createMessage({
      ...base,
      sender: 's@e.com',
      replyTo: ['r1@e.com', 'R <r2@e.com>'],
      cc: 'c@e.com',
      subject: 'Sübject',
      date: new Date(0),
      inReplyTo: '<p@e.com>',
      references: ['o@e.com', 'p@e.com'],
      priority: 2,
      language: 'de-AT',
      headers: [
        { name: 'X-Auto-Response-Suppress', value: 'OOF' },
        { key: 'X-Date', value: new Date(0) },
        { name: 'X-List', value: { addresses: 'a@e.com, B <b@e.com>' } },
        { name: 'X-Ids', value: { ids: ['a@b', 'c@d'] } },
        { name: 'X-Path', value: { path: 'a@b.com' } },
        { name: 'X-Parameters', value: { value: 'v', parameters: { a: 'b c' } } },
        { name: 'X-Empty', value: '' },
        { name: 'X-Number', value: 0 },
      ],
    });
    expect(fieldsOf(message)).toEqual([
      'From: f@e.com',
      'Sender: s@e.com',
      'Reply-To: r1@e.com, R <r2@e.com>',
      'To: t@e.com',
      'Cc: c@e.com',
      'Subject: =?utf-8?Q?S=C3=BCbject?=',
      'In-Reply-To: <p@e.com>',
      'References: <o@e.com> <p@e.com>',
      'X-Priority: 2 (High)',
      'X-Auto-Response-Suppress: OOF',
      'X-Date: Thu, 01 Jan 1970 00:00:00 +0000',
      'X-List: a@e.com, B <b@e.com>',
      'X-Ids: <a@b> <c@d>',
      'X-Path: <a@b.com>',
      'X-Parameters: v; a="b c"',
      'X-Number: 0',
      'MIME-Version: 1.0',
      'Date: Thu, 01 Jan 1970 00:00:00 +0000',
      `Message-ID: ${messageIdOf(message)}`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      'Content-Language: de-AT',
    ]);
  });

  test.each([
    ['high', '1 (Highest)'],
    [1, '1 (Highest)'],
    [2, '2 (High)'],
    [3, '3 (Normal)'],
    [4, '4 (Low)'],
    [5, '5 (Lowest)'],
    ['low', '5 (Lowest)'],
  ] as const)('H9: priority %s', (priority, expected) => {
    expect(fieldsOf(createMessage({ ...base, priority }))).toContain(`X-Priority: ${expected}`);
  });

  test('H5: a header field with a place of its own goes there; a second one is refused; names have no case', () => {
    const message = createMessage({
      ...base,
      headers: { 'REPLY-TO': 'r@e.com', subject: 'from headers', 'x-a': ['1', '2'] },
    });
    expect(message.replyTo).toEqual([{ name: '', address: 'r@e.com' }]);
    expect(message.subject).toBe('from headers');
    expect(fieldsOf(message).filter((field) => field.startsWith('x-a'))).toEqual(['x-a: 1', 'x-a: 2']);
    for (const name of envelopes.rules.sender_priority
      .slice(0, 2)
      .concat('from', 'TO', 'Date', 'message-id', 'Subject')) {
      const value = { Date: new Date(0), 'message-id': 'a@b' }[name] ?? 'a@b.com';
      expect(codeOf(() => createMessage({ ...base, headers: { [name]: [value, value] } }))).toBe(
        'HEADER_TWICE',
      );
    }
    expect(codeOf(() => createMessage({ ...base, subject: 'a', headers: { Subject: 'b' } }))).toBe(
      'HEADER_TWICE',
    );
    expect(codeOf(() => createMessage({ ...base, priority: 1, headers: { 'x-priority': '3' } }))).toBe(
      'HEADER_TWICE',
    );
    expect(
      codeOf(() => createMessage({ ...base, headers: { Subject: { value: 'a', parameters: {} } } })),
    ).toBe('HEADER_TYPE_WRONG');
  });
});

describe('H6 H11: what is refused', () => {
  test.each<[string, MessageInput]>([
    ['HEADER_INJECTION', { subject: 'a\r\nBcc: x@y.z' }],
    ['HEADER_INJECTION', { subject: 'a\nb' }],
    ['HEADER_INJECTION', { subject: 'a\0b' }],
    ['HEADER_INJECTION', { from: 'a@b.c\r\nBcc: x@y.z' }],
    ['HEADER_INJECTION', { to: { name: 'a\nb', address: 'a@b.c' } }],
    ['HEADER_INJECTION', { cc: ['a@b.c', 'x\r\n <a@b.c>'] }],
    ['HEADER_INJECTION', { bcc: 'a@b.c\0' }],
    ['HEADER_INJECTION', { replyTo: 'a@b.c\r' }],
    ['HEADER_INJECTION', { sender: 'a@b.c\n' }],
    ['HEADER_INJECTION', { returnPath: 'a@b.c\n' }],
    ['HEADER_INJECTION', { messageId: '<a@b>\r\nX: y' }],
    ['HEADER_INJECTION', { inReplyTo: '<a@b>\r\nX: y' }],
    ['HEADER_INJECTION', { references: ['<a@b>\nX: y'] }],
    ['HEADER_INJECTION', { headers: { 'X-A': 'a\r\nX-B: c' } }],
    ['HEADER_INJECTION', { headers: { 'X-A\r\nX-B': 'c' } }],
    ['HEADER_INJECTION', { headers: [{ kind: 'text', name: 'X-A', text: 'a\r\nX-B: c' }] }],
    ['HEADER_INJECTION', { headers: { 'X-A': { value: 'a\r\nb', parameters: {} } } }],
    ['HEADER_INJECTION', { headers: { 'X-A': { value: 'a', parameters: { b: 'c\r\nd' } } } }],
    ['HEADER_INJECTION', { headers: { 'X-A': { path: 'a@b\r\nX: y' } } }],
    [
      'HEADER_INJECTION',
      { images: [{ cid: 'a@b>\r\nX: y', filename: '', type: 'a/b', base64: '', size: 0 }] },
    ],
    ['LANGUAGE_INVALID', { language: 'de\r\nX: y' }],
    ['HEADER_NAME_INVALID', { headers: { 'X A': 'b' } }],
    ['HEADER_NAME_INVALID', { headers: { 'X:': 'b' } }],
    ['HEADER_NAME_INVALID', { headers: { Ü: 'b' } }],
    ['HEADER_RESERVED', { headers: { 'Content-Type': 'text/plain' } }],
    ['HEADER_RESERVED', { headers: { 'mime-version': '1.0' } }],
    ['ADDRESS_INVALID', { to: 'nobody' }],
    ['ADDRESS_INVALID', { to: '' }],
    ['PRIORITY_INVALID', { priority: 6 as never }],
    ['DATE_INVALID', { date: 'yesterday' }],
    ['DATE_INVALID', { date: new Date(Number.NaN) }],
    ['MESSAGE_FIELD_INVALID', { text: 5 as never }],
    ['MESSAGE_FIELD_INVALID', { html: null as never }],
  ])('%s %#', (code, input) => {
    expect(codeOf(() => createMessage({ ...base, ...input }))).toBe(code);
  });

  test.each<[string, MessageInput]>([
    ['SENDER_MISSING', { ...base, from: undefined }],
    ['SENDER_MISSING', { ...base, from: [], returnPath: 'r@e.com' }],
    ['RECIPIENT_MISSING', { ...base, to: undefined }],
    ['MESSAGE_EMPTY', { ...base, text: undefined }],
    ['no error', { ...base, from: undefined, sender: 's@e.com' }],
    ['no error', { ...base, to: undefined, bcc: 'b@e.com' }],
    ['no error', { ...base, text: undefined, attachments: [{ content: 'x' }] }],
  ])('%s %#', (code, input) => {
    expect(codeOf(() => toRaw(createMessage(input)))).toBe(code);
  });

  test('errors do not repeat hostile text', () => {
    try {
      createMessage({ ...base, subject: 'hostile\r\nBcc: x@y.z' });
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).not.toContain('hostile');
    }
  });
});

describe('values', () => {
  test('frozen, through and through', () => {
    const message = createMessage({ ...base, headers: { 'X-A': '1' }, attachments: [{ content: 'x' }] });
    const parts = [
      message,
      message.from,
      message.from[0],
      message.headers,
      message.headers[0],
      message.attachments,
    ];
    for (const value of [
      ...parts,
      message.attachments[0],
      message.stamp,
      toRaw(message),
      toRaw(message).envelope.to,
    ]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
    const date = new Date(0);
    const dated = createMessage({ ...base, date });
    date.setTime(1e12);
    expect(dated.date!.getTime()).toBe(0);
  });

  test('date, Message-ID and boundaries are fixed once; clock and random come from outside', () => {
    const message = createMessage({ ...base, html: 'h' }, { environment });
    expect(toRaw(message).bytes).toEqual(toRaw(createMessage({ ...base, html: 'h' }, { environment })).bytes);
    expect(textOf(message)).toContain(
      'Date: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <abababababababababababababababab@e.com>',
    );
    const drifting = createMessage({ ...base, html: 'h' });
    expect(toRaw(drifting).bytes).toEqual(toRaw(drifting).bytes);
  });

  test('a change is a copy with the same stamp', () => {
    const attachment = createAttachment({ content: 'x', filename: 'a.txt' });
    const message = createMessage({
      ...base,
      headers: { 'X-A': '1' },
      attachments: [attachment],
      bcc: 'b@e.com',
    });
    const changed = changeMessage(message, { subject: 'new', from: 'other@e.com' });
    expect(changed.stamp).toBe(message.stamp);
    expect(changed).toEqual({ ...message, subject: 'new', from: [{ name: '', address: 'other@e.com' }] });
    expect(changed.attachments[0]).toBe(attachment);
    expect(message.subject).toBeUndefined();
  });
});

describe('compose', () => {
  const image = { cid: 'a@letterlock', filename: 'a.png', type: 'image/png', base64: 'AAAA', size: 3 };
  const rendered = {
    subject: 'Hallo',
    html: '<img src="cid:a@letterlock">',
    text: 'Hallo',
    images: [image, { ...image, cid: 'unused@letterlock' }],
    locale: 'de',
    dir: 'ltr',
  } as const;

  test('takes subject, bodies, images that are shown, and language from the template', () => {
    const message = compose(rendered, { from: 'f@e.com', to: 't@e.com' });
    expect(message).toMatchObject({
      subject: 'Hallo',
      html: rendered.html,
      text: 'Hallo',
      language: 'de',
      images: [image],
    });
    expect(fieldsOf(message)).toContain('Content-Language: de');
    expect(fieldsOf(message).some((field) => field.startsWith('Content-Type: multipart/related'))).toBe(true);
  });

  test('what the caller says wins', () => {
    const input = { from: 'f@e.com', to: 't@e.com', subject: 'Mine', attachments: [{ content: 'x' }] };
    expect(compose(rendered, input)).toMatchObject({
      subject: 'Mine',
      attachments: [{ kind: 'attachment' }],
    });
  });
});

test('X2: a draft is no message, by type', () => {
  expectTypeOf<Draft>().not.toExtend<Parameters<typeof toRaw>[0]>();
});
