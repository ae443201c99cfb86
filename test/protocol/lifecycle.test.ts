// The built server as a process: how it begins, what it announces, how it ends.

import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { SERVER, TestClient } from '../support/server.ts';

const EVERYTHING = {
  workspace: { diagnostics: { refreshSupport: true } },
  textDocument: {
    diagnostic: {},
    publishDiagnostics: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
};

it('answers initialize and ends with 0 after shutdown', async () => {
  const client = TestClient.spawned();
  const result = await client.initialize();
  expect(result.serverInfo.name).toBe('wit-language-server');
  expect(result.capabilities.textDocumentSync).toEqual({ openClose: true, change: 2, save: { includeText: false } });
  expect(await client.request('shutdown')).toMatchObject({ result: null });
  client.notify('exit', undefined);
  expect(await client.exited).toBe(0);
});

it('ends with 1 when it is told to exit without shutdown', async () => {
  const client = TestClient.spawned();
  await client.initialize();
  client.notify('exit', undefined);
  expect(await client.exited).toBe(1);
});

it('refuses requests before initialize and after shutdown', async () => {
  const client = TestClient.spawned();
  const early = await client.request('textDocument/diagnostic', { textDocument: { uri: 'file:///a.wit' } });
  expect(early.error?.code).toBe(-32002);
  await client.initialize({ capabilities: EVERYTHING });
  await client.request('shutdown');
  const late = await client.request('textDocument/diagnostic', { textDocument: { uri: 'file:///a.wit' } });
  expect(late.error?.code).toBe(-32600);
});

describe('capabilities', () => {
  it('negotiates how characters are counted', async () => {
    for (const [offered, taken] of [
      [undefined, 'utf-16'],
      [['utf-8', 'utf-16'], 'utf-8'],
      [['utf-16', 'utf-8'], 'utf-16'],
      [['utf-32'], 'utf-32'],
      [['utf-7'], 'utf-16'],
    ] as const) {
      const client = TestClient.spawned();
      const result = await client.initialize({ capabilities: { general: { positionEncodings: offered } } });
      expect(result.capabilities.positionEncoding).toBe(taken);
    }
  });

  // A new capability needs its methods in the table below.
  it('announces only what the client can use, and answers all of it', async () => {
    const plain = await TestClient.spawned().initialize();
    expect(plain.capabilities.diagnosticProvider).toBeUndefined();
    const client = TestClient.spawned();
    const { capabilities } = await client.initialize({ capabilities: EVERYTHING });
    const methods: Record<string, string[]> = {
      diagnosticProvider: ['textDocument/diagnostic', 'workspace/diagnostic'],
      codeActionProvider: ['textDocument/codeAction'],
      documentFormattingProvider: ['textDocument/formatting'],
      documentRangeFormattingProvider: ['textDocument/rangeFormatting'],
      documentOnTypeFormattingProvider: ['textDocument/onTypeFormatting'],
      completionProvider: ['textDocument/completion'],
      definitionProvider: ['textDocument/definition'],
      declarationProvider: ['textDocument/declaration'],
      typeDefinitionProvider: ['textDocument/typeDefinition'],
      implementationProvider: ['textDocument/implementation'],
      referencesProvider: ['textDocument/references'],
      documentHighlightProvider: ['textDocument/documentHighlight'],
      hoverProvider: ['textDocument/hover'],
      renameProvider: ['textDocument/rename'],
      documentSymbolProvider: ['textDocument/documentSymbol'],
      workspaceSymbolProvider: ['workspace/symbol'],
      typeHierarchyProvider: ['textDocument/prepareTypeHierarchy'],
      foldingRangeProvider: ['textDocument/foldingRange'],
      selectionRangeProvider: ['textDocument/selectionRange'],
      documentLinkProvider: ['textDocument/documentLink'],
      linkedEditingRangeProvider: ['textDocument/linkedEditingRange'],
      signatureHelpProvider: ['textDocument/signatureHelp'],
      inlayHintProvider: ['textDocument/inlayHint'],
      codeLensProvider: ['textDocument/codeLens'],
      executeCommandProvider: ['workspace/executeCommand'],
      semanticTokensProvider: ['textDocument/semanticTokens/full', 'textDocument/semanticTokens/range'],
    };
    const known = new Set(['positionEncoding', 'textDocumentSync', 'workspace', ...Object.keys(methods)]);
    expect(Object.keys(capabilities).filter((it) => !known.has(it))).toEqual([]);
    const uri = 'untitled:a';
    client.open(uri, 'interface i {}');
    const position = { line: 0, character: 10 };
    for (const method of Object.keys(capabilities).flatMap((it) => methods[it] ?? [])) {
      const { error } = await client.request(method, {
        textDocument: { uri },
        position,
        range: { start: position, end: position },
        context: { diagnostics: [], includeDeclaration: true },
        previousResultIds: [],
        options: { tabSize: 2, insertSpaces: true },
        ch: '}',
        newName: 'j',
        query: '',
        positions: [position],
        command: 'wit.checkDependencies',
      });
      expect([method, error]).toEqual([method, undefined]);
    }
  });

  it('answers an unknown request with an error and goes on', async () => {
    const client = TestClient.spawned();
    await client.initialize();
    expect((await client.request('no/such')).error?.code).toBe(-32601);
    expect((await client.request('shutdown')).error).toBeUndefined();
  });
});

it('serves over a socket', async () => {
  const client = await new Promise<TestClient>((resolve) => {
    const listener = createServer((socket) => {
      listener.close();
      // The process is killed at the end.
      socket.on('error', () => socket.destroy());
      resolve(new TestClient(socket, socket));
    });
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      TestClient.spawned([`--socket=${typeof address === 'object' ? address?.port : ''}`]);
    });
  });
  expect((await client.initialize()).serverInfo.name).toBe('wit-language-server');
});

it('is a command line otherwise', () => {
  const { status, stdout } = spawnSync(process.execPath, [SERVER, '--version'], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
