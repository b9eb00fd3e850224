import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseAsync, types as t } from '@babel/core';
import { isFile, readText } from '../../reading.ts';
import type { ContextType } from '../../template.ts';
import { childrenOf } from './lift/effects.ts';

/**
 * The type of the props that a component declares, with everything of the project that it needs copied beside it.
 * Undefined where the component declares none, or where the type cannot be told without evaluating (`typeof x`).
 */
export async function contextTypeOf(file: string, exportName: string): Promise<ContextType | undefined> {
  const source = await readSource(file);
  const type = source && propsType(source, exportName);
  if (!source || !type) return undefined;
  const declarations = new Map<string, string>();
  if (!(await collect(source, type, declarations))) return undefined;
  return { type: textOf(source, type), declarations: [...declarations.values()] };
}

/** A module of the project, parsed. */
export interface Source {
  readonly file: string;
  readonly code: string;
  readonly body: readonly t.Statement[];
}

/** A template is asked for its type once per locale. */
let latest: Source | undefined;

/** Undefined where the file is no TypeScript. */
export async function readSource(file: string): Promise<Source | undefined> {
  if (!/\.[cm]?tsx?$/.test(file)) return undefined;
  const code = readText(file);
  if (latest?.file === file && latest.code === code) return latest;
  const plugins = file.endsWith('x') ? (['typescript', 'jsx'] as const) : (['typescript'] as const);
  const ast = await parseAsync(code, {
    filename: file,
    babelrc: false,
    configFile: false,
    sourceType: 'module',
    parserOpts: { plugins: [...plugins] },
  });
  latest = ast ? { file, code, body: ast.program.body as t.Statement[] } : undefined;
  return latest;
}

export const textOf = (source: Source, node: t.Node): string =>
  source.code.slice(node.start ?? 0, node.end ?? 0);

/** A statement without `export` before it. */
const declarationOf = (statement: t.Statement): t.Node => {
  const exported = t.isExportNamedDeclaration(statement) || t.isExportDefaultDeclaration(statement);
  return exported && statement.declaration ? statement.declaration : statement;
};

function propsType(source: Source, exportName: string): t.Node | undefined {
  const name = exportName === 'default' ? defaultName(source) : exportName;
  if (typeof name !== 'string') return name && fromFunction(name);
  for (const statement of source.body) {
    const declaration = declarationOf(statement);
    if (t.isFunctionDeclaration(declaration) && declaration.id?.name === name) {
      return fromFunction(declaration) ?? fromPreviewProps(source, name);
    }
    if (!t.isVariableDeclaration(declaration)) continue;
    for (const { id, init } of declaration.declarations) {
      if (!t.isIdentifier(id) || id.name !== name) continue;
      return (
        fromAnnotation(id.typeAnnotation) ??
        (init ? fromFunction(init) : undefined) ??
        fromPreviewProps(source, name)
      );
    }
  }
  return undefined;
}

/** The name of the default export, or the function itself where it has none. */
function defaultName(source: Source): string | t.Node | undefined {
  for (const statement of source.body) {
    if (t.isExportDefaultDeclaration(statement)) {
      const { declaration } = statement;
      if (t.isIdentifier(declaration)) return declaration.name;
      return t.isFunctionDeclaration(declaration) && declaration.id ? declaration.id.name : declaration;
    }
    if (!t.isExportNamedDeclaration(statement) || statement.source) continue;
    for (const specifier of statement.specifiers) {
      if (t.isExportSpecifier(specifier) && t.isIdentifier(specifier.exported, { name: 'default' }))
        return t.isIdentifier(specifier.local) ? specifier.local.name : undefined;
    }
  }
  return undefined;
}

function fromFunction(node: t.Node): t.Node | undefined {
  if (t.isCallExpression(node)) {
    const [inner] = node.arguments;
    return inner && fromFunction(inner);
  }
  if (!t.isFunction(node)) return undefined;
  const [param] = node.params;
  const pattern = t.isAssignmentPattern(param) ? param.left : param;
  const annotation = pattern && 'typeAnnotation' in pattern ? pattern.typeAnnotation : undefined;
  return t.isTSTypeAnnotation(annotation) ? annotation.typeAnnotation : undefined;
}

const COMPONENT_TYPES = new Set(['FC', 'FunctionComponent', 'VFC', 'ComponentType', 'NextPage']);

/** `const Email: React.FC<Props> = …` */
function fromAnnotation(annotation: t.Node | null | undefined): t.Node | undefined {
  if (!t.isTSTypeAnnotation(annotation) || !t.isTSTypeReference(annotation.typeAnnotation)) return undefined;
  const { typeName, typeParameters } = annotation.typeAnnotation;
  const name = t.isTSQualifiedName(typeName) ? typeName.right : typeName;
  const isComponent = t.isIdentifier(name) && COMPONENT_TYPES.has(name.name);
  return isComponent ? typeParameters?.params[0] : undefined;
}

/** `Email.PreviewProps = { … } as Props` */
function fromPreviewProps(source: Source, name: string): t.Node | undefined {
  for (const statement of source.body) {
    if (!t.isExpressionStatement(statement) || !t.isAssignmentExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    const isPreview =
      t.isMemberExpression(left) &&
      t.isIdentifier(left.object, { name }) &&
      t.isIdentifier(left.property, { name: 'PreviewProps' });
    const isTyped = t.isTSAsExpression(right) || t.isTSSatisfiesExpression(right);
    if (
      isPreview &&
      isTyped &&
      !t.isTSTypeReference(right.typeAnnotation, { typeName: { name: 'const' } as never })
    ) {
      return right.typeAnnotation;
    }
  }
  return undefined;
}

/** Copies what a type refers to. False where it refers to something that is no type. */
export async function collect(source: Source, node: t.Node, found: Map<string, string>): Promise<boolean> {
  if (t.isTSTypeQuery(node) || t.isTSImportType(node)) return false;
  const name = referenceOf(node);
  if (name && !(await collectName(source, name, found))) return false;
  for (const child of childrenOf(node)) {
    if (!(await collect(source, child, found))) return false;
  }
  return true;
}

/** The first name of a reference to a type. */
export function referenceOf(node: t.Node): string | undefined {
  let name: t.Node | undefined;
  if (t.isTSTypeReference(node)) name = node.typeName;
  else if (t.isTSExpressionWithTypeArguments(node)) name = node.expression;
  while (t.isTSQualifiedName(name) || t.isMemberExpression(name))
    name = t.isTSQualifiedName(name) ? name.left : name.object;
  return t.isIdentifier(name) ? name.name : undefined;
}

async function collectName(source: Source, name: string, found: Map<string, string>): Promise<boolean> {
  for (const statement of source.body) {
    const declaration = declarationOf(statement);
    if (
      (t.isTSInterfaceDeclaration(declaration) || t.isTSTypeAliasDeclaration(declaration)) &&
      declaration.id.name === name
    ) {
      const text = textOf(source, declaration);
      if (found.has(name)) return found.get(name) === text;
      found.set(name, text);
      return collect(source, declaration, found);
    }
    if (t.isTSEnumDeclaration(declaration) && declaration.id.name === name) return false;
    if (!t.isImportDeclaration(statement)) continue;
    for (const specifier of statement.specifiers) {
      if (specifier.local.name === name)
        return collectImport(source, statement.source.value, specifier, found);
    }
  }
  return true;
}

type Specifier = t.ImportDeclaration['specifiers'][number];

async function collectImport(
  source: Source,
  from: string,
  specifier: Specifier,
  found: Map<string, string>,
): Promise<boolean> {
  const local = specifier.local.name;
  if (!from.startsWith('.')) {
    if (!isInstalled(from, source.file)) return false;
    const clause = t.isImportDefaultSpecifier(specifier)
      ? local
      : t.isImportNamespaceSpecifier(specifier)
        ? `* as ${local}`
        : `{ ${importedName(specifier)}${importedName(specifier) === local ? '' : ` as ${local}`} }`;
    found.set(local, `import type ${clause} from ${JSON.stringify(from)};`);
    return true;
  }
  const file = fileOf(join(dirname(source.file), from));
  const other = file ? await readSource(file) : undefined;
  if (!other || !t.isImportSpecifier(specifier)) return false;
  const name = importedName(specifier);
  if (!(await collectName(other, name, found)) || !found.has(name)) return false;
  if (name !== local) found.set(local, `type ${local} = ${name};`);
  return true;
}

const importedName = (specifier: Specifier): string => {
  if (!t.isImportSpecifier(specifier)) return 'default';
  return t.isIdentifier(specifier.imported) ? specifier.imported.name : specifier.imported.value;
};

function isInstalled(specifier: string, file: string): boolean {
  try {
    createRequire(file).resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

function fileOf(path: string): string | undefined {
  const base = path.replace(/\.[cm]?jsx?$/, '');
  const candidates = [path, ...['.ts', '.tsx', '.d.ts', '/index.ts', '/index.tsx'].map((end) => base + end)];
  return candidates.find(isFile);
}
