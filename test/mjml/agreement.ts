import { extname, join } from 'node:path';
import * as face from '../../src/index.ts';
import { AssetStore } from '../../src/compile/assets.ts';
import { loadCatalogs } from '../../src/compile/catalogs.ts';
import type { Diagnostic } from '../../src/compile/diagnostics.ts';
import type { FrontEnd } from '../../src/compile/template.ts';
import { type BuildEnvironment, compileUnit } from '../../src/compile/unit.ts';
import type { RuntimeFace } from '../../src/compile/validate.ts';
import { sourceIn } from '../handlebars/project.ts';

/** What a build finds in the template `name` of a folder, whose previews are compared with Handlebars and MJML. */
export async function findingsOf(
  frontEnd: FrontEnd,
  root: string,
  name: string,
  previews?: Readonly<Record<string, unknown>>,
): Promise<readonly Diagnostic[]> {
  const build: BuildEnvironment = {
    catalogs: await loadCatalogs({ directory: join(root, 'locales') }),
    runtime: 'letterlock',
    face: face as unknown as RuntimeFace,
    assets: new AssetStore(),
  };
  const withPreviews: FrontEnd = {
    ...frontEnd,
    async parse(source, catalog) {
      const parsed = await frontEnd.parse(source, catalog);
      return parsed && { ...parsed, previews: previews ?? parsed.previews };
    },
  };
  const source = { ...sourceIn(root, name), id: name.slice(0, -extname(name).length) };
  const { diagnostics, unit } = await compileUnit({ source, frontEnd: withPreviews }, build);
  if (!unit && diagnostics.length === 0) throw new Error(`${name} is no template.`);
  return diagnostics;
}

/** The functions of compiled code, as `letterlock build` hands them to front ends. */
export const runtime: Readonly<Record<string, unknown>> = face;
