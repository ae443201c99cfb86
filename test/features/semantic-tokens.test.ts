// What each word is coloured as. Expectations are written as the words of the text with their type and modifiers.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from '../../server/src/features/semantic-tokens.ts';
import { fixture } from '../support/fixture.ts';

async function tokens(text: string, range?: { start: number; end: number }): Promise<string[]> {
  const { snapshot, uri, texts } = await fixture(text);
  const source = texts.get(uri) ?? '';
  return semanticTokens(snapshot, uri, range).map(({ start, end, type, modifiers }) =>
    [`${source.slice(start, end)} ${type}`, ...modifiers].join(' '),
  );
}

it('the package and paths', async () => {
  expect(
    await tokens('package a:b@1.0.0;\nuse c:d/e@2.0.0 as f;\n//- deps/c.wit\npackage c:d@2.0.0;\ninterface e {}\n'),
  ).toEqual([
    'package keyword',
    'a namespace declaration',
    'b namespace declaration',
    '1 number',
    '0 number',
    '0 number',
    'use keyword',
    'c namespace',
    'd namespace',
    'e interface',
    '2 number',
    '0 number',
    '0 number',
    'as keyword',
    'f interface declaration',
  ]);
});

it('types of every kind', async () => {
  const text =
    'package a:b;\ninterface i {\n  type t = u8;\n  record r { x: t }\n  variant v { c(r) }\n  enum e { d }\n  flags f { g }\n  resource res;\n  type h = res;\n}\n';
  expect((await tokens(text)).slice(3)).toEqual([
    'interface keyword',
    'i interface declaration',
    'type keyword',
    't type declaration',
    'u8 type defaultLibrary',
    'record keyword',
    'r struct declaration',
    'x property declaration',
    't type',
    'variant keyword',
    'v enum declaration',
    'c enumMember declaration',
    'r struct',
    'enum keyword',
    'e enum declaration',
    'd enumMember declaration',
    'flags keyword',
    'f enum declaration',
    'g enumMember declaration',
    'resource keyword',
    'res class declaration',
    'type keyword',
    'h class declaration',
    'res class',
  ]);
});

it('functions', async () => {
  const text =
    'package a:b;\ninterface i {\n  resource r { constructor(a: u8); m: func(); s: static async func() -> result<_, borrow<r>>; }\n  f: func(p: list<r, 4>);\n}\n';
  expect((await tokens(text)).slice(7)).toEqual([
    'constructor keyword',
    'a parameter declaration',
    'u8 type defaultLibrary',
    'm method declaration',
    'func keyword',
    's method declaration static async',
    'static keyword',
    'async keyword',
    'func keyword',
    '-> operator',
    'result type defaultLibrary',
    '_ operator',
    'borrow type defaultLibrary',
    'r class',
    'f function declaration',
    'func keyword',
    'p parameter declaration',
    'list type defaultLibrary',
    'r class',
    '4 number',
  ]);
});

it('worlds', async () => {
  const text =
    'package a:b;\ninterface i {}\nworld v { import f: func(); }\nworld w {\n  import i;\n  export x: i;\n  export y: interface {}\n  include v with { f as g }\n}\n';
  expect((await tokens(text)).slice(10)).toEqual([
    'world keyword',
    'w namespace declaration',
    'import keyword',
    'i interface',
    'export keyword',
    'x interface declaration',
    'i interface',
    'export keyword',
    'y interface declaration',
    'interface keyword',
    'include keyword',
    'v namespace',
    'with keyword',
    'f function',
    'as keyword',
    'g function declaration',
  ]);
});

it('attributes, and what is deprecated', async () => {
  const text =
    'package a:b@1.0.0;\ninterface i {\n  @since(version = 1.0.0)\n  @deprecated(version = 1.0.0)\n  type t = u8;\n  @unstable(feature = x)\n  f: func(a: t);\n}\n';
  const found = await tokens(text);
  expect(found).toContain('@ decorator');
  expect(found).toContain('since decorator');
  expect(found).toContain('version keyword');
  expect(found).toContain('feature keyword');
  expect(found).toContain('x variable readonly');
  expect(found).toContain('t type declaration deprecated');
  expect(found.at(-1)).toBe('t type deprecated');
});

it('nothing for what means nothing, nor for comments', async () => {
  expect(await tokens('package a:b;\n// u8\ninterface i { f: func(a: nope)')).toEqual([
    'package keyword',
    'a namespace declaration',
    'b namespace declaration',
    'interface keyword',
    'i interface declaration',
    'f function declaration',
    'func keyword',
    'a parameter declaration',
  ]);
});

it('a range is what the whole has there', async () => {
  const text = 'package a:b;\ninterface i {\n  type t = u8;\n  record r { x: t }\n}\nworld w { import i; }\n';
  const all = await tokens(text);
  const start = text.indexOf('record');
  const end = text.indexOf('x: t');
  expect(await tokens(text, { start, end })).toEqual(['record keyword', 'r struct declaration']);
  for (let at = 0; at < text.length; at++) {
    const part = await tokens(text, { start: at, end: text.length });
    expect(all.slice(all.length - part.length)).toEqual(part);
  }
});

it('the page lists the legend', () => {
  const page = readFileSync(new URL('../../docs/semantic-tokens.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
  expect(listed).toEqual([...TOKEN_TYPES, ...TOKEN_MODIFIERS]);
});

it('the type `string`, which is no text', async () => {
  expect((await tokens('package a:b;\ninterface i {\n  type t = string;\n}\n')).slice(-1)).toEqual([
    'string type defaultLibrary',
  ]);
});
