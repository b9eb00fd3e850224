import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import type { Expression } from '../../../expression.ts';
import { describeExpression } from '../values/describe.ts';

/*
 * `try` with a `catch`. What is recorded for run time throws where it is printed, long after the `catch`; so nothing that
 * may throw is recorded while the body of a `try` runs.
 */

let open = 0;

export const isAttempting = (): boolean => open > 0;

export const attempt = (): void => {
  open++;
};

export const attempted = (): void => {
  open--;
};

/** Throws a Refusal TRY_SYMBOLIC for a new expression that may throw. */
export function refuseAttempt(expression: Expression, location: Location): void {
  if (open > 0 && mayThrow(expression) && !recorded.has(expression))
    throw attemptRefusal(expression, location);
  recorded.add(expression);
}

const recorded = new WeakSet<Expression>();

export const attemptRefusal = (expression: Expression, location: Location | undefined): Refusal =>
  new Refusal({
    code: 'TRY_SYMBOLIC',
    message: `\`${describeExpression(expression)}\` happens at run time only, when this \`try\` cannot catch what it throws.`,
    hint: 'Move the `try` into a function of its own that takes and gives data only, or test the value before (`value ? … : …`).',
    location,
  });

/** Reading the context itself, a loop's item or a function of a package cannot throw. */
function mayThrow(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
    case 'new':
      return true;
    case 'helper':
      return expression.name === 'raise';
    case 'member':
      return expression.object.kind !== 'context' && expression.object.kind !== 'global';
    default:
      return false;
  }
}
