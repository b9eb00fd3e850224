import type { Print } from './document.ts';

const REFERENCES: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  "'": '&#x27;',
  '<': '&lt;',
  '>': '&gt;',
  '=': '&#x3D;',
  '`': '&#x60;',
};

/** Text that is known at build, escaped as the printers of the run-time face would; a test compares them. */
export const escapeText = (value: string, print: Exclude<Print, 'raw'>): string =>
  value.replaceAll(print === 'react' ? /["'&<>]/g : /["'&<>=`]/g, (character) => REFERENCES[character]!);
