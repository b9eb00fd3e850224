import { types as t } from '@babel/core';
import { SITE_LINE } from '../site.ts';
import { OPERATIONS, type Writer } from './writer.ts';

/** `<a href={x}>…</a>` as `_$.jsx(site, 'a', { href: x, children: … })` */
export function liftJsx(writer: Writer, node: t.JSXElement | t.JSXFragment): t.Expression {
  const children = t.react.buildChildren(node) as t.Expression[];
  const properties: (t.ObjectProperty | t.SpreadElement)[] = t.isJSXElement(node)
    ? node.openingElement.attributes.map((attribute) => attributeOf(attribute))
    : [];
  if (children.length > 0) {
    const [only] = children;
    const value =
      children.length === 1 && only && !t.isJSXSpreadChild(only)
        ? only
        : t.arrayExpression(children.map(child));
    properties.push(t.objectProperty(t.identifier('children'), value));
  }
  const type = t.isJSXElement(node)
    ? elementType(writer, node.openingElement.name)
    : t.memberExpression(t.identifier(OPERATIONS), t.identifier('Fragment'));
  const sites = sitesOf(node);
  const places = sites === '' ? [] : [t.stringLiteral(sites)];
  return writer.op('jsx', node, type, writer.object(node, properties), ...places);
}

/** Where the values of attributes and children stand that are no literals, see `site.ts`. */
function sitesOf(node: t.JSXElement | t.JSXFragment): string {
  const sites: string[] = [];
  const note = (name: string, value: t.Node | null | undefined): void => {
    const start = value?.loc?.start;
    if (start) sites.push(`${name}=${start.line * SITE_LINE + start.column + 1}`);
  };
  for (const attribute of t.isJSXElement(node) ? node.openingElement.attributes : []) {
    if (t.isJSXSpreadAttribute(attribute)) note('...', attribute.argument);
    else if (t.isJSXExpressionContainer(attribute.value) && t.isJSXIdentifier(attribute.name)) {
      note(attribute.name.name, attribute.value.expression);
    }
  }
  note('children', node.children.find((inner) => t.isJSXExpressionContainer(inner))?.expression);
  return sites.join(' ');
}

const child = (node: t.Node): t.Expression | t.SpreadElement =>
  t.isJSXSpreadChild(node) ? t.spreadElement(node.expression) : (node as t.Expression);

function attributeOf(attribute: t.JSXAttribute | t.JSXSpreadAttribute): t.ObjectProperty | t.SpreadElement {
  if (t.isJSXSpreadAttribute(attribute)) return t.spreadElement(attribute.argument);
  const { name, value } = attribute;
  const key = t.isJSXNamespacedName(name) ? `${name.namespace.name}:${name.name.name}` : name.name;
  const property = t.objectProperty(t.stringLiteral(key), attributeValue(value));
  property.loc = attribute.loc ?? null;
  return property;
}

function attributeValue(value: t.JSXAttribute['value']): t.Expression {
  if (!value) return t.booleanLiteral(true);
  if (t.isStringLiteral(value)) return t.stringLiteral(value.value.replace(/\n\s+/g, ' '));
  if (!t.isJSXExpressionContainer(value)) return value;
  return t.isJSXEmptyExpression(value.expression) ? t.identifier('undefined') : value.expression;
}

function elementType(writer: Writer, name: t.JSXOpeningElement['name']): t.Expression {
  if (t.isJSXNamespacedName(name)) return t.stringLiteral(`${name.namespace.name}:${name.name.name}`);
  if (t.isJSXMemberExpression(name)) {
    return writer.op('get', name, elementType(writer, name.object), t.stringLiteral(name.property.name));
  }
  if (name.name === 'this') return t.thisExpression();
  return /^[a-z]/.test(name.name) || name.name.includes('-')
    ? t.stringLiteral(name.name)
    : writer.reference(name);
}
