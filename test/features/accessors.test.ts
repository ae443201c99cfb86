// Properties everywhere: a getter and a setter are one name with two functions, and `get` and `set` are words only there.

import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/text.ts';
import { complete } from '../../server/src/features/completion/completion.ts';
import { hover } from '../../server/src/features/hover/hover.ts';
import { references } from '../../server/src/features/names/references.ts';
import { rename } from '../../server/src/features/names/rename.ts';
import { semanticTokens } from '../../server/src/features/semantic-tokens.ts';
import { documentSymbols } from '../../server/src/features/symbols.ts';
import { resolveJson } from '../../server/src/model/json.ts';
import { shownName } from '../../server/src/model/names.ts';
import { docsSource } from '../../server/src/workspace/docs.ts';
import { grantsOf } from '../../server/src/world/capabilities.ts';
import { printInterface, printWorld } from '../../server/src/world/print.ts';
import { FIXTURE, fixture } from '../support/fixture.ts';

async function renamed(text: string, name: string): Promise<Record<string, string> | string> {
  const { snapshot, uri, offset, texts } = await fixture(text);
  const result = rename(snapshot, uri, offset, name);
  if ('refused' in result) return result.refused;
  return Object.fromEntries(
    result.files.map((it) => [it.uri.slice(FIXTURE.length + 1), applyEdits(texts.get(it.uri) ?? '', it.edits)]),
  );
}

describe('renaming', () => {
  it.each(['$0level: get() -> u32;\n  level: set(v: u32);', 'level: get() -> u32;\n  $0level: set(v: u32);'])(
    'takes getter and setter with it: %s',
    async (body) => {
      const files = await renamed(`package a:b;\ninterface lamp {\n  ${body}\n}\n`, 'light');
      expect(files).toEqual({
        'a.wit': 'package a:b;\ninterface lamp {\n  light: get() -> u32;\n  light: set(v: u32);\n}\n',
      });
    },
  );

  it('in a resource, with the setter first', async () => {
    const resource = (name: string): string =>
      `package a:b;\ninterface i {\n  resource r {\n    ${name}: set(v: u8);\n    ${name}: get() -> u8;\n  }\n}\n`;
    expect(await renamed(resource('$0n'), 'm')).toEqual({ 'a.wit': resource('m') });
  });

  it('in a world, and in the world that includes it', async () => {
    const worlds = (name: string, again = name): string =>
      `package a:b;\nworld v {\n  import ${name}: get() -> u8;\n  import ${again}: set(v: u8);\n}\nworld w {\n  include v with { ${again} as q }\n}\n`;
    expect(await renamed(worlds('$0p', 'p'), 'x')).toEqual({ 'a.wit': worlds('x') });
  });
});

it('both are found as references of either', async () => {
  const { snapshot, uri, offset } = await fixture(
    'package a:b;\ninterface i {\n  $0p: get() -> u8;\n  p: set(v: u8);\n}\n',
  );
  expect((references(snapshot, uri, offset, true) ?? []).map((it) => it.span.start)).toEqual([29, 47]);
});

it('a hover shows the function under the cursor, and what its word means', async () => {
  const { snapshot, cursors } = await fixture(
    'package a:b;\ninterface i {\n  /// How bright.\n  $0p: $0get() -> u8;\n  $0p: set(v: u8) -> result<_, string>;\n  get: func($0get: u8);\n}\n',
  );
  const texts = cursors.map(({ uri, offset }) => hover(snapshot, uri, offset)?.text ?? '');
  expect(texts[0]).toContain('p: get() -> u8;');
  expect(texts[0]).toContain('How bright.');
  expect(texts[1]).toContain('The getter of a property');
  expect(texts[2]).toContain('p: set(v: u8) -> result<_, string>;');
  expect(texts[3]).toContain('get: u8');
});

it('the outline shows properties', async () => {
  const { snapshot, uri } = await fixture(
    'package a:b;\ninterface i {\n  p: get() -> u8;\n  resource r {\n    n: static set(v: u8);\n  }\n  get: func();\n}\n',
  );
  const tree = snapshot.tree(uri);
  const [, owner] = tree === undefined ? [] : documentSymbols(tree);
  const shown = (owner?.children ?? []).flatMap((it) => [it, ...it.children]);
  expect(shown.map((it) => `${it.kind} ${it.name} ${it.detail}`)).toEqual([
    'property p get() -> u8',
    'resource r ',
    'property n static set(v: u8)',
    'func get func()',
  ]);
});

it('words and names are coloured by what they are', async () => {
  const { snapshot, uri, texts } = await fixture(
    'package a:b;\ninterface set { get: get() -> u8; get: set(set: u8); f: func(get: u8); }\nworld w { import p: set; }\n',
  );
  const source = texts.get(uri) ?? '';
  const found = semanticTokens(snapshot, uri).filter(({ start, end }) => /^[gs]et$/.test(source.slice(start, end)));
  expect(found.map((it) => it.type)).toEqual([
    'interface',
    'property',
    'keyword',
    'property',
    'keyword',
    'parameter',
    'parameter',
    'interface',
  ]);
});

it('completion offers the words after a name, and types inside', async () => {
  const labels = async (text: string): Promise<string[]> => {
    const { snapshot, uri, offset } = await fixture(text);
    return complete(snapshot, uri, offset).items.map((it) => it.label);
  };
  expect(await labels('package a:b;\ninterface i { p: $0 }')).toEqual(['func', 'async func', 'get', 'set']);
  expect(await labels('package a:b;\ninterface i { resource r { p: static $0 } }')).toEqual([
    'func',
    'async',
    'get',
    'set',
  ]);
  expect(await labels('package a:b;\ninterface i { p: get() -> $0 }')).toContain('u8');
  expect(await labels('package a:b;\nworld w { import p: set(v: $0 }')).toContain('list');
});

const EVERYTHING = `package a:b;
interface i {
  s: set(v: u8);
  f: func();
  s: get() -> u8;
  resource r {
    constructor();
    n: set(v: u64);
    n: get() -> u64;
    most: static get() -> u8;
  }
}
world v {
  import p: get() -> u8;
  import p: set(v: u8);
  export p: get() -> u8;
}
world w {
  import q: set(v: u8);
  import x: set(v: u8);
  include v with { p as q }
  import x: get() -> u8;
  resource r { n: get() -> u8; }
}
`.replace('  import q: set(v: u8);\n', '');

it('are printed as the reference prints them, setters after getters', async () => {
  const { snapshot, uri } = await fixture(EVERYTHING);
  const main = snapshot.semantics.packagesOf(uri)[0];
  const options = { from: main?.id ?? { namespace: '', name: '' }, docs: docsSource(snapshot) };
  const [owner, world] = [main?.interfaces.get('i'), main?.worlds.get('w')];
  expect(owner && printInterface(owner, options)).toBe(
    'interface i {\n  resource r {\n    constructor();\n    n: get() -> u64;\n    n: set(v: u64);\n    most: static get() -> u8;\n  }\n\n  f: func();\n\n  s: get() -> u8;\n\n  s: set(v: u8);\n}\n',
  );
  expect(world && printWorld(world, options)).toBe(
    'world w {\n  resource r {\n    n: get() -> u8;\n  }\n  import x: get() -> u8;\n  import x: set(v: u8);\n  import q: get() -> u8;\n  import q: set(v: u8);\n\n  export q: get() -> u8;\n}\n',
  );
});

it('have names and kinds of their own as JSON', async () => {
  const { snapshot, uri } = await fixture(EVERYTHING);
  const json = resolveJson(snapshot.semantics.packagesOf(uri), docsSource(snapshot));
  const owner = json.interfaces[0] as { readonly functions: Record<string, { readonly kind: unknown }> };
  expect(Object.entries(owner.functions).map(([name, { kind }]) => [name, kind])).toEqual([
    ['f', 'freestanding'],
    ['[get]s', 'getter'],
    ['[set]s', 'setter'],
    ['[constructor]r', { constructor: 0 }],
    ['[method][get]r.n', { 'method-getter': 0 }],
    ['[method][set]r.n', { 'method-setter': 0 }],
    ['[static][get]r.most', { 'static-getter': 0 }],
  ]);
});

it('a property of a world is one thing that the host provides', async () => {
  const { snapshot, uri } = await fixture(
    'package a:b;\nworld w {\n  import p: get() -> u8;\n  import p: set(v: u8);\n}\n',
  );
  const world = snapshot.semantics.packagesOf(uri)[0]?.worlds.get('w');
  expect(world && grantsOf(world).map(({ id, by }) => [id, by])).toEqual([['host p', ['[get]p', '[set]p']]]);
  expect(['[get]p', '[set]p', '[method][get]r.p', 'p', 'a:b/c@1.0.0'].map(shownName)).toEqual([
    'p (get)',
    'p (set)',
    '[method][get]r.p',
    'p',
    'a:b/c@1.0.0',
  ]);
});
