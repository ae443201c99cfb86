// Contract changes as people are told of them: at a place in the new text, with the old one beside it, in one sentence, and
// as severe as the version allows. What was taken out of one container is one finding.

import type { LineIndex, Span } from '../../base/text.ts';
import type { RelatedPlace } from '../../check/diagnostic.ts';
import type { Severity } from '../../check/severity.ts';
import type { IgnoreEntry, IgnoreFile } from '../../contract/ignore-file.ts';
import { placeOf } from '../../contract/package-contracts.ts';
import type { Loc } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import { contractRule, type RuleId } from '../../semver/table.ts';
import { isFailing, isUncovered, type PackageReport } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { ignoredBy } from './ignore.ts';
import { type ContractSuppression, contractSuppressions, suppressionOf } from './suppress.ts';

/** The code of a row of the table of contract changes. */
export type ContractCode = `semver/${RuleId}`;

export interface ContractFinding {
  readonly code: ContractCode;
  readonly severity: Severity;
  readonly message: string;
  /** Undefined when nothing is left of where it was. */
  readonly place: { readonly uri: string; readonly span: Span } | undefined;
  readonly related: readonly RelatedPlace[];
  /** One, or all that were taken out of one container. */
  readonly changes: readonly Change[];
  readonly report: PackageReport;
  readonly suppressed: boolean;
}

export interface FindingOptions {
  /** An uncovered breaking change is a warning where people are still writing, and an error where it would go in. */
  readonly surface: 'editor' | 'cli';
  readonly failOn: 'major' | 'dangerous' | 'minor' | 'none';
  /** What the base is called. */
  readonly base: string;
  readonly ignores?: IgnoreFile | undefined;
}

export interface Versions {
  readonly before: Snapshot | undefined;
  readonly after: Snapshot;
}

export interface PackageFindings {
  readonly findings: readonly ContractFinding[];
  /** The comments that silence some of them: file and offset. */
  readonly used: ReadonlySet<string>;
  readonly usedEntries: ReadonlySet<IgnoreEntry>;
}

/** Findings of one package, and what silences some of them. */
export function findingsOf(report: PackageReport, versions: Versions, options: FindingOptions): PackageFindings {
  const used = new Set<string>();
  const ignored = new Map<Change, IgnoreEntry>();
  for (const change of report.changes) {
    const entry = ignoredBy(options.ignores, report, change);
    if (entry !== undefined) ignored.set(change, entry);
  }
  const comments = new Map<string, readonly ContractSuppression[]>();
  const findings = grouped(report.changes, ignored).map((changes): ContractFinding | undefined => {
    const [change] = changes;
    if (change === undefined) return undefined;
    const code: ContractCode = `semver/${change.kind}`;
    const span = change.loc === undefined ? undefined : placeOf(versions.after, change.loc, change.word);
    const place = change.loc === undefined || span === undefined ? undefined : { uri: change.loc.uri, span };
    const tree = place === undefined ? undefined : versions.after.tree(place.uri);
    let suppressed = ignored.has(change);
    if (!suppressed && place !== undefined && tree !== undefined) {
      const known = comments.get(place.uri) ?? contractSuppressions(tree);
      comments.set(place.uri, known);
      const by = suppressionOf(known, code, place.span, report.reference ?? report.before?.stable.id.version);
      suppressed = by !== undefined;
      if (by !== undefined) used.add(`${place.uri} ${by.span.start}`);
    }
    return {
      code,
      severity: severityOf(report, change, options),
      message: messageOf(report, changes),
      place,
      related: relatedOf(changes, versions, options),
      changes,
      report,
      suppressed,
    };
  });
  return { findings: findings.filter((it) => it !== undefined), used, usedEntries: new Set(ignored.values()) };
}

/** Removals from one container go together; everything else stands alone. */
function grouped(changes: readonly Change[], ignored: ReadonlyMap<Change, unknown>): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const [index, change] of changes.entries()) {
    const { kind, loc } = change;
    const key =
      isRemoval(kind) && loc !== undefined ? `${kind} ${loc.uri} ${loc.node} ${ignored.has(change)}` : `${index}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()];
}

export function isRemoval(kind: RuleId): boolean {
  return kind.endsWith('-removed') || kind === 'alias-dropped' || kind === 'deprecated-removed-item';
}

const WARNED: ReadonlySet<RuleId> = new Set([
  'since-missing',
  'since-backdated',
  'since-raised',
  'prerelease-reused',
  'feature-renamed',
]);

export function severityOf(report: PackageReport, change: Change, { surface, failOn }: FindingOptions): Severity {
  const { kind, level } = change;
  if (kind === 'base-unparseable') return 'information';
  if (kind === 'since-future') return 'error';
  if (kind === 'bump-missing' && level === 'none') return 'information';
  if (kind === 'feature-renamed') return 'information';
  if (WARNED.has(kind)) return 'warning';
  const breaking = level === 'major' && isUncovered(report, change);
  if (breaking && change.hazard === 'silent' && failOn !== 'none') return 'error';
  if (kind === 'version-decreased' || kind === 'dep-version-skew') return 'error';
  if (kind === 'bump-too-small' || kind === 'bump-missing') return level === 'major' ? 'error' : 'warning';
  if (surface === 'editor') {
    if (breaking || (level === 'dangerous' && !coversMajor(report))) return 'warning';
    return 'hint';
  }
  if (failOn !== 'none' && isFailing(report, change, failOn)) return 'error';
  if (breaking || (level === 'dangerous' && !coversMajor(report))) return 'warning';
  return 'hint';
}

function coversMajor(report: PackageReport): boolean {
  const { reference, after } = report;
  const version = after?.stable.id.version;
  return report.covered && reference !== undefined && version !== undefined && reference !== version;
}

/** What happened; who breaks and how; which version it needs. */
export function messageOf(report: PackageReport, changes: readonly Change[]): string {
  const [change] = changes;
  if (change === undefined) return '';
  return `${what(changes)}${consequence(change)}${versionText(report, change)}`;
}

const SHOWN = 6;

function what(changes: readonly Change[]): string {
  const [first] = changes;
  if (first === undefined) return '';
  if (changes.length === 1) return first.message;
  const title = contractRule(first.kind)?.title ?? first.kind;
  const names = changes.map((it) => it.message.slice(title.length + 2));
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${title}: ${names.slice(0, SHOWN).join(', ')}${more}`;
}

function consequence(change: Change): string {
  const { importer, implementer, hazard } = change;
  const who =
    importer === 'breaks' && implementer === 'breaks'
      ? 'importers and implementers'
      : importer === 'breaks'
        ? 'importers'
        : implementer === 'breaks'
          ? 'implementers'
          : undefined;
  if (who === undefined) return '';
  const how = hazard === 'silent' ? '; components of one version track misread it without notice' : '';
  return ` — breaks ${who}${how}`;
}

function versionText(report: PackageReport, change: Change): string {
  const version = report.after?.stable.id.version;
  const { kind, level } = change;
  if (level === 'none' || level === 'patch' || kind.startsWith('bump-') || kind.startsWith('version-')) return '';
  if (kind === 'prerelease-reused' || kind === 'dep-version-skew' || kind === 'package-removed') return '';
  if (version === undefined) return level === 'major' ? ' (the package has no version that could tell)' : '';
  if (report.covered) return level === 'major' ? ` (${version} makes room for it)` : '';
  if (report.required === undefined) return '';
  return ` (needs ${report.required}, package says ${version})`;
}

function relatedOf(changes: readonly Change[], versions: Versions, options: FindingOptions): RelatedPlace[] {
  const found: RelatedPlace[] = [];
  for (const change of changes.slice(0, SHOWN)) {
    const old = change.baseLoc === undefined ? undefined : oldPlace(versions.before, change.baseLoc);
    if (old !== undefined) {
      const text = change.before === undefined || change.before === '' ? 'was here' : `was: \`${change.before}\``;
      found.push({ ...old, message: options.surface === 'cli' ? text : `${text} (${options.base})` });
    }
    for (const { loc, message } of change.related ?? []) {
      const span = placeOf(versions.after, loc);
      if (span !== undefined) found.push({ uri: loc.uri, span, message });
    }
  }
  return found;
}

function oldPlace(before: Snapshot | undefined, loc: Loc): { uri: string; span: Span; lines: LineIndex } | undefined {
  const span = before === undefined ? undefined : placeOf(before, loc);
  const lines = before?.lines(loc.uri);
  return span === undefined || lines === undefined ? undefined : { uri: loc.uri, span, lines };
}
