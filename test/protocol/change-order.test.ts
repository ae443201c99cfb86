// Helix sends the changes of a burst of keys in any order; their versions tell in which they were made.

import { expect, it } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';

const URI = 'file:///w/a.wit';
const TYPED = '  find: func(sku: string) -> u8;';
/** How Helix 25.01 was seen to send twelve keys. */
const SEEN = [2, 8, 7, 1, 11, 3, 12, 4, 5, 6, 9, 10];

async function helix(): Promise<TestClient> {
  const client = await TestClient.inside(new MemoryHost());
  await client.initialize({
    clientInfo: { name: 'helix', version: '25.01.1' },
    capabilities: { general: { positionEncodings: ['utf-8'] }, textDocument: { publishDiagnostics: {} } },
  });
  client.open(URI, 'package a:b;\n\ninterface i {\n\n}\n', 0);
  return client;
}

/** Key `number` of what is typed, which makes the text that has this version. */
function key(client: TestClient, number: number, version = number): void {
  const position = { line: 3, character: number - 1 };
  client.change(URI, version, { range: { start: position, end: position }, text: TYPED[number - 1] ?? '' });
}

/** The names that the file has, inside and out. */
async function names(client: TestClient): Promise<readonly string[]> {
  const { result } = await client.request('textDocument/documentSymbol', { textDocument: { uri: URI } });
  return (result as unknown as { name: string }[]).map((it) => it.name);
}

it('makes changes in the order of their versions', async () => {
  const client = await helix();
  const numbers = [...TYPED].map((_, index) => index + 1);
  for (let from = 0; from < numbers.length; from += SEEN.length)
    for (const place of SEEN) if (from + place <= numbers.length) key(client, from + place);
  expect(await client.diagnostics(URI, TYPED.length)).toEqual([]);
  expect(await names(client)).toEqual(expect.arrayContaining(['find']));
});

it('goes on where a version never comes', async () => {
  const client = await helix();
  for (let number = 1; number <= TYPED.length; number++) key(client, number, number * 2);
  expect(await client.diagnostics(URI, TYPED.length * 2)).toEqual([]);
  expect(await names(client)).toEqual(expect.arrayContaining(['find']));
});
