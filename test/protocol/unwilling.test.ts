// Clients that refuse, go away or cannot be told to ask again: none of them ends the server or is left without findings.

import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { testParser } from '../support/parser.ts';
import { TestClient } from '../support/server.ts';

const URI = 'untitled:a.wit';
const BROKEN = 'package a:b;\ninterface i {\n  f: func(x: strin);\n}\n';

const REFRESHES = {
  diagnostics: { refreshSupport: true },
  inlayHint: { refreshSupport: true },
  codeLens: { refreshSupport: true },
  semanticTokens: { refreshSupport: true },
};

describe('a client that answers the requests of the server with an error', () => {
  it('is served on, and the log names each refused request once', async () => {
    const client = TestClient.spawned();
    client.refuses = true;
    await client.initialize({ capabilities: { workspace: REFRESHES, textDocument: { diagnostic: {} } } });
    client.open(URI, BROKEN);
    for (let round = 0; round < 3; round++) {
      client.notify('workspace/didChangeConfiguration', { settings: {} });
      const { result } = await client.request('textDocument/diagnostic', { textDocument: { uri: URI } });
      expect(result.items.map((it: { code: string }) => it.code)).toEqual(['name/unknown-type']);
      await client.asked('workspace/codeLens/refresh');
    }
    const refused = client.notifications
      .filter((it) => it.method === 'window/logMessage')
      .map((it) => /the client refused (\S+):/.exec(it.params.message)?.[1])
      .filter((it) => it !== undefined);
    expect(refused.toSorted()).toEqual([...new Set(refused)].toSorted());
    expect(refused).toContain('workspace/codeLens/refresh');
    // None of that is a fault of the server.
    expect(client.notifications.filter((it) => it.method === 'window/showMessage')).toEqual([]);
  });
});

describe('a client that pulls diagnostics but cannot be told to pull again', () => {
  it('is sent them', async () => {
    const client = await TestClient.inside(new MemoryHost({}));
    const { capabilities } = await client.initialize({ capabilities: { textDocument: { diagnostic: {} } } });
    expect(capabilities.diagnosticProvider).toBeUndefined();
    client.open(URI, BROKEN);
    expect((await client.diagnostics(URI, 1)).map((it: { code: string }) => it.code)).toEqual(['name/unknown-type']);
  });

  it('pulls when it spells the capability in the singular', async () => {
    const client = await TestClient.inside(new MemoryHost({}));
    const workspace = { diagnostic: { refreshSupport: true } };
    const { capabilities } = await client.initialize({ capabilities: { textDocument: { diagnostic: {} }, workspace } });
    expect(capabilities.diagnosticProvider).toBeDefined();
  });
});

describe('an answer about one file', () => {
  const A = 'file:///w/wit/a.wit';
  const B = 'file:///w/wit/b.wit';
  const TYPES = 'interface types {\n  type t = u8;\n}\n';

  async function opened(relatedDocumentSupport: boolean): Promise<TestClient> {
    const client = await TestClient.inside(new MemoryHost({}));
    const workspace = { diagnostics: { refreshSupport: true } };
    await client.initialize({ capabilities: { textDocument: { diagnostic: { relatedDocumentSupport } }, workspace } });
    client.open(A, 'package a:b;\ninterface i {\n  use types.{t};\n  f: func(x: t);\n}\n');
    client.open(B, TYPES);
    return client;
  }
  const pulled = async (client: TestClient, uri: string) =>
    (await client.request('textDocument/diagnostic', { textDocument: { uri } })).result;

  it('brings the findings of other open files that have changed, once', async () => {
    const client = await opened(true);
    expect((await pulled(client, A)).items).toEqual([]);
    expect((await pulled(client, B)).relatedDocuments).toBeUndefined();
    client.change(B, 2, { text: TYPES.replace('type t', 'type other') });
    const { relatedDocuments } = await pulled(client, B);
    expect(Object.keys(relatedDocuments)).toEqual([A]);
    expect(relatedDocuments[A].items[0].code).toBe('name/not-in-interface');
    expect((await pulled(client, B)).relatedDocuments).toBeUndefined();
    client.change(B, 3, { text: TYPES });
    expect((await pulled(client, B)).relatedDocuments[A].items).toEqual([]);
  });

  it('is about this file only where the client takes no more', async () => {
    const client = await opened(false);
    await pulled(client, A);
    client.change(B, 2, { text: TYPES.replace('type t', 'type other') });
    expect((await pulled(client, B)).relatedDocuments).toBeUndefined();
  });
});

it('a connection that is disposed stops every timer and throws nothing', async () => {
  const rejected: unknown[] = [];
  const listen = (error: unknown): void => void rejected.push(error);
  process.on('unhandledRejection', listen);
  onTestFinished(() => void process.off('unhandledRejection', listen));
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(connection, new MemoryHost({}), await testParser());
  const client = new TestClient(toClient, toServer);
  await client.initialize({ capabilities: {} });
  client.open(URI, BROKEN);
  await client.diagnostics(URI, 1);
  client.change(URI, 2, { text: `${BROKEN}\n` });
  await client.request('textDocument/hover', { textDocument: { uri: URI }, position: { line: 0, character: 0 } });
  connection.dispose();
  // Longer than any delay before findings are sent.
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(rejected).toEqual([]);
});
