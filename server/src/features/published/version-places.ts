// Where a file names packages with their versions: in its `package` line, and in the paths of `use`, `import`, `export` and
// `include`.

import type { Span } from '../../base/text.ts';
import type { PackageId } from '../../model/names.ts';
import { packageReferences, sourcesOf } from '../../model/source.ts';
import { spanOf } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { declarationOf } from './candidate.ts';

export interface VersionPlace {
  readonly id: PackageId;
  /** From the namespace to the end of the version. */
  readonly span: Span;
  /** The version alone; undefined where none is written. */
  readonly version: Span | undefined;
  /** It is the package that the file belongs to. */
  readonly isOwn: boolean;
}

export function versionPlaces(snapshot: Snapshot, uri: string): readonly VersionPlace[] {
  const root = snapshot.rootOf(uri);
  const tree = snapshot.tree(uri);
  if (root === undefined || tree === undefined || !root.files.includes(uri)) return [];
  const declared = declarationOf(snapshot, root);
  const own: VersionPlace[] =
    declared === undefined || declared.place.uri !== uri
      ? []
      : [{ id: declared.id, span: declared.place.span, version: declared.place.span, isOwn: true }];
  const { main } = snapshot.semantics.environment(root);
  const keys = new Set(sourcesOf(main).map((it) => it.key));
  const references = sourcesOf(main)
    .flatMap(packageReferences)
    .filter((it) => it.loc.uri === uri && !keys.has(it.key))
    .map(({ id, loc }): VersionPlace => {
      const name = spanOf(tree, loc.node);
      const found = id.version === undefined ? null : REST.exec(tree.text.slice(name.end, name.end + LONGEST));
      const start = found === null ? undefined : name.end + (found[1]?.length ?? 0);
      const version = start === undefined ? undefined : { start, end: start + (id.version?.length ?? 0) };
      return { id, span: { start: name.start, end: version?.end ?? name.end }, version, isOwn: false };
    });
  return [...own, ...references];
}

/** `/interface@` after `ns:name`, with white space and comments as people may put them. */
const REST = /^([^;{}]*?@\s*)(?=\d)/;
const LONGEST = 400;
