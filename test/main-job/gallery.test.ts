import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedNames, type Job, privateFolder, read, runMainJob, tableRows } from './job.ts';

const names = expectedNames();
const folder = privateFolder();
const faults: string[] = [];
let job: Job;
let browser: Browser;
let page: Page;
let frames: ReadonlyMap<string, Frame>;

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

beforeAll(async () => {
  job = await runMainJob(folder);
  if (job.status !== 0) throw new Error(job.stderr);
  const executablePath =
    process.env['CHROMIUM'] ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  browser = await chromium.launch({ executablePath, chromiumSandbox: false, args: QUIET });
  // Without a scheme of its own: Playwright's would hold in the messages, whatever the page says.
  page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: null });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) faults.push(`from elsewhere: ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(job.out, 'index.html')).href);
  frames = await loadFrames();
});
afterAll(async () => await browser?.close());

/** The messages by name. They load when they come into view, so each is shown once. */
async function loadFrames(): Promise<ReadonlyMap<string, Frame>> {
  const found = new Map<string, Frame>();
  for (const element of await page.locator('iframe').elementHandles()) {
    await element.scrollIntoViewIfNeeded();
    const source = await element.getAttribute('src');
    const frame = await element.contentFrame();
    await frame!.waitForURL(`**/${source}`, { waitUntil: 'load' });
    found.set(source!.replace(/\.html$/, ''), frame!);
  }
  return found;
}

/** What `measure` gives in each message. */
async function inEach<T>(measure: () => T | Promise<T>): Promise<Readonly<Record<string, T>>> {
  const found: Record<string, T> = {};
  for (const [name, frame] of frames) found[name] = await frame.evaluate(measure);
  return found;
}

const everywhere = <T>(value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.map((name) => [name, value]));

describe('the gallery', () => {
  it('shows every message, without an error and without a request that fails or leaves', () => {
    expect([...frames.keys()].sort()).toEqual(names);
    expect(faults).toEqual([]);
  });

  it('shows every image: those that are elements and those that are backgrounds', async () => {
    const unseen = await inEach(async () => {
      const elements = [...document.images].filter((image) => !image.complete || image.naturalWidth === 0);
      const backgrounds = [...document.querySelectorAll('*')].flatMap((element) => [
        ...getComputedStyle(element).backgroundImage.matchAll(/url\("([^"]+)"\)/g),
      ]);
      const loaded = backgrounds.map(async ([, url]) => {
        const image = new Image();
        image.src = url!;
        return await image.decode().then(
          () => [],
          () => [url!],
        );
      });
      return [...elements.map(({ src }) => src), ...(await Promise.all(loaded)).flat()];
    });
    expect(unseen).toEqual(everywhere([]));
  });

  it('shows the harbour behind the event, and the code that was drawn at run time', async () => {
    const ticket = frames.get('event-ticket.ja')!;
    const background = ticket.locator('[style*="bg-harbour"]');
    expect(await background.evaluate((element) => getComputedStyle(element).backgroundImage)).toMatch(
      /images\/[^/]*bg-harbour\.png/,
    );
    expect((await background.boundingBox())!.height).toBeGreaterThanOrEqual(280);
    const code = ticket.locator('img[src$="ticket.png"]');
    expect(await code.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.width])).toEqual([
      348, 168,
    ]);
  });

  it('speaks the language of each message, in its direction', async () => {
    const found = await inEach(() => `${document.documentElement.lang} ${document.documentElement.dir}`);
    const expected = names.map((name) => {
      const locale = name.slice(name.lastIndexOf('.') + 1);
      return [name, `${locale} ${locale === 'ar' ? 'rtl' : 'ltr'}`];
    });
    expect(found).toEqual(Object.fromEntries(expected));
  });

  it.each([640, 375])('switches the width to %i px, in which every message has room', async (width) => {
    await page.locator('select[name=width]').selectOption(String(width));
    expect(await inEach(() => window.innerWidth)).toEqual(everywhere(width));
    expect(await inEach(() => document.documentElement.scrollWidth)).toEqual(everywhere(width));
  });

  it('switches to the dark and back, which the messages follow', async () => {
    const brightness = (): number => {
      const [red = 0, green = 0, blue = 0] = (
        getComputedStyle(document.querySelector('.nb-page')!).backgroundColor.match(/\d+/g) ?? []
      ).map(Number);
      return (red + green + blue) / 3;
    };
    const switchTo = async (scheme: string) => {
      await page.locator('select[name=scheme]').selectOption(scheme);
      return Object.values(await inEach(brightness));
    };
    for (const value of await switchTo('dark')) expect(value).toBeLessThan(64);
    for (const value of await switchTo('light')) expect(value).toBeGreaterThan(192);
  });

  it('shows the text instead, as it was written', async () => {
    await page.locator('select[name=part]').selectOption('text');
    expect(await page.locator('iframe:visible').count()).toBe(0);
    const shown = await page.locator('pre:visible').allTextContents();
    const written = tableRows(job).map(([id, locale]) => read(job, `${id}.${locale}.txt`).toString());
    expect(shown.map((text) => text.trim())).toEqual(written.map((text) => text.trim()));
    await page.locator('select[name=part]').selectOption('html');
  });

  it('has links to files that exist, and text that a browser reads in every script', async () => {
    const links = await page
      .locator('a')
      .evaluateAll((all: HTMLAnchorElement[]) => all.map(({ href }) => href));
    const files = [...new Set(links.filter((href) => !href.includes('#')))].map((href) =>
      fileURLToPath(href),
    );
    expect(files).toHaveLength(3 * names.length + 2);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);

    const other = await browser.newPage();
    for (const name of names.filter((each) => /\.(ja|ar)$/.test(each))) {
      await other.goto(pathToFileURL(join(job.out, `${name}.txt`)).href);
      expect((await other.locator('pre').textContent())?.trim()).toBe(
        read(job, `${name}.txt`).toString().trim(),
      );
    }
    await other.close();
  });
});
