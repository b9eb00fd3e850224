import type { ImageOptions } from '../../../template.ts';
import { Refusal } from '../../diagnostics.ts';
import { type Expression, helper } from '../../expression.ts';
import type { Catalog } from '../../template.ts';
import { callSite } from './faults.ts';
import { HOOKS } from './load/loader.ts';
import { operationsOf } from './operations/operations.ts';
import { distribute } from './values/distribute.ts';
import { reify } from './values/reify.ts';
import { currentSession } from './session.ts';
import { inspect, symbolic } from './values/values.ts';

/* What `letterlock/template` exports while a template is evaluated. */

/** What `image()` gives when a template is rendered as plain React, for comparison with the compiled one. */
export type PlainImage = (source: unknown, options: ImageOptions) => string;

export function setHooks(catalog: Catalog, plainImage: PlainImage | undefined): void {
  const locale = (): string => catalog.locale;
  const dir = (): string => catalog.dir;
  const scopes = {
    lifted: { t: translate, locale, dir, image: symbolicImage },
    plain: {
      t: (key: string, args: Readonly<Record<string, unknown>> = {}) => catalog.format(key, args),
      locale,
      dir,
      image: (source: unknown, image: ImageOptions = {}) =>
        plainImage ? plainImage(source, image) : 'cid:preview@letterlock',
    },
  };
  (globalThis as { [HOOKS]?: unknown })[HOOKS] = {
    operations: operationsOf,
    template: (graph: 'lifted' | 'plain') => scopes[graph],
  };
}

/** `t(key, args)`: text where nothing in it depends on the context, else the expression of the message. */
function translate(key: unknown, args: unknown = {}): unknown {
  const location = callSite();
  return distribute(
    [key, args],
    ([name, values]) => {
      const inside = inspect(name) ?? inspect(values);
      if (inside || typeof values !== 'object' || values === null) {
        throw new Refusal({
          code: inspect(name) ? 'MESSAGE_KEY_SYMBOLIC' : 'MESSAGE_ARGUMENTS_SYMBOLIC',
          message: inspect(name)
            ? 'The key of this message is known at run time only.'
            : 'The arguments of this message are an object that is known at run time only.',
          hint: inspect(name)
            ? 'Choose between written-out keys, or use `select` in the message.'
            : 'Write the arguments out: `t("key", { name: props.name })`.',
          location,
        });
      }
      const expressions = Object.fromEntries(
        Object.entries(values).map(([argument, value]) => [argument, reify(value, location)]),
      );
      const message = currentSession().catalog.message(String(name), expressions, location);
      return message.kind === 'literal' ? message.value : symbolic(message, location);
    },
    location,
  );
}

function symbolicImage(source: unknown, options: ImageOptions = {}): unknown {
  const location = callSite();
  const args: Expression[] = [reify(source, location)];
  if (options.type !== undefined || options.filename !== undefined) args.push(reify(options.type, location));
  if (options.filename !== undefined) args.push(reify(options.filename, location));
  return symbolic(helper('image', args), location);
}
