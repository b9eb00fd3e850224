import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findViolations, LAYERS, LONGEST_FILE } from './layers.ts';

const root = fileURLToPath(new URL('../../src', import.meta.url));
const files = globSync('**/*.{ts,tsx,md}', { cwd: root });
const sources = Object.fromEntries(
  files.map((file) => [file.split(sep).join('/'), readFileSync(join(root, file), 'utf8')]),
);

describe('the import table', () => {
  test('every import, circle, folder and length of src keeps it', () => {
    expect(findViolations(sources)).toEqual([]);
  });

  test('it has no layer that src lacks, and no layer is above itself', () => {
    const present = new Set(files.map((file) => (file.split(sep)[0] as string).replace(/\.ts$/, '')));
    expect(Object.keys(LAYERS).filter((name) => !present.has(name))).toEqual([]);
    const order = Object.keys(LAYERS);
    for (const [name, { layers }] of Object.entries(LAYERS)) {
      for (const below of layers)
        expect(order.indexOf(below), `${name} over ${below}`).toBeLessThan(order.indexOf(name));
    }
  });
});

/** Proof that the checker sees what it is there for. */
describe('the checker reports', () => {
  test.each([
    [
      'an import against the order',
      'message/a.ts',
      "import { x } from '../mime/entity.ts';",
      'message may not import mime',
    ],
    [
      'an import of a type only',
      'compile/a.ts',
      "import type { X } from '../render/render.ts';",
      'may not import render',
    ],
    [
      'a type in brackets',
      'compile/a.ts',
      "import { type X } from '../secure/keys.ts';",
      'may not import secure',
    ],
    [
      'an import in a type',
      'render/a.ts',
      "let x: import('../mime/raw.ts').X;",
      'render may not import mime',
    ],
    ['an export from', 'errors.ts', "export * from './message/address.ts';", 'errors may not import message'],
    ['a dynamic import', 'mime/deep/a.ts', "await import('../../send/dsn.ts');", 'mime may not import send'],
    ['a computed import', 'send/a.ts', 'await import(name);', 'imports a module that is computed'],
    ['a Node module at run time', 'render/a.ts', "import 'node:fs';", 'render may not import node:fs'],
    ['a package at run time', 'message/a.ts', "import React from 'react';", 'message may not import react'],
    [
      'a package with a similar name',
      'send/a.ts',
      "import 'nodemailer-x';",
      'send may not import nodemailer-x',
    ],
    ['a layer that the table lacks', 'queue/a.ts', '', 'queue/a.ts: no layer'],
    ['a folder that owns no noun', 'mime/utils/a.ts', '', 'owns no noun'],
    ['a long file', 'mime/a.ts', '\n'.repeat(LONGEST_FILE + 1), `${LONGEST_FILE + 1} lines`],
  ])('%s', (_title, file, source, expected) => {
    const violations = findViolations({ [file]: source });
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(expected);
  });

  test('a circle, also through types and over several files', () => {
    const violations = findViolations({
      'mime/a.ts': "import { b } from './b.ts';",
      'mime/b.ts': "import type { c } from './deep/c.ts';",
      'mime/deep/c.ts': "export { a } from '../a.ts';",
      'mime/d.ts': "import { a } from './a.ts';",
    });
    expect(violations).toEqual(['circle: mime/a.ts → mime/b.ts → mime/deep/c.ts → mime/a.ts']);
  });

  test('nothing about what is allowed', () => {
    expect(
      findViolations({
        'secure/a.ts': "import { sign } from 'node:crypto'; import { b } from './smime/b.ts';",
        'secure/smime/b.ts': "import type { X } from '../../mime/entity.ts'; // import '../../render/x.ts'",
        'send/a.ts':
          "import c from 'nodemailer/lib/smtp-connection'; const s = \"import '../compile/x.ts'\";",
        'compile/a.ts': 'await import(name);',
      }),
    ).toEqual([]);
  });
});
