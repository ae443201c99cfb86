// The command line on Node: what commands may touch of the process.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { visibleText } from './base/escape.ts';
import { check } from './cli/check.ts';
import type { Io } from './cli/io.ts';
import { nodeHost } from './hosts/node.ts';
import { WitParser } from './syntax/parser.ts';

/** The exit status. @param dist the folder of the built program */
export async function runCommand(args: readonly string[], dist: string): Promise<number> {
  const io: Io = {
    cwd: process.cwd(),
    env: process.env,
    host: nodeHost(),
    terminal: { out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    out: (text) => process.stdout.write(process.stdout.isTTY === true ? visibleText(text) : text),
    err: (text) => process.stderr.write(visibleText(text)),
    // Files that are read once gain nothing from a grammar: no Wasm is loaded.
    parser: async () => new WitParser(),
    pages: () => texts(path.join(dist, 'pages.json')),
    siteAssets: () => texts(path.join(dist, 'site.json')),
    stdin: () => buffer(process.stdin),
    worker: path.join(dist, 'server.js'),
  };
  // What runs for every commit and in every editor's task loads nothing of the other commands.
  const [name, ...rest] = args;
  return name === check.name ? check.run(rest, io) : (await import('./cli/main.ts')).main(args, io);
}

/** What a thread does that `format` started. */
export async function runWorker(): Promise<void> {
  const { serveFormat } = await import('./cli/format-threads.ts');
  return serveFormat(nodeHost(), new WitParser());
}

/** Texts by their names; of a build without them, none. */
async function texts(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}
