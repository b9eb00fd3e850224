import { type Document, type Node, type Print, type Slot, slot, text, when } from '../document.ts';
import { escapeText } from '../escape.ts';
import { type Expression, template } from '../expression.ts';
import { mapDocument } from './map.ts';
import { isString } from './simplify.ts';

/**
 * Takes the static text out of slots among children: `⟨`Hello ${name}`⟩` becomes `Hello ⟨name⟩`, and a choice between texts a
 * condition. What is known at build is then escaped and collapsed at build. Attributes keep their one slot, whose whole
 * value decides whether they are there.
 */
export function splitSlots(document: Document): Document {
  return mapDocument(document, (node) => (node.kind === 'slot' ? splitSlot(node) : [node]));
}

function splitSlot({ expression, print, ...node }: Slot): readonly Node[] {
  if (print !== 'raw') return split(expression, print);
  const isKnown = expression.kind === 'literal' && typeof expression.value === 'string';
  return isKnown ? [text(expression.value as string)] : [{ ...node, expression, print }];
}

type Escaped = Exclude<Print, 'raw'>;

function split(expression: Expression, print: Escaped): readonly Node[] {
  switch (expression.kind) {
    case 'literal':
      return printed(expression.value, print);
    case 'template':
      return expression.parts.flatMap((part) => {
        if (part.kind === 'literal') return printed(String(part.value), print);
        // A template makes a string of anything, also of what would print nothing.
        return isString(part) ? split(part, print) : [slot(template([part]), print)];
      });
    case 'conditional':
      if (!isText(expression.then) || !isText(expression.otherwise)) return [slot(expression, print)];
      return [when(expression.test, split(expression.then, print), split(expression.otherwise, print))];
    default:
      return [slot(expression, print)];
  }
}

/** Text in every case; a field would be asked whether it is there, as if the template printed it by itself. */
const isText = (expression: Expression): boolean =>
  expression.kind === 'conditional'
    ? isText(expression.then) && isText(expression.otherwise)
    : expression.kind === 'literal' || expression.kind === 'template';

function printed(value: unknown, print: Escaped): readonly Node[] {
  const isNothing =
    value === null || value === undefined || (print === 'react' && typeof value === 'boolean');
  const source = isNothing ? '' : escapeText(String(value), print);
  return source === '' ? [] : [text(source)];
}
