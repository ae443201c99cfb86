import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/fixture.ts';
import { type CustomCapabilities, grantsOf, incompleteNote } from './capabilities.ts';

async function grants(world: string, deps: string, custom: CustomCapabilities = {}): Promise<string[]> {
  const { snapshot, uri } = await fixture(`package a:b;\nworld w { ${world} }\n${deps}`);
  const found = snapshot.semantics.packagesOf(uri)[0]?.worlds.get('w');
  return found === undefined ? ['no world'] : grantsOf(found, custom).map((it) => `${it.direction} ${it.title}`);
}

const SOCKETS = `//- deps/a/a.wit
package wasi:sockets@0.3.0;
interface types { resource tcp-socket; }
interface ip-name-lookup { f: func(); }
`;

it('knows the interfaces of WASI by path, in every version', async () => {
  expect(await grants('import wasi:sockets/types@0.3.0; import wasi:sockets/ip-name-lookup@0.3.0;', SOCKETS)).toEqual([
    'import TCP',
    'import UDP',
    'import name lookup',
  ]);
});

it('tells handling requests from sending them', async () => {
  const http = '//- deps/a/a.wit\npackage wasi:http@0.3.0;\ninterface handler { handle: func(); }\n';
  expect(await grants('import wasi:http/handler@0.3.0; export wasi:http/handler@0.3.0;', http)).toEqual([
    'import outgoing HTTP',
    'export incoming HTTP',
  ]);
});

it('takes what it does not know as defined by the host, but not types alone', async () => {
  const acme =
    '//- deps/a/a.wit\npackage acme:db;\ninterface query { run: func(); }\ninterface types { type t = u8; }\n';
  expect(await grants('import acme:db/query;', acme)).toEqual(['import host-defined: acme:db']);
  expect(await grants('import acme:db/types;', acme)).toEqual([]);
  expect(await grants('export acme:db/query;', acme)).toEqual([]);
});

it('takes what a person adds before its own', async () => {
  const db = { 'acme:db': { title: 'orders', sentence: 'can see all orders' }, 'acme:db/query': 'can query' };
  const acme =
    '//- deps/a/a.wit\npackage acme:db;\ninterface query { run: func(); }\ninterface other { run: func(); }\n';
  expect(await grants('import acme:db/query; import acme:db/other;', acme, db)).toEqual([
    'import acme:db/query',
    'import orders',
  ]);
});

it('counts functions and interfaces written in the world as defined by the host', async () => {
  expect(await grants('import exec: func(line: string);', '')).toEqual(['import host-defined: exec']);
  expect(await grants('import log: interface { write: func(); }', '')).toEqual(['import host-defined: log']);
  // Types give nothing to call, and what is exported reaches nothing.
  expect(await grants('import log: interface { type t = u8; } type u = u8;', '')).toEqual([]);
  expect(await grants('export exec: func(); export log: interface { write: func(); }', '')).toEqual([]);
});

describe('what cannot be found', () => {
  async function note(world: string, rest = ''): Promise<string | undefined> {
    const { snapshot, uri } = await fixture(`package a:b;\nworld w { ${world} }\n${rest}`);
    const found = snapshot.semantics.packagesOf(uri)[0]?.worlds.get('w');
    return found === undefined ? 'no world' : incompleteNote(found);
  }

  it.each([
    ['import wasi:filesystem/types@0.2.0;', '', 'incomplete: wasi:filesystem/types@0.2.0 not found'],
    ['export nowhere;', '', 'incomplete: nowhere not found'],
    ['import x: nowhere;', '', 'incomplete: nowhere not found'],
    ['include gone;', '', 'incomplete: gone not found'],
    ['use gone.{t};', '', 'incomplete: gone not found'],
    ['include v;', 'world v { import gone; }', 'incomplete: gone not found'],
    ['import gone; import gone-too;', '', 'incomplete: gone, gone-too not found'],
  ])('%s', async (world, rest, expected) => {
    expect(await note(world, rest)).toBe(expected);
  });

  it('is nothing where all is found, or a gate takes the statement away', async () => {
    expect(await note('import i; include v;', 'interface i { f: func(); } world v {}')).toBeUndefined();
    expect(await note('@unstable(feature = f) import c:d/gone;')).toBeUndefined();
  });
});

it('names the functions that matter, as far as the version has them', async () => {
  const files = `//- deps/a/a.wit
package wasi:filesystem@0.2.0;
interface types { resource descriptor { open-at: func(); sync: func(); } }
`;
  const { snapshot, uri } = await fixture(`package a:b;\nworld w { import wasi:filesystem/types@0.2.0; }\n${files}`);
  const world = snapshot.semantics.packagesOf(uri)[0]?.worlds.get('w');
  expect(world === undefined ? [] : grantsOf(world).flatMap((it) => it.functions)).toEqual([
    {
      of: 'wasi:filesystem/types@0.2.0',
      name: 'descriptor.open-at',
      what: 'opens files; `open-flags` and `descriptor-flags` say whether to create, read or write',
    },
  ]);
});
