// The base that an editor or `gh` has recorded in git's configuration: of the pull request, or of the branch itself.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { run } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { TestRepository, wit } from './repository.ts';

const ONE = { 'wit/a.wit': wit('f: func();') };
const TWO = { 'wit/a.wit': wit('f: func(); g: func();') };
const THREE = { 'wit/a.wit': wit('f: func(); h: func();') };

/** `feature` was made from `release-1`, which has left `main`; all are on the remotes. */
function stacked(): TestRepository {
  const it = TestRepository.create(ONE);
  it.git('remote', 'add', 'origin', 'https://hub.test/me/cart.git');
  it.git('remote', 'add', 'theirs', 'git@hub.test:Acme/Cart');
  it.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  it.git('switch', '-q', '-c', 'release-1');
  it.commit(TWO);
  for (const remote of ['origin', 'theirs']) it.git('update-ref', `refs/remotes/${remote}/release-1`, 'HEAD');
  it.git('switch', '-q', '-c', 'feature');
  it.commit(THREE);
  it.git('update-ref', 'refs/remotes/origin/feature', 'HEAD');
  return it;
}

async function labelOf(it: TestRepository, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { out } = await run(it.path, ['breaking', '--format', 'json'], { env });
  return JSON.parse(out).base.label;
}

const record = (it: TestRepository, key: string, value: string): string =>
  it.git('config', `branch.feature.${key}`, value);

it.each([
  // The repository of the pull request, whatever its remote is called and however its address is written.
  ['github-pr-base-branch', 'acme#cart#release-1', 'theirs/release-1'],
  ['github-pr-base-branch', 'me#cart#release-1', 'origin/release-1'],
  ['gh-merge-base', 'release-1', 'origin/release-1'],
  ['vscode-merge-base', 'origin/release-1', 'origin/release-1'],
  // Nothing that is here: as without a record.
  ['github-pr-base-branch', 'nobody#else#release-1', 'origin/main'],
  ['github-pr-base-branch', 'me#cart#gone', 'origin/main'],
  ['github-pr-base-branch', 'release-1', 'origin/main'],
  ['gh-merge-base', '', 'origin/main'],
  // The branch's own copy is no base.
  ['vscode-merge-base', 'origin/feature', 'origin/main'],
])('%s = %s', async (key, value, label) => {
  const it = stacked();
  expect(await labelOf(it)).toBe('origin/main');
  record(it, key, value);
  expect(await labelOf(it)).toBe(label);
});

it('a pull request goes before where the branch was made', async () => {
  const it = stacked();
  record(it, 'vscode-merge-base', 'origin/main');
  record(it, 'github-pr-base-branch', 'me#cart#release-1');
  expect(await labelOf(it)).toBe('origin/release-1');
  // It says nothing of other branches, of a commit that is checked out, and in a job.
  expect(await labelOf(it, { CI: 'true', GITHUB_BASE_REF: 'main' })).toBe('origin/main');
  it.git('switch', '-q', '--detach');
  expect(await labelOf(it)).toBe('origin/main');
  it.git('switch', '-q', 'feature');
  it.git('switch', '-q', '-c', 'feature.other');
  expect(await labelOf(it)).toBe('origin/main');
});

it('an editor sees the record come, and is told what `auto` is', async () => {
  const repository = stacked();
  const client = TestClient.spawned();
  const root = pathToFileURL(repository.path).href;
  await client.initialize({ rootUri: root });
  const textDocument = { uri: `${root}/${path.posix.join('wit', 'a.wit')}` };
  client.open(textDocument.uri, repository.read('wit/a.wit'));
  const label = async (): Promise<string> =>
    (await client.request('wit/contractChanges', { textDocument })).result.packages[0].base.label;
  expect(await label()).toBe('origin/main');
  record(repository, 'github-pr-base-branch', 'me#cart#release-1');
  await vi.waitFor(async () => expect(await label()).toBe('origin/release-1'), { timeout: 20_000, interval: 50 });
  await client.request('wit/chooseContractBase', { base: 'HEAD' });
  expect(await label()).toBe('HEAD');
  const [auto] = (await client.request('wit/contractBases', { textDocument })).result;
  const commit = repository.git('rev-parse', 'release-1');
  expect(auto).toEqual({ base: 'auto', kind: 'auto', commit, label: 'origin/release-1' });
});
