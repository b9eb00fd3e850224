import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RunnableDevEnvironment } from 'vite';
import { isScript, type LiftedFiles } from './lifted-files.ts';

/** Files of packages are imported by Node, also those that Vite could resolve only by our help. */
export function withNativePackages(
  environment: RunnableDevEnvironment,
  scope: LiftedFiles,
): RunnableDevEnvironment {
  const fetchModule = environment.fetchModule.bind(environment);
  environment.fetchModule = async (id, importer, options) => {
    const path = id.startsWith('file://') ? fileURLToPath(id) : id.replace(/^\/@fs(?=\/)/, '');
    const inRoot = join(environment.config.root, path);
    const file = path.startsWith('/') && existsSync(inRoot) ? inRoot : path;
    if (scope.isEvaluated(file) || !isAbsolute(file) || !isScript(file)) {
      return fetchModule(id, importer, options);
    }
    return { externalize: pathToFileURL(file).href, type: isEsModule(file) ? 'module' : 'commonjs' };
  };
  return environment;
}

function isEsModule(file: string): boolean {
  if (/\.[cm]js$/.test(file)) return file.endsWith('.mjs');
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string }).type === 'module';
    }
  }
  return false;
}
