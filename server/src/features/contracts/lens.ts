// The verdict above `package` lines, and a shorter one above each interface and world that changed.

import type { Span } from '../../base/text.ts';
import type { Bases } from '../../contract/bases.ts';
import { placeOf } from '../../contract/package-contracts.ts';
import type { Loc } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { Level } from '../../semver/levels.ts';
import { isVersionFinding, type PackageReport } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { grantChanges, grantChangeText } from './grants.ts';
import { reportOf } from './report.ts';

export interface ContractLens {
  readonly span: Span;
  readonly title: string;
  /** The item it is about; undefined for the package as a whole. */
  readonly item: string | undefined;
}

export function contractLenses(snapshot: Snapshot, bases: Bases, uri: string): readonly ContractLens[] {
  const it = reportOf(snapshot, bases, uri);
  if (it === undefined) return [];
  const lenses: ContractLens[] = [];
  for (const report of it.reports) {
    const { after } = report;
    if (after === undefined) continue;
    // The package may have been resolved again since; its declarations stand where they stand now.
    const now = snapshot.semantics.packagesOf(uri).find((one) => one.key === after.stable.key) ?? after.stable;
    for (const loc of now.declarations) {
      const span = spanIn(snapshot, uri, loc);
      const gone = it.reports.filter((one) => one.after === undefined).map((one) => one.name);
      const title = `${verdictText(report)} since ${it.base.label}${needsText(report)}${it.stale ? ' (before the errors)' : ''}`;
      const lost = gone.length === 0 ? '' : ` · removed: ${gone.join(', ')}`;
      if (span !== undefined) lenses.push({ span, title: title + lost, item: undefined });
    }
    if (it.stale) continue;
    const granted = grantChanges(report);
    for (const owner of [...now.interfaces.values(), ...now.worlds.values()]) {
      const changes = report.changes.filter((one) => one.item === owner.name || one.item.startsWith(`${owner.name}.`));
      const span = changes.length === 0 ? undefined : spanIn(snapshot, uri, owner.loc);
      const grants = owner.kind === 'world' ? granted.find((one) => one.world === owner.name) : undefined;
      const title = [counts(changes), grants === undefined ? '' : grantChangeText(grants)]
        .filter((text) => text !== '')
        .join(' · ');
      if (span !== undefined && title !== '') lenses.push({ span, title, item: owner.name });
    }
  }
  return lenses;
}

function spanIn(snapshot: Snapshot, uri: string, loc: Loc): Span | undefined {
  return loc.uri === uri ? placeOf(snapshot, loc) : undefined;
}

const WORDS: readonly (readonly [Level, string])[] = [
  ['major', 'breaking'],
  ['dangerous', 'dangerous'],
  ['minor', 'additive'],
];

function counts(changes: readonly Change[]): string {
  return WORDS.flatMap(([level, word]) => {
    const count = changes.filter((it) => it.level === level && !isVersionFinding(it.kind)).length;
    return count === 0 ? [] : [`${count} ${word}`];
  }).join(' · ');
}

/** `2 breaking · 3 additive`. */
export function verdictText(report: Pick<PackageReport, 'changes' | 'unread'>): string {
  if (report.unread !== undefined) return 'not compared';
  return counts(report.changes) || 'no contract changes';
}

function needsText({ required, covered, after, level }: PackageReport): string {
  const version = after?.stable.id.version;
  if (level === 'none' || level === 'patch' || required === undefined) return '';
  return covered ? ` — ${version ?? ''} makes room` : ` — needs ${required}`;
}
