// Which packages can mention what a package defines: those that refer to it, and, since names are passed on by `use`, those
// that refer to these. Found from the text alone, so that nothing else need be resolved.

import { memo, memoByName } from '../../base/memo.ts';
import type { Loc, Package } from '../../model/package.ts';
import { type PackageSource, packageReferences, sourcesOf as sourcesIn } from '../../model/source.ts';
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

/** Every package that can be seen from a file, by its key, unresolved. `beyond`: the root of a file that is not of the work. */
const sourcesBeyond = memoByName((snapshot: Snapshot, beyond: string): ReadonlyMap<string, readonly Known[]> => {
  const own = snapshot.roots.get(beyond);
  const roots = own === undefined ? snapshot.workRoots : [...snapshot.workRoots, own];
  const found = new Map<string, Known[]>();
  for (const root of roots) {
    const environment = snapshot.semantics.environment(root);
    for (const group of environment.groups) {
      for (const source of sourcesIn(group)) {
        const list = found.get(source.key);
        if (list === undefined) found.set(source.key, [{ environment, source }]);
        else list.push({ environment, source });
      }
    }
  }
  return found;
});

function sourcesOf(snapshot: Snapshot, uri: string): ReadonlyMap<string, readonly Known[]> {
  const own = snapshot.rootOf(uri);
  return sourcesBeyond(snapshot, own === undefined || snapshot.workRoots.includes(own) ? '' : own.uri);
}

/** The packages that may mention what these packages define, themselves included, as seen from a file. */
export function packagesAbout(snapshot: Snapshot, uri: string, keys: Iterable<string>): readonly Package[] {
  const all = sourcesOf(snapshot, uri);
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
  return own === undefined ? [] : packagesAbout(snapshot, loc.uri, [own.key]);
}
