import type { AttributeNode, Document, Node } from '../document.ts';
import { type Expression, operands } from '../expression.ts';
import type { ContextType } from '../template.ts';

/**
 * The type of a context that nobody declared, read from how the template uses it and, for the kinds of the leaves,
 * from its previews. A field that is only printed must be there; one that is tested may be absent.
 */
export function inferContextType(
  document: Document,
  subject: Expression,
  previews: readonly unknown[],
): ContextType {
  const root = new Shape();
  const usage = new Usage(root);
  usage.nodes(document);
  usage.expression(subject);
  return { type: root.print(previews, ''), declarations: [] };
}

class Shape {
  readonly fields = new Map<string, Shape>();
  item: Shape | undefined;
  tested = false;

  field(name: string): Shape {
    let shape = this.fields.get(name);
    if (!shape) {
      shape = new Shape();
      this.fields.set(name, shape);
    }
    return shape;
  }

  element(): Shape {
    this.item ??= new Shape();
    return this.item;
  }

  print(samples: readonly unknown[], indent: string): string {
    if (this.item) {
      const items = samples.flatMap((sample) => (Array.isArray(sample) ? sample : []));
      return `readonly ${this.item.printOperand(items, indent)}[]`;
    }
    // `length` alone is a question to a string or list, not a field of an object.
    const fields = [...this.fields].filter(([name]) => name !== 'length');
    if (fields.length === 0)
      return this.fields.size > 0 && samples.length === 0 ? 'string | readonly unknown[]' : leafType(samples);
    const inner = `${indent}  `;
    const lines = fields.map(([name, shape]) => {
      const values = samples.map((sample) => (isRecord(sample) ? sample[name] : undefined));
      const known = values.filter((value) => value !== undefined);
      const optional = shape.tested || known.length < values.length ? '?' : '';
      const type = shape.print(known, inner);
      return `${inner}readonly ${JSON.stringify(name)}${optional}: ${type}${optional ? ' | undefined' : ''};`;
    });
    return `{\n${lines.join('\n')}\n${indent}}`;
  }

  printOperand(samples: readonly unknown[], indent: string): string {
    const type = this.print(samples, indent);
    return type.includes('|') && !type.startsWith('{') ? `(${type})` : type;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function leafType(samples: readonly unknown[]): string {
  if (samples.length === 0) return 'string | number | boolean | null';
  const types = new Set(samples.map(typeOfSample));
  return [...types].sort().join(' | ');
}

function typeOfSample(sample: unknown): string {
  if (sample === null) return 'null';
  if (Array.isArray(sample)) return 'readonly unknown[]';
  if (sample instanceof Date) return 'Date';
  return typeof sample === 'object' ? 'Readonly<Record<string, unknown>>' : typeof sample;
}

/** Walks everything that runs and marks in the shape what it touches. */
class Usage {
  readonly #locals = new Map<string, Shape>();
  readonly #root: Shape;

  constructor(root: Shape) {
    this.#root = root;
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
        this.#test(node.test);
        this.nodes(node.then);
        return this.nodes(node.otherwise);
      case 'each': {
        const list = this.#list(node.list);
        if (list) this.#locals.set(node.item, list);
        this.expression(node.list);
        return this.nodes(node.children);
      }
    }
  }

  #attribute(node: AttributeNode): void {
    if (node.kind === 'attribute') return this.nodes(node.value);
    this.#test(node.test);
    for (const inner of [...node.then, ...node.otherwise]) this.#attribute(inner);
  }

  expression(expression: Expression): void {
    this.#resolve(expression);
    if (expression.kind === 'conditional') this.#test(expression.test);
    if (expression.kind === 'logical') this.#test(expression.left);
    if (expression.kind === 'call' && expression.callee.kind === 'member') this.#callback(expression);
    // A method is no field: `name.trim()` says nothing of `trim`.
    const inner =
      expression.kind === 'call' && expression.callee.kind === 'member'
        ? [expression.callee.object, ...expression.args]
        : operands(expression);
    for (const operand of inner) this.expression(operand);
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

  /** What an item of the list is. `handlebarsEntries(list)` wraps items as `{ key, value }`. */
  #list(list: Expression): Shape | undefined {
    if (list.kind === 'helper' && list.args[0]) {
      const entry = new Shape();
      const owner = this.#resolve(list.args[0]);
      if (owner) entry.fields.set('value', owner.element());
      return entry;
    }
    if (list.kind === 'call' && list.callee.kind === 'member') {
      this.#callback(list);
      return this.#resolve(list.callee.object)?.element();
    }
    return this.#resolve(list)?.element();
  }

  #test(test: Expression): void {
    const subject =
      test.kind === 'helper' || test.kind === 'unary' || test.kind === 'binary' ? operands(test) : [test];
    for (const operand of subject) {
      const shape = this.#resolve(operand);
      if (shape) shape.tested = true;
    }
    this.expression(test);
  }

  #resolve(expression: Expression): Shape | undefined {
    switch (expression.kind) {
      case 'context':
        return this.#root;
      case 'local':
        return this.#locals.get(expression.name);
      case 'member': {
        const owner = this.#resolve(expression.object);
        if (expression.property.kind !== 'literal') return owner?.element();
        return owner?.field(String(expression.property.value));
      }
      default:
        return undefined;
    }
  }
}
