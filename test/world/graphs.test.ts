// Seeded graphs of real components: what we say of a composition is what `wac compose`, validation and wasmtime say, with the `.wac` file
// that we write. `GRAPHS=N` takes N; the number is the seed; `GRAPHS_KIND=worlds` takes those of a kind only. Needs wasm-tools and wac; wasmtime from `WASMTIME_PYTHON`, a Python with the
// package `wasmtime`.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { tool as toolPath } from '../support/tools.ts';
import { graphOf, KINDS } from './graphs.ts';

const count = Number(process.env.GRAPHS ?? 24);
const WASM_TOOLS = toolPath('wasm-tools');
const WAC = toolPath('wac');
const PYTHON = process.env.WASMTIME_PYTHON;
if (PYTHON === undefined) console.log('graphs.test.ts: nothing is loaded: WASMTIME_PYTHON is not set');

const start = promisify(execFile);

async function tool(cwd: string, program: string, ...args: string[]): Promise<string | undefined> {
  return start(program, args, { cwd }).then(
    () => undefined,
    (error: { stderr?: string; message: string }) => (error.stderr || error.message).trim(),
  );
}

/** A file for each part; undefined where one cannot be built. */
async function build(cwd: string, seed: number): Promise<string[] | string> {
  const files: string[] = [];
  for (const { name, wit } of graphOf(seed).parts) {
    writeFileSync(path.join(cwd, `${name}.wit`), wit);
    const core = ['component', 'embed', '--dummy', `${name}.wit`, '--world', `part:${name}/w`, '-o', 'core.wasm'];
    const failed =
      (await tool(cwd, WASM_TOOLS ?? '', ...core)) ??
      (await tool(cwd, WASM_TOOLS ?? '', 'component', 'new', 'core.wasm', '-o', `${name}.wasm`));
    if (failed !== undefined) return failed;
    files.push(`${name}.wasm`);
  }
  return files;
}

interface Preview {
  readonly composition: { readonly wirings: readonly (readonly string[])[] };
}

/** Our verdict, and the wiring that we write. */
async function ours(cwd: string, files: readonly string[]): Promise<{ sound: boolean; why: string; wac: string }> {
  let wires: string[] = [];
  let found = await run(cwd, ['compose', ...files, '--format=json']);
  const { wirings } = (JSON.parse(found.out) as Preview).composition;
  if (wirings[0] !== undefined) {
    wires = wirings[0].flatMap((it) => ['--wire', it]);
    found = await run(cwd, ['compose', ...files, ...wires, '--format=json']);
  }
  const { out } = await run(cwd, ['compose', ...files, ...wires, '--format=wac', '--output=whole.wac']);
  return { sound: found.status === 0, why: outcomes(found.out), wac: out };
}

function outcomes(text: string): string {
  const { composition } = JSON.parse(text) as {
    composition: {
      parts: { name: string; imports: { key: string; outcome: string; message?: string }[] }[];
      problems: object[];
    };
  };
  const lines = composition.parts.flatMap(({ name, imports }) =>
    imports.map((it) => `${name} ${it.key} ${it.outcome} ${it.message ?? ''}`),
  );
  return [...lines, ...composition.problems.map((it) => JSON.stringify(it))].join('\n');
}

/** Undefined: a whole is built and valid. */
async function theirs(cwd: string, files: readonly string[], wac: string): Promise<string | undefined> {
  writeFileSync(path.join(cwd, 'theirs.wac'), wac);
  const deps = files.flatMap((it) => ['--dep', `local:${path.basename(it, '.wasm')}=${it}`]);
  return (
    (await tool(cwd, WAC ?? '', 'compose', 'theirs.wac', ...deps, '-o', 'whole.wasm')) ??
    (await tool(cwd, WASM_TOOLS ?? '', 'validate', '--features', 'all', 'whole.wasm'))
  );
}

const LOAD = `
import sys
from wasmtime import Config, Engine
from wasmtime.component import Component
config = Config()
for feature in ('wasm_component_model_async', 'wasm_component_model_async_builtins', 'wasm_component_model_async_stackful', 'wasm_component_model_error_context'):
    if hasattr(Config, feature): setattr(config, feature, True)
engine = Engine(config)
for line in sys.stdin:
    file = line.strip()
    try:
        Component.from_file(engine, file)
        print('ok', file)
    except Exception as error:
        print('failed', file, str(error).splitlines()[0])
`;

async function loaded(files: readonly string[]): Promise<string[]> {
  const child = promisify(execFile)(PYTHON ?? '', ['-c', LOAD], { maxBuffer: 1e8 });
  child.child.stdin?.end(files.join('\n'));
  const { stdout } = await child;
  return stdout.split('\n').filter((it) => it !== '');
}

it.skipIf(WASM_TOOLS === undefined || WAC === undefined)(
  'wac, validation and wasmtime say the same of graphs',
  { timeout: 3_600_000 },
  async () => {
    const differences: string[] = [];
    const seen: Record<string, { sound: number; unsound: number }> = {};
    for (const kind of KINDS) seen[kind] = { sound: 0, unsound: 0 };
    const wholes: string[] = [];
    const directories: string[] = [];
    try {
      for (let seed = 0; seed < count; seed++) {
        const { kind } = graphOf(seed);
        if (process.env.GRAPHS_KIND !== undefined && process.env.GRAPHS_KIND !== kind) continue;
        const cwd = mkdtempSync(path.join(tmpdir(), `wit-graph-${seed}-`));
        directories.push(cwd);
        const files = await build(cwd, seed);
        if (typeof files === 'string') {
          differences.push(`seed ${seed} (${kind}): a part cannot be built: ${files}`);
          continue;
        }
        const mine = await ours(cwd, files);
        const problem = await theirs(cwd, files, mine.wac);
        const row = seen[kind];
        if (row !== undefined) row[mine.sound ? 'sound' : 'unsound']++;
        if (mine.sound !== (problem === undefined))
          differences.push(
            `seed ${seed} (${kind}): we say ${mine.sound ? 'sound' : 'not sound'}; they say ${problem ?? 'sound'}\n${mine.wac}\n${mine.sound ? '' : mine.why}`,
          );
        if (mine.sound && existsSync(path.join(cwd, 'whole.wac')) === false)
          differences.push(`seed ${seed} (${kind}): no file was written`);
        else if (
          mine.sound &&
          readFileSync(path.join(cwd, 'whole.wac'), 'utf8').split('\n').slice(1).join('\n') !==
            mine.wac.split('\n').slice(1).join('\n')
        )
          differences.push(`seed ${seed} (${kind}): another file was written than was shown`);
        if (mine.sound && problem === undefined) wholes.push(path.join(cwd, 'whole.wasm'));
      }
      const results = PYTHON === undefined ? [] : await loaded(wholes);
      differences.push(...results.filter((it) => it.startsWith('failed')));
      console.log(
        `graphs: ${count}, ${JSON.stringify(seen)}, ${wholes.length} wholes, ${PYTHON === undefined ? 'none' : results.length} loaded, ${differences.length} differ`,
      );
      expect(differences.slice(0, 9)).toEqual([]);
      expect(PYTHON === undefined ? wholes.length : results.length).toBe(wholes.length);
      expect(wholes.length).toBeGreaterThan(directories.length / 3);
    } finally {
      for (const it of directories) rmSync(it, { recursive: true, force: true });
    }
  },
);
