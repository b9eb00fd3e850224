/** `letterlock/compile`: from a folder of templates to artifacts. Needs Node, and React or MJML as the templates do. */
export { build, type BuildOptions } from './build.ts';
export { compile } from './compile.ts';
export type { CompiledNow, CompileOptions, CompileProgress, CompileResult } from './options.ts';
export { CompileError, type Diagnostic, formatDiagnostic } from './diagnostics.ts';
export type { CompiledTemplate } from './3-emit/manifest.ts';
export type { EmittedFile } from './3-emit/index-module.ts';
