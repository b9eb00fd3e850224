import { join } from 'node:path';
import mjml2html from 'mjml';
import { expect, test } from 'vitest';
import { loadArtifacts } from '../../src/cli/artifacts.ts';
import { build } from '../../src/compile/index.ts';
import { folder } from '../artifact/folder.ts';
import { theirs } from '../handlebars/support.ts';

const SOURCE = `<mjml><mj-head>
    <mj-style inline="inline">
      .big { letter-spacing: 1px; color: blue } .sale p { color: red } p + p { text-indent: 2px }
    </mj-style>
    <mj-style>p.late { color: green } @media print { p { top: 0 } }</mj-style>
  </mj-head><mj-body>
    <mj-section css-class="{{#if sale}}sale{{else}}plain{{/if}}"><mj-column>
      <mj-text css-class="{{#if big}}big{{/if}}">Hi</mj-text>
      <mj-text><p class="{{#if big}}big{{/if}} late" style="margin: 0">a</p>{{#if sale}}<p>b</p>{{/if}}<p>c</p></mj-text>
    </mj-column></mj-section>
  </mj-body></mjml>`;

/** The declarations of mj-style on every element that the template has written or named. */
const stylesOf = (html: string): readonly string[] =>
  [...html.matchAll(/<(?:p|td[^>]*class="big")[^>]*>/g)].map(([tag]) =>
    [...tag.matchAll(/(?:letter-spacing|[^-]color|text-indent):\s*[^;"]+/g)]
      .map(([declaration]) => declaration.replaceAll(/[\s"]/g, ''))
      .toSorted()
      .join(';'),
  );

test('T9: classes that a condition chooses get the rules of <mj-style inline="inline">, which weigh as MJML has them', async () => {
  const root = folder({ 'emails/a.mjml': SOURCE });
  await build({ emails: join(root, 'emails'), out: join(root, 'out') });
  const artifacts = await loadArtifacts(join(root, 'out'));
  for (const context of [
    { big: true, sale: true },
    { big: true, sale: false },
    { big: false, sale: true },
    { big: false, sale: false },
  ]) {
    const { html } = artifacts.render('a', { context });
    const finished = (await mjml2html(theirs(SOURCE, context))).html;
    // MJML leaves the other style sheet in <head>; here its rules come behind what MJML has put in place.
    const green = finished.replace(
      /(<p[^>]* late"[^>]*style=")([^"]*)/,
      (tag, start: string, style: string) =>
        /(?:^|[^-])color/.test(style) ? tag : `${start} color: green; ${style}`,
    );
    const expected = stylesOf(green);
    expect(stylesOf(html)).toEqual(expected);
    expect(html).not.toContain('letterlock-inlined');
    expect(html).toContain('@media print');
  }
});
