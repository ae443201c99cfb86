// Hover on the words of the language: every row of the tables, found at its place in a text and not elsewhere.

import { expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { KEYWORDS } from '../../syntax/lexer.ts';
import { hover } from './hover.ts';
import { ATTRIBUTE_WORDS, WORDS } from './words.ts';

/** Each keyword where it means what the table says. */
const TEXTS = new Map(
  Object.entries({
    _: 'type t = result<$0_, u8>;',
    use: '$0use j.{u};',
    as: 'use j.{u $0as v};',
    type: '$0type t = u8;',
    record: '$0record t { a: u8 }',
    flags: '$0flags t { a }',
    variant: '$0variant t { a }',
    enum: '$0enum t { a }',
    resource: '$0resource t;',
    static: 'resource t { f: $0static func(); }',
    get: 'resource t { a: $0get() -> u8; }',
    set: 'resource t { a: get() -> u8; a: $0set(v: u8); }',
    func: 'f: $0func();',
    async: 'f: $0async func();',
  }),
);
/** Those that stand outside interfaces. */
const TOP = new Map(
  Object.entries({
    package: '$0package a:b;\n',
    interface: 'package a:b;\n$0interface i {}\n',
    world: 'package a:b;\n$0world w {}\n',
    import: 'package a:b;\nworld w { $0import f: func(); }\n',
    export: 'package a:b;\nworld w { $0export f: func(); }\n',
    include: 'package a:b;\nworld w {}\nworld v { $0include w; }\n',
    with: 'package a:b;\nworld w { import f: func(); }\nworld v { include w $0with { f as g } }\n',
    // These two mean something by themselves only where they are in nobody's place.
    constructor: 'package a:b;\ninterface i { $0constructor }\n',
    from: 'package a:b;\ninterface i { $0from }\n',
  }),
);
const GENERIC = new Map(
  Object.entries({
    list: 'list<u8>',
    option: 'option<u8>',
    result: 'result<u8>',
    tuple: 'tuple<u8>',
    future: 'future<u8>',
    stream: 'stream<u8>',
    map: 'map<u8, u8>',
    borrow: 'borrow<r>',
    own: 'own<r>',
  }),
);

function textFor(word: string): string {
  const inside = TEXTS.get(word) ?? `resource r; f: func(a: $0${GENERIC.get(word) ?? word});`;
  return TOP.get(word) ?? `package a:b;\ninterface j { type u = u8; }\ninterface i { ${inside} }\n`;
}

async function said(text: string): Promise<string | undefined> {
  const { snapshot, uri, offset } = await fixture(text);
  return hover(snapshot, uri, offset)?.text;
}

it('there is a row for every keyword', () => {
  expect([...KEYWORDS].filter((it) => !WORDS.has(it))).toEqual([]);
});

it.each([...WORDS.keys()])('`%s` shows how it is written, what it means and where that is said', async (word) => {
  const lines = (await said(textFor(word)))?.split('\n') ?? [];
  expect(lines[0]).toBe('```wit');
  expect(lines[1]).toMatch(new RegExp(word === '_' ? '^_$' : `^${word}\\b`));
  expect(lines[2]).toBe('```');
  expect(lines[4]).toMatch(/^[A-Z`].{8,}\.$/);
  expect(lines.at(-1)).toMatch(/^\[Specification\]\(https:.*\/(WIT|Concurrency|Explainer)\.md#[a-z][a-z0-9-]+\)$/);
});

it.each([...ATTRIBUTE_WORDS.keys()])('`@%s` shows how it is written and what it means', async (name) => {
  const arguments_: Readonly<Record<string, string>> = {
    since: '(version = 1.0.0)',
    unstable: '(feature = beta)',
    deprecated: '(version = 1.0.0)',
    'external-id': '("x")',
  };
  const lines = (await said(`package a:b@1.0.0;\n@$0${name}${arguments_[name]}\ninterface i {}\n`))?.split('\n') ?? [];
  expect(lines[1]).toMatch(new RegExp(`^@${name}\\(.+\\)$`));
  expect(lines[4]).toMatch(/^[A-Z].{8,}\.$/);
  expect(lines.at(-1)).toMatch(/\/WIT\.md#(feature-gates|item-world)\)$/);
});

it('what an attribute names belongs to it', async () => {
  const of = (gate: string) => said(`package a:b@1.0.0;\n${gate}\ninterface i {}\n`);
  expect(await of('@since($0version = 1.0.0)')).toContain('Stable since');
  expect(await of('@deprecated($0version = 1.0.0)')).toContain('no longer be used');
  expect(await of('@unstable($0feature = beta)')).toContain('may change or go away');
});

it('a word that is only a name here says nothing about the word', async () => {
  const text = await said('package a:b;\ninterface i { f: func($0get: u8, version: u8); }\n');
  expect(text).not.toContain('Specification');
  expect(await said('package a:b;\ninterface i { %$0record: func(); }\n')).not.toContain('Specification');
  expect(await said('package a:b;\n// a $0record\ninterface i {}\n')).toBeUndefined();
});

it('plain text has neither fences nor links', async () => {
  const { snapshot, uri, offset } = await fixture('package a:b;\n$0world w {}\n');
  const text = hover(snapshot, uri, offset, { format: 'plaintext' })?.text ?? '';
  expect(text.split('\n\n')).toEqual([
    'world',
    'A contract of a component: everything that it imports and everything that it exports.',
    expect.stringMatching(/^https:.*\/WIT\.md#item-world$/),
  ]);
});
