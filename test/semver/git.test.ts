// The base out of git, in every situation in which a repository can be.

import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isGitFailure, Repository } from '../../server/src/contract/git.ts';
import { isReleaseOf } from '../../server/src/contract/release.ts';
import { nodeGit } from '../../server/src/hosts/git.ts';
import { nodeHost, pathOfUri, pathToUri } from '../../server/src/hosts/node.ts';
import { run, type Surroundings } from '../support/command.ts';
import { type Files, TestRepository, temporary, wit } from './repository.ts';

interface Answer {
  readonly status: number;
  readonly err: string;
  readonly base?: { readonly kind: string; readonly label: string; readonly commit: string | null };
  /** `kind item` of every change. */
  readonly changes: readonly string[];
}

async function breaking(cwd: string, args: readonly string[] = [], around: Surroundings = {}): Promise<Answer> {
  const { status, out, err } = await run(cwd, ['breaking', '--format', 'json', ...args], around);
  if (out === '') return { status, err, changes: [] };
  const { base, packages } = JSON.parse(out);
  const changes = packages.flatMap((it: { changes: { kind: string; item: string }[] }) =>
    it.changes.filter((one) => one.kind !== 'bump-missing').map((one) => `${one.kind} ${one.item}`),
  );
  return { status, err, base, changes };
}

const ONE: Files = { 'wit/a.wit': wit('f: func();') };
const TWO: Files = { 'wit/a.wit': wit('f: func(); g: func();') };
const BROKEN: Files = { 'wit/a.wit': wit('f: func(a: u8);') };

describe('the base that is chosen', () => {
  it('is the last commit where there is nothing else', async () => {
    const it = TestRepository.create(ONE);
    it.write(BROKEN);
    expect(await breaking(it.path)).toMatchObject({
      status: 1,
      base: { kind: 'commit', label: 'HEAD', commit: it.git('rev-parse', 'HEAD') },
      changes: ['param-added api.f.a'],
    });
  });

  it('is the last release on the default branch', async () => {
    const it = TestRepository.create(ONE);
    it.tag('v1.0.0');
    it.tag('nightly');
    it.commit(BROKEN);
    expect(await breaking(it.path)).toMatchObject({
      status: 1,
      base: { label: 'v1.0.0' },
      changes: ['param-added api.f.a'],
    });
  });

  it('is the last release that has the package, under one of its names', async () => {
    const it = TestRepository.create({ 'readme.md': '' });
    it.tag('v0.9.0');
    it.commit(ONE);
    it.tag('cart-v1.0.0');
    it.commit(TWO);
    it.tag('other-v3.0.0');
    expect(await breaking(it.path)).toMatchObject({
      status: 0,
      base: { label: 'cart-v1.0.0' },
      changes: ['func-added api.g'],
    });
  });

  it('is where the branch left the default branch of the remote', async () => {
    const origin = TestRepository.create(ONE);
    const it = origin.clone();
    it.git('checkout', '-q', '-b', 'feature');
    it.commit(TWO);
    origin.commit(BROKEN);
    it.git('fetch', '-q');
    expect(await breaking(it.path)).toMatchObject({
      status: 0,
      base: { label: 'origin/main' },
      changes: ['func-added api.g'],
    });
  });

  it('is where the branch left the local main, without a remote, detached too', async () => {
    const it = TestRepository.create(ONE);
    it.git('checkout', '-q', '-b', 'feature');
    it.commit(TWO);
    it.commit(BROKEN);
    const expected = { status: 1, base: { label: 'main' }, changes: ['param-added api.f.a'] };
    expect(await breaking(it.path)).toMatchObject(expected);
    it.git('checkout', '-q', '--detach');
    expect(await breaking(it.path)).toMatchObject(expected);
  });

  it.each(['HEAD~1', 'main', '@{-1}', 'refs/heads/main', 'main@{0}', ':/change 1'])(
    'can be named: %s',
    async (name) => {
      const it = TestRepository.create(ONE);
      it.git('checkout', '-q', '-b', 'feature');
      it.commit(BROKEN);
      expect(await breaking(it.path, ['--against', name])).toMatchObject({ status: 1, base: { label: name } });
    },
  );

  it.each(['nope', 'HEAD:wit', 'main..HEAD', '^main', '--output=x', '', 'a\nb'])('cannot be %j', async (name) => {
    const it = TestRepository.create(ONE);
    const { status, err } = await breaking(it.path, [`--against=${name}`]);
    expect(status).toBe(2);
    expect(err).toMatch(/no base to compare with|`--against` is empty/);
    expect(existsSync(path.join(it.path, 'x'))).toBe(false);
  });

  it('can be a directory or a file', async () => {
    const it = TestRepository.create({ 'old/a.wit': wit('f: func();'), 'new/a.wit': wit('f: func(a: u8);') });
    const expected = { status: 1, changes: ['param-added api.f.a'] };
    for (const base of ['old', './old', path.join(it.path, 'old'), 'old/a.wit'])
      expect(await breaking(it.path, ['new', '--against', base])).toMatchObject(expected);
    expect(await breaking(it.path, ['new/a.wit', '--against', 'old/a.wit'])).toMatchObject(expected);
    expect(await breaking(path.join(it.path, 'new'), ['--against', '../old'])).toMatchObject(expected);
    expect(await breaking(it.path, ['new', '--against', './missing'])).toMatchObject({ status: 2 });
  });

  it('is a directory outside of any repository', async () => {
    const directory = temporary();
    new TestRepository(directory).write({ 'old/a.wit': wit('f: func();'), 'new/a.wit': wit('g: func(a: u8);') });
    expect(await breaking(directory, ['new', '--against', 'old'])).toMatchObject({ status: 1 });
    const { status, err } = await breaking(directory, ['new']);
    expect(status).toBe(2);
    expect(err).toContain('not in a git repository');
  });
});

describe('in CI', () => {
  function pullRequest(): { origin: TestRepository; merge: string } {
    const origin = TestRepository.create(ONE);
    origin.git('checkout', '-q', '-b', 'feature');
    origin.commit(TWO);
    origin.git('checkout', '-q', 'main');
    origin.commit({ 'readme.md': 'more' });
    origin.git('checkout', '-q', '-b', 'merged');
    origin.git('merge', '-q', '--no-ff', '-m', 'merge', 'feature');
    return { origin, merge: 'merged' };
  }

  it('is what the pull request on GitHub is for', async () => {
    const { origin, merge } = pullRequest();
    for (const options of [[], ['--depth', '2']]) {
      const it = origin.clone('--branch', merge, ...options);
      const env = { GITHUB_BASE_REF: 'main', GITHUB_REF: 'refs/pull/1/merge' };
      expect(await breaking(it.path, [], { env })).toMatchObject({
        status: 0,
        base: { label: 'main', commit: origin.git('rev-parse', 'main') },
        changes: ['func-added api.g'],
      });
    }
  });

  it('is never something else: too little history is an error', async () => {
    const { origin, merge } = pullRequest();
    const it = origin.clone('--branch', merge, '--depth', '1');
    const { status, err } = await breaking(it.path, [], { env: { GITHUB_BASE_REF: 'main' } });
    expect(status).toBe(2);
    expect(err).toContain('fetch-depth: 0');
  });

  it('is what the merge request on GitLab is for', async () => {
    const { origin } = pullRequest();
    const commit = origin.git('rev-parse', 'main~1');
    origin.git('checkout', '-q', 'feature');
    const env = { CI_MERGE_REQUEST_DIFF_BASE_SHA: commit, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' };
    expect(await breaking(origin.path, [], { env })).toMatchObject({ status: 0, base: { label: 'main', commit } });
  });
});

describe('a clone', () => {
  it('with too little history compares with the tip, and says so', async () => {
    const origin = TestRepository.create(ONE);
    origin.git('checkout', '-q', '-b', 'feature');
    origin.commit(BROKEN);
    origin.git('checkout', '-q', 'main');
    origin.commit({ 'readme.md': '' });
    const it = origin.clone('--depth', '1', '--no-single-branch');
    it.git('checkout', '-q', 'feature');
    const answer = await breaking(it.path);
    expect(answer).toMatchObject({ status: 1, base: { label: 'origin/main' }, changes: ['param-added api.f.a'] });
    expect(answer.err).toContain('compared with its tip');
  });

  it('without the files is incomplete, and never empty', async () => {
    const origin = TestRepository.create(ONE);
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.commit(TWO);
    const it = origin.clone('--filter=blob:none');
    const { status, err } = await breaking(it.path, ['--against', 'HEAD~1']);
    expect(status).toBe(2);
    expect(err).toContain('partial clone');
  });
});

describe('a place in a repository', () => {
  it('may be a worktree', async () => {
    const it = TestRepository.create(ONE);
    const directory = path.join(temporary(), 'tree');
    it.git('worktree', 'add', '-q', '-b', 'feature', directory);
    const tree = new TestRepository(directory);
    tree.write(BROKEN);
    tree.git('commit', '-q', '-a', '-m', 'break');
    expect(await breaking(tree.path)).toMatchObject({ status: 1, base: { label: 'main' } });
    expect(await breaking(path.join(tree.path, 'wit'))).toMatchObject({ status: 1, base: { label: 'main' } });
  });

  it('may be a submodule, which has a base of its own', async () => {
    const library = TestRepository.create(ONE);
    library.tag('v1.0.0');
    const it = TestRepository.create({ 'readme.md': '' });
    it.git('submodule', 'add', '-q', `file://${library.path}`, 'library');
    it.commit();
    const inner = new TestRepository(path.join(it.path, 'library'));
    inner.write(BROKEN);
    expect(await breaking(inner.path)).toMatchObject({ status: 1, base: { label: 'v1.0.0' } });
    expect(await breaking(it.path, ['library/wit'])).toMatchObject({ status: 1, base: { label: 'v1.0.0' } });
  });

  it('may be reached through a symbolic link', async () => {
    const it = TestRepository.create(ONE);
    it.write(BROKEN);
    const link = path.join(temporary(), 'link');
    symlinkSync(it.path, link);
    expect(await breaking(link)).toMatchObject({ status: 1, changes: ['param-added api.f.a'] });
    expect(await breaking(path.join(link, 'wit'))).toMatchObject({ status: 1, changes: ['param-added api.f.a'] });
  });

  it('may have links in it', async () => {
    const it = TestRepository.create({
      'types/wit/t.wit': 'package shop:types@1.0.0;\ninterface t { type id = u32; }\n',
      'cart/wit/a.wit':
        'package shop:cart@1.0.0;\ninterface api {\n  use shop:types/t@1.0.0.{id};\n  f: func(a: id);\n}\n',
    });
    mkdirSync(path.join(it.path, 'cart/wit/deps'));
    symlinkSync('../../../types/wit', path.join(it.path, 'cart/wit/deps/types'));
    it.commit();
    expect(await breaking(it.path, ['cart/wit', '--resolve', 'toolchain'])).toMatchObject({ status: 0, changes: [] });
    it.write({ 'types/wit/t.wit': 'package shop:types@1.0.0;\ninterface t { type id = u64; }\n' });
    expect(await breaking(it.path, ['cart/wit', '--resolve', 'toolchain'])).toMatchObject({
      status: 1,
      changes: ['dep-changed shop:types'],
    });
  });

  it('may be on a branch without a commit', async () => {
    const it = TestRepository.create();
    it.write(ONE);
    const { status, err } = await breaking(it.path);
    expect(status).toBe(2);
    expect(err).toContain('no commit yet');
  });

  it('may be a repository of somebody else', async (context) => {
    const it = TestRepository.create(ONE);
    if (process.getuid?.() !== 0) return context.skip('only root can give files away');
    for (const name of ['.', '.git', 'wit']) chownSync(path.join(it.path, name), 65534, 65534);
    const { status, err } = await breaking(it.path);
    expect(status).toBe(2);
    expect(err).toContain('belongs to another user');
    expect(err).toContain('git config --global --add safe.directory');
  });
});

describe('packages', () => {
  it('are found by name when their directory moved', async () => {
    const it = TestRepository.create(ONE);
    it.git('mv', 'wit', 'contracts');
    expect(await breaking(it.path)).toMatchObject({ status: 0, changes: [] });
    expect(await breaking(it.path, ['contracts'])).toMatchObject({ status: 0, changes: [] });
    it.write({ 'contracts/a.wit': wit('f: func(a: u8);') });
    expect(await breaking(it.path, ['contracts'])).toMatchObject({ status: 1, changes: ['param-added api.f.a'] });
  });

  it('are not gone when they left the paths that are looked at', async () => {
    const it = TestRepository.create({ ...ONE, 'wit2/b.wit': wit('g: func();', '1.0.0', 'shop:other') });
    it.git('mv', 'wit2', 'elsewhere');
    it.write({ 'wit2/c.wit': wit('h: func();', '1.0.0', 'shop:third') });
    expect(await breaking(it.path, ['wit2'])).toMatchObject({ status: 0, changes: ['package-added shop:third'] });
  });

  it('are gone when their last file is', async () => {
    const it = TestRepository.create({ ...ONE, 'wit2/b.wit': wit('g: func();', '1.0.0', 'shop:other') });
    it.remove('wit2');
    expect(await breaking(it.path)).toMatchObject({ status: 1, changes: ['package-removed shop:other'] });
    it.remove('wit');
    expect(await breaking(it.path)).toMatchObject({
      status: 1,
      changes: ['package-removed shop:cart', 'package-removed shop:other'],
    });
  });

  it('keep their version tracks apart', async () => {
    const it = TestRepository.create({
      'v2/a.wit': wit('f: func();', '0.2.12'),
      'v3/a.wit': wit('f: func() -> u8;', '0.3.0-rc.1'),
    });
    it.write({ 'v2/a.wit': wit('f: func(); g: func();', '0.2.13'), 'v3/a.wit': wit('f: func() -> u8;', '0.3.0') });
    expect(await breaking(it.path)).toMatchObject({ status: 0, changes: ['func-added api.g'] });
    it.git('mv', 'v2/a.wit', 'v2/b.wit');
    it.remove('v2');
    it.git('mv', '-k', 'v3', 'v4');
    expect(await breaking(it.path)).toMatchObject({ status: 0, changes: ['package-removed shop:cart'] });
  });

  it('are the same with other line ends and a byte order mark', async () => {
    const it = TestRepository.create(ONE);
    it.write({ 'wit/a.wit': `\ufeff${wit('f: func();').replaceAll('\n', '\r\n')}` });
    expect(await breaking(it.path)).toMatchObject({ status: 0, changes: [] });
  });

  it('that do not parse in the base are compared as far as they can be read, and that is said', async () => {
    const it = TestRepository.create({
      'wit/a.wit': 'package shop:cart@1.0.0;\ninterface api {\n  f: func() -> expected<u8>\n}\n',
    });
    it.write(ONE);
    const { status, err, changes } = await breaking(it.path);
    expect({ status, err, changes }).toEqual({
      ...{ status: 1, err: '' },
      changes: ['base-unparseable shop:cart@1.0.0', 'result-removed api.f'],
    });
  });

  it('that did not parse before and do now can pass', async () => {
    const it = TestRepository.create({ 'wit/a.wit': 'package shop:cart@1.0.0;\ninterface api {\n  f: func(\n}\n' });
    it.write(ONE);
    expect((await breaking(it.path)).status).toBe(0);
    const unnamed = TestRepository.create({ 'wit/a.wit': 'interface api {\n  f: func();\n}\n' });
    unnamed.write(ONE);
    expect((await breaking(unnamed.path)).status).toBe(0);
  });

  it.each([
    ['has no package line', 'interface old {}\n', 'legacy cannot be compared: no file says which package this is'],
    [
      'does not parse',
      'package shop:legacy;\ninterface old {\n  f: func(\n}\n',
      'shop:legacy cannot be compared: `legacy/o.wit` has a syntax error in line 3',
    ],
  ])('one of which %s counts only where it changes', async (_, text, words) => {
    const it = TestRepository.create({ ...ONE, 'legacy/o.wit': text });
    expect(await breaking(it.path, ['--against', 'HEAD'])).toMatchObject({ status: 0, err: '' });
    it.write({ 'legacy/o.wit': `${text}\n` });
    const { status, err } = await breaking(it.path, ['--against', 'HEAD']);
    expect(status).toBe(2);
    expect(err).toContain(words);
    // What breaks beside it is said too.
    it.write(BROKEN);
    const both = await breaking(it.path, ['--against', 'HEAD']);
    expect(both).toMatchObject({ status: 2, changes: expect.arrayContaining(['param-added api.f.a']) });
  });

  it('are not red for what a version folder beside them holds', async () => {
    const it = TestRepository.create({
      'api/since-v0.1.0/a.wit': 'package shop:ext;\ninterface i { f: func(); gone: func(); }\n',
      'api/since-v0.2.0/a.wit': 'package shop:ext;\ninterface i { f: func(a: u32); }\n',
    });
    it.write({ 'api/since-v0.3.0/a.wit': 'package shop:ext;\ninterface i { f: func(a: u64); }\n' });
    for (const where of ['.', 'api/since-v0.3.0'])
      expect(await breaking(it.path, [where])).toMatchObject({ status: 0, changes: ['package-added shop:ext'] });
    it.remove('api/since-v0.1.0');
    it.write({ 'api/since-v0.2.0/a.wit': 'package shop:ext;\ninterface i { f: func(a: u32); more: func(); }\n' });
    expect((await breaking(it.path, ['api/since-v0.2.0'])).changes).toEqual(['func-added i.more']);
  });

  it('that are promoted over an older version are compared with their draft', async () => {
    const it = TestRepository.create({
      'wit/a.wit': wit('f: func();', '0.2.12'),
      'draft/a.wit': wit('f: func() -> u8;', '0.3.0-rc.1'),
    });
    it.write({ 'wit/a.wit': wit('f: func() -> u8;', '0.3.0') });
    it.remove('draft');
    expect((await breaking(it.path, ['wit'])).changes).toEqual([]);
  });

  it('are judged alike whatever path is given', async () => {
    const money = (type: string): Files => ({
      'money/wit/a.wit': `package shop:money@1.0.0;\ninterface types { record amount { units: ${type} } }\n`,
    });
    const it = TestRepository.create({
      ...money('u64'),
      'cart/wit/a.wit':
        'package shop:cart@1.0.0;\ninterface api { use shop:money/types@1.0.0.{amount}; f: func() -> amount; }\n',
    });
    it.write(money('u32'));
    const all = await breaking(it.path, ['.']);
    expect(all.changes).toContain('dep-changed shop:money');
    expect((await breaking(it.path, ['cart'])).changes).toContain('dep-changed shop:money');
  });
});

describe('git itself', () => {
  async function at(directory: string, env: Record<string, string>, timeout?: number) {
    const host = { ...nodeHost(), git: nodeGit(pathOfUri, env, timeout) };
    return Repository.at(host, pathToUri(directory));
  }

  it('may not be there', async () => {
    const it = TestRepository.create(ONE);
    expect(await at(it.path, { PATH: temporary() })).toMatchObject({ reason: 'no-git' });
    const host = nodeHost({ git: false });
    expect(await Repository.at(host, pathToUri(it.path))).toMatchObject({ reason: 'no-git' });
  });

  it('is not waited for without end', async () => {
    const it = TestRepository.create(ONE);
    const bin = temporary();
    writeFileSync(path.join(bin, 'git'), '#!/bin/sh\nexec sleep 60\n');
    chmodSync(path.join(bin, 'git'), 0o755);
    expect(await at(it.path, { PATH: `${bin}:${process.env.PATH ?? ''}` }, 50)).toMatchObject({ reason: 'timeout' });
  });

  it('gives many objects at once, and none that is missing', async () => {
    const it = TestRepository.create(
      Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, `${n}`.repeat(n * 500)])),
    );
    const repository = await Repository.at(nodeHost(), pathToUri(it.path));
    if (isGitFailure(repository)) expect.fail(repository.message);
    const tree = await repository.tree(it.git('rev-parse', 'HEAD'));
    if (isGitFailure(tree)) expect.fail(tree.message);
    const read = [...tree].map(async ([name, { oid }]) => [name, (await repository.blob(oid))?.length]);
    const missing = repository.blob('0123456789012345678901234567890123456789');
    const sizes = new Map((await Promise.all(read)) as [string, number][]);
    for (let n = 0; n < 50; n++) expect(sizes.get(`f${n}`)).toBe(`${n}`.length * n * 500);
    expect(await missing).toBeUndefined();
    repository.close();
    expect(await repository.blob('0123456789012345678901234567890123456789')).toBeUndefined();
    repository.close();
  });

  it.each([
    ['v1.2.3', true],
    ['1.2.3', true],
    ['cart-v1.2.3', true],
    ['cart/v1.2.3-rc.1', true],
    ['shop-cart-0.1.0', true],
    ['release-1.2.3', true],
    ['other-v1.2.3', false],
    ['nightly', false],
    ['v1', false],
  ])('tells from the name %s whether it is a release: %s', (name, expected) => {
    expect(isReleaseOf(name, ['cart', 'shop-cart'])).toBe(expected);
  });
});
