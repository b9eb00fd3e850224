import { describe, expect, test } from 'vitest';
import { MOST_CONDITIONS } from '../../src/compile/1-parse/react/values/printed.ts';
import { MOST_COPIED } from '../../src/compile/copies.ts';
import { buildExample } from '../explain/examples.ts';

const build = async (source: string, path = 'x.tsx') =>
  (await buildExample({ files: { [`emails/${path}`]: source } })).findings;

/** `depth` conditions inside of each other, each around the same text. */
const nested = (depth: number, length: number): string => `
  const Frame = ({ marks, level }: any): any => {
    if (level === ${depth}) return 'x'.repeat(${length});
    const inner = <Frame marks={marks} level={level + 1} />;
    return marks[level] ? <b>{inner}</b> : <i>{inner}</i>;
  };
  export default function Email({ marks }: any) {
    return <html><body><Frame marks={marks} level={0} /></body></html>;
  }`;

const classes = (depth: number): string => `
  const Frame = ({ marks, level }: any): any =>
    level === ${depth} ? 'text' : <b className={marks[level] ? 'yes' + level : 'no' + level}><Frame marks={marks} level={level + 1} /></b>;
  export default function Email({ marks }: any) {
    return <html><body><Frame marks={marks} level={0} /></body></html>;
  }`;

/** Without the warning of mail that Gmail cuts. */
const codesOf = (findings: Awaited<ReturnType<typeof build>>): readonly string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

describe('how much is written again for each outcome is bounded', () => {
  // Three conditions make eight copies, seven of them beyond the one that is needed.
  const most = Math.floor(MOST_COPIED / 7);

  test('copies of content, at the condition that makes most of them', async () => {
    expect(codesOf(await build(nested(3, most)))).toEqual([]);
    const [finding] = await build(nested(3, most + 1));
    expect(finding).toMatchObject({ code: 'TOO_MANY_COPIES', location: { line: 5 } });
    expect(finding?.frame).toContain('return marks[level] ? <b>{inner}</b> : <i>{inner}</i>;');
    expect(finding?.message).toContain('256 KB of copies');
    expect(finding?.message).toContain('in 4 places');
  });

  test('in other languages too', async () => {
    const text = 'x'.repeat(MOST_COPIED + 1);
    const [finding] = await build(
      `<html><body>\n{{#if a}}<b>${text}</b>{{else}}<i>${text}</i>{{/if}}</body></html>`,
      'x.html',
    );
    expect(finding).toMatchObject({ code: 'TOO_MANY_COPIES', location: { line: 2, column: 1 } });
  });

  test('what is the same in both branches and is joined, or repeats in one rendering, counts once', async () => {
    const rows = `{Array.from({ length: 40 }, (_, i) => <p key={i} className={props.a ? 'a' : 'b'}>{'y'.repeat(9000)}</p>)}`;
    const source = `export default function Email(props: any) { return <html><body>${rows}</body></html>; }`;
    expect(codesOf(await build(source))).toEqual([]);
  });

  test('conditions that are printed, at the one that is printed most', async () => {
    const depth = Math.log2(MOST_CONDITIONS);
    expect(codesOf(await build(classes(depth)))).toEqual([]);
    const [finding] = await build(classes(depth + 1));
    expect(finding).toMatchObject({ code: 'TOO_MANY_COPIES', location: { line: 3 } });
    expect(finding?.message).toMatch(/More than 4096 conditions .* `marks\[\d+\]` alone stands \d+ times/);
  });

  test('documents, at the condition that makes one too many', async () => {
    const attributes = ['hidden', 'inert', 'autoFocus', 'itemScope', 'defer', 'async', 'reversed'];
    const document = (count: number): string => `
      export default (props: any) => <html><body
        ${attributes
          .slice(0, count)
          .map((name) => `${name}={props.${name}}`)
          .join('\n        ')}>x</body></html>;`;
    expect(codesOf(await build(document(6)))).toEqual([]);
    const [finding] = await build(document(7));
    expect(finding).toMatchObject({ code: 'TOO_MANY_CHOICES', location: { line: 9 } });
  });
});
