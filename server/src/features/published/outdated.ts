// The dependencies of a package beside what is published of them: what is wanted, locked and in `deps/`, what is newer, and
// whether that would break this package.

import type { Span } from '../../base/text.ts';
import type { DependencyFacts } from '../../contract/published-facts.ts';
import { compareVersions, type PackageId, packageKey } from '../../model/names.ts';
import type { Package } from '../../model/package.ts';
import { type PackageSource, packageReferences, sourcesOf } from '../../model/source.ts';
import { trackOf } from '../../registry/versions.ts';
import type { TreePackage } from '../../semver/package-pairs.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isManifest, mentionsIn } from '../dependencies/manifest.ts';
import { placeOf } from '../names/name-at.ts';
import { type Effect, effectsOf } from './effects.ts';

/** A package that the files of a root refer to. */
export interface NamedDependency {
  readonly id: PackageId;
  /** Where it is named first. */
  readonly place: { readonly uri: string; readonly span: Span } | undefined;
  /** As it was resolved; undefined where it is in no `deps/`. */
  readonly resolved: Package | undefined;
  readonly locked: readonly string[];
}

export interface Newer {
  readonly version: string;
  /** What of the change reaches this package; undefined while nobody has looked. */
  readonly effects: readonly Effect[] | undefined;
}

export interface Outdated {
  readonly dependency: NamedDependency;
  /** Is the version that is wanted published? Undefined where no version is named. */
  readonly isPublished: boolean | undefined;
  /** Newer versions: of the track, and of all. Absent where there is none. */
  readonly inTrack?: Newer;
  readonly newest?: Newer;
  readonly failure?: string;
}

/** What a root refers to and does not declare itself, by name. `locks`: lock files that speak for it. */
export function namedDependencies(
  snapshot: Snapshot,
  root: PackageRoot,
  locks: readonly { readonly uri: string; readonly text: string }[],
): readonly NamedDependency[] {
  const environment = snapshot.semantics.environment(root);
  const sources = sourcesOf(environment.main);
  const own = new Set(sources.map((it) => it.key));
  const locked = new Map(
    locks
      .filter(({ uri }) => isManifest(uri) && uri.endsWith('.lock'))
      .flatMap((it) => mentionsIn(it.uri, it.text))
      .map((it) => [it.name, it.versions] as const),
  );
  const resolved = new Map(environment.ownPackages().flatMap((it) => [...it.dependencies]));
  const found = new Map<string, NamedDependency>();
  for (const { id, key, loc } of sources.flatMap((it: PackageSource) => packageReferences(it))) {
    if (own.has(key) || found.has(key)) continue;
    const versions = locked.get(`${id.namespace}:${id.name}`) ?? [];
    found.set(key, { id, place: placeOf(snapshot, loc), resolved: resolved.get(key), locked: versions });
  }
  return [...found.values()].sort((a, b) => (packageKey(a.id) < packageKey(b.id) ? -1 : 1));
}

/** The versions that are worth a look: the newest stable one of the track, and of all. */
export function newerVersions(
  wanted: string | undefined,
  versions: readonly string[],
): { readonly inTrack: string | undefined; readonly newest: string | undefined } {
  const stable = versions.filter((it) => !it.includes('-'));
  if (wanted === undefined) return { inTrack: undefined, newest: undefined };
  const later = stable.filter((it) => compareVersions(it, wanted) > 0);
  const inTrack = later.filter((it) => trackOf(it) === trackOf(wanted)).at(-1);
  const newest = later.at(-1);
  return { inTrack, newest: newest === inTrack ? undefined : newest };
}

/** `trees`: what was read of the newer versions. */
export function outdatedOf(
  users: readonly Package[],
  dependency: NamedDependency,
  { versions, failure }: DependencyFacts,
  trees: ReadonlyMap<string, TreePackage>,
): Outdated {
  if (failure !== undefined) return { dependency, isPublished: undefined, failure: failure.message };
  const { id, resolved } = dependency;
  const { inTrack, newest } = newerVersions(id.version, versions);
  const newer = (version: string): Newer => {
    const tree = trees.get(version);
    const before = resolved === undefined ? trees.get(id.version ?? '') : { stable: resolved, all: resolved, root: '' };
    return {
      version,
      effects: tree === undefined || before === undefined ? undefined : effectsOf(users, before, tree).effects,
    };
  };
  return {
    dependency,
    isPublished: id.version === undefined ? undefined : versions.includes(id.version),
    ...(inTrack === undefined ? {} : { inTrack: newer(inTrack) }),
    ...(newest === undefined ? {} : { newest: newer(newest) }),
  };
}
