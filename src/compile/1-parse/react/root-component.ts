import type * as React from 'react';

export interface RootComponent {
  readonly name: string;
  readonly value: unknown;
  readonly isDefault: boolean;
}

/** The default export, or the only component that the file exports. */
export function rootComponent(
  module: Readonly<Record<string, unknown>>,
  react: typeof React,
): RootComponent | undefined {
  const isComponent = (value: unknown): boolean =>
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && '$$typeof' in value && !react.isValidElement(value));
  if (isComponent(module.default)) return { name: 'default', value: module.default, isDefault: true };
  const named = Object.entries(module).filter(([name, value]) => /^[A-Z]/.test(name) && isComponent(value));
  const [only] = named;
  return named.length === 1 && only ? { name: only[0], value: only[1], isDefault: false } : undefined;
}
