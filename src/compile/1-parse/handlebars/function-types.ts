import { types as t } from '@babel/core';
import type { FunctionTypes, OperandType } from '../../template.ts';
import { collect, readSource, referenceOf, type Source, textOf } from '../react/context-type.ts';

/** The declared types of the functions that a module exports itself. Empty where it declares none. */
export async function functionTypesOf(file: string): Promise<ReadonlyMap<string, FunctionTypes>> {
  const source = await readSource(file);
  const found = new Map<string, FunctionTypes>();
  for (const statement of source?.body ?? []) {
    if (!source || !t.isExportNamedDeclaration(statement)) continue;
    const { declaration } = statement;
    if (t.isFunctionDeclaration(declaration) && declaration.id)
      found.set(declaration.id.name, await typesOfFunction(source, declaration));
    if (!t.isVariableDeclaration(declaration)) continue;
    for (const { id, init } of declaration.declarations) {
      if (t.isIdentifier(id) && t.isFunction(init)) found.set(id.name, await typesOfFunction(source, init));
    }
  }
  return found;
}

async function typesOfFunction(source: Source, { params }: t.Function): Promise<FunctionTypes> {
  const types: (OperandType | undefined)[] = [];
  const hash = new Map<string, OperandType>();
  for (const param of params) {
    const pattern = t.isAssignmentPattern(param) ? param.left : param;
    if (t.isRestElement(pattern)) break;
    if (t.isIdentifier(pattern, { name: 'this' })) continue;
    const annotation = 'typeAnnotation' in pattern ? pattern.typeAnnotation : undefined;
    const type = t.isTSTypeAnnotation(annotation) ? annotation.typeAnnotation : undefined;
    if (!type || referenceOf(type) !== 'HelperOptions') {
      types.push(type && (await operandType(source, type)));
      continue;
    }
    const [named] = (t.isTSTypeReference(type) && type.typeParameters?.params) || [];
    for (const member of t.isTSTypeLiteral(named) ? named.members : []) {
      const inner = t.isTSPropertySignature(member) && member.typeAnnotation?.typeAnnotation;
      const operand = inner && (await operandType(source, inner));
      if (operand && t.isIdentifier(member.key)) hash.set(member.key.name, operand);
    }
  }
  return { params: types, hash };
}

async function operandType(source: Source, type: t.Node): Promise<OperandType | undefined> {
  const declarations = new Map<string, string>();
  if (t.isTSUnknownKeyword(type) || t.isTSAnyKeyword(type)) return undefined;
  if (!(await collect(source, type, declarations))) return undefined;
  const kinds = (t.isTSUnionType(type) ? type.types : [type]).map((one) => textOf(source, one));
  return { kinds, declarations: [...declarations.values()] };
}
