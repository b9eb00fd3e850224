import { type ExplanationGroup, mjml } from './explanation.ts';

export const MJML: ExplanationGroup = {
  title: 'MJML',
  entries: [
    {
      code: 'MJML_INVALID',
      title: 'MJML does not accept the template',
      why: 'An element does not exist or stands where it may not. MJML itself would leave it out or guess; a build reports it instead.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-txt>Hello</mj-txt></mj-column></mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_ATTRIBUTE',
      title: 'MJML does not know an attribute, or the form of its value',
      why: 'MJML passes over attributes that it does not know, and prints values of another form as they are. The mail is built as MJML would make it. This is a warning, because an attribute is easily misspelt.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text colour="red">Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text color="red">Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_TEXT',
      title: 'Text where MJML drops it',
      why: 'Only some elements hold text: `mj-text`, `mj-button`, `mj-table`, `mj-raw` and a few more. MJML drops what stands directly in a section or a column, without a word, and the mail would lack it.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section><mj-column>Hello {{name}}</mj-column></mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello {{name}}</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_BLOCK_PLACE',
      title: 'A condition or loop where MJML has no place for it',
      why: 'Conditions may stand around sections, columns and what is in them, inside of texts, and in the values of attributes. Between attributes, or around parts of the head that MJML gathers, they would be lost.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section {{#if urgent}}background-color="red"{{/if}}>
              <mj-column><mj-text>Hello</mj-text></mj-column>
            </mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section background-color="{{#if urgent}}red{{else}}white{{/if}}">
              <mj-column><mj-text>Hello</mj-text></mj-column>
            </mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_BLOCK_MISNESTED',
      title: 'A condition or loop begins in one element and ends in another',
      why: 'Every condition and loop holds whole elements of MJML. One that crosses the edge of a section or column would leave it open in some mails.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              {{#if vip}}<mj-column><mj-text>Gold</mj-text>{{/if}}
              </mj-column>
            </mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              <mj-column>{{#if vip}}<mj-text>Gold</mj-text>{{/if}}</mj-column>
            </mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_ATTRIBUTE_DYNAMIC',
      title: 'The context decides an attribute that MJML computes with',
      why: 'Widths, paddings and borders are computed at build: a column of 50 % with a padding of 10 px becomes so many pixels in Outlook. A value that comes later cannot take part in that. Give it a constant, and choose between whole elements where it has to vary.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              <mj-column width="{{width}}px"><mj-text>Hello</mj-text></mj-column>
            </mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              {{#if wide}}
                <mj-column width="400px"><mj-text>Hello</mj-text></mj-column>
              {{else}}
                <mj-column width="200px"><mj-text>Hello</mj-text></mj-column>
              {{/if}}
            </mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_COLUMN_WIDTH',
      title: 'A loop makes columns without a width',
      why: 'MJML shares the width of a section among its columns, so it counts them. How many a loop makes is known only when a message is made. With a width of their own, columns need not be counted; they wrap where they do not fit.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              {{#each items}}<mj-column><mj-text>{{this}}</mj-text></mj-column>{{/each}}
            </mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              {{#each items}}<mj-column width="50%"><mj-text>{{this}}</mj-text></mj-column>{{/each}}
            </mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_TOO_MANY_CHOICES',
      title: 'Too many conditions decide which columns a section has',
      why: 'MJML shares the width of a section among its columns, so a section is written out once for every combination of them. Each condition doubles their number. With a width of their own, the columns need not be counted, and any number of conditions will do.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              {{#if a}}<mj-column><mj-text>a</mj-text></mj-column>{{/if}}
              {{#if b}}<mj-column><mj-text>b</mj-text></mj-column>{{/if}}
              {{#if c}}<mj-column><mj-text>c</mj-text></mj-column>{{/if}}
              {{#if d}}<mj-column><mj-text>d</mj-text></mj-column>{{/if}}
              {{#if e}}<mj-column><mj-text>e</mj-text></mj-column>{{/if}}
              {{#if f}}<mj-column><mj-text>f</mj-text></mj-column>{{/if}}
            </mj-section>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-section>
              {{#if a}}<mj-column width="100px"><mj-text>a</mj-text></mj-column>{{/if}}
              {{#if b}}<mj-column width="100px"><mj-text>b</mj-text></mj-column>{{/if}}
              {{#if c}}<mj-column width="100px"><mj-text>c</mj-text></mj-column>{{/if}}
              {{#if d}}<mj-column width="100px"><mj-text>d</mj-text></mj-column>{{/if}}
              {{#if e}}<mj-column width="100px"><mj-text>e</mj-text></mj-column>{{/if}}
              {{#if f}}<mj-column width="100px"><mj-text>f</mj-text></mj-column>{{/if}}
            </mj-section>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_GAP',
      title: 'A wrapper with a gap begins with a condition',
      why: 'In a wrapper with `gap`, every section but the first gets a space above. Where a condition or a loop comes first, which section is the first depends on the message. Use padding on the sections, or begin with a section that is always there.',
      wrong: mjml(`
        <mjml>
          <mj-body>
            <mj-wrapper gap="20px">
              {{#if note}}<mj-section><mj-column><mj-text>{{note}}</mj-text></mj-column></mj-section>{{/if}}
              <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
            </mj-wrapper>
          </mj-body>
        </mjml>`),
      right: mjml(`
        <mjml>
          <mj-body>
            <mj-wrapper gap="20px">
              <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
              {{#if note}}<mj-section><mj-column><mj-text>{{note}}</mj-text></mj-column></mj-section>{{/if}}
            </mj-wrapper>
          </mj-body>
        </mjml>`),
    },
    {
      code: 'MJML_CONFIG_INVALID',
      title: 'The configuration of MJML cannot be used',
      why: 'The `.mjmlconfig` or `.mjmlconfig.js` nearest to a template names the components of the project and MJML’s options. It cannot be read, has a value of another kind, or one of its packages cannot be loaded or exports no component. MJML would go on without it, and leave out the elements.',
      wrong: mjml(
        `
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`,
        { 'emails/.mjmlconfig': '{ "packages": "./components/MjCard.js" }' },
      ),
      right: mjml(
        `
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`,
        { 'emails/.mjmlconfig': '{ "packages": [] }' },
      ),
    },
    {
      code: 'MJML_OPTION_UNSUPPORTED',
      title: 'An option of MJML that is not supported',
      why: 'The configuration of MJML has an option that would make the mail another one, and letterlock cannot do what it says: preprocessors change text before MJML reads it, a skeleton is another page around the mail, and options of juice inline styles otherwise. Remove the option, or change what it did in the templates.',
      wrong: mjml(
        `
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`,
        { 'emails/.mjmlconfig': '{ "options": { "skeleton": "./page.js" } }' },
      ),
      right: mjml(
        `
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`,
        { 'emails/.mjmlconfig': '{ "options": { "keepComments": false } }' },
      ),
    },
    {
      code: 'MJML_OPTION_UNUSED',
      title: 'An option of MJML that has no effect',
      why: 'Letterlock includes files, inlines styles and prints HTML by itself, so options of MJML for that (`minify`, `beautify`, `templateSyntax` and the like) change nothing. This is a warning, because the mail shows the same. For small HTML there is the option `minify` of letterlock.',
      wrong: mjml(
        `
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`,
        { 'emails/.mjmlconfig': '{ "options": { "minify": true } }' },
      ),
      right: mjml(
        `
        <mjml>
          <mj-body>
            <mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
          </mj-body>
        </mjml>`,
        { 'emails/.mjmlconfig': '{ "options": {} }' },
      ),
    },
    {
      code: 'MJML_NOT_INSTALLED',
      title: 'The package mjml is not installed',
      why: 'Templates in MJML are laid out by the package mjml, which letterlock does not bring along, so that projects without MJML need not install it. It could not be loaded.',
      remedy: 'Run npm install --save-dev mjml@5 in the project that holds the templates.',
    },
  ],
};
