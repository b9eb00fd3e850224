import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';

import { encodeAddress, parseAddress, parseAddressList } from '../../src/message/address.ts';
import { createHeader, parseIds } from '../../src/message/header.ts';
import { createMessage } from '../../src/message/message.ts';
import {
  addressField,
  formatDate,
  idField,
  parameterField,
  pathField,
  textField,
} from '../../src/mime/headers.ts';
import { toRaw } from '../../src/mime/raw.ts';
import vectors from '../vectors/headers.json' with { type: 'json' };
import addresses from '../vectors/addresses.json' with { type: 'json' };
import { lineFaults, readWithPython, type ReadMessage } from './readers.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'no error';
};

/** A message with these fields, read by Python; the line rules are checked on the way. */
const readFields = (fields: readonly { name: string; value: string }[][]): readonly ReadMessage[] => {
  const messages = fields.map((some) =>
    new TextEncoder().encode(`${some.map(({ name, value }) => `${name}: ${value}\r\n`).join('')}\r\n`),
  );
  for (const bytes of messages) expect(lineFaults(bytes)).toEqual([]);
  return readWithPython(messages);
};

describe('H4 H6: text', () => {
  const isInjection = (value: string): boolean => /[\r\n\0]/.test(value);

  test('vectors: decoded value equals the input', () => {
    const good = vectors.text.filter(({ value }) => !isInjection(value));
    const read = readFields(good.map(({ name, value }) => [textField(name, value)]));
    expect(read.map(({ headers }) => headers[0])).toEqual(good.map(({ name, value }) => [name, value]));
    expect(read.flatMap(({ defects }) => defects)).toEqual([]);
  });

  test.each(vectors.text.filter(({ value }) => isInjection(value)))(
    '$value is refused',
    ({ name, value }) => {
      expect(codeOf(() => textField(name, value))).toBe('HEADER_INJECTION');
      expect(codeOf(() => createHeader(name, value))).toBe('HEADER_INJECTION');
    },
  );

  test('any text comes out as it went in', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        ' ',
        '  ',
        '\t',
        '=?utf-8?Q?x?=',
        'ü',
        '漢字',
        '👩‍👩‍👧',
        'x'.repeat(90),
        'plain',
        'a=b_c?',
        ' '.repeat(90),
      ),
    );
    const value = fc.array(word, { maxLength: 20 }).map((words) => words.join(' ').replace(/[\r\n\0]/g, ''));
    const values = fc.sample(value, 100).filter((text) => text !== '');
    const read = readFields(values.map((text) => [textField('Subject', text)]));
    // Python shows line separators of Unicode and control characters as they are; it must not lose any.
    read.forEach((message, index) => expect(message.subject).toBe(values[index]!.toWellFormed()));
  });

  test('a word that fits on no line', () => {
    expect(codeOf(() => idField('X', [`<${'a'.repeat(1000)}@b>`]))).toBe('HEADER_TOO_LONG');
    const long = 'a'.repeat(3000);
    expect(readFields([[textField('X-A', long)]])[0]!.headers[0]![1]).toBe(long);
  });
});

describe('H4: identifiers', () => {
  test.each(vectors.identification)('$name $ids', ({ name, ids, ok, symfony }) => {
    if (!ok) {
      expect(codeOf(() => parseIds(ids))).toBe('MESSAGE_ID_INVALID');
      return;
    }
    const { value } = idField(name, parseIds(ids));
    expect(`${name}: ${value}`.replace(/\r\n/g, '')).toBe(symfony!.replace(/\r\n/g, ''));
    expect(value.split('\r\n').every((line) => line.length <= 78)).toBe(true);
  });

  test('one text with several, angle brackets and injection', () => {
    expect(parseIds('<a@b> c@d')).toEqual(['<a@b>', '<c@d>']);
    expect(codeOf(() => parseIds('<a@b>\r\nBcc: c@d'))).toBe('HEADER_INJECTION');
  });
});

describe('H4 H6: parameters', () => {
  const injected = (params: Readonly<Record<string, string | undefined>>): boolean =>
    Object.values(params).some((value) => /[\r\n]/.test(value ?? ''));

  test('vectors: the parameter comes out as it went in', () => {
    const cases = vectors.parameterized.filter(({ params, name }) => !injected(params) && name !== 'X-Foo');
    const read = readFields(cases.map(({ name, value, params }) => [parameterField(name, value, params)]));
    read.forEach(({ root, defects }, index) => {
      const { name, params } = cases[index]!;
      const expected = params as { filename?: string; name?: string };
      if (name === 'Content-Disposition') expect(root.filename).toBe(expected.filename);
      if (expected.name !== undefined) expect(root.name).toBe(expected.name);
      expect(defects).toEqual([]);
    });
    expect(parameterField('X-Foo', 'bar', { says: 'foébar' }).value).toBe("bar; says*=utf-8''fo%C3%A9bar");
  });

  test('line breaks in a parameter are refused', () => {
    expect(codeOf(() => parameterField('Content-Disposition', 'attachment', { filename: 'a\r\n.txt' }))).toBe(
      'HEADER_INJECTION',
    );
    expect(codeOf(() => createHeader('X-A', { value: 'a', parameters: { 'b\r\n': 'c' } }))).toBe(
      'HEADER_INJECTION',
    );
    expect(codeOf(() => createHeader('X-A', { value: 'a', parameters: { 'b;': 'c' } }))).toBe(
      'HEADER_PARAMETER_INVALID',
    );
  });

  test('any file name comes out as it went in', () => {
    const names = fc
      .sample(fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }), 80)
      .map((name) => name.replace(/[\r\n\0]/g, '').toWellFormed())
      .filter((name) => name !== '');
    const read = readFields(
      names.map((filename) => [parameterField('Content-Disposition', 'attachment', { filename })]),
    );
    // Python strips white space and what it takes for it from the ends.
    const strip = (name: string): string => name.replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '');
    expect(read.map(({ root }) => strip(root.filename!))).toEqual(names.map(strip));
  });
});

describe('H2 H6: mailboxes', () => {
  test('vectors: names and addresses come out as they went in', async () => {
    const mailboxes = [
      ...addresses.create
        .filter(({ ok, unicode_local_part }) => ok && !unicode_local_part)
        .map(({ input }) => parseAddress(input)),
      ...addresses.with_name
        .filter(({ name }) => !/[\r\n]/.test(name))
        .map(({ address, name }) => parseAddress({ address, name })),
      parseAddress({ address: 'j@example.com', name: `"${'long word '.repeat(20)}", or not` }),
    ];
    for (const mailbox of mailboxes) {
      const { value } = addressField('From', [mailbox]);
      const bytes = new TextEncoder().encode(`From: ${value}\r\n\r\n`);
      expect(lineFaults(bytes)).toEqual([]);
      // Not with Python here: it keeps the space between two encoded words of a name (RFC 2047 §6.2 says to
      // drop it).
      const { from } = await PostalMime.parse(bytes);
      // postal-mime reads neither quoted local parts nor address literals; Python does.
      if (!/["[]/.test(mailbox.address))
        expect(from).toEqual({ name: mailbox.name, address: encodeAddress(mailbox) });
      else expect(readWithPython([bytes])[0]!.from).toEqual([[mailbox.name, mailbox.address]]);
    }
  });

  test('long lists fold and keep their order', () => {
    const list = parseAddressList(
      Array.from({ length: 40 }, (_, index) => ({
        name: index % 3 ? `Persön ${index}` : '',
        address: `p${index}@example.com`,
      })),
    );
    const [read] = readFields([[addressField('To', list)]]);
    expect(read!.to).toEqual(list.map(({ name, address }) => [name, address]));
  });

  test('H3: a non-ASCII local part travels as UTF-8, its domain in ASCII', () => {
    expect(addressField('To', [parseAddress('dømi@dømi.fo')]).value).toBe('dømi@xn--dmi-0na.fo');
    expect(pathField('Return-Path', '').value).toBe('<>');
    expect(pathField('Return-Path', 'a@dømi.fo').value).toBe('<a@xn--dmi-0na.fo>');
  });

  test('objects that no factory has seen are checked again', () => {
    expect(codeOf(() => addressField('To', [{ name: 'a\r\nBcc: x@y', address: 'a@b' }]))).toBe(
      'HEADER_INJECTION',
    );
    expect(codeOf(() => addressField('To', [{ name: '', address: 'a@b\r\nBcc: x@y' }]))).toBe(
      'HEADER_INJECTION',
    );
    expect(codeOf(() => idField('X', ['<a@b>\r\nY: z']))).toBe('HEADER_INJECTION');
    expect(codeOf(() => pathField('X', 'a@b\r\nY: z'))).toBe('HEADER_INJECTION');
  });
});

describe('H4: dates', () => {
  test.each(vectors.date)('$value', ({ unix, offset_minutes, value }) => {
    expect(formatDate(new Date(unix * 1000), offset_minutes)).toBe(value);
  });

  test('a message has its date in UTC', () => {
    const raw = toRaw(
      createMessage({ from: 'a@b.c', to: 'd@e.f', text: 'x', date: '2026-02-03T04:05:06+01:00' }),
    );
    expect(new TextDecoder().decode(raw.bytes)).toContain('\r\nDate: Tue, 03 Feb 2026 03:05:06 +0000\r\n');
  });
});
