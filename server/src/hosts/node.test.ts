// The disk as the core sees it: what is read and what is not, what is in a directory, where links lead.

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeHost, pathOfUri, pathToUri } from './node.ts';

const host = nodeHost({ git: false });
let top = '';
const uri = (name: string) => pathToUri(path.join(top, name));

beforeAll(() => {
  top = realpathSync(mkdtempSync(path.join(tmpdir(), 'wit-node-host-')));
  writeFileSync(path.join(top, 'ten'), '0123456789');
  writeFileSync(path.join(top, 'empty'), '');
  mkdirSync(path.join(top, 'folder'));
  symlinkSync('ten', path.join(top, 'to-file'));
  symlinkSync('folder', path.join(top, 'to-folder'));
  symlinkSync('nowhere', path.join(top, 'to-nothing'));
  symlinkSync('to-itself', path.join(top, 'to-itself'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : new TextDecoder().decode(bytes));

it('reads a plain file up to its limit, and nothing that is none', async () => {
  expect(text(await host.readFile(uri('ten')))).toBe('0123456789');
  expect(text(await host.readFile(uri('ten'), 10))).toBe('0123456789');
  expect(await host.readFile(uri('ten'), 9)).toBeUndefined();
  expect(text(await host.readFile(uri('empty'), 0))).toBe('');
  expect(text(await host.readFile(uri('to-file')))).toBe('0123456789');
  for (const name of ['folder', 'to-folder', 'to-nothing', 'to-itself', 'not-there', 'ten/inside', 'a\0b'])
    expect([name, await host.readFile(uri(name))]).toEqual([name, undefined]);
  expect(await host.readFile('untitled:ten')).toBeUndefined();
});

it.runIf(process.platform === 'linux')('reads nothing that the kernel makes up', async () => {
  expect(readFileSync('/proc/self/status', 'utf8')).not.toBe('');
  expect(await host.readFile('file:///proc/self/status')).toBeUndefined();
  expect(await host.readFile('file:///dev/null')).toBeUndefined();
});

it('lists a directory with what each entry is, links by what they lead to', async () => {
  const entries = [...((await host.readDirectory(pathToUri(top))) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(entries).toEqual([
    { name: 'empty', kind: 'file' },
    { name: 'folder', kind: 'directory' },
    { name: 'ten', kind: 'file' },
    { name: 'to-file', kind: 'file', link: true },
    { name: 'to-folder', kind: 'directory', link: true },
    { name: 'to-itself', kind: 'other', link: true },
    { name: 'to-nothing', kind: 'other', link: true },
  ]);
  expect(await host.readDirectory(uri('folder'))).toEqual([]);
  for (const name of ['ten', 'not-there', 'to-nothing'])
    expect([name, await host.readDirectory(uri(name))]).toEqual([name, undefined]);
});

it('says what something is, how large, and when it changed', async () => {
  expect(await host.stat(uri('ten'))).toMatchObject({ kind: 'file', size: 10 });
  const { modified = 0 } = (await host.stat(uri('ten'))) ?? {};
  expect(Math.abs(Date.now() - modified)).toBeLessThan(600_000);
  expect(await host.stat(uri('to-folder'))).toMatchObject({ kind: 'directory' });
  expect(await host.stat(uri('to-nothing'))).toBeUndefined();
});

it('knows the real place of what a link leads to', async () => {
  expect(await host.realPath(uri('to-file'))).toBe(uri('ten'));
  expect(await host.realPath(uri('ten'))).toBe(uri('ten'));
  expect(await host.realPath(uri('to-nothing'))).toBeUndefined();
});

it('makes temporary files of a name of theirs, in one directory of its own', async () => {
  const first = await host.temporary?.('../../a.svg', 'one');
  const second = await host.temporary?.('b.svg', 'two');
  const [one, two] = [first, second].map((it) => pathOfUri(it ?? '') ?? '');
  expect([one, two].map((it) => path.basename(it ?? ''))).toEqual(['a.svg', 'b.svg']);
  expect(path.dirname(one ?? '')).toBe(path.dirname(two ?? ''));
  expect(path.dirname(one ?? '').startsWith(path.join(realpathSync(tmpdir()), 'wit-language-server-'))).toBe(true);
  expect([one, two].map((it) => readFileSync(it ?? '', 'utf8'))).toEqual(['one', 'two']);
});

it('has git and the network only where they are trusted', () => {
  expect(host.git).toBeUndefined();
  expect(host.network).toBeUndefined();
  expect(nodeHost().git).toBeDefined();
  expect(nodeHost({ git: true }).network).toBeDefined();
});

it('has a clock that goes on, also while others work', async () => {
  const start = host.clock?.now() ?? 0;
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  await host.clock?.pause();
  await host.clock?.pause();
  expect(turned).toBe(true);
  expect(host.clock?.now() ?? 0).toBeGreaterThanOrEqual(start);
});
