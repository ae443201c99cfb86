// Every word that is offered, inserted as its snippet with what stands in it: WIT without errors, at every place of items.

import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { COMPLETION_TRIGGERS, complete } from './completion.ts';
import type { CompletionItem } from './item.ts';

const PLACES = {
  file: 'package a:b@1.0.0;\ninterface home { type u32-like = u32; f: func(); }\nworld whole {}\n$0\n',
  interface: 'package a:b@1.0.0;\ninterface home {\n  $0\n}\n',
  world: 'package a:b@1.0.0;\nworld whole {\n  $0\n}\n',
  resource: 'package a:b@1.0.0;\ninterface home {\n  resource thing {\n    $0\n  }\n}\n',
};
async function offered(text: string): Promise<CompletionItem[]> {
  const { snapshot, uri, offset } = await fixture(text);
  return (complete(snapshot, uri, offset)?.items ?? []).filter((it) => it.snippet !== undefined);
}

/** `${1:name}` is `name`, `$0` nothing. */
function filled(snippet: string): string {
  return snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\d/g, '');
}

async function problems(text: string): Promise<string[]> {
  const { snapshot, uri } = await fixture(text);
  return snapshot
    .diagnostics(uri)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code}: ${message}`);
}

/** After an attribute comes what it is about. */
const HOLDER: Readonly<Record<keyof typeof PLACES, string>> = {
  file: 'interface held {}',
  interface: 'held: func();',
  world: 'import held: func();',
  resource: 'held: func();',
};

describe.each(Object.keys(PLACES) as (keyof typeof PLACES)[])('in a %s', (place) => {
  it('every word leads to WIT', async () => {
    const items = await offered(PLACES[place]);
    expect(items.length).toBeGreaterThan(3);
    for (const { label, snippet = '' } of items) {
      const word = filled(snippet);
      // Only the beginning of something: what follows is completed in its turn.
      if (/^\w+ $/.test(word)) continue;
      const gated = label.startsWith('@') ? `${word}${HOLDER[place]}` : word;
      const since = label === '@deprecated' ? '@since(version = 1.0.0)\n' : '';
      expect(await problems(PLACES[place].replace('$0', `${since}${gated}`)), label).toEqual([]);
    }
  });
});

it('the words of each place are these', async () => {
  const labels = async (text: string) =>
    (await offered(text)).map((it) => it.label).filter((it) => !it.startsWith('@'));
  const types = ['type', 'record', 'variant', 'enum', 'flags', 'resource'];
  expect(await labels(PLACES.file)).toEqual(['interface', 'world', 'use', 'package']);
  expect(await labels(PLACES.interface)).toEqual(['use', ...types, 'func']);
  expect(await labels(PLACES.world)).toEqual([
    'use',
    'import',
    'export',
    'include',
    ...types,
    'import func',
    'export func',
  ]);
  expect(await labels(PLACES.resource)).toEqual(['func', 'static func', 'constructor']);
  // A resource has one constructor.
  expect(await labels(PLACES.resource.replace('$0', 'constructor();\n    $0'))).toEqual(['func', 'static func']);
});

describe('what may follow a name', () => {
  const words = async (text: string) => {
    const items = await offered(text);
    return items.map((it) => [it.label, it.snippet]);
  };
  const COMMON = [
    ['func', 'func($1)$0'],
    ['async func', 'async func($1)$0'],
  ];
  const ACCESSORS = [
    ['get', 'get() -> ${1:u32}$0'],
    ['set', 'set(${1:value}: ${2:u32})$0'],
  ];

  it('is a function or a property, in a resource also static', async () => {
    expect(await words(PLACES.interface.replace('$0', 'f: $0'))).toEqual([...COMMON, ...ACCESSORS]);
    expect(await words(PLACES.resource.replace('$0', 'f: $0'))).toEqual([
      ...COMMON,
      ['static func', 'static func($1)$0'],
      ['static async func', 'static async func($1)$0'],
      ...ACCESSORS,
      ['static get', 'static get() -> ${1:u32}$0'],
      ['static set', 'static set(${1:value}: ${2:u32})$0'],
    ]);
    expect((await words(PLACES.world.replace('$0', 'import f: $0'))).at(-1)).toEqual([
      'interface',
      'interface {\n\t$0\n}',
    ]);
  });
});

it('attributes that are given, or exclude each other, are not offered again', async () => {
  const gates = async (before: string) =>
    (await offered(PLACES.interface.replace('$0', `${before}$0`)))
      .map((it) => it.label)
      .filter((it) => it.startsWith('@'));
  expect(await gates('')).toEqual(['@since', '@unstable', '@deprecated', '@external-id']);
  expect(await gates('@since(version = 1.0.0)\n  ')).toEqual(['@deprecated', '@external-id']);
  expect(await gates('@unstable(feature = x)\n  ')).toEqual(['@deprecated', '@external-id']);
  const unversioned = PLACES.interface.replace('@1.0.0', '');
  const labels = (await offered(unversioned)).map((it) => it.label);
  expect(labels).not.toContain('@since');
  expect(labels).toContain('@unstable');
});

describe('each snippet', () => {
  const snippets = async (place: keyof typeof PLACES) =>
    Object.fromEntries((await offered(PLACES[place])).map((it) => [it.label, it.snippet]));
  const TYPES = {
    type: 'type ${1:name} = ${2:u32};',
    record: 'record ${1:name} {\n\t${2:field}: ${3:u32},$0\n}',
    variant: 'variant ${1:name} {\n\t${2:case}(${3:u32}),$0\n}',
    enum: 'enum ${1:name} {\n\t${2:case},$0\n}',
    flags: 'flags ${1:name} {\n\t${2:flag},$0\n}',
    resource: 'resource ${1:name} {\n\t$0\n}',
  };
  const GATES = {
    '@since': '@since(version = ${1:1.0.0})\n$0',
    '@unstable': '@unstable(feature = ${1:feature})\n$0',
    '@deprecated': '@deprecated(version = ${1:1.0.0})\n$0',
  };
  const NAMED = { '@external-id': '@external-id("$1")\n$0' };

  it('is the whole of what it begins, with places to fill in their order', async () => {
    expect(await snippets('file')).toEqual({
      interface: 'interface ${1:name} {\n\t$0\n}',
      world: 'world ${1:name} {\n\t$0\n}',
      use: 'use $0',
      package: 'package ${1:namespace}:${2:name} {\n\t$0\n}',
      ...GATES,
    });
    expect(await snippets('interface')).toEqual({
      use: 'use $0',
      ...TYPES,
      func: '${1:name}: func($2)$0;',
      ...GATES,
      ...NAMED,
    });
    expect(await snippets('world')).toEqual({
      ...{ use: 'use $0', import: 'import $0', export: 'export $0', include: 'include $0' },
      ...TYPES,
      'import func': 'import ${1:name}: func($2)$0;',
      'export func': 'export ${1:name}: func($2)$0;',
      ...GATES,
      ...NAMED,
    });
    expect(await snippets('resource')).toEqual({
      func: '${1:name}: func($2)$0;',
      'static func': '${1:name}: static func($2)$0;',
      constructor: 'constructor($1)$0;',
      ...GATES,
      ...NAMED,
    });
  });

  it('has the version of the package in its gates', async () => {
    const items = await offered('package a:b@2.3.4;\ninterface i {\n  $0\n}\n');
    expect(items.find((it) => it.label === '@since')?.snippet).toBe('@since(version = ${1:2.3.4})\n$0');
    const after = await offered('package a:b@2.3.4;\ninterface i {\n  @$0\n}\n');
    expect(after.map((it) => [it.label, it.text, it.snippet])).toEqual([
      ['since', 'since', 'since(version = ${1:2.3.4})'],
      ['unstable', 'unstable', 'unstable(feature = ${1:feature})'],
      ['deprecated', 'deprecated', 'deprecated(version = ${1:2.3.4})'],
      ['external-id', 'external-id', 'external-id("$1")'],
    ]);
  });

  it('asks for the next list after a word that begins a path, and after no other', async () => {
    const again = (await offered(PLACES.world)).filter((it) => it.again === true).map((it) => it.label);
    expect(again).toEqual(['use', 'import', 'export', 'include']);
  });

  it('inserts the word alone where snippets are unknown; what is a snippet only is called one', async () => {
    for (const place of ['file', 'interface', 'world', 'resource'] as const)
      for (const { label, text, kind, filter } of await offered(PLACES[place])) {
        const isOnlySnippet = /(^| )func$/.test(label);
        expect([label, text, kind]).toEqual([label, isOnlySnippet ? '' : label, isOnlySnippet ? 'snippet' : 'keyword']);
        if (label.startsWith('@')) expect(filter).toBe(label);
      }
  });
});

it.each([
  [':', 'package a:b;\ninterface i {\n  f:$0\n}\n', 'func'],
  ['/', 'package a:b;\nworld w {\n  import c:d/$0\n}\n//- deps/c.wit\npackage c:d;\ninterface i {}\n', 'i'],
  ['@', 'package a:b@1.0.0;\ninterface i {\n  @$0\n}\n', 'since'],
  ['.', 'package a:b;\ninterface t { type x = u8; }\ninterface i {\n  use t.$0{}\n}\n', undefined],
  ['{', 'package a:b;\ninterface t { type x = u8; }\ninterface i {\n  use t.{$0}\n}\n', 'x'],
  ['<', 'package a:b;\ninterface i {\n  type t = list<$0\n}\n', 'u8'],
  ['=', 'package a:b;\ninterface i {\n  type t =$0\n}\n', 'u8'],
  ['`', 'package a:b;\n/// See [`$0`].\ninterface i {}\n', 'i'],
])('is asked for after `%s`', async (character, text, label) => {
  expect(COMPLETION_TRIGGERS).toContain(character);
  expect(COMPLETION_TRIGGERS).toHaveLength(8);
  const { snapshot, uri, offset } = await fixture(text);
  const labels = complete(snapshot, uri, offset).items.map((it) => it.label);
  if (label !== undefined) expect(labels).toContain(label);
});
