import { describe } from 'vitest';
import { page, testRefused } from './cases.ts';

describe('what changes or remembers something at run time is refused', () => {
  testRefused([
    [
      'a date of the context, set on',
      page(
        '{due.toISOString()}',
        '',
        'const due = new Date(props.a); due.setUTCDate(due.getUTCDate() + 14);',
      ),
      'CHANGES_CONTEXT',
    ],
    [
      'a date, set for its value',
      page('{d.getTime()}{new Date(d.setDate(5)).getTime()}', '', 'const d = new Date(props.a);'),
      'CHANGES_CONTEXT',
    ],
    [
      'an address that gets a parameter',
      page(
        '<a href={u.href}>x</a>',
        '',
        'const u = new URL("https://x.example"); u.searchParams.set("a", props.a);',
      ),
      'CHANGES_CONTEXT',
    ],
    [
      'a set of the context that gets one more',
      page('{s.size}{s.add(1).size}', '', 'const s = new Set(props.l);'),
      'CHANGES_CONTEXT',
    ],
    [
      'a property of an address',
      page('{u.href}', '', 'const u = new URL(props.a); u.hash = "x";'),
      'CHANGES_CONTEXT',
    ],
    [
      'a property of a copy, deleted',
      page('{JSON.stringify(copy)}', '', 'const copy: any = { ...props }; delete copy.a;'),
      'CHANGES_CONTEXT',
    ],
    [
      'an object of the template that takes over the context',
      page('{o.b}', '', 'const o: any = { a: 1 }; Object.assign(o, props);'),
      'CHANGES_CONTEXT',
    ],
    [
      'a function of a package that is called for what it does',
      page('{props.a}', 'import assert from "node:assert";', 'assert.ok(props.a);'),
      'CHANGES_CONTEXT',
    ],
    ['an expression of the module, with g', page('{RE.test(props.a)}', 'const RE = /o/g;'), 'REGEXP_STATE'],
    ['one with y', page('{RE.exec(props.a)?.[0]}', 'const RE = /o/y;'), 'REGEXP_STATE'],
    [
      'one that goes from item to item',
      page('{props.l.map((x: any) => (re.test(x) ? 1 : 2))}', '', 'const re = /b/g;'),
      'REGEXP_STATE',
    ],
    [
      'one used twice',
      page('{re.test(props.a) ? 1 : 2}{re.test(props.a) ? 1 : 2}', '', 'const re = /o/g;'),
      'REGEXP_STATE',
    ],
    [
      'one whose position is read',
      page('{re.test(props.a) ? 1 : 2}{re.lastIndex}', '', 'const re = /o/g;'),
      'REGEXP_STATE',
    ],
    ['a loop without end', page('{n}', '', 'let n = 0; while (props.a) n++;'), 'LOOP_ENDLESS'],
    [
      'what throws at run time, in a try',
      page('{at}', '', 'let at: any; try { at = <b>{JSON.parse(props.a)}</b>; } catch { at = null; }'),
      'TRY_SYMBOLIC',
    ],
    [
      'what is awaited at run time',
      page('<W a={props.a}/>', 'async function W({ a }: any) { return <b>{await a.load()}</b>; }'),
      'AWAIT_SYMBOLIC',
    ],
    [
      'how many children a map leaves, by spreading',
      page(
        '<List><b>x</b>{props.a && <i>y</i>}</List>',
        `import { Children } from 'react';
      const List = ({ children }: any) => {
        const all = [...(Children.map(children, (c) => c && <li>{c}</li>) ?? [])];
        return <ul>{all.length}</ul>;
      };`,
      ),
      'CHILDREN_SYMBOLIC',
    ],
    [
      'the same, by counting in another component',
      page(
        '<List><b>x</b>{props.a && <i>y</i>}</List>',
        `import { Children } from 'react';
      const Inner = ({ children }: any) => <p>{Children.count(children)}</p>;
      const List = ({ children }: any) => <Inner>{Children.map(children, (c) => c)}</Inner>;`,
      ),
      'CHILDREN_SYMBOLIC',
    ],
    [
      'the same, by taking apart',
      page(
        '<List><b>x</b>{props.a && <i>y</i>}</List>',
        `import { Children } from 'react';
      const List = ({ children }: any) => { const [, second] = Children.map(children, (c) => c)!; return second; };`,
      ),
      'CHILDREN_SYMBOLIC',
    ],
  ]);
});
