import { describe, expect, it } from 'vitest';
import { TextProgram } from '../../src/compile/3-emit/text/program.ts';
import { TextWriter } from '../../src/render/text-writer.ts';
import { run } from './run.ts';

/** The compiler and the writer each know which characters are blank: they must agree on every one. */
describe('characters of the text part', () => {
  it('mean the same in static text and in values', () => {
    const differing: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      for (const text of [
        `a${character}b`,
        `a ${character}b`,
        `${character}a\u200D${character}${character}b`,
      ]) {
        const program = new TextProgram();
        program.text(text);
        const writer = new TextWriter();
        writer.slot(text, 'react');
        if (run(program.finish(), {}) !== writer.finish()) differing.push(`U+${code.toString(16)}`);
      }
    }
    expect(differing).toEqual([]);
  });

  it('leave no line that ends in white space', () => {
    const writer = new TextWriter();
    for (let code = 0; code <= 0xffff; code++) {
      writer.slot(`a${String.fromCharCode(code)}`, 'react');
      writer.block(1);
    }
    expect(
      writer
        .finish()
        .split('\n')
        .filter((line) => line !== line.trimEnd()),
    ).toEqual([]);
  });
});
