// Which programs the extension would run: those of a person, never those of a workspace.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findProgram, runsOf } from '../../client/src/tools.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'wit-tools-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function program(name: string, mode = 0o755): string {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

const own = program('bin/wkg');
const other = program('other/wkg');
const theirs = program('workspace/node_modules/.bin/wkg');
const dull = program('dull/wkg', 0o644);
const inside = (...names: string[]): string => names.map((it) => path.join(directory, it)).join(path.delimiter);
const nothing = { path: '', named: {}, workspaces: [path.join(directory, 'workspace')] };

describe('the program of a name', () => {
  it('is the first on PATH that can be run', () => {
    expect(findProgram('wkg', { ...nothing, path: inside('none', 'dull', 'bin', 'other') })).toBe(own);
    expect(findProgram('jco', { ...nothing, path: inside('bin') })).toBeUndefined();
  });

  it('is never one of the workspace, however it is named', () => {
    expect(findProgram('wkg', { ...nothing, path: inside('workspace/node_modules/.bin', 'other') })).toBe(other);
    expect(
      findProgram('wkg', { ...nothing, path: inside('workspace/../workspace/node_modules/.bin') }),
    ).toBeUndefined();
    expect(findProgram('wkg', { ...nothing, named: { wkg: theirs } })).toBeUndefined();
  });

  it('is not looked for where the working directory says what it is', () => {
    const relative = path.relative(process.cwd(), path.join(directory, 'bin'));
    expect(findProgram('wkg', { ...nothing, path: ['', '.', relative].join(path.delimiter) })).toBeUndefined();
  });

  it('is what the setting says, or nothing', () => {
    expect(findProgram('wkg', { ...nothing, path: inside('bin'), named: { wkg: other } })).toBe(other);
    expect(findProgram('wkg', { ...nothing, path: inside('bin'), named: { wkg: dull } })).toBeUndefined();
    expect(findProgram('wkg', { ...nothing, path: inside('bin'), named: { wkg: 7 } })).toBe(own);
  });
});

it('offers what is installed, with the whole command', () => {
  program('bin/wit-bindgen');
  const runs = runsOf('wit', { ...nothing, path: inside('bin') });
  expect(runs.map((it) => [path.basename(it.program), ...it.args].join(' '))).toEqual([
    'wit-bindgen rust wit --out-dir bindings/rust',
    'wit-bindgen c wit --out-dir bindings/c',
    'wit-bindgen go wit --out-dir bindings/go',
    'wit-bindgen csharp wit --out-dir bindings/csharp',
    'wkg fetch wit',
    'wkg build --wit-dir wit',
  ]);
});
