// Files that are not what their names say: UTF-16, binaries, pointers of Git LFS. Each is one finding, and none is damaged.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MemoryHost } from '../server/src/hosts/memory.ts';
import { directoryWith, run } from './support/command.ts';
import { TestClient } from './support/server.ts';

const TEXT = 'package a:b;\r\n\r\n/// 𝔘 ä\r\ninterface i {\r\n  f: func();\r\n}\r\n';
const UTF16 = Buffer.from(`\ufeff${TEXT}`, 'utf16le');
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1234\n`;
/** `package acme:clock@1.0.0`, interface `time`: record `instant { seconds: u64 }`, `now: func() -> instant`. */
const BINARY = Buffer.from(
  'AGFzbQ0AAQAHRgFBAgFCBAFyAQdzZWNvbmRzdwQAB2luc3RhbnQDAAABQAAAAQQAA25vdwECBAAVYWNtZTpjbG9jay90aW1lQDEuMC4wBQALCgEABHRpbWUDAAA=',
  'base64',
);

interface Finding {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

async function checked(folder: string, ...paths: string[]): Promise<Finding[]> {
  const { out } = await run(folder, ['check', ...paths, '--format', 'json']);
  return JSON.parse(out).diagnostics;
}

async function client(files: Record<string, string | Buffer>): Promise<TestClient> {
  const it = await TestClient.inside(new MemoryHost(files));
  onTestFinished(async () => {
    await it.request('shutdown');
  });
  await it.initialize({ rootUri: 'file:///w', capabilities: {} });
  return it;
}

describe('a file in UTF-16', () => {
  const BIG = Buffer.from(UTF16).swap16();
  const PLAIN = UTF16.subarray(2);

  it('is one finding that says so, with or without a byte order mark', async () => {
    for (const bytes of [UTF16, BIG, PLAIN]) {
      const found = await checked(directoryWith({ 'a.wit': bytes }), 'a.wit');
      expect(found.map((it) => it.code)).toEqual(['syntax/invalid-encoding']);
      expect(found[0]?.message).toContain('UTF-16');
    }
  });

  it('has its other mistakes where they are', async () => {
    const wrong = Buffer.from(TEXT.replace('f: func()', 'f: func(a: nope)'), 'utf16le');
    const found = await checked(directoryWith({ 'a.wit': wrong }), 'a.wit');
    expect(found.map((it) => [it.code, it.range.start.line])).toEqual([
      ['syntax/invalid-encoding', 0],
      ['name/unknown-type', 4],
    ]);
  });

  it('is turned into UTF-8 by `format`, with the same text', async () => {
    for (const bytes of [UTF16, BIG, PLAIN]) {
      const folder = directoryWith({ 'a.wit': bytes });
      expect((await run(folder, ['format', '--check', 'a.wit'])).status).toBe(1);
      expect((await run(folder, ['format', 'a.wit'])).status).toBe(0);
      const after = readFileSync(path.join(folder, 'a.wit'), 'utf8');
      expect(after.replaceAll('\r\n', '\n')).toBe(TEXT.replaceAll('\r\n', '\n'));
      expect(await checked(folder, 'a.wit')).toEqual([]);
      expect((await run(folder, ['format', '--check', 'a.wit'])).status).toBe(0);
    }
  });

  it('that an editor shows as Latin-1 is one finding, too', async () => {
    const it = await client({});
    it.open('file:///w/a.wit', UTF16.toString('latin1'));
    expect((await it.diagnostics('file:///w/a.wit', 1)).map((one: Finding) => one.code)).toEqual([
      'syntax/invalid-encoding',
    ]);
  });
});

describe('a file in UTF-16 whose text an editor has decoded', () => {
  const A = 'file:///w/wit/a.wit';
  const USER = 'file:///w/wit/user.wit';
  const files = { [A]: UTF16, [USER]: 'interface user {\n  use i.{t};\n  f: func() -> t;\n}\n' };
  const decoded = TEXT.replace('f: func()', 'type t = u8;\r\n  f: func()');
  const codes = (it: TestClient, uri: string) => async (): Promise<string[]> => {
    const { result } = await it.request('workspace/diagnostic', { previousResultIds: [] });
    return result.items
      .filter((one: { uri: string }) => one.uri === uri)
      .flatMap((one: { items: Finding[] }) => one.items.map(({ code }) => code));
  };

  it.each(['', '\ufeff'])(
    'has nothing wrong while it is open, and one finding on the disk (%j first)',
    async (mark) => {
      const it = await TestClient.inside(new MemoryHost(files));
      await it.initialize({
        rootUri: 'file:///w',
        capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
      });
      // Its text is read all the same: only what the toolchain will not read is said.
      await expect.poll(codes(it, A)).toEqual(['syntax/invalid-encoding']);
      it.open(A, mark + decoded);
      await expect.poll(codes(it, A)).toEqual([]);
      await expect.poll(codes(it, USER)).toEqual([]);
      const { result } = await it.request('textDocument/formatting', {
        textDocument: { uri: A },
        options: { tabSize: 2, insertSpaces: true },
      });
      expect(result).toEqual([]);
      it.notify('textDocument/didClose', { textDocument: { uri: A } });
      await expect.poll(codes(it, A)).toEqual(['syntax/invalid-encoding']);
      await expect.poll(codes(it, USER)).toEqual(['name/not-in-interface']);
    },
  );
});

describe('a binary that is called `.wit`', () => {
  it('is read as the package that it is', async () => {
    const user = 'package a:b;\ninterface i {\n  use acme:clock/time@1.0.0.{instant};\n  f: func() -> instant;\n}\n';
    const folder = directoryWith({ 'wit/a.wit': user, 'wit/deps/lib.wit': BINARY });
    expect(await checked(folder, 'wit')).toEqual([]);
  });

  it('is never formatted', async () => {
    const folder = directoryWith({ 'wit/lib.wit': BINARY });
    for (const paths of [['wit'], ['wit/lib.wit']]) {
      expect((await run(folder, ['format', ...paths])).status).toBe(0);
      expect(readFileSync(path.join(folder, 'wit/lib.wit')).equals(BINARY)).toBe(true);
    }
    const { status, out } = await run(folder, ['format', '-'], { stdin: BINARY });
    expect([status, out]).toEqual([2, '']);
  });

  it('in an editor that shows its bytes is one finding, and has no style', async () => {
    const it = await client({ 'file:///w/lib.wit': BINARY });
    it.open('file:///w/lib.wit', BINARY.toString('latin1'));
    expect((await it.diagnostics('file:///w/lib.wit', 1)).map((one: Finding) => one.code)).toEqual([
      'package/not-a-package',
    ]);
    const { result } = await it.request('textDocument/formatting', {
      textDocument: { uri: 'file:///w/lib.wit' },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(result).toEqual([]);
  });
});

describe('a pointer of Git LFS', () => {
  it('is one finding that says what to run', async () => {
    for (const name of ['http.wit', 'http.wasm', 'http/http.wit']) {
      const folder = directoryWith({ 'wit/a.wit': 'package a:b;\ninterface i {}\n', [`wit/deps/${name}`]: POINTER });
      const found = await checked(folder, 'wit');
      expect(found.map((it) => [it.path, it.code])).toEqual([[`wit/deps/${name}`, 'package/unreadable-file']]);
      expect(found[0]?.message).toContain('`git lfs pull`');
    }
  });

  it.each([
    ['a pointer', 'http.wit', POINTER],
    ['a pointer', 'http.wasm', POINTER],
    ['a pointer', 'http/http.wit', POINTER],
    ['a pointer', 'vendored.wasm', POINTER],
    ['a broken binary', 'http.wasm', BINARY.subarray(0, 60)],
  ])('%s in deps/%s leaves nothing to say of its package where that is imported', async (_, name, bytes) => {
    const user = 'package a:b;\nworld w {\n  import web:http/types@1.0.0;\n  include web:http/proxy@1.0.0;\n}\n';
    const folder = directoryWith({ 'wit/a.wit': user, [`wit/deps/${name}`]: bytes });
    for (const resolve of ['toolchain', 'workspace']) {
      const { out, status } = await run(folder, ['check', 'wit', '--resolve', resolve, '--format', 'json']);
      expect(JSON.parse(out).diagnostics.map((it: Finding) => it.path)).toEqual([`wit/deps/${name}`]);
      expect(status).toBe(1);
    }
    const files = { 'file:///w/wit/a.wit': user, [`file:///w/wit/deps/${name}`]: bytes };
    const editor = await client(files);
    editor.open('file:///w/wit/a.wit', user);
    // Where it is imported, the editor says what is wrong with the file itself.
    const found: Finding[] = await editor.diagnostics('file:///w/wit/a.wit', 1);
    expect(found.map((it) => it.message)).toEqual([expect.stringMatching(/^`deps\/.* has an error/)]);
  });

  it('is one finding when it is opened', async () => {
    const it = await client({});
    it.open('file:///w/a.wit', POINTER);
    expect((await it.diagnostics('file:///w/a.wit', 1)).map((one: Finding) => one.code)).toEqual([
      'package/unreadable-file',
    ]);
  });
});
