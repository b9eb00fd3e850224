import { type ExplanationGroup, html, tsx } from './explanation.ts';

/** Stands for the content of an image. */
const IMAGE = '(an image)';

/** Short files that make a long page: each holds the one before twelve times. */
const repeated = (name: string): string => `{{> ${name}}}`.repeat(12);
const LONG: Readonly<Record<string, string>> = {
  'emails/_partials/a.html': '<p>A long story, told in all detail, from its very beginning to the end.</p>',
  'emails/_partials/b.html': repeated('a'),
  'emails/_partials/c.html': repeated('b'),
};
const STYLES: Readonly<Record<string, string>> = {
  'emails/_partials/r.html': 'p:hover { color: darkslategray }',
  'emails/_partials/q.html': repeated('r'),
  'emails/_partials/s.html': repeated('q'),
};

export const ASSETS: ExplanationGroup = {
  title: 'Images and style sheets',
  entries: [
    {
      code: 'ASSET_MISSING',
      title: 'An image that does not exist',
      why: 'Images of the project are embedded into the mail, so they are read at build. A relative path is looked for beside the template; one that begins with a slash in the folder of templates, in its static folder, and beside it in static and public. An image on the web needs its full address.',
      wrong: html(`
        <img src="/logo.png" alt="Example Ltd">`),
      right: html(
        `
        <img src="/logo.png" alt="Example Ltd">`,
        { 'emails/static/logo.png': IMAGE },
      ),
    },
    {
      code: 'ASSET_OUTSIDE',
      title: 'An image outside of the project',
      why: 'A path that leads out of the project is refused, so that a template that came from somewhere else cannot carry files of the machine into a mail. Copy the image into the folder of templates.',
      wrong: html(
        `
        <img src="../../logo.png" alt="Example Ltd">`,
        { '../logo.png': IMAGE },
      ),
      right: html(
        `
        <img src="./logo.png" alt="Example Ltd">`,
        { 'emails/logo.png': IMAGE },
      ),
    },
    {
      code: 'ASSET_TYPE_UNKNOWN',
      title: 'An image of a type that mail programs do not show',
      why: 'The type of an image is told by the extension of its file, and mail programs know only a few: PNG, JPEG and GIF everywhere, WebP, SVG and BMP in some. Convert the image to one of them.',
      wrong: html(
        `
        <img src="./logo.tiff" alt="Example Ltd">`,
        { 'emails/logo.tiff': IMAGE },
      ),
      right: html(
        `
        <img src="./logo.png" alt="Example Ltd">`,
        { 'emails/logo.png': IMAGE },
      ),
    },
    {
      code: 'ASSET_DYNAMIC',
      title: 'The path of an image is put together when a message is made',
      why: 'Images of the project are embedded at build, and an image whose name comes from the context cannot be found then. Choose between paths that are written out. An image that belongs to one message, such as a QR code, is passed in with the context and `image()`.',
      wrong: tsx(`
        export default function Email({ plan }: { plan: string }) {
          return <html><body><img src={\`/static/\${plan}.png\`} alt={plan} /></body></html>;
        }`),
      right: tsx(
        `
        export default function Email({ plan }: { plan: string }) {
          const badge = plan === 'gold' ? '/static/gold.png' : '/static/plain.png';
          return <html><body><img src={badge} alt={plan} /></body></html>;
        }`,
        { 'emails/static/gold.png': IMAGE, 'emails/static/plain.png': `${IMAGE} of another` },
      ),
    },
    {
      code: 'STYLE_MISSING',
      title: 'A style sheet that does not exist',
      why: 'Style sheets of the project are put into the mail at build. A path is relative to the file that names it; one that begins with @styles/ is looked for in _styles or styles, in the folder of templates. A style sheet on the web stays a link.',
      wrong: html(`
        <html>
          <head><link rel="stylesheet" href="./brand.css"></head>
          <body><p>Hello</p></body>
        </html>`),
      right: html(
        `
        <html>
          <head><link rel="stylesheet" href="@styles/brand.css"></head>
          <body><p>Hello</p></body>
        </html>`,
        { 'emails/_styles/brand.css': 'p { color: navy }' },
      ),
    },
    {
      code: 'STYLE_INVALID',
      title: 'A style sheet cannot be put into the mail',
      why: 'The file is no CSS, or holds something that would end the style element, or one of the two characters that the compiler needs for itself. Sass and Less have to be compiled to CSS first; characters of icon fonts are written as escapes.',
      wrong: html(
        `
        <html>
          <head><link rel="stylesheet" href="@styles/brand.scss"></head>
          <body><p>Hello</p></body>
        </html>`,
        { 'emails/_styles/brand.scss': '$brand: navy; p { color: $brand }' },
      ),
      right: html(
        `
        <html>
          <head><link rel="stylesheet" href="@styles/brand.css"></head>
          <body><p>Hello</p></body>
        </html>`,
        { 'emails/_styles/brand.css': 'p { color: navy }' },
      ),
    },
    {
      code: 'CSS_CONDITIONAL',
      title: 'A style element stands in a loop',
      why: 'Styles are put onto their elements at build. A style sheet that a loop prints, or that has a loop inside, holds other rules in each message, and nobody knows which at build. A condition around a style sheet is no trouble. Let the sheet stand outside of the loop; or mark the element with `data-embed`, and its rules stay in the style sheet, where not all mail programs see them.',
      wrong: html(`
        <html>
          <head>{{#each themes}}<style>.sum { color: {{color}} }</style>{{/each}}</head>
          <body><p class="sum">42</p></body>
        </html>`),
      right: html(`
        <html>
          <head><style>.sum { color: {{theme.color}} }</style></head>
          <body><p class="sum">42</p></body>
        </html>`),
    },
    {
      code: 'CSS_UNDECIDED',
      title: 'A selector asks what cannot be known where the element is printed',
      why: 'Styles are put onto their elements at build, with a choice where the context decides. Conditions, classes, `:first-child`, `:nth-child` and `a + b` are worked out, also in loops. What remains is what another turn of a loop shows, how much raw HTML brings, and attributes whose value is free.',
      wrong: html(`
        <html>
          <head><style>.big + p { margin: 0 }</style></head>
          <body>{{#each notes}}<p class="{{#if big}}big{{/if}}">{{text}}</p>{{/each}}</body>
        </html>`),
      right: html(`
        <html>
          <head><style>.after-big { margin: 0 }</style></head>
          <body>{{#each notes}}<p class="{{#if afterBig}}after-big{{/if}}">{{text}}</p>{{/each}}</body>
        </html>`),
    },
    {
      code: 'CSS_TOO_MANY_CHOICES',
      title: 'The style of an element depends on too many conditions',
      why: 'For each combination of what decides the style of an element, the artifact holds that style once. With more than six conditions that are too many. A class that is a value of the context counts once for each rule that it may bring.',
      wrong: html(`
        <html>
          <head><style>
            .a { color: red } .b { margin: 0 } .c { padding: 0 } .d { border: 0 }
            .e { width: 1px } .f { height: 1px } .g { font-size: 1px }
          </style></head>
          <body><p class="{{name}}">Hello</p></body>
        </html>`),
      right: html(`
        <html>
          <head><style>.good { color: green } .bad { color: red }</style></head>
          <body><p class="{{#if paid}}good{{else}}bad{{/if}}">Hello</p></body>
        </html>`),
    },
    {
      code: 'SIZE_CLIPPED',
      title: 'The HTML is longer than Gmail shows',
      why: 'Gmail shows the first 102 KB of the HTML of a message and hides the rest behind a link, often with the footer and what it has to say by law. The build measures what it knows: of each condition the longer branch, each loop once, no values. This is a warning; the mail is sent whole.',
      wrong: html('{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}{{> c}}', LONG),
      right: html('{{> b}}{{> b}} <a href="https://example.com/42">Read on</a>', LONG),
    },
    {
      code: 'SIZE_STYLES',
      title: 'The style sheets are longer than Gmail reads',
      why: 'Gmail reads 16 KB of CSS and drops the style sheets behind. What is inlined does not count; media queries, :hover and what else stays in <style> does. This is a warning.',
      wrong: html('<style>{{> s}}{{> s}}{{> s}}{{> s}}</style><p>Hello</p>', STYLES),
      right: html('<style>{{> s}}</style><p>Hello</p>', STYLES),
    },
  ],
};
