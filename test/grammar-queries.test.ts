// The queries of the grammar: what editors that speak tree-sitter show, fold, indent and select.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Node, Query } from 'web-tree-sitter';
import { loadGrammar, walk } from './support/grammar.ts';

const directory = fileURLToPath(new URL('../grammar/', import.meta.url));
const grammar = await loadGrammar();
const sample = readFileSync(path.join(directory, 'test/highlight/shop.wit'), 'utf8');

function rootOf(text: string): Node {
  const tree = grammar.parse(text);
  onTestFinished(() => tree.delete());
  return tree.rootNode;
}

function query(name: string): Query {
  const result = grammar.query(name);
  onTestFinished(() => result.delete());
  return result;
}

/** The captures of a query as `name: first line of the text`, in the order of the text. */
function captured(name: string, text: string, only: RegExp = /^[a-z]/): string[] {
  return query(name)
    .captures(rootOf(text))
    .filter((capture) => only.test(capture.name))
    .map((capture) => `${capture.name}: ${capture.node.text.split('\n')[0]}`);
}

/** The texts of what a name captures, match by match. A quantified pattern also matches less; editors take the most. */
function matched(name: string, text: string, only: RegExp): string[] {
  const spans = query(name)
    .matches(rootOf(text))
    .flatMap(({ captures }) => {
      const nodes = captures.filter((capture) => only.test(capture.name)).map(({ node }) => node);
      const [first, last] = [nodes[0], nodes.at(-1)];
      return first === undefined || last === undefined ? [] : [{ start: first.startIndex, end: last.endIndex }];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const most = spans.filter(
    ({ start, end }) =>
      !spans.some((it) => (it.start === start && it.end > end) || (it.end === end && it.start < start)),
  );
  return [...new Set(most.map(({ start, end }) => text.slice(start, end)))];
}

const FILES = readdirSync(path.join(directory, 'queries'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.scm'))
  .map((file) => file.replaceAll(path.sep, '/'));

test.each(FILES)('%s knows the grammar, and each of its patterns finds something', (file) => {
  const patterns = query(file);
  const found = new Set(patterns.matches(rootOf(sample)).map(({ patternIndex }) => patternIndex));
  const idle = [...Array(patterns.patternCount()).keys()].filter((pattern) => !found.has(pattern));
  expect(idle.map((pattern) => `at ${patterns.startIndexForPattern(pattern)}`)).toEqual([]);
});

describe('highlights', () => {
  test('are as the carets say', () => {
    const root = rootOf(sample);
    expect(root.hasError).toBe(false);
    const colours = query('highlights.scm')
      .captures(root)
      .filter(({ name }) => name !== 'spell');
    let line = 0;
    let assertions = 0;
    for (const [row, text] of sample.split('\n').entries()) {
      const [, carets = '', expected] = /^\/\/ *(<-|\^+) (\S+)$/.exec(text) ?? [];
      if (expected === undefined) {
        line = row;
        continue;
      }
      assertions++;
      const column = carets === '<-' ? 0 : text.indexOf('^');
      const end = carets === '<-' ? 1 : column + carets.length;
      const found = colours.filter(({ node: { startPosition: from, endPosition: to } }) => {
        const begins = from.row === line && from.column <= column;
        return begins && (to.row > line || to.column >= end);
      });
      expect(
        found.map(({ name }) => name),
        `line ${row + 1}: ${text}`,
      ).toEqual([expected]);
    }
    expect(assertions).toBeGreaterThan(100);
  });

  test('every token has one colour from one pattern, so that no order of patterns matters', () => {
    const root = rootOf(sample);
    const patterns = new Map<string, string[]>();
    for (const { captures } of query('highlights.scm').matches(root)) {
      for (const { name, node } of captures) {
        if (name === 'spell') continue;
        const range = `${node.startIndex}-${node.endIndex}`;
        patterns.set(range, [...(patterns.get(range) ?? []), name]);
      }
    }
    const tokens = [...walk(root)].filter((node) => node.childCount === 0);
    const wrong = tokens.filter((node) => patterns.get(`${node.startIndex}-${node.endIndex}`)?.length !== 1);
    expect(wrong.map((node) => `${node.startPosition.row + 1}: ${node.text}`)).toEqual([]);
  });

  test('names are those that Neovim and Helix know', () => {
    const known = new Set(
      (
        'attribute comment comment.documentation constant constructor function function.method keyword.coroutine ' +
        'keyword.function keyword.import keyword.modifier keyword.type module number operator property ' +
        'punctuation.bracket punctuation.delimiter punctuation.special spell string string.special type ' +
        'type.builtin type.definition variable variable.member variable.parameter'
      ).split(' '),
    );
    expect(query('highlights.scm').captureNames.filter((name) => !known.has(name))).toEqual([]);
  });
});

test('locals: a type is used in the body that defines it', () => {
  const text = 'interface i { type t = u8; f: func(a: t) -> own<r>; resource r { m: func(); } }';
  expect(captured('locals.scm', text, /definition|reference/)).toEqual([
    'local.definition.namespace: i',
    'local.definition.type: t',
    'local.definition.function: f',
    'local.definition.parameter: a',
    'local.reference: t',
    'local.reference: r',
    'local.definition.type: r',
    'local.definition.method: m',
  ]);
  expect(captured('locals.scm', 'use a; use b as c; use d:e/f;')).toEqual([
    'local.scope: use a; use b as c; use d:e/f;',
    'local.definition.import: a',
    'local.definition.import: c',
    'local.definition.import: f',
  ]);
  const world = 'world w { import i; import a:b/c; import l: i; export h: interface {} use i.{t as u, v}; include x; }';
  expect(captured('locals.scm', world, /definition|reference/)).toEqual([
    'local.definition.namespace: w',
    'local.reference: i',
    'local.definition.namespace: l',
    'local.reference: i',
    'local.definition.namespace: h',
    'local.reference: i',
    'local.definition.import: u',
    'local.definition.import: v',
    'local.reference: x',
  ]);
});

test('tags: definitions with their documentation, and references', () => {
  const text = `/// Not of the interface.

/// One.
/// Two.
interface i {
  /// Three.
  f: func(a: t);
}
world w { import i; import g: func(); import h: interface {} }
`;
  const tags = query('tags.scm')
    .matches(rootOf(text))
    .map(({ captures }) => {
      const kind = captures.find(({ name }) => name !== 'name' && name !== 'doc')?.name;
      const name = captures.find((capture) => capture.name === 'name')?.node.text;
      const docs = captures.filter((capture) => capture.name === 'doc').length;
      return `${kind} ${name}${docs > 0 ? ` documented` : ''}`;
    });
  expect(new Set(tags)).toEqual(
    new Set([
      'definition.interface i documented',
      'definition.function f documented',
      'reference.type t',
      'definition.module w',
      'reference.interface i',
      'definition.function g',
      'definition.interface h',
    ]),
  );
});

test('folds: bodies, lists and runs of comments or uses', () => {
  const text = `// a
// b
interface i {
  use a.{b};
  use c.{d};
  record r {
    x: u8,
  }
}`;
  expect(matched('folds.scm', text, /fold/)).toEqual([
    '// a\n// b',
    text.slice(text.indexOf('{')),
    'use a.{b};\n  use c.{d};',
    '{b}',
    '{d}',
    '{\n    x: u8,\n  }',
  ]);
});

test('indents: inside every bracket, for each editor in its words', () => {
  const text = 'interface i { f: func(\n a: list<\n u8 > ); }';
  for (const [file, begin, end] of [
    ['indents.scm', 'indent.begin', 'indent.branch'],
    ['indents.scm', 'indent', 'outdent'],
    ['zed/indents.scm', 'indent', 'end'],
  ] as const) {
    const names = captured(file, text, new RegExp(`^(${begin}|${end})$`));
    expect(names.filter((name) => name.startsWith(`${begin}: `))).toHaveLength(3);
    expect(names.filter((name) => name.startsWith(`${end}: `))).toEqual([`${end}: >`, `${end}: )`, `${end}: }`]);
  }
});

describe('injections', () => {
  const text = '/// One\n///\n/// - two\ninterface i {\n  /// In\n  f: func();\n}\n/** three */ // four\n/// last\n';

  /** Each text that is injected, with the language; the captures of one match are one text. */
  const injected = (file: string): [string, unknown][] =>
    query(file)
      .matches(rootOf(text))
      .map(({ captures, setProperties }) => [
        captures.map(({ node }) => node.text).join(''),
        setProperties?.['injection.language'],
      ]);

  test('documentation is Markdown, each run of comments by itself', () => {
    for (const file of ['injections.scm', 'nvim/injections.scm'])
      expect(injected(file)).toEqual([
        ['/// One\n///\n/// - two\n', 'markdown'],
        ['/// In\n', 'markdown'],
        ['/** three */', 'markdown'],
        ['// four', 'comment'],
        ['/// last\n', 'markdown'],
      ]);
    // One text of all comments of a file has sections that fold what lies between them.
    const found = query('injections.scm').matches(rootOf(text));
    expect(found.filter(({ setProperties }) => setProperties && 'injection.combined' in setProperties)).toEqual([]);
  });

  test('for Neovim 0.11, each comment by itself', () => {
    expect(injected('nvim-0.11/injections.scm').slice(0, 3)).toEqual([
      ['/// One\n', 'markdown'],
      ['///\n', 'markdown'],
      ['/// - two\n', 'markdown'],
    ]);
  });

  test('are the same for Neovim, but for the marks of the comments', () => {
    const patterns = (file: string): string =>
      readFileSync(path.join(directory, 'queries', file), 'utf8')
        .replace(/^;.*\n/gm, '')
        .replace(/^ *\(#offset!.*\n/gm, '');
    expect(patterns('nvim/injections.scm')).toBe(patterns('injections.scm'));
    expect(patterns('nvim-0.11/injections.scm')).toBe(patterns('injections.scm').replace('comment)+', 'comment)'));
    // Helix refuses the whole file for a predicate that it does not know.
    expect(query('injections.scm').predicates.flat()).toEqual([]);
  });
});

describe('textobjects', () => {
  const text = `interface i {
  /// doc
  /// more
  f: func(a: u8, b: u8);
  record r {
    x: u8,
    y: u8
  }
}`;

  test.each([
    ['function.around', ['f: func(a: u8, b: u8);']],
    ['function.inside', ['func(a: u8, b: u8)']],
    ['class.around', [text, text.slice(text.indexOf('record'), -2)]],
    ['class.inside', [text.slice(text.indexOf('///'), -2), 'x: u8,\n    y: u8']],
    ['parameter.inside', ['a: u8', 'b: u8']],
    ['parameter.around', ['a: u8,', 'b: u8']],
    ['entry.inside', ['x: u8', 'y: u8']],
    ['entry.around', ['x: u8,', 'y: u8']],
    ['comment.around', ['/// doc\n  /// more\n']],
  ])('%s', (name, expected) => {
    expect(matched('textobjects.scm', text, new RegExp(`^${name}$`))).toEqual(expected);
  });

  test('have a name for Neovim wherever they have one for Helix', () => {
    const { captureNames } = query('textobjects.scm');
    const helix = captureNames.filter((name) => /\.(around|inside)$/.test(name) && !name.startsWith('entry'));
    const neovim = helix.map((name) => name.replace('around', 'outer').replace('inside', 'inner'));
    expect(neovim.filter((name) => !captureNames.includes(name))).toEqual(['comment.inner']);
  });
});
