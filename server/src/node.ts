// The entry for Node: the language server when an editor asks for it, otherwise the command line. The bundle has the two
// Wasm files beside it.

import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { isMainThread } from 'node:worker_threads';
import { usageError } from './cli/command.ts';
import { serveFormat } from './cli/format-threads.ts';
import { fail, type Io } from './cli/io.ts';
import { main } from './cli/main.ts';
import { type Transport, transportOf, transportProblem } from './cli/serving.ts';
import { nodeHost, pathToUri } from './hosts/node.ts';
import { textStore } from './hosts/store.ts';
import type { WitParser } from './syntax/parser.ts';
import { loadParser } from './syntax/tree-sitter.ts';

async function parser(): Promise<WitParser> {
  const beside = (name: string): Promise<Uint8Array> => readFile(path.join(__dirname, name));
  const [runtime, grammar] = await Promise.all([beside('web-tree-sitter.wasm'), beside('tree-sitter-wit.wasm')]);
  return loadParser(runtime, grammar);
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
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    parser,
    pages,
    stdin: () => buffer(process.stdin),
    worker: __filename,
  };
  const transport = transportOf(args);
  return transport === undefined ? main(args, io) : serve(transport, io);
}

async function serve(transport: Transport, io: Io): Promise<number | undefined> {
  const problem = transportProblem(transport, process.send !== undefined);
  if (problem !== undefined) return usageError(io, [problem]);
  // One failure that nobody caught must not end the editing of everything else.
  process.on('unhandledRejection', (error: unknown) => {
    process.stderr.write(`wit-language-server: ${error instanceof Error ? error.stack : error}\n`);
  });
  // The command line has no use for the protocol's library.
  const [{ createConnection, ProposedFeatures }, { startServer }] = await Promise.all([
    import('vscode-languageserver/node'),
    import('./lsp/server.ts'),
  ]);
  const [loaded, socket] = await Promise.all([parser(), socketOf(transport)]);
  if (socket instanceof Error) return fail(io, { failures: [`cannot connect: ${socket.message}`] });
  const connection =
    socket === undefined
      ? createConnection(ProposedFeatures.all)
      : createConnection(ProposedFeatures.all, socket, socket);
  startServer(connection, io.host, loaded, { store: textStore(pathToUri) });
  return undefined;
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
  void parser().then((it) => serveFormat(nodeHost(), it));
}
