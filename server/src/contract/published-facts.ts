// What registries say that matters for one package of the working tree: its own published neighbours, and the versions of what
// it depends on. Asked together, before anything is judged.

import type { CheckSettings } from '../check/settings.ts';
import { compareVersions, type PackageId, packageName, parseVersion } from '../model/names.ts';
import { isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import type { Published, Registry } from '../registry/registry.ts';
import { neighboursOf, trackOf } from '../registry/versions.ts';
import type { PublishedTree, PublishedVersions } from './published-base.ts';

export interface PublishFacts {
  readonly published: Published;
  /** The published versions that a new one must go with: the nearest on either side in its track, or the last release below. */
  readonly below: PublishedTree | undefined;
  readonly above: PublishedTree | undefined;
  /** Those that `wkg publish` looks at: stable versions of the track as Cargo counts it. */
  readonly wkg: { readonly below: PublishedTree | undefined; readonly above: PublishedTree | undefined };
  readonly dependencies: readonly DependencyFacts[];
}

export interface DependencyFacts {
  readonly id: PackageId;
  /** Why nothing is known of it. */
  readonly failure?: RegistryFailure;
  /** Ascending. */
  readonly versions: readonly string[];
}

/** `name`: `ns:name`. */
export async function publishFacts(
  registry: Registry,
  trees: PublishedVersions,
  own: { readonly name: string; readonly version: string; readonly dependencies: readonly PackageId[] },
  check: CheckSettings,
): Promise<PublishFacts | RegistryFailure> {
  const published = await registry.versions(own.name);
  if (isRegistryFailure(published)) return published;
  const { versions, place } = published;
  const read = async (version: string | undefined): Promise<PublishedTree | undefined | RegistryFailure> =>
    version === undefined ? undefined : trees.at(registry, place, version, check);
  const near = neighboursOf(versions, own.version);
  const series = wkgSeries(versions, own.version);
  const wanted = [near.below ?? near.release, near.above, series.below, series.above];
  const found: (PublishedTree | undefined)[] = [];
  for (const version of wanted) {
    const tree = await read(version === own.version ? undefined : version);
    if (isRegistryFailure(tree)) return tree;
    found.push(tree);
  }
  const [below, above, wkgBelow, wkgAbove] = found;
  return {
    ...{ published, below, above },
    wkg: { below: wkgBelow, above: wkgAbove },
    dependencies: await dependencyFacts(registry, own.dependencies),
  };
}

export async function dependencyFacts(
  registry: Registry,
  dependencies: readonly PackageId[],
): Promise<readonly DependencyFacts[]> {
  return Promise.all(
    dependencies.map(async (id) => {
      const published = await registry.versions(packageName(id));
      return isRegistryFailure(published)
        ? { id, versions: [], failure: published }
        : { id, versions: published.versions };
    }),
  );
}

/** `fetch_semver_series` of wkg: `X.*`, `0.Y.*` or the version itself, where prereleases match no such mask. */
function wkgSeries(
  versions: readonly string[],
  version: string,
): { readonly below: string | undefined; readonly above: string | undefined } {
  const series = versions.filter((it) => (parseVersion(it)?.pre.length ?? 0) === 0 && trackOf(it) === trackOf(version));
  return {
    below: series.filter((it) => compareVersions(it, version) < 0).at(-1),
    above: series.find((it) => compareVersions(it, version) > 0),
  };
}
