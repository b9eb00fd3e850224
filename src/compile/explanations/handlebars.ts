import { type ExplanationGroup, files, html, markdown, mjml } from './explanation.ts';

const ENGLISH = { 'emails/locales/en.json': '{ "open": "To pay", "paid": "Paid" }' };

export const HANDLEBARS: ExplanationGroup = {
  title: 'Handlebars in MJML, Markdown and HTML',
  entries: [
    {
      code: 'HANDLEBARS_SYNTAX',
      title: 'The braces cannot be read as Handlebars',
      why: 'Somewhere an expression or a block is not closed, or closed twice. The place is where reading stopped; the opening may stand further up. Braces that shall be printed are written with a backslash before them.',
      wrong: html(`
        <p>Hello {{#if name}}{{name}}</p>`),
      right: html(`
        <p>Hello {{#if name}}{{name}}{{/if}}</p>`),
    },
    {
      code: 'HELPER_UNKNOWN',
      title: 'A helper that does not exist',
      why: 'An expression with operands calls a helper, and there is none of this name. Besides the helpers that every template has, there are the functions that `_helpers.ts` in the folder of templates exports.',
      wrong: html(`
        <p>Hello {{upper name}}</p>`),
      right: html(
        `
        <p>Hello {{upper name}}</p>`,
        { 'emails/_helpers.ts': 'export const upper = (name: string) => name.toUpperCase();' },
      ),
    },
    {
      code: 'HELPERS_INVALID',
      title: 'The module of helpers cannot be used',
      why: '`_helpers.ts` in the folder of templates is loaded by the build, and bundled for the artifacts. It cannot be read, throws while it is loaded, exports a name of a block that is compiled (`if`, `unless`, `each`, `with`, `lookup`, `t`), or imports `letterlock/template`, whose values are those of the build.',
      wrong: html(
        `
        <p>{{upper name}}</p>`,
        { 'emails/_helpers.ts': 'export const upper = (name: string) => name.toUpperCase(;' },
      ),
      right: html(
        `
        <p>{{upper name}}</p>`,
        { 'emails/_helpers.ts': 'export const upper = (name: string) => name.toUpperCase();' },
      ),
    },
    {
      code: 'HELPER_ARGUMENTS',
      title: 'A helper with too few or too many operands',
      why: 'Every helper takes a certain number of operands, and only options that it knows. A condition of several parts is one operand, in parentheses. The hint shows how the helper is written.',
      wrong: html(`
        {{#if paid late}}<p>Please pay.</p>{{/if}}`),
      right: html(`
        {{#if (and open late)}}<p>Please pay.</p>{{/if}}`),
    },
    {
      code: 'HELPER_OPTION_INVALID',
      title: 'An option of a helper has a value that Intl refuses',
      why: 'The helpers `number`, `currency`, `date` and `list` hand their options to Intl. Constant ones are tried at build, so that a misspelt one is found now and not in a mail.',
      wrong: html(`
        <p>{{number share style="procent"}}</p>`),
      right: html(`
        <p>{{number share style="percent"}}</p>`),
    },
    {
      code: 'PARENT_MISSING',
      title: '../ leads out of the template',
      why: '`../` goes from inside an `each` or a `with` to what is around it. Here nothing is around it: `if` and `unless` do not go in, and a partial sees only what it is given.',
      wrong: html(`
        {{#if name}}<p>Hello {{../name}}</p>{{/if}}`),
      right: html(`
        {{#if name}}<p>Hello {{name}}</p>{{/if}}`),
    },
    {
      code: 'DATA_UNKNOWN',
      title: 'A value with @ that does not exist here',
      why: '`@index`, `@first`, `@last` and `@key` belong to the loop around them, so they need an `each`. The others, such as `@root` and `@locale`, are there everywhere.',
      wrong: html(`
        <p>{{@index}}. {{name}}</p>`),
      right: html(`
        {{#each names}}<p>{{@index}}. {{this}}</p>{{/each}}`),
    },
    {
      code: 'SECTION_AMBIGUOUS',
      title: 'A block that may be a loop or a condition uses a value of loops',
      why: 'In `{{#name}}…{{/name}}` the value decides when a message is made: a list makes a loop, an object changes `this`, anything else is a condition. What `@index` or `../` mean inside would differ. Say which one you mean, with `each`, `with` or `if`.',
      wrong: html(`
        {{#items}}<p>{{@index}}. {{title}}</p>{{/items}}`),
      right: html(`
        {{#each items}}<p>{{@index}}. {{title}}</p>{{/each}}`),
    },
    {
      code: 'PARTIAL_MISSING',
      title: 'A partial that does not exist',
      why: 'Partials are looked for in _partials and _components, in the folder of templates and beside the template, by the name of their file; a name that begins with `./` is a path. None was found.',
      wrong: html(`
        <p>Hello</p>{{> foter}}`),
      right: html(
        `
        <p>Hello</p>{{> footer}}`,
        { 'emails/_partials/footer.hbs': '<p>Example Ltd</p>' },
      ),
    },
    {
      code: 'PARTIAL_DYNAMIC',
      title: 'The context says which partial is meant',
      why: 'Partials are put into the template at build, and then which one it is must be known. Name each that may be meant, and choose between them by a condition.',
      wrong: html(`
        {{> (lookup . "kind")}}`),
      right: html(
        `
        {{#if (eq kind "short")}}{{> short}}{{else}}{{> long}}{{/if}}`,
        { 'emails/_partials/short.hbs': '<p>Hi</p>', 'emails/_partials/long.hbs': '<p>Good morning</p>' },
      ),
    },
    {
      code: 'PARTIAL_RECURSIVE',
      title: 'A partial, include or layout includes itself',
      why: 'Partials are put into the template at build, so a partial that includes itself would never end, even inside a condition. Flatten a tree to rows before rendering, and loop over them.',
      wrong: html(
        `
        {{> node}}`,
        { 'emails/_partials/node.hbs': '<p>{{name}}</p>{{#each children}}{{> node}}{{/each}}' },
      ),
      right: html(`
        {{#each rows}}<p style="padding-left: {{indent}}px">{{name}}</p>{{/each}}`),
    },
    {
      code: 'FILE_MISSING',
      title: 'A file that the template names does not exist',
      why: 'A template names other files: its layout in the front matter, or an `mj-include`. Layouts lie in _layouts and are named without extension; paths are relative to the file that names them.',
      wrong: markdown(`
        ---
        layout: bsae
        ---

        Hello!`),
      right: markdown(
        `
        ---
        layout: base
        ---

        Hello!`,
        { 'emails/_layouts/base.html': '<html><body>{{> content}}</body></html>' },
      ),
    },
    {
      code: 'FILE_OUTSIDE',
      title: 'A file outside of the folder of templates',
      why: 'A template can include files of the folder of templates and no others, also not by a link. So a template that came from somewhere else cannot carry secrets of the machine into a mail. Move the file into the folder.',
      wrong: mjml(
        `
        <mjml><mj-body><mj-include path="../shared/footer.mjml" /></mj-body></mjml>`,
        {
          'shared/footer.mjml': `
            <mj-section><mj-column><mj-text>Example Ltd</mj-text></mj-column></mj-section>`,
        },
      ),
      right: mjml(
        `
        <mjml><mj-body><mj-include path="./_shared/footer.mjml" /></mj-body></mjml>`,
        {
          'emails/_shared/footer.mjml': `
            <mj-section><mj-column><mj-text>Example Ltd</mj-text></mj-column></mj-section>`,
        },
      ),
    },
    {
      code: 'MESSAGE_KEY_DYNAMIC',
      title: 'The context says which message is meant',
      why: 'Messages are looked up at build, in every locale, so that a missing one is found before a mail goes out. A key that comes from the context cannot be looked up then. Choose between constant keys, or write one message with `select`.',
      wrong: html(
        `
        <p>{{t state}}</p>`,
        ENGLISH,
      ),
      right: html(
        `
        <p>{{#if paid}}{{t "paid"}}{{else}}{{t "open"}}{{/if}}</p>`,
        ENGLISH,
      ),
    },
    {
      code: 'FRONT_MATTER_INVALID',
      title: 'The front matter cannot be read',
      why: 'Between two lines of `---`, a template may begin with YAML: its subject, preheader, layout, previews and constants. What stands there is no YAML, or a field has a value that it cannot have. Values with braces or colons need quotation marks.',
      wrong: markdown(`
        ---
        subject: {{name}}, welcome
        ---

        Hello!`),
      right: markdown(`
        ---
        subject: "{{name}}, welcome"
        ---

        Hello!`),
    },
    {
      code: 'FRONT_MATTER_KEY',
      title: 'A key of the front matter may be misspelt',
      why: 'Keys that letterlock does not know are constants, which the template can print. This one is printed nowhere, and its name is close to that of a field, so that the field may be meant. It is a warning.',
      wrong: markdown(`
        ---
        subject: Welcome
        previws:
          first: { name: Ada }
        ---

        Hello {{name}}!`),
      right: markdown(`
        ---
        subject: Welcome
        previews:
          first: { name: Ada }
        ---

        Hello {{name}}!`),
    },
    {
      code: 'BLOCK_MISNESTED',
      title: 'A condition or loop begins in one element and ends in another',
      why: 'The template is taken as a tree: every condition and loop holds whole elements. One that crosses the edge of an element would open it without closing it in some mails, and mail programs repair that each in their own way.',
      wrong: html(`
        <table>{{#if vip}}<tr><td>Gold</td>{{/if}}</tr></table>`),
      right: html(`
        <table>{{#if vip}}<tr><td>Gold</td></tr>{{/if}}</table>`),
    },
    {
      code: 'ELEMENT_MISNESTED',
      title: 'An element ends before one that began inside of it',
      why: 'Browsers repair crossed tags by opening bold, italic, links and the like again behind the element that closed them, and mail programs do it each in their own way. The template is taken as a tree, in which that is not so. Close what was opened last first.',
      wrong: html(`
        <p><b>Gold <i>until</b> May</i></p>`),
      right: html(`
        <p><b>Gold <i>until</i></b> <i>May</i></p>`),
    },
    {
      code: 'ATTRIBUTE_NAME_DYNAMIC',
      title: 'The context names an attribute',
      why: 'Which attributes an element has is settled at build; only their values may come later. A name from the context could be any attribute, also one that runs code. Write the attribute by name, with a condition around it where it may be missing.',
      wrong: html(`
        <td {{side}}="right">Total</td>`),
      right: html(`
        <td {{#if right}}align="right"{{/if}}>Total</td>`),
    },
    {
      code: 'TAG_DYNAMIC',
      title: 'The context names an element',
      why: 'Which elements a template consists of is settled at build. A < directly before a value or a condition would begin an element whose name comes later, and so would a declaration with a value in it. Write each element by name, with a condition around the whole of it, and &lt; for a < that is text.',
      wrong: html(`
        <h{{level}}>Total</h{{level}}>`),
      right: html(`
        {{#if small}}<h3>Total</h3>{{else}}<h2>Total</h2>{{/if}}`),
    },
    {
      code: 'RESERVED_CHARACTER',
      title: 'The source holds a character that the compiler needs for itself',
      why: 'Two characters of the private-use area, U+E000 and U+E001, mark the places of values while a template is compiled. They often come from an icon font, of which mail programs show nothing. Use an image or an ordinary character.',
      wrong: files({ 'emails/x.html': '<p>\uE000 Hello</p>' }),
      right: files({ 'emails/x.html': '<p>★ Hello</p>' }),
    },
  ],
};
