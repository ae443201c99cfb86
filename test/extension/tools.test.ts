// Which programs the extension would run: those of a person, never those of a workspace.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { programVersion } from '../../client/src/program-version.ts';
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

it('spells commands of wkg as its version has them', () => {
  const runs = runsOf('wit', { ...nothing, path: inside('bin') }, 'wkg 0.15.1').filter((it) => it.program === own);
  expect(runs.map((it) => [it.title, ...it.args].join(' '))).toEqual([
    'wkg fetch wit fetch --wit-dir wit',
    'wkg build wit build --wit-dir wit',
  ]);
});

describe('the version of a program', () => {
  const counted = (name: string, line: string): string => {
    const file = program(name);
    writeFileSync(file, `#!/bin/sh\necho x >>"${file}.runs"; echo "${line}"\n`);
    return file;
  };
  const runs = (file: string): number => readFileSync(`${file}.runs`, 'utf8').length / 2;

  it('is asked once, and again when it was replaced', async () => {
    const file = counted('asked/wkg', 'wkg 0.15.1');
    expect(await Promise.all([programVersion(file), programVersion(file)])).toEqual(['wkg 0.15.1', 'wkg 0.15.1']);
    expect(await programVersion(file)).toBe('wkg 0.15.1');
    expect(runs(file)).toBe(1);
    counted('asked/wkg', 'wkg 0.16.1');
    utimesSync(file, 1, 1);
    expect(await programVersion(file)).toBe('wkg 0.16.1');
    expect(runs(file)).toBe(2);
  });

  it('is unknown where the program fails, or is none', async () => {
    const file = program('fails/wkg');
    writeFileSync(file, '#!/bin/sh\necho wkg 0.1.0; exit 3\n');
    expect(await programVersion(file)).toBeUndefined();
    expect(await programVersion(path.join(directory, 'nothing'))).toBeUndefined();
  });
});
