import type { AttributeNode, Document, Node } from '../document.ts';
import { type Expression, operands } from '../expression.ts';
import type { ContextType, FunctionTypes, OperandType } from '../template.ts';
import { Shape } from './shape.ts';

/** What a template runs in one locale. */
export interface Program {
  readonly document: Document;
  readonly subject: Expression;
}

/**
 * The type of a context that nobody declared, read from how the template uses it in any of its locales and, for the
 * kinds of the leaves, from its previews. A field may be absent if the template asks for it before each use.
 */
export function inferContextType(
  programs: readonly Program[],
  previews: readonly unknown[],
  operandTypes: ReadonlyMap<string, FunctionTypes> = new Map(),
): ContextType {
  const root = new Shape();
  const declarations = new Set<string>();
  for (const { document, subject } of programs) {
    const usage = new Usage(root, operandTypes, declarations);
    usage.nodes(document);
    usage.expression(subject);
  }
  const type = root.fields.size > 0 ? root.print(previews, '') : 'Readonly<Record<string, unknown>>';
  return { type, declarations: [...declarations] };
}

/** What helpers of the run-time face take: the position of the value, and its kinds. */
const OPERANDS: ReadonlyMap<string, readonly [position: number, kinds: readonly string[]]> = new Map([
  ['handlebarsDate', [1, ['Date', 'number', 'string']]],
  ['handlebarsNumber', [1, ['bigint', 'number', 'string']]],
  ['image', [0, ['Uint8Array', 'string']]],
  ['messageArgument', [0, ['number', 'string']]],
  ['messageCount', [0, ['number']]],
  ['messageDate', [0, ['Date', 'number', 'string']]],
  ['messageNumber', [0, ['number']]],
  ['messageSelect', [0, ['boolean', 'number', 'string']]],
]);

const SAME_ITEMS: ReadonlySet<string> = new Set([
  'filter',
  'slice',
  'toSorted',
  'toReversed',
  'sort',
  'reverse',
]);
const ONE_ITEM: ReadonlySet<string> = new Set(['find', 'findLast']);

/** Walks everything that runs and marks in the shape what it touches. */
class Usage {
  readonly #locals = new Map<string, Shape>();
  /** What the entries that a loop makes are entries of. */
  readonly #entries = new Map<Shape, Shape>();
  readonly #root: Shape;
  /** Of the project's own helpers. */
  readonly #operandTypes: ReadonlyMap<string, FunctionTypes>;
  /** What the types need that were taken over from them. */
  readonly #declarations: Set<string>;
  #inPiece = false;
  /** What the conditions around the current place ask for. */
  #asked: readonly Shape[] = [];

  constructor(root: Shape, operandTypes: ReadonlyMap<string, FunctionTypes>, declarations: Set<string>) {
    this.#root = root;
    this.#operandTypes = operandTypes;
    this.#declarations = declarations;
  }

  nodes(nodes: readonly Node[]): void {
    for (const node of nodes) this.#node(node);
  }

  #node(node: Node): void {
    switch (node.kind) {
      case 'element':
        for (const attribute of node.attributes) this.#attribute(attribute);
        return this.nodes(node.children);
      case 'comment':
        return this.nodes(node.children);
      case 'slot':
        return this.expression(node.expression);
      case 'when':
        return this.#test(node.test, () => {
          this.nodes(node.then);
          this.nodes(node.otherwise);
        });
      case 'each': {
        const item = this.#item(node.list);
        if (item) this.#locals.set(node.item, item);
        // Handlebars goes over what is not there as over nothing.
        if (node.list.kind === 'helper') this.#within(operands(node.list), () => this.expression(node.list));
        else this.expression(node.list);
        return this.#round(node.list, node.children);
      }
    }
  }

  #round(list: Expression, children: readonly Node[]): void {
    const outer = this.#inPiece;
    // A helper of the project may print its block or not.
    this.#inPiece ||= list.kind === 'helper' && list.name === 'handlebarsBlock';
    this.nodes(children);
    this.#inPiece = outer;
  }

  #attribute(node: AttributeNode): void {
    if (node.kind === 'attribute') return this.nodes(node.value);
    this.#test(node.test, () => {
      for (const inner of [...node.then, ...node.otherwise]) this.#attribute(inner);
    });
  }

  expression(expression: Expression): void {
    const shape = this.#resolve(expression);
    if (shape && this.#inPiece) shape.tested = true;
    else if (shape && !this.#asked.includes(shape)) shape.needed = true;
    if (expression.kind === 'conditional' || expression.kind === 'logical') {
      const [test, ...branches] = operands(expression);
      return this.#test(test!, () => branches.forEach((branch) => this.expression(branch)));
    }
    if (expression.kind === 'helper') this.#helper(expression);
    if (expression.kind === 'call' && expression.callee.kind === 'member') this.#callback(expression);
    // A method is no field: `name.trim()` says nothing of `trim`.
    const inner =
      expression.kind === 'call' && expression.callee.kind === 'member'
        ? [expression.callee.object, ...expression.args]
        : operands(expression);
    for (const operand of inner) this.expression(operand);
  }

  #helper({ name, args }: Extract<Expression, { kind: 'helper' }>): void {
    if (name === 'handlebarsHelper' || name === 'handlebarsBlock') return this.#own(args);
    const [position, kinds] = OPERANDS.get(name) ?? [];
    const operand = position === undefined ? undefined : args[position];
    const shape = operand && this.#resolve(operand);
    if (shape && kinds) shape.accept(kinds);
    if (name === 'handlebarsList' && args[1]) this.#resolve(args[1])?.element().accept(['number', 'string']);
  }

  /** What a helper of the project declares to take. */
  #own([, name, , params, hash]: readonly Expression[]): void {
    const types = name?.kind === 'literal' ? this.#operandTypes.get(String(name.value)) : undefined;
    const accept = (operand: Expression, type: OperandType | undefined): void => {
      const shape = this.#resolve(operand);
      if (!shape || !type) return;
      shape.declare(type.kinds);
      for (const declaration of type.declarations) this.#declarations.add(declaration);
    };
    if (params?.kind === 'array') params.items.forEach((item, index) => accept(item, types?.params[index]));
    for (const entry of hash?.kind === 'object' ? hash.entries : []) {
      if ('kind' in entry || entry[0].kind !== 'literal') continue;
      accept(entry[1], types?.hash.get(String(entry[0].value)));
    }
  }

  /** `lines.reduce((sum, line) => …)`: the last parameter but for `map` and friends the first is an item. */
  #callback({ callee, args }: Extract<Expression, { kind: 'call' }>): void {
    const [first] = args;
    if (callee.kind !== 'member' || first?.kind !== 'lambda') return;
    const list = this.#resolve(callee.object);
    const method = callee.property.kind === 'literal' ? callee.property.value : '';
    const position =
      method === 'reduce' || method === 'reduceRight'
        ? [1]
        : method === 'sort' || method === 'toSorted'
          ? [0, 1]
          : [0];
    for (const index of position) {
      const param = first.params[index];
      if (list && param !== undefined) this.#locals.set(param, list.element());
    }
  }

  /** What an item of the list is. */
  #item(list: Expression): Shape | undefined {
    if (list.kind === 'helper') {
      const owner = list.args[0] && this.#resolve(list.args[0]);
      if (list.name === 'handlebarsSection') owner?.markSection();
      if (list.name === 'handlebarsBlock') return this.#piece(list.args[2]);
      // `handlebarsEntries` wraps items: `{ key, value, index, first, last }`.
      if (list.name !== 'handlebarsEntries') return owner?.element();
      const entry = new Shape();
      if (!owner) return entry;
      entry.fields.set('value', owner.element());
      this.#entries.set(entry, owner);
      return entry;
    }
    if (list.kind === 'call' && list.callee.kind === 'member') {
      this.#callback(list);
      return this.#resolve(list.callee.object)?.element();
    }
    return this.#resolve(list)?.element();
  }

  /** A round of a helper's block: most go on with `this`. */
  #piece(self: Expression | undefined): Shape {
    const piece = new Shape();
    const current = self && this.#resolve(self);
    if (current) piece.fields.set('context', current);
    return piece;
  }

  /** A condition and what stands under it. */
  #test(test: Expression, branches: () => void): void {
    for (const shape of this.#shapesIn([test])) shape.tested = true;
    this.#within([test], () => {
      this.expression(test);
      branches();
    });
  }

  #within(tests: readonly Expression[], visit: () => void): void {
    const outer = this.#asked;
    this.#asked = [...outer, ...this.#shapesIn(tests)];
    visit();
    this.#asked = outer;
  }

  #shapesIn(tests: readonly Expression[]): readonly Shape[] {
    return tests.flatMap((test) => {
      const shape = this.#resolve(test);
      if (shape) return [shape];
      // That an attribute is left out without a value does not mean that the value may be left out.
      if (test.kind === 'helper' && ['handlebarsFilled', 'handlebarsColored'].includes(test.name)) return [];
      const goesOn = ['helper', 'unary', 'binary', 'logical', 'conditional'].includes(test.kind);
      return goesOn ? this.#shapesIn(operands(test)) : [];
    });
  }

  #resolve(expression: Expression): Shape | undefined {
    switch (expression.kind) {
      case 'context':
        return this.#root;
      case 'local':
        return this.#locals.get(expression.name);
      case 'member':
        return this.#member(expression.object, expression.property);
      // The context with constants of the template.
      case 'object': {
        const [first] = expression.entries;
        return first && 'kind' in first ? this.#resolve(first.of) : undefined;
      }
      case 'helper': {
        const [object, property] = expression.args;
        if (expression.name === 'classPart' && object) return this.#resolve(object);
        const isLookup = expression.name === 'handlebarsLookup' && object && property;
        return isLookup ? this.#member(object, property) : undefined;
      }
      case 'call':
        return this.#result(expression);
      // `[...lines]`
      case 'array': {
        const [first] = expression.items;
        return first?.kind === 'spread' && expression.items.length === 1
          ? this.#resolve(first.of)
          : undefined;
      }
      default:
        return undefined;
    }
  }

  /** `lines.filter(…)` has the items of the list, `lines.find(…)` is one. */
  #result(expression: Extract<Expression, { kind: 'call' }>): Shape | undefined {
    const { callee, args } = expression;
    if (callee.kind !== 'member' || callee.property.kind !== 'literal') return undefined;
    const method = String(callee.property.value);
    if (SAME_ITEMS.has(method)) return this.#resolve(callee.object);
    if (method === 'flatMap' && args[0]?.kind === 'lambda') {
      this.#callback(expression);
      return this.#resolve(args[0].body);
    }
    return ONE_ITEM.has(method) ? this.#resolve(callee.object)?.element() : undefined;
  }

  #member(object: Expression, property: Expression): Shape | undefined {
    const owner = this.#resolve(object);
    // `lines[0]`, `lines.0` and `names[key]` are items; `lines.length` asks a list about itself.
    if (property.kind !== 'literal' || /^\d+$/.test(String(property.value))) return owner?.element();
    // `@key` asks for the names of an object; of a list it is the index.
    if (owner && property.value === 'key') this.#entries.get(owner)?.markKeyed();
    return owner?.field(String(property.value));
  }
}
