// Random edits of a text, as fast-check draws and shrinks them: a person's keystrokes, cuts, pastes, several at once.

import fc from 'fast-check';
import type { TextEdit } from '../../server/src/base/text.ts';

/** What people and accidents put into WIT. */
const PIECES = [
  ...'{}()<>;:,.@%-=_*/+"\\ \n\t$é𝔘a1',
  '\r\n',
  '\r',
  '->',
  '//',
  '/*',
  '*/',
  '/// doc\n',
  'interface i {\n',
  'world w {\n',
  'package a:b@1.0.0;\n',
  'package c:d {\n',
  'record r { a: u8, }\n',
  'resource r {\n  m: func();\n}\n',
  'use t.{a};\n',
  'include x with { a as b }\n',
  'import a:b/c@1.0.0;\n',
  'f: func(a: u8) -> list<u8>;\n',
  '@since(version = 1.0.0)\n',
  'type t = u8;\n',
  'static ',
  'union u { u8 }\n',
  'expected<u8>',
  '\ufeff',
  '\u202e',
  '\u0000',
  '\ud800',
];

/** A place and length as fractions, so that one drawing fits every text. */
export interface Change {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 80 }) },
  ),
  text: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...PIECES) },
    { weight: 2, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((it) => it.join('')) },
  ),
});

/** Steps of an editing session; each step is one or several changes in a row. */
export const session: fc.Arbitrary<Change[][]> = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

/** A step on a text: edits that apply one after another, and the text after them. */
export function apply(text: string, changes: readonly Change[]): { readonly edits: TextEdit[]; readonly text: string } {
  let after = text;
  const edits = changes.map((it) => {
    const start = Math.min(after.length, Math.floor(it.at * (after.length + 1)));
    const end = Math.min(after.length, start + it.length);
    after = after.slice(0, start) + it.text + after.slice(end);
    return { start, end, text: it.text };
  });
  return { edits, text: after };
}
