import { expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import { docsBefore } from './docs.ts';

const parser = await testParser();

/** The documentation of the interface in a text. */
function docs(text: string): string | undefined {
  const tree = parser.read(text);
  return docsBefore(tree, tree.text.indexOf('interface i'));
}

it.each([
  ['no comment at all', 'interface i {}', undefined],
  ['a line', '/// one\ninterface i {}', 'one'],
  ['every kind of line comment', '// a\n/// b\n//// c\ninterface i {}', 'a\nb\nc'],
  ['a block', '/** a\n * b */ interface i {}', 'a\n * b'],
  ['a block that is not meant as documentation', '/* a */ interface i {}', '* a */'],
  ['the smallest indentation', '///   a\n///  b\n///\n///    c\ninterface i {}', ' a\nb\n\n  c'],
  ['Windows line ends in a block', '/** a\r\nb */\r\ninterface i {}', 'a\nb'],
  ['empty ends', '///\n/// a\n///\n///\ninterface i {}', '\na'],
  ['only empty lines', '///\ninterface i {}', ''],
  ['an empty block', '/**/ interface i {}', ''],
  ['what trails the item before', 'package a:b; // x\ninterface i {}', 'x'],
])('reads %s', (_, text, expected) => {
  expect(docs(text)).toBe(expected);
});
