import { expect, it } from 'vitest';
import { MemoryHost, StepClock } from './memory.ts';

const text = async (host: MemoryHost, uri: string) => {
  const bytes = await host.readFile(uri);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

it('has files, the directories that they are in, and nothing else', async () => {
  const host = new MemoryHost({ 'file:///w/a/b.wit': 'bé€😀', 'file:///w/c.wit': '' });
  expect(await text(host, 'file:///w/a/b.wit')).toBe('bé€😀');
  expect(await text(host, 'file:///w/a')).toBeUndefined();
  expect(await text(host, 'file:///w/a/c.wit')).toBeUndefined();
  expect(await host.stat('file:///w/a/b.wit')).toMatchObject({ kind: 'file', size: 1 + 2 + 3 + 4 });
  expect(await host.stat('file:///w/a')).toMatchObject({ kind: 'directory', size: 0 });
  expect(await host.stat('file:///w/x')).toBeUndefined();
  expect(await host.readDirectory('file:///w')).toEqual([
    { name: 'a', kind: 'directory' },
    { name: 'c.wit', kind: 'file' },
  ]);
  expect(await host.readDirectory('file:///w/c.wit')).toBeUndefined();
  expect(await host.readDirectory('file:///x')).toBeUndefined();
  expect(host.reads).toEqual(new Map([['file:///w/a/b.wit', 1]]));
});

it('half a pair of surrogates becomes what UTF-8 has for it', async () => {
  expect(await text(new MemoryHost({ 'file:///a': 'a\ud800b' }), 'file:///a')).toBe('a\ufffdb');
});

it('follows links at the end and on the way, as a disk does', async () => {
  const host = new MemoryHost({ 'file:///w/real/a.wit': 'a' });
  host.link('file:///w/folder', 'file:///w/real');
  host.link('file:///w/file.wit', 'file:///w/folder/a.wit');
  host.link('file:///w/dead', 'file:///w/nowhere');
  expect(await text(host, 'file:///w/folder/a.wit')).toBe('a');
  expect(await text(host, 'file:///w/file.wit')).toBe('a');
  expect(await host.realPath('file:///w/file.wit')).toBe('file:///w/real/a.wit');
  expect(await host.realPath('file:///w/folder')).toBe('file:///w/real');
  expect(await host.realPath('file:///w/dead')).toBeUndefined();
  expect(await host.readDirectory('file:///w/folder')).toEqual([{ name: 'a.wit', kind: 'file' }]);
  expect(await host.readDirectory('file:///w')).toEqual([
    { name: 'real', kind: 'directory' },
    { name: 'folder', kind: 'directory', link: true },
    { name: 'file.wit', kind: 'file', link: true },
    { name: 'dead', kind: 'other', link: true },
  ]);
});

it('links in a circle lead nowhere', async () => {
  const host = new MemoryHost();
  host.link('file:///w/a', 'file:///w/b');
  host.link('file:///w/b', 'file:///w/a');
  expect(await text(host, 'file:///w/a')).toBeUndefined();
  expect(await host.stat('file:///w/a')).toBeUndefined();
});

it('a change of a file is seen in its time', async () => {
  const host = new MemoryHost({ 'file:///a': '1', 'file:///b': '1' });
  const before = await host.stat('file:///a');
  host.write('file:///a', '2');
  const after = await host.stat('file:///a');
  expect(after?.modified).not.toBe(before?.modified);
  host.delete('file:///b');
  expect(await host.stat('file:///b')).toBeUndefined();
  expect((await host.stat('file:///a'))?.modified).not.toBe(after?.modified);
});

it('names are written as in URIs, and listed as people write them', async () => {
  const host = new MemoryHost({ 'file:///w/a%20b.wit': 'a' });
  expect(await host.readDirectory('file:///w')).toEqual([{ name: 'a b.wit', kind: 'file' }]);
});

it('time stands still, and pauses are counted', async () => {
  const clock = new StepClock();
  await clock.pause();
  await clock.pause();
  clock.time += 5;
  expect([clock.now(), clock.pauses]).toEqual([5, 2]);
});
