import { describe, expect, it } from 'vitest';
import { simplifyExpression } from '../../src/compile/2-transform/simplify.ts';
import {
  binary,
  call,
  conditional,
  context,
  type Expression,
  global,
  keyOf,
  literal,
  logical,
  member,
  template,
  unary,
} from '../../src/compile/expression.ts';

const name = member(context, 'name');
const greeting = template([literal('Hello '), name]);

describe('simplifying', () => {
  it.each<[string, Expression, Expression]>([
    ['a template literal is no array', call(member(global('Array'), 'isArray'), [greeting]), literal(false)],
    ['a template with text in it is true', conditional(greeting, name, literal(1)), name],
    ['a template is not null', binary('==', greeting, literal(null)), literal(false)],
    ['?? does not look behind a string', logical('??', greeting, literal('')), greeting],
    ['?? looks behind undefined', logical('??', literal(undefined), name), name],
    ['&& stops at what is false', logical('&&', literal(0), name), literal(0)],
    ['|| goes on behind what is false', logical('||', literal(''), name), name],
    ['! of what is known', unary('!', greeting), literal(false)],
    ['typeof a template', unary('typeof', greeting), literal('string')],
    [
      'templates in templates join',
      template([literal('<'), greeting, literal('>')]),
      template([literal('<Hello '), name, literal('>')]),
    ],
    [
      'a cut of a string is a string',
      logical('??', call(member(greeting, 'slice'), [literal(0)]), literal('')),
      call(member(greeting, 'slice'), [literal(0)]),
    ],
  ])('%s', (_title, before, after) => {
    expect(keyOf(simplifyExpression(before))).toBe(keyOf(after));
  });

  it.each<[string, Expression]>([
    ['a field may be anything', conditional(name, literal(1), literal(2))],
    ['a template of a field alone may be empty', conditional(template([name]), literal(1), literal(2))],
    ['a field may be an array', call(member(global('Array'), 'isArray'), [name])],
    ['a field may be null', logical('??', name, literal(''))],
    ['a number is not decided by being compared', binary('===', name, literal(null))],
  ])('leaves open that %s', (_title, expression) => {
    expect(simplifyExpression(expression)).toBe(expression);
  });
});
