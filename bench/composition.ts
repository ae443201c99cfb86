// Twenty components put together from their files: read, wired, and made ready to show. Real ones of 12 MB each where
// `scripts/composed.mjs` has left them, else dummies of 3 MB.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { composeWorlds, compositionOf } from '../server/src/features/worlds/compose.ts';
import { worldsOfRoot } from '../server/src/features/worlds/preview.ts';
import { nodeHost, pathToUri } from '../server/src/hosts/node.ts';
import type { World } from '../server/src/model/package.ts';
import type { WitParser } from '../server/src/syntax/parser.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { dummy } from '../test/world/reference.ts';

const PARTS = 20;
/** Rounds that are not counted: a server that composes has read other files before. */
const WARM = 5;
/** What code and data take in a real one. */
const BYTES = 3_000_000;

/** Each needs the one before it and the same interfaces of the host, with resources and records of all kinds. */
function textOf(part: number): string {
  const link = (at: number): string =>
    `package my:link${at} { interface api { use host:io/streams@0.2.0.{input}; record entry { id: u64, name: string, tags: list<string> } write: func(it: entry, source: borrow<input>) -> result<u32, string>; } }\n`;
  const io = `package host:io@0.2.0 {
  interface poll { resource pollable { ready: func() -> bool; block: func(); } }
  interface streams { use poll.{pollable}; variant error { closed, failed(string) } resource input { read: func(n: u64) -> result<list<u8>, error>; subscribe: func() -> pollable; } resource output { write: func(it: list<u8>) -> result<_, error>; } }
  interface files { use streams.{input, output}; flags mode { read, write } resource file { open: func(at: string, how: mode) -> result<file, string>; read: func() -> input; write: func() -> output; } }
}
`;
  const before = part === 0 ? '' : `  import my:link${part - 1}/api;\n`;
  return `package part:p${part};\n\nworld w {\n${before}  import host:io/files@0.2.0;\n  export my:link${part}/api;\n}\n\n${io}${link(part)}${part === 0 ? '' : link(part - 1)}`;
}

/** A custom section, which a reader goes over as it does over code. */
function section(bytes: number): Uint8Array {
  const size: number[] = [];
  for (let left = bytes; ; left >>>= 7) {
    size.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  const head = Uint8Array.from([0, ...size, 1, 120]);
  const all = new Uint8Array(head.length + bytes - 2);
  all.set(head);
  return all;
}

/** Ten apps, each with a logger of its own: copies that differ in the name of the interface between them. */
function realParts(): Uint8Array[] | undefined {
  const cache = path.join(
    process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'),
    'wit-language-server',
    'composed',
  );
  const found = ['app', 'logger'].map((it) => path.join(cache, `${it}.wasm`)).filter(existsSync);
  if (found.length < 2) return undefined;
  const originals = found.map((file) => readFileSync(file, 'latin1'));
  return Array.from({ length: PARTS / 2 }, (_, pair) => `${pair}`.padStart(3, 'n')).flatMap((name) =>
    // Names of the same length leave a binary valid.
    originals.map((text) =>
      Buffer.from(text.replaceAll('demo:log', `demo:${name}`).replaceAll('greet', `gr${name}`), 'latin1'),
    ),
  );
}

async function dummyParts(): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (let part = 0; part < PARTS; part++) {
    const made = await dummy({ witSource: textOf(part) }, `part:p${part}/w`);
    if ('problem' in made) throw new Error(made.problem);
    parts.push(Buffer.concat([made.value, section(BYTES)]));
  }
  return parts;
}

async function worldsAt(wit: WitParser, files: readonly string[]): Promise<{ worlds: World[]; workspace: Workspace }> {
  const workspace = new Workspace(nodeHost(), wit);
  workspace.setSettings({ ...workspace.snapshot().settings(''), resolve: 'toolchain' });
  const worlds: World[] = [];
  for (const file of files) {
    const root = await workspace.loadAt(pathToUri(file));
    const [world] = root === undefined ? [] : worldsOfRoot(workspace.snapshot(), root);
    if (world !== undefined) worlds.push(world);
  }
  return { worlds, workspace };
}

export async function benchComposition(
  wit: WitParser,
  rounds: number,
  show: (what: string, value: string, aim?: string) => unknown,
): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-bench-'));
  try {
    const real = realParts();
    const parts = real ?? (await dummyParts());
    const files = parts.map((bytes, part) => {
      const file = path.join(directory, `p${part}.wasm`);
      writeFileSync(file, bytes);
      return file;
    });
    const times: number[] = [];
    const work: number[] = [];
    let satisfied = 0;
    for (let round = 0; round < WARM + rounds; round++) {
      const start = performance.now();
      const before = process.cpuUsage();
      const { worlds, workspace } = await worldsAt(wit, files);
      const composition = composeWorlds(worlds);
      compositionOf(composition, [workspace.snapshot()], (uri, { start: at }) => `${uri}:${at}`);
      if (round >= WARM) times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(before);
      if (round >= WARM) work.push((user + system) / 1000);
      satisfied = composition.links.filter((it) => it.outcome.kind === 'satisfied').length;
    }
    const wanted = real === undefined ? PARTS - 1 : PARTS / 2;
    if (satisfied !== wanted) throw new Error(`${satisfied} imports are satisfied, not ${wanted}`);
    const median = (all: number[]): string =>
      (all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN).toFixed(0);
    const what = real === undefined ? 'dummies of 3 MB' : 'componentize-js components of 12 MB';
    show(
      `compose ${PARTS} ${what} from their files, warm`,
      `${median(times)} ms (${median(work)} ms of the processor)`,
      'under 300 ms',
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
