// 10,000 keys typed in each kind of place leave nothing behind: the heap after a forced collection is what it was after the
// first 2,000.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { TestClient } from './support/server.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const KEYS = Number(process.env.KEYS ?? 10_000);
const EARLY = KEYS / 5;
/** Bytes; the compiler and the collector of garbage move less than this. A leak of 200 bytes for each key is more. */
const NOISE = 1.5e6;
const ROOT = 'file:///w';

const WIT = (package_: string, use: string, include: string, name: string, docs: string): string =>
  `package ${package_};\n\n/// ${docs}\ninterface i {\n  use ${use};\n  record ${name} { a: u8 }\n  f: func(x: ${name}) -> t;\n}\nworld v { import i; }\nworld w { include ${include}; }\n`;
const PLAIN = ['a:b@1.0.0', 'x:dep/j.{t}', 'v', 'r', 'Docs.'] as const;

/** The text after a number of keys. Eight letters are written and taken back again and again, each time others. */
const typed = (n: number): string => `k${Math.floor(n / 8)}-abcdefgh`.slice(0, -8 + (n % 8)) || 'k';

const PLACES: Readonly<Record<string, (n: number) => string>> = {
  'package line': (n) => WIT(`a:${typed(n)}@1.0.0`, ...rest(1)),
  version: (n) => WIT(`a:b@1.${n}.0-${typed(n)}`, ...rest(1)),
  use: (n) => WIT(PLAIN[0], `x:${typed(n)}/j.{t}`, PLAIN[2], PLAIN[3], PLAIN[4]),
  'name in a use': (n) => WIT(PLAIN[0], `x:dep/j.{${typed(n)}}`, PLAIN[2], PLAIN[3], PLAIN[4]),
  include: (n) => WIT(PLAIN[0], PLAIN[1], typed(n), PLAIN[3], PLAIN[4]),
  name: (n) => WIT(PLAIN[0], PLAIN[1], PLAIN[2], typed(n), PLAIN[4]),
  docs: (n) => WIT(PLAIN[0], PLAIN[1], PLAIN[2], PLAIN[3], `Docs ${typed(n)} ${'word '.repeat(n % 50)}`),
};

function rest(from: 1): [string, string, string, string] {
  return PLAIN.slice(from) as unknown as [string, string, string, string];
}

async function opened(): Promise<TestClient> {
  const host = new MemoryHost();
  host.write(`${ROOT}/wit/a.wit`, WIT(...PLAIN));
  host.write(`${ROOT}/wit/deps/dep/j.wit`, 'package x:dep;\ninterface j { type t = u8; }\n');
  host.write(`${ROOT}/other/o.wit`, 'package o:o;\ninterface k { use a:b/i@1.0.0.{r}; }\n');
  host.write(`${ROOT}/wkg.toml`, 'name = "a:b"\n[dependencies]\n"x:dep" = "1.0.0"\n');
  const client = await TestClient.inside(host);
  await client.initialize({ rootUri: ROOT, capabilities: { textDocument: { diagnostic: {} } } });
  return client;
}

async function heap(client: TestClient): Promise<number> {
  await client.request('workspace/symbol', { query: 'zzz' });
  client.notifications.length = 0;
  client.requests.length = 0;
  client.responses.length = 0;
  for (let round = 0; round < 6; round++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}

async function type(
  client: TestClient,
  uri: string,
  from: number,
  to: number,
  text: (n: number) => string,
): Promise<void> {
  for (let n = from; n < to; n++) {
    client.change(uri, n + 2, { text: text(n) });
    const textDocument = { uri };
    if (n % 4 === 0) await client.request('textDocument/diagnostic', { textDocument });
    if (n % 40 === 0) {
      await client.request('textDocument/completion', { textDocument, position: { line: 4, character: 8 } });
      await client.request('textDocument/hover', { textDocument, position: { line: 5, character: 10 } });
      await client.request('textDocument/semanticTokens/full', { textDocument });
      await client.request('textDocument/codeLens', { textDocument });
    }
  }
}

it.each(Object.entries(PLACES))('%s', { timeout: 240_000 }, async (_, text) => {
  const client = await opened();
  const uri = `${ROOT}/wit/a.wit`;
  client.open(uri, text(0));
  await type(client, uri, 0, EARLY, text);
  const before = await heap(client);
  await type(client, uri, EARLY, KEYS, text);
  const after = await heap(client);
  expect((after - before) / 1e6).toBeLessThan(NOISE / 1e6);
});

it('manifest', { timeout: 240_000 }, async () => {
  const client = await opened();
  const uri = `${ROOT}/wkg.toml`;
  const text = (n: number): string => `name = "a:${typed(n)}"\n[dependencies]\n"x:${typed(n)}" = "1.${n}.0"\n`;
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'toml', version: 1, text: text(0) } });
  const write = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n++) {
      client.change(uri, n + 2, { text: text(n) });
      const textDocument = { uri };
      if (n % 4 === 0)
        await client.request('textDocument/hover', { textDocument, position: { line: 2, character: 3 } });
      if (n % 40 === 0) await client.request('textDocument/documentLink', { textDocument });
    }
  };
  await write(0, EARLY);
  const before = await heap(client);
  await write(EARLY, KEYS);
  expect(((await heap(client)) - before) / 1e6).toBeLessThan(NOISE / 1e6);
});
