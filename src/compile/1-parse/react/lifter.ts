import { types as t } from '@babel/core';
import { type Effects, hasAwait, hasEffects } from './effects.ts';
import { liftJsx } from './lift-jsx.ts';
import { bindPattern } from './lift-patterns.ts';
import { liftIf } from './lift-statements.ts';
import { SITE_LINE } from './site.ts';

/** The name under which a lifted module knows its operations; temporaries begin with it too. */
export const OPERATIONS = '_$';

type Located = { readonly loc?: t.SourceLocation | null | undefined };

/**
 * Rewrites a syntax tree from the outside in. Every node that it makes is final: it is never visited again, so that the
 * program it writes is exactly one layer above the program that was written.
 */
export class Lifter {
  readonly effects: Effects;
  #count = 0;
  #temporaries: string[] = [];

  constructor(effects: Effects) {
    this.effects = effects;
  }

  program(body: readonly t.Statement[]): t.Statement[] {
    return this.#withTemporaries(() => body.flatMap((statement) => this.#topLevel(statement)));
  }

  /** A call that only configures a package at the top of a module is remembered as such. */
  #topLevel(statement: t.Statement): t.Statement[] {
    if (
      t.isExpressionStatement(statement) &&
      t.isCallExpression(statement.expression) &&
      !hasAwait(statement)
    ) {
      const { expression } = statement;
      return [t.expressionStatement(this.op('setUp', expression, this.thunk(this.visit(expression))))];
    }
    return this.statements([statement]);
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

  #withTemporaries(body: () => t.Statement[]): t.Statement[] {
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

  visit<T extends t.Node>(node: T): T;
  visit(node: t.Node): t.Node {
    const lifted = this.#lift(node);
    if (lifted !== node && !lifted.loc) lifted.loc = node.loc ?? null;
    return lifted;
  }

  #lift(node: t.Node): t.Node {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        return this.#function(node);
      case 'VariableDeclaration':
        return this.#declaration(node);
      case 'JSXElement':
      case 'JSXFragment':
        return liftJsx(this, node);
      case 'ConditionalExpression':
        return this.#conditional(node);
      case 'LogicalExpression':
        return this.#logical(node);
      case 'BinaryExpression':
        if (t.isPrivateName(node.left) || (t.isLiteral(node.left) && t.isLiteral(node.right)))
          return this.generic(node);
        return this.op(
          'binary',
          node,
          t.stringLiteral(node.operator),
          this.visit(node.left),
          this.visit(node.right),
        );
      case 'UnaryExpression':
        return this.#unary(node);
      case 'TemplateLiteral':
        return this.#template(node);
      case 'TaggedTemplateExpression':
        node.quasi.expressions = node.quasi.expressions.map((part) => this.visit(part));
        return node;
      case 'MemberExpression':
        if (isSpecial(node)) return this.generic(node);
        return this.op('get', node.property, this.visit(node.object) as t.Expression, this.property(node));
      case 'OptionalMemberExpression':
      case 'OptionalCallExpression':
        return this.#chain(node, (value) => value);
      case 'CallExpression':
        return this.#call(node);
      case 'NewExpression':
        return this.op('construct', node, this.visit(node.callee as t.Expression), this.args(node));
      case 'ObjectExpression':
        return this.object(node, node.properties);
      case 'ArrayExpression':
        return node.elements.some((element) => t.isSpreadElement(element))
          ? this.op('array', node, ...this.pieces(node.elements))
          : this.generic(node);
      case 'AssignmentExpression':
        return this.#assignment(node);
      case 'UpdateExpression':
        return this.#update(node);
      case 'IfStatement':
        return liftIf(this, node);
      case 'WhileStatement':
      case 'DoWhileStatement':
        node.body = this.visit(node.body);
        node.test = this.op('test', node.test, this.visit(node.test));
        return node;
      case 'ForStatement':
        if (node.init) node.init = this.visit(node.init);
        if (node.test) node.test = this.op('test', node.test, this.visit(node.test));
        if (t.isUpdateExpression(node.update)) node.update.prefix = true;
        if (node.update) node.update = this.visit(node.update);
        node.body = this.visit(node.body);
        return node;
      case 'ForOfStatement':
      case 'ForInStatement':
        return this.#forEach(node);
      case 'SwitchStatement':
        return this.#switch(node);
      case 'ThrowStatement':
        node.argument = this.op('thrown', node, this.visit(node.argument));
        return node;
      case 'CatchClause':
        return this.#catch(node);
      case 'ExpressionStatement':
        if (t.isUpdateExpression(node.expression)) node.expression.prefix = true;
        return this.generic(node);
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
        return node;
      case 'ExportNamedDeclaration':
        if (node.declaration) node.declaration = this.visit(node.declaration);
        return node;
      default:
        return this.generic(node);
    }
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

  property(node: t.MemberExpression | t.OptionalMemberExpression): t.Expression {
    if (node.computed) return this.visit(node.property as t.Expression);
    return t.stringLiteral((node.property as t.Identifier).name);
  }

  #conditional(node: t.ConditionalExpression): t.Node {
    const test = this.visit(node.test);
    if (hasEffects(node.consequent) || hasEffects(node.alternate)) {
      node.test = this.op('test', node.test, test);
      node.consequent = this.visit(node.consequent);
      node.alternate = this.visit(node.alternate);
      return node;
    }
    return this.op(
      'cond',
      node.test,
      test,
      this.thunk(this.visit(node.consequent)),
      this.thunk(this.visit(node.alternate)),
    );
  }

  #logical(node: t.LogicalExpression): t.Node {
    return this.#either(node, node.operator, this.visit(node.left), node.right, (right) => right);
  }

  /** `left && right`; where the right side has effects, the path is forked instead. */
  #either(
    at: t.Node,
    operator: t.LogicalExpression['operator'],
    left: t.Expression,
    right: t.Expression,
    finish: (right: t.Expression) => t.Expression,
  ): t.Expression {
    const value = (): t.Expression => finish(this.visit(right));
    if (!hasEffects(right) && finish(left) === left) {
      const name = operator === '&&' ? 'and' : operator === '||' ? 'or' : 'nullish';
      return this.op(name, at, left, this.thunk(value()));
    }
    const kept = this.temporary();
    const test = this.op(operator === '??' ? 'isNull' : 'test', at, t.assignmentExpression('=', kept, left));
    const keep = t.identifier(kept.name);
    return operator === '||'
      ? t.conditionalExpression(test, keep, value())
      : t.conditionalExpression(test, value(), keep);
  }

  #unary(node: t.UnaryExpression): t.Node {
    const { operator, argument } = node;
    if (operator === 'delete' && t.isMemberExpression(argument)) {
      this.generic(argument);
      return node;
    }
    const undeclared = operator === 'typeof' && this.effects.undeclared.has(argument);
    if (undeclared || t.isLiteral(argument) || !['!', '-', '+', '~', 'typeof'].includes(operator))
      return this.generic(node);
    return this.op('unary', node, t.stringLiteral(operator), this.visit(argument));
  }

  #template(node: t.TemplateLiteral): t.Node {
    if (node.expressions.length === 0) return node;
    const strings = node.quasis.map((quasi) => t.stringLiteral(quasi.value.cooked ?? quasi.value.raw));
    const values = node.expressions.map((part) => this.visit(part as t.Expression));
    return this.op('template', node, t.arrayExpression(strings), ...values);
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
      const lifted = t.isObjectMethod(property) ? this.visit(property) : this.#property(property);
      if (property.computed && !t.isLiteral(key))
        lifted.key = this.op('key', key, this.visit(key as t.Expression));
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

  #call(node: t.CallExpression): t.Node {
    const { callee } = node;
    if (
      t.isSuper(callee) ||
      t.isImport(callee) ||
      t.isIdentifier(callee, { name: 'eval' }) ||
      t.isIdentifier(callee, { name: 'require' })
    ) {
      node.arguments = node.arguments.map((arg) => this.visit(arg));
      return node;
    }
    if (t.isMemberExpression(callee)) {
      if (isSpecial(callee)) return this.generic(node);
      return this.op(
        'invoke',
        callee.property,
        this.visit(callee.object) as t.Expression,
        this.property(callee),
        this.args(node),
      );
    }
    return this.op('call', node, this.visit(callee as t.Expression), this.args(node));
  }

  /** `a?.b.c(d)`: what follows a `?.` goes into a function of the value before it. */
  #chain(node: t.Node, rest: (value: t.Expression) => t.Expression): t.Expression {
    const optionally = (
      at: t.Node,
      optional: boolean,
      value: t.Expression,
      then: (value: t.Expression) => t.Expression,
    ): t.Expression => {
      if (!optional) return then(value);
      const name = this.name();
      const body = then(t.identifier(name.name));
      return this.op('chain', at, value, t.arrowFunctionExpression([name], body));
    };
    if (t.isOptionalMemberExpression(node)) {
      return this.#chain(node.object, (object) =>
        optionally(node, node.optional, object, (value) =>
          rest(this.op('get', node.property, value, this.property(node))),
        ),
      );
    }
    if (t.isOptionalCallExpression(node)) {
      const { callee } = node;
      if (t.isOptionalMemberExpression(callee) || t.isMemberExpression(callee)) {
        return this.#chain(callee.object, (object) =>
          optionally(callee, t.isOptionalMemberExpression(callee) && callee.optional, object, (value) => {
            const invoked = (): t.Expression =>
              rest(
                this.op(
                  'invoke',
                  callee.property,
                  t.cloneNode(value),
                  this.property(callee),
                  this.args(node),
                ),
              );
            if (!node.optional) return invoked();
            const kept = t.isIdentifier(value) ? value : this.temporary();
            const method = this.op(
              'get',
              callee.property,
              kept === value ? value : t.assignmentExpression('=', kept as t.Identifier, value),
              t.cloneNode(this.property(t.cloneNode(callee))),
            );
            value = t.identifier((kept as t.Identifier).name);
            return optionally(node, true, method, invoked);
          }),
        );
      }
      return this.#chain(callee, (value) =>
        optionally(node, node.optional, value, (fn) => rest(this.op('call', node, fn, this.args(node)))),
      );
    }
    return rest(this.visit(node as t.Expression));
  }

  #assignment(node: t.AssignmentExpression): t.Node {
    const { left, operator } = node;
    if (operator === '=') {
      if (t.isArrayPattern(left) || t.isObjectPattern(left)) return this.#assignPattern(node, left);
      if (t.isMemberExpression(left) && !isSpecial(left)) {
        return this.op(
          'set',
          left.property,
          this.visit(left.object) as t.Expression,
          this.property(left),
          this.visit(node.right),
        );
      }
      node.right = this.visit(node.right);
      return node;
    }
    const binary = operator.slice(0, -1);
    const isLogical = ['&&', '||', '??'].includes(binary);
    if (t.isIdentifier(left)) {
      const value = (): t.Expression => t.identifier(left.name);
      const right = isLogical
        ? this.#either(node, binary as '&&', value(), node.right, (expression) => expression)
        : this.op('binary', node, t.stringLiteral(binary), value(), this.visit(node.right));
      return t.assignmentExpression('=', left, right);
    }
    if (!t.isMemberExpression(left) || isSpecial(left)) return this.generic(node);
    return this.#updateMember(left, (value, put) =>
      isLogical
        ? this.#either(node, binary as '&&', value, node.right, put)
        : put(this.op('binary', node, t.stringLiteral(binary), value, this.visit(node.right))),
    );
  }

  /** Reads and writes `object[key]`, evaluating both once. */
  #updateMember(
    left: t.MemberExpression,
    build: (value: t.Expression, put: (value: t.Expression) => t.Expression) => t.Expression,
  ): t.Expression {
    const object = this.temporary();
    const key = this.temporary();
    const use = (identifier: t.Identifier): t.Identifier => t.identifier(identifier.name);
    return t.sequenceExpression([
      t.assignmentExpression('=', object, this.visit(left.object) as t.Expression),
      t.assignmentExpression('=', key, this.property(left)),
      build(this.op('get', left.property, use(object), use(key)), (value) =>
        this.op('set', left.property, use(object), use(key), value),
      ),
    ]);
  }

  #update(node: t.UpdateExpression): t.Node {
    const { argument } = node;
    const by = t.numericLiteral(1);
    const step = node.operator === '++' ? by : t.unaryExpression('-', by);
    if (!node.prefix) return node;
    if (t.isIdentifier(argument)) {
      return t.assignmentExpression(
        '=',
        argument,
        this.op('increment', node, t.identifier(argument.name), step),
      );
    }
    if (!t.isMemberExpression(argument) || isSpecial(argument)) return node;
    return this.#updateMember(argument, (value, put) => put(this.op('increment', node, value, step)));
  }

  #assignPattern(node: t.AssignmentExpression, left: t.ArrayPattern | t.ObjectPattern): t.Node {
    const value = this.temporary();
    const steps: t.Expression[] = [t.assignmentExpression('=', value, this.visit(node.right))];
    bindPattern(this, left, t.identifier(value.name), (target, expression, isNew) => {
      if (isNew) this.#temporaries.push((target as t.Identifier).name);
      const member = t.isMemberExpression(target) && !isSpecial(target);
      steps.push(
        member
          ? this.op(
              'set',
              target.property,
              this.visit(target.object) as t.Expression,
              this.property(target),
              expression,
            )
          : t.assignmentExpression('=', target, expression),
      );
    });
    return t.sequenceExpression([...steps, t.identifier(value.name)]);
  }

  #declaration(node: t.VariableDeclaration): t.Node {
    node.declarations = node.declarations.flatMap((declarator) => {
      const { id, init } = declarator;
      if (!init) return [declarator];
      if (t.isArrayPattern(id) || t.isObjectPattern(id)) return this.#bindings(id, this.visit(init));
      declarator.init = this.visit(init);
      return [declarator];
    });
    return node;
  }

  #bindings(pattern: t.LVal | t.PatternLike, value: t.Expression): t.VariableDeclarator[] {
    const declarators: t.VariableDeclarator[] = [];
    bindPattern(this, pattern, value, (target, expression) => {
      declarators.push(t.variableDeclarator(target as t.Identifier, expression));
    });
    return declarators;
  }

  #forEach(node: t.ForOfStatement | t.ForInStatement): t.Node {
    node.right = this.op('iterate', node.right, this.visit(node.right));
    const { left } = node;
    node.body = this.visit(node.body);
    const declarator = t.isVariableDeclaration(left) ? left.declarations[0] : undefined;
    if (declarator && (t.isArrayPattern(declarator.id) || t.isObjectPattern(declarator.id))) {
      const value = this.name();
      const bindings = this.#bindings(declarator.id, t.identifier(value.name));
      const kind = (left as t.VariableDeclaration).kind;
      node.left = t.variableDeclaration('const', [t.variableDeclarator(value)]);
      node.body = t.blockStatement([
        t.variableDeclaration(kind === 'var' ? 'var' : 'let', bindings),
        node.body,
      ]);
    }
    return node;
  }

  #switch(node: t.SwitchStatement): t.Node {
    const tests = node.cases.flatMap((item) => (item.test ? [this.thunk(this.visit(item.test))] : []));
    node.discriminant = this.op(
      'select',
      node.discriminant,
      this.visit(node.discriminant),
      t.arrayExpression(tests),
    );
    let index = 0;
    for (const item of node.cases) {
      if (item.test) item.test = t.numericLiteral(index++);
      item.consequent = this.statements(item.consequent);
    }
    return node;
  }

  /** A template must not catch the compiler's own errors. */
  #catch(node: t.CatchClause): t.Node {
    node.body = this.visit(node.body);
    node.param ??= this.name();
    if (t.isIdentifier(node.param)) {
      const rethrow = t.memberExpression(t.identifier(OPERATIONS), t.identifier('rethrow'));
      node.body.body.unshift(
        t.expressionStatement(t.callExpression(rethrow, [t.identifier(node.param.name)])),
      );
    }
    return node;
  }

  #function(node: t.Function): t.Node {
    if ((t.isMethod(node) || t.isObjectMethod(node)) && node.computed)
      node.key = this.visit(node.key as t.Expression);
    const split = this.#splits(node);
    const bindings: t.VariableDeclarator[] = [];
    const params = node.params.map((param) => {
      if (t.isIdentifier(param) && !(split && this.effects.reassigned.has(param))) return param;
      if (t.isRestElement(param) && t.isIdentifier(param.argument)) return param;
      const pattern = t.isRestElement(param) ? param.argument : param;
      if (!t.isPatternLike(pattern)) return param;
      const name = this.name();
      bindings.push(...this.#bindings(pattern, t.identifier(name.name)));
      return t.isRestElement(param) ? t.restElement(name) : name;
    });
    node.params = params as typeof node.params;
    const { body } = node;
    const directives = t.isBlockStatement(body) ? body.directives : [];
    const statements = this.#withTemporaries(() =>
      t.isBlockStatement(body) ? this.statements(body.body) : [t.returnStatement(this.visit(body))],
    );
    if (bindings.length > 0) statements.unshift(t.variableDeclaration('var', bindings));
    const plain =
      !t.isBlockStatement(body) && statements.length === 1 && !split
        ? (statements[0] as t.ReturnStatement).argument
        : undefined;
    if (plain) {
      node.body = plain;
      return node;
    }
    node.body = t.blockStatement(split ? [this.#perPath(node, statements)] : statements, directives);
    return node;
  }

  #perPath(node: t.Function, statements: t.Statement[]): t.Statement {
    const run = t.arrowFunctionExpression([], t.blockStatement(statements), node.async);
    return t.returnStatement(this.op(node.async ? 'pathsAsync' : 'paths', node, run));
  }

  /** Functions that run once per path: those that decide, and components; never those with effects outside. */
  #splits(node: t.Function): boolean {
    if (node.generator || this.effects.impure.has(node)) return false;
    if ((t.isClassMethod(node) || t.isObjectMethod(node)) && node.kind !== 'method') return false;
    const named = t.isFunctionDeclaration(node) || t.isFunctionExpression(node) ? node.id?.name : undefined;
    return this.effects.deciding.has(node) || /^[A-Z]/.test(named ?? '');
  }
}

/** Members of `super`, of `import.meta` and private ones have no operation. */
const isSpecial = (node: t.MemberExpression): boolean =>
  t.isSuper(node.object) || t.isPrivateName(node.property) || t.isMetaProperty(node.object);
