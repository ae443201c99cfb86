// The language server on Node: its transport, the grammar, and what ends it.

import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { visibleText } from './base/escape.ts';
import { usageError } from './cli/command.ts';
import { fail } from './cli/io.ts';
import { type Transport, transportProblem } from './cli/serving.ts';
import { nodeHost, pathToUri } from './hosts/node.ts';
import { textStore } from './hosts/store.ts';
import { startServer } from './lsp/server.ts';
import type { WitParser } from './syntax/parser.ts';
import { loadParser } from './syntax/tree-sitter.ts';

/** Milliseconds between two looks at the disk. */
const LOOK = 1000;

/**
 * Serves until the client ends it. The exit status when that cannot begin, which is said on the error stream; undefined
 * while it serves.
 * @param dist the folder with the two Wasm files
 */
export async function serve(transport: Transport, dist: string): Promise<number | undefined> {
  const io = { err: (text: string) => process.stderr.write(visibleText(text)) };
  const problem = transportProblem(transport, process.send !== undefined);
  if (problem !== undefined) return usageError(io, [problem]);
  // One failure that nobody caught must not end the editing of everything else.
  let uncaught = (error: unknown): void => {
    process.stderr.write(`wit-language-server: ${error instanceof Error ? error.stack : error}\n`);
  };
  process.on('unhandledRejection', (error: unknown) => uncaught(error));
  const [parser, socket] = await Promise.all([loadGrammar(dist), socketOf(transport)]);
  if (socket instanceof Error) return fail(io, { failures: [`cannot connect: ${socket.message}`] });
  const connection =
    socket === undefined
      ? createConnection(ProposedFeatures.all)
      : createConnection(ProposedFeatures.all, socket, socket);
  startServer(connection, nodeHost(), parser, {
    store: textStore(pathToUri),
    look: LOOK,
    exit: () => process.exit(1),
    uncaught: (hear) => {
      uncaught = hear;
    },
    initializing: ({ processId }) => exitWith(processId),
  });
  process.on('disconnect', () => process.exit(1));
  // After the library has begun to listen, so that both hear the first bytes.
  if (transport.kind !== 'node-ipc') exitOnGarbage(socket ?? process.stdin);
  return undefined;
}

async function loadGrammar(dist: string): Promise<WitParser> {
  const read = (name: string): Promise<Uint8Array> => readFile(path.join(dist, name));
  const [runtime, grammar] = await Promise.all([read('web-tree-sitter.wasm'), read('tree-sitter-wit.wasm')]);
  return loadParser(runtime, grammar);
}

/** Milliseconds between two looks at the client's process; the library looks every three seconds. */
const ALIVE = 400;

/** Ends when the client's process does, which may have left our input open. */
function exitWith(processId: number | null): void {
  if (typeof processId !== 'number') return;
  const look = (): void => {
    try {
      process.kill(processId, 0);
    } catch (error) {
      // A process of another user is there, too.
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') process.exit(1);
    }
  };
  setInterval(look, ALIVE).unref();
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
