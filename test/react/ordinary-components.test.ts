import { describe } from 'vitest';
import { LINES, PRIMITIVES, page, testSame } from './cases.ts';

describe('components as people write them', () => {
  testSame([
    [
      'Children.map',
      page(
        '<List>{props.a}<b>x</b>{props.a && <i>y</i>}</List>',
        'import { Children } from "react"; const List = ({ children }: any) => <ul>{Children.map(children, (c, i) => <li>{i}{c}</li>)}</ul>;',
      ),
      PRIMITIVES,
    ],
    [
      'Children.count',
      page(
        '<List><b>x</b>{props.a && <i>y</i>}</List>',
        'import { Children } from "react"; const List = ({ children }: any) => <ul>{Children.count(children)}</ul>;',
      ),
      PRIMITIVES,
    ],
    [
      'Children.toArray reduce',
      page(
        '<List><b>x</b><i>y</i></List>',
        'import { Children } from "react"; const List = ({ children }: any) => <ul>{Children.toArray(children).reduce((acc: any, c: any, i: number) => i === 0 ? [c] : [...acc, ", ", c], [])}</ul>;',
      ),
      PRIMITIVES,
    ],
    [
      'cloneElement',
      page(
        '<List a={props.a}><b title="t">x</b></List>',
        'import { cloneElement } from "react"; const List = ({ children, a }: any) => cloneElement(children, { title: a, children: a });',
      ),
      PRIMITIVES,
    ],
    [
      'context',
      page(
        '<Theme.Provider value={{ color: props.a, n: 1 }}><Show/></Theme.Provider><Theme value={{ color: "red", n: 2 }}><Show/></Theme><Show/>',
        'import { createContext, use, useContext } from "react"; const Theme = createContext({ color: "none", n: 0 }); const Show = () => { const t = useContext(Theme); const u = use(Theme); return <b style={{ color: t.color }}>{u.color}{u.n}</b>; };',
      ),
      PRIMITIVES,
    ],
    [
      'context consumer',
      page(
        '<Theme.Provider value={props.a}><Theme.Consumer>{(v) => <b>{v}{v ? 1 : 2}</b>}</Theme.Consumer></Theme.Provider>',
        'import { createContext } from "react"; const Theme = createContext<any>("none");',
      ),
      PRIMITIVES,
    ],
    [
      'context conditional value',
      page(
        '<Theme.Provider value={props.a ? "a" : "b"}><Show/></Theme.Provider>',
        'import { createContext, useContext } from "react"; const Theme = createContext<any>("none"); const Show = () => <p className={useContext(Theme) === "a" ? "x" : "y"}>{useContext(Theme)}</p>;',
      ),
      PRIMITIVES,
    ],
    [
      'forwardRef memo',
      page(
        '<Box a={props.a}>x</Box>',
        'import { forwardRef, memo } from "react"; const Box: any = memo(forwardRef(function Box({ a, children }: any, ref: any) { if (!a) return <i ref={ref}>none</i>; return <b ref={ref} title={a}>{children}</b>; })); Box.displayName = "Box";',
      ),
      PRIMITIVES,
    ],
    [
      'useMemo',
      page(
        '<Box a={props.a}/>',
        'import * as React from "react"; const Box = ({ a }: any) => { const [s, set] = React.useState(() => a ?? "init"); const m = React.useMemo(() => [s, a], [s, a]); const r = React.useRef(a); const cb = React.useCallback((x: any) => <u>{x}{a}</u>, [a]); const [st] = React.useReducer((x: any) => x, 5); return <b>{s}{m}{r.current}{cb(1)}{st}</b>; };',
      ),
      PRIMITIVES,
    ],
    [
      'lazy',
      page(
        '<Suspense fallback={null}><Lazy a={props.a}/></Suspense>',
        'import { lazy, Suspense } from "react"; const Lazy: any = lazy(() => import("./late"));',
      ),
      PRIMITIVES,
      { 'late.tsx': 'export default ({ a }: any) => a ? <b>{a}</b> : <i>none</i>;' },
    ],
    [
      'async',
      page(
        '<Wait a={props.a}/>{props.a && <Wait a="y"/>}',
        'async function Wait({ a }: any) { const x = await load(); if (!a) { const y = await load(); return <i>{y}</i>; } return <b>{x}{a}</b>; } const load = async () => { await null; return "loaded"; };',
      ),
      PRIMITIVES,
    ],
    [
      'async in loop',
      page(
        '{props.l.map((x: any) => <Wait key={x.n} {...x}/>)}',
        'async function Wait({ n, q }: any) { const x = await Promise.all([1, Promise.resolve(2)]); return q ? <b>{n}{x}</b> : <i/>; }',
      ),
      LINES,
    ],
    [
      'clsx',
      page(
        '<p className={clsx("a", props.a && "b", { c: props.a, d: !props.a }, [props.a ? "e" : "f"])}>x</p>',
        'import clsx from "clsx";',
      ),
      PRIMITIVES,
    ],
    [
      'template class',
      page(
        '<p className={`a ${props.a ? "b" : "c"} ${props.a === 0 ? "" : "z"}`.trim()}>x</p><p className={["a", props.a && "b"].filter(Boolean).join(" ")}>y</p>',
      ),
      PRIMITIVES,
    ],
    [
      'class name of context',
      page('<p className={props.a}>x</p><p className={"btn-" + props.a}>x</p>'),
      PRIMITIVES,
    ],
    [
      'style conditional',
      page(
        '<p style={{ ...base, color: props.a ? "red" : undefined, ...(props.a ? { margin: 4 } : { padding: props.a }), ...(props.a && { width: 5 }), [props.a ? "top" : "left"]: 1 }}>x</p>',
        'const base = { fontSize: 12 };',
      ),
      PRIMITIVES,
    ],
    [
      'style function',
      page(
        '<p style={box(props.a)}>x</p>',
        'const box = (a: any): any => { const s: any = { color: "red" }; if (a) s.color = "blue"; if (a === 0) { s.margin = 0; } return s; };',
      ),
      PRIMITIVES,
    ],
    [
      'style assign',
      page(
        '<p style={Object.assign({}, base, props.a ? { color: "x" } : null)}>x</p>',
        'const base = { fontSize: 12 };',
      ),
      PRIMITIVES,
    ],
    [
      'style variants',
      page(
        '<p style={styles[props.a] ?? styles.x}>x</p><p style={{ ...styles[props.a === 0 ? "x" : "y"] }}>x</p>',
        'const styles: any = { x: { color: "red" }, y: { margin: 0 }, 0: { padding: 1 } };',
      ),
      PRIMITIVES,
    ],
    [
      'raw html',
      page(
        '<p dangerouslySetInnerHTML={{ __html: props.a }}/><p dangerouslySetInnerHTML={{ __html: `<b>${props.a}</b>` }}/>{props.a && <i dangerouslySetInnerHTML={{ __html: props.a }}/>}',
      ),
      PRIMITIVES,
    ],
    [
      'raw html cond',
      page(
        '<p dangerouslySetInnerHTML={props.a ? { __html: props.a } : undefined}/><p dangerouslySetInnerHTML={{ __html: props.a ? "<b>x</b>" : props.b }}/>',
      ),
      PRIMITIVES,
    ],
    [
      'JSON',
      page(
        '<script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify({ "@type": "Order", n: props.a, l: [props.a, { x: 1 }], u: undefined }) }}/>{JSON.stringify(props.a)}{JSON.stringify({ a: props.a }, null, 2)}{JSON.parse(\'{"x":1}\').x}',
      ),
      PRIMITIVES,
    ],
    [
      'class component',
      page(
        '<Old a={props.a}/><Def/>',
        'import React, { Component, PureComponent } from "react"; class Old extends Component<any, any> { static defaultProps = { b: "dflt" }; state = { s: 1 }; label = () => this.props.a; #p = 4; get twice() { return [this.props.a, this.#p]; } constructor(props: any) { super(props); this.state = { s: props.a }; } render() { const { a, b } = this.props; if (!a) return <i>{b}{this.twice}</i>; return <b>{a}{b}{this.state.s}{this.label()}</b>; } } class Def extends PureComponent { render() { return <u/>; } }',
      ),
      PRIMITIVES,
    ],
    [
      'namespace',
      page(
        '<svg xmlns="http://www.w3.org/2000/svg" xlinkHref={props.a}><use xlink:href={props.a} xml:lang="en"/></svg><v:rect fill={props.a}/>',
      ),
      PRIMITIVES.slice(7),
    ],
    [
      'member components',
      page(
        '<UI.Box a={props.a}/><UI.Deep.Leaf/>',
        'const UI = { Box: ({ a }: any) => <b>{a}</b>, Deep: { Leaf: () => <i/> } };',
      ),
      PRIMITIVES,
    ],
    [
      'keys fragments',
      page(
        '<>{props.l.map((x: any) => <React.Fragment key={x.n}><dt>{x.n}</dt><dd>{x.q}</dd></React.Fragment>)}<></></>',
        'import React from "react";',
      ),
      LINES,
    ],
    [
      'hoc',
      page(
        '<B a={props.a}/>',
        'const withBox = (C: any) => (p: any) => <div><C {...p} x={1}/></div>; const B = withBox(({ a, x }: any) => <b>{a}{x}</b>);',
      ),
      PRIMITIVES,
    ],
    [
      'compound component',
      page(
        '<Card><Card.Title>{props.a}</Card.Title></Card>',
        'const Card: any = ({ children }: any) => <div>{children}</div>; Card.Title = ({ children }: any) => children ? <h1>{children}</h1> : null;',
      ),
      PRIMITIVES,
    ],
    [
      'children truthiness',
      page(
        '<Box>{props.a}</Box><Box/><Box>{props.a && <b/>}</Box>',
        'const Box = ({ children }: any) => children ? <p>{children}</p> : <hr/>;',
      ),
      PRIMITIVES,
    ],
    [
      'children length',
      page(
        '<Box><b/>{props.a}</Box>',
        'const Box = ({ children }: any) => <p>{children.length}{children[1]}{Array.isArray(children) && "arr"}</p>;',
      ),
      PRIMITIVES,
    ],
    [
      'title in head',
      `export default ({ a }: any) => <html><head><title>{a ? "A" : "B"}</title><meta name="x" content={a}/>{a && <meta name="y" content="1"/>}</head><body>{a}</body></html>;`,
      PRIMITIVES,
    ],
    [
      'lazy named',
      page(
        '<Suspense fallback={null}><Lazy a={props.a}/></Suspense>',
        'import { lazy, Suspense } from "react"; const Lazy: any = lazy(() => import("./late").then((m) => ({ default: m.Late })));',
      ),
      PRIMITIVES,
      { 'late.tsx': 'export const Late = ({ a }: any) => a ? <b>{a}</b> : <i>none</i>;' },
    ],
  ]);
});
