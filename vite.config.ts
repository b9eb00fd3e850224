import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { NODE_ENV: 'production' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
  resolve: {
    alias: [
      {
        find: /^letterlock\/template$/,
        replacement: fileURLToPath(new URL('./src/template.ts', import.meta.url)),
      },
      { find: /^letterlock$/, replacement: fileURLToPath(new URL('./src/index.ts', import.meta.url)) },
    ],
  },
});
