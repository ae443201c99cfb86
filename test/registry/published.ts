// WIT packages and components as registries hold them. Made by wasm-tools, which is not everywhere.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool, tool } from '../support/tools.ts';

const wasmTools = tool('wasm-tools');

/** Tests that need published packages are skipped without it, and vitest counts them so. */
export const hasTools = wasmTools !== undefined;

/** The bytes of a WIT package; `deps`: texts of packages that it uses. */
export function packageBytes(text: string, deps: readonly string[] = []): Uint8Array {
  return made(text, deps, (run, wit, out) => run(['component', 'wit', wit, '-w', '-o', out]));
}

/** A component of a world whose functions trap. */
export function componentBytes(text: string, world: string, deps: readonly string[] = []): Uint8Array {
  return made(text, deps, (run, wit, out) => {
    run(['component', 'embed', '--dummy', wit, '-w', world, '-o', `${out}.core`]);
    run(['component', 'new', `${out}.core`, '-o', out]);
  });
}

function made(
  text: string,
  deps: readonly string[],
  make: (run: (args: readonly string[]) => void, wit: string, out: string) => void,
): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-published-'));
  const wit = path.join(folder, 'wit');
  mkdirSync(path.join(wit, 'deps'), { recursive: true });
  writeFileSync(path.join(wit, 'main.wit'), text);
  for (const [index, dep] of deps.entries()) writeFileSync(path.join(wit, 'deps', `${index}.wit`), dep);
  const out = path.join(folder, 'out.wasm');
  const run = (args: readonly string[]): void => {
    const { status, err } = runTool(wasmTools ?? '', args);
    if (status !== 0) throw new Error(`wasm-tools ${args.join(' ')}: ${err}`);
  };
  make(run, wit, out);
  const bytes = readFileSync(out);
  rmSync(folder, { recursive: true });
  return bytes;
}
