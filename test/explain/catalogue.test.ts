import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../src/cli/explanations/index.ts';
import { BUILD_EXPLANATIONS } from '../../src/compile/explanations/index.ts';
import { codesIn, codesOf } from './sources.ts';

const all = EXPLANATIONS.flatMap(({ entries }) => entries);
const codes = all.map(({ code }) => code);

/** What no project on its own can show, and why. */
const WITHOUT_EXAMPLE = {
  BUILD_FAILED: 'stands for several errors, each with a code of its own',
  EMIT_INVALID: 'a fault in letterlock itself',
  LOCALE_FILE_UNREADABLE: 'comes of the permissions of a file',
  MJML_NOT_INSTALLED: 'comes of what is installed',
  OUT_FOREIGN: 'comes of what is in the folder of artifacts',
  OUT_UNWRITABLE: 'comes of the permissions of the folder of artifacts',
  REACT_MISSING: 'comes of what is installed',
};

describe('the catalogue of codes', () => {
  it('the collector finds codes however they are raised', () => {
    const source = `
      throw new Refusal({ code: 'LOOKUP', message });
      code: isClass ? 'CLASS_NAME' : 'FOREIGN_READ',
      this.#refuse(
        'MJML_TEXT', offset);
      fault('DKIM_EXPIRED', 'The signature has expired.')
      export type DeliveryCategory = 'auth' | 'tls';
      code: \`DELIVERY_\${options.category.toUpperCase()}\`,
      process.env['NODE_ENV'] === 'production' || error.code === 'ERR_OSSL_UNSUPPORTED'`;
    expect([...codesIn(source)].sort()).toEqual([
      'CLASS_NAME',
      'DELIVERY_AUTH',
      'DELIVERY_TLS',
      'DKIM_EXPIRED',
      'FOREIGN_READ',
      'LOOKUP',
      'MJML_TEXT',
    ]);
  });

  it('explains every code that the sources can raise, and no other', () => {
    const raised = codesOf();
    for (const code of ['LOOP_STATEMENT', 'MJML_TEXT', 'DKIM_KEY_MISSING', 'DELIVERY_RATE', 'USAGE']) {
      expect(raised).toContain(code);
    }
    expect(codes.toSorted()).toEqual([...raised].toSorted());
  });

  it('explains every code of a build with examples', () => {
    const shown = BUILD_EXPLANATIONS.flatMap(({ entries }) => entries).filter(
      ({ wrong, right }) => wrong && right,
    );
    const own = [...codesOf('compile')].filter((code) => code !== 'CONTEXT_MISSING');
    expect([...shown.map(({ code }) => code), ...Object.keys(WITHOUT_EXAMPLE)].toSorted()).toEqual(
      own.toSorted(),
    );
  });

  it.each(all)(
    '$code: two to five sentences of why, and an example or a remedy',
    ({ code, title, why, remedy, wrong, right }) => {
      expect(title).toMatch(/^(?:[A-Z]|cloneElement|\.\.\/).*[^.]$/);
      const sentences = why.match(/[.;:?](?=\s|$)/g) ?? [];
      expect(sentences.length, why).toBeGreaterThanOrEqual(1);
      expect(sentences.length, why).toBeLessThanOrEqual(8);
      expect(why).toMatch(/\.$/);
      expect(Boolean(wrong), code).toBe(Boolean(right));
      expect(Boolean(wrong), code).toBe(remedy === undefined);
    },
  );
});
