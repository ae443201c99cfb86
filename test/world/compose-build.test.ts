// From a composition to its build: `--output`, `--targets` as `wac targets`, and the wirings of several middlewares.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';
import { runTool, tool } from '../support/tools.ts';

const H = 'package x:h@0.2.0 {\n  interface h {\n    f: func() -> u8;\n  }\n}\n';
const MIDDLE = (name: string): string =>
  `package p:${name};\nworld ${name} {\n  import x:h/h@0.2.0;\n  export x:h/h@0.2.0;\n}\n${H}`;
const FILES = {
  'app.wit': `package p:app;\nworld app {\n  import x:h/h@0.2.0;\n  import exec: func();\n  export run: func();\n}\n${H}`,
  'one.wit': MIDDLE('one'),
  'two.wit': MIDDLE('two'),
  'last.wit': `package p:last;\nworld last {\n  export x:h/h@0.2.0;\n}\n${H}`,
  'new.wit': `package p:new;\nworld new {\n  export x:h/h@0.2.1;\n}\n${H.replace('0.2.0', '0.2.1')}`,
};

it('prints each wiring that uses all of several middlewares, and takes what it is told', async () => {
  const cwd = directoryWith(FILES);
  const parts = ['app.wit', 'one.wit', 'two.wit', 'last.wit'];
  const { status, out } = await run(cwd, ['compose', ...parts]);
  expect(status).toBe(1);
  const lines = out.split('\n').filter((it) => it.includes('--wire'));
  expect(lines.map((it) => it.trim().replaceAll('x:h/h@0.2.0', 'h'))).toEqual([
    '--wire app.h=one.h --wire one.h=two.h --wire two.h=last.h',
    '--wire app.h=two.h --wire one.h=last.h --wire two.h=one.h',
  ]);
  for (const line of lines) expect((await run(cwd, ['compose', ...parts, ...line.trim().split(' ')])).status).toBe(0);
  // One middleware has one place.
  expect((await run(cwd, ['compose', 'app.wit', 'one.wit', 'last.wit'])).status).toBe(0);
});

it('writes no file for what does not fit, and refuses other endings', async () => {
  const cwd = directoryWith(FILES);
  const unclear = await run(cwd, ['compose', 'app.wit', 'one.wit', 'two.wit', 'last.wit', '--output', 'whole.wac']);
  expect([unclear.status, existsSync(path.join(cwd, 'whole.wac'))]).toEqual([1, false]);
  expect(unclear.err).toContain('whole.wac is not written');
  expect(await run(cwd, ['compose', 'app.wit', '--output', 'whole.wasm'])).toMatchObject({ status: 2 });
  expect(await run(cwd, ['compose', 'whole.wac', '--output', 'other.wac'])).toMatchObject({ status: 2 });
  expect((await run(cwd, ['compose', 'app.wit', 'last.wit', '--output', 'whole.wac'])).status).toBe(0);
  expect(
    readFileSync(path.join(cwd, 'whole.wac'), 'utf8'),
  ).toBe(`// Build: wac compose whole.wac --dep local:app=app.wasm --dep local:last=last.wasm -o whole.wasm
// app.wasm: a component of the world p:app/app
// last.wasm: a component of the world p:last/last
package local:whole;

let last = new local:last {};

let app = new local:app {
  "x:h/h@0.2.0": last["x:h/h@0.2.0"],
  ...
};

export app["run"];
`);
});

it('says whether a world is fitted, and what exact tools refuse', async () => {
  const target = (version: string, more = ''): string =>
    `package t:t;\nworld t {\n  import x:h/h@${version};\n  import exec: func();\n  ${more}\n}\n${H.replace('0.2.0', version)}`;
  const cwd = directoryWith({
    ...FILES,
    'same.wit': target('0.2.0'),
    'newer.wit': target('0.2.1'),
    'more.wit': target('0.2.0', 'export stop: func();'),
  });
  const fits = async (file: string) => {
    const { status, out } = await run(cwd, ['compose', 'app.wit', '--targets', file, '--format=json']);
    return { status, ...JSON.parse(out).targets };
  };
  expect(await fits('same.wit')).toEqual({ status: 0, world: 't:t/t', fits: true, faults: [], inexact: [] });
  expect(await fits('newer.wit#t')).toMatchObject({ status: 0, fits: true, inexact: ['x:h/h@0.2.0'] });
  expect(await fits('more.wit')).toMatchObject({
    status: 1,
    fits: false,
    faults: ['`t` exports `stop`, which this does not export'],
  });
  const { out } = await run(cwd, ['compose', 'app.wit', '--targets', 'newer.wit']);
  expect(out).toContain(
    '✓ the whole fits t:t/t\n  ! `wasm-tools component targets` takes exact versions only: it refuses `x:h/h@0.2.0`\n',
  );
  expect(await run(cwd, ['compose', 'app.wit', '--targets', 'none:at/all'])).toMatchObject({ status: 2 });
});

const [WASM_TOOLS, WAC] = [tool('wasm-tools'), tool('wac')];

it.skipIf(WASM_TOOLS === undefined || WAC === undefined)(
  '`wac targets` and `wasm-tools component targets` agree',
  { timeout: 120_000 },
  async () => {
    const face = (version: string, body: string): string =>
      `package x:h@${version} {\n  interface h {\n    ${body}\n  }\n}\n`;
    const world = (name: string, version: string, body: string, more = ''): string =>
      `package ${name}:w;\nworld w {\n  import x:h/h@${version};\n  ${more}\n}\n${face(version, body)}`;
    const F = 'f: func() -> u8;';
    const targets: [string, string][] = [
      world('t', '0.2.0', F),
      world('t', '0.2.1', F),
      world('t', '0.3.0', F),
      world('t', '0.2.0', `${F} g: func();`),
      world('t', '0.2.0', 'g: func();'),
      world('t', '0.2.0', 'f: func() -> u16;'),
      world('t', '0.2.0', F, 'export run: func();'),
      world('t', '0.2.0', F, 'export run: func() -> u8;'),
      world('t', '0.2.0', F, 'import more: func(); export stop: func();'),
    ].map((text, index) => [`t${index}`, text]);
    const cwd = directoryWith({
      'app.wit': world('c', '0.2.0', F, 'export run: func();'),
      ...Object.fromEntries(targets.map(([name, text]) => [`${name}/w.wit`, text])),
    });
    const wasmTools = (...args: string[]) => runTool(WASM_TOOLS ?? '', args, cwd);
    wasmTools('component', 'embed', '--dummy', 'app.wit', '--world', 'c:w/w', '-o', 'core.wasm');
    wasmTools('component', 'new', 'core.wasm', '-o', 'app.wasm');
    const rows: unknown[] = [];
    for (const [name] of targets) {
      const { status, out } = await run(cwd, ['compose', 'app.wasm', '--targets', `${name}#t:w/w`, '--format=json']);
      const { fits, inexact } = JSON.parse(out).targets;
      const wac = runTool(WAC ?? '', ['targets', 'app.wasm', '--wit', name, '--world', 'w'], cwd).status === 0;
      const exact = wasmTools('component', 'targets', name, 'app.wasm', '--world', 'w').status === 0;
      rows.push({ name, status, fits, exact: fits && inexact.length === 0 });
      expect({ name, fits, status }).toEqual({ name, fits: wac, status: wac ? 0 : 1 });
      expect({ name, exact: fits && inexact.length === 0 }).toEqual({ name, exact });
    }
    // Some fit and some do not, and one fits by its track alone.
    expect(rows).toContainEqual(expect.objectContaining({ fits: true, exact: true }));
    expect(rows).toContainEqual(expect.objectContaining({ fits: true, exact: false }));
    expect(rows).toContainEqual(expect.objectContaining({ fits: false }));
  },
);
