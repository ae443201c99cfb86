// Everything exported has a user: another file that imports it, or, of a type, a signature of its own file.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMPORT = /\b(?:import|export)\b\s*(?:type\s*)?\{([^}]*)\}\s*from\s*'(\.[^']+)'/g;
const DYNAMIC = /\bimport\(\s*'(\.[^']+)'/g;
const EXPORT = /^export (?:async )?(?:(function\*?|const|let|class)|(?:interface|type)) (\w+)/gm;

/** VS Code calls these by name. */
const CALLED_BY_NAME = /^client\/src\/(?:main|node|browser)\.ts#(?:de)?activate$/;

function* walk(directory: string): Generator<string> {
  for (const entry of readdirSync(path.join(ROOT, directory), { withFileTypes: true })) {
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* walk(name);
    else if (/\.(ts|mjs)$/.test(entry.name)) yield name;
  }
}

const texts = new Map(
  ['server/src', 'client', 'test', 'scripts', 'bench']
    .flatMap((it) => [...walk(it)])
    .map((name) => [name, readFileSync(path.join(ROOT, name), 'utf8')] as const),
);

/** `file#name` of everything that is imported; `file#*` of what is loaded as a whole. */
const used = new Set<string>();
for (const [name, text] of texts) {
  const target = (of: string): string => path.posix.join(path.posix.dirname(name), of);
  for (const [, names = '', of = ''] of text.matchAll(IMPORT)) {
    for (const one of names.split(','))
      used.add(
        `${target(of)}#${one
          .trim()
          .replace(/^type /, '')
          .replace(/ as \w+$/, '')}`,
      );
  }
  for (const [, of = ''] of text.matchAll(DYNAMIC)) used.add(`${target(of)}#*`);
}

it('nothing is exported that nobody uses', () => {
  const unused: string[] = [];
  for (const [name, text] of texts) {
    if (!/^(?:server\/src|client)\//.test(name) || name.endsWith('.test.ts') || used.has(`${name}#*`)) continue;
    for (const [, value, exported = ''] of text.matchAll(EXPORT)) {
      const key = `${name}#${exported}`;
      if (used.has(key) || CALLED_BY_NAME.test(key)) continue;
      const mentions = text.match(new RegExp(`\\b${exported}\\b`, 'g'))?.length ?? 0;
      if (value !== undefined || mentions < 2) unused.push(key);
    }
  }
  expect(used.size).toBeGreaterThan(500);
  expect(unused).toEqual([]);
});
