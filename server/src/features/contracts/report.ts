// The contract changes of the packages in a snapshot, each compared with the base that is known for it. Computed once for
// each version of a package: a keystroke in a comment compares nothing.

import { WeakPairMap } from '../../base/memo.ts';
import { type LineIndex, type Span, touches } from '../../base/text.ts';
import type { Diagnostic, RelatedPlace } from '../../check/diagnostic.ts';
import type { Level as SettingLevel } from '../../check/settings.ts';
import type { Severity } from '../../check/severity.ts';
import { invalidSuppression } from '../../check/suppress.ts';
import type { Bases, RootBase } from '../../contract/bases.ts';
import { compareRoot } from '../../contract/compare.ts';
import type { Gone } from '../../contract/gone.ts';
import { IGNORE_FILE, type IgnoreEntry } from '../../contract/ignore-file.ts';
import { contractsOf, placeOf } from '../../contract/package-contracts.ts';
import type { Package } from '../../model/package.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { AcceptanceProblem } from './accepted.ts';
import { carriedOver } from './carry-over.ts';
import { DependentsIndex } from './dependents.ts';
import { type ContractFinding, findingsOf } from './findings.ts';
import { unusedEntries } from './ignore.ts';
import { contractSuppressions } from './suppress.ts';

/** The packages of one root against their base. */
export interface RootReport {
  readonly root: PackageRoot;
  readonly base: RootBase;
  readonly reports: readonly PackageReport[];
  /** The text cannot be compared now: these are the changes of the last one that could. */
  readonly stale: boolean;
  /** The moment of that comparison. */
  readonly earlier?: Snapshot | undefined;
}

/** Undefined when there is nothing to compare with, or not yet. */
export function reportOf(snapshot: Snapshot, bases: Bases, uri: string): RootReport | undefined {
  const root = snapshot.rootOf(uri) ?? snapshot.roots.get(uri);
  return root === undefined ? undefined : rootReport(snapshot, bases, root);
}

export function rootReport(snapshot: Snapshot, bases: Bases, root: PackageRoot): RootReport | undefined {
  const base = bases.known.get(root.uri);
  if (base?.kind !== 'base') return undefined;
  const reports = compareRoot(snapshot, base, root);
  const stale = reports.some((it) => it.unread !== undefined);
  // With an unresolved merge conflict, the new contract is not known yet.
  const isMerging = root.files.some((uri) => (snapshot.tree(uri)?.conflicts.length ?? 0) > 0);
  const earlier = stale && !isMerging ? bases.earlier(root.uri) : undefined;
  return { root, base, stale, reports: earlier?.reports ?? reports, earlier: earlier?.snapshot };
}

/** All findings of a root, in no order. */
export interface RootFindings extends RootReport {
  readonly findings: readonly ContractFinding[];
  /** Comments that silenced something: file and offset. */
  readonly used: ReadonlySet<string>;
  readonly usedEntries: ReadonlySet<IgnoreEntry>;
  /** Comments and entries that accept nothing, and why. */
  readonly problems: readonly AcceptanceProblem[];
}

const found = new WeakPairMap<Snapshot, Bases, Map<string, RootFindings | undefined>>();

export function findingsIn(snapshot: Snapshot, bases: Bases, uri: string): RootFindings | undefined {
  const root = snapshot.rootOf(uri) ?? snapshot.roots.get(uri);
  if (root === undefined) return undefined;
  const row = found.get(snapshot, bases) ?? new Map<string, RootFindings | undefined>();
  found.set(snapshot, bases, row);
  if (row.has(root.uri)) return row.get(root.uri);
  const result = computeFindings(snapshot, bases, root);
  row.set(root.uri, result);
  return result;
}

/** Repairs of more findings than these are no list that somebody reads. */
const REPAIRED = 20;

/** The first of the findings that the span touches, without those that are accepted. */
export function findingsTouching({ findings }: RootFindings, uri: string, span: Span): readonly ContractFinding[] {
  return findings
    .filter(({ place, suppressed }) => !suppressed && place?.uri === uri && touches(place.span, span))
    .slice(0, REPAIRED);
}

function computeFindings(snapshot: Snapshot, bases: Bases, root: PackageRoot): RootFindings | undefined {
  const report = rootReport(snapshot, bases, root);
  return report === undefined ? undefined : withFindings(report, snapshot);
}

function withFindings(report: RootReport, snapshot: Snapshot): RootFindings {
  const { base } = report;
  const { label, ignores, oldIgnores, today = '' } = base;
  const options = { surface: 'editor', failOn: 'major', base: label, ignores, oldIgnores, today } as const;
  const { earlier } = report;
  const versions = { before: base.snapshot, after: earlier ?? snapshot };
  // Nodes of an older text mean nothing in this one: without that text, nothing can be said.
  const each =
    report.stale && earlier === undefined ? [] : report.reports.map((it) => findingsOf(it, versions, options));
  const used = new Set(each.flatMap((it) => [...it.used]));
  const usedEntries = new Set(each.flatMap((it) => [...it.usedEntries]));
  const problems = each.flatMap((it) => it.problems);
  const all = each.flatMap((it) => it.findings);
  const findings = earlier === undefined ? all : carriedOver(all, earlier, snapshot);
  return { ...report, findings, used, usedEntries, problems: report.stale ? [] : problems };
}

/**
 * Of every root, or of one; and of the old packages of which nothing is left, in place of the reports of those that they
 * became.
 */
export function allFindings(
  snapshot: Snapshot,
  bases: Bases,
  uri: string | undefined,
  gone: readonly Gone[],
): readonly RootFindings[] {
  const roots = uri === undefined ? snapshot.workRoots.map((it) => it.uri) : [uri];
  const taken = new Set(gone.flatMap(({ reports }) => reports.flatMap((it) => it.after ?? [])));
  const isLeft = ({ after }: PackageReport): boolean => after === undefined || !taken.has(after);
  const found = roots.flatMap((root) => findingsIn(snapshot, bases, root) ?? []);
  return [
    ...found.map((it) => (taken.size === 0 ? it : { ...it, reports: it.reports.filter(isLeft) })),
    ...gone.map(({ base, reports }) => {
      const root: PackageRoot = { uri: base.top, kind: 'directory', files: [], deps: [] };
      return withFindings({ root, base, reports, stale: false }, snapshot);
    }),
  ];
}

/** What a person has set about contract changes. */
export interface ContractSettings {
  /** Of a breaking change that the version does not make room for. */
  readonly severity: SettingLevel;
}

/** Findings for the list of problems: of one file, without what asks for nothing. */
export function contractDiagnostics(
  snapshot: Snapshot,
  bases: Bases,
  uri: string,
  settings: ContractSettings,
): readonly Diagnostic[] {
  const all = findingsIn(snapshot, bases, uri);
  if (all === undefined) return [];
  const { levels } = snapshot.settings(uri);
  const others = snapshot.diagnostics(uri);
  const diagnostics = all.findings.flatMap((it): Diagnostic[] => {
    const { place, code, message, related } = it;
    if (it.suppressed || place?.uri !== uri) return [];
    const level = levels[code] ?? levelIn(it, settings);
    if (level === undefined || level === 'off') return [];
    // What the ordinary rules say of the same place is enough.
    const twin = TWINS[code];
    if (twin !== undefined && others.some((one) => one.code === twin && one.span.start === place.span.start)) return [];
    return [{ code, severity: level, message, span: place.span, related: related as RelatedPlace[], fixes: [] }];
  });
  const told = new Set(others.filter((it) => it.code === INVALID).map((it) => it.span.start));
  const invalid = all.problems
    .filter((it) => it.uri === uri && !told.has(it.span.start))
    .map(({ span, message }) => invalidSuppression(span, message));
  return [...diagnostics, ...invalid, ...unusedSuppressions(snapshot, uri, all), ...unusedInFile(snapshot, uri, all)];
}

const INVALID = 'lint/invalid-suppression' satisfies Diagnostic['code'];

const TWINS: Readonly<Record<string, string>> = {
  'semver/since-missing': 'lint/missing-since',
  'semver/since-future': 'gate/unreleased',
};

function levelIn({ severity, changes }: ContractFinding, settings: ContractSettings): Severity | 'off' | undefined {
  if (severity === 'hint') return undefined;
  const [change] = changes;
  const breaking = severity === 'warning' && (change?.level === 'major' || change?.level === 'dangerous');
  if (breaking) return settings.severity;
  // A user who wants no findings does not want the loud ones.
  return settings.severity === 'off' && change?.hazard === 'silent' ? 'off' : severity;
}

function unusedSuppressions(snapshot: Snapshot, uri: string, all: RootFindings): Diagnostic[] {
  const { used, stale, root, base, problems } = all;
  const tree = snapshot.tree(uri);
  if (tree === undefined || stale || !root.files.includes(uri)) return [];
  const isInvalid = ({ start }: Span): boolean => problems.some((it) => it.uri === uri && it.span.start === start);
  return contractSuppressions(tree)
    .filter((it) => !used.has(`${uri} ${it.span.start}`) && !isInvalid(it.span))
    .map((it) => {
      const codes = it.codes.map((code) => `\`${code}\``).join(' or ');
      return {
        ...unused(`nothing here raises ${codes} against ${base.label}`, it.span),
        tags: ['unnecessary'] as const,
      };
    });
}

/** Entries of the `.wit-ignore.json` for changes that there are no more, said where the package says its name. */
function unusedInFile(snapshot: Snapshot, uri: string, all: RootFindings): Diagnostic[] {
  const { ignores } = all.base;
  const loc = all.reports.find((it) => it.after?.stable.loc?.uri === uri)?.after?.stable.loc;
  const span = loc === undefined ? undefined : placeOf(snapshot, loc);
  if (ignores === undefined || span === undefined || all.stale) return [];
  return unusedEntries(ignores, all.reports, all.usedEntries).map(({ item = '', fingerprint = '' }) =>
    unused(`\`${IGNORE_FILE}\`: ${item} raises nothing that the entry ${fingerprint} would be for`, span),
  );
}

function unused(message: string, span: Span): Diagnostic {
  return { code: 'lint/unused-suppression', severity: 'information', message, span, related: [], fixes: [] };
}

/** Lines of an old text by its URI, of whichever root. */
export function oldLines(bases: Bases, uri: string): LineIndex | undefined {
  for (const base of bases.known.values()) {
    const lines = base.kind === 'base' ? base.snapshot.lines(uri) : undefined;
    if (lines !== undefined) return lines;
  }
  return undefined;
}

const dependents = new WeakPairMap<Snapshot, Bases, DependentsIndex>();

/** Every package of the workspace, without unstable features. */
export function contractsIn(snapshot: Snapshot): readonly Package[] {
  return snapshot.workRoots.flatMap((root) => contractsOf(snapshot, root, root.uri).map(({ stable }) => stable));
}

/** Who depends on what, among all packages and compositions of the workspace. */
export function dependentsIn(snapshot: Snapshot, bases: Bases): DependentsIndex {
  const known = dependents.get(snapshot, bases);
  if (known !== undefined) return known;
  const index = new DependentsIndex(() => contractsIn(snapshot), bases.compositions);
  dependents.set(snapshot, bases, index);
  return index;
}
