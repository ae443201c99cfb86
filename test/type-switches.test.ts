// A switch over the kinds of a type, or of a type definition, names them all: with a `default:` a new type would be
// forgotten without a word, without one it does not compile.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { GENERIC_NAMES } from '../server/src/syntax/builtins.ts';

const SOURCE = fileURLToPath(new URL('../server/src/', import.meta.url));

/** Kinds that only the unions `TypeSyntax`, `Type` and `BinaryType` have. */
const KINDS = new Set<string>([...GENERIC_NAMES, 'primitive', 'ref']);

interface Switch {
  readonly line: number;
  readonly cases: readonly string[];
  readonly hasDefault: boolean;
}

/** The switch statements of a file as the formatter writes them: a case is indented once more than its `switch`. */
function* switchesOf(text: string): Generator<Switch> {
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const indent = /^( *)(?:\} else )?switch \(/.exec(line)?.[1];
    if (indent === undefined) continue;
    const end = lines.findIndex((it, at) => at > index && it === `${indent}}`);
    const body = lines
      .slice(index + 1, end)
      .filter((it) => it.startsWith(`${indent}  `) && it[indent.length + 2] !== ' ');
    const cases = body.flatMap((it) => /^ *case '([^']+)':/.exec(it)?.[1] ?? []);
    yield { line: index + 1, cases, hasDefault: body.some((it) => /^ *default:/.test(it)) };
  }
}

function forgetful(text: string): readonly number[] {
  return [...switchesOf(text)]
    .filter(({ cases, hasDefault }) => hasDefault && cases.some((it) => KINDS.has(it)))
    .map(({ line }) => line);
}

it('finds a switch that forgets types', () => {
  const text = (last: string): string =>
    `f() {\n  switch (type.kind) {\n    case 'list':\n      return 1;\n${last}  }\n}\n`;
  expect(forgetful(text('    default:\n      return 2;\n'))).toEqual([2]);
  expect(forgetful(text(''))).toEqual([]);
});

it('no switch over types has a `default:`', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(sources.length).toBeGreaterThan(100);
  const found = sources.flatMap((name) =>
    forgetful(readFileSync(path.join(SOURCE, name), 'utf8')).map((line) => `${name}:${line}`),
  );
  expect(found).toEqual([]);
});
