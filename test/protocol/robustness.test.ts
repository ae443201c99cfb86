// What must not take the server down: a request that fails, a client that changes its mind, notifications out of order. And
// what the user hears of a fault of the server itself.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HoverRequest } from 'vscode-languageserver';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { row } from '../../server/src/lsp/handlers/row.ts';
import { ROWS } from '../../server/src/lsp/handlers/table.ts';
import { SERVER, TestClient } from '../support/server.ts';

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

describe('a fault of the server itself', () => {
  const failing = row(
    HoverRequest.type,
    () => ({ hoverProvider: true }),
    () => {
      throw new Error('injected');
    },
  );
  const ask = (client: TestClient) =>
    client.request('textDocument/hover', {
      textDocument: { uri: 'file:///a.wit' },
      position: { line: 0, character: 0 },
    });
  const told = (client: TestClient, method: string) => client.notifications.filter((it) => it.method === method);

  it('is shown to the user once', async () => {
    const client = await TestClient.inside(new MemoryHost(), [...ROWS, failing]);
    await client.initialize();
    for (let i = 0; i < 3; i++) await ask(client);
    expect(told(client, 'window/showMessage').map((it) => it.params)).toEqual([
      {
        type: 1,
        message:
          'the WIT language server has a fault of its own: textDocument/hover failed: injected; everything else goes on, and its log has the details for a bug report',
      },
    ]);
    expect(told(client, 'wit/fault')).toEqual([]);
  });

  it('is told to a client that shows it, with its place, and not without end', async () => {
    const client = await TestClient.inside(new MemoryHost(), [...ROWS, failing]);
    await client.initialize({ initializationOptions: { faults: true } });
    for (let i = 0; i < 30; i++) await ask(client);
    const faults = told(client, 'wit/fault').map((it) => it.params);
    expect(faults).toHaveLength(20);
    expect(faults[0].message).toBe('textDocument/hover failed: injected');
    expect(faults[0].stack).toMatch(/^Error: injected\n +at .*robustness\.test\.ts/);
    expect(told(client, 'window/showMessage')).toEqual([]);
  });

  it('is told when nothing has waited for it, and the server lives on', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'wit-fault-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const program = path.join(directory, 'server.cjs');
    const script = `
      const { existsSync } = require('node:fs');
      const timer = setInterval(() => {
        if (!existsSync(__dirname + '/go')) return;
        clearInterval(timer);
        Promise.reject(new Error('injected'));
      }, 20);
      require(${JSON.stringify(SERVER)});`;
    writeFileSync(program, script);
    const client = TestClient.spawned(['--stdio'], program);
    await client.initialize();
    await client.request('workspace/symbol', { query: '' });
    writeFileSync(path.join(directory, 'go'), '');
    const { params } = await client.notified('window/showMessage');
    expect(params.message).toMatch(/: something failed that nothing waited for: injected; /);
    expect((await client.request('workspace/symbol', { query: '' })).error).toBeUndefined();
  });
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
