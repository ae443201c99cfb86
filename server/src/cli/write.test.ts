// What the command line writes: files that are whole or not there, and sites that leave nothing behind.

import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSite } from './site-writer.ts';
import { replaceFile, writeNew, writeWhole } from './write-file.ts';

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wit-write-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => path.join(directory, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const names = () => readdirSync(directory, { recursive: true }).map(String).sort();

describe('a file', () => {
  it('is replaced as a whole, with its mode, and by another file', async () => {
    writeFileSync(at('a'), 'old');
    chmodSync(at('a'), 0o640);
    linkSync(at('a'), at('linked'));
    await replaceFile(at('a'), 'new');
    expect([read('a'), read('linked')]).toEqual(['new', 'old']);
    expect(statSync(at('a')).mode & 0o7777).toBe(0o640);
    expect(names()).toEqual(['a', 'linked']);
  });

  it('that a link leads to is replaced, not the link', async () => {
    writeFileSync(at('a'), 'old');
    symlinkSync(at('a'), at('link'));
    await replaceFile(at('link'), 'new');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(read('a')).toBe('new');
  });

  it('that is not there cannot be replaced, but written', async () => {
    await expect(replaceFile(at('a'), 'new')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(names()).toEqual([]);
    await writeWhole(at('a'), 'one');
    await writeWhole(at('a'), 'two');
    expect(read('a')).toBe('two');
    await expect(writeWhole(at('none/a'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that must be new takes nobody’s place', async () => {
    await writeNew(at('a'), 'mine');
    expect(read('a')).toBe('mine');
    await expect(writeNew(at('a'), 'other')).rejects.toMatchObject({ code: 'EEXIST' });
    symlinkSync(at('nowhere'), at('dead'));
    await expect(writeNew(at('dead'), 'other')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(read('a')).toBe('mine');
    expect(names()).toEqual(['a', 'dead']);
  });
});

describe('a site', () => {
  const site = (files: Readonly<Record<string, string>>) =>
    writeSite(
      directory,
      Object.entries(files).map(([name, text]) => ({ path: name, text })),
    );

  it('has its files and a list of them', async () => {
    expect(await site({ 'b/c/d.html': 'd', 'a.html': 'a' })).toEqual({ files: 2, written: 2, removed: 0 });
    expect(names()).toEqual(['a.html', 'b', 'b/c', 'b/c/d.html', 'wit-site.json']);
    expect(JSON.parse(read('wit-site.json'))).toEqual({ version: 1, files: ['a.html', 'b/c/d.html'] });
  });

  it('is written anew only where it changed, and what is gone goes, with folders that become empty', async () => {
    await site({ 'a.html': 'a', 'b.html': 'b', 'x/y/z.html': 'z', 'x/other.html': 'o' });
    writeFileSync(at('mine.txt'), 'mine');
    mkdirSync(at('gone'));
    const long = new Date(0);
    utimesSync(at('a.html'), long, long);
    const result = await site({ 'a.html': 'a', 'b.html': 'B', 'x/other.html': 'o' });
    expect(result).toEqual({ files: 3, written: 1, removed: 1 });
    expect(statSync(at('a.html')).mtimeMs).toBe(0);
    expect(read('b.html')).toBe('B');
    expect(names()).toEqual(['a.html', 'b.html', 'gone', 'mine.txt', 'wit-site.json', 'x', 'x/other.html']);
    expect(await site({ 'a.html': 'a' })).toEqual({ files: 1, written: 0, removed: 2 });
    expect(names()).toEqual(['a.html', 'gone', 'mine.txt', 'wit-site.json']);
  });

  it('a file that is given twice is written once, many files all', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ path: `p${index}.html`, text: `${index}` }));
    const twice = [...many, { path: 'p0.html', text: 'second' }];
    expect(await writeSite(directory, twice)).toEqual({ files: 40, written: 40, removed: 0 });
    expect([read('p0.html'), read('p39.html')]).toEqual(['0', '39']);
  });

  it('a list that somebody changed removes nothing outside', async () => {
    const outside = `${directory}-outside`;
    writeFileSync(outside, 'mine');
    writeFileSync(at('inside'), 'ours');
    const files = [`../${path.basename(outside)}`, outside, `x/../../${path.basename(outside)}`, '', 7, 'inside'];
    for (const text of [JSON.stringify({ files }), JSON.stringify({ files: 'inside' }), 'no JSON']) {
      writeFileSync(at('wit-site.json'), text);
      await site({});
      expect(existsSync(outside)).toBe(true);
    }
    expect(names()).toEqual(['wit-site.json']);
    rmSync(outside);
  });
});
