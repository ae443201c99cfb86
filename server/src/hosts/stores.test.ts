// What is written into the user's cache: texts for clients that can open nothing else, and what registries said.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TEXTS_FOLDER } from '../base/made-files.ts';
import { diskStore } from './registry-store.ts';
import { cacheDirectory, textStore } from './store.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wit-stores-'));
  vi.stubEnv('XDG_CACHE_HOME', directory);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

/** Every file of the directory, relative. */
function files(): string[] {
  const all = readdirSync(directory, { recursive: true, withFileTypes: true });
  return all
    .filter((it) => it.isFile())
    .map((it) => path.relative(directory, path.join(it.parentPath, it.name)))
    .sort();
}

describe('the cache', () => {
  it('is where XDG says, if that is a whole path', () => {
    expect(cacheDirectory()).toBe(directory);
    vi.stubEnv('XDG_CACHE_HOME', 'relative');
    expect(cacheDirectory()).toBe(path.join(homedir(), '.cache'));
    vi.stubEnv('XDG_CACHE_HOME', undefined);
    expect(cacheDirectory()).toBe(path.join(homedir(), '.cache'));
  });
});

describe('old texts', () => {
  const store = textStore((file) => `file://${file}`);

  it('are files named by what they say, that nobody writes to', () => {
    const uri = store('git:/w/shop.wit', 'package a:b;') ?? '';
    const file = uri.slice('file://'.length);
    expect(readFileSync(file, 'utf8')).toBe('package a:b;');
    expect(path.basename(file)).toBe('shop.wit');
    expect(file.startsWith(path.join(directory, TEXTS_FOLDER))).toBe(true);
    expect(path.basename(path.dirname(file))).toMatch(/^[0-9a-f]{40}$/);
    expect(statSync(file).mode & 0o777).toBe(0o400);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('are written once, and another text of the same name elsewhere', () => {
    const first = store('git:/w/shop.wit', 'a');
    const before = files();
    expect(store('git:/w/shop.wit', 'a')).toBe(first);
    expect(files()).toEqual(before);
    expect(store('git:/w/shop.wit', 'b')).not.toBe(first);
    expect(files()).toHaveLength(2);
  });

  it.each([
    ['git:/w/a b%2F.wit', 'a_b_2F.wit'],
    ['git:/w/', 'base'],
    ['git:/w/.bashrc', 'base.bashrc'],
    ['git:/w/..', 'base..'],
  ])('%s has the harmless name %s', (uri, name) => {
    expect(path.basename(store(uri, 'a') ?? '')).toBe(name);
  });

  it('where nothing can be written there is no link', () => {
    writeFileSync(path.join(directory, 'file'), '');
    vi.stubEnv('XDG_CACHE_HOME', path.join(directory, 'file'));
    expect(store('git:/w/shop.wit', 'a')).toBeUndefined();
  });
});

describe('what registries said', () => {
  const bytes = (size: number) => new Uint8Array(size).fill(7);

  it('is read as it was written, by its key', async () => {
    const store = diskStore(directory);
    expect(await store.read('a/b-1')).toBeUndefined();
    expect(await store.write('a/b-1', Uint8Array.of(1, 2))).toBe(true);
    expect([...((await store.read('a/b-1')) ?? [])]).toEqual([1, 2]);
    expect(await store.write('a/b-1', Uint8Array.of(3))).toBe(true);
    expect([...((await store.read('a/b-1')) ?? [])]).toEqual([3]);
    expect(files()).toEqual(['a/b-1']);
    expect(statSync(path.join(directory, 'a/b-1')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(directory, 'a')).mode & 0o777).toBe(0o700);
  });

  it.each(['', '../a', 'a/../b', '/a', 'a/', 'a//b', 'a.b', 'a\0'])('%j is no key', async (key) => {
    const store = diskStore(path.join(directory, 'inner'));
    expect(await store.write(key, bytes(1))).toBe(false);
    expect(await store.read(key)).toBeUndefined();
    expect(files()).toEqual([]);
  });

  it('nothing is left of what could not be written', async () => {
    const store = diskStore(directory);
    mkdirSync(path.join(directory, 'a/b'), { recursive: true });
    expect(await store.write('a/b', bytes(1))).toBe(false);
    expect(files()).toEqual([]);
  });

  it('a read is a use again, but a day later only', async () => {
    const store = diskStore(directory);
    await store.write('a', bytes(1));
    const file = path.join(directory, 'a');
    const age = () => Date.now() - statSync(file).mtimeMs;
    const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
    utimesSync(file, hours(23), hours(23));
    await store.read('a');
    expect(age()).toBeGreaterThan(22 * 3_600_000);
    utimesSync(file, hours(25), hours(25));
    await store.read('a');
    expect(age()).toBeLessThan(3_600_000);
  });

  it('the oldest go until the rest fits, and parts that nobody finishes', async () => {
    const ages = { old: 30, older: 40, new: 20 };
    for (const [name, minutes] of Object.entries(ages)) {
      writeFileSync(path.join(directory, name), bytes(10));
      const time = new Date(Date.now() - minutes * 60_000);
      utimesSync(path.join(directory, name), time, time);
    }
    const parts = { 'gone.part': 61, 'going.part': 59 };
    for (const [name, minutes] of Object.entries(parts)) {
      writeFileSync(path.join(directory, name), bytes(100));
      const time = new Date(Date.now() - minutes * 60_000);
      utimesSync(path.join(directory, name), time, time);
    }
    // 40 bytes in whole files, of which 30 may stay.
    await diskStore(directory, 30).write('written', bytes(10));
    expect(files()).toEqual(['going.part', 'new', 'old', 'written']);
  });

  it('is looked through after the first of many writes only', async () => {
    const store = diskStore(directory, 15);
    await store.write('a', bytes(10));
    await store.write('b', bytes(10));
    expect(existsSync(path.join(directory, 'a'))).toBe(true);
    for (let at = 2; at <= 64; at++) await store.write('b', bytes(10));
    expect(files()).toEqual(['b']);
  });
});
