/** What compiled templates need of JavaScript that an expression cannot say by itself. */

/** What rest properties leave over: `{ a, ...rest }`. */
export function omit(source: object, ...names: readonly string[]): object {
  const rest: Record<string, unknown> = { ...source };
  for (const name of names) delete rest[name];
  return rest;
}

/** A `throw` on a path that only some contexts take. */
export function raise(name: string, message: string): never {
  throw Object.assign(new Error(message), { name });
}
