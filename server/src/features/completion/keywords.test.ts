// Every word that is offered, inserted as its snippet with what stands in it: WIT without errors, at every place of items.

import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { complete } from './completion.ts';
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
