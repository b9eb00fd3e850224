import type { LetterlockError } from '../../src/errors.ts';

/** The error that a function throws. */
export const thrown = (run: () => unknown): LetterlockError => {
  try {
    run();
  } catch (error) {
    return error as LetterlockError;
  }
  throw new Error('Nothing was thrown.');
};

export const codeOf = (run: () => unknown): string => thrown(run).code;

/** The error that a promise is rejected with. */
export const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('The promise was fulfilled.');
};
