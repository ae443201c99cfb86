// Which commit a package is compared with, and why that one. When the base is not available, that is the answer; nothing
// else is taken instead.

import { type GitFailure, isGitFailure, type Repository } from './git.ts';
import { type CommitBase, lastRelease, type ReleaseQuestion } from './release.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface BaseQuestion extends ReleaseQuestion {
  /** `auto`, or a git revision. */
  readonly against: string;
  /** The variables of a CI service; absent in an editor. */
  readonly env?: Environment;
}

export async function chooseBase(repository: Repository, question: BaseQuestion): Promise<CommitBase | GitFailure> {
  if (question.against !== 'auto') return named(repository, question.against);
  const head = await repository.commit('HEAD');
  if (isGitFailure(head)) return head;
  const fromCi = await pullRequest(repository, head, question.env ?? {});
  if (fromCi !== undefined) return fromCi;
  const parted = await fromDefaultBranch(repository, head);
  if (parted !== undefined) return parted;
  const released = await lastRelease(repository, question, head);
  return released ?? { kind: 'commit', label: 'HEAD', commit: head, refs: ['HEAD'] };
}

async function named(repository: Repository, revision: string): Promise<CommitBase | GitFailure> {
  const commit = await repository.commit(revision);
  return isGitFailure(commit) ? commit : { kind: 'commit', label: revision, commit, refs: [revision] };
}

/** What a pull request is for, where CI says so. Then it must be found: to compare with something else would be a lie. */
async function pullRequest(
  repository: Repository,
  head: string,
  env: Environment,
): Promise<CommitBase | GitFailure | undefined> {
  const gitlab = env.CI_MERGE_REQUEST_DIFF_BASE_SHA;
  if (gitlab !== undefined && gitlab !== '') {
    const found = await named(repository, gitlab);
    const label = env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME ?? gitlab.slice(0, 10);
    return isGitFailure(found) ? { ...found, message: `${found.message}; set \`GIT_DEPTH: 0\`` } : { ...found, label };
  }
  const branch = env.GITHUB_BASE_REF;
  if (branch === undefined || branch === '') return undefined;
  // GitHub checks out the merge of the pull request with its base, which is the first parent.
  const parents = await repository.parents(head);
  const [first] = parents;
  if (parents.length === 2 && first !== undefined) {
    const commit = await repository.commit(first);
    if (!isGitFailure(commit)) return { kind: 'commit', label: branch, commit, refs: ['HEAD'] };
  }
  const tip = await repository.commit(`refs/remotes/origin/${branch}`);
  if (!isGitFailure(tip)) return fromTip(repository, head, tip, `origin/${branch}`, `refs/remotes/origin/${branch}`);
  const hint = 'the checkout has too little history: set `fetch-depth: 0` (or 2) for `actions/checkout`';
  return { ...tip, reason: 'shallow', message: `the base \`${branch}\` of this pull request is not here; ${hint}` };
}

const DEFAULTS = ['HEAD', 'main', 'master'];

/** Where the branch left the default branch; undefined on the default branch itself, and without one. */
async function fromDefaultBranch(repository: Repository, head: string): Promise<CommitBase | GitFailure | undefined> {
  const refs = await repository.refs(['refs/remotes', 'refs/heads/main', 'refs/heads/master']);
  const remotes = [...new Set([...refs.keys()].map((name) => /^refs\/remotes\/([^/]+)\//.exec(name)?.[1] ?? ''))];
  const order = ['origin', 'upstream', ...remotes].filter((name) => remotes.includes(name) && name !== '');
  const candidates = [
    ...order.flatMap((remote) => DEFAULTS.map((branch) => `refs/remotes/${remote}/${branch}`)),
    'refs/heads/main',
    'refs/heads/master',
  ];
  const ref = candidates.find((name) => refs.has(name));
  const tip = ref === undefined ? undefined : refs.get(ref);
  if (ref === undefined || tip === undefined) return undefined;
  const found = await fromTip(repository, head, tip, labelOf(ref, refs), ref);
  return !isGitFailure(found) && found.commit === head ? undefined : found;
}

async function fromTip(
  repository: Repository,
  head: string,
  tip: string,
  label: string,
  ref: string,
): Promise<CommitBase | GitFailure> {
  const base = await repository.mergeBase(head, tip);
  if (!isGitFailure(base)) return { kind: 'commit', label, commit: base, refs: ['HEAD', ref] };
  if (base.reason !== 'shallow') return base;
  const note = `the history here is too short to know where the branch left ${label}: compared with its tip`;
  return { kind: 'commit', label, commit: tip, refs: ['HEAD', ref], note };
}

/** `origin/main` rather than `origin/HEAD`, where the two are one. */
function labelOf(ref: string, refs: ReadonlyMap<string, string>): string {
  const short = ref.replace(/^refs\/(?:remotes|heads)\//, '');
  if (!ref.endsWith('/HEAD')) return short;
  const same = DEFAULTS.slice(1).map((branch) => ref.replace(/HEAD$/, branch));
  const found = same.find((name) => refs.get(name) === refs.get(ref));
  return found?.replace(/^refs\/remotes\//, '') ?? short;
}
