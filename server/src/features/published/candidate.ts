// A root of the working tree as something that is to be published.

import { contractsOf } from '../../contract/package-contracts.ts';
import { COMPONENT, type PackageId } from '../../model/names.ts';
import { nameOf } from '../../semver/package-pairs.ts';
import { spanOf } from '../../syntax/items.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { namedDependencies } from './outdated.ts';
import type { Candidate } from './publish-check.ts';

/** `given`: the name and version of a component, which does not say them. Undefined where nobody says them. */
export function candidateOf(
  snapshot: Snapshot,
  root: PackageRoot,
  given: PackageId | undefined,
  manifests: readonly { readonly uri: string; readonly text: string }[],
  metadata: Candidate['metadata'],
): Candidate | undefined {
  const packages = contractsOf(snapshot, root, '');
  const isComponent = packages.some((it) => nameOf(it) === COMPONENT);
  const declared = isComponent ? undefined : declarationOf(snapshot, root);
  const id = given ?? declared?.id;
  const [file = root.uri] = root.files;
  if (id === undefined) return undefined;
  return {
    ...{ snapshot, packages, id, isComponent, metadata },
    place: declared?.place ?? { uri: file, span: { start: 0, end: 0 } },
    dependencies: isComponent ? [] : namedDependencies(snapshot, root, manifests),
  };
}

/** The name in the first `package` line, and where its version stands, or the name without one. */
export function declarationOf(
  snapshot: Snapshot,
  root: PackageRoot,
): { readonly id: PackageId; readonly place: Candidate['place'] } | undefined {
  for (const uri of root.files) {
    const tree = snapshot.tree(uri);
    for (const entry of tree?.entries ?? []) {
      const { decl } = entry.chunk;
      if (tree === undefined || decl.kind !== 'package' || decl.name.name.text === '') continue;
      const { namespace, name, version, node } = decl.name;
      const span = spanOf(tree, entry.base + node);
      // The node ends with the version.
      const start = version === undefined ? span.start : span.end - version.text.length;
      return {
        id: { namespace: namespace.text, name: name.text, ...(version === undefined ? {} : { version: version.text }) },
        place: { uri, span: { start, end: span.end } },
      };
    }
  }
  return undefined;
}
