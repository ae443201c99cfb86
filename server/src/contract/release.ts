// Releases of a package: which tags are its own, and which of them came last before a commit.

import { basename, dirname } from '../base/uri.ts';
import { type NoBase, noBase } from './bases.ts';
import { isGitFailure, type Repository } from './git.ts';

/** A commit to compare with. */
export interface CommitBase {
  readonly kind: 'commit';
  /** The name people use for it: `origin/main`, `v0.2.0`, `HEAD`. */
  readonly label: string;
  readonly commit: string;
  /** The refs that led to it; the base moves when they do. */
  readonly refs: readonly string[];
  /** What a reader should know about the choice. */
  readonly note?: string;
}

export interface ReleaseQuestion {
  /** The prefixes that the package's tags may have. */
  readonly prefixes: readonly string[];
  /** Does a commit have the package? Tags of commits that do not are passed over. */
  readonly holds: (commit: string) => Promise<boolean>;
}

/** Maximum number of tags whose trees are searched for the package. */
const LOOKED_AT = 30;

/** The last release that a commit comes after and that has the package. */
export async function lastRelease(
  repository: Repository,
  { prefixes, holds }: ReleaseQuestion,
  commit: string,
  wanted: (commit: string, tag: ReleaseTag) => boolean = () => true,
): Promise<CommitBase | undefined> {
  const tags = (await repository.tags(commit)).flatMap((it) => {
    const tag = releaseTag(it.name);
    return tag !== undefined && isOf(tag, prefixes) && wanted(it.commit, tag) ? [it] : [];
  });
  for (const tag of tags.slice(0, LOOKED_AT)) {
    if (await holds(tag.commit))
      return { kind: 'commit', label: tag.name, commit: tag.commit, refs: [`refs/tags/${tag.name}`, 'HEAD'] };
  }
  return undefined;
}

export interface Releases {
  /** The last stable release. */
  readonly stable: CommitBase | undefined;
  /** The last prerelease, if it came after the last stable release. */
  readonly prerelease: CommitBase | undefined;
}

/** The releases that versions are counted from at a commit: never one that came later. */
async function lastReleases(repository: Repository, question: ReleaseQuestion, commit: string): Promise<Releases> {
  const last = await lastRelease(repository, question, commit);
  if (last === undefined || releaseTag(last.label)?.isPrerelease !== true)
    return { stable: last, prerelease: undefined };
  const stable = await lastRelease(repository, question, commit, (_, tag) => !tag.isPrerelease);
  // Both names may be given to one commit.
  return { stable, prerelease: stable?.commit === last.commit ? undefined : last };
}

export interface ReleaseTag {
  /** What stands before the version, without the sign between them; undefined where there is nothing. */
  readonly prefix: string | undefined;
  /** The sign between prefix and version, and a `v`: what the version of the next tag is put behind. */
  readonly head: string;
  readonly isPrerelease: boolean;
}

/** `v1.2.3`, `name-v1.2.3`, `name/v1.2.3`, `name@1.2.3`; undefined for any other tag. */
export function releaseTag(tag: string): ReleaseTag | undefined {
  const match = /^((?:(.*?)[-/@_])?v?)\d+\.\d+(?:\.\d+)?(?:([-+.]).*)?$/.exec(tag);
  return match === null ? undefined : { prefix: match[2], head: match[1] ?? '', isPrerelease: match[3] === '-' };
}

function isOf({ prefix }: ReleaseTag, prefixes: readonly string[]): boolean {
  return prefix === undefined || prefix === 'release' || prefixes.includes(prefix);
}

/** Is this the tag of a release of a package with these prefixes? */
export function isReleaseOf(tag: string, prefixes: readonly string[]): boolean {
  const found = releaseTag(tag);
  return found !== undefined && isOf(found, prefixes);
}

/**
 * The prefixes of a package's release tags: its names, the directories from the top of the repository down to it, and what
 * its directory and the one above it are called.
 */
export function tagPrefixes(names: ReadonlySet<string>, rootUri: string, place: string): string[] {
  const named = [...names].flatMap((it) => {
    const [namespace = '', name = ''] = it.split(':');
    return [name, `${namespace}-${name}`, it];
  });
  const parts = place.split('/').filter((it) => it !== '');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  const all = [...named, ...paths, ...parts, basename(rootUri), basename(dirname(rootUri))];
  return [...new Set(all)].filter((it) => it !== '');
}

/** The releases that versions are counted from. `releaseBase`: `auto`, a git revision, or `none`. */
export async function releasesFor(
  repository: Repository,
  base: CommitBase,
  question: ReleaseQuestion,
  releaseBase: string,
): Promise<Releases | NoBase> {
  if (releaseBase === 'none') return { stable: undefined, prerelease: undefined };
  if (releaseBase === 'auto') return lastReleases(repository, question, base.commit);
  const commit = await repository.commit(releaseBase);
  if (isGitFailure(commit)) return noBase(commit.reason, `no release to count from: ${commit.message}`);
  const stable: CommitBase = { kind: 'commit', label: releaseBase, commit, refs: [releaseBase] };
  return { stable, prerelease: undefined };
}
