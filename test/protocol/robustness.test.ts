// What must not take the server down: a request that fails, a client that changes its mind, notifications out of order.

import { expect, it } from 'vitest';
import { HoverRequest } from 'vscode-languageserver';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { row } from '../../server/src/lsp/handlers/row.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { TestClient } from '../support/server.ts';

const PULL = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

it('answers a failing request with an error, logs it, and answers the next', async () => {
  let calls = 0;
  const failing = row(
    HoverRequest.type,
    () => ({ hoverProvider: true }),
    () => {
      if (++calls === 1) throw new Error('injected');
      return { contents: 'fine' };
    },
  );
  const client = await TestClient.inside(new MemoryHost(), [...ROWS, failing]);
  await client.initialize();
  const ask = () =>
    client.request('textDocument/hover', {
      textDocument: { uri: 'file:///a.wit' },
      position: { line: 0, character: 0 },
    });
  expect((await ask()).error).toMatchObject({ code: -32803, message: 'textDocument/hover failed: injected' });
  const logged = await client.notified('window/logMessage', (it) => it.type === 1);
  expect(logged.params.message).toMatch(/^textDocument\/hover failed: Error: injected\n +at /);
  expect((await ask()).result).toEqual({ contents: 'fine' });
});

it('lives on when its host fails', async () => {
  const host = new MemoryHost({ 'file:///w/a.wit': 'package a:b;\n' });
  const read = host.readDirectory.bind(host);
  let failures = 1;
  host.readDirectory = async (uri) => {
    if (failures-- > 0) throw new Error('disk on fire');
    return read(uri);
  };
  const client = await TestClient.inside(host);
  await client.initialize({ capabilities: PULL });
  const ask = () => client.request('textDocument/diagnostic', { textDocument: { uri: 'file:///w/a.wit' } });
  expect((await ask()).error?.message).toContain('disk on fire');
  expect((await ask()).result.items).toEqual([]);
});

it('gives up a request that is cancelled', async () => {
  const host = new MemoryHost({ 'file:///w/a.wit': 'package a:b;\n' });
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const read = host.readFile.bind(host);
  host.readFile = async (uri) => {
    await gate;
    return read(uri);
  };
  const client = await TestClient.inside(host);
  await client.initialize({ capabilities: PULL });
  const { id, answer } = client.send('textDocument/diagnostic', { textDocument: { uri: 'file:///w/a.wit' } });
  client.notify('$/cancelRequest', { id });
  // A request that comes later is answered later: by then the cancellation has arrived.
  await client.request('no/such');
  release();
  expect((await answer).error?.code).toBe(-32800);
});

it('ignores changes of files that are not open, and ranges that do not exist', async () => {
  const client = await TestClient.inside(new MemoryHost());
  await client.initialize();
  const uri = 'file:///w/a.wit';
  client.change(uri, 2, { text: 'x' });
  client.notify('textDocument/didClose', { textDocument: { uri } });
  client.open(uri, 'package a:b;\n');
  const far = { line: 4_000_000, character: 4_000_000 };
  client.change(uri, 2, { range: { start: far, end: { line: 0, character: 12 } }, text: '\ninterface i {}\n' });
  expect(await client.diagnostics(uri, 2)).toEqual([]);
  client.change(uri, 3, { range: { start: { line: 0, character: 0 }, end: far }, text: 'package a:b;' });
  expect(await client.diagnostics(uri, 3)).toEqual([]);
  // A place that no text has: from here on, nobody knows the text but the client.
  client.change(uri, 4, { range: { start: { line: -5, character: -5 }, end: far }, text: 'package a:b;' });
  client.open(uri, 'package a:b;\n', 5);
  expect(await client.diagnostics(uri, 5)).toEqual([]);
});

it('takes a second opening for the truth', async () => {
  const client = await TestClient.inside(new MemoryHost());
  await client.initialize();
  const uri = 'file:///w/a.wit';
  client.open(uri, 'nonsense');
  client.open(uri, 'package a:b;\n', 7);
  expect(await client.diagnostics(uri, 7)).toEqual([]);
});
