import { RenderError } from '../errors.ts';

/**
 * A value that goes on a class name, `btn-{{kind}}`. With white space in it there would be other classes, whose rules
 * were not put in place. Throws a RenderError CLASS_SPACED.
 */
export function classPart<Value>(value: Value): Value {
  if (!/\s/.test(String(value))) return value;
  throw new RenderError({
    code: 'CLASS_SPACED',
    message:
      'A value that is written as the rest of a class name has white space in it, so it would be several classes.',
    hint: 'Give one name; or write a space before the value in the template, where it may bring several.',
  });
}
