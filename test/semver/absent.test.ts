// Parts of a version that are not in the checkout: submodules, files of Git LFS, what a sparse checkout leaves out. What cannot
// be read is never unchanged, and what nobody removed is not gone.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { TestRepository, temporary, wit } from './repository.ts';

interface Told {
  readonly status: number;
  readonly err: string;
  readonly kinds: readonly string[];
  readonly unread: readonly string[];
}

async function told(repository: TestRepository, ...args: string[]): Promise<Told> {
  const { status, out, err } = await run(repository.path, ['breaking', ...args, '--format', 'json']);
  const packages: { name: string; unread?: string; changes: { kind: string }[] }[] =
    out === '' ? [] : JSON.parse(out).packages;
  return {
    status,
    err,
    kinds: packages.flatMap((it) => it.changes.map(({ kind }) => `${it.name} ${kind}`)),
    unread: packages.flatMap((it) => it.unread ?? []),
  };
}

/** What the editor lists: kinds of changes, and packages that were not compared. */
async function toldByServer(repository: TestRepository, base: string) {
  const client = TestClient.spawned();
  const rootUri = pathToFileURL(repository.path).href;
  await client.initialize({ rootUri, initializationOptions: { semver: { base } } });
  let packages: { name: string; stale: boolean; base: { note: string | null }; changes: { kind: string }[] }[] = [];
  await vi.waitFor(async () => {
    packages = (await client.request('wit/contractChanges', {})).result.packages;
    expect(packages.length).toBeGreaterThan(0);
  });
  return {
    kinds: packages.flatMap((it) => it.changes.map(({ kind }) => `${it.name} ${kind}`)),
    stale: packages.filter((it) => it.stale).map((it) => it.name),
    notes: packages.flatMap((it) => it.base.note ?? []),
  };
}

const MAIN = 'package p:main@1.0.0;\ninterface m { use p:dep/d@1.0.0.{r}; f: func(a: r); }\n';
const dep = (type: string): string => `package p:dep@1.0.0;\ninterface d { record r { a: ${type} } }\n`;

describe('a submodule that is not checked out', () => {
  /** The library is recorded at another commit than before; the clone does not have it. */
  function without(place: string): TestRepository {
    const library = TestRepository.create({ 'd.wit': dep('u8') });
    const outer = TestRepository.create({ 'wit/m.wit': MAIN });
    outer.git('submodule', 'add', '-q', `file://${library.path}`, place);
    outer.commit();
    library.commit({ 'd.wit': dep('u16') });
    new TestRepository(path.join(outer.path, place)).git('pull', '-q');
    outer.commit();
    return outer.clone();
  }

  it('in `deps/` spoils the verdict of its package', async () => {
    const clone = without('wit/deps/dep');
    const { status, unread } = await told(clone, '--against', 'HEAD^');
    expect({ status, unread }).toEqual({
      status: 2,
      unread: [
        '`wit/deps/dep` is a submodule without the commit that is compared with: run `git submodule update --init`',
      ],
    });
    expect((await toldByServer(clone, 'HEAD^')).stale).toEqual(['p:main']);
  });

  it('elsewhere is said not to be compared', async () => {
    const clone = without('vendor/dep');
    clone.write({ 'wit/m.wit': wit('f: func();', '1.0.0', 'p:main') });
    const { err } = await told(clone, '--against', 'HEAD^');
    expect(err).toContain('not compared: `vendor/dep` is a submodule');
    expect((await toldByServer(clone, 'HEAD^')).notes[0]).toContain('`vendor/dep` is a submodule');
  });

  it('and is recorded at the same commit is the same', async () => {
    const clone = without('wit/deps/dep');
    expect(await told(clone, '--against', 'HEAD')).toMatchObject({ status: 0, unread: [], err: '' });
  });
});

describe('a file of Git LFS', () => {
  const pointer = (text: string): string => {
    const oid = createHash('sha256').update(text).digest('hex');
    return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${text.length}\n`;
  };

  function store(repository: TestRepository, text: string): void {
    const oid = createHash('sha256').update(text).digest('hex');
    const folder = path.join(repository.path, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, oid), text);
  }

  /** The base has the old file as a pointer. */
  const based = (): TestRepository =>
    TestRepository.create({ 'wit/m.wit': MAIN, 'wit/deps/dep/d.wit': pointer(dep('u8')) });

  it('is read out of the local store in the old version', async () => {
    const repository = based();
    store(repository, dep('u8'));
    repository.write({ 'wit/deps/dep/d.wit': dep('u16') });
    const { status, kinds } = await told(repository);
    expect({ status, kinds }).toEqual({ status: 1, kinds: ['p:main dep-changed', 'p:main bump-missing'] });
    expect((await toldByServer(repository, 'HEAD')).kinds).toContain('p:main dep-changed');
    repository.write({ 'wit/deps/dep/d.wit': dep('u8') });
    expect(await told(repository)).toMatchObject({ status: 0, kinds: [] });
  });

  it('is read out of the local store in the new one', async () => {
    const repository = based();
    store(repository, dep('u8'));
    store(repository, dep('u16'));
    repository.write({ 'wit/deps/dep/d.wit': pointer(dep('u16')) });
    expect(await told(repository)).toMatchObject({ status: 1 });
    expect((await toldByServer(repository, 'HEAD')).kinds).toContain('p:main dep-changed');
    // The toolchain still finds the pointer.
    const { status, out } = await run(repository.path, ['check', 'wit']);
    expect({ status, out }).toMatchObject({ status: 1, out: expect.stringContaining('Git LFS pointer') });
  });

  it('in a worktree, out of the store of its repository', async () => {
    const repository = based();
    store(repository, dep('u8'));
    const folder = path.join(temporary(), 'tree');
    repository.git('worktree', 'add', '-q', '-b', 'other', folder);
    const worktree = new TestRepository(folder);
    worktree.write({ 'wit/deps/dep/d.wit': dep('u16') });
    expect(await told(worktree, '--against', 'HEAD')).toMatchObject({ status: 1 });
  });

  it('that is nowhere is not compared when it has changed, and the same when it has not', async () => {
    const repository = based();
    expect(await told(repository)).toMatchObject({ status: 0, unread: [] });
    repository.write({ 'wit/deps/dep/d.wit': pointer(dep('u16')) });
    const { status, unread } = await told(repository);
    expect({ status, unread: unread[0] }).toEqual({ status: 2, unread: expect.stringContaining('git lfs pull') });
  });
});

describe('a sparse checkout', () => {
  const FILES = {
    'wit/m.wit': wit('f: func();'),
    'wit/more.wit': 'interface more { g: func(); }\n',
    'other/o.wit': wit('f: func();', '1.0.0', 'p:other'),
  };

  function sparse(): TestRepository {
    const repository = TestRepository.create(FILES);
    repository.git('sparse-checkout', 'set', '--no-cone', '/wit/m.wit');
    return repository;
  }

  it('removes nothing from a package that it leaves a part of out', async () => {
    const repository = sparse();
    expect(await told(repository)).toMatchObject({ status: 0, kinds: [], unread: [] });
    expect((await toldByServer(repository, 'HEAD')).kinds).toEqual([]);
    repository.write({ 'wit/m.wit': wit('f: func(a: u8);') });
    expect((await told(repository)).kinds).toEqual(['shop:cart param-added', 'shop:cart bump-missing']);
  });

  it('does not hide what it leaves out and has changed', async () => {
    const repository = sparse();
    repository.git('sparse-checkout', 'disable');
    repository.commit({ 'wit/more.wit': 'interface more { }\n' });
    repository.git('sparse-checkout', 'set', '--no-cone', '/wit/m.wit');
    const { status, unread } = await told(repository, '--against', 'HEAD^');
    const why = '`wit/more.wit` has changed, and the sparse checkout leaves it out';
    expect({ status, unread }).toEqual({ status: 2, unread: [why] });
    expect((await toldByServer(repository, 'HEAD^')).stale).toEqual(['shop:cart']);
  });
});

it('a bare repository is called one', async () => {
  const repository = TestRepository.create({ 'wit/m.wit': MAIN });
  const bare = repository.clone('--bare');
  const { status, err } = await told(bare);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('this is a bare repository') });
});
