// What a site is about: every package that was given, with its versions and its history.

import type { HistoryStep, Moment } from '../contract/history.ts';
import { type ChangelogRelease, releaseOf } from '../features/contracts/changelog.ts';
import { compareVersions, packageKey, UNNAMED } from '../model/names.ts';
import type { Package, World } from '../model/package.ts';
import { isPrerelease } from '../semver/version.ts';
import { docsSource } from '../workspace/docs.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { CustomCapabilities } from '../world/capabilities.ts';
import { type Policies, type PolicyVerdict, policyVerdict } from './policy.ts';
import { type Written, WrittenFiles } from './written.ts';

/** Packages at one moment: the files as they are, or a release. */
export interface CatalogSource {
  readonly snapshot: Snapshot;
  readonly roots: readonly PackageRoot[];
  /** Absent for the files as they are now. */
  readonly at?: Moment;
}

export interface CatalogVersion {
  /** With every feature gate open. */
  readonly package: Package;
  readonly files: Written;
  /** Documentation of the package. */
  readonly docs: string | undefined;
  /** What the policy of the project says of its worlds; without those for which no rule holds. */
  readonly verdicts: ReadonlyMap<World, PolicyVerdict>;
  /** What the project says that packages and interfaces let a component do. */
  readonly capabilities: CustomCapabilities;
  /** It lies in the `deps/` of another package, and nowhere else. */
  readonly vendored: boolean;
  readonly at: Moment | undefined;
}

export interface CatalogPackage {
  /** `ns:name`. */
  readonly name: string;
  /** The newest first. */
  readonly versions: readonly CatalogVersion[];
  readonly latest: CatalogVersion;
  /** What changed, the newest first. */
  readonly releases: readonly ChangelogRelease[];
}

export interface Catalog {
  /** In the order of their names. */
  readonly packages: readonly CatalogPackage[];
}

/** What a site is made of. */
export interface CatalogInput {
  readonly now: CatalogSource;
  /** The newest first. */
  readonly releases: readonly CatalogSource[];
  readonly steps: readonly HistoryStep[];
  readonly policies: Policies;
}

/** A version that was released is what was released, whatever the files say now. What is vendored counts last. */
export function catalogOf({ now, releases, steps, policies }: CatalogInput): Catalog {
  const found = new Map<string, FoundVersion>();
  for (const it of [...[...releases, now].flatMap(ownVersions), ...vendoredVersions(now)])
    if (!found.has(packageKey(it.package.id))) found.set(packageKey(it.package.id), it);
  const files = new Map<Snapshot, WrittenFiles>();
  const byName = new Map<string, CatalogVersion[]>();
  for (const it of found.values()) {
    const written = files.get(it.snapshot) ?? new WrittenFiles();
    files.set(it.snapshot, written);
    written.add(it.snapshot, it.package.files);
    const name = nameIn(it.package);
    const known = byName.get(name) ?? [];
    byName.set(name, known);
    known.push(versionOf(it, written, policies));
  }
  const changes = releasesIn(steps);
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    packages: sorted.map(([name, all]) => packageOf(name, all, changes.get(name) ?? [])),
  };
}

/** `versions`: one or more, in any order. */
export function packageOf(
  name: string,
  versions: readonly CatalogVersion[],
  releases: readonly ChangelogRelease[],
): CatalogPackage {
  const all = [...versions].sort((a, b) => compareVersions(numberOf(b), numberOf(a)));
  const stable = all.filter((it) => !isPrerelease(numberOf(it)));
  const latest = stable.find((it) => !it.vendored) ?? stable[0] ?? (all[0] as CatalogVersion);
  return { name, versions: all, latest, releases };
}

function releasesIn(steps: readonly HistoryStep[]): ReadonlyMap<string, readonly ChangelogRelease[]> {
  const found = new Map<string, ChangelogRelease[]>();
  for (const step of steps) {
    const release = releaseOf(step);
    if (release === undefined) continue;
    found.set(step.report.name, [release, ...(found.get(step.report.name) ?? [])]);
  }
  return found;
}

export function nameIn({ id }: Package): string {
  return `${id.namespace}:${id.name}`;
}

/** `1.2.3`; of the files as they are now, after releases, `unreleased`. */
export function releaseTitle({ releases }: CatalogPackage, { version, baseVersion, label }: ChangelogRelease): string {
  if (version === null) return 'removed';
  if (label !== null || releases.every((it) => it.label === null)) return version;
  return version === baseVersion ? 'unreleased' : `${version} (unreleased)`;
}

function numberOf({ package: { id } }: CatalogVersion): string {
  return id.version ?? '';
}

/** A version where it was found. */
interface FoundVersion {
  readonly package: Package;
  readonly snapshot: Snapshot;
  readonly vendored: boolean;
  readonly at: Moment | undefined;
}

/** All that pages need of it, and no more: what it was made from is let go with the snapshot. */
function versionOf(
  { package: it, snapshot, vendored, at }: FoundVersion,
  files: Written,
  policies: Policies,
): CatalogVersion {
  const context = vendored ? undefined : policies.get(nameIn(it));
  const verdicts = new Map<World, PolicyVerdict>();
  for (const world of it.worlds.values()) {
    const verdict = context && policyVerdict(snapshot, world, context, at !== undefined);
    if (verdict !== undefined) verdicts.set(world, verdict);
  }
  const docs = docsSource(snapshot).package(it.declarations);
  return {
    package: it,
    files,
    docs,
    verdicts,
    capabilities: policies.get(nameIn(it))?.capabilities ?? {},
    vendored,
    at,
  };
}

function ownVersions({ snapshot, roots, at }: CatalogSource): FoundVersion[] {
  return roots.flatMap((root) =>
    snapshot.semantics
      .everything(root)
      .ownPackages()
      .filter((it) => it.key !== UNNAMED)
      .map((it) => ({ package: it, snapshot, vendored: false, at })),
  );
}

function vendoredVersions({ snapshot, roots, at }: CatalogSource): FoundVersion[] {
  return roots.flatMap((root) =>
    snapshot.semantics
      .everything(root)
      .packages()
      .filter((it) => it.key !== UNNAMED)
      .map((it) => ({ package: it, snapshot, vendored: true, at })),
  );
}
