// The worst wordings stay away from what users and contributors read (docs/style.md).

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** In every file. */
const NEVER: readonly RegExp[] = [
  /^\W*So many \w+ (?:are|is|say)\b/m,
  /\bof old\b(?! (?:versions?|packages?|texts?)\b|\.values)/,
  /\bis brought here\b/,
  /\bis no type\b/,
  /\bnobody has looked at\b/,
  /\bstands twice\b/,
  /\b(?:crashes|hangs|panics) (?:on|the toolchain|the reference)\b/,
  /\bthe reference (?:crashes|hangs|panics)\b/,
];

/** In titles, messages and pages, that is in what a user reads. */
const NOT_TO_USERS: readonly RegExp[] = [
  /\b(?:is|are) not there unless\b/,
  /\bcannot stand\b/,
  /\bA (?:type|package|name|interface) that is not there\b/,
  /\bnot mentioned\b/,
];

function* walk(directory: string): Generator<string> {
  for (const entry of readdirSync(path.join(ROOT, directory), { withFileTypes: true })) {
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(name);
    else if (/\.(ts|md|json)$/.test(entry.name)) yield name;
  }
}

function found(files: Iterable<string>, patterns: readonly RegExp[]): string[] {
  return [...files].flatMap((name) => {
    const text = readFileSync(path.join(ROOT, name), 'utf8');
    return patterns.flatMap((pattern) => {
      const hit = pattern.exec(text);
      return hit === null ? [] : [`${name}: ${hit[0].trim()}`];
    });
  });
}

const documents = [...walk('docs')].filter((it) => it !== 'docs/style.md');
const sources = ['server/src', 'client/src', 'client/webview'].flatMap((it) => [...walk(it)]);

it('is plain English everywhere', () => {
  expect(sources.length + documents.length).toBeGreaterThan(300);
  expect(found([...sources, ...documents, 'README.md', 'package.nls.json'], NEVER)).toEqual([]);
});

it('is plain English in what users read', () => {
  const told = sources.filter((it) => /\/(?:check|model|syntax|wac|workspace)\//.test(it) && !it.endsWith('.test.ts'));
  expect(found([...documents, 'README.md', 'package.nls.json'], NOT_TO_USERS)).toEqual([]);
  const strings = told.flatMap((name) => {
    const text = readFileSync(path.join(ROOT, name), 'utf8');
    const literals = [...text.matchAll(/'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g)].map(([it]) => it);
    return NOT_TO_USERS.some((pattern) => literals.some((it) => pattern.test(it))) ? [name] : [];
  });
  expect(strings).toEqual([]);
});
