import type { Diagnostic } from './diagnostics.ts';
import { readText } from './reading.ts';
import type { UnitOutcome } from './unit.ts';

/**
 * Leaves out what is no template but a part of others: a file that another one imports, without previews of its own,
 * that makes no whole page or wraps `children`. What was found wrong with it alone is then of no interest.
 *
 * Returns warnings about files that look like a template and are none.
 */
export function dropHelpers(outcomes: Map<string, UnitOutcome>): readonly Diagnostic[] {
  const imported = new Set<string>();
  for (const [own, { dependencies }] of outcomes) {
    for (const file of dependencies) if (file !== own) imported.add(file);
  }
  const warnings: Diagnostic[] = [];
  for (const [file, outcome] of outcomes) {
    const source = readText(file);
    if (imported.has(file) && isPart(file, source, outcome)) outcomes.delete(file);
    const isUnclear = !outcome.unit && outcome.diagnostics.length === 0 && /<html\b/i.test(source);
    if (isUnclear && !imported.has(file)) warnings.push(skipped(file));
  }
  return warnings;
}

const skipped = (file: string): Diagnostic => ({
  severity: 'warning',
  code: 'TEMPLATE_SKIPPED',
  message:
    'This file holds a page but is not built: it exports no component, or several and none as default.',
  hint: 'Export the component of the template as default, or put helper files into a folder whose name begins with "_".',
  location: { file, line: 1, column: 1 },
});

function isPart(
  file: string,
  source: string,
  { unit, isPage = /<html\b/i.test(source) }: UnitOutcome,
): boolean {
  const hasPreviews = unit ? Object.keys(unit.previews).length > 0 : /\bPreviewProps\b/.test(source);
  // A piece of HTML gets a page around it, whoever includes it.
  const isPiece = /\.(?:html?|hbs|handlebars)$/.test(file) && !/<html\b/i.test(source);
  return !hasPreviews && (!isPage || isPiece || /\bchildren\b/.test(source));
}
