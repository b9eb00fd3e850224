import { inner, joined, pick, type Scope, several, type Source } from './grammar.ts';
import { element, node } from './nodes.ts';
import { condition, items, number, strings, text, value } from './values.ts';

/** One statement that gives `variable` a value that can be printed. */
export function declaration(variable: string, scope: Scope): Source {
  const next = inner(scope);
  const assign = (source: Source): Source =>
    joined`${variable} ${pick('=', '+=', '||=', '??=', '&&=')} ${source};`;
  return pick(
    joined`const ${variable} = ${value(next)};`,
    joined`let ${variable}: any = ${value(next)}; if (${condition(next)}) ${variable} = ${value(next)};`,
    joined`let ${variable}: any = ${value(next)}; if (${condition(next)}) { ${assign(value(next))} } else if (${condition(next)}) ${variable} = ${value(next)}; else ${variable} += "!";`,
    joined`let ${variable}: any; if (${condition(next)}) ${variable} = ${value(next)};`,
    joined`let ${variable}: any = ${value(next)}; ${several(assign(value(next)), 1, 2, ' ')}`,
    joined`let ${variable}: any; switch (${pick('props.k', 'props.a', number(next))}) { case "x": ${variable} = ${value(next)}; break; case "y": ${variable} = "why"; case 1: ${variable} += 1; break; default: ${variable} = ${value(next)}; }`,
    joined`const { q: ${variable} = ${value(next)} } = ${pick('props.o?.p ?? {}', 'props.o ?? {}', '(props.items[0] ?? {}) as any')};`,
    joined`const [${variable} = ${value(next)}] = ${strings(next)} as any[];`,
    joined`const { p: { q: ${variable} = ${value(next)} } = {} as any } = (props.b && props.o) || {} as any;`,
    joined`let ${variable}: any = ""; for (const one of ["a", ${text(next)}]) ${variable} += one;`,
    joined`let ${variable}: any = 0; for (let i = 0; i < 3; i++) { if (i > 0 && ${condition(next)}) ${variable} += i; }`,
    joined`const memo${variable} = useMemo(() => ${value(next)}, []); const ${variable}: any = memo${variable};`,
    joined`const [${variable}] = useState<any>(() => ${value(next)});`,
  );
}

/** One statement that gives `variable` something that React can print, but not the language. */
export function slotDeclaration(variable: string, scope: Scope): Source {
  const next = inner(scope);
  return pick(
    joined`const ${variable}: any[] = []; if (${condition(next)}) ${variable}.push(${value(next)}, " "); ${variable}.push(${value(next)});`,
    joined`const ${variable}: any[] = [${value(next)}]; if (${condition(next)}) ${variable}.unshift(<b key="b">${node(next)}</b>);`,
    joined`const ${variable}: any = ${condition(next)} ? ${element(next)} : ${value(next)};`,
    joined`const ${variable}: any = ${items(next)}.map((x: any) => <s key={x.name}>{x.name}{x.qty > props.n ? "+" : "-"}</s>);`,
  );
}

/** What a component may do before it comes to its end. */
export const guard = (scope: Scope): Source =>
  pick(
    '',
    joined`if (${condition(scope)}) return null;`,
    joined`if (!${value(scope)}) return <s>${node(scope)}</s>;`,
    joined`if (${condition(scope)}) { return ${element(scope)}; }`,
    joined`switch (${pick('props.k', 'props.v')}) { case "x": return ${element(scope)}; case null: return "nothing"; }`,
  );
