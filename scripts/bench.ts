/**
 * How fast letterlock is, as ratios to what others take for the same work, from one run in one process: `npm run
 * bench`, with `-- --json` for machines, and `-- --only bytes` for the comparisons that have `bytes` in their titles. Outputs are compared before anything is timed.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import Handlebars from 'handlebars';
import { createRenderer, type Renderer, type TemplateProgram } from 'letterlock';
import { withoutReferences } from '../src/compile/3-emit/ascii.ts';
import { IN_FLIGHT, prepareDelivery } from './bench/delivery.ts';
import { timeBuilds } from './bench/builds.ts';
import { prepareImport } from './bench/many.ts';
import { evaluate, lastResult } from './bench/measure.ts';
import { peers } from './bench/peers.ts';
import { prepareRebuild } from './bench/rebuild.ts';
import { loadReactEmail, skeleton } from './bench/react-email.ts';
import { byHand } from './bench/by-hand.ts';
import { receiptContext, receiptSource } from './bench/receipt.ts';
import { createReport, format } from './bench/report.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'dist', 'bench');

const IMAGE_BYTES = 24_000;

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const { compare, groups, isWanted, judge } = createReport(options.only, say);
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
    const ours = withoutReferences(render(id, { locale: 'en', context }).html);
    expectEqual(skeleton(ours), skeleton(html), 'react-email');
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
    [
      { ours: 'letterlock', peer: 'react-email', atLeast: 1000 },
      { ours: 'letterlock, to bytes', peer: 'react-email', atLeast: 300 },
    ],
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

/** The receipt with and without wide characters, its templates compiled into `dist/bench`. */
async function againstHandlebars(): Promise<Renderer> {
  say('Compiling receipts …');
  mkdirSync(join(FOLDER, 'emails'), { recursive: true });
  for (const [id, wide] of [
    ['receipt', false],
    ['receipt-wide', true],
  ] as const) {
    writeFileSync(join(FOLDER, 'emails', `${id}.html`), receiptSource({ wide }));
  }
  const source = receiptSource({ wide: true }).replace('</body>', '<img src="picture.png" alt="" /></body>');
  writeFileSync(join(FOLDER, 'emails', 'receipt-picture.html'), source);
  writeFileSync(join(FOLDER, 'emails', 'picture.png'), randomBytes(IMAGE_BYTES));
  // In a process of its own: a heap full of compiler would slow down whoever allocates.
  const args = ['--emails', join(FOLDER, 'emails'), '--out', join(FOLDER, 'artifacts'), '--locales', 'en'];
  execFileSync(process.execPath, [join(ROOT, 'dist/lib/bin.js'), 'build', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const artifacts = (await import(pathToFileURL(join(FOLDER, 'artifacts/index.js')).href)) as Renderer;
  await receipts(artifacts, 'receipt', false);
  await receipts(artifacts, 'receipt-wide', true);
  return artifacts;
}

async function receipts(whole: Renderer, id: string, wide: boolean): Promise<void> {
  const { render, renderBytes, renderInto } = await htmlOnly(join(FOLDER, `artifacts/templates/${id}.js`));

  const specification = Handlebars.precompile(receiptSource({ wide })) as string;
  // What `handlebars` writes into a file for an application to import.
  const handlebars = Handlebars.template(new Function(`return ${specification}`)() as TemplateSpecification);
  const hand = byHand({ wide });
  const context = receiptContext({ wide });
  const settings = { locale: 'en', context };
  const buffer = new Uint8Array(1 << 16);

  const { html } = whole.render(id, settings);
  const written = (size: number): string => new TextDecoder().decode(buffer.subarray(0, size));
  expectEqual(render(id, settings).html, html, 'HTML alone');
  expectEqual(new TextDecoder().decode(renderBytes(id, settings).html), html, 'bytes');
  expectEqual(written(renderInto(id, buffer, settings)), html, 'bytes into a buffer');
  // Wide characters of the template are references in ours, which say the same.
  const said = withoutReferences(html);
  expectEqual(handlebars(context), said, 'Handlebars');
  expectEqual(hand.toString(context), said, 'by hand');
  expectEqual(written(hand.into(context, buffer)), said, 'by hand into a buffer');

  const size = `${kilobytes(html)}, ${wide ? 'with wide characters' : 'ASCII'}`;
  await compare(`HTML to a string, ${size}`, [
    { name: 'letterlock', run: () => read(render(id, settings).html) },
    { name: 'Handlebars', run: () => read(handlebars(context)) },
    { name: 'by hand', run: () => read(hand.toString(context)) },
  ]);
  await compare(
    `HTML as UTF-8 into a given buffer, ${size}`,
    [
      { name: 'letterlock', run: () => renderInto(id, buffer, settings) },
      { name: 'Handlebars + Buffer.from', run: () => bytesOf(handlebars(context)) },
      { name: 'by hand', run: () => hand.into(context, buffer) },
      { name: 'letterlock, to new bytes', run: () => renderBytes(id, settings).html },
      { name: 'letterlock, with text', run: () => whole.renderBytes(id, settings) },
    ],
    [
      { ours: 'letterlock', peer: 'Handlebars + Buffer.from', atLeast: wide ? 8 : 3 },
      { ours: 'letterlock', peer: 'by hand', atMost: 1.2 },
    ],
  );
}

type TemplateSpecification = Parameters<typeof Handlebars.template>[0];

async function againstNodemailer({ render, renderPieces }: Renderer): Promise<void> {
  say('Signing a message both ways …');
  const settings = { locale: 'en', context: receiptContext({ wide: true }) };
  const { bytes, mime, signed } = await prepareDelivery({
    render: () => render('receipt-picture', settings),
    renderPieces: () => renderPieces('receipt-picture', settings),
  });
  const size = `${Math.round(bytes / 1000)} kB with an image`;
  await compare(`Render + MIME, ${size}`, mime);
  await compare(`Render + MIME + DKIM RSA-2048, ${size}, ${IN_FLIGHT} messages in flight`, signed, [
    { ours: 'letterlock', peer: 'nodemailer', atLeast: 5 },
  ]);
}

/** Whole processes, as a pipeline starts them. */
async function buildsAgainstReactEmail(): Promise<void> {
  const count = 60;
  const title = `Cold build of ${count} templates, 1 locale`;
  if (!isWanted(title)) return;
  say(`Timing: ${title} …`);
  const { letterlock, reactEmail } = await timeBuilds(ROOT, join(FOLDER, 'project'), count, 2);
  judge(
    title,
    evaluate([
      { name: 'letterlock build', times: letterlock },
      { name: 'email export', times: reactEmail },
    ]),
    [{ ours: 'letterlock build', peer: 'email export', atMost: 1 }],
  );
}

async function importOfMany(): Promise<void> {
  const count = 60;
  const title = `Import of an index of ${count} templates, a whole process`;
  if (!isWanted(title)) return;
  say(`Compiling ${count} templates …`);
  const bin = join(ROOT, 'dist/lib/bin.js');
  const { index, nothing } = prepareImport(count, { folder: join(FOLDER, 'many'), bin });
  await compare(title, [index, nothing], [{ ours: index.name, peer: nothing.name, milliseconds: 15 }]);
}

async function rebuilding(): Promise<void> {
  const id = 'order-confirmation';
  const title = `A rebuild in dev of emails/${id}.tsx`;
  if (!isWanted(title)) return;
  say('Compiling emails …');
  const { one, four, nothing } = await prepareRebuild(join(ROOT, 'emails'), id, join(FOLDER, 'dev'));
  const marks = [{ ours: one.name, peer: nothing.name, milliseconds: 150 }];
  await compare(title, [one, four, nothing], marks);
}

const kilobytes = (text: string): string => `${Math.round(Buffer.byteLength(text) / 1000)} kB`;

await againstNodemailer(await againstHandlebars());
await againstReactEmail();
await buildsAgainstReactEmail();
await importOfMany();
// The last one, because it leaves a heap full of compiler.
await rebuilding();

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? '',
  environment: process.env['NODE_ENV'] ?? '',
  peers: await peers(ROOT),
};
const output = options.json
  ? JSON.stringify({ ...machine, groups }, undefined, 2)
  : format(groups, machine.peers);
if (groups.length > 0 || lastResult() !== undefined) process.stdout.write(`${output}\n`);
