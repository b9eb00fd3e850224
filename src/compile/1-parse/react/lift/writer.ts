import { types as t } from '@babel/core';
import type { Effects } from './effects.ts';
import { SITE_LINE } from '../site.ts';

/** The name under which a lifted module knows its operations; temporaries begin with it too. */
export const OPERATIONS = '_$';

type Located = { readonly loc?: t.SourceLocation | null | undefined };

/** Gives the node that takes the place of another. */
export type Lift = (writer: Writer, node: t.Node) => t.Node;

/**
 * Writes a lifted syntax tree from the outside in. Every node that is made is final: it is never visited again, so that
 * the program written is exactly one layer above the program read.
 */
export class Writer {
  readonly effects: Effects;
  readonly #lift: Lift;
  #count = 0;
  #temporaries: string[] = [];
  readonly #births = new Map<t.Node, string>();

  constructor(effects: Effects, lift: Lift) {
    this.effects = effects;
    this.#lift = lift;
  }

  visit<T extends t.Node>(node: T): T;
  visit(node: t.Node): t.Node {
    const lifted = this.#lift(this, node);
    if (lifted !== node && !lifted.loc) lifted.loc = node.loc ?? null;
    return lifted;
  }

  statements(body: readonly t.Statement[]): t.Statement[] {
    return body.map((statement) => this.visit(statement));
  }

  /** `_$.name(site, ...args)` */
  op(name: string, at: Located, ...args: (t.Expression | t.SpreadElement)[]): t.CallExpression {
    const { line, column } = at.loc?.start ?? { line: 0, column: 0 };
    return t.callExpression(t.memberExpression(t.identifier(OPERATIONS), t.identifier(name)), [
      t.numericLiteral(line * SITE_LINE + column + 1),
      ...args,
    ]);
  }

  thunk(body: t.Expression): t.ArrowFunctionExpression {
    return t.arrowFunctionExpression([], body);
  }

  /** `_$.made({ … })`: when an object came to be is noted; operations that make objects do so themselves. */
  made(value: t.Expression): t.Expression {
    if (!t.isObjectExpression(value) && !t.isArrayExpression(value)) return value;
    return t.callExpression(t.memberExpression(t.identifier(OPERATIONS), t.identifier('made')), [value]);
  }

  /** A fresh variable of the function that is being lifted. */
  temporary(): t.Identifier {
    const identifier = this.name();
    this.#temporaries.push(identifier.name);
    return identifier;
  }

  /** A fresh name, to be declared by whoever asked. */
  name(): t.Identifier {
    return t.identifier(`${OPERATIONS}${this.#count++}`);
  }

  /** The variable that holds when the variables of a function came to be. */
  birth(owner: t.Node): t.Identifier {
    const name = this.#births.get(owner) ?? this.name().name;
    this.#births.set(owner, name);
    return t.identifier(name);
  }

  /** Has a variable declared by the function that is being lifted. */
  declare(variable: t.Identifier): void {
    this.#temporaries.push(variable.name);
  }

  /** Puts the declarations of the temporaries that `body` needs before its statements. */
  withTemporaries(body: () => t.Statement[]): t.Statement[] {
    const outer = this.#temporaries;
    this.#temporaries = [];
    const statements = body();
    const own = this.#temporaries;
    this.#temporaries = outer;
    if (own.length === 0) return statements;
    const declaration = t.variableDeclaration(
      'var',
      own.map((name) => t.variableDeclarator(t.identifier(name))),
    );
    return [declaration, ...statements];
  }

  /** Visits what is inside and keeps the node itself. */
  generic<T extends t.Node>(node: T): T {
    const record = node as unknown as Record<string, unknown>;
    for (const key of t.VISITOR_KEYS[node.type] ?? []) {
      if (key === 'key' && !record.computed) continue;
      if (key === 'property' && !record.computed) continue;
      const value = record[key] as t.Node | (t.Node | null)[] | null | undefined;
      if (Array.isArray(value)) record[key] = value.map((child) => child && this.visit(child));
      else if (value) record[key] = this.visit(value);
    }
    return node;
  }

  /** The value of a name. */
  reference(node: t.Identifier | t.JSXIdentifier): t.Expression {
    const near = this.effects.unknown.get(node);
    if (!near) return t.isIdentifier(node) ? node : t.identifier(node.name);
    return this.op('unknown', node, ...[node.name, ...near].map((name) => t.stringLiteral(name)));
  }

  property(node: t.MemberExpression | t.OptionalMemberExpression): t.Expression {
    if (node.computed) return this.visit(node.property as t.Expression);
    return t.stringLiteral((node.property as t.Identifier).name);
  }

  /** `[a, ...b, c]` as `[a], _$.spread(b), [c]` */
  pieces(elements: readonly (t.Node | null)[]): t.Expression[] {
    const pieces: t.Expression[] = [];
    let run: (t.Expression | null)[] = [];
    const close = (): void => {
      if (run.length > 0) pieces.push(t.arrayExpression(run));
      run = [];
    };
    for (const element of elements) {
      if (t.isSpreadElement(element)) {
        close();
        pieces.push(this.spread(element.argument));
      } else {
        run.push(element && this.visit(element as t.Expression));
      }
    }
    close();
    return pieces;
  }

  spread(argument: t.Expression): t.Expression {
    return t.callExpression(t.memberExpression(t.identifier(OPERATIONS), t.identifier('spread')), [
      this.visit(argument),
    ]);
  }

  args(node: t.CallExpression | t.OptionalCallExpression | t.NewExpression): t.Expression {
    const list = node.arguments as (t.Expression | t.SpreadElement)[];
    if (list.some((arg) => t.isSpreadElement(arg))) return this.op('args', node, ...this.pieces(list));
    return t.arrayExpression(list.map((arg) => this.visit(arg)));
  }

  /** An object literal; with spreads it is put together by an operation. */
  object(at: t.Node, properties: readonly (t.ObjectMember | t.SpreadElement)[]): t.Expression {
    const pieces: t.Expression[] = [];
    let run: t.ObjectMember[] = [];
    const close = (): void => {
      if (run.length > 0) pieces.push(t.objectExpression(run));
      run = [];
    };
    for (const property of properties) {
      if (t.isSpreadElement(property)) {
        close();
        pieces.push(this.spread(property.argument));
        continue;
      }
      const { key } = property;
      if (property.computed && !t.isLiteral(key) && t.isObjectProperty(property)) {
        close();
        const value = this.visit(property.value as t.Expression);
        pieces.push(this.op('entry', key, this.visit(key as t.Expression), value));
        continue;
      }
      const lifted = t.isObjectMethod(property) ? this.visit(property) : this.#property(property);
      run.push(lifted);
    }
    close();
    const [only] = pieces;
    if (pieces.length === 0) return t.objectExpression([]);
    return pieces.length === 1 && t.isObjectExpression(only) ? only : this.op('object', at, ...pieces);
  }

  #property(property: t.ObjectProperty): t.ObjectProperty {
    property.value = this.visit(property.value as t.Expression);
    property.shorthand &&= t.isIdentifier(property.value);
    return property;
  }
}

/** Members of `super`, of `import.meta` and private ones have no operation. */
export const isSpecial = (node: t.MemberExpression): boolean =>
  t.isSuper(node.object) || t.isPrivateName(node.property) || t.isMetaProperty(node.object);
