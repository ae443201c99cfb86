// The command line reads every file with the recovering reader: no command calls `WebAssembly`, which takes longer to start
// than most workspaces take to check.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith } from './support/command.ts';
import { SERVER } from './support/server.ts';

const EXAMPLES = path.join(import.meta.dirname, '../examples');

/** Loaded before the server: says on stderr what of `WebAssembly` is called, and still does it. */
const SPY = `
for (const name of Object.getOwnPropertyNames(WebAssembly)) {
  const original = WebAssembly[name];
  if (typeof original !== 'function') continue;
  const told = () => process.stderr.write('called WebAssembly.' + name + '\\n');
  WebAssembly[name] = new Proxy(original, {
    apply: (target, self, args) => (told(), Reflect.apply(target, self, args)),
    construct: (target, args) => (told(), Reflect.construct(target, args)),
  });
}
`;

const WIT = 'package shop:cart@1.0.0;\n\ninterface cart {\n  open: func();\n}\n\nworld shop {\n  export cart;\n}\n';

function calls(program: readonly string[], cwd: string): { readonly status: number | null; readonly called: string[] } {
  const spy = path.join(cwd, 'spy.cjs');
  writeFileSync(spy, SPY);
  const { status, stderr } = spawnSync(process.execPath, ['--require', spy, ...program], { cwd, encoding: 'utf8' });
  return { status, called: [...new Set(stderr.match(/called WebAssembly\.\w+/g) ?? [])] };
}

it.each([
  { args: ['check', EXAMPLES], ends: 1 },
  { args: ['format', '--check', EXAMPLES], ends: 1 },
  { args: ['world', 'new'], ends: 0 },
  { args: ['breaking', '--against', 'old', 'new'], ends: 1 },
])('no Wasm is loaded: $args.0', ({ args, ends }) => {
  const cwd = directoryWith({ 'old/cart.wit': WIT, 'new/cart.wit': WIT.replace('open: func()', 'open: func() -> u8') });
  const { status, called } = calls([SERVER, ...args], cwd);
  expect({ status, called }).toEqual({ status: ends, called: [] });
});

it('would be seen if it were', () => {
  const cwd = directoryWith({ 'loads.cjs': 'new WebAssembly.Module(Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]));\n' });
  expect(calls([path.join(cwd, 'loads.cjs')], cwd).called).toEqual(['called WebAssembly.Module']);
});
