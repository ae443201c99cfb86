// All contract changes of a workspace as data, for trees, lists and pull requests.

import type { Span } from '../../base/text.ts';
import { pageOf } from '../../check/catalogue.ts';
import type { Severity } from '../../check/severity.ts';
import type { Bases } from '../../contract/bases.ts';
import type { Gone } from '../../contract/gone.ts';
import { placeOf } from '../../contract/package-contracts.ts';
import type { Hazard, Level, Side } from '../../semver/levels.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Acceptance } from './accepted.ts';
import type { Dependents, DependentsIndex } from './dependents.ts';
import { verdictText } from './lens.ts';
import { allFindings, dependentsIn, type RootFindings } from './report.ts';

export interface PackageChanges {
  readonly name: string;
  readonly baseVersion: string | undefined;
  readonly version: string | undefined;
  readonly required: string | undefined;
  readonly level: Level;
  readonly covered: boolean;
  readonly base: { readonly label: string; readonly commit: string | undefined; readonly note: string | undefined };
  /** Where the package says its name. */
  readonly place: Located | undefined;
  /** `2 breaking · 3 additive`. */
  readonly verdict: string;
  readonly stale: boolean;
  readonly changes: readonly ItemChange[];
}

export interface Located {
  readonly uri: string;
  readonly span: Span;
}

/** One item of a package: a function, a type, an interface; with everything that happened to it. */
export interface ItemChange {
  readonly kind: string;
  readonly item: string;
  /** The interface, world, resource or package that has it. */
  readonly owner: string;
  readonly level: Level;
  readonly importer: Side;
  readonly implementer: Side;
  readonly hazard: Hazard;
  readonly message: string;
  readonly severity: Severity;
  readonly suppressed: boolean;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly place: Located | undefined;
  /** The page of the rule, below `docs/`. */
  readonly page: string;
  /** Who breaks in the workspace. */
  readonly breaks: Dependents;
  readonly accepted: Acceptance | undefined;
  /** In the old text. */
  readonly oldPlace: Located | undefined;
}

/** Why there is nothing to compare with, once for each reason. */
export interface Uncompared {
  readonly reason: string;
  readonly message: string;
  readonly roots: readonly string[];
}

/** Of one file's package, or of every package that was compared. */
export function contractChanges(
  snapshot: Snapshot,
  bases: Bases,
  uri?: string,
  gone: readonly Gone[] = [],
): readonly PackageChanges[] {
  const dependents = dependentsIn(snapshot, bases);
  return allFindings(snapshot, bases, uri, gone).flatMap((found) =>
    found.reports.map((report) => packageChanges(snapshot, found, report, dependents)),
  );
}

export function uncompared(bases: Bases): readonly Uncompared[] {
  const reasons = new Map<string, { reason: string; message: string; roots: string[] }>();
  for (const [uri, base] of bases.known) {
    if (base.kind !== 'none') continue;
    const known = reasons.get(base.message) ?? { reason: base.reason, message: base.message, roots: [] };
    reasons.set(base.message, known);
    known.roots.push(uri);
  }
  return [...reasons.values()];
}

function packageChanges(
  snapshot: Snapshot,
  found: RootFindings,
  report: PackageReport,
  dependents: DependentsIndex,
): PackageChanges {
  const { base, stale } = found;
  const { label, commit, note } = base;
  const loc = report.after?.stable.loc;
  const span = loc === undefined ? undefined : placeOf(snapshot, loc);
  return {
    name: report.name,
    baseVersion: report.before?.stable.id.version,
    version: report.after?.stable.id.version,
    required: report.required,
    level: report.level,
    covered: report.covered,
    base: { label, commit, note },
    place: loc === undefined || span === undefined ? undefined : { uri: loc.uri, span },
    verdict: verdictText(report),
    stale,
    changes: stale ? [] : changesOf(found, report, dependents),
  };
}

function changesOf({ base, findings }: RootFindings, report: PackageReport, dependents: DependentsIndex): ItemChange[] {
  return findings
    .filter((it) => it.report === report)
    .flatMap((it): ItemChange[] => {
      const [first] = it.changes;
      if (first === undefined) return [];
      const { kind, level, hazard, baseLoc } = first;
      const { before, after } = it.changes.find((one) => one.before !== one.after) ?? first;
      const span = baseLoc === undefined ? undefined : placeOf(base.snapshot, baseLoc);
      const oldPlace = baseLoc === undefined || span === undefined ? undefined : { uri: baseLoc.uri, span };
      const { severity, suppressed, place, item } = it;
      const message = it.changes.map((one) => one.message).join('; ');
      const owner = first.item === item ? first.owner : first.owner.slice(0, first.owner.lastIndexOf('.'));
      const side = (of: 'importer' | 'implementer'): Side =>
        it.changes.some((one) => one[of] === 'breaks') ? 'breaks' : 'ok';
      return [
        {
          ...{ kind, item, owner, level, hazard, message, severity, suppressed, before, after, place, oldPlace },
          importer: side('importer'),
          implementer: side('implementer'),
          page: pageOf(`semver/${kind}`),
          breaks: dependents.of(report, it.changes),
          accepted: it.accepted,
        },
      ];
    });
}
