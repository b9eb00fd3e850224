import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Catalog, FrontEnd, ParsedTemplate, TemplateSource } from '../../src/compile/template.ts';
import { evaluate, run } from './interpreter.ts';
import { catalogOf } from './support.ts';

/** A folder of templates for one test. */
export function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'letterlock-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

export const sourceIn = (root: string, name: string): TemplateSource => ({
  id: name.slice(0, -extname(name).length),
  file: join(root, name),
  root,
});

/** Parses the template `name` of a folder. */
export async function parse(
  frontEnd: FrontEnd,
  root: string,
  name: string,
  catalog: Catalog = catalogOf(),
): Promise<ParsedTemplate> {
  const parsed = await frontEnd.parse(sourceIn(root, name), catalog);
  if (!parsed) throw new Error(`${name} is no template.`);
  return parsed;
}

/** The HTML that a parsed template makes of a context. */
export const htmlOf = (parsed: ParsedTemplate, context: unknown): string =>
  run(parsed.html, parsed.marks, context);

export const subjectOf = (parsed: ParsedTemplate, context: unknown): unknown =>
  parsed.subject && evaluate(parsed.subject, context);
