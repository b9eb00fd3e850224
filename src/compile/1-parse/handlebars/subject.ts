import { decodeHTML } from 'entities';
import type { Location } from '../../../errors.ts';
import { each, type Node, text, when } from '../../document.ts';
import type { Expression } from '../../expression.ts';
import { parseText } from '../html.ts';
import { Marks } from '../marks.ts';
import { toExpression } from './print.ts';

/**
 * The marked text of a `<title>` as an expression that gives a string. Undefined when there is none to speak
 * of.
 */
export function subjectOfTitle(
  marked: string | undefined,
  marks: Marks,
  location: Location,
): Expression | undefined {
  const trimmed = (marked ?? '').trim();
  return trimmed === '' ? undefined : toExpression(parseText(trimmed, marks, location).map(decoded));
}

/** The same of a `<title>` without tokens. */
export function plainSubject(title: string | undefined, location: Location): string | undefined {
  const subject = subjectOfTitle(title, new Marks(), location);
  return subject?.kind === 'literal' ? String(subject.value) : undefined;
}

function decoded(node: Node): Node {
  switch (node.kind) {
    case 'text':
      return text(decodeHTML(node.value).replaceAll(/\s+/g, ' '));
    case 'when':
      return when(node.test, node.then.map(decoded), node.otherwise.map(decoded));
    case 'each':
      return each({ ...node, children: node.children.map(decoded) });
    default:
      return node;
  }
}
