import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile, type CompileResult } from '../../src/compile/index.ts';
import { bundle, strangers } from './bundle.ts';

/** Templates in React with Tailwind, MJML and Markdown, compiled together. */
const emails = fileURLToPath(new URL('emails', import.meta.url));

describe('an artifact', () => {
  let result: CompileResult;
  let files: Record<string, string>;
  beforeAll(async () => {
    result = await compile({ emails });
    files = Object.fromEntries(result.files.map(({ path, content }) => [path, content]));
  });

  test('imports the run-time face and the package that a template calls, nothing of what compiled it', async () => {
    const { foreign, files: contributors, ...rest } = await bundle('index.js', { files });
    expect(foreign).toEqual(['date-fns/addDays']);
    expect(strangers({ foreign, files: contributors, ...rest })).toEqual([]);
    expect(contributors.filter((file) => file.startsWith('virtual:/')).sort()).toEqual([
      'virtual:/index.js',
      'virtual:/loader/eager.js',
      'virtual:/templates/note.js',
      'virtual:/templates/receipt.js',
      'virtual:/templates/ticket.js',
    ]);
  });

  test('takes only the renderer of the face', async () => {
    const { files: contributors } = await bundle('index.js', { files });
    expect(contributors.filter((file) => /^(message|mime|send)\//.test(file))).toEqual([]);
  });

  test('renders where there are only web globals', async () => {
    const app = `
      import { createRenderer } from 'letterlock';
      import receipt from './templates/receipt.js';
      export const { html, text } = createRenderer([receipt], 'en').render('receipt', { context });`;
    const { code } = await bundle('app.js', { files: { ...files, 'app.js': app }, format: 'iife' });
    const lines = [{ title: 'Tea & cups', price: '€9' }];
    const context = { number: '27', lines, paid: true, url: 'https://a.example' };
    const { html, text } = runInNewContext(`${code};bundle`, { TextEncoder, context }) as Record<
      'html' | 'text',
      string
    >;
    expect(html).toContain('Tea &amp; cups: €9');
    expect(text).toContain('Paid: https://a.example');
  });

  test('is the same, byte for byte, when it is built again', async () => {
    expect((await compile({ emails })).files).toEqual(result.files);
  });
});
