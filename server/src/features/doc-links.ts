// Links in documentation: from where a comment of a file looks at the names around it.

import type { DocPlace } from '../model/doc-links.ts';
import { documentedIn } from '../model/documented.ts';
import { entryOfNode } from '../syntax/cursor.ts';
import { commentsBefore } from '../syntax/docs.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

/** The item whose documentation an offset is in. */
export function docPlaceAt(snapshot: Snapshot, uri: string, offset: number): DocPlace | undefined {
  const tree = snapshot.tree(uri);
  if (tree === undefined) return undefined;
  for (const it of snapshot.semantics.packagesOf(uri)) {
    for (const { uri: file, node } of it.declarations) {
      const entry = file === uri ? entryOfNode(tree, node) : undefined;
      if (entry !== undefined && isInDocs(tree, entry.start, offset)) return { package: it };
    }
    for (const { at, place } of documentedIn(it))
      if (at.uri === uri && isInDocs(tree, spanOf(tree, at.node).start, offset)) return place;
  }
  return undefined;
}

function isInDocs(tree: ItemTree, start: number, offset: number): boolean {
  if (offset > start) return false;
  const [first] = commentsBefore(tree, start);
  return first !== undefined && first.start < offset;
}
