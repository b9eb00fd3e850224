import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// `vite build` compiles the samples. Tests do so themselves, where they need it.
const plugins = process.env['VITEST'] ? [] : [(await import('letterlock/vite')).letterlock()];

export default defineConfig({
  plugins,
  resolve: {
    alias: [
      { find: /^letterlock\/template$/, replacement: source('./src/template.ts') },
      { find: /^letterlock$/, replacement: source('./src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    env: { NODE_ENV: 'production' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
}) as UserConfig;
