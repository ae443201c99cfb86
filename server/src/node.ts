// The entry for Node: the language server when an editor asks for it, otherwise the command line. The bundle has the two
// Wasm files beside it.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { isMainThread } from 'node:worker_threads';
import { serveFormat } from './cli/format-threads.ts';
import { main } from './cli/main.ts';
import { nodeHost, pathToUri } from './hosts/node.ts';
import { textStore } from './hosts/store.ts';
import { loadParser, type WitParser } from './syntax/parser.ts';

const SERVING = /^--(stdio|node-ipc|socket(=.*)?|pipe(=.*)?)$/;

async function parser(): Promise<WitParser> {
  const beside = (name: string): Promise<Uint8Array> => readFile(path.join(__dirname, name));
  const [runtime, grammar] = await Promise.all([beside('web-tree-sitter.wasm'), beside('tree-sitter-wit.wasm')]);
  return loadParser(runtime, grammar);
}

async function run(args: readonly string[]): Promise<void> {
  if (args.some((argument) => SERVING.test(argument))) {
    // One failure that nobody caught must not end the editing of everything else.
    process.on('unhandledRejection', (error: unknown) => {
      process.stderr.write(`wit-language-server: ${error instanceof Error ? error.stack : error}\n`);
    });
    // The command line has no use for the protocol's library.
    const [{ createConnection, ProposedFeatures }, { startServer }] = await Promise.all([
      import('vscode-languageserver/node'),
      import('./lsp/server.ts'),
    ]);
    return startServer(createConnection(ProposedFeatures.all), nodeHost(), await parser(), {
      store: textStore(pathToUri),
    });
  }
  process.exitCode = await main(args, {
    cwd: process.cwd(),
    env: process.env,
    host: nodeHost(),
    terminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    parser,
    stdin: () => buffer(process.stdin),
    worker: __filename,
  });
}

// Whoever reads our output may stop before its end (`check … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`wit-language-server: cannot write the output: ${error.message}\n`);
  process.exit(2);
});

if (isMainThread) {
  run(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`wit-language-server: internal error: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 2;
  });
} else {
  // What fails here is an error of the thread that started this one.
  void parser().then((it) => serveFormat(nodeHost(), it));
}
