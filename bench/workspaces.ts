// Large workspaces and whole packages: a keystroke that changes a file's signature, with everything that its package depends
// on, in a workspace of ten packages and of a thousand; the same package read by the reference's Wasm in this process.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { nodeHost, pathToUri } from '../server/src/hosts/node.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';

export interface EditTimes {
  /** Milliseconds from nothing to the findings of the open file. */
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
}

/** Types and deletes a character in a name of one file, and asks for all findings of the file each time. */
export async function edits(
  wit: WitParser,
  folder: string,
  file: string,
  needle: string,
  rounds: number,
  index: boolean,
): Promise<EditTimes> {
  const uri = pathToUri(file);
  const text = readFileSync(file, 'utf8');
  const workspace = new Workspace(nodeHost(), wit);
  workspace.setFolders([pathToUri(folder)]);
  const start = performance.now();
  workspace.openFile(uri, text, 1);
  await workspace.load(uri);
  workspace.snapshot().diagnostics(uri);
  const first = performance.now() - start;
  if (index) for (const root of (await workspace.find(pathToUri(folder))) ?? []) await workspace.loadDirectory(root);
  workspace.snapshot().diagnostics(uri);
  const at = text.indexOf(needle) + 1;
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const edit = round % 2 === 0 ? { start: at, end: at, text: 'x' } : { start: at, end: at + 1, text: '' };
    const begin = performance.now();
    workspace.changeFile(uri, [edit], round + 2);
    workspace.snapshot().diagnostics(uri);
    times.push(performance.now() - begin);
  }
  workspace.closeFile(uri);
  const warm = times.slice(Math.floor(rounds / 10)).sort((a, b) => a - b);
  const quantile = (part: number): number => warm[Math.floor(warm.length * part)] ?? 0;
  return { first, p50: quantile(0.5), p95: quantile(0.95) };
}

/** A workspace made by the tool of `shared/`; undefined where that is missing. The caller removes the directory. */
export function generated(
  tool: string,
  packages: number,
): { readonly folder: string; readonly file: string; readonly needle: string } | undefined {
  if (!existsSync(tool)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-bench-'));
  spawnSync(
    process.execPath,
    [tool, '--packages', String(packages), '--seed', '7', '--layout', 'siblings', '--out', folder],
    { stdio: 'ignore' },
  );
  const below = path.join(folder, 'packages');
  if (!existsSync(below)) return undefined;
  // A file that mentions no other package, of about the same length in both: what differs is the workspace.
  const candidates: { file: string; needle: string; far: number }[] = [];
  for (const name of readdirSync(below).sort()) {
    const wit = path.join(below, name, 'wit');
    const files = readdirSync(wit);
    const file = path.join(wit, files[0] ?? '');
    const text = readFileSync(file, 'utf8');
    const needle = /^\s+([a-z][a-z-]{3,}): func\(/m.exec(text)?.[1];
    if (needle === undefined || /[a-z]:[a-z-]+\//.test(text)) continue;
    candidates.push({ file, needle, far: Math.abs(text.length - 3700) });
  }
  const best = candidates.sort((a, b) => a.far - b.far)[0];
  if (best !== undefined) return { folder, file: best.file, needle: best.needle };
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/** Milliseconds that the reference takes for a package directory; undefined where it is not installed. */
export async function reference(repository: string, directory: string, rounds: number): Promise<number | undefined> {
  const home = path.join(repository, 'node_modules/@bytecodealliance/jco-transpile');
  if (!existsSync(home)) return undefined;
  const shim = createRequire(path.join(home, 'package.json')).resolve('@bytecodealliance/preview2-shim/filesystem');
  const { _setPreopens } = await import(pathToFileURL(shim).href);
  _setPreopens({ '/': '/' });
  const { tools, $init } = await import(pathToFileURL(path.join(home, 'vendor/wasm-tools.js')).href);
  await $init;
  const run = (): void => {
    try {
      tools.componentEmbed({ witPath: directory, dummy: true, features: { tag: 'all' } });
    } catch {
      // Several worlds: the package is read all the same.
    }
  };
  run();
  const start = performance.now();
  for (let round = 0; round < rounds; round++) run();
  return (performance.now() - start) / rounds;
}
