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

it('takes an interface with its package at once, and opens the list of its types where the client can', async () => {
  const suggest = 'editor.action.triggerSuggest';
  for (const commands of [[], [suggest]]) {
    const client = TestClient.spawned();
    await client.initialize({
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
      initializationOptions: { commands },
    });
    const text =
      'package acme:demo;\ninterface i {\n  use mon\n}\npackage acme:money@1.2.0 {\n  interface types { type amount = u64; }\n}\n';
    client.open(uri, text);
    const { result } = await client.request('textDocument/completion', {
      textDocument: { uri },
      position: { line: 2, character: 9 },
    });
    const items: { label: string; textEdit: { newText: string }; command?: { command: string } }[] = result.items;
    const item = items.find((it) => it.label.includes('mon'));
    expect([item?.label, item?.textEdit.newText]).toEqual(['acme:money/types@1.2.0', 'acme:money/types@1.2.0.{$1};$0']);
    expect(item?.command?.command).toBe(commands[0]);
    const namespace = items.find((it) => it.label === 'acme');
    expect([namespace?.textEdit.newText, namespace?.command?.command]).toEqual(['acme:', commands[0]]);
  }
});
