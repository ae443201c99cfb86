// The entry for a browser: the language server in a worker. The two Wasm files lie beside the script.

import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  type InitializeParams,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import type { Clock } from './base/task.ts';
import { type Ask, browserHost } from './hosts/browser.ts';
import { startServer } from './lsp/server.ts';
import { loadParser } from './syntax/parser.ts';

/** What of a worker's global object is used here; the types of browsers are not those of this project. */
interface Worker {
  onmessage: ((event: unknown) => void) | null;
  postMessage(message: unknown): void;
  readonly location: { readonly href: string };
  fetch(url: string): Promise<{ readonly ok: boolean; arrayBuffer(): Promise<ArrayBuffer> }>;
}

const worker = globalThis as unknown as Worker;

const clock: Clock = {
  now: () => Date.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

async function beside(name: string): Promise<Uint8Array> {
  const response = await worker.fetch(new URL(name, worker.location.href).href);
  return new Uint8Array(await response.arrayBuffer());
}

async function run(): Promise<void> {
  // Messages that come before the server is up wait for it.
  const early: unknown[] = [];
  worker.onmessage = (event) => early.push(event);
  const [runtime, grammar] = await Promise.all([beside('web-tree-sitter.wasm'), beside('tree-sitter-wit.wasm')]);
  const parser = await loadParser(runtime, grammar);
  const reader = new BrowserMessageReader(worker as never);
  const connection = createConnection(ProposedFeatures.all, reader, new BrowserMessageWriter(worker as never));
  let ask: Ask | undefined;
  const host = browserHost(clock, () => ask);
  const initializing = (params: InitializeParams): void => {
    if (params.initializationOptions?.files !== true) return;
    ask = (method, question) => connection.sendRequest(method, question);
  };
  startServer(connection, host, parser, { initializing });
  for (const event of early) worker.onmessage?.(event);
}

void run();
