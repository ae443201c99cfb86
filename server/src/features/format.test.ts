// What an editor's formatting requests change, and what they leave.

import { beforeAll, describe, expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import { applyEdits } from '../base/text.ts';
import { DEFAULT_FORMAT } from '../format/options.ts';
import type { WitParser } from '../syntax/parser.ts';
import { formatDocument, formatOnType, formatRange, indentLine } from './format.ts';

let parser: WitParser;
beforeAll(async () => {
  parser = await testParser();
});

/** The part between `«` and `»` is selected. */
function checkRange(marked: string, after: string): void {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const { edits, bug } = formatRange(parser.read(text), { start, end }, DEFAULT_FORMAT);
  expect(bug).toBeUndefined();
  expect(applyEdits(text, edits)).toBe(after);
}

/** What stands before `|` was typed last. */
function checkTyped(marked: string, after: string): void {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const before = text.slice(0, offset);
  const typed = /[;}]$/.test(before) ? before.slice(-1) : '\n';
  const { edits, bug } = formatOnType(parser.read(text), offset, typed, DEFAULT_FORMAT);
  expect(bug).toBeUndefined();
  expect(applyEdits(text, edits)).toBe(after);
}

describe('document', () => {
  it('has an edit for every place that changes, and none around it', () => {
    const text = 'interface i {\n    a: func( );\n\n  b: func();\n c: func();\n}\n';
    expect(formatDocument(parser.read(text), DEFAULT_FORMAT).edits).toEqual([
      { start: 16, end: 18, text: '' },
      { start: 26, end: 27, text: '' },
      { start: 45, end: 45, text: ' ' },
    ]);
  });

  it('has none for a file in the style', () =>
    expect(formatDocument(parser.read('world w {\n  import a;\n}\n'), DEFAULT_FORMAT)).toEqual({ edits: [] }));
});

describe('a broken document', () => {
  const twice = (text: string): string => {
    const once = applyEdits(text, formatDocument(parser.read(text), DEFAULT_FORMAT).edits);
    expect(formatDocument(parser.read(once), DEFAULT_FORMAT).edits).toEqual([]);
    return once;
  };

  it('stays where a new indentation would give a brace to another item', () => {
    // Once the interface is further in than its `use`, the `use` no longer seems to be inside.
    const text = 'package a:b {\ninterface j{\n use;}interface{\n}interface{}}\n';
    expect(twice(text)).toBe(text);
  });

  it('is formatted in its other items', () =>
    expect(
      twice('interface i{}\npackage a:b {\ninterface j{\n use;}interface{\n}interface{}}\ninterface  k {}\n'),
    ).toBe('interface i {}\n\npackage a:b {\ninterface j{\n use;}interface{\n}interface{}}\ninterface k {}\n'));

  it('is formatted in the sound members of a broken item', () =>
    expect(twice('interface i{\n a:func( );\n  b: funk();\n}\n')).toBe(
      'interface i {\n  a: func();\n  b: funk();\n}\n',
    ));
});

describe('range', () => {
  it('formats the items it touches, with their comments', () =>
    checkRange(
      'interface i{\n a:func( );\n«// c\n b :func( );   // d\n type»  t=u8;\n z:func( );\n}\n',
      'interface i{\n a:func( );\n\n  // c\n  b: func(); // d\n  type t = u8;\n z:func( );\n}\n',
    ));

  it('formats the item around a cursor', () =>
    checkRange('interface i{\n a:func( );\n b:«»func( );\n}\n', 'interface i{\n a:func( );\n  b: func();\n}\n'));

  it('leaves the head and the end of what reaches beyond the range', () =>
    checkRange(
      'world   w{\n  import   x:interface{\n«a:func( );\n»\n   }\n }\n',
      'world   w{\n  import   x:interface{\n    a: func();\n\n   }\n }\n',
    ));

  it('does not touch an item that begins where the range ends', () =>
    checkRange('«world  w{}\n»world  v{}\n', 'world w {}\nworld  v{}\n'));

  it('leaves broken items', () =>
    checkRange('interface i {\n«a:func( ;\nb:func( );»\n}\n', 'interface i {\na:func( ;\n  b: func();\n}\n'));
});

describe('typing', () => {
  it('a semicolon formats the statement', () =>
    checkTyped(
      'interface i {\n   a:func( );\n     b:func(x:u8);|\n   c:func( );\n}\n',
      'interface i {\n   a:func( );\n  b: func(x: u8);\n   c:func( );\n}\n',
    ));

  it('a semicolon puts no line above', () =>
    checkTyped(
      'interface i {\n  record r {\n  }\nf: func();|\n}\n',
      'interface i {\n  record r {\n  }\n  f: func();\n}\n',
    ));

  it('a brace formats a list of members', () =>
    checkTyped('interface i {\nrecord r {a:u8}|\n}\n', 'interface i {\n  record r {\n    a: u8,\n  }\n}\n'));

  it('a brace that closes statements moves alone', () =>
    checkTyped('interface i {\n    a:func( );\n    }|\n', 'interface i {\n    a:func( );\n}\n'));

  it('a semicolon in a comment does nothing', () =>
    checkTyped('interface i {\n   a:func( ); // x;|\n}\n', 'interface i {\n   a:func( ); // x;\n}\n'));

  it('nothing where formatting is off', () => {
    const text = 'interface i {\n  // wit-format: off\n     a:func( );|\n}\n';
    checkTyped(text, text.replace('|', ''));
  });

  it('something before and after a part that is not formatted', () => {
    const off = '// wit-format: off\n    b:func( );\n  // wit-format: on\n';
    checkTyped(`interface i {\n     a:func( );|\n  ${off}}\n`, `interface i {\n  a: func();\n  ${off}}\n`);
    checkTyped(`interface i {\n  ${off}     a:func( );|\n}\n`, `interface i {\n  ${off}  a: func();\n}\n`);
  });

  it('a line break indents by what is open', () => {
    checkTyped('interface i {\n|', 'interface i {\n  ');
    checkTyped('interface i {\n|\n}\n', 'interface i {\n  \n}\n');
    checkTyped('interface i {\n|}\n', 'interface i {\n}\n');
    checkTyped('interface i {\n  f: func(\n|', 'interface i {\n  f: func(\n    ');
    checkTyped('interface i {\n  f: func(\n|);\n}\n', 'interface i {\n  f: func(\n  );\n}\n');
    checkTyped('interface i {\n  record r {\n|', 'interface i {\n  record r {\n    ');
    checkTyped(
      'interface i {\n  record r {\n    a: u8,\n|  }\n}\n',
      'interface i {\n  record r {\n    a: u8,\n  }\n}\n',
    );
    checkTyped('interface i {\n  type t =\n|', 'interface i {\n  type t =\n    ');
    checkTyped('interface i {\n  f: func();\n      |\n}\n', 'interface i {\n  f: func();\n  \n}\n');
    checkTyped('interface i {\n}\n   |', 'interface i {\n}\n');
    checkTyped('world w {\n  import x: interface {\n|', 'world w {\n  import x: interface {\n    ');
    checkTyped('interface i {\n  @since(version = 1.0.0)\n|\n}\n', 'interface i {\n  @since(version = 1.0.0)\n  \n}\n');
  });

  it('a line break inside a comment changes nothing', () =>
    checkTyped('interface i {\n  /* a\n       |\n  */\n}\n', 'interface i {\n  /* a\n       \n  */\n}\n'));
});

it('a line that was indented with tabs, with spaces and tabs, or not at all gets its own indentation', () => {
  for (const before of ['\t', ' \t ', '', '      ']) {
    const text = `interface i {\n${before}a: func();\n}\n`;
    const start = text.indexOf('\n') + 1;
    expect(applyEdits(text, indentLine(text, start, 1, DEFAULT_FORMAT))).toBe('interface i {\n  a: func();\n}\n');
  }
  const text = 'interface i {\n  a: func();\n}\n';
  expect(indentLine(text, text.indexOf('\n') + 1, 1, DEFAULT_FORMAT)).toEqual([]);
  expect(indentLine(text, text.indexOf('\n') + 1, undefined, DEFAULT_FORMAT)).toEqual([]);
});
