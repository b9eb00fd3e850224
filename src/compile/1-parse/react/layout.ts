import { decodeHTML } from 'entities';
import type { Location } from '../../../errors.ts';
import { Refusal } from '../../diagnostics.ts';
import { type Node, text } from '../../document.ts';
import { context } from '../../expression.ts';
import { toExpression } from '../handlebars/print.ts';
import { parseText } from '../html.ts';
import type { ReactLayout, ReactLayoutInput } from '../markdown.ts';
import type { Marks } from '../marks.ts';
import { evaluating } from './evaluation.ts';
import type { Loader } from './load/loader.ts';
import { rootComponent } from './root-component.ts';
import { ReactStyles } from './styles.ts';
import type { PlainImage } from './template-scope.ts';
import { overlay, symbolic } from './values/values.ts';

/** The element that stands for the content while React renders the layout around it. */
const CONTENT = 'letterlock-content';
const PLACE = new RegExp(`<${CONTENT}></${CONTENT}>`, 'g');

/** Marked HTML of a whole document: a component of the template's around content that is marked HTML already. */
export async function renderLayout(
  loader: Loader,
  file: string,
  { contentHtml, data, title, preheader, marks, catalog, source }: ReactLayoutInput,
  plainImage: PlainImage | undefined,
): Promise<ReactLayout> {
  const place: Location = { file, line: 1, column: 1 };
  return evaluating({ loader, catalog, plainImage, place, marks }, async ({ react, render }) => {
    const loaded = await loader.load('lifted', file);
    const component = rootComponent(loaded.module, react);
    if (!component) throw noComponent(place);
    const known = {
      ...data,
      title: textOf(title, marks, place),
      preheader: textOf(preheader, marks, place),
      children: react.createElement(CONTENT),
    };
    const props = overlay([{ expression: context, omitted: new Set() }, { plain: known }]);
    const html = await render(component.value, props);
    if (!html.includes(`<${CONTENT}>`)) throw noContent(place);
    const styles = new ReactStyles(source, loaded);
    const page = styles.complete(html).replaceAll(PLACE, () => contentHtml);
    return { html: page, dependencies: styles.dependencies };
  });
}

/** Marked text as a value: React escapes it again, and react-email's Preview measures it. */
function textOf(marked: string | undefined, marks: Marks, place: Location): unknown {
  if (marked === undefined) return undefined;
  const expression = toExpression(parseText(marked, marks, place).map(decoded));
  return expression.kind === 'literal' ? String(expression.value ?? '') : symbolic(expression, place);
}

function decoded(node: Node): Node {
  if (node.kind === 'text') return text(decodeHTML(node.value));
  if (node.kind === 'when') {
    return { ...node, then: node.then.map(decoded), otherwise: node.otherwise.map(decoded) };
  }
  return node.kind === 'each' ? { ...node, children: node.children.map(decoded) } : node;
}

const noComponent = (location: Location): Refusal =>
  new Refusal({
    code: 'LAYOUT_INVALID',
    message: 'This layout exports no component.',
    hint: 'Export one: `export default function Layout({ children, title, preheader }) { … }`.',
    location,
  });

const noContent = (location: Location): Refusal =>
  new Refusal({
    code: 'LAYOUT_INVALID',
    message: 'This layout leaves the content out.',
    hint: 'Print `children` where the content belongs.',
    location,
  });
