// What an environment keeps between snapshots, and whether the text behind it is still the same.

import { type Features, NO_FEATURES } from '../model/gates.ts';
import type { Package } from '../model/package.ts';
import type { GroupSource, PackageSource, SourceFile } from '../model/source.ts';
import { type Entry, type ItemTree, sameEntries } from '../syntax/items.ts';

export interface CachedPackage {
  parts: readonly { readonly uri: string; readonly tree: ItemTree; readonly entries: readonly Entry[] }[];
  readonly found: ReadonlyMap<string, Package | 'cycle' | undefined>;
  /** The known packages when one was not found, since the message names them. */
  readonly known: string | undefined;
  readonly result: Package;
}

interface CachedGroup {
  /** Files of one text share its tree: a file that was renamed is another one all the same. */
  readonly files: readonly SourceFile[];
  readonly group: GroupSource;
}

/** Which packages know every name in their files and what it means: it takes its room. `own`: those that are not vendored. */
export type References = 'all' | 'own' | 'none';

/** What outlives snapshots. One per package root and set of features. */
export class EnvironmentCache {
  readonly packages = new Map<string, CachedPackage>();
  /** What each package found when it looked for others. */
  readonly found = new WeakMap<Package, CachedPackage['found']>();
  readonly groups = new Map<string, CachedGroup>();
  readonly features: Features;
  readonly references: References;
  index: PackageIndex | undefined;

  constructor(features: Features = NO_FEATURES, references: References = 'all') {
    this.features = features;
    this.references = references;
  }
}

interface PackageIndex {
  /** Groups by identity: the index holds while they say the same names and references. */
  readonly headers: readonly string[];
  readonly cycles: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, readonly string[]>;
}

/** Do the declarations and items of a package say what they said when it was resolved? */
export function saysTheSame(cached: CachedPackage, source: PackageSource): boolean {
  if (cached.parts.length !== source.parts.length) return false;
  const declared = cached.result.declarations;
  if (declared.length !== source.declarations.length) return false;
  if (!source.declarations.every((at, index) => at.node === declared[index]?.node)) return false;
  return source.parts.every((part, index) => {
    const old = cached.parts[index];
    return (
      old !== undefined && old.uri === part.uri && (old.tree === part.tree || sameEntries(old.entries, part.entries))
    );
  });
}
