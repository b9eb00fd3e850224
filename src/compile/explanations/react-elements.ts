import { type ExplanationGroup, tsx } from './explanation.ts';

export const REACT_ELEMENTS: ExplanationGroup = {
  title: 'React: elements and attributes',
  entries: [
    {
      code: 'SPREAD_SYMBOLIC',
      title: 'An object of the context is spread into an element',
      why: 'Which attributes an element has is settled at build; only their values may come later. An object of the context brings names that nobody knows yet, and any of them could be an attribute that changes the layout or runs code. Name the attributes that you mean.',
      wrong: tsx(`
        export default function Email({ link }: { link: { href: string; title: string } }) {
          return <html><body><a {...link}>Pay</a></body></html>;
        }`),
      right: tsx(`
        export default function Email({ link }: { link: { href: string; title: string } }) {
          return <html><body><a href={link.href} title={link.title}>Pay</a></body></html>;
        }`),
    },
    {
      code: 'ELEMENT_TYPE_SYMBOLIC',
      title: 'The context says which element this is',
      why: 'The tree of elements is laid out at build, and CSS is inlined into it, so the name of an element must be known by then. A value of the context may still choose, as long as the elements to choose from are written out.',
      wrong: tsx(`
        export default function Email({ tag: Tag }: { tag: string }) {
          return <html><body><Tag>Hello</Tag></body></html>;
        }`),
      right: tsx(`
        export default function Email({ level }: { level: number }) {
          const Tag = level === 1 ? 'h1' : 'h2';
          return <html><body><Tag>Hello</Tag></body></html>;
        }`),
    },
    {
      code: 'ELEMENT_INVALID',
      title: 'React refuses this element in every mail',
      why: 'The element has something that React never renders: a component that is undefined (most often an import of a name that the other file does not export), content in an element like `br`, children beside `dangerouslySetInnerHTML`, or a style that is text. Components of react-email that make tables, such as `Section`, have children of their own, so HTML goes into an element inside of them.',
      wrong: tsx(`
        import { Section } from 'react-email';

        export default function Email({ html }: { html: string }) {
          return <html><body><Section dangerouslySetInnerHTML={{ __html: html }} /></body></html>;
        }`),
      right: tsx(`
        import { Section } from 'react-email';

        export default function Email({ html }: { html: string }) {
          return (
            <html>
              <body>
                <Section>
                  <div dangerouslySetInnerHTML={{ __html: html }} />
                </Section>
              </body>
            </html>
          );
        }`),
    },
    {
      code: 'STYLE_SYMBOLIC',
      title: 'A whole style object comes from the context',
      why: 'The properties of a style are needed at build: they are merged with the rules of style sheets, put in order and checked. Their values may come from the context, their names may not.',
      wrong: tsx(`
        export default function Email({ style }: { style: { color: string } }) {
          return <html><body style={style}>Hello</body></html>;
        }`),
      right: tsx(`
        export default function Email({ style }: { style: { color: string } }) {
          return <html><body style={{ color: style.color }}>Hello</body></html>;
        }`),
    },
    {
      code: 'CLASS_NAME_SYMBOLIC',
      title: 'A class name for Tailwind comes from the context',
      why: 'Tailwind turns class names into styles, and that happens at build. A class name that is free text, or put together from pieces, has no styles then. Choose between whole class names, so that each of them can be seen; or use a style for a value such as a color.',
      wrong: tsx(`
        import { Body, Head, Html, Tailwind } from 'react-email';

        export default function Email({ color }: { color: string }) {
          return (
            <Html>
              <Tailwind>
                <Head />
                <Body className={color}>Hello</Body>
              </Tailwind>
            </Html>
          );
        }`),
      right: tsx(`
        import { Body, Head, Html, Tailwind } from 'react-email';

        export default function Email({ urgent }: { urgent: boolean }) {
          return (
            <Html>
              <Tailwind>
                <Head />
                <Body className={urgent ? 'bg-red-100' : 'bg-white'}>Hello</Body>
              </Tailwind>
            </Html>
          );
        }`),
    },
    {
      code: 'CLONE_SYMBOLIC',
      title: 'cloneElement on something that is no element yet',
      why: 'The context of a message holds data, never React elements. So there is nothing at build to which `cloneElement` could add props. Make the element in the template, with all of its props, and let the context choose its data.',
      wrong: tsx(`
        import { cloneElement, type ReactElement } from 'react';

        export default function Email({ icon }: { icon: ReactElement<{ width: number }> }) {
          return <html><body>{cloneElement(icon, { width: 24 })}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ icon }: { icon: string }) {
          return <html><body><img src={icon} width={24} alt="" /></body></html>;
        }`),
    },
    {
      code: 'CHILDREN_SYMBOLIC',
      title: 'Children are counted or taken apart, but their number is not known',
      why: 'A condition or a loop over the context makes a number of children that is known only when a message is made. `Children.only`, `Children.toArray` and the like need to know it at build. Hand the data to the component as a prop of its own, and let it decide or loop itself.',
      wrong: tsx(`
        import { Children, type ReactNode } from 'react';

        const Single = ({ children }: { children: ReactNode }) => <p>{Children.only(children)}</p>;

        export default function Email({ note }: { note?: string }) {
          return <html><body><Single>{note && <b>{note}</b>}</Single></body></html>;
        }`),
      right: tsx(`
        const Single = ({ note }: { note?: string | undefined }) => <p>{note && <b>{note}</b>}</p>;

        export default function Email({ note }: { note?: string }) {
          return <html><body><Single note={note} /></body></html>;
        }`),
    },
    {
      code: 'DOCUMENT_TWICE',
      title: 'More than one html, head or body at the same time',
      why: 'A mail is one HTML document. Here two of its outer elements can be printed at once, and mail programs would show one of them, or both, or neither. Make one body, and put the condition inside it, or choose between two bodies with `?:`.',
      wrong: tsx(`
        export default function Email({ paid }: { paid: boolean }) {
          return (
            <html>
              <body>Your order</body>
              {paid && <body>Thank you!</body>}
            </html>
          );
        }`),
      right: tsx(`
        export default function Email({ paid }: { paid: boolean }) {
          return (
            <html>
              <body>Your order. {paid && <b>Thank you!</b>}</body>
            </html>
          );
        }`),
    },
    {
      code: 'DOCUMENT_NESTED',
      title: 'A html, head or body inside of another element',
      why: 'HTML knows one place for each of these: `html` is outermost and holds `head` and `body`. Inside of another element, mail programs drop them or move them to the top, and what was meant by the element around them is lost. Put that element into the body.',
      wrong: tsx(`
        export default function Email() {
          return <html><div className="page"><body>Hello</body></div></html>;
        }`),
      right: tsx(`
        export default function Email() {
          return <html><body><div className="page">Hello</div></body></html>;
        }`),
    },
    {
      code: 'DOCUMENT_IN_LOOP',
      title: 'A loop around html, head or body',
      why: 'A mail is one HTML document with one head and one body. A loop would make as many of them as the list has items. Put the loop inside the body; for a mail per item, render the template once for each.',
      wrong: tsx(`
        export default function Email({ orders }: { orders: string[] }) {
          return <html>{orders.map((order) => <body key={order}>{order}</body>)}</html>;
        }`),
      right: tsx(`
        export default function Email({ orders }: { orders: string[] }) {
          return <html><body>{orders.map((order) => <p key={order}>{order}</p>)}</body></html>;
        }`),
    },
    {
      code: 'PREVIEW_ELEMENT',
      title: 'A preview holds a React element',
      why: 'Previews are examples of the context, and the context of a message is data: artifacts render without React. So an element cannot be passed in from outside. Pass what differs, such as a text or an address, and write the element in the template.',
      wrong: tsx(`
        import type { ReactNode } from 'react';

        export default function Email({ note }: { note: ReactNode }) {
          return <html><body>{note}</body></html>;
        }
        Email.PreviewProps = { note: <b>Hurry!</b> };`),
      right: tsx(`
        export default function Email({ note }: { note: string }) {
          return <html><body><b>{note}</b></body></html>;
        }
        Email.PreviewProps = { note: 'Hurry!' };`),
    },
  ],
};
