import { describe, expect, test } from 'vitest';
import { intl } from '../../src/render/intl.ts';

describe('a remembered formatter', () => {
  test('is one object per arguments', () => {
    expect(intl('NumberFormat', 'de')).toBe(intl('NumberFormat', 'de'));
    expect(intl('NumberFormat', 'de')).not.toBe(intl('NumberFormat', 'de', { style: 'percent' }));
    expect(intl('PluralRules', 'de')).toBeInstanceOf(Intl.PluralRules);
  });

  test.each([
    ['NumberFormat', ['en', { style: 'currency', currency: 'EUR' }]],
    ['NumberFormat', ['ar-EG']],
    ['DateTimeFormat', ['ja', { dateStyle: 'long', timeZone: 'UTC' }]],
  ] as const)('%s prints each value as a fresh one does, however often', (name, args) => {
    const fresh = new (Intl[name] as new (...args: unknown[]) => { format(value: unknown): string })(...args);
    const remembered = intl(name, ...args) as typeof fresh;
    const values: unknown[] = [
      0,
      -0,
      1,
      1.5,
      ...(name === 'NumberFormat' ? [12n, Number.MAX_SAFE_INTEGER] : []),
    ];
    for (let index = 0; index < 600; index++) values.push(index * 86_400_000, new Date(index * 43_200_000));
    for (const round of [1, 2]) {
      for (const value of values) {
        expect(remembered.format(value), `${String(value)}, round ${round}`).toBe(fresh.format(value));
      }
    }
  });

  test('PluralRules chooses as a fresh one does', () => {
    const fresh = new Intl.PluralRules('ar');
    const remembered = intl('PluralRules', 'ar') as Intl.PluralRules;
    for (let value = 0; value < 600; value++) {
      expect([remembered.select(value), remembered.select(value)]).toEqual(
        Array(2).fill(fresh.select(value)),
      );
    }
  });

  test('sees that a Date has changed, and knows what time it is', () => {
    const { format } = intl('DateTimeFormat', 'en', {
      year: 'numeric',
      timeZone: 'UTC',
    }) as Intl.DateTimeFormat;
    const date = new Date('2024-01-01T00:00:00Z');
    expect(format(date)).toBe('2024');
    date.setUTCFullYear(2025);
    expect(format(date)).toBe('2025');
    expect(() => format(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => format(new Date(Number.NaN))).toThrow(RangeError);
    expect(format(undefined)).toBe(String(new Date().getUTCFullYear()));
  });

  test('a number, a bigint and a string of it are three values', () => {
    const { format } = intl('NumberFormat', 'en', { minimumFractionDigits: 1 }) as Intl.NumberFormat;
    expect([format(0.1 + 0.2), format(1n), format('1')]).toEqual(['0.3', '1.0', '1.0']);
  });
});
