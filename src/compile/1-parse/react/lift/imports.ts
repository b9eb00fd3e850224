import { types as t } from '@babel/core';
import type { Location } from '../../../../errors.ts';
import { Refusal } from '../../../diagnostics.ts';
import { OPERATIONS } from './writer.ts';

export interface LiftOptions {
  /** Absolute path. */
  readonly file: string;
  /**
   * Import specifiers that name packages, whose values keep their origin, with the names of exports that are read at
   * run time only.
   */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>;
}

interface OriginStatements {
  readonly before: readonly t.Statement[];
  readonly after: readonly t.Statement[];
}

/** Statements that record which package the imported values come from. */
export function originStatements(
  body: readonly t.Statement[],
  { file, packages }: LiftOptions,
): OriginStatements {
  const before: t.Statement[] = [];
  const after: t.Statement[] = [];
  const operation = (name: string, ...args: t.Expression[]): t.Expression =>
    t.callExpression(t.memberExpression(t.identifier(OPERATIONS), t.identifier(name)), args);
  const record = (name: string, ...args: t.Expression[]): void => {
    after.push(t.expressionStatement(operation(name, ...args)));
  };
  for (const node of body) {
    const source = 'source' in node && t.isStringLiteral(node.source) ? node.source.value : undefined;
    const late = source === undefined ? undefined : packages.get(source);
    if (source === undefined || !late) continue;
    if (t.isImportDeclaration(node)) {
      for (const specifier of node.specifiers) {
        const name = importedName(specifier);
        const local = specifier.local.name;
        const origin = [t.stringLiteral(source), t.stringLiteral(name)];
        if (late.has(name)) {
          // Under its own name stands what it is at run time.
          const real = t.identifier(`${OPERATIONS}late${after.length}`);
          specifier.local = real;
          const value = operation('late', ...origin);
          after.push(t.variableDeclaration('const', [t.variableDeclarator(t.identifier(local), value)]));
        } else {
          record('imported', t.identifier(local), ...origin);
          if (name === '*' && late.size > 0)
            record(
              'lateMembers',
              t.identifier(local),
              t.arrayExpression([...late].map((one) => t.stringLiteral(one))),
            );
        }
      }
    } else if (t.isExportNamedDeclaration(node) || t.isExportAllDeclaration(node)) {
      if (late.size > 0) throw lateExport(source, node, file);
      const namespace = t.identifier(`${OPERATIONS}ns${before.length}`);
      before.push(t.importDeclaration([t.importNamespaceSpecifier(namespace)], t.stringLiteral(source)));
      record('importedAll', t.identifier(namespace.name), t.stringLiteral(source));
    }
  }
  return { before, after };
}

function importedName(specifier: t.ImportDeclaration['specifiers'][number]): string {
  if (t.isImportDefaultSpecifier(specifier)) return 'default';
  if (t.isImportNamespaceSpecifier(specifier)) return '*';
  return t.isIdentifier(specifier.imported) ? specifier.imported.name : specifier.imported.value;
}

function lateExport(specifier: string, node: t.Node, file: string): Refusal {
  const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
  const location: Location = { file, line, column: column + 1 };
  return new Refusal({
    code: 'CLOCK_AT_BUILD',
    message: `"${specifier}" reads the clock or draws random numbers while it is loaded, and is exported again here; what it made of them would be that of the build.`,
    hint: 'Import from the package itself where it is used.',
    location,
  });
}
