import { afterAll, describe, expect, test } from 'vitest';
import { CompileError } from '../../src/compile/index.ts';
import { templates } from './harness.ts';

const { parse, close } = templates();
afterAll(close);

/** What is refused, each as `CODE file "text at its place"`. */
async function refusals(source: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const error = await parse(source, files).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CompileError)) throw error ?? new Error('Nothing was refused.');
  const texts: Readonly<Record<string, string>> = { ...files, 'template.tsx': source };
  return error.diagnostics.map(({ code, location }) => {
    const [name = '', text = ''] =
      Object.entries(texts).find(([path]) => location?.file.endsWith(path)) ?? [];
    const line = text.split('\n')[location!.line - 1]!.slice(location!.column - 1);
    return `${code} ${name} ${line.slice(0, 12)}`;
  });
}

describe('everything that is refused in a template is reported at once', () => {
  test('in one component, in the places of expressions and attributes', async () => {
    const found = await refusals(`
      import { t } from 'letterlock/template';
      export default function Email(props: any) {
        const rows = [];
        for (const item of props.items) rows.push(<b {...item}>x</b>);
        props.seen = true;
        return <html><body style={props.style}>
          <p>{rows}{t(props.key)}</p>
          <a {...props.link}>{props.name}</a>
        </body></html>;
      }`);
    expect(found).toEqual([
      'LOOP_STATEMENT template.tsx props.items)',
      'CHANGES_CONTEXT template.tsx seen = true;',
      'MESSAGE_KEY_SYMBOLIC template.tsx t(props.key)',
      'SPREAD_SYMBOLIC template.tsx <a {...props',
      'STYLE_SYMBOLIC template.tsx <body style=',
    ]);
  });
});
