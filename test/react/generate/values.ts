import { inner, joined, perScope, pick, type Scope, type Source } from './grammar.ts';

/* Expressions by the kind of their value, so that most contexts do not make them throw. */

const fromLoop = (scope: Scope, ...texts: readonly ((loop: number) => string)[]): readonly string[] =>
  scope.loops > 0 ? texts.map((text) => text(scope.loops)) : [];

/** Always a string. */
export const text: (scope: Scope) => Source = perScope((scope) => {
  const simple = [
    'props.s',
    '"text"',
    'name',
    ...fromLoop(scope, (loop) => `item${loop}.name`),
    'props.items.map((x: any) => x.name).join()',
    'shout(props.a)',
  ];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  const string = text(next);
  return pick(
    ...simple,
    joined`String(${value(next)})`,
    joined`\`${pick('x', '<', '')}\${${value(next)}}-\``,
    joined`\`\${${value(next)}} \${${value(next)}}\``,
    joined`(${value(next)} + ${string})`,
    joined`(${condition(next)} ? ${string} : ${string})`,
    joined`${string}.${pick('toUpperCase()', 'trim()', 'slice(0, 3)', 'slice(-2)', 'charAt(1)', 'padStart(6, "*")', 'padEnd(4)', 'repeat(2)', 'substring(1)', 'normalize("NFC")', 'toLowerCase()', 'replaceAll("<", "«")', 'concat("!")')}`,
    joined`${string}.${pick('replace(/[a-m]/g, "*")', 'replace(/(\\w)(\\w)/g, "$2$1")', 'replace(/[aeiou]/gi, (m: string) => m.toUpperCase() + "·")', 'replace(/^./, (m: string) => m.toUpperCase())', 'split("").reverse().join("")', 'split(/[\\s,]+/).filter(Boolean).join("|")', 'match(/[a-z]+/gi)?.join("+") ?? "none"', 'at(0) ?? "empty"')}`,
    joined`JSON.stringify({ v: ${value(next)}, t: ${condition(next)}, u: [${value(next)}] })`,
    joined`(JSON.stringify(${value(next)}) ?? "nothing")`,
    joined`${number(next)}.${pick('toFixed(2)', 'toString()', 'toLocaleString("en-US")', 'toLocaleString("de-DE", { minimumFractionDigits: 2 })')}`,
    joined`new Intl.NumberFormat(${pick('"de-DE"', '"en-US"', 'props.b ? "fr-FR" : "en-US"')}, { style: "currency", currency: ${pick('"EUR"', 'props.k === "x" ? "USD" : "JPY"')} }).format(${number(next)})`,
    joined`new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(${pick('props.at', 'Date.UTC(2026, props.items.length, 3)', '0')}))`,
    joined`new Date(props.at).${pick('toISOString().slice(0, 10)', 'getUTCFullYear().toString()', 'toLocaleDateString("en-US", { timeZone: "UTC" })')}`,
    joined`format(new Date(Date.UTC(2026, props.items.length, 3, 12)), ${condition(next)} ? "yyyy-MM" : "dd.MM.yy")`,
    joined`[${value(next)}, ${condition(next)} && "z", ${string}].filter(Boolean).join(${pick('" "', '", "', '')})`,
    joined`${strings(next)}.${pick('join("/")', 'toSorted().join()', 'toString()', 'map((t: string, i: number) => `${i}${t}`).join(" ")', 'reduce((all: string, t: string) => all + t, "")', 'slice(0, 2).join("+")')}`,
    joined`new Intl.ListFormat("en").format(${strings(next)})`,
    joined`clsx("c", ${condition(next)} && "d", { e: ${condition(next)} }, [${value(next)} && "f"])`,
    joined`String(${guarded(next)})`,
    joined`plural(props.items.length, ${string})`,
    joined`String.raw\`a\${${value(next)}}\\n\``,
    joined`(new Date(props.at).getTime() + 864e5 > Date.UTC(2026, 0, 1) ? ${string} : "old")`,
    joined`${number(next)}.toLocaleString("en-US", { style: "percent", maximumFractionDigits: ${pick('0', '1')} })`,
    joined`[...${string}.matchAll(/[a-z]+/g)].map((m) => m[0]).join("~")`,
    joined`JSON.stringify(JSON.parse(JSON.stringify(${groups(next)})))`,
    joined`grade(${value(next)})`,
    joined`(typeof ${value(next)})`,
    joined`encodeURIComponent(${pick('props.k', 'name', '"a b&c"')})`,
    joined`describe(${value(next)}, ${number(next)})`,
  );
});

/** Always a number, now and then no finite one. */
export const number: (scope: Scope) => Source = perScope((scope) => {
  const simple = [
    'props.n',
    'props.items.length',
    '(2)',
    'total',
    ...fromLoop(
      scope,
      (loop) => `item${loop}.qty`,
      (loop) => `index${loop}`,
    ),
  ];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  const one = number(next);
  return pick(
    ...simple,
    joined`(${one} ${pick('+', '-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>')} ${one})`,
    joined`Math.${pick('max', 'min')}(${one}, ${one})`,
    joined`Math.${pick('round', 'floor', 'ceil', 'abs', 'sign', 'trunc', 'sqrt')}(${one})`,
    joined`Number(${value(next)})`,
    joined`-(${one})`,
    joined`~(${one})`,
    joined`+(${value(next)} as any)`,
    joined`parseInt(${text(next)}, 10)`,
    joined`parseFloat(${text(next)})`,
    joined`(${condition(next)} ? ${one} : ${one})`,
    joined`${text(next)}.${pick('length', 'indexOf("a")', 'codePointAt(0)!', 'search(/[A-Z]/)')}`,
    joined`${items(next)}.${pick('length', 'reduce((sum: number, x: any) => sum + x.qty, 0)', 'reduce((most: number, x: any) => (x.qty > most ? x.qty : most), -1)', 'findIndex((x: any) => x.on)', 'filter((x: any) => !x.on).length')}`,
    'Math.max(...props.items.map((x: any) => x.qty))',
    'Object.keys(props.dict ?? {}).length',
    'Object.values(props.dict ?? {}).filter((v: any) => typeof v === "number").length',
  );
});

export const condition: (scope: Scope) => Source = perScope((scope) => {
  const simple = [
    'props.b',
    'props.a',
    'props.n > 1',
    'props.k === "x"',
    'props.items.length > 0',
    'props.items.length',
    'props.o?.p',
    'flag',
    ...fromLoop(
      scope,
      (loop) => `item${loop}.on`,
      (loop) => `index${loop} === 0`,
      (loop) => `item${loop}.qty > props.n`,
      (loop) => `index${loop} % 2 === 1`,
    ),
  ];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  const one = condition(next);
  return pick(
    ...simple,
    joined`!${one}`,
    joined`!!${value(next)}`,
    joined`Boolean(${value(next)})`,
    joined`(${one} && ${one})`,
    joined`(${one} || ${one})`,
    joined`(${one} ?? ${one})`,
    joined`(${one} ? ${one} : ${one})`,
    joined`(${value(next)} ${pick('===', '!==', '==', '!=')} ${value(next)})`,
    joined`(${number(next)} ${pick('<', '<=', '>', '>=', '===', '!==')} ${number(next)})`,
    joined`(${value(next)} ${pick('< 1', '>= 0', '> "a"', '=== null', '== null', '!== undefined', '=== 0', '== 0', '=== ""', '== false', '=== -0')})`,
    joined`${text(next)}.${pick('includes("a")', 'startsWith("x")', 'endsWith("!")')}`,
    joined`${pick('/^[a-z]+$/i', '/\\d/', '/x|</')}.test(${text(next)})`,
    joined`${items(next)}.${pick('some((x: any) => x.on)', 'every((x: any) => x.qty > 0)', 'some((x: any) => x.name === props.s)', 'find((x: any) => x.qty > 1)')}`,
    joined`(${pick('"p"', '"q"', 'props.k')} in (props.o ?? {}))`,
    joined`Array.isArray(${value(next)})`,
    joined`Number.${pick('isNaN', 'isInteger', 'isFinite')}(${number(next)})`,
    joined`Object.is(${value(next)}, ${value(next)})`,
    joined`["x", "y", props.a].includes(${value(next)})`,
    joined`(typeof ${value(next)} === ${pick('"string"', '"number"', '"object"', '"undefined"')})`,
  );
});

/** What throws where its guard does not hold, also twice and in callbacks. */
export const guarded: (scope: Scope) => Source = perScope((scope) => {
  const dangers: readonly (readonly [guard: string, danger: string])[] = [
    ['props.o?.p', 'String(props.o.p.q).toUpperCase()'],
    ['props.items.length > 0', 'props.items[0].name.toUpperCase()'],
    ['props.items[0]', 'props.items[0].tags.join("+")'],
    ['/^\\d+$/.test(props.s)', 'JSON.parse(props.s).toFixed(1)'],
    ['props.dict', 'Object.keys(props.dict).join(" ")'],
    ['typeof props.a === "string"', 'props.a.trim().split(",").length'],
    ['Array.isArray(props.list) && props.list.length > 1', 'props.list[1].flat().join("-")'],
  ];
  const other = scope.depth > 0 ? value(inner(scope)) : pick('"else"');
  return pick(
    ...dangers.flatMap(([guard, danger]) => [
      joined`(${guard} ? ${danger} : ${other})`,
      joined`(${guard} ? \`\${${danger}}/\${${danger}}\` : "")`,
      joined`(!(${guard}) ? ${other} : ${danger} + ${danger})`,
      joined`(((${guard}) && ${danger}) || ${other})`,
      joined`props.items.filter((x: any) => ${guard} && ${danger} !== x.name).map((x: any) => x.name + (${guard} ? ${danger} : "")).join()`,
    ]),
  );
});

/** An object of numbers by names. */
export const groups = (scope: Scope): Source =>
  pick(
    joined`(${items(scope)}.reduce((all: any, x: any) => ({ ...all, [x.name]: (all[x.name] ?? 0) + x.qty }), {}) as any)`,
    joined`Object.fromEntries(${items(scope)}.map((x: any) => [x.name, x.qty]))`,
    joined`({ a: ${number(scope)}, ...(${condition(scope)} ? { b: 2 } : {}) } as any)`,
    '(props.dict ?? {})',
    joined`Object.fromEntries(Object.entries(props.dict ?? {}).filter(([, v]: any) => v))`,
  );

/** A list of strings. */
export const strings: (scope: Scope) => Source = perScope((scope) => {
  const simple = [
    'props.items.map((x: any) => x.name)',
    '["one", "two"]',
    ...fromLoop(scope, (loop) => `item${loop}.tags`),
    'Object.keys(props.dict ?? {})',
  ];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  return pick(
    ...simple,
    joined`${items(next)}.flatMap((x: any) => x.tags)`,
    joined`[${text(next)}, ...${strings(next)}]`,
    joined`${text(next)}.split(",")`,
    joined`${strings(next)}.${pick('filter(Boolean)', 'filter((t: string) => t.length > 1)', 'slice(1)', 'toReversed()', 'concat("end")', 'map((t: string) => t.trim())')}`,
    joined`(${condition(next)} ? ${strings(next)} : [])`,
    joined`Array.from({ length: 2 }, (_, i) => \`\${i}\${${text(next)}}\`)`,
    joined`[...new Set(${strings(next)})]`,
  );
});

/** A list of what the context has as items. */
export const items: (scope: Scope) => Source = perScope((scope) => {
  const simple = ['props.items', 'props.items.filter((x: any) => x.on)', 'props.items.slice(0, 2)'];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  const made = joined`{ name: ${text(next)}, qty: ${number(next)}, on: ${pick('true', 'false', joined`!!${condition(next)}`)}, tags: [${text(next)}] }`;
  return pick(
    ...simple,
    'props.items.toReversed()',
    '[...props.items].reverse()',
    '[...props.items].sort((l: any, r: any) => l.qty - r.qty)',
    'props.items.toSorted((l: any, r: any) => l.name.localeCompare(r.name) || r.qty - l.qty)',
    joined`${items(next)}.filter((x: any) => ${pick('x.qty > 1', '!x.on', 'x.name', 'x.tags.length > 0', 'x.name !== props.s')})`,
    joined`${items(next)}.filter((x: any, i: number) => i > 0 && ${condition({ ...next, loops: 0 })})`,
    joined`${items(next)}.slice(${pick('1', '-1', '0, -1', 'props.n')})`,
    joined`[...${items(next)}, ${made}]`,
    joined`[${made}, ${made}]`,
    joined`${items(next)}.concat(${items(next)})`,
    joined`(${condition(next)} ? ${items(next)} : [])`,
    joined`${items(next)}.map((x: any) => ({ ...x, name: ${pick('x.name + "!"', '`${x.qty}x`', 'x.tags.join(" ")')} }))`,
    'Object.entries(props.dict ?? {}).map(([key, v]: any) => ({ name: key, qty: Number(v), on: !!v, tags: [String(v)] }))',
    joined`${strings(next)}.map((t: string, i: number) => ({ name: t, qty: i, on: i > 0, tags: t ? [t] : [] }))`,
    joined`Array.from({ length: 2 }, (_, i) => ({ name: \`n\${i}\`, qty: i, on: ${condition(next)}, tags: [] }))`,
    joined`Array.from(${items(next)})`,
    ...fromLoop(
      scope,
      (loop) => `item${loop}.tags.map((t: string) => ({ name: t, qty: t.length, on: false, tags: [] }))`,
    ),
  );
});

/** Of any kind that React can print. */
export const value: (scope: Scope) => Source = perScope((scope) => {
  const simple = [
    ...scope.names,
    'props.a',
    'props.s',
    'props.n',
    'props.o?.p?.q',
    'rest.k',
    'TABLE[props.k]',
    '"text"',
    'null',
    '(0)',
    ...fromLoop(
      scope,
      (loop) => `item${loop}.name`,
      (loop) => `item${loop}.qty * 2`,
      (loop) => `index${loop} + 1`,
    ),
  ];
  if (scope.depth <= 0) return pick(...simple);
  const next = inner(scope);
  const one = value(next);
  return pick(
    ...simple,
    text(next),
    number(next),
    joined`!${condition(next)}`,
    joined`(${condition(next)} ? ${one} : ${one})`,
    joined`(${one} ?? ${one})`,
    joined`(${one} || ${one})`,
    joined`(${condition(next)} && ${one})`,
    joined`(${one} + ${one})`,
    joined`props.o?.[${pick('"p"', 'props.k', '`p`')}]?.q`,
    joined`${items(next)}[${pick('0', 'props.n', '1')}]?.name`,
    joined`${items(next)}.${pick('at(-1)?.name', 'find((x: any) => x.on)?.qty', 'findLast((x: any) => x.qty)?.tags?.[0]', 'at(0)?.tags.at(0)')}`,
    joined`(({ q = ${one}, ...others }: any) => q + Object.keys(others).length)(props.o?.p ?? { z: 1 })`,
    joined`(([first = ${one}, , third]: any[]) => third ?? first)(${strings(next)})`,
    joined`((v: any) => { if (v == null) return ${one}; return v; })(${one})`,
    joined`({ x: ${one}, y: ${one} } as any)[props.k]`,
    joined`({ k: ${one}, ...props.o }).k`,
    joined`pickFirst(${one}, ${condition(next)} ? ${one} : undefined)`,
    guarded(next),
    joined`${groups(next)}[${text(next)}]`,
    joined`new Map<any, any>(${items(next)}.map((x: any) => [x.name, x.qty])).get(${text(next)})`,
    joined`new Set(${strings(next)}).size`,
    joined`Object.assign({}, props.o, { k: ${one} }).k`,
    joined`(() => { const { [props.k]: picked = ${one} } = TABLE; return picked; })()`,
    joined`(() => { switch (true) { case ${condition(next)}: return ${one}; case ${condition(next)}: return 2; default: return ${one}; } })()`,
    'props.list',
    'undefined',
    'props.dict?.u',
    'props.missing?.deep.er',
    'props.fn?.(1)',
  );
});
