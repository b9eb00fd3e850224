import { afterAll, describe, expect, test } from 'vitest';
import type { LetterlockError } from '../../src/errors.ts';
import { freezeClock } from '../../src/compile/1-parse/react/operations/clock.ts';
import { keyOf } from '../../src/compile/expression.ts';
import type { ParsedTemplate } from '../../src/compile/template.ts';
import { rendererOf, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/** A package that reads the clock in every way. */
const PACKAGE = {
  'node_modules/moments/package.json':
    '{ "name": "moments", "version": "1.0.0", "type": "module", "main": "index.js" }',
  'node_modules/moments/index.js': `
    const createElement = (type, props, children) =>
      ({ $$typeof: Symbol.for('react.transitional.element'), type, key: null, ref: null, props: { ...props, children }, _store: {} });
    export const since = (time) => Date.now() - time;
    export const year = () => new Date().getFullYear();
    export const text = () => Date();
    export const ticks = () => performance.now();
    export const uptime = () => process.hrtime.bigint() + BigInt(Math.floor(process.uptime()));
    export const id = () => crypto.randomUUID();
    export const die = () => Math.floor(Math.random() * 6);
    export const elapsed = new (class { get seconds() { return Date.now() / 1000; } })();
    export class Clock { constructor() { this.at = new Date(); } year() { return this.at.getFullYear(); } }
    export const utc = (time) => new Date(time).toISOString();
    export const isDate = (value) => value instanceof Date && value.constructor === Date && new value.constructor(5).getTime() === 5;
    export const add = (date, days) => new date.constructor(date.getTime() + days * 86400000);
    export const when = (callback) => callback(Date.now());
    export const money = (n) => new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(n);
    export const day = (time) => new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(time);
    export const Ago = ({ since }) => createElement('i', null, Date.now() - since);
    export const Dated = ({ at }) => createElement('i', null, new Date(at).toISOString());
    export const chip = () => createElement('b', null, Math.random());
  `,
};

const template = (expression: string, names: string): Promise<ParsedTemplate> =>
  parse(
    `import { ${names} } from 'moments';
    export const subject = () => String(${expression}); export default () => <html><body>{${expression}}</body></html>;`,
    PACKAGE,
  );

const subjectOf = async (expression: string, names: string): Promise<string> => {
  const { subject } = await template(expression, names);
  return subject ? keyOf(subject) : '';
};

const refusal = (source: string): Promise<LetterlockError> =>
  parse(source, PACKAGE).then(
    () => expect.unreachable('It was not refused.'),
    (reason: unknown) => reason as LetterlockError,
  );

describe('what a package reads from the clock or at random belongs to the render', () => {
  test.each([
    ['since(5)', 'since'],
    ['year()', 'year'],
    ['text()', 'text'],
    ['ticks()', 'ticks'],
    ['uptime()', 'uptime'],
    ['id()', 'id'],
    ['die()', 'die'],
    ['elapsed.seconds', 'elapsed'],
    ['new Clock().year()', 'Clock'],
    ['utc(Date.now())', 'utc'],
    ['utc(new Date())', 'utc'],
  ])('%s', async (expression, names) => {
    expect(await subjectOf(expression, names)).toContain(`import:moments#${names}`);
  });

  test('the language itself', async () => {
    expect(await subjectOf('new Intl.DateTimeFormat("en").format()', 'year')).toMatch(/"format"/);
    expect(await subjectOf('performance.now() + crypto.randomUUID()', 'year')).toMatch(/"now".*"randomUUID"/);
  });

  test('modules of Node', async () => {
    const { subject } = await parse(
      `import { randomBytes } from 'node:crypto'; import { hrtime } from 'node:process';
       export const subject = () => randomBytes(4).toString('hex') + hrtime()[0]; export default () => <html><body>x</body></html>;`,
    );
    expect(subject && keyOf(subject)).toMatch(/import:node:crypto#randomBytes.*import:node:process#hrtime/);
  });

  test('packages that draw random numbers in advance', async () => {
    const { subject } = await parse(
      `import { nanoid, customAlphabet } from 'nanoid'; const code = customAlphabet('ab', 3);
       export const subject = () => nanoid() + code(); export default () => <html><body>x</body></html>;`,
      {
        'node_modules/nanoid/package.json': '{ "name": "nanoid", "type": "module", "main": "index.js" }',
        'node_modules/nanoid/index.js':
          'export const nanoid = () => "pooled"; export const customAlphabet = () => () => "pooled";',
      },
    );
    expect(subject && keyOf(subject)).toMatch(/import:nanoid#nanoid.*import:nanoid#customAlphabet/);
  });
});

describe('what does not read it stays of the build', () => {
  test.each([
    ['utc(5)', 'utc', '1970-01-01T00:00:00.005Z'],
    ['utc(new Date(5))', 'utc', '1970-01-01T00:00:00.005Z'],
    ['isDate(new Date(7))', 'isDate', 'true'],
    ['add(new Date(0), 1).getTime()', 'add', '86400000'],
    ['money(5)', 'money', '€5.00'],
    ['day(0)', 'day', '1/1/1970'],
  ])('%s', async (expression, names, value) => {
    expect(await subjectOf(expression, names)).toBe(JSON.stringify(value));
  });

  test('components of packages that do not ask', async () => {
    const { html } = await parse(
      `import { Dated } from 'moments';
       export default () => <html><body><Dated at={0} /></body></html>;`,
      PACKAGE,
    );
    expect(html).toContain('<i>1970-01-01T00:00:00.000Z</i>');
  });

  test('the globals are as they were', async () => {
    const before = [
      Date,
      Date.now,
      Date.prototype.constructor,
      Math.random,
      crypto.randomUUID,
      process.hrtime,
    ];
    await template('since(5)', 'since');
    await refusal(
      `import { Ago } from 'moments'; export default () => <html><body><Ago since={1}/></body></html>;`,
    );
    const after = [
      Date,
      Date.now,
      Date.prototype.constructor,
      Math.random,
      crypto.randomUUID,
      process.hrtime,
    ];
    expect(after.every((value, index) => value === before[index])).toBe(true);
    expect(Object.hasOwn(performance, 'now') || Object.hasOwn(crypto, 'randomUUID')).toBe(false);
  });
});

describe('what cannot be kept for the render is refused', () => {
  test('a component of a package', async () => {
    const error = await refusal(
      `import { Ago } from 'moments';\nexport default () => <html><body>\n  <Ago since={1}/></body></html>;`,
    );
    expect(error).toMatchObject({ code: 'CLOCK_AT_BUILD', location: { line: 3, column: 3 } });
    expect(error.message).toContain('<Ago>');
  });
  test('elements that a package makes', async () => {
    const error = await refusal(
      `import { chip } from 'moments';\nexport default () => <html><body>{chip()}</body></html>;`,
    );
    expect(error).toMatchObject({ code: 'CLOCK_AT_BUILD', location: { line: 2, column: 35 } });
  });
  test('a callback that makes elements of it', async () => {
    const error = await refusal(
      `import { when } from 'moments';\nexport default () => <html><body>{when((at: number) => <b>{at}</b>)}</body></html>;`,
    );
    expect(error).toMatchObject({ code: 'CLOCK_AT_BUILD', location: { line: 2, column: 35 } });
  });
});

describe('a frozen clock', () => {
  test('shows one time and one number, only to the work that asked for it', async () => {
    let outside: Promise<unknown> = Promise.resolve();
    const inside = await freezeClock(5, async () => {
      outside = Promise.resolve(freezeClock(7, () => Promise.resolve(Date.now())));
      await outside;
      return [
        Date.now(),
        new Date().getTime(),
        Date(),
        new Date(9).getTime(),
        Math.random() === Math.random(),
      ];
    });
    expect(inside).toEqual([5, 5, new Date(5).toString(), 9, true]);
    expect(await outside).toBe(7);
    expect(Date.now()).toBeGreaterThan(1e12);
  });

  test('lets code end that draws until it gets something else', async () => {
    const seen = new Set<number>();
    await freezeClock(5, async () => {
      while (seen.size < 3) seen.add(Math.random());
      await Promise.resolve();
    });
    expect(seen.size).toBe(3);
  });
});

test('code that is kept for run time asks for the time of each message', async () => {
  const parsed = await parse(
    `export default ({ a }: any) => { let at: any; try { at = new Date().getTime(); } catch { at = 0; } return <html><body>{a}{at}</body></html>; };`,
  );
  const renderer = await rendererOf(parsed);
  const at = (time: number): Promise<string> =>
    freezeClock(time, () => Promise.resolve(renderer.render('test', { context: { a: '-' } }).html));
  expect(await at(86_400_000)).toContain('-86400000');
  expect(await at(172_800_000)).toContain('-172800000');
});
