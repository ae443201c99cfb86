// Ways to let contract changes pass in a `.wit-ignore.json`: the text that the file would have.

import type { Span } from '../../base/text.ts';
import type { Bases } from '../../contract/bases.ts';
import type { IgnoreFile } from '../../contract/ignore-file.ts';
import { isVersionFinding } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { ContractFinding } from './findings.ts';
import { entryFor, withEntries } from './ignore.ts';
import { findingsIn, findingsTouching } from './report.ts';

export interface ContractPass {
  readonly finding: ContractFinding;
  /** Undefined where it is to be made. */
  readonly file: IgnoreFile | undefined;
  /** The directory for a new one. */
  readonly top: string;
  readonly text: string;
}

/** For the findings where the span touches. A version that is too low is no matter of opinion. */
export function contractPasses(snapshot: Snapshot, bases: Bases, uri: string, span: Span): readonly ContractPass[] {
  const all = findingsIn(snapshot, bases, uri);
  // What cannot be read is not written over.
  if (all === undefined || all.stale || (all.base.ignores?.problems.length ?? 0) > 0) return [];
  const { ignores: file, top } = all.base;
  return findingsTouching(all, uri, span)
    .filter(({ severity, changes }) => severity !== 'hint' && !changes.some((it) => isVersionFinding(it.kind)))
    .map((finding) => {
      const entries = finding.changes.map((it) => entryFor(finding.report, it, 'reason'));
      return { finding, file, top, text: withEntries(file, entries) };
    });
}
