import { binary, type Expression, keyOf, type Literal } from '../../../expression.ts';

/** What is known about values on one path: which tests hold, and which values equal a literal. */
export class Facts {
  readonly #tests = new Map<string, boolean>();
  readonly #values = new Map<string, Literal['value']>();

  /** Records the outcome of a test, and of the tests that it is made of where that follows. */
  add(test: Expression, value: boolean): void {
    const [base, inverted] = normalize(test);
    const holds = value !== inverted;
    this.#tests.set(keyOf(base), holds);
    if (base.kind === 'logical' && base.operator === (holds ? '&&' : '||')) {
      this.add(base.left, holds);
      this.add(base.right, holds);
    }
    if (holds && base.kind === 'binary' && base.operator === '===' && base.right.kind === 'literal') {
      this.#values.set(keyOf(base.left), base.right.value);
    }
  }

  /** The outcome of a test where it follows from what is known. */
  outcome(test: Expression): boolean | undefined {
    const [base, inverted] = normalize(test);
    const holds = this.#holds(base);
    return holds === undefined ? undefined : holds !== inverted;
  }

  #holds(base: Expression): boolean | undefined {
    const key = keyOf(base);
    const fact = this.#tests.get(key);
    if (fact !== undefined) return fact;
    if (this.#values.has(key)) return Boolean(this.#values.get(key));
    if (base.kind === 'binary' && base.right.kind === 'literal') return this.#compares(base);
    // What is null or undefined is not true.
    return this.#tests.get(keyOf(binary('==', base, NULL))) === true ? false : undefined;
  }

  /** `x === 'b'` does not hold where `x === 'a'` does; what is truthy is neither null nor undefined. */
  #compares(base: Extract<Expression, { kind: 'binary' }>): boolean | undefined {
    const key = keyOf(base.left);
    const { value } = base.right as Literal;
    const isNull = value === null || value === undefined;
    if (base.operator === '===' && this.#values.has(key)) return this.#values.get(key) === value;
    if (base.operator === '==' && isNull && this.#values.has(key)) {
      return this.#values.get(key) === null || this.#values.get(key) === undefined;
    }
    const equality = base.operator === '===' || base.operator === '==';
    return equality && isNull && this.#tests.get(key) === true ? false : undefined;
  }
}

const NULL: Literal = { kind: 'literal', value: null };

/** `!a`, `a != b` and `a !== b` are the opposite of a test that may be known. */
function normalize(test: Expression): [base: Expression, inverted: boolean] {
  if (test.kind === 'unary' && test.operator === '!') {
    const [base, inverted] = normalize(test.operand);
    return [base, !inverted];
  }
  if (test.kind === 'binary' && (test.operator === '!=' || test.operator === '!==')) {
    return [binary(test.operator === '!=' ? '==' : '===', test.left, test.right), true];
  }
  return [test, false];
}
