import { type AttributeNode, type Document, type Node, slot } from '../document.ts';
import {
  array,
  binary,
  call,
  conditional,
  construct,
  type Expression,
  helper,
  keyOf,
  lambda,
  literal,
  logical,
  member,
  object,
  type ObjectLiteral,
  spread,
  template,
  unary,
} from '../expression.ts';

/**
 * Decides at build time what an expression cannot leave open: a template literal is a string, so it is no array and not
 * null, and true if a part of it is text. Front ends ask such questions because a library does.
 */
export function simplify(document: Document): Document {
  return document.flatMap(simplifyNode);
}

const simplifyNodes = (nodes: readonly Node[]): readonly Node[] => nodes.flatMap(simplifyNode);

function simplifyNode(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'slot':
      return [Object.freeze({ ...node, expression: simplifyExpression(node.expression) })];
    case 'comment':
      return [Object.freeze({ ...node, children: simplifyNodes(node.children) })];
    case 'each':
      return [
        Object.freeze({
          ...node,
          list: simplifyExpression(node.list),
          children: simplifyNodes(node.children),
        }),
      ];
    case 'element':
      return [
        Object.freeze({
          ...node,
          attributes: node.attributes.flatMap(simplifyAttribute),
          children: simplifyNodes(node.children),
        }),
      ];
    case 'when': {
      const test = simplifyExpression(node.test);
      const truth = truthOf(test);
      if (truth !== undefined) return simplifyNodes(truth ? node.then : node.otherwise);
      const otherwise = simplifyNodes(node.otherwise).map((inner) => withoutValue(inner, test));
      return [
        Object.freeze({
          ...node,
          test,
          then: simplifyNodes(node.then),
          otherwise,
        }),
      ];
    }
    default:
      return [node];
  }
}

/**
 * In `{x && <Text/>}` React prints x where it is false: 0, or nothing. That x is not there is what the condition has
 * asked for, and no missing value.
 */
function withoutValue(node: Node, test: Expression): Node {
  return node.kind === 'slot' && keyOf(node.expression) === keyOf(test)
    ? slot(logical('??', node.expression, literal(null)), node.print)
    : node;
}

function simplifyAttribute(node: AttributeNode): readonly AttributeNode[] {
  if (node.kind === 'attribute') return [Object.freeze({ ...node, value: simplifyNodes(node.value) })];
  const test = simplifyExpression(node.test);
  const truth = truthOf(test);
  const branch = (nodes: readonly AttributeNode[]): readonly AttributeNode[] =>
    nodes.flatMap(simplifyAttribute);
  if (truth !== undefined) return branch(truth ? node.then : node.otherwise);
  return [Object.freeze({ ...node, test, then: branch(node.then), otherwise: branch(node.otherwise) })];
}

const simplified = new WeakMap<Expression, Expression>();

/** Keeps the node itself where nothing changes. */
export function simplifyExpression(expression: Expression): Expression {
  let result = simplified.get(expression);
  if (!result) {
    const rebuilt = decide(rebuild(expression));
    result = keyOf(rebuilt) === keyOf(expression) ? expression : rebuilt;
    simplified.set(expression, result);
  }
  return result;
}

const all = (expressions: readonly Expression[]): readonly Expression[] =>
  expressions.map(simplifyExpression);

function rebuild(expression: Expression): Expression {
  switch (expression.kind) {
    case 'member':
      return member(simplifyExpression(expression.object), simplifyExpression(expression.property));
    case 'call':
      return call(simplifyExpression(expression.callee), all(expression.args));
    case 'new':
      return construct(simplifyExpression(expression.callee), all(expression.args));
    case 'unary':
      return unary(expression.operator, simplifyExpression(expression.operand));
    case 'binary':
      return binary(
        expression.operator,
        simplifyExpression(expression.left),
        simplifyExpression(expression.right),
      );
    case 'logical':
      return logical(
        expression.operator,
        simplifyExpression(expression.left),
        simplifyExpression(expression.right),
      );
    case 'conditional':
      return conditional(
        simplifyExpression(expression.test),
        simplifyExpression(expression.then),
        simplifyExpression(expression.otherwise),
      );
    case 'template':
      return template(all(expression.parts));
    case 'array':
      return array(all(expression.items));
    case 'object':
      return object(expression.entries.map(rebuildEntry));
    case 'spread':
      return spread(simplifyExpression(expression.of));
    case 'lambda':
      return lambda(expression.params, simplifyExpression(expression.body));
    case 'helper':
      return helper(expression.name, all(expression.args));
    default:
      return expression;
  }
}

const rebuildEntry = (entry: ObjectLiteral['entries'][number]): ObjectLiteral['entries'][number] =>
  'kind' in entry
    ? spread(simplifyExpression(entry.of))
    : [simplifyExpression(entry[0]), simplifyExpression(entry[1])];

function decide(expression: Expression): Expression {
  switch (expression.kind) {
    case 'template':
      return joinParts(expression.parts);
    case 'conditional': {
      const truth = truthOf(expression.test);
      return truth === undefined ? expression : truth ? expression.then : expression.otherwise;
    }
    case 'logical':
      return decideLogical(expression);
    case 'unary': {
      const truth = expression.operator === '!' ? truthOf(expression.operand) : undefined;
      if (truth !== undefined) return literal(!truth);
      return expression.operator === 'typeof' && isString(expression.operand)
        ? literal('string')
        : expression;
    }
    case 'binary':
      return decideEquality(expression);
    case 'call':
      return isArrayTest(expression) && isString(expression.args[0]) ? literal(false) : expression;
    default:
      return expression;
  }
}

function joinParts(parts: readonly Expression[]): Expression {
  const flat: Expression[] = [];
  for (const part of parts.flatMap((inner) => (inner.kind === 'template' ? inner.parts : [inner]))) {
    const last = flat.at(-1);
    const isText = part.kind === 'literal' && typeof part.value === 'string';
    if (isText && last?.kind === 'literal' && typeof last.value === 'string') {
      flat[flat.length - 1] = literal(last.value + part.value);
    } else {
      flat.push(part);
    }
  }
  const [only] = flat;
  if (flat.length === 0) return literal('');
  return flat.length === 1 && isString(only) ? only : template(flat);
}

function decideLogical(expression: Extract<Expression, { kind: 'logical' }>): Expression {
  const { operator, left, right } = expression;
  if (operator === '??') {
    if (left.kind === 'literal') return left.value === null || left.value === undefined ? right : left;
    return isString(left) ? left : expression;
  }
  const truth = truthOf(left);
  if (truth === undefined) return expression;
  return truth === (operator === '&&') ? right : left;
}

function decideEquality(expression: Extract<Expression, { kind: 'binary' }>): Expression {
  const { operator, left, right } = expression;
  const nullish = [left, right].some(
    (side) => side.kind === 'literal' && (side.value === null || side.value === undefined),
  );
  if (!nullish || !(isString(left) || isString(right))) return expression;
  if (operator === '==' || operator === '===') return literal(false);
  return operator === '!=' || operator === '!==' ? literal(true) : expression;
}

const isArrayTest = ({ callee }: Extract<Expression, { kind: 'call' }>): boolean =>
  callee.kind === 'member' &&
  callee.object.kind === 'global' &&
  callee.object.name === 'Array' &&
  callee.property.kind === 'literal' &&
  callee.property.value === 'isArray';

/** Always a string, whatever the context. */
export function isString(expression: Expression | undefined): expression is Expression {
  switch (expression?.kind) {
    case 'template':
      return true;
    case 'literal':
      return typeof expression.value === 'string';
    case 'conditional':
      return isString(expression.then) && isString(expression.otherwise);
    case 'helper':
      return STRING_HELPERS.has(expression.name);
    case 'call':
      return isStringMethod(expression);
    default:
      return false;
  }
}

const STRING_HELPERS = new Set(['messageArgument', 'messageSelect', 'plainText']);
const STRING_METHODS = new Set(
  'slice substring substr trim trimStart trimEnd toUpperCase toLowerCase repeat replace replaceAll padStart padEnd concat'.split(
    ' ',
  ),
);

/** A method of strings, called on what is a string for certain. */
const isStringMethod = ({ callee }: Extract<Expression, { kind: 'call' }>): boolean =>
  callee.kind === 'member' &&
  callee.property.kind === 'literal' &&
  STRING_METHODS.has(String(callee.property.value)) &&
  isString(callee.object);

function truthOf(expression: Expression): boolean | undefined {
  switch (expression.kind) {
    case 'literal':
      return Boolean(expression.value);
    case 'template':
      return expression.parts.some((part) => part.kind === 'literal' && part.value !== '') ? true : undefined;
    case 'array':
    case 'object':
    case 'lambda':
      return true;
    default:
      return undefined;
  }
}
