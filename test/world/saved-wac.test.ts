// The way from a composition to its build: what `compose --output` writes and what the preview saves is built by the command in
// its first line, with the real `wac compose`, and the whole is valid. Over seeded graphs of every kind (graphs.ts; `SAVED=N` of
// each) and one with labels.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import type { Wire } from '../../server/src/world/wiring.ts';
import { directoryWith, run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { runTool, tool } from '../support/tools.ts';
import { type GraphPart, graphOf, KINDS } from './graphs.ts';

const [WASM_TOOLS, WAC] = [tool('wasm-tools'), tool('wac')];
const PER_KIND = Number(process.env.SAVED ?? 1);
/** Seeds of a kind that are tried until one is sound. */
const MOST_SEEDS = 20;

const H = 'package x:h {\n  interface h { f: func() -> u8; }\n}\n';
/** Labels of one interface, an interface written in the world, a function, and a part that is called like a word of WAC. */
const LABELS: readonly GraphPart[] = [
  {
    name: 'app',
    wit: `package part:app;\nworld w {\n  import primary: x:h/h;\n  import backup: x:h/h;\n  import note: interface { say: func(s: string); }\n  import tick: func() -> u32;\n  export run: func();\n}\n${H}`,
  },
  {
    name: 'one',
    wit: `package part:one;\nworld w {\n  export x:h/h;\n  export note: interface { say: func(s: string); }\n  export tick: func() -> u32;\n}\n${H}`,
  },
  { name: 'let', wit: `package part:let;\nworld w {\n  import x:h/h;\n  export backup: x:h/h;\n}\n${H}` },
];

function toolSays(cwd: string, program: string | undefined, args: readonly string[]): string {
  const { status, err } = runTool(program ?? '', args, cwd);
  return status === 0 ? '' : err;
}

/** A component of each part, as `NAME.wasm`. */
function build(cwd: string, parts: readonly GraphPart[]): void {
  for (const { name, wit } of parts) {
    mkdirSync(path.join(cwd, name));
    writeFileSync(path.join(cwd, name, 'world.wit'), wit);
    const core = ['component', 'embed', '--dummy', name, '--world', 'w', '-o', 'core.wasm'];
    expect(toolSays(cwd, WASM_TOOLS, core)).toBe('');
    expect(toolSays(cwd, WASM_TOOLS, ['component', 'new', 'core.wasm', '-o', `${name}.wasm`])).toBe('');
  }
}

/** Runs the command of the first line and validates what it makes. Gives what the tools complain about. */
function built(cwd: string, text: string): string {
  const [, command = '', whole = ''] = /^\/\/ Build: wac (.* -o (\S+))$/m.exec(text) ?? [];
  expect(command, text).not.toBe('');
  return (
    toolSays(cwd, WAC, command.split(' ')) ||
    toolSays(cwd, WASM_TOOLS, ['validate', '--features', 'all', path.join(cwd, whole)])
  );
}

interface Verdict {
  readonly sound: boolean;
  readonly wires: readonly Wire[];
  readonly wac: string;
}

async function onCommandLine(
  cwd: string,
  parts: readonly GraphPart[],
  given: readonly string[] = [],
): Promise<Verdict> {
  const files = parts.map((it) => `${it.name}.wasm`);
  const first = await run(cwd, ['compose', ...files, '--format=json']);
  const [wiring = given] = JSON.parse(first.out).composition.wirings as string[][];
  const wires = wiring.flatMap((it) => ['--wire', it]);
  const { status } = await run(cwd, ['compose', ...files, ...wires, '--output', 'whole.wac']);
  if (status !== 0) return { sound: false, wires: [], wac: '' };
  return { sound: true, wires: wiring.map(wireOf), wac: readFileSync(path.join(cwd, 'whole.wac'), 'utf8') };
}

function wireOf(text: string): Wire {
  const [, part = '', wanted = '', from = '', given = ''] = /^([^.]+)\.([^=]+)=([^.]+)\.(.+)$/.exec(text) ?? [];
  return { part, import: wanted, from, export: given };
}

/** As the preview saves it, into a folder of its own. `source`: of the WIT, or the component. */
async function inPreview(
  client: TestClient,
  cwd: string,
  source: (part: GraphPart) => { uri: string },
  parts: readonly GraphPart[],
  wires: readonly Wire[],
): Promise<string> {
  const worlds = parts.map(source);
  const composed = await client.request('wit/composeWorlds', { worlds });
  const names = new Map<string, string>(
    composed.result.composition.parts.map((it: { name: string }, at: number) => [parts[at]?.name ?? '', it.name]),
  );
  const called = (name: string): string => names.get(name) ?? name;
  const renamed = wires.map((it) => ({ ...it, part: called(it.part), from: called(it.from) }));
  const file = path.join(cwd, 'wirings', 'saved.wac');
  const asked = { worlds, wires: renamed, format: 'wac', file: pathToUri(file) };
  const { result } = await client.request('wit/renderWorld', asked);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, result.text);
  // Where a part is WIT, the file says which component belongs where.
  for (const [, name = '', own = ''] of result.text.matchAll(
    /^\/\/ (\S+): a component of the world part:([^/]+)\/w$/gm,
  ))
    copyFileSync(path.join(cwd, `${own}.wasm`), path.join(cwd, 'wirings', name));
  return result.text;
}

it.skipIf(WASM_TOOLS === undefined || WAC === undefined)(
  'builds with wac what is written and what is saved',
  { timeout: 600_000 },
  async () => {
    const faults: string[] = [];
    const seen: Record<string, number> = {};
    const check = async (title: string, parts: readonly GraphPart[], given?: readonly string[]): Promise<boolean> => {
      const cwd = directoryWith({});
      build(cwd, parts);
      const { sound, wires, wac } = await onCommandLine(cwd, parts, given);
      if (!sound) return false;
      const client = TestClient.spawned();
      await client.initialize({ workspaceFolders: [{ uri: pathToUri(cwd), name: 'w' }] });
      const wit = (it: GraphPart) => ({ uri: pathToUri(path.join(cwd, it.name, 'world.wit')), world: 'w' });
      const binary = (it: GraphPart) => ({ uri: pathToUri(path.join(cwd, `${it.name}.wasm`)) });
      const said = {
        'compose --output': built(cwd, wac),
        'saved from WIT': built(path.join(cwd, 'wirings'), await inPreview(client, cwd, wit, parts, wires)),
        'saved from components': built(path.join(cwd, 'wirings'), await inPreview(client, cwd, binary, parts, wires)),
      };
      for (const [how, fault] of Object.entries(said)) if (fault !== '') faults.push(`${title}, ${how}: ${fault}`);
      return true;
    };
    expect(await check('labels', LABELS, ['app.primary=one.x:h/h'])).toBe(true);
    for (const [at, kind] of KINDS.entries()) {
      for (let seed = at; seed < MOST_SEEDS * KINDS.length && (seen[kind] ?? 0) < PER_KIND; seed += KINDS.length)
        if (await check(`${kind} ${seed}`, graphOf(seed).parts)) seen[kind] = (seen[kind] ?? 0) + 1;
    }
    console.log(`saved: 1 with labels, ${JSON.stringify(seen)}, three ways each; ${faults.length} not built`);
    expect(faults).toEqual([]);
    expect(Object.keys(seen)).toEqual([...KINDS]);
  },
);
