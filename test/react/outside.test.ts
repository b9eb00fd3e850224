import { describe } from 'vitest';
import { LISTS, NUMBERS, page, PRIMITIVES, testRefused, testSame } from './cases.ts';

const ITEMS = '{props.l.map((x: any, i: number) => <b key={i}>{next(state)}</b>)}';
const NEXT = 'function next(s: any) { s.n += 1; return s.n; }';
const COUNTER = 'class Counter { n = 0; next() { this.n++; return this.n; } }';
const PRIVATE = 'class Counter { #n = 0; next() { return ++this.#n; } }';
const OF_CLASS = 'const counter = new Counter();';

describe('an object from outside that is changed in a loop or branch is refused', () => {
  testRefused([
    ['a parameter, for each item', page(ITEMS, NEXT, 'const state = { n: 0 };'), 'CHANGES_OUTSIDE'],
    [
      'a parameter, in one branch',
      page('{props.a ? next(state) : 0}{state.n}', NEXT, 'const state = { n: 0 };'),
      'CHANGES_OUTSIDE',
    ],
    [
      'a list that a function is given, after it decided',
      page(
        '{list(props.a)}',
        `const add = (to: any[], x: any) => { to.push(x); };
         function fill(to: any[], a: any) { if (a) add(to, 'x'); add(to, 'y'); }
         function list(a: any) { const to: any[] = []; fill(to, a); return to.join(); }`,
      ),
      'CHANGES_OUTSIDE',
    ],
    [
      'one of two lists',
      page('{p.length}{q.length}', '', 'const p: any[] = [], q: any[] = []; (props.a ? p : q).push(1);'),
      'CHANGES_OUTSIDE',
    ],
    [
      'the object of a method',
      page('{props.l.map((x: any) => <b key={x}>{counter.next()}</b>)}', COUNTER, OF_CLASS),
      'CHANGES_OUTSIDE',
    ],
    [
      'a private property',
      page('{props.a ? <b>{counter.next()}</b> : null}{counter.next()}', PRIVATE, OF_CLASS),
      'CHANGES_OUTSIDE',
    ],
    [
      'a variable, by a component for each item',
      page(
        '{props.l.map((x: any) => <Row key={x} />)}',
        'let n = 0; const Row = () => { n++; return <b>{n}</b>; };',
      ),
      'CHANGES_OUTSIDE',
    ],
    [
      'an object, by a component in one branch',
      page(
        '{props.a ? <Row of={o} /> : null}<Row of={o} />',
        'const Row = ({ of }: any) => { of.n++; return <b>{of.n}</b>; };',
        'const o = { n: 0 };',
      ),
      'CHANGES_OUTSIDE',
    ],
  ]);
});

describe('what was made where it is changed is compiled', () => {
  testSame([
    [
      'a list that a function fills',
      page(
        '{list(props.a)}',
        `const add = (to: any[], x: any) => { to.push(x); };
         function fill(to: any[], a: any) { add(to, 'x'); if (a) add(to, 'y'); add(to, 'z'); }
         function list(a: any) { const to: any[] = []; fill(to, a); return to.join(); }`,
      ),
      PRIMITIVES,
    ],
    [
      'for each item',
      page(
        '{props.l.map((x: any, i: number) => <b key={i}>{fill([], x)}</b>)}',
        `const add = (to: any[], x: any) => { to.push(x); };
         function fill(to: any[], a: any) { add(to, 'x'); if (a) add(to, 'y'); return to.join(); }`,
      ),
      LISTS,
    ],
    [
      'an object for each item',
      page(`{props.l.map((x: any, i: number) => {
        const o: any = { n: 1 }; if (x) o.n = 2; o.z = x ? 't' : 'f'; return <b key={i}>{o.n}{o.z}</b>; })}`),
      LISTS,
    ],
    [
      'an object of a class, by its methods and its constructor',
      page(
        '{new Builder(props.a).add(props.a ? "x" : "y").add("z").out()}',
        `class Base { parts: any[] = []; first: any; constructor(first: any) { this.first = first ? 1 : 2; } }
         class Builder extends Base {
           constructor(first: any) { super(first); if (first) this.first += 2; }
           add(x: any) { this.parts.push(x); return this; }
           out() { return this.first + this.parts.join(' '); } }`,
      ),
      PRIMITIVES,
    ],
    [
      'x++ for its value before',
      page(
        '{x}{i}{o.n}{p}{y}',
        '',
        'let i = 0, p = props.a; const o = { n: 5 }; const x = i++ + o.n++, y = p++;',
      ),
      NUMBERS,
    ],
  ]);
});
