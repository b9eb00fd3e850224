/**
 * What compiled templates call: `import * as $ from 'letterlock'`. The names are part of the artifact's format, and for
 * nobody else. Bundlers take along what a template calls and nothing else, so each part can be taken alone.
 */
export { classPart } from './class-name.ts';
export {
  handlebarsColored,
  handlebarsDate,
  handlebarsEntries,
  handlebarsFilled,
  handlebarsList,
  handlebarsLongColor,
  handlebarsLookup,
  handlebarsNumber,
  handlebarsPresent,
  handlebarsSection,
  handlebarsSuffixed,
  handlebarsTruthy,
  handlebarsValues,
} from './handlebars.ts';
export { handlebarsBlock, handlebarsData, handlebarsHelper } from './handlebars-helpers.ts';
export { imageReference } from './image.ts';
export { intl } from './intl.ts';
export { omit, raise } from './javascript.ts';
export { messageArgument, messageCount, messageDate, messageNumber, messageSelect } from './locale.ts';
export { reactText as plainText, styleValue } from './react.ts';
export {
  textBullets,
  textIndent,
  textItem,
  textListEnd,
  textNumbers,
  textOutdent,
  textPlainList,
} from './text-list.ts';
export { textAttribute, textHandlebars, textRaw } from './text-slot.ts';
export { textColumn, textColumnEnd, textRow, textTable, textTableEnd } from './text-table.ts';
export { TextWriter } from './text-writer.ts';
