// A long list goes to a client in parts, in its order, and what was sent is not said again; what the server itself shows is no source.

import { expect, it } from 'vitest';
import { TestClient } from '../../../test/support/server.ts';
import { MemoryHost } from '../hosts/memory.ts';
import { inParts, type Session } from './session.ts';

async function sent(count: number, token: string | undefined) {
  const parts: { readonly token: unknown; readonly list: readonly number[] }[] = [];
  const sendProgress = async (_type: unknown, at: unknown, list: readonly number[]) =>
    void parts.push({ token: at, list });
  const session = { connection: { sendProgress } } as unknown as Session;
  const list = Array.from({ length: count }, (_, at) => at);
  const rest = await inParts(session, token, list);
  return { list, parts, rest };
}

it.each([
  [0, []],
  [500, []],
  [501, [500, 1]],
  [1000, [500, 500]],
  [1201, [500, 500, 201]],
])('of %d in parts of %j', async (count, sizes) => {
  const { list, parts, rest } = await sent(count, 'token');
  expect(parts.map((it) => it.list.length)).toEqual(sizes);
  expect(parts.every((it) => it.token === 'token')).toBe(true);
  expect(sizes.length === 0 ? rest : parts.flatMap((it) => it.list)).toEqual(list);
  if (sizes.length > 0) expect(rest).toEqual([]);
});

it('is whole for a client that asked for no parts', async () => {
  const { list, parts, rest } = await sent(1201, undefined);
  expect(parts).toEqual([]);
  expect(rest).toEqual(list);
});

it.each(['wit-base:/0123abcd/w/a.wit', 'wit-wasm:/file/w/a.wasm.wit', 'wit-world:/w.wit?file#w', 'git:/w/a.wit'])(
  '%s is no second package of its name',
  async (shown) => {
    const text = 'package a:b;\ninterface only {}\n';
    const client = await TestClient.inside(new MemoryHost({ 'file:///w/a.wit': text }));
    await client.initialize({ rootUri: 'file:///w' });
    client.open('file:///w/a.wit', text);
    client.open(shown, text.replace('only', 'other'));
    const { result } = await client.request('workspace/symbol', { query: '' });
    expect(result.map((it: { name: string }) => it.name).sort()).toEqual(['a:b', 'only']);
    await client.request('shutdown');
  },
);
