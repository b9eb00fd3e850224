import { decodeHTML } from 'entities';
import type { Document, Element, Node } from '../document.ts';
import type { TextNode } from './text-program.ts';
import { choose, type Choice } from './text/choices.ts';
import { type Look, lookOf } from './text/look.ts';
import { operand } from './text/operand.ts';
import { TextProgram } from './text/program.ts';
import { isEmpty, margins, type Plain, type Surroundings, TOP } from './text/surroundings.ts';
import { cellsIn, holdsOneLink, IN_TABLE, isNamed, mayHoldData, withoutSpace } from './text/table-facts.ts';

/** Elements whose content is no text of the mail. */
const SKIPPED = new Set(
  (
    'head style script title template svg math canvas object iframe select datalist audio video input map meta link ' +
    'base noframes'
  ).split(' '),
);

/**
 * The text part of a template: what a person would type who reads the HTML out. Structure, decoding and white space are
 * settled here as far as they are static; what depends on values is left to the run-time writer.
 *
 * Running the program for a context gives what emitting the Document gives in which that context has been filled in,
 * with these exceptions: whether a `<table>` may hold data, whether a row has one cell or several, and whether a box is
 * empty is decided by all that they may contain.
 */
export function emitText(document: Document): readonly TextNode[] {
  const program = new TextProgram();
  emitNodes(document, program, TOP);
  return program.finish();
}

function emitNodes(nodes: readonly Node[], program: TextProgram, around: Surroundings): void {
  for (const node of nodes) emitNode(node, program, around);
}

function nested(nodes: readonly Node[], around: Surroundings): readonly TextNode[] {
  const program = new TextProgram();
  emitNodes(nodes, program, around);
  return program.part();
}

function emitNode(node: Node, program: TextProgram, around: Surroundings): void {
  switch (node.kind) {
    case 'text':
      if (around.tiny) return;
      if (around.whiteSpace === 0) program.text(decodeHTML(node.value));
      else program.op('verbatim', decodeHTML(node.value));
      return;
    case 'slot':
      if (!around.tiny) program.slot(node.expression, node.print);
      return;
    case 'when':
      program.when(node.test, nested(node.then, around), nested(node.otherwise, around));
      return;
    case 'each': {
      const { list, item, index } = node;
      program.each({ list, item, index, children: nested(node.children, around) });
      return;
    }
    case 'element':
      if (!SKIPPED.has(node.name)) {
        emitChoice(
          node,
          choose(node.attributes, (attributes) => lookOf(node.name, attributes)),
          program,
          around,
        );
      }
      break;
    default:
    // Comments and directives show nothing, and an asset prints only where a URL can stand.
  }
}

function emitChoice(node: Element, choice: Choice<Look>, program: TextProgram, around: Surroundings): void {
  if (choice.kind === 'leaf') {
    if (!choice.look.hidden)
      emitElement({ ...node, attributes: choice.attributes }, choice.look, program, around);
    return;
  }
  const branch = (inner: Choice<Look>): readonly TextNode[] => {
    const inside = new TextProgram();
    emitChoice(node, inner, inside, around);
    return inside.part();
  };
  program.when(choice.test, branch(choice.then), branch(choice.otherwise));
}

function emitElement(node: Plain, look: Look, program: TextProgram, around: Surroundings): void {
  if (around.table === 'data' && !IN_TABLE.has(node.name)) {
    // Only cells hold text of a table; what else stands there must not open anything around them.
    emitNodes(withoutSpace(node.children), program, around);
    return;
  }
  const inside: Surroundings = {
    ...around,
    whiteSpace: look.whiteSpace ?? around.whiteSpace,
    tiny: look.tiny ?? around.tiny,
    rightToLeft: look.direction === 'rtl' || (around.rightToLeft && look.direction !== 'ltr'),
  };
  const isCell = node.name === 'td' || node.name === 'th';
  const [before, behind] = margins(node, look, around);
  if (around.table === 'data') {
    if (isCell) program.op('column', alignOf(look, around), look.span, node.name === 'th');
  } else if (isCell && around.row === 'several') {
    program.op('cell');
  } else if (before > 0) {
    program.op('block', before);
  }
  if (inside.whiteSpace !== around.whiteSpace) program.op('whiteSpace', inside.whiteSpace);
  emitContent(node, look, program, inside);
  if (inside.whiteSpace !== around.whiteSpace) program.op('whiteSpace', around.whiteSpace);
  if (around.table === 'data') {
    if (isCell) program.op('columnEnd');
  } else if (isCell && around.row === 'several') {
    program.op('cellEnd');
  } else if (behind > 0) {
    program.op('block', behind);
  }
}

function emitContent(node: Plain, look: Look, program: TextProgram, around: Surroundings): void {
  const override = node.attributes.find(({ name }) => name === 'data-text');
  if (override) {
    program.op('verbatim', operand(override.value, program));
    return;
  }
  const children = (inside: Surroundings = around): void => emitNodes(node.children, program, inside);
  switch (node.name) {
    case 'br':
      program.op('lineBreak');
      return;
    case 'hr':
      program.op('rule');
      return;
    case 'img':
      emitImage(node, program);
      return;
    case 'a':
      emitLink(node, look, program, around);
      return;
    case 'h1':
    case 'h2':
      if (around.inData) return children();
      program.op('headingStart');
      children();
      program.op('headingEnd', node.name === 'h1' ? '=' : '-');
      return;
    case 'blockquote':
      program.op('indent', '> ', '> ');
      children();
      program.op('outdent');
      return;
    case 'dd':
      program.op('indent', '  ', '  ');
      children();
      program.op('outdent');
      return;
    case 'q':
      program.text('"');
      children();
      program.text('"');
      return;
    case 'ul':
    case 'ol':
      emitList(node, look, program, around);
      return;
    case 'li':
      emitItem(node, look, program, around);
      return;
    case 'table':
      emitTable(node, look, program, around);
      return;
    case 'thead':
    case 'tbody':
    case 'tfoot':
      return emitNodes(withoutSpace(node.children), program, around);
    case 'tr':
      emitRow(node, program, around);
      return;
    case 'td':
    case 'th':
      return children({
        ...around,
        table: 'none',
        row: 'single',
        painted: look.filled && holdsOneLink(node),
        inData: around.inData || around.table === 'data',
      });
    default:
      if (look.ruled && isEmpty(node)) program.op('rule');
      else children();
  }
}

// ── links, images, lists ────────────────────────────────────────────────────────────────────────────────────────────

function emitLink(node: Plain, look: Look, program: TextProgram, around: Surroundings): void {
  const href = node.attributes.find(({ name }) => name === 'href');
  // A link to a file inside the message leads nowhere in plain text.
  if (!href || href.value.some(({ kind }) => kind === 'asset')) {
    emitNodes(node.children, program, around);
    return;
  }
  program.op('linkStart');
  emitNodes(node.children, program, { ...around, painted: false });
  program.op('linkEnd', operand(href.value, program), look.boxed || (around.painted && look.padded));
}

function emitImage(node: Plain, program: TextProgram): void {
  const alt = node.attributes.find(({ name }) => name === 'alt');
  program.op('image', alt ? operand(alt.value, program) : '');
}

function emitList(node: Plain, look: Look, program: TextProgram, around: Surroundings): void {
  const inside = { ...around, lists: around.lists + 1 };
  const items = withoutSpace(node.children);
  if (look.plainList) {
    program.op('plainList');
  } else if (node.name === 'ol') {
    const start = node.attributes.find(({ name }) => name === 'start');
    program.op('numbers', start ? operand(start.value, program) : '');
  } else {
    program.op('bullets');
  }
  emitNodes(items, program, inside);
  program.op('listEnd');
}

function emitItem(node: Plain, look: Look, program: TextProgram, around: Surroundings): void {
  if (look.plainList || look.display === 'inline') {
    emitNodes(node.children, program, around);
    return;
  }
  program.op('item');
  emitNodes(node.children, program, around);
  program.op('outdent');
}

// ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function emitTable(node: Plain, look: Look, program: TextProgram, around: Surroundings): void {
  const caption = node.children.filter((child) => isNamed(child, 'caption'));
  const rest = withoutSpace(node.children.filter((child) => !isNamed(child, 'caption')));
  emitNodes(caption, program, around);
  if (!mayHoldData(node, look)) {
    emitNodes(rest, program, { ...around, table: 'layout' });
    return;
  }
  program.op('table');
  emitNodes(rest, program, { ...around, table: 'data' });
  program.op('tableEnd');
}

/** Where a column begins and ends in text that begins at the right: the far end is `right`, whichever side that is. */
function alignOf({ align }: Look, { rightToLeft }: Surroundings): string {
  if (!rightToLeft) return align;
  return align === 'left' ? 'right' : align === 'right' ? 'left' : align;
}

function emitRow(node: Plain, program: TextProgram, around: Surroundings): void {
  const cells = withoutSpace(node.children);
  if (around.table === 'data') program.op('row');
  emitNodes(cells, program, { ...around, row: cellsIn(cells) > 1 ? 'several' : 'single' });
}
