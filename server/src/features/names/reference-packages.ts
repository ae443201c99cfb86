// Which packages can mention what a package defines: those that refer to it, and, since names are passed on by `use`, those
// that refer to these. Found from the text alone, so that nothing else need be resolved.

import { memo } from '../../base/memo.ts';
import type { Loc, Package } from '../../model/package.ts';
import { type PackageSource, packageReferences } from '../../model/source.ts';
import type { Environment } from '../../workspace/environment.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { packageAt } from './name-at.ts';

const referencesOf = memo((source: PackageSource): readonly string[] => [
  ...new Set(packageReferences(source).map((it) => it.key)),
]);

interface Known {
  readonly environment: Environment;
  readonly source: PackageSource;
}

/** Every package of every loaded root by its key, unresolved. */
const sourcesOf = memo((snapshot: Snapshot): ReadonlyMap<string, readonly Known[]> => {
  const found = new Map<string, Known[]>();
  for (const root of snapshot.roots.values()) {
    const environment = snapshot.semantics.environment(root);
    for (const group of environment.groups) {
      for (const source of group.main === undefined ? group.nested : [group.main, ...group.nested]) {
        const list = found.get(source.key);
        if (list === undefined) found.set(source.key, [{ environment, source }]);
        else list.push({ environment, source });
      }
    }
  }
  return found;
});

/** The packages that may mention what these packages define, themselves included. */
export function packagesAbout(snapshot: Snapshot, keys: Iterable<string>): readonly Package[] {
  const all = sourcesOf(snapshot);
  const dependents = new Map<string, Set<string>>();
  for (const [key, list] of all) {
    for (const { source } of list) {
      for (const target of referencesOf(source)) dependents.set(target, (dependents.get(target) ?? new Set()).add(key));
    }
  }
  const wanted = new Set(keys);
  for (const key of wanted) for (const dependent of dependents.get(key) ?? []) wanted.add(dependent);
  const found = new Set<Package>();
  for (const key of wanted) {
    for (const { environment, source } of all.get(key) ?? []) found.add(environment.packageOf(source));
  }
  return [...found];
}

/** The packages that may mention what is defined at a place. */
export function packagesAround(snapshot: Snapshot, loc: Loc): readonly Package[] {
  const own = packageAt(snapshot, loc);
  return own === undefined ? [] : packagesAbout(snapshot, [own.key]);
}
