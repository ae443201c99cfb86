// The bundle for browsers, in a worker thread that looks like a browser's worker: no disk, Wasm by `fetch`, messages as
// objects, files from the client.

import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';

const BUNDLE = fileURLToPath(new URL('../../dist/browser-server.js', import.meta.url));

/** Gives the thread a browser's globals and takes Node's away. */
const DISGUISE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { readFileSync } = require('node:fs');
  globalThis.self = globalThis;
  globalThis.location = { href: workerData.href };
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  globalThis.importScripts = () => {};
  globalThis.addEventListener = () => {};
  globalThis.WorkerGlobalScope = Object;
  globalThis.fetch = async (url) => {
    const bytes = readFileSync(new URL(url));
    return { ok: true, arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
  };
  parentPort.on('message', (data) => globalThis.onmessage?.({ data }));
  const source = readFileSync(new URL(workerData.href), 'utf8');
  globalThis.process = undefined;
  (0, eval)(source);
`;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri: string };
  readonly result?: {
    readonly items?: readonly { readonly code: string }[];
    readonly serverInfo?: { readonly name: string };
    readonly page?: { readonly heading: string };
  };
}

const FILES: Readonly<Record<string, string>> = {
  'vscode-vfs://host/w/a.wit': 'package a:b;\ninterface i { use j.{t}; f: func() -> t; }\n',
  'vscode-vfs://host/w/b.wit': 'interface j { type t = u8 }\n',
};

/** What a client answers that reads files. */
function answer({ method, params }: Message): unknown {
  const uri = params?.uri ?? '';
  const text = FILES[uri];
  if (method === 'wit/readFile') return text === undefined ? null : Buffer.from(text).toString('base64');
  if (method === 'wit/readDirectory' && uri === 'vscode-vfs://host/w')
    return Object.keys(FILES).map((it) => ({ name: it.slice(uri.length + 1), kind: 'file' }));
  return null;
}

it('answers like the server for Node, with files from the client', async () => {
  expect(existsSync(BUNDLE), 'dist/browser-server.js is missing: run `npm run build` first').toBe(true);
  const worker = new Worker(DISGUISE, { eval: true, workerData: { href: pathToFileURL(BUNDLE).href } });
  onTestFinished(async () => {
    await worker.terminate();
  });
  const pending = new Map<number, (message: Message) => void>();
  worker.on('message', (message: Message) => {
    if (message.method === undefined) pending.get(message.id ?? -1)?.(message);
    else if (message.id !== undefined) worker.postMessage({ jsonrpc: '2.0', id: message.id, result: answer(message) });
  });
  let last = 0;
  const request = (method: string, params: unknown): Promise<Message> => {
    const id = ++last;
    const response = new Promise<Message>((resolve) => pending.set(id, resolve));
    worker.postMessage({ jsonrpc: '2.0', id, method, params });
    return response;
  };
  const { result } = await request('initialize', {
    processId: null,
    rootUri: null,
    initializationOptions: { files: true },
    capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
  });
  expect(result?.serverInfo?.name).toBe('wit-language-server');
  worker.postMessage({ jsonrpc: '2.0', method: 'initialized', params: {} });
  const codes = async (name: string): Promise<readonly string[] | undefined> => {
    const textDocument = { uri: `vscode-vfs://host/w/${name}` };
    return (await request('textDocument/diagnostic', { textDocument })).result?.items?.map((it) => it.code);
  };
  expect(await codes('a.wit')).toEqual([]);
  expect(await codes('b.wit')).toEqual(['syntax/missing-semicolon']);
  const documented = {
    textDocument: { uri: 'vscode-vfs://host/w/a.wit' },
    address: 'a/b/unversioned/interface.j.html',
  };
  expect((await request('wit/documentationPage', documented)).result?.page?.heading).toBe('j');
}, 20_000);
