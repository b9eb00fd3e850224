import { AsyncLocalStorage } from 'node:async_hooks';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { type Expression, literal, locate, locationOf, logical, unary } from '../../../expression.ts';
import { chooseExpression, isBoolean } from './conditions.ts';
import { Facts } from './facts.ts';
import { isOverflow, isOwnFault, raised, recursion } from './raised.ts';
import { blockSince } from '../session.ts';
import { describeExpression } from './describe.ts';
import { inspect, join, symbolic } from './values.ts';

/**
 * What is known on the path that is being evaluated. `a ? b : c` evaluates `b` knowing that `a` holds; an `if` asks the
 * nearest function that runs once per path (`paths`), which answers now true, now false.
 */
interface Frame {
  readonly parent: Frame | undefined;
  readonly facts: Facts;
  readonly run: Run | undefined;
  /** When it began. */
  readonly since: number;
  /** What runs in it runs as often as the context has it: in one branch of two, or for each item of a list. */
  readonly varies: boolean;
}

/** One run of a function along one path: the answers given so far. */
interface Run {
  readonly answers: { readonly test: Expression; value: boolean }[];
  position: number;
  /** How often a loop went on by a test that is known on this path only. */
  rounds: number;
  /** Something outside was changed, which the next path would find changed. */
  change?: Refusal | undefined;
}

let time = 0;

/** When a variable came to be; see `refuseOutsideChange`. */
export const now = (): number => ++time;

/** Which function runs, along which path: an object of its own for each. */
export const currentRun = (): object | undefined => frames.getStore()?.run;

const frames = new AsyncLocalStorage<Frame | undefined>();
const MAX_PATHS = 64;
const MAX_ROUNDS = 1000;

/** The answer to a test where this path already gives it. */
export function known(test: Expression): boolean | undefined {
  if (test.kind === 'literal') return Boolean(test.value);
  for (let frame = frames.getStore(); frame; frame = frame.parent) {
    const outcome = frame.facts.outcome(test);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** Evaluates `body` knowing the outcome of `test`. */
export function assume<T>(test: Expression, value: boolean, body: () => T): T {
  const parent = frames.getStore();
  const facts = new Facts();
  facts.add(test, value);
  return frames.run({ parent, facts, run: parent?.run, since: now(), varies: true }, body);
}

/** Evaluates once what runs for each item of a list. */
export function forEachItem<T>(body: () => T): T {
  const parent = frames.getStore();
  return frames.run({ parent, facts: new Facts(), run: parent?.run, since: now(), varies: true }, body);
}

/**
 * A variable that came to be at `born` is changed. At build that happens once, in every branch; so it must not happen
 * where it would at run time happen seldomer or more often than the variable comes to be.
 */
export function refuseOutsideChange(born: number, refusal: () => Refusal): void {
  let frame = frames.getStore();
  for (; frame && frame.since > born; frame = frame.parent) {
    if (frame.varies) throw refusal();
    if (frame.run) frame.run.change ??= refusal();
  }
  // Components that React renders in a branch or for each item.
  if (!frame && blockSince() > born) throw refusal();
}

/** The truthiness of any value: known, or an expression to test at run time. */
export function truthOf(value: unknown): boolean | Expression {
  const inside = inspect(value);
  if (!inside) return Boolean(value);
  if (inside.kind === 'symbolic') return known(inside.expression) ?? inside.expression;
  if (inside.kind !== 'choice') return true;
  const { test, then, otherwise } = inside;
  const decided = known(test);
  if (decided !== undefined) return truthOf(decided ? then : otherwise);
  const left = assume(test, true, () => truthOf(then));
  const right = assume(test, false, () => truthOf(otherwise));
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    if (left === right) return left;
    return left ? test : locate(unary('!', test), locationOf(test));
  }
  if (right === false) return logical('&&', test, left as Expression);
  if (left === true) return logical('||', test, right as Expression);
  const expression = (side: boolean | Expression): Expression =>
    typeof side === 'boolean' ? literal(side) : side;
  return chooseExpression(test, expression(left), expression(right));
}

/** `test ? then() : otherwise()` for a test of any kind. */
export function choose(test: unknown, then: () => unknown, otherwise: () => unknown): unknown {
  const truth = truthOf(test);
  if (typeof truth === 'boolean') return truth ? then() : otherwise();
  const faults: unknown[] = [];
  const outcome = (value: boolean, body: () => unknown): unknown => {
    try {
      return assume(truth, value, body);
    } catch (error) {
      if (!isOwnFault(error) || faults.push(error) === 2) throw error;
      return raised(error, locationOf(truth));
    }
  };
  return join(truth, outcome(true, then), outcome(false, otherwise));
}

/** The answer to a test at a statement (`if`, `while`, `switch`): forks the path where it is not known. */
export function decide(value: unknown, location: Location): boolean {
  const truth = truthOf(value);
  return typeof truth === 'boolean' ? truth : fork(truth, location);
}

function endless(value: unknown, location: Location): Refusal {
  const inside = inspect(value);
  const test = inside?.kind === 'symbolic' ? describeExpression(inside.expression) : '…';
  return new Refusal({
    code: 'LOOP_ENDLESS',
    message: `This loop goes on as long as \`${test}\` holds, which the loop does not change.`,
    hint: 'Let the test ask for something that the loop changes, or use `map`.',
    location,
  });
}

/** The test of a `while` or `for`. One that always has the outcome that it had before would go on without end. */
export function decideRound(value: unknown, location: Location): boolean {
  const truth = truthOf(value);
  const run = frames.getStore()?.run;
  if (run && truth === true && inspect(value) && ++run.rounds > MAX_ROUNDS) {
    throw endless(value, location);
  }
  return typeof truth === 'boolean' ? truth : fork(truth, location);
}

function fork(test: Expression, location: Location): boolean {
  const frame = decider(frames.getStore());
  const run = frame?.run;
  if (!frame || !run) {
    throw new Refusal({
      code: 'BRANCH_OUTSIDE_COMPONENT',
      message: `\`${describeExpression(test)}\` decides here, but its value is known only at run time.`,
      hint: 'Write the decision as an expression, `condition ? a : b`; or let the function around it return what it makes instead of changing what lies outside of it, then it may decide by statements.',
      location,
    });
  }
  let answer = run.answers[run.position];
  if (!answer) run.answers.push((answer = { test: locate(test, location), value: true }));
  if (run.answers.length > MAX_PATHS) throw tooManyPaths(test, location);
  run.position++;
  // The nearest frame that belongs to the run; an inner assumption ends before the run does.
  rootOf(frame).facts.add(test, answer.value);
  return answer.value;
}

/**
 * The frame whose run answers. What changed something outside before it decided anything decides for the function around
 * it, which starts afresh on each path.
 */
function decider(frame: Frame | undefined): Frame | undefined {
  const run = frame?.run;
  if (!frame || !run?.change || run.answers.length > 0) return frame;
  const { parent } = rootOf(frame);
  if (!parent?.run || parent.varies) throw run.change;
  return decider(parent);
}

function rootOf(frame: Frame): Frame {
  let root = frame;
  while (root.parent && root.parent.run === root.run) root = root.parent;
  return root;
}

/** A value of any kind as a value without choices on top: forks the path until it is one. */
export function settle(value: unknown, location: Location): unknown {
  for (let current = value; ;) {
    const inside = inspect(current);
    if (inside?.kind !== 'choice') return current;
    current = decide(symbolic(inside.test), location) ? inside.then : inside.otherwise;
  }
}

interface Outcome {
  readonly answers: Run['answers'];
  readonly value: unknown;
}

/** Runs `body` once per path and joins what the paths give. */
export function paths(location: Location, body: () => unknown): unknown {
  const outcomes: Outcome[] = [];
  for (let answers: Run['answers'] | undefined = []; answers; answers = nextPath(answers)) {
    const run: Run = { answers, position: 0, rounds: 0 };
    const value = attempt(run, location, () => frames.run(frameOf(run), body));
    if (run.change && answers.length > 0) throw run.change;
    limit(outcomes.push({ answers: answers.map((answer) => ({ ...answer })), value }), answers, location);
  }
  return merge(outcomes, 0);
}

export async function pathsAsync(location: Location, body: () => Promise<unknown>): Promise<unknown> {
  const outcomes: Outcome[] = [];
  for (let answers: Run['answers'] | undefined = []; answers; answers = nextPath(answers)) {
    const run: Run = { answers, position: 0, rounds: 0 };
    let value: unknown;
    try {
      value = await frames.run(frameOf(run), body);
    } catch (error) {
      value = attempt(run, location, () => {
        throw error;
      });
    }
    if (run.change && answers.length > 0) throw run.change;
    limit(outcomes.push({ answers: answers.map((answer) => ({ ...answer })), value }), answers, location);
  }
  return merge(outcomes, 0);
}

const frameOf = (run: Run): Frame => ({
  parent: frames.getStore(),
  facts: new Facts(),
  run,
  since: now(),
  varies: false,
});

/** A path that ends in the template's own error raises that error at run time, when the path is taken. */
function attempt(run: Run, location: Location, body: () => unknown): unknown {
  try {
    return body();
  } catch (error) {
    if (isOverflow(error)) throw recursion('A function', location);
    const onOnePathOnly = run.position > 0;
    if (!onOnePathOnly || !isOwnFault(error)) throw error;
    return raised(error, location);
  }
}

function limit(count: number, answers: Run['answers'], location: Location): void {
  const test = answers.at(-1)?.test;
  if (count > MAX_PATHS && test) throw tooManyPaths(test, locationOf(test) ?? location);
}

const tooManyPaths = (test: Expression, location: Location): Refusal =>
  new Refusal({
    code: 'TOO_MANY_PATHS',
    message: `More than ${MAX_PATHS} decisions lead through this function; the last one was \`${describeExpression(test)}\`.`,
    hint: 'Loop with `map`, `filter` and `reduce` instead of statements, or split the function into smaller components.',
    location,
  });

/** The answers that lead down the next path, in the order of a depth-first walk: true before false. */
function nextPath(answers: Run['answers']): Run['answers'] | undefined {
  const last = answers.findLastIndex((answer) => answer.value);
  const next = answers.slice(0, last + 1).map((answer) => ({ ...answer }));
  const turned = next[last];
  if (!turned) return undefined;
  turned.value = false;
  return next;
}

function merge(outcomes: readonly Outcome[], depth: number): unknown {
  const test = outcomes[0]?.answers[depth]?.test;
  if (!test) return outcomes[0]?.value;
  const side = (value: boolean): Outcome[] =>
    outcomes.filter((outcome) => outcome.answers[depth]?.value === value);
  return join(test, merge(side(true), depth + 1), merge(side(false), depth + 1));
}

export const asBoolean = (truth: boolean | Expression, location: Location): unknown => {
  if (typeof truth === 'boolean') return truth;
  return symbolic(isBoolean(truth) ? truth : unary('!', unary('!', truth)), location);
};
