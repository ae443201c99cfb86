// Which commit a package is compared with, and why that one. When the base is not available, that is the answer; nothing
// else is taken instead.

import { type Ci, checkoutHint, commitsBefore, isCi, type PullRequest, pullRequestOf } from './ci.ts';
import { EMPTY_TREE, type GitFailure, isGitFailure, type Repository } from './git.ts';
import { recordedBases } from './recorded-base.ts';
import { type CommitBase, lastRelease, type ReleaseQuestion } from './release.ts';

export interface BaseQuestion extends ReleaseQuestion {
  /** `auto`, or a git revision. */
  readonly against: string;
  /** The environment of a job; absent in an editor. */
  readonly ci?: Ci | undefined;
}

export async function chooseBase(repository: Repository, question: BaseQuestion): Promise<CommitBase | GitFailure> {
  if (question.against !== 'auto') return named(repository, question.against);
  const head = await repository.commit('HEAD');
  if (isGitFailure(head)) return head;
  const { ci } = question;
  const pullRequest = ci === undefined ? undefined : pullRequestOf(ci);
  if (pullRequest !== undefined) return targetOf(repository, head, pullRequest);
  const inJob = ci !== undefined && isCi(ci);
  const recorded = inJob ? undefined : await fromRecorded(repository, head);
  if (recorded !== undefined) return recorded;
  const parted = await fromDefaultBranch(repository, head);
  if (parted !== undefined) return parted;
  // A job for a tag compares it with the release before it.
  const released = await lastRelease(repository, question, head, (it) => !inJob || it !== head);
  if (released !== undefined) return released;
  return inJob ? beforeChange(repository, head, ci) : { kind: 'commit', label: 'HEAD', commit: head, refs: ['HEAD'] };
}

async function named(repository: Repository, revision: string): Promise<CommitBase | GitFailure> {
  const commit = await repository.commit(revision);
  return isGitFailure(commit) ? commit : { kind: 'commit', label: revision, commit, refs: [revision] };
}

/** The base of a pull request. It must be found: to compare with something else would be a lie. */
async function targetOf(
  repository: Repository,
  head: string,
  pullRequest: PullRequest,
): Promise<CommitBase | GitFailure> {
  const { branch, commit, exact, hint } = pullRequest;
  const label = branch ?? commit?.slice(0, 10) ?? '';
  if (exact && commit !== undefined) {
    const found = await named(repository, commit);
    return isGitFailure(found) ? { ...found, message: `${found.message}; ${hint}` } : { ...found, label };
  }
  const parent = await firstParentOfMerge(repository, head, pullRequest);
  if (parent !== undefined) return { kind: 'commit', label, commit: parent, refs: ['HEAD'] };
  const remote = `refs/remotes/origin/${branch ?? ''}`;
  for (const [name, shown] of [
    [remote, `origin/${label}`],
    [commit, label],
  ] as const) {
    const tip = name === undefined ? undefined : await repository.commit(name);
    if (name === undefined || tip === undefined || isGitFailure(tip)) continue;
    const found = await fromTip(repository, head, tip, shown, name);
    if (isGitFailure(found) || found.commit !== head) return found;
    const message = `HEAD is a commit of \`${label}\` itself: check out the head of the pull request`;
    return { kind: 'failure', reason: 'itself', message };
  }
  const message = `the base \`${label}\` of this pull request is not here: the checkout has too little history; ${hint}`;
  return { kind: 'failure', reason: 'shallow', message };
}

/** The first parent of HEAD, if HEAD is the merge that the service made for the pull request and no merge of the branch. */
async function firstParentOfMerge(
  repository: Repository,
  head: string,
  { merge }: PullRequest,
): Promise<string | undefined> {
  if (merge?.ref === undefined || !/^refs\/pull\/[^/]+\/merge$/.test(merge.ref)) return undefined;
  if (merge.commit !== undefined && merge.commit !== head) return undefined;
  const [first, ...others] = await repository.parents(head);
  if (first === undefined || others.length !== 1) return undefined;
  const commit = await repository.commit(first);
  return isGitFailure(commit) ? undefined : commit;
}

/** In a job HEAD is never compared with itself: what was there before the push, or the first parent. */
async function beforeChange(repository: Repository, head: string, ci: Ci): Promise<CommitBase | GitFailure> {
  for (const it of commitsBefore(ci)) {
    const commit = it === head ? undefined : await repository.commit(it);
    if (commit !== undefined && !isGitFailure(commit))
      return { kind: 'commit', label: it.slice(0, 10), commit, refs: ['HEAD'] };
  }
  const [first] = await repository.parents(head);
  if (first === undefined) {
    const note = 'this is the first commit: there is nothing to compare with';
    return { kind: 'commit', label: 'nothing', commit: EMPTY_TREE, refs: ['HEAD'], note };
  }
  const parent = await repository.commit(first);
  if (!isGitFailure(parent)) return { kind: 'commit', label: 'HEAD^', commit: parent, refs: ['HEAD'] };
  const message = `the checkout has no commit before HEAD; ${checkoutHint(ci)}, or name a base with \`--against\``;
  return { kind: 'failure', reason: 'shallow', message };
}

/** Where the branch left the one that its pull request goes to, or that it was made from, as editors have recorded it. */
async function fromRecorded(repository: Repository, head: string): Promise<CommitBase | undefined> {
  const refs = await repository.refs(['refs/remotes', 'refs/heads/main', 'refs/heads/master']);
  for (const { ref, pullRequest } of await recordedBases(repository, refs)) {
    const tip = refs.get(ref);
    if (tip === undefined) continue;
    const found = await fromTip(repository, head, tip, labelOf(ref, refs), ref);
    // A branch without a commit of its own is compared as the one that it was made from.
    if (!isGitFailure(found) && (pullRequest || found.commit !== head)) return found;
  }
  return undefined;
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
