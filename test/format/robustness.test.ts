// Files that nobody would write: however long or deep, formatting ends soon and throws nothing.

import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { formatDocument, formatOnType, formatRange } from '../../server/src/features/format.ts';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import { difference } from '../../server/src/format/verify.ts';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import { testParser } from '../support/parser.ts';
import { processorTime } from '../support/processor-time.ts';

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

const N = 20_000;
const many = (text: string, count = N): string => text.repeat(count);

const FILES: readonly (readonly [string, string])[] = [
  ['one long line', `interface i {${many('f: func(a: u8);')}}`],
  ['one long line without its end', `interface i {${many('f: func(a: u8);')}`],
  ['many trailing comments', `interface i {\n${many(' f: func();   // a\n')}}`],
  ['many comments before a comma', `interface i { enum e { a ${many('/* a */\n')}, b${many(',', 2000)} } }`],
  ['many block comments on one line', `interface i { ${many('/* a */')} f: func(); ${many('/* b */')} }`],
  ['many comments over lines', many('/* a\n * b */')],
  ['many regions off', `${many('interface i {\n// wit-format: off\n}\n')}`],
  ['regions off inside each other', `interface i {${many('\n// wit-format: off\n')}}`],
  ['many parameters', `interface i { f: func(${many('a: u8,')}); }`],
  ['many wrapped types', `interface i { type t = tuple<${many('tuple<\nu8>,')}>; }`],
  ['deep types', `interface i { type t = ${many('option<\n', 5000)}u8${many('>', 5000)}; }`],
  ['deep packages', many('package a:b {\n', 3000) + many('}', 3000)],
  ['deep braces', many('{', N) + many('}', N)],
  ['deep comments', many('/*', N) + many('*/', N)],
  ['blank lines', many('\n', 200_000)],
  ['attributes', `interface i { ${many('@since(version = 1.0.0)')} f: func(); }`],
  ['one long version', `package a:b@1.0.0-${many('a.', N)}a;`],
];

describe('formatting ends', () => {
  it.each(FILES)('%s', { timeout: 30_000 }, (_name, text) => {
    const tree = parser.read(text);
    const used = processorTime();
    const whole = formatDocument(tree, DEFAULT_FORMAT);
    const range = formatRange(tree, { start: 10, end: text.length - 10 }, DEFAULT_FORMAT);
    const typed = formatOnType(tree, text.length >> 1, '\n', DEFAULT_FORMAT);
    // Ten times what it takes, for slow machines.
    expect(used()).toBeLessThan(10_000);
    for (const { edits, bug } of [whole, range, typed]) {
      expect(bug).toBeUndefined();
      expect(difference(text, applyEdits(text, edits))).toBeUndefined();
    }
  });
});
