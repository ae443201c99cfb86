// Large workspaces and whole packages: a keystroke that changes a file's signature, with everything that its package depends
// on, in a workspace of ten packages and of a thousand; the same package read by the reference's Wasm in this process.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

export interface Made {
  readonly folder: string;
  readonly file: string;
  readonly needle: string;
}

/** A workspace made by the tool of `shared/`; undefined where that is missing. The caller removes the directory. */
export function generated(tool: string, packages: number): Made | undefined {
  if (!existsSync(tool)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-bench-'));
  spawnSync(
    process.execPath,
    [tool, '--packages', String(packages), '--seed', '7', '--layout', 'siblings', '--out', folder],
    { stdio: 'ignore' },
  );
  const below = path.join(folder, 'packages');
  for (const name of existsSync(below) ? readdirSync(below).sort() : []) {
    const wit = path.join(below, name, 'wit');
    const file = path.join(wit, readdirSync(wit)[0] ?? '');
    const text = readFileSync(file, 'utf8');
    const needle = /^\s+([a-z][a-z-]{3,}): func\(/m.exec(text)?.[1];
    if (needle !== undefined && /^\s*use [a-z]+:[a-z-]+\//m.test(text)) return { folder, file, needle };
  }
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/** The same package with those that it needs, and others up to so many: what differs is the workspace around the edit. */
export function smaller(made: Made, packages: number): Made {
  const below = path.join(made.folder, 'packages');
  const byName = new Map(
    readdirSync(below).map((directory) => {
      const text = sourcesIn(path.join(below, directory));
      return [/^package ([^;]+);/m.exec(text)?.[1] ?? '', { directory, text }] as const;
    }),
  );
  const own = path.basename(path.dirname(path.dirname(made.file)));
  const kept = new Set([own]);
  for (const directory of kept) {
    const text = sourcesIn(path.join(below, directory));
    for (const [, name = '', version = ''] of text.matchAll(
      /([a-z-]+:[a-z-]+)\/[a-z-]+(@[0-9][^.]*\.[0-9]+\.[0-9a-z.-]+[0-9a-z])?/g,
    )) {
      const used = byName.get(name + version);
      if (used !== undefined) kept.add(used.directory);
    }
  }
  for (const directory of readdirSync(below).sort()) if (kept.size < packages) kept.add(directory);
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-bench-'));
  for (const directory of kept)
    cpSync(path.join(below, directory), path.join(folder, 'packages', directory), { recursive: true });
  return { ...made, folder, file: path.join(folder, path.relative(made.folder, made.file)) };
}

function sourcesIn(directory: string): string {
  const wit = path.join(directory, 'wit');
  return readdirSync(wit)
    .map((name) => readFileSync(path.join(wit, name), 'utf8'))
    .join('\n');
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
