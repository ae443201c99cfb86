// What is judged and what is not: lints that are off, and what of a dependency is encoded.

import { expect, it } from 'vitest';
import { directoryWith, run } from '../../../test/support/command.ts';

const UNDOCUMENTED = (comment: string): string => `package a:b;\n\n${comment}interface i {\n  f: func();\n}\n`;

async function codesOf(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string[]> {
  const { out } = await run(directoryWith(files), ['check', '.', '--format', 'json', ...args]);
  return (JSON.parse(out).diagnostics as { code: string }[]).map((found) => found.code);
}

it('a lint that is off says nothing, and one that a comment silences is there nevertheless', async () => {
  expect(await codesOf({ 'a.wit': UNDOCUMENTED('') })).toEqual([]);
  expect(await codesOf({ 'a.wit': UNDOCUMENTED('// wit-ignore: lint/missing-docs later\n') })).toEqual([]);
  const other = UNDOCUMENTED('// wit-ignore: lint/deprecated later\n');
  expect(await codesOf({ 'a.wit': other })).toEqual(['lint/unused-suppression']);
});

it('a dependency is judged by the rules of encoding as far as it is encoded', async () => {
  const vendored = `package d:e;

interface used {
  type t = u8;
  f: func(it: list<u8, 0>);
}

interface also-used {
  type t = list<u8, 0>;
}

interface other {
  g: func(it: list<u8, 0>);
}

world w {
  import named: func(it: list<u8, 0>);
}
`;
  const check = (own: string): Promise<string[]> =>
    codesOf({ 'a.wit': `package a:b;\n\n${own}\n`, 'deps/d/e.wit': vendored });
  // Of what is only used, types are encoded and functions are not.
  expect(await check('interface i { use d:e/used.{t}; type s = t; }')).toEqual([]);
  expect(await check('interface i { use d:e/also-used.{t}; type s = t; }')).toEqual(['type/list-length']);
  expect(await check('world x { import d:e/used; }')).toEqual(['type/list-length']);
  expect(await check('world x { include d:e/w; }')).toEqual(['type/list-length']);
});
