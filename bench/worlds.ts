// Worlds: how soon one is elaborated from nothing, how soon an open preview follows a keystroke, how long a large one is drawn.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { previewOf, svgText, worldsOfRoot } from '../server/src/features/worlds/preview.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { nodeHost, pathToUri } from '../server/src/hosts/node.ts';
import type { World } from '../server/src/model/package.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';
import type { Snapshot } from '../server/src/workspace/snapshot.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { worldPath } from '../server/src/world/reasons.ts';

const place = (uri: string, span: { readonly start: number }): string => `${uri}:${span.start}`;

/** Finds a world by the beginning of its path, in whatever package of the workspace it is. */
function worldIn(snapshot: Snapshot, start: string): World | undefined {
  for (const { package: it } of snapshot.semantics.allPackages())
    for (const world of it.worlds.values()) if (worldPath(world).startsWith(start)) return world;
  return undefined;
}

/**
 * Milliseconds from texts in memory, read but not resolved, to the elaborated world with reasons and places; of these, what
 * comes after the package is resolved.
 */
async function coldWorld(wit: WitParser, directory: string, start: string): Promise<[number, number] | undefined> {
  if (!existsSync(directory)) return undefined;
  const workspace = new Workspace(nodeHost(), wit);
  workspace.setSettings({ ...workspace.snapshot().settings(''), resolve: 'toolchain' });
  await workspace.loadDirectory(pathToUri(directory));
  const begin = performance.now();
  const snapshot = workspace.snapshot();
  const world = worldIn(snapshot, start);
  if (world === undefined) return undefined;
  const resolved = performance.now();
  previewOf(snapshot, world, place);
  const end = performance.now();
  return [end - begin, end - resolved];
}

/** A keystroke in a name that the world uses: what the server does for it until the preview and its state are there. */
export async function previewKeystrokes(
  wit: WitParser,
  directory: string,
  file: string,
  needle: string,
  start: string,
  rounds: number,
): Promise<{ readonly p50: number; readonly p95: number } | undefined> {
  if (!existsSync(file)) return undefined;
  const uri = pathToUri(file);
  const text = readFileSync(file, 'utf8');
  const workspace = new Workspace(nodeHost(), wit);
  workspace.setFolders([pathToUri(directory)]);
  workspace.openFile(uri, text, 1);
  const root = await workspace.loadDirectory(pathToUri(directory));
  const at = text.indexOf(needle) + 1;
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const edit = round % 2 === 0 ? { start: at, end: at, text: 'x' } : { start: at, end: at + 1, text: '' };
    const begin = performance.now();
    workspace.changeFile(uri, [edit], round + 2);
    const snapshot = workspace.snapshot();
    for (const own of root?.files ?? []) snapshot.diagnostics(own);
    const world = worldIn(snapshot, start);
    if (world === undefined) return undefined;
    previewOf(snapshot, world, place);
    times.push(performance.now() - begin);
  }
  workspace.closeFile(uri);
  times.sort((a, b) => a - b);
  const quantile = (part: number): number => times[Math.floor(times.length * part)] ?? 0;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}

/** Milliseconds from the world to its drawing. */
export async function drawn(wit: WitParser, interfaces: number): Promise<number> {
  const uri = 'file:///bench/large.wit';
  const workspace = new Workspace(new MemoryHost({ [uri]: large(interfaces) }), wit);
  const root = await workspace.loadFile(uri);
  const snapshot = workspace.snapshot();
  const [world] = root === undefined ? [] : worldsOfRoot(snapshot, root);
  if (world === undefined || world.imports.size < interfaces) return Number.NaN;
  const begin = performance.now();
  svgText(previewOf(snapshot, world, place));
  return performance.now() - begin;
}

/** Thirty packages whose interfaces use each other, and a world that imports them all. */
function large(interfaces: number): string {
  const perPackage = 10;
  const packages: string[] = [];
  const imports: string[] = [];
  for (let at = 0; at < interfaces / perPackage; at++) {
    const bodies = Array.from({ length: perPackage }, (_, index) => {
      const use =
        index > 0
          ? `use i${index - 1}.{t as before};`
          : at > 0
            ? `use p${at % 3 === 0 ? 0 : at - 1}:lib/i3@1.0.0.{t as other};`
            : '';
      imports.push(`  import p${at}:lib/i${index}@1.0.0;`);
      return `  interface i${index} { ${use} record t { a: u32 } get: func(a: t) -> t; }`;
    });
    packages.push(`package p${at}:lib@1.0.0 {\n${bodies.join('\n')}\n}`);
  }
  return `package bench:large;\nworld large {\n${imports.join('\n')}\n}\n${packages.join('\n')}\n`;
}

export async function benchWorlds(
  wit: WitParser,
  corpus: string,
  rounds: number,
  show: (what: string, value: string, aim: string) => void,
): Promise<void> {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const proxy = path.join(corpus, 'bytecodealliance+jco/packages/jco-transpile/test/fixtures/wit/wasi-http-proxy');
  for (const [directory, start] of [
    [proxy, 'wasi:http/proxy'],
    [path.join(corpus, 'WebAssembly+wasi-cli/wit'), 'wasi:cli/command'],
  ] as const) {
    const first = await coldWorld(wit, directory, start);
    if (first === undefined) continue;
    const again: number[] = [];
    for (let round = 0; round < 9; round++) again.push((await coldWorld(wit, directory, start))?.[0] ?? Number.NaN);
    again.sort((a, b) => a - b);
    show(`${start}: its packages resolved and it elaborated, median`, ms(again[4] ?? Number.NaN), 'under 10 ms');
    show(`${start}: the same, as the first thing a process does`, ms(first[0]), '');
    show(`${start}: of that, elaborated with its reasons`, ms(first[1]), 'under 10 ms');
  }
  const file = path.join(proxy, 'deps/http/types.wit');
  const followed = await previewKeystrokes(wit, proxy, file, 'method-t', 'wasi:http/proxy', rounds);
  if (followed !== undefined) {
    show('keystroke to the preview of wasi:http/proxy, p50', ms(followed.p50), '');
    show('keystroke to the preview of wasi:http/proxy, p95', ms(followed.p95), 'under 30 ms');
  }
  show('a world of 300 interfaces, drawn as SVG', ms(await drawn(wit, 300)), 'under 1000 ms');
}
