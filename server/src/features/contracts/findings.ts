// Contract changes as users see them: at a place in the new text, with the old one beside it, in one sentence, and
// as severe as the version allows. What happened to the parts of one function or type is one finding.

import type { LineIndex, Span } from '../../base/text.ts';
import type { RelatedPlace } from '../../check/diagnostic.ts';
import type { Severity } from '../../check/severity.ts';
import type { IgnoreEntry } from '../../contract/ignore-file.ts';
import { placeOf } from '../../contract/package-contracts.ts';
import type { Loc } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import { type Hazard, LEVELS } from '../../semver/levels.ts';
import { contractRule, type RuleId } from '../../semver/table.ts';
import { isFailing, isUncovered, type PackageReport } from '../../semver/verdict.ts';
import { covers } from '../../semver/version.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { type Acceptance, type AcceptanceOptions, type AcceptanceProblem, Acceptances } from './accepted.ts';

/** The code of a row of the table of contract changes. */
export type ContractCode = `semver/${RuleId}`;

export interface ContractFinding {
  readonly code: ContractCode;
  readonly severity: Severity;
  readonly message: string;
  /** Undefined when nothing is left of where it was. */
  readonly place: { readonly uri: string; readonly span: Span } | undefined;
  readonly related: readonly RelatedPlace[];
  /** The item, or the function or type whose parts changed. */
  readonly item: string;
  /** What happened to it, the most harmful first. */
  readonly changes: readonly Change[];
  readonly report: PackageReport;
  readonly suppressed: boolean;
  /** Who accepts it and why; absent when it is not accepted. */
  readonly accepted?: Acceptance;
}

export interface FindingOptions extends AcceptanceOptions {
  /** An uncovered breaking change is a warning where people are still writing, and an error where it would go in. */
  readonly surface: 'editor' | 'cli';
  readonly failOn: 'major' | 'dangerous' | 'minor' | 'none';
  /** What the base is called. */
  readonly base: string;
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
  /** Comments and entries that are not understood, or have ended. */
  readonly problems: readonly AcceptanceProblem[];
}

/** Findings of one package, and what silences some of them. */
export function findingsOf(report: PackageReport, versions: Versions, options: FindingOptions): PackageFindings {
  const acceptances = new Acceptances(report, versions, options);
  const findings = rowsOf(report.changes, acceptances).map(({ item, changes, accepted }): ContractFinding => {
    const [first] = changes;
    return {
      code: `semver/${first.kind}`,
      severity: worst(changes.map((it) => severityOf(report, it, options))),
      message: messageOf(report, changes),
      place: placeIn(versions, first),
      related: relatedOf(changes, versions, options),
      item,
      changes,
      report,
      suppressed: accepted !== undefined,
      ...(accepted === undefined ? {} : { accepted }),
    };
  });
  const { used, usedEntries } = acceptances;
  return { findings, used, usedEntries, problems: acceptances.problems() };
}

export function placeIn({ after }: Pick<Versions, 'after'>, { loc, word }: Change): ContractFinding['place'] {
  const span = loc === undefined ? undefined : placeOf(after, loc, word);
  return loc === undefined || span === undefined ? undefined : { uri: loc.uri, span };
}

interface Row {
  readonly item: string;
  readonly changes: readonly [Change, ...Change[]];
  readonly accepted: Acceptance | undefined;
}

/** What happened to the parts of one function or type goes together; what is accepted stands by its acceptance. */
function rowsOf(changes: readonly Change[], acceptances: Acceptances): Row[] {
  const rows = new Map<string, { item: string; changes: [Change, ...Change[]]; accepted: Acceptance | undefined }>();
  for (const [index, change] of changes.entries()) {
    const accepted = acceptances.of(change);
    const by = accepted === undefined ? '' : `${accepted.place.uri} ${accepted.place.span.start}`;
    const key = isPart(change) ? `${change.row} ${by}` : `${index}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { item: change.row, changes: [change], accepted });
    else row.changes.push(change);
  }
  const all = [...rows.values()];
  for (const row of all) row.changes.sort(moreHarmful);
  return all;
}

/** Gates, versions and whole items stand alone. */
function isPart({ kind, item, row }: Change): boolean {
  return item !== row || OF_SIGNATURES.has(kind);
}

const OF_SIGNATURES: ReadonlySet<RuleId> = new Set([
  'async-changed',
  'result-added',
  'result-removed',
  'result-type-changed',
  'constructor-fallible',
  'handle-ownership-changed',
  'primitive-respelled',
  'type-respelled',
  'func-renamed',
]);

const HAZARDS = ['silent', 'link', 'build', 'source', 'none'] as const satisfies readonly Hazard[];

function moreHarmful(a: Change, b: Change): number {
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || HAZARDS.indexOf(a.hazard) - HAZARDS.indexOf(b.hazard);
}

const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((it) => severities.includes(it)) ?? 'hint';
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

function severityOf(report: PackageReport, change: Change, { surface, failOn }: FindingOptions): Severity {
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
  return reference !== undefined && covers(reference, version, 'major');
}

/** What happened; who breaks and how; which version it needs. */
function messageOf(report: PackageReport, changes: readonly Change[]): string {
  const [change] = changes;
  if (change === undefined) return '';
  return `${what(changes)}${consequence(changes)}${versionText(report, change)}`;
}

const SHOWN = 6;

function what(changes: readonly Change[]): string {
  const [first] = changes;
  if (first === undefined) return '';
  if (changes.length === 1) return first.message;
  // Changes of one kind share its title.
  const titles = new Map<RuleId, string[]>();
  for (const { kind, message } of changes.slice(0, SHOWN)) {
    const title = contractRule(kind)?.title ?? kind;
    const details = titles.get(kind) ?? [];
    titles.set(kind, [...details, details.length === 0 ? message : message.slice(title.length + 2)]);
  }
  const more = changes.length > SHOWN ? ` and ${changes.length - SHOWN} more` : '';
  return `${[...titles.values()].map((details) => details.join(', ')).join('; ')}${more}`;
}

function consequence(changes: readonly Change[]): string {
  const importers = changes.some((it) => it.importer === 'breaks') ? ['importers'] : [];
  const implementers = changes.some((it) => it.implementer === 'breaks') ? ['implementers'] : [];
  const who = [...importers, ...implementers].join(' and ');
  const hazard = changes.some((it) => it.hazard === 'silent') ? 'silent' : undefined;
  if (who === '') return '';
  const how = hazard === 'silent' ? '; components of one version track misread it without notice' : '';
  return ` — breaks ${who}${how}`;
}

function versionText(report: PackageReport, change: Change): string {
  const version = report.after?.stable.id.version;
  const { kind, level } = change;
  if (level === 'none' || level === 'patch' || kind.startsWith('bump-') || kind.startsWith('version-')) return '';
  if (kind === 'prerelease-reused' || kind === 'dep-version-skew' || kind === 'package-removed') return '';
  if (version === undefined) return level === 'major' ? ' (the package has no version that could tell)' : '';
  if (report.covered) return level === 'major' ? ` (${roomFor(report, version)})` : '';
  if (report.required === undefined) return '';
  return ` (needs ${report.required}, package says ${version})`;
}

/** A prerelease may break anything, and still lead to a version that may not. */
export function roomFor({ required, changes }: PackageReport, version: string): string {
  const leadsNowhere = changes.some((it) => it.kind === 'bump-too-small');
  if (leadsNowhere && required !== undefined) return `${version} is a prerelease, but the release needs ${required}`;
  return `${version} makes room for it`;
}

function relatedOf(changes: readonly Change[], versions: Versions, options: FindingOptions): RelatedPlace[] {
  const found: RelatedPlace[] = [];
  const told = new Set<string>();
  for (const [index, change] of changes.slice(0, SHOWN).entries()) {
    const place = placeIn(versions, change);
    const key = `${place?.uri} ${place?.span.start}`;
    // The parts after the first have a place of their own.
    if (place !== undefined && index > 0 && !told.has(key)) found.push({ ...place, message: change.message });
    told.add(key);
    const old = change.baseLoc === undefined ? undefined : oldPlace(versions.before, change.baseLoc);
    if (old !== undefined) {
      const text =
        change.before === undefined || change.before === '' || index > 0 ? 'was here' : `was: \`${change.before}\``;
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
