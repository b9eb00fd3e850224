/**
 * What compiled templates call, as one namespace: `import { runtime as $ } from 'letterlock'`. The names are part of the
 * artifact's format.
 */
export {
  handlebarsDate,
  handlebarsEntries,
  handlebarsFilled,
  handlebarsList,
  handlebarsLookup,
  handlebarsNumber,
  handlebarsPresent,
  handlebarsSection,
  handlebarsTruthy,
  handlebarsValues,
} from './handlebars.ts';
export { handlebarsBlock, handlebarsData, handlebarsHelper } from './handlebars-helpers.ts';
export { imageReference } from './image.ts';
export { intl } from './intl.ts';
export { omit, raise } from './javascript.ts';
export { messageArgument, messageCount, messageDate, messageNumber, messageSelect } from './locale.ts';
export { plainText } from './plain-text.ts';
export { styleValue } from './react.ts';
export { TextWriter } from './text-writer.ts';
