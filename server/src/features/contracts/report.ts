// The contract changes of the packages in a snapshot, each compared with the base that is known for it. Computed once for
// each version of a package: a keystroke in a comment compares nothing.

import { WeakPairMap } from '../../base/memo.ts';
import type { LineIndex, Span } from '../../base/text.ts';
import type { Diagnostic, RelatedPlace } from '../../check/diagnostic.ts';
import type { Level as SettingLevel } from '../../check/settings.ts';
import type { Severity } from '../../check/severity.ts';
import { invalidSuppression } from '../../check/suppress.ts';
import type { Bases, RootBase } from '../../contract/bases.ts';
import { compareRoot } from '../../contract/compare.ts';
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
  // What a merge has left is no half-typed word: nobody knows yet what the contract will be.
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

function computeFindings(snapshot: Snapshot, bases: Bases, root: PackageRoot): RootFindings | undefined {
  const report = rootReport(snapshot, bases, root);
  if (report === undefined) return undefined;
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
  const invalid = all.problems
    .filter((it) => it.uri === uri && !others.some((one) => one.code === INVALID && one.span.start === it.span.start))
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
  // Nobody who wants no findings wants the loud ones.
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

const dependents = new WeakMap<Snapshot, DependentsIndex>();

/** Every package of the workspace, without unstable features. */
export function contractsIn(snapshot: Snapshot): readonly Package[] {
  return snapshot.workRoots.flatMap((root) => contractsOf(snapshot, root, root.uri).map(({ stable }) => stable));
}

/** Who depends on what, among all packages of the workspace. */
export function dependentsIn(snapshot: Snapshot): DependentsIndex {
  const known = dependents.get(snapshot);
  if (known !== undefined) return known;
  const index = new DependentsIndex(contractsIn(snapshot));
  dependents.set(snapshot, index);
  return index;
}
