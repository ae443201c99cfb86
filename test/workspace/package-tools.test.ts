// What the real wkg 0.16.1 and wit-deps 0.6.0 write is read without a false finding, and what we tell people to run is what they
// take. Neither needs a registry here: every dependency has a path.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchCommand } from '../../client/src/fetch-command.ts';
import { programVersion } from '../../client/src/program-version.ts';
import { runsOf } from '../../client/src/tools.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith, run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { runTool, tool } from '../support/tools.ts';

const WKG = tool('wkg');
const WIT_DEPS = tool('wit-deps');
for (const [name, found] of Object.entries({ wkg: WKG, 'wit-deps': WIT_DEPS }))
  if (found === undefined) console.warn(`package-tools.test.ts: no ${name}: scripts/rust-tools.sh ${name} builds it`);

const FILES = {
  'app/wit/a.wit': 'package acme:app;\n\nworld w {\n  import shop:money/types@1.0.0;\n  export acme:log/log;\n}\n',
  'libs/money/m.wit':
    'package shop:money@1.0.0;\n\n/// 𝔘\ninterface types {\n  use shop:base/ids.{id};\n  type amount = id;\n}\n',
  'libs/base/b.wit': 'package shop:base;\n\ninterface ids {\n  type id = u64;\n}\n',
  'libs/log/a.wit': 'package acme:log;\n\ninterface log {\n  put: func(line: string);\n}\n',
  'libs/log/b.wit': 'interface more {}\n',
};

/** Nothing is said by the command line in any mode, by an editor, and of the lock file. */
async function accepted(directory: string, wit = 'app/wit'): Promise<void> {
  for (const args of [[], ['--locked'], ['--resolve', 'workspace'], ['--resolve', 'workspace', '--locked']]) {
    const { out, status } = await run(directory, ['check', wit, ...args, '--format', 'json']);
    expect(JSON.parse(out).diagnostics, args.join(' ')).toEqual([]);
    expect(status).toBe(0);
  }
  const client = await TestClient.inside(nodeHost({ git: false }));
  await client.initialize({ workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }] });
  const uri = pathToUri(path.join(directory, wit, 'a.wit'));
  const text = FILES['app/wit/a.wit'];
  client.open(uri, text);
  expect(await client.diagnostics(uri, 1)).toEqual([]);
  const { result } = await client.request('wit/dependencyStatus', {});
  expect(result.packages).not.toEqual([]);
  expect(result.packages.flatMap((it: { findings: unknown[] }) => it.findings)).toEqual([]);
}

function ran(program: string | undefined, args: readonly string[], cwd: string): void {
  expect(runTool(program ?? '', args, cwd), args.join(' ')).toMatchObject({ status: 0 });
}

describe.skipIf(WKG === undefined)('wkg (skipped where it is not installed)', () => {
  const overrides = (names: Readonly<Record<string, string>>): string =>
    `[overrides]\n${Object.entries(names)
      .map(([name, at]) => `"${name}" = { path = "../libs/${at}" }\n`)
      .join('')}`;
  const files = {
    ...FILES,
    'app/wkg.toml': overrides({ 'shop:money': 'money', 'shop:base': 'base', 'acme:log': 'log' }),
  };

  it.each(['wit', 'wasm'])('layout and lock file of `fetch --type %s`', async (type) => {
    const directory = directoryWith(files);
    ran(WKG, ['fetch', '--type', type, 'wit'], path.join(directory, 'app'));
    await accepted(directory);
  });

  it('a package that needs nothing', async () => {
    const directory = directoryWith({ 'app/wit/a.wit': 'package acme:app;\n\ninterface i {}\n' });
    ran(WKG, ['fetch', 'wit'], path.join(directory, 'app'));
    expect(await run(directory, ['check', 'app/wit', '--locked'])).toMatchObject({ status: 0 });
  });

  it('what `build` writes is read as the package that it is', async () => {
    const directory = directoryWith(files);
    ran(WKG, ['build', '-o', 'out.wasm'], path.join(directory, 'app'));
    expect(await run(directory, ['check', 'app/out.wasm'])).toMatchObject({ status: 0 });
    mkdirSync(path.join(directory, 'user/deps'), { recursive: true });
    writeFileSync(path.join(directory, 'user/u.wit'), 'package acme:user;\n\nworld v {\n  include acme:app/w;\n}\n');
    ran('cp', ['app/out.wasm', 'user/deps/app.wasm'], directory);
    expect(await run(directory, ['check', 'user'])).toMatchObject({ status: 0 });
  });

  it('takes the commands that are offered for its version', async () => {
    const directory = directoryWith(files);
    const cwd = path.join(directory, 'app');
    const version = await programVersion(WKG ?? '');
    expect(version).toMatch(/^wkg \d+\.\d+\.\d+/);
    const places = { path: path.dirname(WKG ?? ''), named: {}, workspaces: [] };
    const runs = runsOf('wit', places, version).filter((it) => path.basename(it.program) === 'wkg');
    expect(runs.length).toBeGreaterThan(1);
    for (const { program, args } of runs) ran(program, args, cwd);
    for (const place of ['wit', './wit', path.join(cwd, 'wit')]) {
      const [name, ...args] = fetchCommand({ tool: 'wkg', version }, place).split(' ');
      expect(name).toBe('wkg');
      ran(WKG, args, cwd);
    }
    // What messages and the action "Fetch dependencies" name.
    expect(runTool(WKG ?? '', ['--help']).out).toMatch(/^ {2}fetch {2}/m);
    ran(WKG, ['fetch', '--help'], cwd);
  });
});

describe.skipIf(WIT_DEPS === undefined)('wit-deps (skipped where it is not installed)', () => {
  const manifest = ['money', 'base', 'log'].map((it) => `${it} = "../../libs/${it}"\n`).join('');
  const files = { ...FILES, 'app/wit/deps.toml': manifest };

  it.each([[['update']], [['lock']], [[]]])('layout and lock file of `wit-deps %j`', async (args) => {
    const directory = directoryWith(files);
    ran(WIT_DEPS, args, path.join(directory, 'app'));
    await accepted(directory);
  });

  it('takes the commands that are offered', async () => {
    const directory = directoryWith(files);
    const commands = [
      ['wit', 'app'],
      ['app/wit', '.'],
      ['./app/wit', '.'],
    ] as const;
    for (const [place, cwd] of commands) {
      const [name, ...args] = fetchCommand({ tool: 'wit-deps' }, place).split(' ');
      expect(name).toBe('wit-deps');
      ran(WIT_DEPS, args, path.join(directory, cwd));
    }
    await accepted(directory);
  });
});
