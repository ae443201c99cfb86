// What a policy lets pass is what a host lets run that has nothing else: our verdict on components against `wac targets` with the world
// made from the policy, and against wasmtime with a linker that lacks what is denied. What each policy allows is written here by hand.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';
import { runTool, tool } from '../support/tools.ts';

const [WASM_TOOLS, WAC, PYTHON] = [tool('wasm-tools'), tool('wac'), process.env.WASMTIME_PYTHON];
if (PYTHON === undefined) console.log('policy-proof.test.ts: nothing is instantiated: WASMTIME_PYTHON is not set');

/** Everything that there is, by interface: functions of one type. */
const ALL: Readonly<Record<string, readonly string[]>> = {
  'wasi:random/random@0.2.0': ['get-random-u64'],
  'wasi:random/insecure@0.2.0': ['get-insecure-random-u64'],
  'wasi:clocks/wall-clock@0.2.0': ['now'],
  'wasi:cli/environment@0.2.0': ['get-environment', 'get-arguments'],
  'wasi:cli/exit@0.2.0': ['exit'],
  'wasi:sockets/ip-name-lookup@0.2.0': ['resolve-addresses'],
  'wasi:filesystem/preopens@0.2.0': ['get-directories'],
  'wasi:http/outgoing-handler@0.2.0': ['handle'],
  'acme:db/query@1.0.0': ['read', 'write'],
};

const without = (...gone: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(ALL).flatMap(([key, funcs]) => {
      if (gone.some((it) => !it.includes('#') && key.startsWith(it))) return [];
      return [[key, funcs.filter((func) => !gone.includes(`${key}#${func}`))]];
    }),
  );

const only = (...kept: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(ALL).filter(([key]) => kept.some((it) => key.startsWith(it))));

/** What is written in the file, and what a host of it has. */
const POLICIES: readonly (readonly [rule: object, allowed: Readonly<Record<string, readonly string[]>>])[] = [
  [{ capabilities: { deny: ['random'] } }, without('wasi:random/')],
  [{ capabilities: { allow: ['clocks', 'random'] } }, only('wasi:random/', 'wasi:clocks/')],
  [{ capabilities: { deny: ['host-defined', 'exit'] } }, without('acme:db', 'wasi:cli/exit')],
  [{ capabilities: { deny: ['name-lookup', 'http-outgoing', 'tcp', 'udp'] } }, without('wasi:sockets/', 'wasi:http/')],
  [{ interfaces: { deny: ['wasi:cli/*', 'wasi:filesystem'] } }, without('wasi:cli/', 'wasi:filesystem/')],
  [{ interfaces: { allow: ['wasi:*'] } }, without('acme:')],
  [{ interfaces: { allow: ['wasi:*@0.2', 'acme:db@2'] } }, without('acme:')],
  [{ functions: { deny: ['acme:db/query#write'] } }, without('acme:db/query@1.0.0#write')],
  [{ functions: { deny: ['wasi:cli/environment#get-env*'] } }, without('wasi:cli/environment@0.2.0#get-environment')],
  [
    { capabilities: { deny: ['files', 'preopens'] }, functions: { deny: ['*#handle', '*#now'] } },
    without('wasi:filesystem/', 'wasi:http/outgoing-handler@0.2.0#handle', 'wasi:clocks/wall-clock@0.2.0#now'),
  ],
];

const COMPONENTS: readonly (readonly string[])[] = [
  ['wasi:random/random@0.2.0', 'wasi:clocks/wall-clock@0.2.0'],
  ['wasi:cli/environment@0.2.0', 'wasi:cli/exit@0.2.0'],
  ['wasi:sockets/ip-name-lookup@0.2.0', 'wasi:random/insecure@0.2.0'],
  ['wasi:filesystem/preopens@0.2.0'],
  ['wasi:http/outgoing-handler@0.2.0', 'wasi:clocks/wall-clock@0.2.0'],
  ['acme:db/query@1.0.0'],
  Object.keys(ALL),
  [],
];

/** A world and the packages of its imports, in one file. */
function wit(name: string, imports: Readonly<Record<string, readonly string[]>>): string {
  const packages = new Map<string, string[]>();
  for (const [key, funcs] of Object.entries(imports)) {
    const [from = '', item = ''] = key.split('@')[0]?.split('/') ?? [];
    const head = `${from}@${key.split('@')[1]}`;
    const body = funcs.map((it) => `    ${it}: func(p: u32) -> u32;`).join('\n');
    packages.set(head, [...(packages.get(head) ?? []), `  interface ${item} {\n${body}\n  }`]);
  }
  const nested = [...packages].map(([head, bodies]) => `package ${head} {\n${bodies.join('\n')}\n}\n`);
  const lines = Object.keys(imports).map((it) => `  import ${it};\n`);
  return `package made:${name};\n\nworld w {\n${lines.join('')}}\n\n${nested.join('\n')}`;
}

const INSTANTIATE = `
import json, sys
from wasmtime import Config, Engine, Store
from wasmtime.component import Component, Linker
engine = Engine(Config())
for file, instances in json.load(sys.stdin):
    try:
        linker = Linker(engine)
        with linker.root() as root:
            for key, functions in instances.items():
                with root.add_instance(key) as instance:
                    for name in functions: instance.add_func(name, lambda store, p: p)
        linker.instantiate(Store(engine), Component.from_file(engine, file))
        print('true')
    except Exception as error:
        print('false')
`;

it.skipIf(WASM_TOOLS === undefined || WAC === undefined)(
  'ten policies say what wac and wasmtime say',
  { timeout: 300_000 },
  async () => {
    const cwd = directoryWith({});
    for (const [index, imports] of COMPONENTS.entries()) {
      const chosen = Object.fromEntries(imports.map((it) => [it, ALL[it] ?? []]));
      writeFileSync(path.join(cwd, `c${index}.wit`), wit(`c${index}`, chosen));
      const embed = [
        'component',
        'embed',
        '--dummy',
        `c${index}.wit`,
        '--world',
        `made:c${index}/w`,
        '-o',
        'core.wasm',
      ];
      expect(runTool(WASM_TOOLS ?? '', embed, cwd)).toMatchObject({ status: 0 });
      expect(runTool(WASM_TOOLS ?? '', ['component', 'new', 'core.wasm', '-o', `c${index}.wasm`], cwd)).toMatchObject({
        status: 0,
      });
    }
    const rows: { readonly row: string; readonly ours: boolean; readonly wac: boolean }[] = [];
    const asked: [file: string, instances: object][] = [];
    for (const [number, [rule, allowed]] of POLICIES.entries()) {
      writeFileSync(path.join(cwd, `p${number}.json`), JSON.stringify({ policy: [rule] }));
      mkdirSync(path.join(cwd, `w${number}`));
      writeFileSync(path.join(cwd, `w${number}/w.wit`), wit(`p${number}`, allowed));
      for (const index of COMPONENTS.keys()) {
        const { status } = await run(cwd, ['check', `c${index}.wasm`, '--policy', `p${number}.json`]);
        expect(status).toBeLessThan(2);
        const targets = ['targets', `c${index}.wasm`, '--wit', `w${number}`, '--world', 'w'];
        const wac = runTool(WAC ?? '', targets, cwd).status === 0;
        rows.push({ row: `${JSON.stringify(rule)} c${index}`, ours: status === 0, wac });
        asked.push([path.join(cwd, `c${index}.wasm`), allowed]);
      }
    }
    expect(rows.filter((it) => it.ours !== it.wac)).toEqual([]);
    const runs =
      PYTHON === undefined
        ? undefined
        : execFileSync(PYTHON, ['-c', INSTANTIATE], { input: JSON.stringify(asked), encoding: 'utf8' })
            .trim()
            .split('\n');
    const denied = rows.filter((it) => !it.ours).length;
    console.log(
      `policies: ${POLICIES.length}, ${rows.length} verdicts, ${denied} denied, ${runs?.length ?? 0} instantiated or not`,
    );
    if (runs !== undefined) expect(rows.filter((it, at) => runs[at] !== `${it.ours}`)).toEqual([]);
    expect(denied).toBeGreaterThan(10);
    expect(denied).toBeLessThan(rows.length - 10);
  },
);
