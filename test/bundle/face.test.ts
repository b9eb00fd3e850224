import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle, type Bundle, strangers } from './bundle.ts';

/**
 * The run-time face must run where there is no Node: whatever it wants from outside its own sources shows up here.
 */

describe('the run-time face', () => {
  let face: Bundle;
  beforeAll(async () => {
    face = await bundle('index.ts');
  });

  test('has no Node module and no package in its graph', () => {
    expect(face.foreign).toEqual([]);
  });

  test('is made of render, message, mime and the draft only', () => {
    expect(strangers(face)).toEqual([]);
    const parts = new Set(face.files.map((file) => file.replace(/\/.*/, '/')));
    expect([...parts].sort()).toEqual(['errors.ts', 'locale.ts', 'message/', 'mime/', 'render/', 'send/']);
  });

  test('an application that only renders leaves message and MIME out', async () => {
    const files = { 'app.js': "export { createRenderer } from 'letterlock';" };
    const render = await bundle('app.js', { files });
    expect(render.files.filter((file) => /^(message|mime|send)\//.test(file))).toEqual([]);
  });

  test('renders, composes and serialises where there are only web globals', async () => {
    const program = `
      import * as $ from 'letterlock';
      import { compose, createRenderer, draft, toRaw } from 'letterlock';
      const html = (s, x) => (c) => s[0] + x.react(c.name, 'name') + s[1];
      const write = (c, images, w) => { w.part(0); w.react(c.name, 'name'); w.part(1); };
      const text = (c) => { const w = new $.TextWriter(); w.slot(c.name); return w.finish(); };
      const locale = { dir: 'ltr', statics: ['<p>Grüße, ', '</p>'], html, write, text, subject: () => 'Grüße', images: [] };
      const { render, renderBytes } = createRenderer([{ id: 'a', hash: '', locales: { de: locale } }], 'de');
      const context = { name: 'Zoë & 李' };
      const message = compose(render('a', { context }), { from: 'a@example.com', to: 'b@example.com' });
      const decode = (bytes) => new TextDecoder().decode(bytes);
      export const html8 = decode(renderBytes('a', { context }).html);
      export const raw = decode(toRaw(message).bytes);
      export const unsent = decode(draft(message).bytes);`;
    const { code } = await bundle('app.js', { files: { 'app.js': program }, format: 'iife' });
    const globals = { TextEncoder, TextDecoder, atob, btoa, crypto: globalThis.crypto };
    const result = runInNewContext(`${code};bundle`, globals) as Record<'html8' | 'raw' | 'unsent', string>;
    expect(result.html8).toBe('<p>Grüße, Zoë &amp; 李</p>');
    expect(result.raw).toMatch(/^From: a@example\.com\r\nTo: b@example\.com\r\n/);
    expect(result.raw).toContain('Content-Type: multipart/alternative');
    expect(result.unsent).toContain('X-Unsent: 1\r\n');
  });
});

describe('the check reports', () => {
  test('a Node module in the graph', async () => {
    const found = await bundle('secure/dkim/index.ts');
    expect(found.foreign).toContain('node:crypto');
    expect(strangers(found)).toContain('secure/dkim/sign.ts');
  });

  test('a package, and a layer that has no business there', async () => {
    const found = await bundle('send/index.ts');
    expect(found.foreign.some((id) => id.startsWith('nodemailer'))).toBe(true);
    expect(strangers(found)).toContain('send/smtp.ts');
  });
});
