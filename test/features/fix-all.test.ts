// "Fix all": mechanical repairs only, in one run. What could be a guess stays as it is written.

import { expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { fixture } from '../support/fixture.ts';

async function fixed(text: string): Promise<string> {
  const { snapshot, texts, uri } = await fixture(text);
  const before = texts.get(uri) ?? '';
  const after = applyEdits(before, fixAll(snapshot, uri)?.edits[0]?.edits ?? []);
  expect(fixAll(snapshot.supposing(new Map([[uri, after]])), uri)).toBeUndefined();
  return after;
}

const inside = (members: string): string => `package a:b;\n\ninterface i {\n${members}\n}\n`;

it.each([
  [
    'separators',
    '  f: func(a u8 b: u8)\n  record r { x: u8; y: u8 };',
    '  f: func(a: u8, b: u8);\n  record r { x: u8, y: u8 }',
  ],
  ['arrows', '  f: func() => u8\n  g: func(): u8;', '  f: func() -> u8;\n  g: func() -> u8;'],
  [
    'old syntax',
    '  f: func() -> expected<u8, string>\n  g: func() -> ();',
    '  f: func() -> result<u8, string>;\n  g: func();',
  ],
  [
    'spellings of built-in types',
    '  f: func(a: i32, b: float64) -> Vec<uint8>;',
    '  f: func(a: s32, b: f64) -> list<u8>;',
  ],
  [
    'spellings of members',
    '  record r { userName: u8, user-name: u8 }',
    '  record r { user-name-2: u8, user-name: u8 }',
  ],
])('repairs %s', async (_, before, after) => {
  expect(await fixed(inside(before))).toBe(inside(after));
});

it.each([
  ['a type that is not there', '  type item = u8;\n  f: func(a: itm);'],
  ['a word that may become another', '  f: func(a: str);'],
  ['a type whose width is not known', '  f: func(a: int, b: float);'],
  ['names that differ in digits at their start', '  record r { 1d: u8, 2d: u8 }'],
  ['names that are there twice', '  record r { a: u8, a: u8 }'],
  ['an unused use', '  use types.{t};'],
  ['words of other languages', '  struct r { x: u8 }\n  fn f();'],
  ['a comment inside of what would be replaced', '  f: func() -> (\n    // why\n  );'],
])('leaves alone %s', async (_, members) => {
  const text = inside(members);
  expect(await fixed(text)).toBe(text);
});

it('leaves package lines and versions alone', async () => {
  for (const text of ['package A:b;\ninterface i {}\n', 'package a:b@1;\ninterface i {}\n', 'interface i {}\n'])
    expect(await fixed(text)).toBe(text);
});
