// The grammar: its corpus, what text files cannot show, and the size and freshness of what is built from it.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Node } from 'web-tree-sitter';
import { KEYWORDS } from '../server/src/syntax/lexer.ts';
import { readCorpus } from './support/corpus.ts';
import { loadGrammar, walk } from './support/grammar.ts';
import { processorTime } from './support/processor-time.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const corpus = path.join(root, 'grammar/test/corpus');
const grammar = await loadGrammar();

function rootOf(text: string): Node {
  const tree = grammar.parse(text);
  onTestFinished(() => tree.delete());
  return tree.rootNode;
}

test('the lexer has the keywords of the grammar, and `from`, which no rule of it uses', () => {
  const { reserved } = JSON.parse(readFileSync(path.join(root, 'grammar/src/grammar.json'), 'utf8'));
  const words: string[] = reserved.global.map((it: { value: string }) => it.value);
  expect(words.length).toBeGreaterThan(30);
  expect([...KEYWORDS].sort()).toEqual([...words, 'from'].sort());
});

for (const file of readdirSync(corpus).filter((name) => name.endsWith('.txt'))) {
  describe(`corpus: ${path.basename(file, '.txt')}`, () => {
    const cases = readCorpus(readFileSync(path.join(corpus, file), 'utf8'));

    test.each(cases)('$name', ({ text, error, tree }) => {
      const node = rootOf(text);
      if (error) expect(node.hasError).toBe(true);
      else expect(node.toString()).toBe(tree);
    });
  });
}

test('the corpus shows every kind of node', () => {
  const shown = readdirSync(corpus)
    .flatMap((file) => readCorpus(readFileSync(path.join(corpus, file), 'utf8')))
    .flatMap(({ tree }) => tree.match(/\((\w+)/g) ?? [])
    .map((word) => word.slice(1));
  const supertypes = ['toplevel_item', 'interface_member', 'world_member', 'typedef_item', 'ty'];
  const named: { type: string; named: boolean }[] = JSON.parse(
    readFileSync(path.join(root, 'grammar/src/node-types.json'), 'utf8'),
  );
  const kinds = named.filter((node) => node.named).map(({ type }) => type);
  expect(kinds.filter((kind) => !shown.includes(kind))).toEqual(supertypes.sort());
});

describe('characters that a text file hides', () => {
  test('a byte order mark is white space', () => {
    expect(rootOf('\ufeffpackage a:b;').hasError).toBe(false);
    expect(rootOf('package a:b;\ufeff\ninterface\ufeffi {}').toString()).toContain('interface_item name: (identifier)');
  });

  test('lines may end as in Windows', () => {
    const node = rootOf('/// one\r\n/// two\r\ninterface i {\r\n  f: func(); // three\r\n}\r\n');
    expect(node.hasError).toBe(false);
    expect([...walk(node)].filter(({ type }) => type === 'doc_comment').map((it) => it.text)).toEqual([
      '/// one\r\n',
      '/// two\r\n',
    ]);
  });

  test.each(['\v', '\f', '\0', '\u00a0', '\u2003', '\u3000', '\u200b', '\u2028'])('%j is no white space', (space) => {
    expect(rootOf(`interface${space}i {}`).hasError).toBe(true);
  });

  test.each(['größe', '日本', '𝔘', 'e\u0301'])('%s is a name', (name) => {
    const node = rootOf(`interface ${name} {}`);
    expect(node.hasError).toBe(false);
    expect(node.firstNamedChild?.childForFieldName('name')?.text).toBe(name);
  });

  test('a keyword is not cut out of a longer word', () => {
    expect(rootOf('interface i { useé: func(); interface-ö: func(); }').hasError).toBe(false);
  });
});

describe('recovery', () => {
  const intact = 'interface intact {\n  use types.{t};\n  record r { a: u8 }\n  f: func() -> t;\n}\n';
  const starts = [
    'interface i { record r { a: ',
    'interface i { record r { a: u8, ',
    'interface i { flags f { a, ',
    'interface i { variant v { a(',
    'interface i { type t = ',
    'interface i { use a:b/c@',
    'interface i { f: func() -> ',
    'interface i { resource r { constructor(',
    'interface i { @since(',
    'world w { import x: ',
    'world w { export a:b/c@1.0.0',
    'world w { include a with {',
    'package a:b@1.0.0',
    'use a:b/c as d',
  ];

  test.each(starts)('%j does not harm the interface behind it, however long what is before', (start) => {
    const long = start.replace('{', `{\n${'  /// Says what it does.\n  use other.{a, b, c};\n'.repeat(60)}`);
    for (const broken of [start, long]) {
      const text = `${broken}\n\n${intact}`;
      const found = rootOf(text).namedChildren.filter((node) => node.startIndex === text.length - intact.length);
      expect(found.map((node) => [node.type, node.hasError])).toEqual([['interface_item', false]]);
    }
  });

  test('nothing takes quadratic time', () => {
    const hard = [
      'a { ',
      '/*',
      '/* /',
      '{',
      '}',
      'interface a { ',
      'record r { a: ',
      'list<',
      '@',
      '"',
      'package a:b {',
    ];
    for (const piece of hard) {
      const used = processorTime();
      rootOf(piece.repeat(Math.ceil(60_000 / piece.length)));
      expect(used(), piece).toBeLessThan(4000);
    }
  });
});

describe('what is built', () => {
  test('the Wasm is under 80 kB', () => {
    expect(statSync(path.join(root, 'grammar/tree-sitter-wit.wasm')).size).toBeLessThan(80_000);
  });

  test('the parser has ABI 15', () => {
    expect(readFileSync(path.join(root, 'grammar/src/parser.c'), 'utf8')).toContain('#define LANGUAGE_VERSION 15');
  });

  test('the names of the nodes are those of the grammar (else: node scripts/gen-kinds.mjs)', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'wit-kinds-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const output = path.join(directory, 'kinds.ts');
    const types = path.join(root, 'grammar/src/node-types.json');
    spawnSync(process.execPath, [path.join(root, 'scripts/gen-kinds.mjs'), types, output]);
    expect(readFileSync(path.join(root, 'server/src/syntax/kinds.ts'), 'utf8')).toBe(readFileSync(output, 'utf8'));
  });
});
