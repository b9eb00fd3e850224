import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that the process may take before garbage is worth the time; a build of 60 templates stays near it. */
const ENOUGH = 500e6;
/** Bytes that it may grow between two collections, each of which takes about as long as a template. */
const GROWTH = 150e6;

/**
 * Keeps a long build small: V8 lets garbage lie as long as the machine has memory for it, and that of some hundred
 * templates is gigabytes. Call the result after each template.
 */
export function createCollector(): () => void {
  let limit = ENOUGH;
  return () => {
    if (process.memoryUsage.rss() < limit) return;
    // Gives pages back too, which an ordinary collection keeps.
    takeCollector()?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    limit = Math.max(ENOUGH, process.memoryUsage.rss() + GROWTH);
  };
}

type Collector = (options: object) => void;

/** The function `gc`: that of the process, or of a context that is made while the flag is set. None outside of Node. */
function takeCollector(): Collector | undefined {
  const { gc } = globalThis as { readonly gc?: Collector };
  if (gc) return gc;
  setFlagsFromString('--expose-gc');
  try {
    return runInNewContext('globalThis.gc') as Collector | undefined;
  } finally {
    // Contexts that others make stay as they were.
    setFlagsFromString('--no-expose-gc');
  }
}
