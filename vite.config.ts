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
    setupFiles: ['test/seed.ts'],
    env: { NODE_ENV: 'production' },
    // For a machine with one slow core and other work; a test that hangs is noticed late, and no other is disturbed.
    testTimeout: 240_000,
    hookTimeout: 480_000,
  },
}) as UserConfig;
