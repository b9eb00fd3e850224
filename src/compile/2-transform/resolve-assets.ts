import { decodeHTMLAttribute } from 'entities';
import type { Location } from '../../errors.ts';
import { findAssetFile, findMention, isLocalImage, isRemote } from '../asset-files.ts';
import { Refusal } from '../diagnostics.ts';
import {
  attribute,
  type Attribute,
  type AttributeNode,
  type Document,
  type Node,
  type Slot,
  text,
} from '../document.ts';
import { binary, type Expression, literal, locationOf } from '../expression.ts';
import { tolerating } from '../refusals.ts';
import { mapAttributes, mapDocument } from './map.ts';
import type { PassContext } from './pass.ts';

const IN_CSS = /(url\(\s*(?:&quot;|&#x27;|&#39;|["']?))([^"')&\s][^"')&]*)(?=["'&)\s])/gi;
/** Conditional comments hold markup as text: VML fills and images for Outlook. */
const IN_COMMENT = /(\b(?:src|background)=")([^"]+)(?=")|(url\(\s*["']?)([^"')]+)(?=["')])/gi;

/**
 * Finds the local images that a template shows (`src`, `background`, CSS `url()`, also in conditional comments, and as
 * one of the choices of an expression) and puts references to build-time assets in their place. Remote URLs stay, and
 * so do values: what the context brings is not looked up.
 *
 * Throws a Refusal: ASSET_MISSING, ASSET_OUTSIDE, ASSET_DYNAMIC, ASSET_TYPE_UNKNOWN.
 */
export function resolveAssets(document: Document, context: PassContext): Document {
  const inCss = (node: Node): readonly Node[] =>
    node.kind === 'text' ? replaceAll(node.value, IN_CSS, context) : [node];

  return mapDocument(document, (node) => {
    switch (node.kind) {
      case 'element': {
        const isImage = (name: string): boolean =>
          name === 'background' || (name === 'src' && (node.name === 'img' || node.name === 'input'));
        const styled = mapAttributes(node.attributes, (name, value) =>
          name === 'style' ? mapDocument(value, inCss) : value,
        );
        const attributes = styled.flatMap((each) => resolveAttribute(each, isImage, context));
        const children = node.name === 'style' ? mapDocument(node.children, inCss) : node.children;
        return [Object.freeze({ ...node, attributes, children })];
      }
      case 'comment': {
        const children = node.children.flatMap((child) =>
          child.kind === 'text' ? replaceAll(child.value, IN_COMMENT, context) : [child],
        );
        return [Object.freeze({ ...node, children })];
      }
      default:
        return [node];
    }
  });
}

function resolveAttribute(
  node: AttributeNode,
  isImage: (name: string) => boolean,
  context: PassContext,
): readonly AttributeNode[] {
  if (node.kind === 'attribute-when') {
    const branch = (nodes: readonly AttributeNode[]): readonly AttributeNode[] =>
      nodes.flatMap((each) => resolveAttribute(each, isImage, context));
    return [Object.freeze({ ...node, then: branch(node.then), otherwise: branch(node.otherwise) })];
  }
  if (!isImage(node.name)) return [node];
  const [only] = node.value;
  if (node.value.length === 1 && only?.kind === 'slot')
    return resolveChoice(node, only, only.expression, context);
  return [attribute(node.name, resolveValue(node.name, node.value, context))];
}

/** The value of `src`: a path, a choice between paths, or something that is put together. */
function resolveValue(name: string, value: readonly Node[], context: PassContext): readonly Node[] {
  const [only] = value;
  if (value.length === 1 && only?.kind === 'text') {
    // The heroes of MJML have colours there.
    const isColor = name === 'background' && !/\/|\.[a-z]/i.test(only.value);
    return isColor ? value : [reference(only.value, context)];
  }
  if (value.length === 1 && only?.kind === 'when') {
    const then = resolveValue(name, only.then, context);
    return [Object.freeze({ ...only, then, otherwise: resolveValue(name, only.otherwise, context) })];
  }
  if (value.length > 1 && only?.kind === 'text') {
    tolerating(
      () => refuseDynamic(only.value, context),
      () => undefined,
      value.flatMap((part) => (part.kind === 'slot' ? [part.expression] : [])),
    );
  }
  return value;
}

/** `src={photo ?? '/static/nobody.png'}`: the path among the choices is known now and becomes an image. */
function resolveChoice(
  owner: Attribute,
  slot: Slot,
  expression: Expression,
  context: PassContext,
): readonly AttributeNode[] {
  const inner = (choice: Expression): readonly AttributeNode[] => resolveChoice(owner, slot, choice, context);
  const choose = (test: Expression, then: Expression, otherwise: Expression): readonly AttributeNode[] => [
    Object.freeze({ kind: 'attribute-when', test, then: inner(then), otherwise: inner(otherwise) }),
  ];
  if (isNamed(expression)) return [attribute(owner.name, [reference(String(expression.value), context)])];
  const start = startOf(expression);
  if (start !== undefined) {
    tolerating(
      () => refuseDynamic(start, context, locationOf(expression)),
      () => undefined,
      [expression],
    );
  }
  if (choices(expression).some(isNamed)) {
    if (expression.kind === 'conditional')
      return choose(expression.test, expression.then, expression.otherwise);
    if (expression.kind === 'logical') {
      const { operator, left, right } = expression;
      if (operator === '&&') return choose(left, right, left);
      return choose(operator === '||' ? left : binary('!=', left, literal(null)), left, right);
    }
  }
  return [attribute(owner.name, [Object.freeze({ ...slot, expression })])];
}

const isNamed = (expression: Expression): expression is Extract<Expression, { kind: 'literal' }> =>
  expression.kind === 'literal' && typeof expression.value === 'string' && isLocalImage(expression.value);

/** The values that an expression may come to, as far as it is a choice. */
function choices(expression: Expression): readonly Expression[] {
  if (expression.kind === 'conditional') return [expression.then, expression.otherwise].flatMap(choices);
  if (expression.kind === 'logical') return [expression.left, expression.right].flatMap(choices);
  return [expression];
}

/** The text that an expression surely begins with, if it goes on with a value. */
function startOf(expression: Expression): string | undefined {
  const first =
    expression.kind === 'template'
      ? expression.parts[0]
      : expression.kind === 'binary' && expression.operator === '+'
        ? expression.left
        : undefined;
  if (first?.kind === 'literal') return typeof first.value === 'string' ? first.value : undefined;
  return first && startOf(first);
}

function refuseDynamic(
  start: string,
  { source, location, files = [source.file] }: PassContext,
  place?: Location,
): void {
  if (!/^\.{0,2}\//.test(start) || isRemote(start)) return;
  throw new Refusal({
    code: 'ASSET_DYNAMIC',
    message: `The path of an image begins with "${start}" and is put together at run time, but images of the project must be known when it is built.`,
    hint: 'Choose between written-out paths (premium ? "/static/gold.png" : "/static/plain.png"), give a full https: URL, or pass the image itself with image().',
    location: place ?? findMention(start, files) ?? location,
  });
}

function replaceAll(source: string, pattern: RegExp, context: PassContext): readonly Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of source.matchAll(pattern)) {
    const before = match[1] ?? match[3] ?? '';
    const url = match[2] ?? match[4] ?? '';
    if (!url.startsWith('file:') && !isLocalImage(url)) continue;
    const start = match.index + before.length;
    nodes.push(text(source.slice(end, start)), reference(url, context));
    end = start + url.length;
  }
  if (end === 0) return [text(source)];
  return end < source.length ? [...nodes, text(source.slice(end))] : nodes;
}

function reference(url: string, context: PassContext): Node {
  const { source, assets, values, files = [source.file] } = context;
  if (url === '' || isRemote(url) || values?.has(decodeHTMLAttribute(url))) return text(url);
  const location = findMention(url, files) ?? context.location;
  return tolerating<Node>(
    () => {
      const asset = assets.load(findAssetFile(url, source, assets, location), location);
      return Object.freeze({ kind: 'asset', asset });
    },
    () => text(url),
  );
}
