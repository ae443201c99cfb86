// What runs for every commit starts soon: `check` loads the code of no other command. V8's coverage says which files of
// `dist/server` a process has loaded, and the bundler's comments what is in them.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { directoryWith } from './support/command.ts';
import { SERVER } from './support/server.ts';

/** Sources below `server/src` that a run of the program has loaded. */
function loadedBy(args: readonly string[]): ReadonlySet<string> {
  const cwd = directoryWith({ 'cart.wit': 'package shop:cart@1.0.0;\n\ninterface cart {\n  open: func();\n}\n' });
  const coverage = path.join(cwd, 'coverage');
  spawnSync(process.execPath, [SERVER, ...args], { cwd, env: { ...process.env, NODE_V8_COVERAGE: coverage } });
  const sources = new Set<string>();
  for (const file of readdirSync(coverage)) {
    const { result } = JSON.parse(readFileSync(path.join(coverage, file), 'utf8')) as { result: { url: string }[] };
    for (const { url } of result) {
      if (!url.startsWith('file:') || !url.endsWith('.js') || !url.includes('/dist/server/')) continue;
      const text = readFileSync(fileURLToPath(url), 'utf8');
      for (const [, source = ''] of text.matchAll(/^\/\/ server\/src\/(\S+)$/gm)) sources.add(source);
    }
  }
  return sources;
}

it('check loads nothing of the other commands and of the language server', () => {
  const loaded = loadedBy(['check', '.']);
  const unwanted = [
    'cli/breaking.ts',
    'cli/world.ts',
    'cli/docs.ts',
    'format/format.ts',
    'lsp/server.ts',
    'contract/compare.ts',
  ];
  expect(unwanted.every((it) => existsSync(path.join(import.meta.dirname, '../server/src', it)))).toBe(true);
  expect({ check: loaded.has('cli/check.ts'), unwanted: unwanted.filter((it) => loaded.has(it)) }).toEqual({
    check: true,
    unwanted: [],
  });
});

it('another command is loaded when it is asked for', () => {
  expect(loadedBy(['world', '.'])).toContain('cli/world.ts');
});
