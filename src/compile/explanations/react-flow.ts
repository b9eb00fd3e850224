import { type ExplanationGroup, tsx } from './explanation.ts';

export const REACT_FLOW: ExplanationGroup = {
  title: 'React: loops, conditions and calls',
  entries: [
    {
      code: 'LOOP_STATEMENT',
      title: 'A loop statement over a list of the context',
      why: 'A template runs once, at build, when the list is not there yet; a `for` loop that makes elements would have nothing to go through. (One that only computes values is kept for run time, and one that does nothing but `push` to a new list is understood, unless it ends early or changes other variables.) `map` says the same in a way that can be carried over into the artifact: what to make of any one item. For values use `filter`, `reduce` and `join`.',
      wrong: tsx(`
        export default function Email({ items }: { items: string[] }) {
          const rows = [];
          for (const item of items) rows.unshift(<li>{item}</li>);
          return <html><body><ul>{rows}</ul></body></html>;
        }`),
      right: tsx(`
        export default function Email({ items }: { items: string[] }) {
          return <html><body><ul>{items.toReversed().map((item) => <li key={item}>{item}</li>)}</ul></body></html>;
        }`),
    },
    {
      code: 'LOOP_READ',
      title: 'The elements that a loop made are counted or cut',
      why: '`map` over a list of the context stands for as many elements as the list will have. Their number and each one of them are not known at build, so they can be printed but not counted, sliced or read by index. Ask or change the list of data before `map`.',
      wrong: tsx(`
        export default function Email({ items }: { items: string[] }) {
          const rows = items.map((item) => <li key={item}>{item}</li>);
          return <html><body><ul>{rows.slice(0, 3)}</ul></body></html>;
        }`),
      right: tsx(`
        export default function Email({ items }: { items: string[] }) {
          const rows = items.slice(0, 3).map((item) => <li key={item}>{item}</li>);
          return <html><body><ul>{rows}</ul></body></html>;
        }`),
    },
    {
      code: 'CHANGES_CONTEXT',
      title: 'A value of the context is changed in place',
      why: 'The context belongs to the caller, and it does not exist yet when the template is built. An assignment to it, or a `push`, would be lost. Make a new value instead; `??`, object spread, `toSorted` and `[...list, item]` do.',
      wrong: tsx(`
        export default function Email({ order }: { order: { note?: string } }) {
          order.note = order.note ?? 'none';
          return <html><body>{order.note}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ order }: { order: { note?: string } }) {
          const note = order.note ?? 'none';
          return <html><body>{note}</body></html>;
        }`),
    },
    {
      code: 'TRY_SYMBOLIC',
      title: 'A `try` around what happens at run time',
      why: 'What depends on the context is computed when the message is rendered, long after the `try` of the template has run; the error would not be caught then. A test of the value before says the same without an error.',
      wrong: tsx(`
        const nameOf = (json: string, wrap: (text: string) => unknown) => {
          try { return wrap(JSON.parse(json).name); } catch { return 'friend'; }
        };

        export default function Email({ json }: { json: string }) {
          return <html><body>Hello {nameOf(json, (text) => <b>{text}</b>)}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ name }: { name?: string }) {
          return <html><body>Hello <b>{name ?? 'friend'}</b></body></html>;
        }`),
    },
    {
      code: 'AWAIT_SYMBOLIC',
      title: 'Something is awaited that happens at run time',
      why: 'An artifact is a function that gives a text at once: it cannot load anything. A promise that does not depend on the context is awaited at build; one that does has to be awaited by the caller, who passes the result in with the context. So does `fetch` in any case, whose answer of the day of the build would be in every message.',
      wrong: tsx(`
        export default async function Email({ load }: { load: () => Promise<string> }) {
          const name = await load();
          return <html><body>Hello {name}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ name }: { name: string }) {
          return <html><body>Hello {name}</body></html>;
        }`),
    },
    {
      code: 'TOO_MANY_PATHS',
      title: 'Too many decisions lead through one function',
      why: 'A function with `if` and `switch` is run once for every way through it, and the results are joined; the number of ways is bounded, so that a build ends and the artifact stays small. A `while` over the context has no end at all. Use expressions, `map` or `reduce`, or split the function into components that decide for themselves.',
      wrong: tsx(`
        export default function Email({ stars }: { stars: number }) {
          const all = [];
          while (all.length < stars) all.push(<b>*</b>);
          return <html><body>{all}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ stars }: { stars: number }) {
          return <html><body>{Array.from({ length: stars }, (_, i) => <b key={i}>*</b>)}</body></html>;
        }`),
    },
    {
      code: 'LOOP_ENDLESS',
      title: 'A loop that nothing ends',
      why: 'The test of this loop asks for a value of the context, which is the same in each round. Where it holds once it always holds, and the message would never be done. Ask for something that the loop changes.',
      wrong: tsx(`
        export default function Email({ more }: { more: boolean }) {
          let count = 0;
          while (more) count++;
          return <html><body>{count}</body></html>;
        }`),
      right: tsx(`
        export default function Email({ count }: { count: number }) {
          let text = '';
          while (text.length < count) text += '*';
          return <html><body>{text}</body></html>;
        }`),
    },
    {
      code: 'TOO_MANY_CHOICES',
      title: 'One expression has too many outcomes',
      why: 'Which elements stand in a place, which key a message has and how the document begins is written out for every combination of the choices that decide about it. Five independent choices make 32 combinations, and each more doubles them; a table of elements has as many as it has entries. Give each choice an element of its own, choose by one value, or have a text or number in the table and one element around it.',
      wrong: tsx(`
        const STARS = Array.from({ length: 40 }, (_, count) => <b key={count}>{'*'.repeat(count)}</b>);

        export default function Email({ stars }: { stars: number }) {
          return <html><body>{STARS[stars]}</body></html>;
        }`),
      right: tsx(`
        const STARS = Array.from({ length: 40 }, (_, count) => '*'.repeat(count));

        export default function Email({ stars }: { stars: number }) {
          return <html><body><b>{STARS[stars]}</b></body></html>;
        }`),
    },
    {
      code: 'TOO_MANY_COPIES',
      title: 'The same content would be written for each of many outcomes',
      why: 'Where a condition decides which element stands around some content, the content is written once for each outcome; inside of two conditions four times, inside of ten a thousand times. Class names are written out for each outcome as well. What is the same in both branches is joined where it can be, and how much remains is bounded, so that a build ends and artifacts stay small. Let conditions choose styles, attributes and texts, with the content outside of them.',
      wrong: tsx(`
        const terms = 'Our terms of delivery. '.repeat(400);

        const Frame = ({ marks, level }: { marks: boolean[]; level: number }) => {
          if (level === 7) return <span>{terms}</span>;
          const inner = <Frame marks={marks} level={level + 1} />;
          return marks[level] ? <b>{inner}</b> : <i>{inner}</i>;
        };

        export default function Email({ marks }: { marks: boolean[] }) {
          return <html><body><Frame marks={marks} level={0} /></body></html>;
        }`),
      right: tsx(`
        const terms = 'Our terms of delivery. '.repeat(400);

        export default function Email({ marks }: { marks: boolean[] }) {
          const weight = marks.some((mark) => mark) ? 'bold' : 'normal';
          return <html><body style={{ fontWeight: weight }}><span>{terms}</span></body></html>;
        }`),
    },
    {
      code: 'RECURSION',
      title: 'Elements that are nested as deep as the context',
      why: 'How deep a tree of the context goes is known only when a message is made; at build the elements would go on for ever. A function that computes data may call itself, for it is kept for then. Elements may not: flatten the tree to rows with a depth each, or nest as many loops as there are levels.',
      wrong: tsx(`
        type Part = { name: string; parts: Part[] };

        const Tree = ({ part }: { part: Part }) => (
          <li>{part.name}<ul>{part.parts.map((inner) => <Tree key={inner.name} part={inner} />)}</ul></li>
        );

        export default function Email({ parcel }: { parcel: Part }) {
          return <html><body><ul><Tree part={parcel} /></ul></body></html>;
        }`),
      right: tsx(`
        type Part = { name: string; parts: Part[] };
        type Row = { name: string; depth: number };

        const rowsOf = (part: Part, depth: number): Row[] =>
          [{ name: part.name, depth }].concat(part.parts.flatMap((inner) => rowsOf(inner, depth + 1)));

        export default function Email({ parcel }: { parcel: Part }) {
          return (
            <html>
              <body>
                {rowsOf(parcel, 0).map(({ name, depth }) => <p key={name} style={{ marginLeft: depth * 8 }}>{name}</p>)}
              </body>
            </html>
          );
        }`),
    },
    {
      code: 'BRANCH_OUTSIDE_COMPONENT',
      title: 'A statement decides by the context where it cannot run twice',
      why: 'An `if` is built by running the function around it once for each outcome. That is done for components and for functions that they call while they render, but not for one that changes something outside itself, since it would change it twice. Leave the change out, or write the decision as an expression, `condition ? a : b`.',
      wrong: tsx(`
        let rows = 0;

        const Row = ({ name }: { name: string }) => {
          rows += 1;
          if (name === '') return null;
          return <p>{name}</p>;
        };

        export default function Email({ name }: { name: string }) {
          return <html><body><Row name={name} /></body></html>;
        }`),
      right: tsx(`
        const Row = ({ name }: { name: string }) => {
          if (name === '') return null;
          return <p>{name}</p>;
        };

        export default function Email({ name }: { name: string }) {
          return <html><body><Row name={name} /></body></html>;
        }`),
    },
    {
      code: 'SPREAD_ARGUMENTS',
      title: 'A list of the context is spread into the arguments of a function',
      why: 'How many arguments the call has would depend on the length of the list, which is not known at build, when the function runs. Hand the list over whole, as one argument. Functions of the language, such as `Math.max(...list)`, are called later and may be given a spread list.',
      wrong: tsx(`
        const listing = (...names: string[]) => names.join(', ');

        export default function Email({ names }: { names: string[] }) {
          return <html><body>{listing(...names)}</body></html>;
        }`),
      right: tsx(`
        const listing = (names: string[]) => names.join(', ');

        export default function Email({ names }: { names: string[] }) {
          return <html><body>{listing(names)}</body></html>;
        }`),
    },
  ],
};
