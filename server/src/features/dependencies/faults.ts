// What is wrong in `deps/`, shown in the package that uses it: the toolchain refuses a package for the errors
// of its dependencies, and an editor that only shows open files would say nothing.

import { memo } from '../../base/memo.ts';
import { relativeUri } from '../../base/uri.ts';
import type { Diagnostic, RelatedPlace } from '../../check/diagnostic.ts';
import type { Loc } from '../../model/package.ts';
import { packageReferences, sourcesOf } from '../../model/source.ts';
import { spanOf } from '../../syntax/items.ts';
import type { DependencyGroup, PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

/** Errors of one dependency that are listed; the message counts the others. */
const MOST = 5;

/** One finding for each broken entry of `deps/`, at the first mention of its package, else at the `package` line. */
export function dependencyFaults(snapshot: Snapshot, uri: string): readonly Diagnostic[] {
  const root = snapshot.rootOf(uri);
  if (root === undefined || !root.files.includes(uri)) return [];
  return faultsOf(snapshot)(root).get(uri) ?? [];
}

const faultsOf = memo((snapshot: Snapshot) =>
  memo((root: PackageRoot): ReadonlyMap<string, readonly Diagnostic[]> => {
    const found = new Map<string, Diagnostic[]>();
    for (const [index, group] of root.deps.entries()) {
      const errors = errorsIn(snapshot, group);
      const place = errors.length === 0 ? undefined : mentionOf(snapshot, root, index + 1);
      const tree = place === undefined ? undefined : snapshot.tree(place.uri);
      const [first] = errors;
      if (place === undefined || tree === undefined || first === undefined) continue;
      const more = errors.length === 1 ? '' : `, and ${errors.length - 1} more`;
      const finding: Diagnostic = {
        code: first.code,
        severity: 'error',
        message: `\`${shortPath(root, group)}\` has an error, for which the toolchain refuses this package: ${first.place.message}${more}`,
        span: place.node < 0 ? { start: 0, end: 0 } : spanOf(tree, place.node),
        related: errors.slice(0, MOST).map((it) => it.place),
        fixes: [],
      };
      found.set(place.uri, [...(found.get(place.uri) ?? []), finding]);
    }
    return found;
  }),
);

interface Fault {
  readonly code: Diagnostic['code'];
  readonly place: RelatedPlace;
}

function errorsIn(snapshot: Snapshot, group: DependencyGroup): Fault[] {
  return group.files.flatMap((uri) =>
    snapshot
      .diagnostics(uri)
      .filter((it) => it.severity === 'error')
      .map(({ code, span, message }) => ({ code, place: { uri, span, message } })),
  );
}

/** Where the root first mentions a package of a group. */
function mentionOf(snapshot: Snapshot, root: PackageRoot, group: number): Loc | undefined {
  const { groups, main } = snapshot.semantics.environment(root);
  const dependency = groups[group];
  const keys = new Set(dependency === undefined ? [] : sourcesOf(dependency).map((it) => it.key));
  const mention = sourcesOf(main)
    .flatMap(packageReferences)
    .find((it) => keys.has(it.key));
  const [file] = root.files;
  return mention?.loc ?? main.main?.declarations[0] ?? (file === undefined ? undefined : { uri: file, node: -1 });
}

function shortPath(root: PackageRoot, group: DependencyGroup): string {
  return relativeUri(root.uri, group.uri) ?? group.uri;
}
