// The base in a job: what each CI service says of the change, and never HEAD itself.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestRepository, temporary, wit } from './repository.ts';

const A = { 'wit/a.wit': wit('f: func(a: u8);') };
const B = { 'wit/a.wit': wit('f: func(a: u16);') };
const CHANGED = 'param-type-changed';

interface Job {
  readonly title: string;
  readonly env: (repository: TestRepository) => Readonly<Record<string, string>>;
  /** What GitHub writes into its event file. */
  readonly event?: (repository: TestRepository) => object;
  readonly checkout: (origin: TestRepository) => TestRepository;
  readonly expected: { readonly status: number; readonly label?: string; readonly words?: string };
}

/** Two commits on main, the second of which breaks the first. */
function pushed(): TestRepository {
  const it = TestRepository.create(A);
  it.commit(B);
  return it;
}

/** A branch that breaks, and was updated from main with a merge of its own. */
function updated(): TestRepository {
  const it = TestRepository.create(A);
  it.git('checkout', '-q', '-b', 'feature');
  it.commit(B);
  it.git('checkout', '-q', 'main');
  it.commit({ 'note.md': 'more' });
  it.git('checkout', '-q', 'feature');
  it.git('merge', '-q', '--no-ff', '-m', 'update', 'main');
  return it;
}

const shallow = (it: TestRepository): TestRepository => it.clone('--depth', '1');
const github = { CI: 'true', GITHUB_ACTIONS: 'true' };
const hash = (it: TestRepository, name: string): string => it.git('rev-parse', name);
const onFeature = (it: TestRepository): TestRepository => it.clone('--branch', 'feature');

const JOBS: readonly Job[] = [
  {
    title: 'GitHub: a shallow checkout of a push knows the event, and does not have its commit',
    env: () => github,
    event: (it) => ({ before: hash(it, 'HEAD~1') }),
    checkout: shallow,
    expected: { status: 2, words: 'fetch-depth: 0' },
  },
  {
    title: 'GitHub: a push is compared with what was there before it',
    env: () => github,
    event: (it) => ({ before: hash(it, 'HEAD~1') }),
    checkout: (it) => it.clone(),
    expected: { status: 1 },
  },
  {
    title: 'GitHub: a push of three commits, too',
    env: () => github,
    event: (it) => ({ before: hash(it, ':/change 1') }),
    checkout: (it) => {
      it.commit({ 'a.md': '' });
      it.commit({ 'b.md': '' });
      return it.clone();
    },
    expected: { status: 1 },
  },
  {
    title: 'GitHub: the first push of a branch has zeros, and is compared with the first parent',
    env: () => github,
    event: () => ({ before: '0'.repeat(40) }),
    checkout: (it) => it.clone(),
    expected: { status: 1, label: 'HEAD^' },
  },
  {
    title: 'GitHub: a merge group is compared with its base',
    env: () => ({ ...github, GITHUB_EVENT_NAME: 'merge_group' }),
    event: (it) => ({ merge_group: { base_sha: hash(it, 'HEAD~1') } }),
    checkout: (it) => it.clone(),
    expected: { status: 1 },
  },
  {
    title: 'any service: the first parent',
    env: () => ({ CI: 'true' }),
    checkout: (it) => it.clone(),
    expected: { status: 1, label: 'HEAD^' },
  },
  {
    title: 'any service: a file that an earlier step wrote makes no difference',
    env: () => ({ CI: '1' }),
    checkout: (it) => {
      const clone = it.clone();
      clone.write({ 'wit/new.wit': 'package shop:cart@1.0.0;\ninterface more {}\n' });
      return clone;
    },
    expected: { status: 1, label: 'HEAD^' },
  },
  {
    title: 'any service: a checkout of depth one is no success',
    env: () => ({ CI: 'true' }),
    checkout: shallow,
    expected: { status: 2, words: 'fetch the whole history' },
  },
  {
    title: 'no service: the last commit, since nothing was changed',
    env: () => ({}),
    checkout: (it) => it.clone(),
    expected: { status: 0, label: 'HEAD' },
  },
  {
    title: 'GitLab: a push',
    env: (it) => ({ CI: 'true', GITLAB_CI: 'true', CI_COMMIT_BEFORE_SHA: hash(it, 'HEAD~1') }),
    checkout: (it) => it.clone(),
    expected: { status: 1 },
  },
  {
    title: 'GitLab: a pipeline for merged results is compared with the target branch',
    env: (it) => ({
      CI: 'true',
      GITLAB_CI: 'true',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: hash(it, 'HEAD'),
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: hash(it, 'HEAD~1'),
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    }),
    checkout: (it) => it.clone(),
    expected: { status: 1, label: 'main' },
  },
  {
    title: 'Azure: a push has nothing but its parent, and a shallow one says which line is missing',
    env: () => ({ TF_BUILD: 'True' }),
    checkout: shallow,
    expected: { status: 2, words: 'fetchDepth: 0' },
  },
  {
    title: 'Jenkins: a build is compared with the last good one',
    env: (it) => ({ JENKINS_URL: 'x', GIT_PREVIOUS_SUCCESSFUL_COMMIT: hash(it, 'HEAD~1') }),
    checkout: (it) => it.clone(),
    expected: { status: 1 },
  },
];

async function breaking(cwd: string, env: Readonly<Record<string, string>>) {
  const { status, out, err } = await run(cwd, ['breaking', '--format', 'json'], { env });
  const report = out === '' ? undefined : JSON.parse(out);
  const kinds = (report?.packages ?? []).flatMap((it: { changes: { kind: string }[] }) =>
    it.changes.map((c) => c.kind),
  );
  return { status, err, label: report?.base.label, kinds: kinds.filter((it: string) => it !== 'bump-missing') };
}

function environmentOf({ env, event }: Job, it: TestRepository): Record<string, string> {
  if (event === undefined) return env(it);
  const directory = new TestRepository(temporary());
  directory.write({ 'event.json': JSON.stringify(event(it)) });
  return { ...env(it), GITHUB_EVENT_PATH: path.join(directory.path, 'event.json') };
}

describe('a push', () => {
  it.each(JOBS)('$title', async (job) => {
    const origin = pushed();
    const clone = job.checkout(origin);
    const { status, err, label, kinds } = await breaking(clone.path, environmentOf(job, origin));
    const { expected } = job;
    expect({ status, err }).toMatchObject({
      status: expected.status,
      err: expect.stringContaining(expected.words ?? ''),
    });
    if (expected.label !== undefined) expect(label).toBe(expected.label);
    if (status === 1) expect(kinds).toContain(CHANGED);
  });

  it('of the very first commit is compared with nothing', async () => {
    const it = TestRepository.create(A);
    expect(await breaking(it.path, { CI: 'true' })).toMatchObject({ status: 0, kinds: ['package-added'] });
  });

  it('of a tag is compared with the release before it', async () => {
    const it = TestRepository.create(A);
    it.tag('v1.0.0');
    it.commit({ 'wit/a.wit': wit('f: func(a: u16);', '1.0.1') });
    it.tag('v1.0.1');
    expect(await breaking(it.path, { CI: 'true' })).toMatchObject({ status: 1, label: 'v1.0.0' });
  });
});

const PULL_REQUESTS: readonly Job[] = [
  {
    title: 'GitHub: a branch that was updated from main, checked out itself',
    env: () => ({ ...github, GITHUB_BASE_REF: 'main' }),
    checkout: onFeature,
    expected: { status: 1, label: 'origin/main' },
  },
  {
    title: 'GitHub: the same where the merge of the pull request is another commit',
    env: () => ({ ...github, GITHUB_BASE_REF: 'main', GITHUB_REF: 'refs/pull/1/merge', GITHUB_SHA: '1'.repeat(40) }),
    checkout: onFeature,
    expected: { status: 1, label: 'origin/main' },
  },
  {
    title: 'GitHub: the base branch itself is checked out (`pull_request_target`)',
    env: () => ({ ...github, GITHUB_BASE_REF: 'main' }),
    checkout: (it) => it.clone('--branch', 'main'),
    expected: { status: 2, words: 'check out the head of the pull request' },
  },
  {
    title: 'Azure',
    env: () => ({ TF_BUILD: 'True', SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' }),
    checkout: onFeature,
    expected: { status: 1, label: 'origin/main' },
  },
  {
    title: 'Bitbucket, whose clone has one branch only',
    env: (it) => ({
      CI: 'true',
      BITBUCKET_PR_DESTINATION_BRANCH: 'main',
      BITBUCKET_PR_DESTINATION_COMMIT: hash(it, 'main'),
    }),
    checkout: (it) => it.clone('--branch', 'feature', '--single-branch'),
    expected: { status: 1, label: 'main' },
  },
  {
    title: 'Jenkins',
    env: () => ({ JENKINS_URL: 'x', CHANGE_TARGET: 'main' }),
    checkout: onFeature,
    expected: { status: 1, label: 'origin/main' },
  },
];

describe('a pull request', () => {
  it.each(PULL_REQUESTS)('$title', async (job) => {
    const origin = updated();
    const clone = job.checkout(origin);
    const { status, err, label } = await breaking(clone.path, environmentOf(job, origin));
    expect({ status, err }).toMatchObject({
      status: job.expected.status,
      err: expect.stringContaining(job.expected.words ?? ''),
    });
    if (job.expected.label !== undefined) expect(label).toBe(job.expected.label);
  });
});
