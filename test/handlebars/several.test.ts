import { describe, expect, test } from 'vitest';
import { foundIn } from '../explain/examples.ts';

describe('all that is refused is reported at once, in the order of the source, each where it stands', () => {
  test('in HTML: helpers, messages, partials, style sheets and images', async () => {
    expect(
      await foundIn({
        'locales/en.json': '{ "hello": "Hello {name}" }',
        'locales/de.json': '{ "hello": "Hallo {name}" }',
        '_partials/foot.hbs': '<p>{{shout name}}{{> lost}}</p>',
        'x.html': [
          '---',
          `subject: "{{t 'gone'}} {{whisper name}}"`,
          'styles: [lost.css, none.css]',
          '---',
          '<p>{{upper name}} {{currency (price item) "EUR"}} {{t "hello"}}</p>',
          `{{#each (lines order)}}<p>{{lower this}} {{@where}}</p>{{else}}{{t 'none'}}{{/each}}`,
          '{{#if (odd n)}}{{> nowhere}}{{/if}}{{> foot}}{{> foot}}',
          '<p {{name}}="1">x</p><img src="lost.png"><img src="gone.png">',
        ].join('\n'),
      }),
    ).toEqual([
      'HELPER_UNKNOWN _partials/foot.hbs {{shout name}}{{',
      'PARTIAL_MISSING _partials/foot.hbs {{> lost}}</p>',
      "MESSAGE_MISSING x.html {{t 'gone'}} {{w",
      'HELPER_UNKNOWN x.html {{whisper name}}',
      'STYLE_MISSING x.html lost.css, none.c',
      'STYLE_MISSING x.html none.css]',
      'HELPER_UNKNOWN x.html {{upper name}} {',
      'HELPER_UNKNOWN x.html (price item) "EU',
      'MESSAGE_ARGUMENT_MISSING x.html {{t "hello"}}</p',
      'HELPER_UNKNOWN x.html (lines order)}}<',
      'HELPER_UNKNOWN x.html {{lower this}} {',
      'DATA_UNKNOWN x.html @where}}</p>{{el',
      "MESSAGE_MISSING x.html {{t 'none'}}{{/e",
      'HELPER_UNKNOWN x.html (odd n)}}{{> now',
      'PARTIAL_MISSING x.html {{> nowhere}}{{/',
      'ATTRIBUTE_NAME_DYNAMIC x.html name}}="1">x</p>',
      'ASSET_MISSING x.html lost.png"><img s',
      'ASSET_MISSING x.html gone.png">',
    ]);
  });

  test('in MJML', async () => {
    expect(
      await foundIn({
        'x.mjml': `
          <mjml><mj-head>{{#if a}}<mj-title>x</mj-title>{{/if}}</mj-head><mj-body>
            <mj-include path="lost.mjml" /><mj-include path="gone.mjml" />
            <mj-section {{#if a}}padding="0"{{/if}}>text {{upper name}}
              <mj-column width="{{w}}px"><mj-text>{{shout a}}</mj-text></mj-column>
              {{#each items}}<mj-column><mj-text>x</mj-text></mj-column>{{/each}}
            </mj-section>
            <mj-wrapper gap="1px">{{#if a}}<mj-section></mj-section>{{/if}}</mj-wrapper>
            <mj-section><mj-column padding="{{p}}"><mj-image src="lost.png" /><mj-txt>x</mj-txt></mj-column></mj-section>
          </mj-body></mjml>`,
      }),
    ).toEqual([
      'MJML_BLOCK_PLACE x.mjml {{#if a}}<mj-tit',
      'FILE_MISSING x.mjml <mj-include path',
      'FILE_MISSING x.mjml <mj-include path',
      'MJML_BLOCK_PLACE x.mjml <mj-section {{#i',
      'MJML_TEXT x.mjml text {{upper nam',
      'HELPER_UNKNOWN x.mjml {{upper name}}',
      'MJML_ATTRIBUTE_DYNAMIC x.mjml width="{{w}}px">',
      'HELPER_UNKNOWN x.mjml {{shout a}}</mj-',
      'MJML_COLUMN_WIDTH x.mjml <mj-column><mj-t',
      'MJML_GAP x.mjml {{#if a}}<mj-sec',
      'MJML_ATTRIBUTE_DYNAMIC x.mjml padding="{{p}}">',
      'ASSET_MISSING x.mjml lost.png" /><mj-',
      'MJML_INVALID x.mjml <mj-txt>x</mj-tx',
    ]);
  });

  test('in Markdown and Inky', async () => {
    expect(
      await foundIn({
        'a.md':
          '# {{shout name}}\n\n{{#each items}}\n- {{lower this}}\n{{/each}}\n\n{{t "lost"}} ![x](lost.png)\n',
        'b.inky': `
          <container><row><columns large="{{a}}">{{shout a}}</columns></row>
            <spacer size="{{s}}"></spacer><row>{{#each items}}<columns>x</columns>{{/each}}</row></container>`,
      }),
    ).toEqual([
      'HELPER_UNKNOWN a.md {{shout name}}',
      'HELPER_UNKNOWN a.md {{lower this}}',
      'MESSAGE_MISSING a.md {{t "lost"}} ![x',
      'ASSET_MISSING a.md lost.png)',
      'INKY_ATTRIBUTE_DYNAMIC b.inky <columns large="',
      'HELPER_UNKNOWN b.inky {{shout a}}</col',
      'INKY_COLUMNS_LOOPED b.inky <columns>x</colu',
    ]);
  });
});
