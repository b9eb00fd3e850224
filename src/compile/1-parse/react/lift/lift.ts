import { parseAsync, transformFromAstAsync, types as t } from '@babel/core';
import presetTypescript from '@babel/preset-typescript';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { analyse } from './effects.ts';
import { type LiftOptions, originStatements } from './imports.ts';
import { liftProgram } from './lifter.ts';
import { OPERATIONS } from './writer.ts';

export const OPERATIONS_MODULE = 'letterlock:operations?';

/** What a module imports, and where; imports of types are left out. */
export interface Imported {
  readonly specifier: string;
  readonly location: Location;
}

export async function importsOf(
  code: string,
  file: string,
): Promise<{ ast: t.File; imports: readonly Imported[] }> {
  const ast = await stripTypes(code, file);
  const imports = ast.program.body.flatMap((node) => {
    const isImport =
      t.isImportDeclaration(node) || t.isExportNamedDeclaration(node) || t.isExportAllDeclaration(node);
    if (!isImport || !node.source) return [];
    const { line, column } = node.source.loc?.start ?? { line: 1, column: 0 };
    return [{ specifier: node.source.value, location: { file, line, column: column + 1 } }];
  });
  return { ast, imports };
}

/** What Babel throws at source that it cannot parse. */
interface SyntaxFault {
  readonly message: string;
  readonly loc?: { readonly line: number; readonly column: number };
}

function syntaxRefusal(error: unknown, file: string): Refusal {
  const { message, loc } = error as SyntaxFault;
  const [first = ''] = message.replace(`${file}: `, '').split('\n');
  return new Refusal({
    code: 'TEMPLATE_SYNTAX',
    message: `This is not valid TypeScript or JSX: ${first.replace(/\.?(?: \(\d+:\d+\))?$/, '')}.`,
    hint: 'Mend the syntax at this place.',
    location: { file, line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 },
  });
}

async function stripTypes(code: string, file: string): Promise<t.File> {
  const isTypescript = /\.[cm]?tsx?$/.test(file);
  const jsx = !/\.[cm]?ts$/.test(file);
  const ast = await parseAsync(code, {
    filename: file,
    babelrc: false,
    configFile: false,
    sourceType: 'module',
    parserOpts: {
      plugins: [...(jsx ? ['jsx' as const] : []), ...(isTypescript ? ['typescript' as const] : [])],
    },
  }).catch((error: unknown) => {
    throw syntaxRefusal(error, file);
  });
  if (!ast) throw new Error(`Babel gave no syntax tree for ${file}.`);
  if (!isTypescript) return ast as t.File;
  const stripped = await transformFromAstAsync(ast, code, {
    filename: file,
    babelrc: false,
    configFile: false,
    ast: true,
    cloneInputAst: false,
    code: false,
    presets: [[presetTypescript, { allowDeclareFields: true, jsxPragma: 'React' }]],
  });
  if (!stripped?.ast) throw new Error(`Babel gave no syntax tree for ${file}.`);
  return stripped.ast as t.File;
}

/**
 * Rewrites a module so that its operators, calls and elements go through the operations of `operations.ts`: the same on
 * ordinary values, and recording an expression as soon as a value is known at run time only.
 */
export async function lift(ast: t.File, options: LiftOptions): Promise<string> {
  const body = liftProgram(ast.program, analyse(ast));
  const { before, after } = originStatements(ast.program.body, options);
  ast.program.body = [
    t.importDeclaration(
      [t.importDefaultSpecifier(t.identifier(OPERATIONS))],
      t.stringLiteral(`${OPERATIONS_MODULE}${options.file}`),
    ),
    ...before,
    ...body.filter((node) => t.isImportDeclaration(node)),
    ...after,
    ...body.filter((node) => !t.isImportDeclaration(node)),
  ];
  const result = await transformFromAstAsync(ast, '', {
    filename: options.file,
    babelrc: false,
    configFile: false,
    cloneInputAst: false,
    comments: false,
    compact: false,
  });
  if (typeof result?.code !== 'string') throw new Error(`Babel printed no code for ${options.file}.`);
  return result.code;
}
