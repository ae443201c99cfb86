// What in `deps/` nobody needs any more once a dependency is updated: `wkg fetch` empties the folder, an edit must not leave two
// versions of one track there. Only what was needed before is given: other things in `deps/` are the user's.

import { type GroupSource, type PackageSource, packageReferences, sourcesOf } from '../../model/source.ts';
import type { Environment } from '../../workspace/environment.ts';
import type { DependencyGroup } from '../../workspace/package-folders.ts';

export interface LeftOver {
  /** The entries of `deps/` that nothing refers to after the update, in their order. */
  readonly unused: readonly DependencyGroup[];
  /** Keys of the packages that `deps/` still has, each by an entry of its own. */
  readonly kept: ReadonlyMap<string, DependencyGroup>;
}

/** `fetched`: the packages that come into `deps/`; the root's own references to `from` become references to `to` (keys). */
export function leftOver(
  { root, main, groups }: Environment,
  fetched: readonly GroupSource[],
  { from, to }: { readonly from: string; readonly to: string },
): LeftOver {
  const own = sourcesOf(main);
  const there = byKey(groups.flatMap(sourcesOf));
  const before = reachable(own, there, (key) => key);
  const coming = byKey(fetched.flatMap(sourcesOf));
  const after = reachable(own, new Map([...there, ...coming]), (key) => (key === from ? to : key));
  const [, ...deps] = groups;
  const unused: DependencyGroup[] = [];
  const kept = new Map<string, DependencyGroup>();
  for (const [at, group] of root.deps.entries()) {
    const key = deps[at]?.main?.key;
    if (key === undefined) continue;
    // A binary carries copies of what it needs; these are no reason to keep it.
    const keys = group.kind === 'binary' ? [key] : sourcesOf(deps[at] ?? main).map((it) => it.key);
    if (before.has(key) && !keys.some((it) => after.has(it))) unused.push(group);
    else kept.set(key, group);
  }
  return { unused, kept };
}

function byKey(sources: readonly PackageSource[]): Map<string, PackageSource> {
  const found = new Map<string, PackageSource>();
  for (const it of sources) if (!found.has(it.key)) found.set(it.key, it);
  return found;
}

/** The keys that a root's own packages lead to; `named` is what a reference of their own means. */
function reachable(
  own: readonly PackageSource[],
  sources: ReadonlyMap<string, PackageSource>,
  named: (key: string) => string,
): ReadonlySet<string> {
  const reached = new Set(own.flatMap(packageReferences).map((it) => named(it.key)));
  // A set gives what is added while it is walked.
  for (const key of reached) {
    const source = sources.get(key);
    if (source !== undefined) for (const it of packageReferences(source)) reached.add(it.key);
  }
  return reached;
}
