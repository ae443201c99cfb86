// The entry for a browser's worker: a plain script, since that is what editors start a worker with. It loads the server, which
// shares its parts with the one for Node, from beside itself, or from where the initialization option `assets` says.

import type { InitializeParams } from 'vscode-languageserver/browser';
import type { serve as serveIn } from './browser-language-server.ts';

/** What of a worker's global object is used here; the types of browsers are not those of this project. */
interface Worker {
  onmessage: ((event: unknown) => void) | null;
  readonly location: { readonly href: string };
}

const worker = globalThis as unknown as Worker;

/** Where the first message, which is `initialize`, says that the other files are. */
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
  const { serve }: { readonly serve: typeof serveIn } = await import(
    new URL('server/browser-language-server.js', base).href
  );
  await serve(base);
  for (const event of early) worker.onmessage?.(event);
}

void run();
