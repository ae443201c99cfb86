// What git ignores is not the work: held against git itself, in real repositories of several kinds, and without git running.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Task } from '../../server/src/base/task.ts';
import { joinUri, relativeUri } from '../../server/src/base/uri.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { findWork } from '../../server/src/workspace/find-roots.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { WorkTree } from '../../server/src/workspace/work-tree.ts';
import { type Files, TestRepository, temporary } from '../semver/repository.ts';
import { run } from '../support/command.ts';

const FINE = 'package a:b;\n\ninterface i {\n  f: func();\n}\n';
const UGLY = 'package a:b;\ninterface i {\n      f: func(a: missing);\n}\n';

const host: Host = nodeHost({ git: false });

async function workOf(directory: string, from: Host = host): Promise<string[]> {
  const start = pathToUri(directory);
  const found = (await findWork(start, from, new Task(from.clock))) ?? [];
  return found.flatMap(({ uri, names }) => names.map((name) => relativeUri(start, joinUri(uri, name)) ?? uri)).sort();
}

/** What git itself says: tracked, or neither tracked nor ignored. */
function gitSays(it: TestRepository): string[] {
  const out = it.git('ls-files', '-z', '--cached', '--others', '--exclude-standard');
  return [...new Set(out.split('\0'))].filter((name) => name.endsWith('.wit')).sort();
}

const IGNORING: Files = {
  '.gitignore': ['/build/', '*.gen.wit', '!kept.gen.wit', 'cache', '**/out/*.wit', 'foo bar/', 'a[0-9]/', '\\#x/'].join(
    '\n',
  ),
  'wit/a.wit': FINE,
  'wit/b.gen.wit': FINE,
  'wit/kept.gen.wit': FINE,
  'build/wit/a.wit': FINE,
  'sub/build/wit/a.wit': FINE,
  'sub/cache/a.wit': FINE,
  'sub/.gitignore': '*.wit\n!/only.wit\n# comment.wit\n',
  'sub/only.wit': FINE,
  'sub/deep/only.wit': FINE,
  'x/out/y.wit': FINE,
  'x/out/z/y.wit': FINE,
  'foo bar/a.wit': FINE,
  'a7/a.wit': FINE,
  'ab/a.wit': FINE,
  '#x/a.wit': FINE,
  '.github/wit/a.wit': FINE,
  'node_modules/p/a.wit': FINE,
  'größe/ä.wit': FINE,
};

describe('in a git work tree', () => {
  it('is what git says, for untracked files', async () => {
    const it = TestRepository.create({ 'readme.md': '' });
    it.write(IGNORING);
    it.write({ '.git/info/exclude': 'node_modules/\n' });
    const expected = gitSays(it);
    expect(expected).toContain('größe/ä.wit');
    expect(expected).not.toContain('sub/cache/a.wit');
    expect(await workOf(it.path)).toEqual(expected);
  });

  it.each([2, 3, 4])('holds what git tracks below an ignored folder (index version %i)', async (version) => {
    const it = TestRepository.create({ 'readme.md': '' });
    it.write(IGNORING);
    it.git('update-index', '--index-version', version === 3 ? '2' : `${version}`);
    it.git('add', '-f', 'build/wit/a.wit', 'sub/cache/a.wit', 'größe/ä.wit');
    if (version === 3) {
      // Only an entry with extended flags needs version 3.
      it.git('add', '-N', 'wit/a.wit');
    }
    expect(readFileSync(path.join(it.path, '.git/index')).readUInt32BE(4)).toBe(version);
    const expected = gitSays(it);
    expect(expected).toContain('build/wit/a.wit');
    expect(await workOf(it.path)).toEqual(expected);
  });

  it('holds what a split index tracks', async () => {
    const it = TestRepository.create({ 'readme.md': '' });
    it.write(IGNORING);
    it.git('add', '-f', 'build/wit/a.wit');
    it.git('update-index', '--split-index');
    it.git('add', '-f', 'sub/cache/a.wit');
    expect(await workOf(it.path)).toEqual(gitSays(it));
  });

  it('has hashes of either length', async () => {
    const directory = temporary();
    execFileSync('git', ['init', '-q', '--object-format=sha256', directory]);
    const it = new TestRepository(directory);
    it.write(IGNORING);
    it.git('add', '-f', 'build/wit/a.wit');
    expect(await workOf(it.path)).toEqual(gitSays(it));
  });

  it('has the rules of its own in a linked work tree', async () => {
    const it = TestRepository.create({ '.gitignore': 'build/\n', 'wit/a.wit': FINE });
    it.write({ '.git/info/exclude': 'private/\n' });
    const linked = new TestRepository(path.join(temporary(), 'linked'));
    it.git('worktree', 'add', '-q', linked.path);
    linked.write({ 'build/a.wit': FINE, 'private/a.wit': FINE, 'tracked/a.wit': FINE });
    linked.git('add', '-f', 'build/a.wit');
    expect(await workOf(linked.path)).toEqual(gitSays(linked));
    expect(await workOf(linked.path)).toEqual(['build/a.wit', 'tracked/a.wit', 'wit/a.wit']);
  });

  it('follows .ignore before .gitignore', async () => {
    const it = TestRepository.create({ 'readme.md': '' });
    it.write({ '.ignore': 'fixtures/\n!/gen/\n', '.gitignore': '/gen/\n', 'fixtures/a.wit': FINE, 'gen/a.wit': FINE });
    expect(await workOf(it.path)).toEqual(['gen/a.wit']);
  });

  it('knows the rules above a folder that is opened', async () => {
    const it = TestRepository.create({ 'readme.md': '' });
    it.write(IGNORING);
    expect(await workOf(path.join(it.path, 'sub'))).toEqual(['only.wit']);
    // Whoever names an ignored folder means it.
    expect(await workOf(path.join(it.path, 'build'))).toEqual(['wit/a.wit']);
  });

  it('leaves a repository inside of it to the rules of that one', async () => {
    const it = TestRepository.create({ '.gitignore': '*.tmp.wit\nvendor/\n', 'wit/a.wit': FINE });
    for (const inner of ['inner', 'vendor/inner']) {
      execFileSync('git', ['init', '-q', path.join(it.path, inner)]);
      it.write({ [`${inner}/.gitignore`]: 'build/\n', [`${inner}/b.tmp.wit`]: FINE, [`${inner}/build/a.wit`]: FINE });
    }
    expect(await workOf(it.path)).toEqual(['inner/b.tmp.wit', 'wit/a.wit']);
  });

  it('is read in time, whatever patterns there are', async () => {
    const it = TestRepository.create({ 'wit/a.wit': FINE });
    it.write({
      '.gitignore': `${'*a'.repeat(40)}b\n${'**/'.repeat(60)}x\n[z-a]\n[\n\\\n!\nbuild\n`,
      'build/a.wit': FINE,
    });
    it.write({ [`${'a'.repeat(200)}/a.wit`]: FINE });
    const before = process.cpuUsage();
    expect(await workOf(it.path)).toEqual([`${'a'.repeat(200)}/a.wit`, 'wit/a.wit']);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('links', () => {
  it('are followed inside the work tree and not out of it', async () => {
    const outside = temporary();
    new TestRepository(outside).write({ 'wit/a.wit': FINE });
    const it = TestRepository.create({ 'wit/a.wit': FINE, '.gitignore': 'hidden/\n' });
    it.write({ 'third/deps/x/x.wit': FINE, 'hidden/wit/a.wit': FINE });
    for (const [name, target] of [
      ['loop', '.'],
      ['out', outside],
      ['root', '/'],
      ['again', 'wit'],
      ['vendored', 'third/deps/x'],
      ['ignored', 'hidden/wit'],
    ] as const)
      it.link(name, target);
    expect(await workOf(it.path)).toEqual(['third/deps/x/x.wit', 'wit/a.wit']);
  });

  it('lead a formatter to nothing outside', async () => {
    const outside = temporary();
    new TestRepository(outside).write({ 'wit/a.wit': UGLY });
    const it = TestRepository.create({ 'wit/a.wit': UGLY });
    it.link('out', outside);
    it.link('wit/b.wit', path.join(outside, 'wit/a.wit'));
    const text = (file: string): string => readFileSync(file, 'utf8');
    expect(await run(it.path, ['format', '.'])).toMatchObject({ status: 0, out: 'wit/a.wit\n' });
    for (const named of ['out', 'out/wit', 'out/wit/a.wit', 'wit/b.wit'])
      expect(await run(it.path, ['format', named])).toMatchObject({
        status: 2,
        err: expect.stringContaining('out of'),
      });
    expect(text(path.join(outside, 'wit/a.wit'))).toBe(UGLY);
    expect(text(path.join(it.path, 'wit/a.wit'))).not.toBe(UGLY);
    // Named by its own path, it is formatted.
    expect(await run(it.path, ['format', path.join(outside, 'wit')])).toMatchObject({ status: 0 });
    expect(text(path.join(outside, 'wit/a.wit'))).not.toBe(UGLY);
  });
});

describe('outside of git', () => {
  it('leaves out the folders of tools, and what .ignore names', async () => {
    const it = new TestRepository(temporary());
    it.write({
      '.venv/lib/a.wit': FINE,
      'node_modules/a/a.wit': FINE,
      'target/wit/a.wit': FINE,
      'build/a.wit': FINE,
      'wit/a.wit': FINE,
      'wit/.ignore': 'old/\n',
      'wit/old/a.wit': FINE,
      '.gitignore': 'build/\n',
    });
    expect(await workOf(it.path)).toEqual(['build/a.wit', 'wit/a.wit']);
    expect(await workOf(path.join(it.path, '.venv'))).toEqual(['lib/a.wit']);
  });
});

describe('the command line', () => {
  const ignored: Files = { '.venv/p/wit/a.wit': UGLY, 'wit/gen.wit': UGLY.replace('interface i', 'interface g') };

  function repository(): TestRepository {
    const it = TestRepository.create({ '.gitignore': '.venv/\ngen.wit\n', 'wit/a.wit': FINE });
    it.write(ignored);
    return it;
  }

  it('checks, formats and compares the work', async () => {
    const it = repository();
    it.write({ '.venv/q/wit/b.wit': FINE });
    const checked = await run(it.path, ['check', '.']);
    expect(checked.out).not.toContain('.venv');
    // The toolchain reads the whole directory of a package, ignored or not.
    expect(checked.out).toContain('wit/gen.wit');
    expect(await run(it.path, ['format', '.', '--check'])).toMatchObject({ status: 0, out: '' });
    expect(await run(it.path, ['format', 'wit', '--check'])).toMatchObject({ status: 0, out: '' });
    expect((await run(it.path, ['breaking', '.'])).out).not.toContain('.venv');
  });

  it('reads what is named', async () => {
    const it = repository();
    expect((await run(it.path, ['check', '.venv'])).out).toContain('.venv/p/wit/a.wit');
    expect((await run(it.path, ['format', '.venv', '--check'])).out).toBe('.venv/p/wit/a.wit\n');
    expect((await run(it.path, ['format', 'wit/gen.wit', '--check'])).out).toBe('wit/gen.wit\n');
  });
});

it('a file that only an editor has is judged by its place', async () => {
  const it = TestRepository.create({ '.gitignore': 'build/\n', 'wit/a.wit': FINE });
  const top = pathToUri(it.path);
  const tree = new WorkTree(host, top);
  expect(await tree.isWork(joinUri(top, 'new/wit/a.wit'))).toBe(true);
  expect(await tree.isWork(joinUri(top, 'build/wit/a.wit'))).toBe(false);
  expect(await tree.isWork('file:///elsewhere/a.wit')).toBe(false);
});

it('a repository of many other files is searched quickly', async () => {
  const memory = new MemoryHost();
  let listed = 0;
  const other = Array.from({ length: 100 }, (_, index) => ({ name: `f${index}.rs`, kind: 'file' as const }));
  const folders = Array.from({ length: 100 }, (_, index) => ({ name: `d${index}`, kind: 'directory' as const }));
  const large: Host = {
    clock: memory.clock,
    readFile: async () => undefined,
    stat: async () => undefined,
    realPath: async (uri) => uri,
    readDirectory: async (uri) => {
      listed++;
      const depth = uri.split('/').length;
      return depth === 4 ? [...folders, ...other] : depth === 5 ? [...other, ...folders.slice(0, 9)] : other;
    },
  };
  const before = process.cpuUsage();
  expect(await findWork('file:///p', large, new Task(memory.clock))).toEqual([]);
  expect(listed).toBe(1001);
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
});
