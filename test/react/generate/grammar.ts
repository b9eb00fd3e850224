import fc from 'fast-check';

/** Source text of some kind, generated. */
export type Source = fc.Arbitrary<string>;

/** What may be named at some place, and how much deeper code may nest there. */
export interface Scope {
  readonly depth: number;
  /** Loops around: inside of the first, `item1` and `index1` are known. */
  readonly loops: number;
  /** Local variables that hold a value of any kind. */
  readonly names: readonly string[];
  /** Local variables that hold what React can print, elements among it. */
  readonly slots: readonly string[];
  /** With which components it is written. */
  readonly kit: 'html' | 'email' | 'tailwind';
  /** Components of the module that were made before this place; none in them, so that there is an end. */
  readonly components: readonly string[];
}

export const inner = (scope: Scope): Scope => ({ ...scope, depth: scope.depth - 1 });

export const inLoop = (scope: Scope): Scope => ({ ...inner(scope), loops: scope.loops + 1 });

/** One of several; the first is the simplest, to which a counterexample shrinks. */
export const pick = (...options: readonly (Source | string)[]): Source =>
  fc.oneof(
    { withCrossShrink: true },
    ...options.map((option) => (typeof option === 'string' ? fc.constant(option) : option)),
  );

/** A template literal of generated parts. */
export const joined = (strings: TemplateStringsArray, ...parts: readonly (Source | string)[]): Source =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((values) =>
      String.raw(
        { raw: strings.raw.map((text) => text.replaceAll(/\\([`$])/g, '$1').replaceAll('\\n', '\n')) },
        ...values,
      ),
    );

/** As many of one kind, one after the other. */
export const several = (source: Source, minLength: number, maxLength: number, between = ''): Source =>
  fc.array(source, { minLength, maxLength }).map((list) => list.join(between));

/** Each is made once per scope: a grammar that calls itself is a large tree otherwise. */
export function perScope(make: (scope: Scope) => Source): (scope: Scope) => Source {
  const known = new Map<string, Source>();
  return (scope) => {
    const key = JSON.stringify(Object.entries(scope).sort());
    let source = known.get(key);
    if (!source) known.set(key, (source = make(scope)));
    return source;
  };
}
