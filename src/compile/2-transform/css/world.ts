import { type Expression, keyOf, operands } from '../../expression.ts';

/** Thrown to the nearest `decide`, which then looks at both answers. */
class Question extends Error {
  readonly test: Expression;

  constructor(test: Expression) {
    super('A question about the context.');
    this.test = test;
  }
}

/** What cannot be asked where an element is printed, because it is about another turn of a loop or about raw HTML. */
export class Undecided extends Error {
  selector: string | undefined;
}

/** A style depends on more conditions than can be written out. */
export class TooManyWorlds extends Error {}

/** What is taken for true and false of the context while a style is worked out. */
export class World {
  readonly #known: ReadonlyMap<string, boolean>;
  /** Loop variables that mean another turn of the loop than the element's own. */
  readonly #foreign: ReadonlySet<string>;

  constructor(known: ReadonlyMap<string, boolean> = new Map(), foreign: ReadonlySet<string> = new Set()) {
    this.#known = known;
    this.#foreign = foreign;
  }

  /** Throws an Undecided. */
  ask(test: Expression): boolean {
    if (test.kind === 'literal') return Boolean(test.value);
    if (test.kind === 'unary' && test.operator === '!') return !this.ask(test.operand);
    if (this.#foreign.size > 0 && mentions(test, this.#foreign)) {
      throw new Undecided('what another turn of a loop shows');
    }
    const known = this.#known.get(keyOf(test));
    if (known === undefined) throw new Question(test);
    return known;
  }

  assume(test: Expression, answer: boolean): World {
    if (test.kind === 'unary' && test.operator === '!') return this.assume(test.operand, !answer);
    return new World(new Map([...this.#known, [keyOf(test), answer]]), this.#foreign);
  }

  /** The same, for what another turn of a loop prints. */
  elsewhere(locals: readonly string[]): World {
    return new World(this.#known, new Set([...this.#foreign, ...locals]));
  }
}

const mentions = (expression: Expression, names: ReadonlySet<string>): boolean =>
  expression.kind === 'local'
    ? names.has(expression.name)
    : operands(expression).some((operand) => mentions(operand, names));

/** A result for every answer to the questions it depends on. */
export type Decision<Result> =
  | { readonly result: Result }
  | { readonly test: Expression; readonly then: Decision<Result>; readonly otherwise: Decision<Result> };

/** 2⁶ versions of one style. */
const MOST_WORLDS = 64;

/**
 * Runs `compute` once for each combination of answers it asks for. Questions that make no difference are left out.
 *
 * Throws an Undecided, or a TooManyWorlds.
 */
export function decide<Result>(
  start: World,
  compute: (world: World) => Result,
  keyOfResult: (result: Result) => string,
): Decision<Result> {
  let worlds = 0;
  const run = (world: World): Decision<Result> => {
    try {
      return { result: compute(world) };
    } catch (error) {
      if (!(error instanceof Question)) throw error;
      if (++worlds > MOST_WORLDS) throw new TooManyWorlds();
      const { test } = error;
      const then = run(world.assume(test, true));
      const otherwise = run(world.assume(test, false));
      return key(then) === key(otherwise) ? then : { test, then, otherwise };
    }
  };
  const key = (decision: Decision<Result>): string =>
    'result' in decision
      ? `=${keyOfResult(decision.result)}`
      : `?${keyOf(decision.test)}(${key(decision.then)})(${key(decision.otherwise)})`;
  return run(start);
}
