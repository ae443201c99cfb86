// How every file is kept: not too long, no shortcuts around the types, nothing thrown where input must not throw.
// There is no list of exceptions. (How long a function may be, the linter knows: biome.json.)

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CORE = /^server\/src\/(base|syntax|model|format|check|semver|world|wac|workspace|contract|features)\//;
const GENERATED = /^(client|server)\/src\/.*kinds\.ts$/;

const MAX_LINES = 450;

interface Source {
  readonly name: string;
  readonly lines: readonly string[];
}

function* walk(directory: string): Generator<Source> {
  for (const entry of readdirSync(path.join(ROOT, directory), { withFileTypes: true })) {
    const name = `${directory}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* walk(name);
    else if (/\.(ts|mjs)$/.test(entry.name) && entry.isFile())
      yield { name, lines: readFileSync(path.join(ROOT, name), 'utf8').split('\n') };
  }
}

const all = ['server', 'client', 'scripts', 'bench', 'test'].flatMap((directory) => [...walk(directory)]);
const sources = all.filter(({ name }) => /^(server|client)\/src\//.test(name) && !name.endsWith('.test.ts'));
const core = sources.filter(({ name }) => CORE.test(name));

/** The lines that fit, as `file:line text`. */
function hits(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ name, lines }) =>
    lines.flatMap((line, index) => (pattern.test(code(line)) ? [`${name}:${index + 1} ${line.trim()}`] : [])),
  );
}

/** A line without its comment and strings. */
function code(line: string): string {
  return line
    .replace(/^\s*(\*|\/\*).*$/, '')
    .replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g, "''")
    .replace(/\/\/.*$/, '');
}

it('there is something to look at', () => {
  expect(core.length).toBeGreaterThan(30);
});

it(`no file is longer than ${MAX_LINES} lines`, () => {
  const long = all.filter(({ name, lines }) => lines.length > MAX_LINES + 1 && !GENERATED.test(name));
  expect(long.map(({ name, lines }) => `${name} ${lines.length - 1}`)).toEqual([]);
});

it('every file begins with a sentence about itself', () => {
  const silent = all.filter(
    ({ name, lines }) => !name.endsWith('.test.ts') && !/^(#!|\/\/ |\/\*\*)/.test(lines[0] ?? ''),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

it('nothing goes around the types', () => {
  expect(hits(sources, /(?:[:<|&]|\bas)\s*any\b(?!\s*[:(])/)).toEqual([]);
  expect(hits(sources, /[\w)\]]!(?=[.[;,)\s(]|$)(?!=)/)).toEqual([]);
  expect(hits(sources, /@ts-(ignore|expect-error|nocheck)/)).toEqual([]);
});

it('nothing is thrown in the core', () => {
  expect(hits(core, /\bthrow\b/)).toEqual([]);
});

it('there are no default exports, no barrels, no names that say nothing', () => {
  expect(hits(sources, /^export default\b/)).toEqual([]);
  expect(hits(sources, /^export \*/)).toEqual([]);
  const vague = sources.filter(({ name }) => /\/(utils?|helpers?|common|misc)\.ts$/.test(name));
  expect(vague.map(({ name }) => name)).toEqual([]);
});

it('files are named in kebab case', () => {
  expect(all.filter(({ name }) => !/^[a-z0-9./-]+$/.test(name)).map(({ name }) => name)).toEqual([]);
});
