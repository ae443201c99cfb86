// Completion over the protocol: what the client can do decides how it is written.

import { expect, it } from 'vitest';
import { type Message, TestClient } from '../support/server.ts';

const uri = 'file:///nowhere/a.wit';
const TEXT =
  'package a:b;\n/* 𝔘 */ interface o {\n  /// A *point*.\n  record point { x: u8 }\n}\ninterface i {\n  f: func(a: poi);\n}\n';

async function asked(
  completionItem: unknown,
  encoding = 'utf-16',
): Promise<{ client: TestClient; result: Message['result'] }> {
  const client = TestClient.spawned();
  await client.initialize({
    capabilities: { general: { positionEncodings: [encoding] }, textDocument: { completion: { completionItem } } },
  });
  client.open(uri, TEXT);
  const { result } = await client.request('textDocument/completion', {
    textDocument: { uri },
    position: { line: 6, character: 16 },
  });
  return { client, result };
}

it('adds the `use`, resolves the docs', async () => {
  const { client, result } = await asked({ documentationFormat: ['markdown'], snippetSupport: true });
  const item = result.items.find((it: { label: string }) => it.label === 'point');
  expect(item.additionalTextEdits).toEqual([
    { range: { start: { line: 5, character: 13 }, end: { line: 5, character: 13 } }, newText: '\n  use o.{point};' },
  ]);
  expect(item.textEdit).toEqual({
    range: { start: { line: 6, character: 13 }, end: { line: 6, character: 16 } },
    newText: 'point',
  });
  const resolved = await client.request('completionItem/resolve', item);
  expect(resolved.result.documentation).toEqual({
    kind: 'markdown',
    value: '```wit\nrecord point {\n  x: u8,\n}\n```\n\nA *point*.',
  });
});

it('says which part of a word is replaced where that can be told', async () => {
  const { result } = await asked({ insertReplaceSupport: true, labelDetailsSupport: true });
  const item = result.items.find((it: { label: string }) => it.label === 'point');
  expect(item.textEdit.insert).toEqual({ start: { line: 6, character: 13 }, end: { line: 6, character: 16 } });
  expect(item.labelDetails).toEqual({ description: 'use o' });
});

it('writes no snippets for who knows none', async () => {
  const { result } = await asked({});
  const list = result.items.find((it: { label: string }) => it.label === 'list');
  expect(list.insertTextFormat).toBeUndefined();
  expect(list.textEdit.newText).toBe('list');
});
