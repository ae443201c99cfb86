// The entry for a browser: the language server in a worker. The two Wasm files lie beside the script, or where the
// initialization option `assets` says.

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

async function load(name: string, base: string): Promise<Uint8Array> {
  const response = await worker.fetch(new URL(name, base).href);
  return new Uint8Array(await response.arrayBuffer());
}

/** Where the first message, which is `initialize`, says that the Wasm files are. */
function assetsOf(event: unknown): string | undefined {
  const { data } = event as { readonly data?: { readonly params?: Partial<InitializeParams> } };
  const assets: unknown = data?.params?.initializationOptions?.assets;
  return typeof assets === 'string' ? assets : undefined;
}

async function run(): Promise<void> {
  // Messages that come before the server is up wait for it.
  const early: unknown[] = [];
  const first = new Promise((resolve) => {
    worker.onmessage = (event) => resolve(early.push(event));
  });
  await first;
  const base = assetsOf(early[0]) ?? worker.location.href;
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
  startServer(connection, host, parser, { initializing });
  for (const event of early) worker.onmessage?.(event);
}

void run();
