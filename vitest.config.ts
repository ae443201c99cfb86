import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const support = (name: string) => fileURLToPath(new URL(`test/support/${name}`, import.meta.url));

export default defineConfig({
  // The client runs in VS Code only; its unit tests have a thin one.
  resolve: {
    alias: [
      { find: /^vscode$/, replacement: support('vscode.ts') },
      { find: /^vscode-languageclient$/, replacement: support('languageclient.ts') },
    ],
  },
  test: {
    include: ['server/**/*.test.ts', 'client/**/*.test.ts', 'grammar/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/editor/**'],
    // Two cores, shared with whatever else runs: a slow machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['test/support/setup.ts'],
  },
});
