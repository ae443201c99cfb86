// The situations of `git.test.ts` as an editor meets them: the server over standard input and output, an edit that nobody
// has saved, and what it is compared with.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../support/command.ts';
import { type Message, TestClient } from '../support/server.ts';
import { TestRepository, temporary, wit } from './repository.ts';

const OLD = wit('f: func();');
const NEW = wit('f: func(a: u8);');
const BROKEN = ['param-added api.f'];

interface Told {
  readonly packages: readonly Message['params'][];
  readonly uncompared: readonly { readonly reason: string; readonly message: string }[];
}

interface Opened {
  readonly client: TestClient;
  readonly uri: string;
}

async function opened(folder: string, file = 'wit/a.wit'): Promise<Opened> {
  const client = TestClient.spawned();
  const root = pathToFileURL(folder).href;
  await client.initialize({ rootUri: root });
  const uri = `${root}/${file}`;
  client.open(uri, new TestRepository(folder).read(file));
  return { client, uri };
}

async function asked(client: TestClient, uri: string): Promise<Told> {
  return (await client.request('wit/contractChanges', { textDocument: { uri } })).result;
}

/** Asks until the answer fits; every answer comes after something that the server saw on its own. */
async function until(client: TestClient, uri: string, fits: (told: Told) => boolean): Promise<void> {
  await vi.waitFor(async () => expect(fits(await asked(client, uri))).toBe(true), { timeout: 20_000, interval: 50 });
}

/** Opens a folder and a file in it, changes the file without saving it, and asks. */
async function told(folder: string, file = 'wit/a.wit', text = NEW): Promise<Told> {
  const { client, uri } = await opened(folder, file);
  client.change(uri, 2, { text });
  return asked(client, uri);
}

function changesOf({ packages }: Told): string[] {
  return packages.flatMap((it) =>
    it.changes
      .filter((one: Message['params']) => one.kind !== 'bump-missing')
      .map((one: Message['params']) => `${one.kind} ${one.item}`),
  );
}

async function expectBase(told: Promise<Told>, label: string, changes = BROKEN): Promise<Told> {
  const it = await told;
  expect({ uncompared: it.uncompared, labels: it.packages.map(({ base }) => base.label) }).toEqual({
    uncompared: [],
    labels: [label],
  });
  expect(changesOf(it)).toEqual(changes);
  return it;
}

describe('the server compares', () => {
  it('in a worktree', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    const directory = path.join(temporary(), 'tree');
    repository.git('worktree', 'add', '-q', '-b', 'feature', directory);
    new TestRepository(directory).commit({ 'wit/b.wit': '' });
    await expectBase(told(directory), 'main');
  });

  it('in a submodule, with its own history', async () => {
    const library = TestRepository.create({ 'wit/a.wit': OLD });
    library.tag('v1.0.0');
    const outer = TestRepository.create({ 'readme.md': '' });
    outer.git('submodule', 'add', '-q', `file://${library.path}`, 'library');
    outer.commit();
    await expectBase(told(path.join(outer.path, 'library')), 'v1.0.0');
    await expectBase(told(outer.path, 'library/wit/a.wit'), 'v1.0.0');
  });

  it('in a shallow clone with the tip, and says so', async () => {
    const origin = TestRepository.create({ 'wit/a.wit': OLD });
    origin.git('checkout', '-q', '-b', 'feature');
    origin.commit({ 'feature.md': '' });
    origin.git('checkout', '-q', 'main');
    origin.commit({ 'readme.md': '' });
    const clone = origin.clone('--depth', '1', '--no-single-branch');
    clone.git('checkout', '-q', 'feature');
    const { packages } = await expectBase(told(clone.path), 'origin/main');
    expect(packages[0].base.note).toContain('compared with its tip');
  });

  it('on a detached HEAD', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    repository.git('checkout', '-q', '-b', 'feature');
    repository.commit({ 'readme.md': '' });
    repository.git('checkout', '-q', '--detach');
    const { packages } = await expectBase(told(repository.path), 'main');
    expect(packages[0].base.commit).toBe(repository.git('rev-parse', 'main'));
  });

  it('a package whose directory was renamed', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    repository.git('mv', 'wit', 'contracts');
    await expectBase(told(repository.path, 'contracts/a.wit'), 'HEAD');
  });

  it('two version tracks in one tree, each with its own', async () => {
    const [v2, v3] = [wit('f: func();', '0.2.12'), wit('f: func() -> u8;', '0.3.0')];
    const repository = TestRepository.create({ 'wit-0.2/a.wit': v2, 'wit-0.3/a.wit': v3 });
    repository.git('mv', 'wit-0.3', 'wit');
    const changed = wit('f: func() -> u16;', '0.3.0');
    await expectBase(told(repository.path, 'wit/a.wit', changed), 'HEAD', ['result-type-changed api.f']);
    const more = wit('f: func(); g: func();', '0.2.12');
    await expectBase(told(repository.path, 'wit-0.2/a.wit', more), 'HEAD', ['func-added api.g']);
  });

  it('a file that git does not know', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD, '.gitignore': 'wit/new.wit' });
    repository.write({ 'wit/new.wit': '' });
    await expectBase(told(repository.path, 'wit/new.wit', 'interface more {}\n'), 'HEAD', ['interface-added more']);
  });
});

describe('the server says why it compares nothing', () => {
  async function expectNone(it: Promise<Told>, reason: string, words: string): Promise<void> {
    const { packages, uncompared } = await it;
    expect(packages).toEqual([]);
    expect(uncompared).toMatchObject([{ reason, message: expect.stringContaining(words) }]);
  }

  it('in a partial clone without the files, which it does not fetch', async () => {
    const origin = TestRepository.create({ 'wit/a.wit': OLD });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.tag('v1.0.0');
    origin.commit({ 'wit/a.wit': wit('f: func(); g: func();') });
    const clone = origin.clone('--filter=blob:none');
    const missing = `${clone.git('rev-parse', 'v1.0.0:wit/a.wit')}`;
    const packs = (): string[] => readdirSync(path.join(clone.path, '.git/objects/pack')).sort();
    const before = packs();
    await expectNone(told(clone.path), 'partial', 'partial clone');
    expect(packs()).toEqual(before);
    // Git itself would have.
    expect(clone.git('cat-file', '-t', missing)).toBe('blob');
    expect(packs()).not.toEqual(before);
  });

  it('on a branch without a commit', async () => {
    const repository = TestRepository.create();
    repository.write({ 'wit/a.wit': OLD });
    await expectNone(told(repository.path), 'unborn', 'no commit yet');
  });

  it('outside of any repository', async () => {
    const directory = temporary();
    new TestRepository(directory).write({ 'wit/a.wit': OLD });
    await expectNone(told(directory), 'no-repository', 'not in a git repository');
  });

  it('in the repository of somebody else', async (context) => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    if (process.getuid?.() !== 0) return context.skip('only root can give files away');
    for (const name of ['.', '.git', 'wit']) chownSync(path.join(repository.path, name), 65534, 65534);
    await expectNone(told(repository.path), 'dubious-ownership', 'git config --global --add safe.directory');
  });

  it('in one that the system or the environment calls safe', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('only root can give files away');
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    repository.git('tag', 'v1.0.0');
    for (const name of ['.', '.git', 'wit']) chownSync(path.join(repository.path, name), 65534, 65534);
    const home = temporary();
    const system = path.join(home, 'system');
    writeFileSync(system, `[safe]\n\tdirectory = ${repository.path}\n`);
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('HOME', home);
    const refused = 'belongs to another user';
    const variables = { COUNT: '1', KEY_0: 'safe.directory', VALUE_0: repository.path };
    const ways: readonly (readonly [trusts: boolean, env: Readonly<Record<string, string>>])[] = [
      [false, {}],
      [true, { GIT_CONFIG_SYSTEM: system }],
      [false, { GIT_CONFIG_SYSTEM: system, GIT_CONFIG_NOSYSTEM: '1' }],
      [true, { GIT_CONFIG_GLOBAL: system }],
      [true, Object.fromEntries(Object.entries(variables).map(([key, value]) => [`GIT_CONFIG_${key}`, value]))],
      [true, { GIT_CONFIG_PARAMETERS: `'safe.directory'='*'` }],
      // An empty value takes back what came before it.
      [false, { GIT_CONFIG_SYSTEM: system, GIT_CONFIG_PARAMETERS: `'safe.directory'=''` }],
      [false, { GIT_CONFIG_SYSTEM: path.join(repository.path, '.git/config') }],
    ];
    for (const [trusts, env] of ways) {
      for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) vi.stubEnv(name, undefined);
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      const { err } = await run(repository.path, ['breaking', '.', '--against', 'v1.0.0']);
      expect([env, err.includes(refused)]).toEqual([env, !trusts]);
      // Git itself.
      const asked = spawnSync('git', ['-C', repository.path, 'rev-parse', 'HEAD'], { env: process.env });
      expect([env, asked.status === 0]).toEqual([env, trusts]);
    }
  });

  it('without git, and when git hangs', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    const bin = temporary();
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('PATH', bin);
    await expectNone(told(repository.path), 'no-git', 'no git on this machine');
    writeFileSync(path.join(bin, 'git'), '#!/bin/sh\nexec /bin/sleep 60\n');
    chmodSync(path.join(bin, 'git'), 0o755);
    await expectNone(told(repository.path), 'timeout', 'git took too long');
  });
});

describe('the server sees', () => {
  it('a repository that is made after the folder was opened, and its first commit', async () => {
    const directory = temporary();
    const repository = new TestRepository(directory);
    repository.write({ 'wit/a.wit': OLD });
    const { client, uri } = await opened(directory);
    expect((await asked(client, uri)).uncompared).toMatchObject([{ reason: 'no-repository' }]);
    repository.git('init', '-q', '-b', 'main');
    await until(client, uri, ({ uncompared }) => uncompared[0]?.reason === 'unborn');
    repository.commit();
    client.change(uri, 2, { text: NEW });
    await until(client, uri, (it) => it.packages[0]?.base.label === 'HEAD' && changesOf(it).join() === BROKEN.join());
  });

  it('a repository that goes, and another in its place', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    const { client, uri } = await opened(repository.path);
    client.change(uri, 2, { text: NEW });
    expect(changesOf(await asked(client, uri))).toEqual(BROKEN);
    repository.remove('.git');
    await until(client, uri, ({ uncompared }) => uncompared[0]?.reason === 'no-repository');
    repository.git('init', '-q', '-b', 'main');
    repository.commit();
    await until(client, uri, (it) => changesOf(it).join() === BROKEN.join());
  });

  it('that a git which hung has come back', async () => {
    const repository = TestRepository.create({ 'wit/a.wit': OLD });
    const bin = temporary();
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const script = `#!/bin/sh\nif [ ! -e ${bin}/hung ]; then touch ${bin}/hung; exec sleep 60; fi\nexec ${real} "$@"\n`;
    writeFileSync(path.join(bin, 'git'), script, { mode: 0o755 });
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('PATH', `${bin}${path.delimiter}${process.env.PATH ?? ''}`);
    const { client, uri } = await opened(repository.path);
    client.change(uri, 2, { text: NEW });
    expect((await asked(client, uri)).uncompared).toMatchObject([{ reason: 'timeout' }]);
    await until(client, uri, (it) => changesOf(it).join() === BROKEN.join());
  });
});
