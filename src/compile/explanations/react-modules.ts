import { type ExplanationGroup, files, markdown, tsx } from './explanation.ts';

/** A package of components, as it lies in node_modules. */
const STARS = {
  'node_modules/stars/package.json': '{ "name": "stars", "type": "module", "main": "index.js" }',
  'node_modules/stars/index.js': `
    export const Stars = ({ size, title }) => (size === 'large' ? '*****' : '***') + (title ?? '');
    export const Frame = ({ style, children }) => children + ' in ' + style.width / 2;
    export const join = (...texts) => texts.join(' ');`,
};

export const REACT_MODULES: ExplanationGroup = {
  title: 'React: packages and files',
  entries: [
    {
      code: 'NAME_UNKNOWN',
      title: 'A name that nothing declares',
      why: 'The module neither imports nor declares this name, and Node, which runs templates at build, does not have it. Most often it is misspelt, or its import is missing; what only browsers have, such as `window`, does not exist in a mail.',
      wrong: tsx(`
        export default function Email({ name }: { name: string }) {
          return <html><body>Hello {nmae}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ name }: { name: string }) {
          return <html><body>Hello {name}</body></html>;
        }`),
    },
    {
      code: 'FOREIGN_CALL',
      title: 'A function of a package is given something that is no data',
      why: 'A function of a package that gets a value of the context is called when a message is made. It can then be given data, but no element and no function of the template. Call it with data, and build elements around what it gives.',
      wrong: tsx(
        `
        import { join } from 'stars';

        export default function Email({ name }: { name: string }) {
          return <html><body>{join(name, <b>Ltd</b>)}</body></html>;
        }`,
        STARS,
      ),
      right: tsx(
        `
        import { join } from 'stars';

        export default function Email({ name }: { name: string }) {
          return <html><body><b>{join(name, 'Ltd')}</b></body></html>;
        }`,
        STARS,
      ),
    },
    {
      code: 'FOREIGN_READ',
      title: 'A component of a package computes with a value of the context',
      why: 'Components of packages run at build, as they are. They may print a declaration of a style that depends on the context, but they cannot compute with it, since it is not there yet. Compute what the component needs in the template, or name the package in the option `lift`, which compiles it with the template.',
      wrong: tsx(
        `
        import { Frame } from 'stars';

        export default function Email({ width }: { width: number }) {
          return <html><body><Frame style={{ width }}>Hello</Frame></body></html>;
        }`,
        STARS,
      ),
      right: tsx(`
        export default function Email({ width }: { width: number }) {
          return <html><body><p style={{ maxWidth: width / 2 }}>Hello</p></body></html>;
        }`),
    },
    {
      code: 'SYMBOLIC_IN_PACKAGE',
      title: 'A component of a package gets a prop that it may compare',
      why: 'Components of packages run at build, as they are. A value of the context is not there yet: what the component compares (`size === "large"`) or asks (`typeof children`) would come out wrong without a word. Name the package in the option `lift` (`letterlock build --lift stars`), and it is compiled with the template; or choose between values that are written out.',
      wrong: tsx(
        `
        import { Stars } from 'stars';

        export default function Email({ size }: { size: 'large' | 'small' }) {
          return <html><body><Stars size={size} /></body></html>;
        }`,
        STARS,
      ),
      right: tsx(
        `
        import { Stars } from 'stars';

        export default function Email({ size }: { size: 'large' | 'small' }) {
          return <html><body><Stars size={size === 'large' ? 'large' : 'small'} /></body></html>;
        }`,
        STARS,
      ),
    },
    {
      code: 'PACKAGE_COMMONJS',
      title: 'A file that is compiled with the templates is CommonJS',
      why: 'Templates, what they import of the project, and the packages named in the option `lift` are compiled together, by their `import` and `export`. CommonJS (`require`, `module.exports`) has neither. Where a package offers both forms, the one with `import` is taken.',
      wrong: tsx(
        `
        import { greet } from './greet.js';

        export default function Email({ name }: { name: string }) {
          return <html><body>{greet(name)}</body></html>;
        }`,
        { 'emails/greet.js': 'module.exports = { greet: (name) => `Hello ${name}` };' },
      ),
      right: tsx(
        `
        import { greet } from './greet.js';

        export default function Email({ name }: { name: string }) {
          return <html><body>{greet(name)}</body></html>;
        }`,
        { 'emails/greet.js': 'export const greet = (name) => `Hello ${name}`;' },
      ),
    },
    {
      code: 'SYMBOLIC_IN_COMPONENT',
      title: 'Markdown or CodeBlock gets its text from the context',
      why: 'Some components of react-email turn text into elements: Markdown, CodeBlock and their like. They do so at build, and text of the context is not there yet. Write the text in the template, or, for HTML that you made and trust, use `dangerouslySetInnerHTML`.',
      wrong: tsx(`
        import { Body, Html, Markdown } from 'react-email';

        export default function Email({ text }: { text: string }) {
          return <Html><Body><Markdown>{text}</Markdown></Body></Html>;
        }`),
      right: tsx(`
        import { Body, Html, Markdown } from 'react-email';

        export default function Email({ text }: { text: string }) {
          return <Html><Body><Markdown>We have **news**:</Markdown><p>{text}</p></Body></Html>;
        }`),
    },
    {
      code: 'MODULE_NOT_FOUND',
      title: 'An import that leads nowhere',
      why: 'The template imports a file or a package that cannot be found from where it lies. A path is relative to the importing file; a package must be installed in the project.',
      wrong: tsx(`
        import { Footer } from './_components/foter';

        export default function Email() {
          return <html><body><Footer /></body></html>;
        }`),
      right: tsx(
        `
        import { Footer } from './_components/footer';

        export default function Email() {
          return <html><body><Footer /></body></html>;
        }`,
        { 'emails/_components/footer.tsx': `export const Footer = () => <p>Example Ltd</p>;` },
      ),
    },
    {
      code: 'REACT_MISSING',
      title: 'React is not installed',
      why: 'Templates in React are built with the react and react-dom of your project, which letterlock does not bring along, so that projects without React need not install it. One of them was not found.',
      remedy: 'Run npm install react react-dom in the project that holds the templates.',
    },
    {
      code: 'TEMPLATE_NAME',
      title: 'The path of a template holds # or ?',
      why: 'Modules are loaded by address, and in an address these characters begin something else than the path. Rename the file, or the folder.',
      wrong: files({ 'emails/order #1.tsx': 'export default () => <html><body>Hello</body></html>;' }),
      right: files({ 'emails/order-1.tsx': 'export default () => <html><body>Hello</body></html>;' }),
    },
    {
      code: 'TEMPLATE_SYNTAX',
      title: 'The file is not valid TypeScript or JSX',
      why: 'The template cannot be read. The place is where reading stopped; what is missing often stands a little before it, such as a brace or a closing tag.',
      wrong: tsx(`
        export default function Email({ name }: { name: string }) {
          return <html><body>Hello {name</body></html>;
        }`),
      right: tsx(`
        export default function Email({ name }: { name: string }) {
          return <html><body>Hello {name}</body></html>;
        }`),
    },
    {
      code: 'LAYOUT_INVALID',
      title: 'A layout exports no component or leaves the content out',
      why: 'A Markdown template can name a React component as its layout: a file in _layouts whose default export gets the content as `children`. Without that export, or without `children` in it, the text of the mail would be lost.',
      wrong: markdown(
        `
        ---
        layout: base
        ---

        Hello!`,
        { 'emails/_layouts/base.tsx': `export default () => <html><body>Example Ltd</body></html>;` },
      ),
      right: markdown(
        `
        ---
        layout: base
        ---

        Hello!`,
        {
          'emails/_layouts/base.tsx': `
            import type { ReactNode } from 'react';

            export default ({ children }: { children: ReactNode }) => <html><body>{children}</body></html>;`,
        },
      ),
    },
  ],
};
