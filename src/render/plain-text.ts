import { reactText } from './react.ts';

/** A value as text without escaping, after the rules of the language that prints it. */
export const plainText = (value: unknown, print: 'react' | 'handlebars' | 'raw'): string => {
  if (print === 'react') return reactText(value);
  return value === null || value === undefined ? '' : String(value);
};
