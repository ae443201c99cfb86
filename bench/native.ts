// `npm run bench -- --native`: the same work by this server, by an older build of it (`--old DIRECTORY`), and by the native
// reference, one after the other in each round, so that what else the machine does concerns all. Prints the middle of each and
// the middle of the ratios. The reference must be optimised: `--wasm-tools FILE` (else `WASM_TOOLS`, else from the path) for
// whole processes, `--reference FILE` (`npm run reference`) for packages read again and again in one process.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { pathToUri } from '../server/src/hosts/node.ts';
import { readCorpus } from './corpus.ts';
import { keepFigures } from './figures.ts';
import { editingSession, type SessionOptions } from './keystrokes.ts';

interface Used {
  /** Seconds. */
  readonly user: number;
  readonly cpu: number;
  /** Megabytes. */
  readonly peak: number;
}

/** Node tells nothing of the children that it waited for. Where a script starts Python, that has had children before. */
const METER = `
import resource, subprocess, sys
before = resource.getrusage(resource.RUSAGE_CHILDREN)
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
it = resource.getrusage(resource.RUSAGE_CHILDREN)
user = it.ru_utime - before.ru_utime
print(user, user + it.ru_stime - before.ru_stime, it.ru_maxrss / 1024)
`;

function used(command: readonly string[]): Used {
  const { stdout, status } = spawnSync('python3', ['-c', METER, ...command], { encoding: 'utf8' });
  if (status !== 0) throw new Error('python3 is needed to measure other processes');
  const [user = 0, cpu = 0, peak = 0] = stdout.split(' ').map(Number);
  return { user, cpu, peak };
}

type Side = 'native' | 'now' | 'old';

const middle = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

export interface NativeOptions {
  readonly rounds: number;
  readonly servers: Readonly<Partial<Record<'now' | 'old', string>>>;
  readonly tools: string;
  readonly reference: string | undefined;
}

const rows: [what: string, value: string, aim: string][] = [];

/** Measures all sides by turns and prints one row. */
async function row(
  what: string,
  unit: string,
  aim: string,
  rounds: number,
  sides: Readonly<Partial<Record<Side, () => number | Promise<number>>>>,
): Promise<void> {
  const found = new Map<Side, number[]>();
  for (let round = 0; round < rounds; round++)
    for (const [side, measure] of Object.entries(sides) as [Side, () => number | Promise<number>][])
      found.set(side, [...(found.get(side) ?? []), await measure()]);
  const of = (side: Side): string => {
    const all = found.get(side);
    return all === undefined ? '' : `${side} ${middle(all).toPrecision(3)} ${unit}`;
  };
  const against = (side: Side): string => {
    const [ours, theirs] = [found.get('now') ?? [], found.get(side)];
    if (theirs === undefined) return '';
    return `now/${side} ${middle(ours.map((it, at) => it / (theirs[at] ?? Number.NaN))).toFixed(2)}`;
  };
  const parts = [of('native'), of('old'), of('now'), against('native'), against('old')].filter((it) => it !== '');
  rows.push([what, parts.join(', '), aim]);
  console.log(`${what}: ${[...parts, aim === '' ? '' : `aim ${aim}`].filter((it) => it !== '').join(', ')}`);
}

/** Reads a package again and again in one process of the reference; gives the milliseconds of one reading. */
class NativeReader {
  readonly #child: ChildProcess;
  #heard: () => void = () => {};

  constructor(program: string) {
    this.#child = spawn(program, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout?.on('data', (data: Buffer) => {
      if (data.includes(10)) this.#heard();
    });
  }

  async read(directory: string, times: number): Promise<number[]> {
    const all: number[] = [];
    for (let round = 0; round < times; round++) {
      const start = performance.now();
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
        this.#child.stdin?.write(`${directory}\n`);
      });
      all.push(performance.now() - start);
    }
    return all;
  }

  end(): void {
    this.#child.stdin?.end();
  }
}

/** Of 32,000 lines and 1 MB. */
function largeText(): string {
  const lines = ['package bench:large@1.0.0;', 'interface i {'];
  for (let at = 0; lines.length < 31_990; at += 1)
    lines.push(
      `  record r${at} {`,
      `    first: list<tuple<u32, string>>,`,
      `    other: option<u64>,`,
      '  }',
      `  get${at}: func(it: r${at}, more: bool) -> result<r${at}, string>;`,
    );
  return `${lines.join('\n')}\n}\n`;
}

export async function benchNative({ rounds, servers, tools, reference }: NativeOptions): Promise<void> {
  const shared = existsSync('../shared') ? realpathSync('../shared') : '';
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-native-'));
  const native = (place: string): readonly string[] => [tools, 'component', 'wit', place];
  const ours = Object.entries(servers) as ['now' | 'old', string][];
  const each = (measure: (server: string) => number | Promise<number>) =>
    Object.fromEntries(ours.map(([side, server]) => [side, () => measure(server)]));
  const processes = (what: string, place: string, aim: string, unit: string, of: (it: Used) => number) =>
    row(what, unit, aim, rounds, {
      native: () => of(used(native(place))),
      ...each((server) => of(used([process.execPath, server, 'check', place]))),
    });
  try {
    const mono = path.join(folder, 'mono');
    const stress = [path.join(shared, 'tools/make_stress.mjs'), '--files', '1000', '--layout', 'mono', '--seed', '3'];
    spawnSync(process.execPath, [...stress, '--out', mono], { stdio: 'ignore' });
    const root = path.join(mono, 'wit');
    await processes('check of 1,001 files, user CPU', root, '6 of native', 's', (it) => it.user);
    await processes('check of 1,001 files, memory', root, '120 MB', 'MB', (it) => it.peak);
    const http = path.join(shared, 'corpus/bytecodealliance+wasip3-prototyping/crates/wasi-http/wit');
    await processes('check of wasi:http with its closure, CPU', http, '0.35 of the old build', 's', (it) => it.cpu);
    const large = path.join(folder, 'large.wit');
    writeFileSync(large, largeText());
    await processes('check of 1 MB in 32,000 lines, user CPU', large, '5 of native', 's', (it) => it.user);
    await keystrokes({ rounds, servers, tools, reference }, http);
    keepFigures('native', rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keys in an open file, against the reference reading the whole package again. */
async function keystrokes({ rounds, servers, reference }: NativeOptions, http: string): Promise<void> {
  const reader = reference === undefined ? undefined : new NativeReader(reference);
  const corpus = readCorpus('../shared/corpus');
  const types = path.join(http, 'deps/http/types.wit');
  const largest = corpus.largest.path ?? types;
  const session = (server: string, file: string, options: SessionOptions) =>
    editingSession(server, pathToUri(file), readFileSync(file, 'utf8'), 200, options);
  for (const [what, file, place, aims, options] of [
    ['a key in one name, wasi:http', types, http, ['0.3 of native', '1 of native'], { needle: 'field-key' }],
    ['a key in the largest file', largest, path.dirname(largest), ['1 of native', '10 ms'], {}],
  ] as const) {
    for (const [at, part] of [0.5, 0.95].entries())
      await row(`${what}, p${part * 100}`, 'ms', aims[at] ?? '', rounds, {
        ...(reader === undefined ? {} : { native: async () => quantile(await reader.read(place, 30), part) }),
        ...Object.fromEntries(
          Object.entries(servers).map(([side, server]) => [
            side,
            async () => {
              const it = await session(server, file, options);
              return part === 0.5 ? it.p50 : it.p95;
            },
          ]),
        ),
      });
  }
  reader?.end();
  const pushed = (of: (it: Awaited<ReturnType<typeof session>>) => number) =>
    Object.fromEntries(
      Object.entries(servers).map(([side, server]) => [
        side,
        async () => of(await session(server, types, { needle: 'field-key', push: true })),
      ]),
    );
  await row(
    'spawn to first diagnostics, push',
    'ms',
    '200 ms quiet',
    rounds,
    pushed((it) => it.spawned),
  );
  await row(
    'key to diagnostics, push, p50',
    'ms',
    '5 ms',
    rounds,
    pushed((it) => it.p50),
  );
}

function quantile(all: readonly number[], part: number): number {
  return [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? Number.NaN;
}

/** The options of the command line. */
export function nativeOptions(args: readonly string[]): NativeOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      old: { type: 'string' },
      'wasm-tools': { type: 'string' },
      reference: { type: 'string' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const text = (it: unknown): string | undefined => (typeof it === 'string' ? it : undefined);
  const old = text(values.old);
  return {
    rounds: Number(values.rounds),
    servers: { ...(old === undefined ? {} : { old: path.join(old, 'server.js') }), now: 'dist/server.js' },
    tools: text(values['wasm-tools']) ?? process.env.WASM_TOOLS ?? 'wasm-tools',
    reference: text(values.reference),
  };
}
