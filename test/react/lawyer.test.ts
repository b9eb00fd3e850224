import { describe } from 'vitest';
import { page, PRIMITIVES, testRefused, testSame } from './cases.ts';

describe('small print of the language and of React', () => {
  testSame([
    ['a set of values of the context', page('{[...new Set([props.a, "x", props.a])].length}'), PRIMITIVES],
    [
      'a map by values of the context',
      page('{new Map([[props.a, 1], ["x", 2]]).size}{new Map([["x", props.a]]).get("x")}'),
      PRIMITIVES,
    ],
    [
      'a default value that changes something',
      page('{f(props.a)}{f(undefined)}{n}', '', 'let n = 0; const f = (x: any = ++n) => x;'),
      PRIMITIVES,
    ],
    [
      'a text area',
      page('<textarea value={props.a} readOnly /><textarea defaultValue={props.a} />'),
      PRIMITIVES,
    ],
    [
      'an element of its own kind',
      page('<amp-list poster={props.a} layout="fixed" alt={props.a ? "y" : null}>{props.a}</amp-list>'),
      PRIMITIVES,
    ],
    [
      'a select by a choice',
      page('<select defaultValue={props.a ? "x" : "y"}><option>x</option><option>y</option></select>'),
      PRIMITIVES,
    ],
  ]);
  testRefused([
    [
      'a select by a value of the context',
      page('<select defaultValue={props.a}><option>x</option></select>'),
      'SYMBOLIC_IN_COMPONENT',
    ],
    ['useId', page('<b id={useId()} />', 'import { useId } from "react";'), 'FOREIGN_CALL'],
  ]);
});

describe('a Preview under Tailwind', () => {
  testSame([
    [
      'prints the items of a list of the context one after the other',
      `import { Html, Head, Preview, Body, Tailwind } from 'react-email';
       export default function Email(props: any) {
         return <Html><Tailwind><Head /><Preview>a {props.a} z</Preview><Body>x</Body></Tailwind></Html>; }`,
      [{ a: ['p', 'q'] }, { a: ['p', [null, true, 0]] }, { a: 't' }, { a: [] }, { a: false }],
    ],
  ]);
});
