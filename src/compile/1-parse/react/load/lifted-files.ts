/*
 * Which files are compiled with a template. Own ones are, workspace packages too, wherever node_modules links to; of
 * packages those that are named, and the components of react-email.
 */

/**
 * react-email's components decide by the values that they are given, so they are evaluated with the template. Its
 * Tailwind is not lifted, but evaluated afresh, for it never forgets a class. Its code highlighter and its Markdown
 * need real text and take long to load; they are packages like any other.
 */
const REACT_EMAIL = /[\\/]node_modules[\\/](?:react-email|@react-email[\\/][^\\/]+)[\\/]/;
const REACT_EMAIL_TAILWIND = /[\\/](?:@react-email|components)[\\/]tailwind[\\/]/;
const REACT_EMAIL_NATIVE =
  /[\\/](?:@react-email[\\/](?:render|markdown|code-block)|components[\\/](?:markdown|code-block))[\\/]/;

const SCRIPT = /\.[cm]?[jt]sx?$/;

export const isReactEmail = (file: string): boolean =>
  REACT_EMAIL.test(file) && !REACT_EMAIL_NATIVE.test(file);
export const isOwn = (file: string): boolean => !/[\\/]node_modules[\\/]/.test(file);
export const isScript = (file: string): boolean => SCRIPT.test(file);
export const withoutQuery = (id: string): string => id.replace(/[?#].*$/, '');

export interface LiftedFiles {
  /** Evaluated afresh for each template; all others are imported by Node and exist once. */
  isEvaluated(file: string): boolean;
  /** Rewritten for partial evaluation. */
  isLifted(id: string): boolean;
  /** The same for what an import of a package leads to. */
  isPartOfTemplate(file: string): boolean;
  /** Specifiers that Vite must not leave to Node. */
  readonly specifiers: readonly RegExp[];
}

/** `packages` are the names of published packages that are compiled with the templates. */
export function liftedFiles(packages: readonly string[]): LiftedFiles {
  const named = new Set(packages);
  const isNamed = (file: string): boolean => named.has(packageOf(file));
  return Object.freeze({
    isEvaluated: (file: string) => isOwn(file) || isReactEmail(file) || isNamed(file),
    isLifted(id: string) {
      const file = withoutQuery(id);
      if (id.startsWith('\0') || !isScript(file)) return false;
      return isOwn(file) || isNamed(file) || (isReactEmail(file) && !REACT_EMAIL_TAILWIND.test(file));
    },
    isPartOfTemplate: (file: string) => isOwn(file) || REACT_EMAIL.test(file) || isNamed(file),
    specifiers: packages.map(
      (name) => new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:/|$)`),
    ),
  });
}

/** The package that a file below node_modules belongs to. */
const packageOf = (file: string): string =>
  /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1]?.replace('\\', '/') ?? '';
