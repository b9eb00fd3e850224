/** What `letterlock explain CODE` says about one code. */
export interface Explanation {
  readonly code: string;
  /** What happened, in a few words. */
  readonly title: string;
  /** Why it is refused, in two to five sentences. */
  readonly why: string;
  /** What to do about it, where no example can show it. */
  readonly remedy?: string | undefined;
  /** A project that gets this code, and the same one mended. Both are built by the tests. */
  readonly wrong?: Example | undefined;
  readonly right?: Example | undefined;
}

export interface ExplanationGroup {
  readonly title: string;
  readonly entries: readonly Explanation[];
}

/** A project, as small as it can be. */
export interface Example {
  /** Contents by path, relative to the folder that holds `emails`. */
  readonly files: Readonly<Record<string, string>>;
  /** What `--locales` is given. */
  readonly locales?: readonly string[] | undefined;
}

type Files = Readonly<Record<string, string>>;

/** A React template with the files that it needs. */
export const tsx = (text: string, others: Files = {}): Example => project('emails/x.tsx', text, others);
export const mjml = (text: string, others: Files = {}): Example => project('emails/x.mjml', text, others);
export const html = (text: string, others: Files = {}): Example => project('emails/x.html', text, others);
export const markdown = (text: string, others: Files = {}): Example => project('emails/x.md', text, others);

const project = (path: string, text: string, others: Files): Example => files({ [path]: text, ...others });

export const files = (contents: Files, locales?: readonly string[]): Example => ({
  files: Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, dedent(text)])),
  locales,
});

/** Without the indentation that the lines have in common, ending in one line end. */
function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const margin = Math.min(...margins);
  return `${lines.map((line) => line.slice(margin)).join('\n')}\n`;
}
