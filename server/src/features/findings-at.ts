// The findings that a cursor or a selection is about.

import { type Span, touches } from '../base/text.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { versionPlaces } from './published/version-places.ts';

/**
 * Those that the span touches. One about a package, which is shown at `ns:name`, also belongs to the rest of the path, so that
 * its repairs are offered where somebody has just typed the version.
 */
export function findingsAt(snapshot: Snapshot, uri: string, span: Span): readonly Diagnostic[] {
  const all = snapshot.diagnostics(uri);
  const isOfPackage = (it: Diagnostic): boolean => it.code.startsWith('package/');
  // Asked for with every move of the cursor, and most files have none.
  const paths = all.some(isOfPackage) ? versionPlaces(snapshot, uri).filter((it) => touches(it.span, span)) : [];
  return all.filter(
    (it) => touches(it.span, span) || (isOfPackage(it) && paths.some((path) => path.span.start === it.span.start)),
  );
}
