import { beforeEach, describe, expect, it } from 'vitest';
import { testParser } from '../../../test/support/parser.ts';
import { DEFAULT_SETTINGS } from '../check/settings.ts';
import { MemoryHost } from '../hosts/memory.ts';
import type { WitParser } from '../syntax/parser.ts';
import { Workspace } from './workspace.ts';

const parser: WitParser = await testParser();
let host: MemoryHost;
let workspace: Workspace;

beforeEach(() => {
  host = new MemoryHost({
    'file:///w/a.wit': 'package a:b;\ninterface i { type t = u8 }\n',
    'file:///w/b.wit': 'interface j {}\n',
    'file:///w/deps/io/io.wit': 'package w:io;\n',
  });
  workspace = new Workspace(host, parser);
});

function codes(uri: string): string[] {
  return workspace
    .snapshot()
    .diagnostics(uri)
    .map((it) => it.code);
}

it('loads the package of a file with what is vendored beside it', async () => {
  const root = await workspace.load('file:///w/a.wit');
  expect(root?.uri).toBe('file:///w');
  const snapshot = workspace.snapshot();
  expect([...host.reads]).toEqual([
    ['file:///w/a.wit', 1],
    ['file:///w/b.wit', 1],
    ['file:///w/deps/io/io.wit', 1],
  ]);
  expect(snapshot.tree('file:///w/deps/io/io.wit')?.entries).toHaveLength(1);
  expect(snapshot.rootOf('file:///w/deps/io/io.wit')).toBe(root);
  expect(codes('file:///w/a.wit')).toContain('syntax/missing-semicolon');
});

it('reads nothing twice and keeps the snapshot while nothing changes', async () => {
  await workspace.load('file:///w/a.wit');
  const before = workspace.snapshot();
  await workspace.load('file:///w/b.wit');
  expect(workspace.snapshot()).toBe(before);
  expect(host.reads.get('file:///w/b.wit')).toBe(1);
});

describe('what the editor has open', () => {
  it('stands before the disk, in any spelling of its URI, until it is closed', async () => {
    workspace.openFile('FILE:///w/%61.wit', 'package a:b;\n', 1);
    await workspace.load('file:///w/a.wit');
    expect(host.reads.has('file:///w/a.wit')).toBe(false);
    expect(codes('file:///w/a.wit')).not.toContain('syntax/missing-semicolon');
    workspace.closeFile('file:///w/a.wit');
    await workspace.load('file:///w/a.wit');
    expect(codes('file:///w/a.wit')).toContain('syntax/missing-semicolon');
  });

  it('belongs to its package before it is saved', async () => {
    workspace.openFile('file:///w/new%20one.wit', '', 1);
    workspace.openFile('file:///w/deps/fresh/x.wit', '', 1);
    const root = await workspace.load('file:///w/new%20one.wit');
    expect(root?.files).toEqual(['file:///w/a.wit', 'file:///w/b.wit', 'file:///w/new%20one.wit']);
    expect(root?.deps.map((group) => group.uri)).toEqual(['file:///w/deps/fresh', 'file:///w/deps/io']);
    workspace.closeFile('file:///w/new%20one.wit');
    expect((await workspace.load('file:///w/a.wit'))?.files).toHaveLength(2);
  });

  it('changes without touching older snapshots', async () => {
    workspace.openFile('file:///w/a.wit', 'interface i { type t = u8 }', 1);
    await workspace.load('file:///w/a.wit');
    const before = workspace.snapshot();
    workspace.changeFile('file:///w/a.wit', [{ start: 25, end: 25, text: ';' }], 2);
    expect(before.tree('file:///w/a.wit')?.text).toBe('interface i { type t = u8 }');
    expect(before.diagnostics('file:///w/a.wit').map((it) => it.code)).toContain('syntax/missing-semicolon');
    expect(workspace.snapshot().file('file:///w/a.wit')?.version).toBe(2);
    expect(codes('file:///w/a.wit')).not.toContain('syntax/missing-semicolon');
  });

  it('costs one live tree per file', async () => {
    const own = await testParser();
    const other = new Workspace(host, own);
    other.openFile('file:///w/a.wit', 'interface i {}', 1);
    other.openFile('file:///w/b.wit', '', 1);
    for (let at = 0; at < 10; at++) other.changeFile('file:///w/a.wit', [{ start: 0, end: 0, text: ' ' }], at);
    other.openFile('file:///w/a.wit', 'world again {}', 20);
    await other.load('file:///w/a.wit');
    expect(own.liveTrees).toBe(2);
    other.closeFile('file:///w/a.wit');
    other.closeFile('file:///w/b.wit');
    expect(own.liveTrees).toBe(0);
  });

  it('may be no file at all', async () => {
    workspace.openFile('untitled:Untitled-1', 'interface i { type t = u8 }', 1);
    const root = await workspace.load('untitled:Untitled-1');
    expect(root?.kind).toBe('file');
    expect(codes('untitled:Untitled-1')).toContain('syntax/missing-semicolon');
  });
});

it('sees changes on the disk when it is told of them', async () => {
  await workspace.load('file:///w/a.wit');
  host.write('file:///w/a.wit', 'package a:b;\n');
  host.write('file:///w/deps/new/x.wit', 'package x:y;\n');
  host.delete('file:///w/b.wit');
  workspace.movedOnDisk(['file:///w/a.wit', 'file:///w/deps/new', 'file:///w/b.wit']);
  const root = await workspace.load('file:///w/a.wit');
  expect(root?.files).toEqual(['file:///w/a.wit']);
  expect(root?.deps.map((group) => group.uri)).toEqual(['file:///w/deps/io', 'file:///w/deps/new']);
  expect(workspace.snapshot().tree('file:///w/a.wit')?.text).toBe('package a:b;\n');
});

it('reads a saved file again and nothing else', async () => {
  await workspace.load('file:///w/a.wit');
  host.write('file:///w/b.wit', 'world w {}\n');
  workspace.savedOnDisk(['file:///w/b.wit']);
  await workspace.load('file:///w/a.wit');
  expect(workspace.snapshot().tree('file:///w/b.wit')?.text).toBe('world w {}\n');
  expect([...host.reads.values()]).toEqual([1, 2, 1]);
});

it('does not believe a read that a change has overtaken', async () => {
  const late: (() => void)[] = [];
  const read = host.readFile.bind(host);
  host.readFile = async (uri) => {
    const bytes = await read(uri);
    // Manifests of package tools are looked for too; only the package's own files come late.
    if (uri.endsWith('.wit')) await new Promise<void>((resolve) => late.push(resolve));
    return bytes;
  };
  workspace = new Workspace(host, parser);
  const loading = workspace.load('file:///w/a.wit');
  await expect.poll(() => late.length).toBe(3);
  host.write('file:///w/a.wit', 'world new-text {}');
  workspace.movedOnDisk(['file:///w/a.wit']);
  for (const go of late.splice(0)) go();
  await expect.poll(() => late.length).toBeGreaterThan(0);
  for (const go of late.splice(0)) go();
  await loading;
  expect(workspace.snapshot().tree('file:///w/a.wit')?.text).toBe('world new-text {}');
});

it('reads one text once, however many files hold it', async () => {
  const counting = await testParser();
  let reads = 0;
  const read = counting.read.bind(counting);
  counting.read = (text) => {
    reads++;
    return read(text);
  };
  host.write('file:///w/deps/io/copy.wit', 'package w:io;\n');
  await new Workspace(host, counting).load('file:///w/a.wit');
  expect(reads).toBe(3);
});

it('says what is no text', async () => {
  host.write('file:///w/a.wit', Uint8Array.from([0x2f, 0x2f, 0xff, 0x0a]));
  host.link('file:///w/c.wit', 'file:///nowhere');
  await workspace.load('file:///w/a.wit');
  const found = workspace.snapshot().diagnostics('file:///w/a.wit');
  expect(found.map((it) => [it.code, it.span])).toContainEqual(['syntax/invalid-encoding', { start: 2, end: 3 }]);
  expect(codes('file:///w/c.wit')).toContain('package/unreadable-file');
});

it('gives each finding the level that is set for its folder', async () => {
  await workspace.load('file:///w/a.wit');
  const off = { ...DEFAULT_SETTINGS, levels: { 'syntax/missing-semicolon': 'off' } } as const;
  const hint = { ...DEFAULT_SETTINGS, levels: { 'syntax/missing-semicolon': 'hint' } } as const;
  workspace.setSettings(off);
  expect(codes('file:///w/a.wit')).not.toContain('syntax/missing-semicolon');
  workspace.setSettings(off, new Map([['file:///w/', hint]]));
  const found = workspace.snapshot().diagnostics('file:///w/a.wit');
  expect(found.find((it) => it.code === 'syntax/missing-semicolon')?.severity).toBe('hint');
});
