// `format` and `new` under a machine that fails: killed at each call that writes, each of these calls refused, a disk that is
// full. A file has its old text, if any, or the new one, never a part.

import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SERVER } from '../support/server.ts';

const LINES = Array.from({ length: 300 }, (_, n) => `g${n}:func( );\n`).join('');
const OLD = `package a:b;\ninterface i {\n${LINES}}\n`;
const NEW = `package a:b;\n\ninterface i {\n${LINES.replaceAll(/g(\d+):func\( \);/g, '  g$1: func();')}}\n`;

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'wit-killed-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Runs a command in a folder under strace, in one thread, so that calls have numbers. */
function tracedIn(directory: string, options: readonly string[], args: readonly string[]) {
  const log = path.join(folder(), 'log');
  const trace = ['-f', '-y', '-o', log, '-e', `trace=${CALLS.join()}`];
  const { status } = spawnSync('strace', [...trace, ...options, process.execPath, SERVER, ...args], {
    cwd: directory,
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
    stdio: 'ignore',
    timeout: 60_000,
  });
  return { status, lines: readFileSync(log, 'utf8').trimEnd().split('\n') };
}

/** Formats a fresh file. */
function traced(options: readonly string[]) {
  const directory = folder();
  const file = path.join(directory, 'a.wit');
  writeFileSync(file, OLD);
  const ran = tracedIn(directory, options, ['format', 'a.wit']);
  const others = readdirSync(directory).filter((it) => it !== 'a.wit');
  return { ...ran, text: readFileSync(file, 'utf8'), others };
}

/** Begins a package in an empty folder; gives the files that are there then. */
function tracedNew(options: readonly string[]) {
  const directory = folder();
  const ran = tracedIn(directory, options, ['new', 'acme:cart', '--wkg']);
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => path.relative(directory, path.join(it.parentPath, it.name)));
  const files = new Map(names.sort().map((it) => [it, readFileSync(path.join(directory, it), 'utf8')]));
  return { ...ran, files, isEmpty: readdirSync(directory).length === 0 };
}

const CALLS = ['openat', 'write', 'pwrite64', 'fchmod', 'fchown', 'fsync', 'close', 'rename', 'link', 'unlink'];

/** The calls about the new file: what each is called, and its number in its thread. */
function writingCalls(lines: readonly string[]): { readonly call: string; readonly number: number }[] {
  const counts = new Map<string, number>();
  return lines.flatMap((line) => {
    const [, thread = '', call = ''] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    const key = `${thread} ${call}`;
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return /\.[0-9a-f]+\.tmp/.test(line) ? [{ call, number }] : [];
  });
}

function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
}

describe('format', () => {
  it('killed at each call that writes leaves the old text or the new', { timeout: 180_000 }, (context) => {
    if (!canTrace()) {
      console.log('format killed: skipped, because this machine has no strace or forbids it');
      return context.skip('no strace');
    }
    const whole = traced([]);
    expect([whole.status, whole.text, whole.others]).toEqual([0, NEW, []]);
    const calls = writingCalls(whole.lines);
    expect(calls.map((it) => it.call)).toEqual(
      expect.arrayContaining(['openat', 'write', 'fchmod', 'fsync', 'rename']),
    );
    let hits = 0;
    for (const { call, number } of calls) {
      const { text, lines, others } = traced(['-e', `inject=${call}:signal=KILL:when=${number}`]);
      expect(lines.at(-1)).toContain('killed by SIGKILL');
      expect([OLD, NEW]).toContain(text);
      for (const it of others) expect(it).toMatch(/^\.a\.wit\.[0-9a-f]+\.tmp$/);
      if (lines.some((it) => it.includes('.tmp'))) hits++;
    }
    console.log(`format killed: at ${calls.length} calls, ${hits} of them after the new file was begun`);
    // Of calls that Node makes, too, the number can be another in the next run.
    expect(hits).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['fsync', 'EIO'],
    ['fchmod', 'EPERM'],
    ['rename', 'EACCES'],
  ])('%s refused with %s leaves the old text and nothing else', { timeout: 60_000 }, (call, error) => {
    if (!canTrace()) {
      console.log(`format refused with ${error}: skipped, because this machine has no strace or forbids it`);
      return;
    }
    const number = writingCalls(traced([]).lines).find((it) => it.call === call)?.number ?? 0;
    const { status, text, others } = traced(['-e', `inject=${call}:error=${error}:when=${number}`]);
    expect([status, text, others]).toEqual([2, OLD, []]);
  });

  it('on a disk that is full leaves the old text and nothing else', (context) => {
    const directory = folder();
    const disk = path.join(directory, 'disk');
    mkdirSync(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk]).status !== 0) {
      console.log('format on a full disk: skipped, because this machine forbids to mount one');
      return context.skip('no mount');
    }
    try {
      const file = path.join(disk, 'a.wit');
      writeFileSync(file, OLD);
      const full = path.join(disk, 'full');
      const fill = (): boolean => {
        try {
          appendFileSync(full, Buffer.alloc(4096));
          return true;
        } catch {
          return false;
        }
      };
      while (fill());
      const { status, stderr } = spawnSync(process.execPath, [SERVER, 'format', 'a.wit'], {
        cwd: disk,
        encoding: 'utf8',
      });
      expect(status).toBe(2);
      expect(stderr).toContain('cannot write a.wit');
      expect(readFileSync(file, 'utf8')).toBe(OLD);
      expect(readdirSync(disk).sort()).toEqual(['a.wit', 'full']);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('new', () => {
  it('killed or refused at each call that writes leaves whole files, or nothing', { timeout: 240_000 }, (context) => {
    if (!canTrace()) {
      console.log('new killed: skipped, because this machine has no strace or forbids it');
      return context.skip('no strace');
    }
    const whole = tracedNew([]);
    expect([whole.status, [...whole.files.keys()]]).toEqual([0, ['cart/wit/world.wit', 'cart/wkg.toml']]);
    const calls = writingCalls(whole.lines);
    expect(calls.map((it) => it.call)).toEqual(expect.arrayContaining(['openat', 'write', 'fsync', 'link']));
    for (const { call, number } of calls) {
      const killed = tracedNew(['-e', `inject=${call}:signal=KILL:when=${number}`]);
      for (const [name, text] of killed.files)
        if (!/\.[0-9a-f]+\.tmp$/.test(name)) expect(text, `${call} ${number}`).toBe(whole.files.get(name));
      // The others are counted with what Node itself opens and writes.
      if (call !== 'fsync' && call !== 'link') continue;
      const refused = tracedNew(['-e', `inject=${call}:error=EIO:when=${number}`]);
      expect([refused.status, refused.isEmpty], `${call} ${number}`).toEqual([2, true]);
    }
    console.log(`new killed: at ${calls.length} calls`);
  });
});
