// The language server in a browser's worker: its transport, and the grammar.

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
import { loadParser } from './syntax/tree-sitter.ts';

/** What of a worker's global object is used here; the types of browsers are not those of this project. */
interface Worker {
  postMessage(message: unknown): void;
  addEventListener(type: 'unhandledrejection', listener: (event: { readonly reason: unknown }) => void): void;
  fetch(url: string): Promise<{ readonly ok: boolean; arrayBuffer(): Promise<ArrayBuffer> }>;
}

const worker = globalThis as unknown as Worker;

const clock: Clock = {
  now: () => Date.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

async function load(name: string, base: string): Promise<Uint8Array> {
  const response = await worker.fetch(new URL(name, base).href);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Serves the messages that this worker gets from now on.
 * @param base the folder with the two Wasm files, or a file beside them
 */
export async function serve(base: string): Promise<void> {
  const files = ['web-tree-sitter.wasm', 'tree-sitter-wit.wasm'] as const;
  const [runtime, grammar] = await Promise.all([load(files[0], base), load(files[1], base)]);
  const parser = await loadParser(runtime, grammar);
  const reader = new BrowserMessageReader(worker as never);
  const connection = createConnection(ProposedFeatures.all, reader, new BrowserMessageWriter(worker as never));
  let ask: Ask | undefined;
  const host = browserHost(clock, () => ask);
  const initializing = (params: InitializeParams): void => {
    if (params.initializationOptions?.files !== true) return;
    ask = (method, question) => connection.sendRequest(method, question);
  };
  startServer(connection, host, parser, {
    initializing,
    uncaught: (hear) => worker.addEventListener('unhandledrejection', ({ reason }) => hear(reason)),
  });
}
