/**
 * The name of an at-rule of our own around rules that weigh as much as `style` attributes: `<mj-style inline="inline">`
 * comes before every other style sheet. It is gone when CSS is inlined.
 */
export const INLINED_FIRST = 'letterlock-inlined';

/**
 * The rules in the `<style>` elements of a page, each as one line with the at-rules around it, white space
 * apart: `@media (max-width: 600px) .a { color: red; }`.
 */
export function styleRules(html: string): ReadonlySet<string> {
  const rules = new Set<string>();
  for (const [, css = ''] of html.matchAll(/<style\b[^>]*>([^]*?)<\/style>/g)) collect(css, rules);
  return rules;
}

function collect(source: string, rules: Set<string>): void {
  const around: string[] = [];
  let text = '';
  const plain = source
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/@import\s+(?:url\([^)]*\)|[^;])*;/g, (statement) => {
      rules.add(tidy(statement));
      return '';
    });
  for (const piece of plain.split(/([{}])/)) {
    if (piece === '{') {
      around.push(tidy(text));
      text = '';
    } else if (piece === '}') {
      if (tidy(text) !== '') rules.add(`${around.join(' ')} { ${tidy(text)} }`);
      around.pop();
      text = '';
    } else {
      text = piece;
    }
  }
}

const tidy = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replace(/;?\s*$/, '')
    .trim();
