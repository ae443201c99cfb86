// The history of packages: their versions in the order in which they came, and what changed in the contract from each to the
// next. Versions come from the release tags of a repository, and from packages of one name that lie side by side.

import { Task } from '../base/task.ts';
import { joinUri, relativeUri } from '../base/uri.ts';
import { compareVersions, type PackageId, packageKey, packageName, UNNAMED } from '../model/names.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import { compareTrees, type LevelChoices, type PackageReport } from '../semver/verdict.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { type GitFailure, isGitFailure, type Repository } from './git.ts';
import { findIgnoreFile, type IgnoreFile } from './ignore-file.ts';
import { contractsAt, loadAll, type OldTree, openCommit, openTree, type Reading } from './old-version.ts';
import { contractsOf } from './package-contracts.ts';
import { isReleaseOf, releaseTag, tagPrefixes } from './release.ts';

/** When versions came: a release, another revision, or the files as they are now. */
export interface Moment {
  /** `v0.2.0`, `HEAD`; empty for the files as they are now. */
  readonly label: string;
  readonly commit?: string;
  /** The day of the commit: `2026-12-31`. */
  readonly date?: string;
}

/** A package as it was at a moment. */
export interface PackageVersion {
  readonly at: Moment;
  readonly package: TreePackage;
  readonly snapshot: Snapshot;
}

/** What happened to a package from one of its versions to the next. Without `before` it is the first one. */
export interface HistoryStep {
  readonly at: Moment;
  readonly before: PackageVersion | undefined;
  readonly after: PackageVersion | undefined;
  readonly report: PackageReport;
  /** What the newer version accepts. */
  readonly ignores: IgnoreFile | undefined;
}

/** All packages of a tree at a moment, with the ignore files that hold for them, by their roots. */
export interface PackagesAt {
  readonly at: Moment;
  readonly snapshot: Snapshot;
  readonly packages: readonly TreePackage[];
  readonly ignores: ReadonlyMap<string, IgnoreFile | undefined>;
}

/** The steps from moment to moment, from the first on. */
export function stepsThrough(moments: readonly PackagesAt[]): HistoryStep[] {
  const history = new History();
  return moments.flatMap((it) => history.advance(it));
}

/** The steps between versions that lie side by side, each package's from its lowest on. */
export async function folderHistory(
  host: Host,
  snapshot: Snapshot,
  roots: readonly PackageRoot[],
  topOf: (root: PackageRoot) => string,
): Promise<HistoryStep[]> {
  const byName = new Map<string, { readonly id: PackageId; readonly root: PackageRoot }[]>();
  for (const root of roots)
    for (const { id, key } of snapshot.semantics.everything(root).ownPackages()) {
      if (key === UNNAMED || id.version === undefined) continue;
      const name = packageName(id);
      const known = byName.get(name) ?? [];
      byName.set(name, known);
      if (!known.some((it) => it.id.version === id.version)) known.push({ id, root });
    }
  const steps: HistoryStep[] = [];
  for (const versions of byName.values()) {
    if (versions.length === 1) continue;
    versions.sort((a, b) => compareVersions(a.id.version ?? '', b.id.version ?? ''));
    const moments: PackagesAt[] = [];
    for (const { id, root } of versions) {
      const packages = contractsOf(snapshot, root, root.uri).filter(
        (it) => packageKey(it.stable.id) === packageKey(id),
      );
      const ignores = new Map([[root.uri, await findIgnoreFile(host, root.uri, topOf(root))]]);
      moments.push({ at: WORK, snapshot, packages, ignores });
    }
    steps.push(...stepsThrough(moments));
  }
  return steps;
}

type LabelOf = (it: TreePackage) => string | undefined;

/** Follows packages from moment to moment. */
class History {
  #last: readonly PackageVersion[];

  /** `begin`: what was there before the first step. */
  constructor(begin?: PackagesAt) {
    this.#last = begin === undefined ? [] : versionsOf(begin);
  }

  /** The steps to a moment. `labelOf`: what a package's version is called; undefined for packages without a new one. */
  advance(now: PackagesAt, labelOf: LabelOf = () => now.at.label): HistoryStep[] {
    const old = this.#last.filter((it) => labelOf(it.package) !== undefined);
    const fresh = versionsOf(now, labelOf);
    const taken = new Set(old);
    this.#last = [...this.#last.filter((it) => !taken.has(it)), ...fresh];
    return stepsBetween(old, fresh, now, labelOf);
  }
}

function versionsOf({ at, snapshot, packages }: PackagesAt, labelOf: LabelOf = () => at.label): PackageVersion[] {
  return packages.flatMap((it) => {
    const label = labelOf(it);
    return label === undefined ? [] : [{ at: { ...at, label }, snapshot, package: it }];
  });
}

function stepsBetween(
  old: readonly PackageVersion[],
  fresh: readonly PackageVersion[],
  { at, ignores }: PackagesAt,
  labelOf: LabelOf,
): HistoryStep[] {
  const known = new Map([...old, ...fresh].map((it) => [it.package, it]));
  const choices = (it: TreePackage): LevelChoices | undefined => ignores.get(it.root)?.levels;
  // A release has its version: nothing is raised later.
  const options = { role: 'strict', policy: 'at-change', choices } as const;
  const packages = (of: readonly PackageVersion[]): TreePackage[] => of.map((it) => it.package);
  const siblings = (): ReadonlySet<string> => new Set(packages(fresh).map(nameOf));
  const around = { siblings, tree: () => packages(fresh) };
  return compareTrees(packages(old), packages(fresh), options, around).flatMap((report): HistoryStep[] => {
    const { after } = report;
    if (report.before === undefined && after !== undefined) {
      const lower = nextLower(after, [...known.keys()]);
      const [against] = lower === undefined ? [] : compareTrees([lower], [after], options, around);
      if (against !== undefined) return [stepOf(against)];
    }
    // Another version of the package stays where it was.
    if (after === undefined && report.level === 'none') return [];
    return [stepOf(report)];
  });

  function stepOf(report: PackageReport): HistoryStep {
    const { before, after } = report;
    const shown = after ?? before;
    return {
      at: { ...at, label: (shown && labelOf(shown)) ?? at.label },
      report,
      before: before && known.get(before),
      after: after && known.get(after),
      ignores: after && ignores.get(after.root),
    };
  }
}

/** The version before one, among packages of the same name. */
function nextLower(it: TreePackage, all: readonly TreePackage[]): TreePackage | undefined {
  const { version } = it.stable.id;
  if (version === undefined) return undefined;
  const lower = all.filter((other) => {
    const its = other.stable.id.version;
    return nameOf(other) === nameOf(it) && its !== undefined && compareVersions(its, version) < 0;
  });
  lower.sort((a, b) => compareVersions(b.stable.id.version ?? '', a.stable.id.version ?? ''));
  return lower[0];
}

// Release tags

export interface HistoryRange {
  /** The revision after which the history begins; without it, at the first release. */
  readonly from?: string | undefined;
  /** The revision with which it ends; without it, the last release before HEAD. */
  readonly to?: string | undefined;
  /** Does it go on to the files as they are now? */
  readonly work?: boolean;
}

/** Versions of all packages, or of those that one of the tags releases; without a commit, the files as they are now. */
interface Stop extends Moment {
  readonly tags?: readonly string[];
}

/**
 * The steps between releases, the oldest first. Followed are the packages below a path from the top of the repository, and
 * packages of their names wherever they are.
 */
export async function releaseHistory(
  repository: Repository,
  range: HistoryRange,
  path: string,
  reading: Reading,
): Promise<readonly HistoryStep[] | GitFailure> {
  const stops = await stopsIn(repository, range);
  if (isGitFailure(stops)) return stops;
  const trees = new Map<Stop, OpenedTree>();
  const names = new Set<string>();
  // Where the history ends says which packages are meant, and so do the files as they are now.
  for (const stop of stops.slice(-1).concat(WORK)) {
    const tree = await openStop(repository, stop, reading);
    if (isGitFailure(tree)) return tree;
    trees.set(stop, tree);
    for (const it of tree.packages) if (isBelow(it.root, path)) names.add(nameOf(it));
  }
  const steps: HistoryStep[] = [];
  let history = new History();
  for (const stop of stops) {
    const tree = trees.get(stop) ?? (await openStop(repository, stop, reading));
    if (isGitFailure(tree)) return tree;
    const now = await packagesIn(tree, stop, (it) => isBelow(it.root, path) || names.has(nameOf(it)));
    if (stop === stops[0] && range.from !== undefined) history = new History(now);
    else steps.push(...history.advance(now, (it) => labelAt(stop, it, repository)));
  }
  return steps;
}

const WORK: Stop = { label: '' };

function isBelow(place: string, path: string): boolean {
  return path === '' || place === path || place.startsWith(`${path}/`);
}

/** The tag that releases a package at a stop. */
function labelAt({ tags, label }: Stop, it: TreePackage, { top }: Repository): string | undefined {
  if (tags === undefined) return label;
  const prefixes = tagPrefixes(new Set([nameOf(it)]), joinUri(top, it.root), it.root);
  return tags.findLast((tag) => isReleaseOf(tag, prefixes));
}

async function stopsIn(
  repository: Repository,
  { from, to, work = false }: HistoryRange,
): Promise<readonly Stop[] | GitFailure> {
  const end = await repository.commit(to ?? 'HEAD');
  if (isGitFailure(end)) return end;
  const begin = from === undefined ? undefined : await repository.commit(from);
  if (begin !== undefined && isGitFailure(begin)) return begin;
  const passed = new Set(begin === undefined ? [] : (await repository.tags(begin)).map(({ name }) => name));
  const stops: Stop[] = begin === undefined ? [] : [await stopAt(repository, begin, from ?? '')];
  for (const { name, commit } of [...(await repository.tags(end))].reverse()) {
    if (passed.has(name) || releaseTag(name) === undefined) continue;
    const same = stops.findIndex((it) => it.commit === commit && it.tags !== undefined);
    const tags = stops[same]?.tags ?? [];
    const stop = await stopAt(repository, commit, name, [...tags, name]);
    // A release comes after its candidates, and gives the commit its name.
    if (same === -1) stops.push(stop);
    else stops[same] = stop;
  }
  if (to !== undefined && stops.at(-1)?.commit !== end) stops.push(await stopAt(repository, end, to));
  return work ? [...stops, WORK] : stops;
}

async function stopAt(repository: Repository, commit: string, label: string, tags?: readonly string[]): Promise<Stop> {
  const date = await repository.date(commit);
  return { label, commit, ...(tags === undefined ? {} : { tags }), ...(date === undefined ? {} : { date }) };
}

interface OpenedTree extends OldTree {
  readonly snapshot: Snapshot;
  readonly packages: readonly TreePackage[];
}

async function openStop(
  repository: Repository,
  { commit, label }: Stop,
  reading: Reading,
): Promise<OpenedTree | GitFailure> {
  const tree =
    commit === undefined
      ? openTree(reading.host, repository.top, reading)
      : await openCommit(repository, commit, reading);
  if (isGitFailure(tree)) return tree;
  // What is in a submodule has a history of its own.
  const inModule = (uri: string): boolean =>
    tree.modules.some((it) => relativeUri(joinUri(tree.top, it), uri) !== undefined);
  const roots = (await loadAll(tree, new Task(reading.host.clock))).filter((it) => !inModule(it.uri));
  const snapshot = tree.workspace.snapshot();
  const packages = contractsAt(snapshot, tree.top, roots);
  if (!tree.incomplete()) return { ...tree, snapshot, packages };
  const message = `\`${label}\` is incomplete here: a partial clone without its files`;
  return { kind: 'failure', reason: 'unreadable', message };
}

async function packagesIn(
  { host, top, snapshot, packages: all }: OpenedTree,
  { tags: _, ...at }: Stop,
  isFollowed: (it: TreePackage) => boolean,
): Promise<PackagesAt> {
  const packages = all.filter(isFollowed);
  const ignores = new Map<string, IgnoreFile | undefined>();
  for (const { root } of packages)
    if (!ignores.has(root)) ignores.set(root, await findIgnoreFile(host, joinUri(top, root), top));
  return { at, snapshot, packages, ignores };
}
