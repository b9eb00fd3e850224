import { readFileSync } from 'node:fs';
import type { UnitOutcome } from './unit.ts';

/**
 * Leaves out what is no template but a part of others: a file that another one imports, without previews of its own,
 * that makes no whole page or wraps `children`. What was found wrong with it alone is then of no interest.
 */
export function dropHelpers(outcomes: Map<string, UnitOutcome>): void {
  const imported = new Set<string>();
  for (const [own, { dependencies }] of outcomes) {
    for (const file of dependencies) if (file !== own) imported.add(file);
  }
  for (const [file, outcome] of outcomes) {
    if (imported.has(file) && isPart(readFileSync(file, 'utf8'), outcome)) outcomes.delete(file);
  }
}

function isPart(source: string, { unit, isPage = /<html\b/i.test(source) }: UnitOutcome): boolean {
  const hasPreviews = unit ? Object.keys(unit.previews).length > 0 : /\bPreviewProps\b/.test(source);
  return !hasPreviews && (!isPage || /\bchildren\b/.test(source));
}
