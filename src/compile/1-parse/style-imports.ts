import { isRemote } from '../asset-files.ts';
import { OPEN } from './marks.ts';

/** A style sheet with its text. */
export interface StyleText {
  readonly file: string;
  readonly css: string;
}

const COMMENT = /\/\*[^]*?\*\//g;
const IMPORT = /@import\s+(?:url\(\s*)?(?:"([^"]*)"|'([^']*)'|([^"')\s;]+))\s*\)?([^;]*);/gi;
const SUPPORTS = /^supports\(((?:[^()]|\([^()]*\))*)\)\s*/i;

/** Finds a name from a file. */
type Read = (name: string, from: string) => StyleText;

/**
 * Style sheets of the project in the place of the `@import` that names them, inside of the media query it gives. Those
 * on the web go to the front, since imports count only there. `wrong` says that a condition is not understood.
 */
export function withImports(style: StyleText, read: Read, wrong: (condition: string) => Error): string {
  if (!/@import\b/i.test(style.css)) return style.css;
  const remote: string[] = [];
  const expand = ({ file, css }: StyleText, inside: readonly string[], around: string): string =>
    css
      .replaceAll(COMMENT, '')
      .replaceAll(IMPORT, (_, double?: string, single?: string, bare?: string, written: string = '') => {
        const name = double ?? single ?? bare ?? '';
        const condition = written.trim();
        if (isRemote(name) || name.includes(OPEN)) {
          if (around !== '' && condition !== '') throw wrong(condition);
          remote.push(`@import url("${name}")${` ${around}${condition}`.trimEnd()};`);
          return '';
        }
        const found = read(name, file);
        // As in browsers, a sheet that imports itself ends there.
        if (found.file === file || inside.includes(found.file)) return '';
        const both = around !== '' && condition !== '' ? `${around} and ${condition}` : around + condition;
        return conditioned(expand(found, [...inside, file], both), condition, wrong);
      });
  const body = expand(style, [], '');
  return [...remote, body].join('\n');
}

function conditioned(css: string, condition: string, wrong: (condition: string) => Error): string {
  if (/^layer\b/i.test(condition)) throw wrong(condition);
  const [head, supports] = SUPPORTS.exec(condition) ?? [''];
  const media = condition.slice(head.length);
  const inMedia = media === '' ? css : `@media ${media} {\n${css}\n}`;
  return supports === undefined
    ? inMedia
    : `@supports ${supports.includes(':') && !/[()]/.test(supports) ? `(${supports})` : supports} {\n${inMedia}\n}`;
}
