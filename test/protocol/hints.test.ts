// Semantic tokens, inlay hints and code lenses over the protocol.

import { expect, it } from 'vitest';
import { SHOWING, TestClient } from '../support/server.ts';

const uri = 'file:///nowhere/a.wit';
const TEXT = 'package a:b;\n/* 𝔘 */ interface i { flags f { a } }\nworld w { import i; }\n';
const document = { textDocument: { uri } };
const all = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

it('tokens in the units of the client, and only what changed', async () => {
  const client = TestClient.spawned();
  const { capabilities } = await client.initialize({ capabilities: { general: { positionEncodings: ['utf-8'] } } });
  const { legend } = capabilities.semanticTokensProvider;
  client.open(uri, TEXT);
  const full = (await client.request('textDocument/semanticTokens/full', document)).result;
  expect(full.data.slice(0, 5)).toEqual([0, 0, 7, legend.tokenTypes.indexOf('keyword'), 0]);
  // `interface` after 11 bytes of comment and space.
  expect(full.data.slice(15, 20)).toEqual([1, 11, 9, legend.tokenTypes.indexOf('keyword'), 0]);
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } };
  const ranged = (await client.request('textDocument/semanticTokens/range', { ...document, range })).result;
  expect(ranged.data).toEqual([2, 0, 5, legend.tokenTypes.indexOf('keyword'), 0]);
  const at = { line: 1, character: 11 };
  client.change(uri, 2, { range: { start: at, end: at }, text: ' ' });
  const previousResultId = full.resultId;
  const delta = (await client.request('textDocument/semanticTokens/full/delta', { ...document, previousResultId }))
    .result;
  expect(delta.edits).toEqual([{ start: 16, deleteCount: 1, data: [12] }]);
  const stale = (await client.request('textDocument/semanticTokens/full/delta', { ...document, previousResultId }))
    .result;
  expect(stale.data).toHaveLength(full.data.length);
});

it('tokens of names alone, where the client has a grammar for the rest', async () => {
  const client = TestClient.spawned();
  await client.initialize({ initializationOptions: { grammar: true } });
  client.open(uri, 'package a:b;\ninterface i {\n  @since(version = 1.0.0)\n  type t = string;\n}\n');
  const { data } = (await client.request('textDocument/semanticTokens/full', document)).result;
  const places: number[][] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    character = data[at] === 0 ? character + data[at + 1] : data[at + 1];
    line += data[at];
    places.push([line, character]);
  }
  // `a`, `b`, `i`, `t`
  expect(places).toEqual([
    [0, 8],
    [0, 10],
    [1, 10],
    [3, 7],
  ]);
});

it('hints and lenses as they are set', async () => {
  const client = TestClient.spawned();
  const wit = { inlayHints: { flagBits: true }, codeLens: { references: true, implementers: false } };
  await client.initialize({
    capabilities: { textDocument: SHOWING },
    initializationOptions: { ...wit, showReferences: 'show.it' },
  });
  client.open(uri, TEXT);
  const hints = (await client.request('textDocument/inlayHint', { ...document, range: all })).result;
  expect(hints).toEqual([
    {
      position: { line: 1, character: 34 },
      label: '= 0x1',
      tooltip: { kind: 'markdown', value: 'bit 0' },
      paddingLeft: true,
    },
  ]);
  const [lens] = (await client.request('textDocument/codeLens', document)).result;
  expect(lens.command).toBeUndefined();
  const { result } = await client.request('codeLens/resolve', lens);
  expect(result.command.title).toBe('1 reference');
  expect(result.command.command).toBe('show.it');
  expect(result.command.arguments[2]).toEqual([
    { uri, range: { start: { line: 2, character: 17 }, end: { line: 2, character: 18 } } },
  ]);
});
