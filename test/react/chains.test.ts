import { afterAll, describe, expect, test } from 'vitest';
import { expectSame, templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

describe('what has effects in an optional chain happens only where the chain goes on', () => {
  test.each([
    ['an await among the arguments', 'const text = props.name?.padEnd(await Promise.resolve(6), ".");'],
    ['an await in a computed name', 'const text = props.name?.[await Promise.resolve("length")];'],
    ['an assignment', 'const text = props.name?.concat(String((count = 5)));'],
    [
      'an assignment behind two steps',
      'const text = props.name?.trim()?.concat(String((count = 5))).concat("!");',
    ],
    ['a method that may be missing', 'const text = props.name.trim?.(String((count = 5)));'],
  ])('%s', async (_, statement) => {
    const parsed = await parse(`
      export default async function Email(props: any) {
        let count = 0;
        ${statement}
        return <html><body>{text}{count}</body></html>;
      }`);
    const contexts = statement.includes('name.') ? [{ name: 'Ada' }] : [{ name: 'Ada' }, { name: null }, {}];
    await expectSame(parsed, contexts);
    expect(parsed.html).not.toBe('');
  });
});
