import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that the process may take before garbage is worth the time; a build of 60 templates stays near it. */
const ENOUGH = 500e6;
/** A collection takes about as long as a template. */
const SELDOM = 10;

/**
 * Keeps a long build small: V8 lets garbage lie as long as the machine has memory for it, and that of some hundred
 * templates is gigabytes. Call the result after each template.
 */
export function createCollector(): () => void {
  let collect: ((options: object) => void) | undefined;
  let since = 0;
  return () => {
    since += 1;
    if (since < SELDOM || process.memoryUsage.rss() < ENOUGH) return;
    since = 0;
    collect ??= takeCollector();
    // Gives pages back too, which an ordinary collection keeps.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  };
}

/** The function `gc` of a context that is made while the flag is set. */
function takeCollector(): (options: object) => void {
  setFlagsFromString('--expose-gc');
  try {
    return runInNewContext('gc') as (options: object) => void;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
