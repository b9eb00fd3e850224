/**
 * How fast letterlock is, as ratios to what others take for the same work, from one run in one process: `npm run
 * bench`, with `-- --json` for machines. Outputs are compared before anything is timed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import Handlebars from 'handlebars';
import { createRenderer, type Renderer, type TemplateProgram } from 'letterlock';
import { formatTable } from '../src/cli/table.ts';
import { IN_FLIGHT, prepareDelivery } from './bench/delivery.ts';
import { type Contestant, lastResult, measure, type Measured } from './bench/measure.ts';
import { loadReactEmail, skeleton } from './bench/react-email.ts';
import { handWritten, receiptContext, receiptSource } from './bench/receipt.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'dist', 'bench');

interface Group {
  readonly title: string;
  readonly rows: readonly Measured[];
  /** The aim: a contestant takes at least so many times as long as letterlock. */
  readonly mark?: { readonly peer: string; readonly ratio: number; readonly reached: boolean } | undefined;
}

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const groups: Group[] = [];

async function compare(
  title: string,
  contestants: readonly Contestant[],
  mark?: readonly [string, number],
): Promise<void> {
  say(`Timing: ${title} …`);
  const rows = await measure(contestants);
  const peer = rows.find(({ name }) => name === mark?.[0]);
  groups.push({
    title,
    rows,
    mark: mark && peer ? { peer: peer.name, ratio: mark[1], reached: peer.ratio >= mark[1] } : undefined,
  });
}

function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: the outputs differ, so the times would mean nothing.`);
}

/** A string that was put together is flattened when somebody reads it; a benchmark that does not read it is unfair. */
const read = (text: string): string => {
  text.charCodeAt(text.length - 1);
  return text;
};

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** More values than anybody remembers, so that each message is a new one. */
const welcomes = (context: object): readonly object[] =>
  Array.from({ length: 1024 }, (_, index) => ({
    ...context,
    name: `Mara Lindqvist ${index}`,
    friends: index + 2,
    voucher: {
      code: `AHOY-${1000 + index}`,
      rate: 0.05 + index / 10_000,
      expires: new Date(Date.UTC(2026, 9, 1 + index)).toISOString(),
    },
  }));

async function againstReactEmail(): Promise<void> {
  const id = 'welcome';
  say(`Loading emails/${id}.tsx …`);
  const { render, renderBytes } = (await import(
    pathToFileURL(join(ROOT, 'dist/emails/index.js')).href
  )) as Renderer;
  const reactEmail = await loadReactEmail(ROOT, id, FOLDER);
  const contexts = welcomes(reactEmail.context);
  let turn = 0;
  const next = (): object => contexts[turn++ % contexts.length] as object;
  for (const context of contexts.slice(0, 3)) {
    const { html } = await reactEmail.render(context);
    expectEqual(skeleton(render(id, { locale: 'en', context }).html), skeleton(html), 'react-email');
  }
  await compare(
    `React + Tailwind, html and text, ${kilobytes(render(id, { locale: 'en', context: next() }).html)}`,
    [
      {
        name: 'letterlock',
        run: () => {
          const rendered = render(id, { locale: 'en', context: next() });
          read(rendered.html);
          return read(rendered.text);
        },
      },
      { name: 'letterlock, to bytes', run: () => renderBytes(id, { locale: 'en', context: next() }) },
      { name: 'react-email', run: () => reactEmail.render(next()) },
      { name: 'react-email, plainText option', run: () => reactEmail.renderTwice(next()) },
    ],
    ['react-email', 500],
  );
}

/** The HTML program alone, as Handlebars makes no text and no subject. */
async function htmlOnly(module: string): Promise<Renderer> {
  const { default: template } = (await import(pathToFileURL(module).href)) as { default: TemplateProgram };
  const locales = Object.entries(template.locales).map(([locale, program]) => [
    locale,
    { ...program, text: () => '', subject: () => '' },
  ]);
  return createRenderer(
    [{ ...template, locales: Object.fromEntries(locales) as TemplateProgram['locales'] }],
    'en',
  );
}

async function againstHandlebars(): Promise<{ readonly html: string; readonly text: string }> {
  say('Compiling a receipt …');
  mkdirSync(join(FOLDER, 'emails'), { recursive: true });
  writeFileSync(join(FOLDER, 'emails', 'receipt.html'), receiptSource);
  // In a process of its own: a heap full of compiler would slow down whoever allocates.
  const args = [
    'build',
    '--emails',
    join(FOLDER, 'emails'),
    '--out',
    join(FOLDER, 'artifacts'),
    '--locales',
    'en',
  ];
  execFileSync(process.execPath, [join(ROOT, 'dist/lib/bin.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const whole = (await import(pathToFileURL(join(FOLDER, 'artifacts/index.js')).href)) as Renderer;
  const { render, renderBytes } = await htmlOnly(join(FOLDER, 'artifacts/templates/receipt.js'));

  const specification = Handlebars.precompile(receiptSource) as string;
  // What `handlebars` writes into a file for an application to import.
  const handlebars = Handlebars.template(new Function(`return ${specification}`)() as TemplateSpecification);
  const concatenation = handWritten();
  const settings = { locale: 'en', context: receiptContext };

  const { html, text } = whole.render('receipt', settings);
  expectEqual(render('receipt', settings).html, html, 'HTML alone');
  expectEqual(new TextDecoder().decode(renderBytes('receipt', settings).html), html, 'bytes');
  expectEqual(handlebars(receiptContext), html, 'Handlebars');
  expectEqual(concatenation(receiptContext), html, 'concatenation');

  const size = kilobytes(html);
  await compare(`HTML to a string, ${size}`, [
    { name: 'letterlock', run: () => read(render('receipt', settings).html) },
    { name: 'Handlebars', run: () => read(handlebars(receiptContext)) },
    { name: 'by hand', run: () => read(concatenation(receiptContext)) },
  ]);
  await compare(
    `HTML to bytes, ${size}`,
    [
      { name: 'letterlock', run: () => renderBytes('receipt', settings).html },
      { name: 'Handlebars', run: () => bytesOf(handlebars(receiptContext)) },
      { name: 'by hand', run: () => bytesOf(concatenation(receiptContext)) },
      { name: 'letterlock, with text', run: () => whole.renderBytes('receipt', settings) },
    ],
    ['Handlebars', 2],
  );
  return { html, text };
}

type TemplateSpecification = Parameters<typeof Handlebars.template>[0];

async function againstNodemailer(html: string, text: string): Promise<void> {
  say('Signing a message both ways …');
  const { bytes, mime, signed } = await prepareDelivery(html, text);
  const size = `${Math.round(bytes / 1000)} kB with an image`;
  await compare(`MIME, ${size}`, mime);
  await compare(`MIME + DKIM RSA-2048, ${size}, ${IN_FLIGHT} messages in flight`, signed, ['nodemailer', 5]);
}

const kilobytes = (text: string): string => `${Math.round(Buffer.byteLength(text) / 1000)} kB`;

function report(): string {
  return groups
    .map(({ title, rows, mark }) => {
      const table = formatTable(
        ['', 'µs', '±', 'times letterlock'],
        rows.map(({ name, microseconds, spread, ratio }) => [
          name,
          Number(microseconds.toPrecision(3)),
          `${Math.round(spread * 100)} %`,
          Number(ratio.toPrecision(3)),
        ]),
      );
      const aim = mark && `${mark.reached ? 'reached' : 'MISSED'}: ${mark.peer} at least ${mark.ratio} times`;
      return [title, table, ...(aim ? [aim] : [])].join('\n');
    })
    .join('\n\n');
}

const receipt = await againstHandlebars();
await againstNodemailer(receipt.html, receipt.text);
await againstReactEmail();

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? '',
  environment: process.env['NODE_ENV'] ?? '',
};
const output = options.json ? JSON.stringify({ ...machine, groups }, undefined, 2) : report();
if (lastResult() !== undefined) process.stdout.write(`${output}\n`);
