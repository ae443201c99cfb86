// What is wrong with a package beyond the texts of its files: the door from a snapshot to the model and its rules.

import type { Diagnostic } from '../check/diagnostic.ts';
import type { PackageRoot } from './layout.ts';
import type { Snapshot } from './snapshot.ts';

/** Findings by file. Levels that a person has set are applied by the snapshot. */
export function semanticDiagnostics(
  _snapshot: Snapshot,
  _root: PackageRoot,
): ReadonlyMap<string, readonly Diagnostic[]> {
  return new Map();
}
