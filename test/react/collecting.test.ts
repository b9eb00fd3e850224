import { describe } from 'vitest';
import { LINES, OBJECTS, page, PRIMITIVES, testRefused, testSame } from './cases.ts';

const NUMBERS = [{ l: [] }, { l: [3, 1, 2] }, { l: [0, 1, null, 2] }];
const rows = (loop: string, body: string = '<ul>{rows}</ul>', above: string = ''): string =>
  page(body, above, `const rows: any[] = []; ${loop}`);
const EACH = 'for (const x of props.l) rows.push(<b key={x}>{x}</b>);';

describe('loops that fill a list', () => {
  testSame([
    ['for … of', rows(EACH), NUMBERS],
    [
      'with what is taken apart, and spread into a component',
      rows(
        'for (const { n, p: price = 3, ...more } of props.l) { const y = price * 2; rows.push(<Row key={n} {...more} y={y} />); }',
        '<ul>{rows}</ul>',
        'const Row = ({ q, y }: any) => <li>{q}:{y}</li>;',
      ),
      LINES,
    ],
    [
      'by conditions',
      rows(
        `for (const x of props.l) { if (!x) continue; if (x > 1) { rows.push(<hr key="h" />); rows.push(<b key={x}>{x}</b>); }
          else rows.push(<i key={x} />); x === 2 && rows.push(<s key="s" />); }`,
      ),
      NUMBERS,
    ],
    [
      'switch',
      rows(
        `for (const x of props.l) { switch (x) { case 1: rows.push(<b key="1" />); break; case null: continue;
          default: rows.push(<i key={x}>{x}</i>); } }`,
      ),
      NUMBERS,
    ],
    ['forEach', rows('props.l.forEach((x: any) => rows.push(<b key={x}>{x}</b>));'), NUMBERS],
    [
      'forEach with an index, which returns early',
      rows(
        'props.l.forEach(function (x: any, i: number) { if (!x) return; if (i > 0) rows.push(<hr key={"h" + i} />); rows.push(<b key={i}>{x}</b>); });',
      ),
      NUMBERS,
    ],
    [
      'loops in loops, each with a list of its own',
      rows(
        `for (const x of props.l) { rows.push(<b key={x.n}>{x.n}</b>); const subs: any[] = [];
          x.sub.forEach((s: any, i: number) => { rows.push(<i key={i}>{s}</i>); });
          for (const s of x.sub) subs.push(<s key={s} />);
          rows.push(<p key="p">{subs.length}{subs}</p>); }`,
      ),
      LINES,
    ],
    [
      'its length, with more before and after',
      rows(
        `rows.push(<h1 key="h" />); ${EACH} for (const x of [1, 2]) rows.push(<i key={x} />); ${EACH}
        rows.push(<p key="p" />);`,
        '{rows.length > 5 ? <ul>{rows}</ul> : "few"}{rows.length}',
      ),
      NUMBERS,
    ],
    [
      'texts',
      rows(
        'for (const x of props.l) if (x) rows.push(x + "!"); rows.push("end");',
        '{rows.join()}{rows.length}',
      ),
      NUMBERS,
    ],
    [
      'pairs',
      rows('for (const [k, v] of Object.entries(props.o)) rows.push(<b key={k}>{k}{String(v)}</b>);'),
      OBJECTS,
    ],
    [
      'lists that are known',
      rows(
        `for (const x of [1, 2, 3]) { if (x === 2 && props.a) continue; rows.push(<b key={x}>{props.a}</b>); }
         new Map([['a', 1]]).forEach((v, k) => { rows.push(<i key={k}>{k}{v}</i>); });`,
        '{rows}{rows.length}',
      ),
      PRIMITIVES,
    ],
    [
      'in a function that is called with both',
      page(
        '{list(props.l)}{list([1, null, 7])}',
        'const list = (l: any) => { const out: any[] = [<u key="u" />]; for (const x of l) { if (x === null) continue; out.push(<i key={x}>{x}</i>); } return <p>{out}</p>; };',
      ),
      NUMBERS,
    ],
    [
      'as children, one by one',
      rows(
        EACH,
        '<W>{rows}</W>',
        'import { Children } from "react"; const W = ({ children }: any) => <p>{Children.map(children, (c: any) => <li>{c}</li>)}</p>;',
      ),
      NUMBERS,
    ],
  ]);
  testRefused([
    ['one that another name holds', rows(`const same = rows; ${EACH}`, '{same}'), 'LOOP_STATEMENT'],
    ['one that a function holds', rows(`const f = () => rows; ${EACH}`, '{f()}'), 'LOOP_STATEMENT'],
    [
      'one that the loop reads',
      rows('for (const x of props.l) rows.push(<b key={x}>{rows.length}</b>);'),
      'LOOP_STATEMENT',
    ],
    [
      'a loop that ends early',
      rows('for (const x of props.l) { if (x) break; rows.push(<b key={x} />); }'),
      'LOOP_STATEMENT',
    ],
    [
      'a loop with a total',
      rows('let t = 0; for (const x of props.l) { t += x; rows.push(<b key={x}>{t}</b>); }'),
      'LOOP_STATEMENT',
    ],
    [
      'a loop that fills two',
      rows(
        'const more: any[] = []; for (const x of props.l) { rows.push(<b key={x} />); more.push(<i key={x} />); }',
        '{rows}{more}',
      ),
      'CHANGES_OUTSIDE',
    ],
    [
      'a loop that changes something else',
      rows('const o = { n: 0 }; for (const x of props.l) { o.n++; rows.push(<b key={x}>{o.n}</b>); }'),
      'CHANGES_OUTSIDE',
    ],
    ['an item of it', rows(EACH, '{rows[0]}'), 'CHILDREN_SYMBOLIC'],
    ['its order', rows(EACH, '{rows.reverse()}'), 'CHILDREN_SYMBOLIC'],
    ['its items, changed', rows(EACH, '{rows.map((r) => <li>{r}</li>)}'), 'CHILDREN_SYMBOLIC'],
    [
      'its length, where a round may push nothing',
      rows('for (const x of props.l) if (x) rows.push(<b key={x} />);', '{rows.length}'),
      'CHILDREN_SYMBOLIC',
    ],
    ['a copy of it', rows(EACH, '{Array.from(rows).length}'), 'CHILDREN_SYMBOLIC'],
    [
      'what a spread of elements holds',
      page('{[...props.l.map((x: any) => <b key={x} />)][0]}'),
      'CHILDREN_SYMBOLIC',
    ],
  ]);
});
