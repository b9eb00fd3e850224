import { SecurityError } from '../../errors.ts';

/**
 * Refuses a choice that does not exist. Types say the same, but a misspelt policy or cipher out of a configuration
 * file must not pass for another one. Throws `SecurityError` with code `SMIME_OPTION_UNKNOWN`.
 */
export const checkChoice = (option: string, value: string, known: readonly string[]): void => {
  if (known.includes(value)) return;
  throw new SecurityError({
    code: 'SMIME_OPTION_UNKNOWN',
    message: `The S/MIME option ${option} has no choice ${JSON.stringify(String(value).slice(0, 40))}.`,
    hint: `Take one of ${known.join(', ')}.`,
  });
};
