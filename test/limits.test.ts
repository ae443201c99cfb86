// Nothing deep, wide or odd stops it: long chains and cycles have the reference's verdict, many names cost what they are
// many, files that cannot be read cost only themselves.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_SETTINGS } from '../server/src/check/settings.ts';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { WitParser } from '../server/src/syntax/parser.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { processorTime } from './support/processor-time.ts';
import { SERVER } from './support/server.ts';

const ROOT = 'file:///w/wit';
const MANY = 10_000;
/** Linear work takes a tenth of it; quadratic would take minutes. */
const SOON = 40_000;

async function codesOf(
  files: Readonly<Record<string, string>>,
  resolve: 'toolchain' | 'workspace' = 'toolchain',
): Promise<ReadonlyMap<string, number>> {
  const host = new MemoryHost();
  for (const [file, text] of Object.entries(files)) host.write(new URL(`${ROOT}/${file}`).href, text);
  const workspace = new Workspace(host, new WitParser());
  workspace.setFolders(['file:///w']);
  workspace.setSettings({ ...DEFAULT_SETTINGS, resolve });
  const used = processorTime();
  for (const file of resolve === 'workspace' ? Object.keys(files) : [])
    await workspace.load(new URL(`${ROOT}/${file}`).href);
  const root = await workspace.loadDirectory(ROOT);
  if (root === undefined) throw new Error('the root was not loaded');
  const codes = new Map<string, number>();
  for (const it of [...workspace.snapshot().check(root).values()].flat())
    codes.set(it.code, (codes.get(it.code) ?? 0) + 1);
  expect(used()).toBeLessThan(SOON);
  return codes;
}

function lines(line: (n: number) => string, count = MANY): string {
  return Array.from({ length: count }, (_, n) => `${line(n)}\n`).join('');
}

describe('depth', () => {
  it('a chain of uses, the last one first', async () => {
    const chain = lines((n) => `interface i${MANY - n} { use i${MANY - n - 1}.{t}; f: func() -> t; }`);
    const codes = await codesOf({ 'a.wit': `package a:b;\n${chain}interface i0 { resource t; }\n` });
    // Resolved; together they are more than one component may hold.
    expect([...codes.keys()].filter((it) => it !== 'type/too-large')).toEqual([]);
  });

  it('a world that imports, and one that exports, the end of a chain', async () => {
    const count = 700;
    const chain = lines((n) => `interface i${count - n} { use i${count - n - 1}.{t}; f: func() -> t; }`, count);
    const worlds = `world w { import i${count}; }\nworld v { export i${count}; }\n`;
    const codes = await codesOf({ 'a.wit': `package a:b;\n${chain}interface i0 { type t = u8; }\n${worlds}` });
    expect([...codes]).toEqual([]);
  });

  it('a chain of includes', async () => {
    const chain = lines((n) => `world w${MANY - n} { include w${MANY - n - 1}; }`);
    const codes = await codesOf({ 'a.wit': `package a:b;\n${chain}world w0 { import f: func(); }\n` });
    expect([...codes]).toEqual([]);
  });

  it('a chain of includes that rename', async () => {
    const chain = lines(
      (n) => `world w${MANY - n} { include w${MANY - n - 1} with { x${MANY - n - 1} as x${MANY - n} } }`,
    );
    const codes = await codesOf({ 'a.wit': `package a:b;\n${chain}world w0 { import x0: func(); }\n` });
    expect([...codes]).toEqual([]);
  });

  it.each([
    ['interfaces', (n: number, next: number) => `interface i${n} { use i${next}.{t}; }`],
    ['worlds', (n: number, next: number) => `world i${n} { include i${next}; }`],
  ])('a cycle of %s is one error', async (_, line) => {
    const codes = await codesOf({ 'a.wit': `package a:b;\n${lines((n) => line(n, (n + 1) % MANY))}` });
    expect(codes.get('name/item-cycle')).toBe(1);
  });

  it('a cycle of types is one error', async () => {
    const types = lines((n) => `  type t${n} = list<t${(n + 1) % MANY}>;`);
    const codes = await codesOf({ 'a.wit': `package a:b;\ninterface i {\n${types}}\n` });
    expect(codes.get('type/cycle')).toBe(1);
  });

  it('a chain of packages', async () => {
    const count = 2000;
    const files: Record<string, string> = { 'a.wit': `package a:b;\ninterface i { use x:p${count - 1}/i.{t}; }\n` };
    for (let n = 0; n < count; n++)
      files[`deps/p${n}/a.wit`] =
        `package x:p${n};\ninterface i { ${n === 0 ? 'type t = u8;' : `use x:p${n - 1}/i.{t};`} }\n`;
    const codes = await codesOf(files);
    expect([...codes.keys()].filter((it) => !it.startsWith('lint/'))).toEqual([]);
  });
});

describe('roots that need each other', () => {
  const COUNT = 2000;
  const files = (use: (n: number) => string): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: COUNT }, (_, n) => [
        n === 0 ? 'a.wit' : `../p${n}/a.wit`,
        `package x:p${n};\ninterface i { ${use(n)} }\n`,
      ]),
    );

  it('as a chain', async () => {
    const codes = await codesOf(
      files((n) => (n === COUNT - 1 ? 'type t = u8;' : `use x:p${n + 1}/i.{t};`)),
      'workspace',
    );
    expect([...codes.keys()].filter((it) => !it.startsWith('lint/'))).toEqual(['package/resolved-from-workspace']);
  });

  it('as a cycle', async () => {
    const codes = await codesOf(
      files((n) => `use x:p${(n + 1) % COUNT}/i.{t};`),
      'workspace',
    );
    expect([...codes.keys()].filter((it) => !it.startsWith('lint/'))).toEqual(['package/resolved-from-workspace']);
  });
});

describe('width', () => {
  it.each<[string, string, string, number]>([
    ['equal functions', `interface i {\n${lines(() => '  same: func();')}}`, 'name/duplicate', MANY - 1],
    ['equal items', lines(() => 'interface same {}'), 'name/duplicate-item', MANY - 1],
    ['unknown types', `interface i {\n${lines((n) => `  type t${n} = nope${n};`)}}`, 'name/unknown-type', MANY],
    ['unknown interfaces', lines((n) => `interface i${n} { use nope${n}.{t}; }`), 'name/unknown-interface', MANY],
    ['unknown packages', lines((n) => `interface i${n} { use x:nope${n}/i.{t}; }`), 'package/not-found', MANY],
  ])('%s', async (_, text, code, count) => {
    const codes = await codesOf({ 'a.wit': `package a:b;\n${text}\n` });
    expect(codes.get(code)).toBe(count);
  });
});

it('typing in a package line leaves nothing behind', async () => {
  const uri = `${ROOT}/a.wit`;
  const workspace = new Workspace(new MemoryHost(), new WitParser());
  workspace.setFolders(['file:///w']);
  workspace.openFile(uri, 'package a:b;\ninterface i {}\n', 1);
  const root = await workspace.load(uri);
  for (let version = 2; version < 500; version++) {
    workspace.changeFile(uri, [{ start: 9, end: 9, text: 'x' }], version);
    expect(workspace.snapshot().diagnostics(uri)).toEqual([]);
  }
  const { cache } = workspace.snapshot().semantics.environment(root ?? expect.fail());
  expect(cache.packages.size).toBeLessThan(32);
  expect(cache.groups.size).toBeLessThan(32);
});

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'wit-limits-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const UNTIDY = `package a:b;\ninterface i {\n${lines((n) => `f${n}:func( );`, 400)}}\n`;

describe('format', () => {
  it('keeps the old text where the new one does not fit on the disk', () => {
    const directory = folder();
    const file = path.join(directory, 'a.wit');
    writeFileSync(file, UNTIDY);
    const command = `ulimit -f 2; "${process.execPath}" "${SERVER}" format a.wit`;
    const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: directory, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('cannot write a.wit');
    expect(readFileSync(file, 'utf8')).toBe(UNTIDY);
    expect(readdirSync(directory)).toEqual(['a.wit']);
  });

  it('keeps the mode of a file, and what a link leads to', () => {
    const directory = folder();
    mkdirSync(path.join(directory, 'real'));
    const real = path.join(directory, 'real/a.wit');
    writeFileSync(real, UNTIDY);
    chmodSync(real, 0o640);
    const link = path.join(directory, 'link.wit');
    symlinkSync('real/a.wit', link);
    execFileSync(process.execPath, [SERVER, 'format', 'link.wit'], { cwd: directory, stdio: 'ignore' });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readFileSync(real, 'utf8')).toContain('  f0: func();');
  });
});

it('a file that is too large, a pipe and what the kernel makes up cost only themselves', () => {
  const directory = folder();
  for (const name of ['big', 'good', 'odd']) mkdirSync(path.join(directory, name));
  writeFileSync(path.join(directory, 'big/a.wit'), '');
  truncateSync(path.join(directory, 'big/a.wit'), 600 * 1024 * 1024);
  writeFileSync(path.join(directory, 'good/a.wit'), 'package a:b;\ninterface i { f: func(x: nope); }\n');
  execFileSync('mkfifo', [path.join(directory, 'odd/pipe.wit')]);
  symlinkSync('/dev/zero', path.join(directory, 'odd/zero.wit'));
  symlinkSync('/proc/self/environ', path.join(directory, 'odd/environ.wit'));
  writeFileSync(path.join(directory, 'odd/a.wit'), 'package c:d;\n');
  const { stdout, stderr } = spawnSync(process.execPath, [SERVER, 'check', '.', '--format', 'json'], {
    cwd: directory,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  const found = JSON.parse(stdout).diagnostics.map((it: { path: string; code: string }) => `${it.path} ${it.code}`);
  expect(found).toContain('big/a.wit syntax/too-large');
  expect(found).toContain('good/a.wit name/unknown-type');
  expect(found).toContain('odd/pipe.wit package/unreadable-file');
});

it.each(['hello, world\n', '{"jsonrpc":"2.0"}\n', '\u0000\u0001'])(
  'garbage instead of a message ends the server: %j',
  async (text) => {
    const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.stdin.write(text);
    const status = await new Promise((resolve) => child.on('exit', resolve));
    expect(status).toBe(1);
    expect(said).toContain('no message of the Language Server Protocol');
  },
);

it('a hostile file name writes no line of its own and steers no terminal', () => {
  const directory = folder();
  const name = 'a\n::error::x\u001b[2J\u202e%.wit';
  mkdirSync(path.join(directory, name.replace('.wit', '')));
  writeFileSync(path.join(directory, name.replace('.wit', ''), name), UNTIDY.replace('f0', 'f0: f0'));
  for (const args of [
    ['check', '.'],
    ['check', '.', '--format', 'github'],
    ['format', '--check', '.'],
    ['format', '--diff', '.'],
    ['check', name],
    ['format', name],
    ['world', name],
    ['breaking', '.', '--against', name],
    ['compose', name],
  ]) {
    const { stdout, stderr } = spawnSync(process.execPath, [SERVER, ...args], { cwd: directory, encoding: 'utf8' });
    for (const text of [stdout, stderr]) {
      expect([args, text]).toEqual([args, expect.not.stringMatching(/^::error::x/m)]);
      expect([args, text]).toEqual([args, expect.not.stringContaining('\u001b[2J')]);
    }
  }
});
