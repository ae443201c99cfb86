// What editors and command lines have written into git's configuration about the branch that is checked out: the base branch of its
// pull request (the GitHub Pull Requests extension, `gh`), or the branch that it was made from (VS Code's git extension).

import type { Repository } from './git.ts';

export interface RecordedBase {
  /** A full name, `refs/remotes/origin/main`. */
  readonly ref: string;
  /** Is there a pull request? Otherwise it is a guess of the editor's. */
  readonly pullRequest: boolean;
}

/** Those that have a ref here, the best first. `refs`: names with their commits. */
export async function recordedBases(
  repository: Repository,
  refs: ReadonlyMap<string, string>,
): Promise<readonly RecordedBase[]> {
  const branch = await repository.branch();
  if (branch === undefined) return [];
  const pullRequest = [
    ...(await remoteBranches(repository, branch.config.get('github-pr-base-branch'))),
    ...onAnyRemote(refs, branch.config.get('gh-merge-base')),
  ];
  const made = branch.config.get('vscode-merge-base') ?? '';
  // The copy of a branch on its remote is no base.
  const parent = made.slice(made.indexOf('/') + 1) === branch.name ? [] : [`refs/remotes/${made}`];
  return [
    ...pullRequest.map((ref) => ({ ref, pullRequest: true })),
    ...parent.map((ref) => ({ ref, pullRequest: false })),
  ].filter(({ ref }) => refs.has(ref));
}

/** `OWNER#REPOSITORY#BRANCH`. */
async function remoteBranches(repository: Repository, value: string | undefined): Promise<string[]> {
  const [, owner, name, branch] = /^([^#]+)#([^#]+)#(.+)$/s.exec(value ?? '') ?? [];
  if (owner === undefined || name === undefined || branch === undefined) return [];
  const wanted = `${owner}/${name}`.toLowerCase();
  const remotes = [...(await repository.remotes())];
  const fitting = remotes.filter(([, url]) => ownerAndName(url) === wanted).map(([remote]) => remote);
  return fitting.map((remote) => `refs/remotes/${remote}/${branch}`);
}

/** The last two parts of an address, `https://host/owner/name.git` or `git@host:owner/name`. */
function ownerAndName(url: string): string | undefined {
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1]?.toLowerCase();
}

function onAnyRemote(refs: ReadonlyMap<string, string>, branch: string | undefined): string[] {
  if (branch === undefined || branch === '') return [];
  const all = [...refs.keys()].filter((it) => /^refs\/remotes\/[^/]+\//.exec(it)?.[0] + branch === it);
  const order = ['origin', 'upstream'].map((remote) => `refs/remotes/${remote}/${branch}`);
  return [...order.filter((it) => all.includes(it)), ...all.filter((it) => !order.includes(it))];
}
