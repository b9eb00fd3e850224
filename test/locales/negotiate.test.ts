import { describe, expect, test } from 'vitest';
import { fallbackChain } from '../../src/locale.ts';
import { directionOf, negotiate } from '../../src/render/locale.ts';
import { refusal } from './project.ts';

const AVAILABLE = ['ar', 'de', 'de-AT', 'en', 'he', 'ja', 'zh-Hant'];

describe('T3: the locale of a mail', () => {
  test.each<[requested: string | readonly string[], expected: string]>([
    ['de', 'de'],
    ['de-AT', 'de-AT'],
    ['DE-at', 'de-AT'],
    ['de-CH', 'de'],
    ['de-CH-1996', 'de'],
    ['de-Latn-AT', 'de'],
    ['zh-Hant-TW', 'zh-Hant'],
    ['zh-Hant-TW-x-private', 'zh-Hant'],
    ['zh-TW', 'en'],
    ['ar-EG-u-nu-latn', 'ar'],
    ['de-AT-u-ca-gregory', 'de-AT'],
    ['iw-IL', 'he'],
    ['fr', 'en'],
    ['de-', 'LOCALE_INVALID'],
    [' ja ', 'ja'],
    ['*', 'en'],
    [['fr', 'ja-JP', 'de'], 'ja'],
    [['fr', 'it'], 'en'],
    [[], 'en'],
    [['fr', '*', 'de'], 'en'],
    ['de-AT,de;q=0.9,en;q=0.5', 'de-AT'],
    ['fr-CH, fr;q=0.9, ja;q=0.8, de;q=0.7, *;q=0.5', 'ja'],
    ['de;q=0.5, ja;q=0.7', 'ja'],
    ['de;q=0.5, ja;q=0.5', 'de'],
    ['de;q=0, fr', 'en'],
    ['de ; Q=0.123 , ,', 'de'],
    ['de;q=1.000', 'de'],
    [',', 'en'],
    ['', 'LOCALE_INVALID'],
    ['de_AT', 'LOCALE_INVALID'],
    ['not a locale', 'LOCALE_INVALID'],
    ['de--AT', 'LOCALE_INVALID'],
    ['../../etc/passwd', 'LOCALE_INVALID'],
    ['de\r\nBcc: x', 'LOCALE_INVALID'],
    ['de;q=2', 'LOCALE_INVALID'],
    ['de;level=1', 'LOCALE_INVALID'],
    ['de;q=0.5;q=0.6', 'LOCALE_INVALID'],
    [['de_AT'], 'LOCALE_INVALID'],
    [['__proto__'], 'LOCALE_INVALID'],
  ])('%j → %s', async (requested, expected) => {
    const choose = (): string => negotiate(requested, AVAILABLE, 'en');
    if (expected !== 'LOCALE_INVALID') return expect(choose()).toBe(expected);
    const error = await refusal(choose);
    expect(error).toMatchObject({ name: 'RenderError', code: expected });
  });

  test('available locales come out as they are written', () => {
    expect(negotiate('de-AT', ['DE-at'], 'en')).toBe('DE-at');
    expect(negotiate('fr', [], 'en')).toBe('en');
  });

  test('an error shows only the beginning of a long request', async () => {
    const error = await refusal(() => negotiate('x y'.repeat(1000), AVAILABLE, 'en'));
    expect(error.message.length).toBeLessThan(200);
  });

  test('an extension goes together with its letter', () => {
    expect(fallbackChain('de-AT-u-nu-latn-x-one')).toEqual([
      'de-AT-u-nu-latn-x-one',
      'de-AT-u-nu-latn',
      'de-AT-u-nu',
      'de-AT',
      'de',
    ]);
  });

  test('direction by script', () => {
    expect(['ar', 'he-IL', 'ckb', 'ff-Adlm', 'sd-Deva', 'en', 'ms-Arab'].map(directionOf)).toEqual([
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'ltr',
      'ltr',
      'rtl',
    ]);
  });
});
