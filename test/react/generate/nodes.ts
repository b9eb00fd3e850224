import { inLoop, inner, joined, perScope, pick, type Scope, several, type Source } from './grammar.ts';
import { condition, groups, guarded, items, number, strings, text, value } from './values.ts';

/* JSX. */

const UTILITIES = [
  'text-red-500',
  'font-bold p-2',
  'm-[3px] hover:underline',
  'sm:text-lg dark:text-white',
  'bg-brand',
  'border-0 border-t border-solid',
];

/** Class names as Tailwind has them. */
const utilities = (scope: Scope): Source =>
  pick(
    joined`"${pick(...UTILITIES)}"`,
    joined`{${condition(scope)} ? "${pick(...UTILITIES)}" : "${pick(...UTILITIES)}"}`,
    joined`{\`p-1 \${${condition(scope)} ? "${pick(...UTILITIES)}" : ""}\`}`,
    joined`{clsx("${pick(...UTILITIES)}", ${condition(scope)} && "${pick(...UTILITIES)}", { underline: ${condition(scope)} })}`,
    joined`{TONES[props.k] ?? "text-sm"}`,
  );

const classes = (scope: Scope): Source => (scope.kit === 'tailwind' ? utilities(scope) : freeClasses(scope));

const freeClasses = (scope: Scope): Source =>
  pick(
    joined`{${condition(scope)} ? "on" : "off"}`,
    joined`{\`a \${${condition(scope)} ? "b" : "c"} \${${condition(scope)} && "d"}\`}`,
    joined`{clsx("c", ${condition(scope)} && "d", { e: ${condition(scope)} })}`,
    joined`{["a", ${condition(scope)} && "b"].filter(Boolean).join(" ")}`,
    joined`{TONES[${pick('props.k', `${'props.b'} ? "x" : "y"`)}] ?? "none"}`,
    joined`{${condition(scope)} ? "p" : undefined}`,
    '"plain"',
  );

const style = (scope: Scope): Source =>
  pick(
    joined`{{ color: ${condition(scope)} ? "red" : undefined, width: props.n, margin: 1 }}`,
    joined`{{ ...(${condition(scope)} && { color: "blue" }), width: "50%" }}`,
    joined`{${condition(scope)} ? { margin: 3 } : undefined}`,
    joined`{{ ${pick('padding', 'lineHeight', 'fontSize', 'opacity', 'zIndex', 'WebkitLineClamp', '"--gap"', 'msFlex')}: ${pick(value(scope), number(scope))} as any }}`,
    joined`{{ width: \`\${${number(scope)}}%\`, fontWeight: ${condition(scope)} ? 700 : 400 }}`,
    joined`{{ ...base, ...(${condition(scope)} ? strong : {}), marginTop: ${number(scope)} }}`,
    joined`{{ backgroundColor: ${condition(scope)} ? "#fff" : "#000", border: ${condition(scope)} && "1px solid" } as any}`,
  );

const attribute = (scope: Scope): Source =>
  pick(
    joined` className=${classes(scope)}`,
    joined` style=${style(scope)}`,
    joined` title={${value(scope)} as any}`,
    joined` id={${text(scope)}}`,
    joined` data-x={${value(scope)} as any}`,
    joined` aria-label={${value(scope)} as any}`,
    joined` aria-hidden={${condition(scope)} as any}`,
    joined` ${pick('hidden', 'inert', 'disabled', 'checked', 'itemScope')}={${condition(scope)} as any}`,
    joined` ${pick('tabIndex', 'width', 'height', 'rowSpan', 'colSpan', 'cellPadding', 'size', 'cols', 'start')}={${number(scope)} as any}`,
    joined` ${pick('lang', 'dir', 'role', 'align', 'bgcolor', 'download', 'contentEditable', 'draggable', 'value', 'name')}={${value(scope)} as any}`,
    joined` {...(${condition(scope)} ? { id: "i", title: ${value(scope)} as any } : {})}`,
    joined` {...{ "data-y": ${value(scope)}, lang: "en" }}`,
    joined` ${pick('href', 'action')}={${url(scope)} as any}`,
    joined` src={${image(scope)} as any}`,
  );

/** Nothing that could be meant as a file of the project. */
const image = (scope: Scope): Source =>
  pick(
    '"https://letterlock.test/a.png"',
    'props.url',
    joined`\`https://letterlock.test/\${${value(scope)}}.png\``,
    '(props.url ?? "https://letterlock.test/b.png")',
    joined`${condition(scope)} ? props.url : undefined`,
  );

const url = (scope: Scope): Source =>
  pick(
    '"https://letterlock.test/"',
    'props.url',
    joined`\`https://letterlock.test/\${${value(scope)}}?q=\${encodeURIComponent(props.k)}\``,
    joined`(props.url || ${value(scope)})`,
    joined`${condition(scope)} ? props.url : "mailto:a@letterlock.test"`,
    joined`${value(scope)}`,
  );

/** What most components of react-email take. */
const props = (scope: Scope): Source =>
  several(
    pick(
      joined` className=${classes(scope)}`,
      joined` style=${style(scope)}`,
      joined` id={${text(scope)}}`,
      joined` data-x={${value(scope)} as any}`,
      joined` title={${text(scope)}}`,
    ),
    0,
    2,
  );

/** Components of react-email. */
const letter = (scope: Scope): readonly Source[] => {
  const next = inner(scope);
  const inside = inLoop(scope);
  const at = `${inside.loops}`;
  return [
    joined`<Section${props(next)}>${nodes(next)}</Section>`,
    joined`<Container${props(next)}>${nodes(next)}</Container>`,
    joined`<Row${props(next)}><Column${props(next)}>${nodes(next)}</Column>{${condition(next)} && <Column${props(next)}>${nodes(next)}</Column>}</Row>`,
    joined`{${items(next)}.map((item${at}: any, index${at}: number) => <Row key={index${at}}${props(inside)}><Column>${nodes(inside)}</Column></Row>)}`,
    joined`<Text${props(next)}>{${value(next)}}</Text>`,
    joined`<Text${props(next)}>Hello {${value(next)}}, <Link href={${url(next)}}${props(next)}>{${text(next)}}</Link></Text>`,
    joined`<Button href={${url(next)}}${props(next)}>{${value(next)}}</Button>`,
    joined`<Button href="https://letterlock.test/" style={{ padding: ${pick('"12px 20px"', 'props.b ? "4px" : "8px 2px"', '8')} }}>${node(next)}</Button>`,
    joined`<Img src={${image(next)}} alt={${text(next)}} width={${pick('120', '"50"', number(next))}}${props(next)}/>`,
    joined`<Heading as={${pick('"h2"', 'props.b ? "h3" : "h4"')}} ${pick('', 'm="4"', 'mt={8}', 'mx="2"')}${props(next)}>${nodes(next)}</Heading>`,
    joined`<Hr${props(next)}/>`,
    joined`{${condition(next)} ? <Section>${nodes(next)}</Section> : <Hr/>}`,
  ];
};

export const attributes = (scope: Scope): Source => several(attribute(scope), 0, 2);

const name = pick('span', 'b', 'em', 'small', 'code');

export const node: (scope: Scope) => Source = perScope((scope) => {
  if (scope.depth <= 0) return pick('text', joined`{${value(scope)}}`, '<br/>', 'a &amp; b');
  const next = inner(scope);
  const inside = inLoop(scope);
  const at = `${inside.loops}`;
  const loop = `(item${at}: any, index${at}: number) =>`;
  return pick(
    'text',
    joined`{${value(next)}}`,
    joined`<span${attributes(next)}>${nodes(next)}</span>`,
    joined`<a href={${url(next)}}${attributes(next)}>{${value(next)}}</a>`,
    joined`{${guarded(next)}}`,
    joined`{${pick('props.items.length > 0', 'props.items[0]')} && <b title={props.items[0].name.toUpperCase()}>{props.items[0].name.toUpperCase()}${nodes(next)}</b>}`,
    joined`{props.o?.p && <em style={{ width: props.o.p.q ?? 1 }}>{String(props.o.p.q).padEnd(3, ".")}${nodes(next)}</em>}`,
    joined`<p>{${value(next)}}</p>`,
    joined`{${condition(next)} && <b>${nodes(next)}</b>}`,
    joined`{${condition(next)} ? ${element(next)} : ${pick('null', '"none"', element(next))}}`,
    joined`{${value(next)} || ${element(next)}}`,
    joined`{${value(next)} ?? ${element(next)}}`,
    joined`{${number(next)} && ${element(next)}}`,
    joined`{${items(next)}.map(${loop} <code key={index${at}}${attributes(inside)}>${nodes(inside)}</code>)}`,
    joined`{${items(next)}.map(${loop} { ${pick(`if (!item${at}.on) return null;`, `if (index${at} > 1) return <hr key={index${at}}/>;`, `if (item${at}.qty === 0) { return "zero"; }`)} ${pick('', `const last = index${at} === props.items.length - 1;`)} return <tt key={index${at}}>${nodes(inside)}</tt>; })}`,
    joined`{${items(next)}.map(${loop} <Fragment key={index${at}}>{index${at} > 0 && ", "}${nodes(inside)}</Fragment>)}`,
    joined`{${items(next)}.length > 0 ? ${items(next)}.map(${loop} <div key={index${at}}>${nodes(inside)}</div>) : ${element(next)}}`,
    joined`{props.items.flatMap((x: any, i: number) => (${pick('x.on', 'i > 0', condition({ ...next, loops: 0 }))} ? [<b key="b">{x.name}</b>, <i key="i">{i}</i>] : []))}`,
    joined`{props.items.map(({ name: title, tags: [tag = "untagged"] = [], ...more }: any, at: number) => <kbd key={at} title={title}>{more.qty}{tag}${nodes(next)}</kbd>)}`,
    joined`{Object.entries(props.dict ?? {}).map(([key, v]: any) => <q key={key}>{key}: {v}${nodes(next)}</q>)}`,
    joined`{${strings(next)}.map((t, i) => <samp key={i} className={i === 0 ? "first" : undefined}>{t}${nodes(next)}</samp>)}`,
    joined`{${strings(next)}.map((t, i, all) => (i < all.length - 1 ? t + ", " : t))}`,
    joined`{[...${items(next)}.entries()].map(([at, x]: any) => <var key={at}>{at}{x.name}</var>)}`,
    joined`{Object.entries(${groups(next)}).map(([key, sum]: any) => <var key={key}>{key}={sum}${nodes(next)}</var>)}`,
    joined`{Array(2).fill(0).map((_, i) => <var key={i}>{i}${nodes(next)}</var>)}`,
    joined`{${items(next)}.map(row)}`,
    joined`{${items(next)}.filter((x: any) => x.on).map((x: any, i: number, all: any[]) => <var key={i} className={i === all.length - 1 ? "last" : ""}>{x.name} of {all.length}</var>)}`,
    joined`<Only>${element(next)}</Only>`,
    joined`<List>${element(next)}text${element(next)}</List>`,
    joined`{[1, 2].map((k) => <kbd key={k}>{k}${nodes(next)}</kbd>)}`,
    joined`{[${condition(next)} && <b key="1">1</b>, ${element(next)}, ${value(next)}]}`,
    joined`{[${condition(next)} && <b key="1">1</b>, ${element(next)}].filter(Boolean)}`,
    joined`{pickElement(${value(next)})}`,
    joined`{tones[${pick('0', 'props.n', 'props.items.length % 2')}]}`,
    joined`{(() => { switch (${pick('props.k', 'props.n', `typeof ${'props.a'}`)}) { case "x": return ${element(next)}; case "string": case 1: return <u>${nodes(next)}</u>; default: return ${pick('null', 'undefined', '"other"')}; } })()}`,
    joined`<Render>{(what: any) => <var>{what}${nodes(next)}</var>}</Render>`,
    joined`<Repeat of={${items(next)}} row={${loop} ${element(inside)}} />`,
    joined`<Rows rows={${items(next)}} head={${value(next)}} />`,
    joined`<Slots left={${element(next)}} right={${condition(next)} && ${element(next)}}>${nodes(next)}</Slots>`,
    joined`<Box on={${condition(next)}} label={${value(next)}}>${nodes(next)}</Box>`,
    joined`<Box on={${condition(next)}}>${nodes(next)}</Box>`,
    joined`<Case kind={${pick('props.k', '"x"', 'props.b ? "y" : "z"')}}>${nodes(next)}</Case>`,
    joined`<Group>${nodes(next)}</Group>`,
    joined`<Theme.Provider value={${value(next)} as any}><Themed/>${nodes(next)}</Theme.Provider>`,
    joined`<Guarded item={${pick('props.items[0]', 'props.o?.p', 'props.items.find((x: any) => x.on)')}} />`,
    joined`<span dangerouslySetInnerHTML={{ __html: String(${value(next)}).replace(/[<&>]/g, "") as any }} />`,
    ...(scope.kit === 'html' ? [] : letter(scope)),
    ...scope.slots.map((slot) => `{${slot}}`),
    ...scope.components.flatMap((component) => [
      joined`<${component} v={${value(next)}}>${nodes(next)}</${component}>`,
      joined`<${component} v={${value(next)}} w={${value(next)}} {...${pick('rest', 'props.o', '{ w: 1 }')}} />`,
    ]),
  );
});

export const element: (scope: Scope) => Source = perScope((scope) =>
  pick(
    joined`<i${attributes(scope)}>${node(inner(scope))}</i>`,
    joined`<>${node(inner(scope))}<u/></>`,
    fcElement(scope),
    joined`<img${attributes(scope)} alt={${text(scope)}}/>`,
  ),
);

/** An element under one of several names. */
const fcElement = (scope: Scope): Source =>
  name.chain((tag) => joined`<${tag}${attributes(scope)}>${node(inner(scope))}</${tag}>`);

export const nodes = (scope: Scope): Source => several(node(scope), 1, scope.depth > 1 ? 3 : 2);
