// The entry for Node: the language server when an editor asks for it, otherwise the command line. The bundle has the two
// Wasm files beside it.

import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { isMainThread } from 'node:worker_threads';
import { usageError } from './cli/command.ts';
import { serveFormat } from './cli/format-threads.ts';
import { fail, type Io } from './cli/io.ts';
import { main } from './cli/main.ts';
import { type Transport, transportOf, transportProblem } from './cli/serving.ts';
import { visibleText } from './cli/visible.ts';
import { nodeHost, pathToUri } from './hosts/node.ts';
import { textStore } from './hosts/store.ts';
import { WitParser } from './syntax/parser.ts';

async function parser(load: typeof import('./syntax/tree-sitter.ts').loadParser): Promise<WitParser> {
  const beside = (name: string): Promise<Uint8Array> => readFile(path.join(__dirname, name));
  const [runtime, grammar] = await Promise.all([beside('web-tree-sitter.wasm'), beside('tree-sitter-wit.wasm')]);
  return load(runtime, grammar);
}

/** The pages about diagnostics; of a build without them, none. */
async function pages(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path.join(__dirname, 'pages.json'), 'utf8').catch(() => '{}');
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

async function run(args: readonly string[]): Promise<number | undefined> {
  const io: Io = {
    cwd: process.cwd(),
    env: process.env,
    host: nodeHost(),
    terminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    out: (text) => process.stdout.write(process.stdout.isTTY === true ? visibleText(text) : text),
    err: (text) => process.stderr.write(visibleText(text)),
    // Files that are read once gain nothing from a grammar: no Wasm is loaded.
    parser: async () => new WitParser(),
    pages,
    stdin: () => buffer(process.stdin),
    worker: __filename,
  };
  const transport = transportOf(args);
  return transport === undefined ? main(args, io) : serve(transport, io);
}

/** Milliseconds between two looks at the disk. */
const LOOK = 1000;

async function serve(transport: Transport, io: Io): Promise<number | undefined> {
  const problem = transportProblem(transport, process.send !== undefined);
  if (problem !== undefined) return usageError(io, [problem]);
  // One failure that nobody caught must not end the editing of everything else.
  process.on('unhandledRejection', (error: unknown) => {
    process.stderr.write(`wit-language-server: ${error instanceof Error ? error.stack : error}\n`);
  });
  // The command line has no use for the protocol's library.
  const [{ createConnection, ProposedFeatures }, { startServer }, { loadParser }] = await Promise.all([
    import('vscode-languageserver/node'),
    import('./lsp/server.ts'),
    import('./syntax/tree-sitter.ts'),
  ]);
  const [loaded, socket] = await Promise.all([parser(loadParser), socketOf(transport)]);
  if (socket instanceof Error) return fail(io, { failures: [`cannot connect: ${socket.message}`] });
  const connection =
    socket === undefined
      ? createConnection(ProposedFeatures.all)
      : createConnection(ProposedFeatures.all, socket, socket);
  startServer(connection, io.host, loaded, { store: textStore(pathToUri), look: LOOK, exit: () => process.exit(1) });
  // After the library has begun to listen, so that both hear the first bytes.
  if (transport.kind !== 'node-ipc') exitOnGarbage(socket ?? process.stdin);
  return undefined;
}

/** What is no message cannot be answered, and what comes behind it cannot be found. */
function exitOnGarbage(input: Readable): void {
  let headers = '';
  const look = (data: Buffer): void => {
    headers += data.toString('latin1', 0, 64);
    if (headers.trimStart() === '') return;
    input.off('data', look);
    if (/^\s*(?:c(?:o(?:n(?:t(?:e(?:n(?:t(?:-.*)?)?)?)?)?)?)?)?$/is.test(headers.slice(0, 64))) return;
    process.stderr.write('wit-language-server: the input is no message of the Language Server Protocol\n');
    process.exit(1);
  };
  input.on('data', look);
}

/** The connection to a socket or a pipe, or why there is none; undefined for a transport that is there already. */
function socketOf(transport: Transport): Promise<Socket | Error | undefined> {
  if (!('to' in transport)) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const port = { host: '127.0.0.1', port: Number(transport.to) };
    const socket = transport.kind === 'socket' ? connect(port) : connect(transport.to);
    socket.once('error', resolve);
    socket.once('connect', () => resolve(socket));
  });
}

// Whoever reads our output may stop before its end (`check … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`wit-language-server: cannot write the output: ${error.message}\n`);
  process.exit(2);
});

if (isMainThread) {
  const done = run(process.argv.slice(2)).then((status) => {
    if (status !== undefined) process.exitCode = status;
  });
  done.catch((error: unknown) => {
    process.stderr.write(`wit-language-server: internal error: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 2;
  });
} else {
  // What fails here is an error of the thread that started this one.
  void serveFormat(nodeHost(), new WitParser());
}
