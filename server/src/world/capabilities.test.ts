import { expect, it } from 'vitest';
import { fixture } from '../../../test/support/fixture.ts';
import { type CustomCapabilities, grantsOf } from './capabilities.ts';

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
  expect(await grants('import acme:db/query;', acme)).toEqual(['import acme:db']);
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
