// The entry for Node: the language server when an editor asks for it, otherwise the command line. Each loads nothing of the
// other. `launch.cjs` starts it as dist/server.js, with the two Wasm files beside it.

import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { transportOf } from './cli/serving.ts';

// Packages that are CommonJS call `require` for Node's own modules. Whatever uses it is loaded below.
Object.assign(globalThis, { require: createRequire(import.meta.url) });

const DIST = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * How much bytecode a function runs before V8 looks whether to optimise it. A command ends before most of what V8 would
 * optimise pays: with its default of 68 kB (Node 20), a fifth of the time of `check` goes into compiling.
 */
const COMMAND_BUDGET = '--interrupt-budget=1000000';

async function run(args: readonly string[]): Promise<number | undefined> {
  const transport = transportOf(args);
  if (transport !== undefined) return (await import('./node-language-server.ts')).serve(transport, DIST);
  // Later versions have another flag and a better default.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(COMMAND_BUDGET);
  const { runCommand } = await import('./node-command-line.ts');
  return runCommand(args, DIST);
}

// Whoever reads our output may stop before its end (`check … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`wit-language-server: cannot write the output: ${error.message}\n`);
  process.exit(2);
});

process.stderr.on('error', () => {});

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
  void import('./node-command-line.ts').then(({ runWorker }) => runWorker());
}
