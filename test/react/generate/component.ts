import fc from 'fast-check';
import { inner, joined, pick, type Scope, type Source } from './grammar.ts';
import { nodes } from './nodes.ts';
import { declaration, guard, slotDeclaration } from './statements.ts';
import { text } from './values.ts';

/* A template: components that every generated one may use, some of its own, and the root. */

const PRELUDE = `
import clsx from 'clsx'; import { format } from 'date-fns';
import { Children, cloneElement, createContext, forwardRef, Fragment, isValidElement, memo, useContext, useMemo, useState } from 'react';
const TABLE: any = { x: 'Ex', y: 2, z: '', w: null };
const TONES: any = { x: 'text-blue-600', y: 'p-4' };
const tones = [<b key="b">bold</b>, 'plain', null];
const base = { padding: 4, color: 'black' };
const strong = { fontWeight: 'bold', color: 'navy' };
const Data = createContext<any>({});
const Theme = createContext<any>('none');
const Themed = memo(function Themed() { return <em>{useContext(Theme)}</em>; });
const plural = (n: number, word: string) => (n === 1 ? \`1 \${word}\` : \`\${n} \${word}s\`);
function grade(v: any): string {
  let mark = 'none';
  if (v === 'x') mark = 'a';
  else if (v === 5 || v === 0) { mark = 'number'; mark += '!'; }
  if (!v) return mark + '?';
  switch (typeof v) { case 'string': return 's' + mark; case 'boolean': return 'b'; }
  return mark;
}
function describe(v: any, n: number, { sep = ':', ...others }: any = {}): string {
  if (Array.isArray(v)) return v.flat(Infinity).join(sep);
  if (typeof v === 'number' && Number.isNaN(v)) return 'NaN' + sep + n;
  if (v === null || v === undefined) return 'nothing' + Object.keys(others).length;
  return typeof v === 'object' ? 'object' : \`\${v}\${sep}\${n > 1 ? 'many' : n}\`;
}
const pickFirst = (...all: any[]) => all.find((v) => v !== null && v !== undefined && v !== '') ?? 'none';
const shout = (text: any) => (text ? \`\${text}!\` : 'silence');
const pickElement = (v: any) => { if (v === '') return <hr/>; if (typeof v === 'string') return <small>{v}</small>; return v ? <sub>{String(v)}</sub> : null; };
const row = (x: any, i: number) => <var key={i}>{i}: {x.name} {x.tags[0] ?? 'none'}</var>;
const Only = ({ children }: any) => (isValidElement(children) ? cloneElement(children as any, { title: 'cloned' }) : children);
const List = ({ children }: any) => { const all = Children.toArray(children); return <div>{Children.count(children)}{all.map((child, i) => <var key={i}>{child}</var>)}</div>; };
const Render = ({ children }: any) => children('given');
const Repeat = ({ of, row }: any) => <div>{of.map((x: any, i: number) => <div key={i}>{row(x, i)}</div>)}</div>;
const Slots = ({ left, right, children, ...rest }: any) => <div {...rest}>{left}{right ?? 'none'}{children}</div>;
const Guarded = ({ item }: any) => { if (!item) return <i>no item</i>; const { name = 'unnamed', tags = [] } = item; return <u>{name}{tags.length > 0 && <sup>{tags[0]}</sup>}</u>; };
function Rows({ rows, head }: any) {
  if (rows.length === 0) return <em>no {head}</em>;
  const sum = rows.reduce((total: any, row: any) => ({ qty: total.qty + row.qty, names: [...total.names, row.name] }), { qty: 0, names: [] });
  return <table><tbody>{rows.map((row: any, i: number) => <tr key={i}>{Object.entries(row).map(([k, v]: any) => k !== 'tags' && <td key={k}>{k}={String(v)}</td>)}<td>{row.tags.map((t: string, j: number) => (j ? ', ' : '') + t)}</td></tr>)}</tbody><tfoot><tr><td>{sum.qty} {sum.names.join('|')}</td></tr></tfoot></table>;
}
function Box({ on, label = 'unnamed', children }: any) {
  if (!label) return <s>{children}</s>;
  if (on) return <section title={label}>{children}</section>;
  return <div>{label}: {children}</div>;
}
function Case({ kind, children }: any) {
  switch (kind) {
    case 'x': return <q>{children}</q>;
    case 'y': { const twice = [1, 2]; return <>{twice.map((n) => <q key={n}>{n}</q>)}{children}</>; }
    default: return kind ? children : null;
  }
}
const Group = ({ children }: any) => <div>{Children.map(children, (child, i) => <dfn className={i > 0 ? "more" : "first"}>{child}</dfn>)}</div>;
`;

/** Statements, then what is made. */
const body = (scope: Scope, finish: (scope: Scope) => Source): Source => {
  const withValue = { ...scope, names: [...scope.names, 'x'] };
  const withSlot = { ...withValue, slots: [...scope.slots, 'y'] };
  const withBoth = { ...withSlot, names: [...withValue.names, 'z'] };
  return pick(
    finish(scope),
    joined`${declaration('x', scope)}\n  ${finish(withValue)}`,
    joined`${declaration('x', scope)}\n  ${slotDeclaration('y', withValue)}\n  ${finish(withSlot)}`,
    joined`${declaration('x', scope)}\n  ${slotDeclaration('y', withValue)}\n  ${declaration('z', withValue)}\n  ${finish(withBoth)}`,
  );
};

const empty: Scope = { depth: 3, loops: 0, names: [], slots: [], kit: 'html', components: [] };

const INNER = `const { items = [], o, dict, list, s = 'inner', n = 1, a, b, k, at = 0, url } = useContext(Data);
  const props: any = { ...given, items, o, dict, list, s, n, a, b, k, at, url }; const rest: any = { k: 'rest' }; const total = 3; const flag = b; const name = 'N';`;

/** A component of the template's own; it finds the context in a React context. */
const own = (component: string, kit: Scope['kit']): Source => {
  const scope: Scope = { ...empty, kit, depth: 2, names: ['v', 'w'], slots: ['children'] };
  const made = body(
    scope,
    (known) => joined`${guard({ ...known, depth: 1 })} return <div>${nodes(known)}</div>;`,
  );
  const parameters = pick('{ v, w = "w", children, ...given }: any', '{ v, w, children, ...given }: any');
  return pick(
    joined`function ${component}(${parameters}) {\n  ${INNER}\n  ${made}\n}\n`,
    joined`const ${component} = forwardRef(function ${component}(${parameters}, _ref: any) {\n  ${INNER}\n  ${made}\n});\n`,
    joined`const ${component} = memo((${parameters}) => {\n  ${INNER}\n  ${made}\n});\n`,
  );
};

const LETTER = `import { Body, Button, Column, Container, Head, Heading, Hr, Html, Img, Link, Preview, Row, Section, Tailwind, Text } from '@react-email/components';
const theme: any = { theme: { extend: { colors: { brand: '#123456' } } } };
`;

/** The document around what is in the body. */
const page = (scope: Scope): Source => {
  if (scope.kit === 'html') return joined`<html><head/><body>${nodes(scope)}</body></html>`;
  const preview = pick(
    '',
    joined`<Preview>{${text(inner(scope))}}</Preview>`,
    joined`<Preview>Hi {${text(inner(scope))}} and more</Preview>`,
  );
  const letter = joined`<Head/>${preview}<Body>${nodes(scope)}</Body>`;
  return scope.kit === 'email'
    ? joined`<Html lang="en">${letter}</Html>`
    : joined`<Html><Tailwind config={theme}>${letter}</Tailwind></Html>`;
};

const root = (scope: Scope): Source =>
  joined`export default function Email({ name = 'friend', b: flag, ...rest }: any) {
  const props = { ...rest, b: flag, name };
  let total = 0;
  if (props.b) total = props.items.reduce((sum: number, x: any) => sum + x.qty, 0);
  ${body(scope, (known) => joined`return <Data.Provider value={props}>${page(known)}</Data.Provider>;`)}
}`;

const template = (kit: Scope['kit']): Source => {
  const scope = { ...empty, kit };
  const head = kit === 'html' ? PRELUDE : LETTER + PRELUDE;
  return pick(
    joined`${head}${root(scope)}`,
    joined`${head}${own('One', kit)}${root({ ...scope, components: ['One'] })}`,
  );
};

/** The source of a template. */
export const component: Source = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: template('html'), weight: 6 },
  { arbitrary: template('email'), weight: 3 },
  { arbitrary: template('tailwind'), weight: 2 },
);
