// The contract changes of the packages in a snapshot, each compared with the base that is known for it. Computed once for
// each version of a package: a keystroke in a comment compares nothing.

import type { LineIndex } from '../../base/text.ts';
import type { Diagnostic, RelatedPlace } from '../../check/diagnostic.ts';
import type { Level as SettingLevel } from '../../check/settings.ts';
import type { Severity } from '../../check/severity.ts';
import { nameOf, type TreePackage } from '../../semver/package-pairs.ts';
import { compareTrees, type PackageReport } from '../../semver/verdict.ts';
import type { ItemTree } from '../../syntax/items.ts';
import type { RootBase } from '../../workspace/bases.ts';
import { contractsOf, placeOf } from '../../workspace/contract.ts';
import { IGNORE_FILE, type IgnoreEntry } from '../../workspace/ignore-file.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { type ContractFinding, findingsOf } from './findings.ts';
import { unusedEntries } from './ignore.ts';
import { contractSuppressions, isExpired } from './suppress.ts';

/** The packages of one root against their base. */
export interface RootReport {
  readonly root: PackageRoot;
  readonly base: RootBase;
  readonly reports: readonly PackageReport[];
  /** The text cannot be compared now: these are the changes of the last one that could. */
  readonly stale: boolean;
}

interface Known {
  readonly after: readonly TreePackage[];
  readonly reports: readonly PackageReport[];
  /** The last that could be compared. */
  readonly good: readonly PackageReport[] | undefined;
}

const known = new WeakMap<RootBase, Known>();

/** Undefined when there is nothing to compare with, or not yet. */
export function reportOf(snapshot: Snapshot, uri: string): RootReport | undefined {
  const root = snapshot.rootOf(uri) ?? snapshot.roots.get(uri);
  return root === undefined ? undefined : rootReport(snapshot, root);
}

export function rootReport(snapshot: Snapshot, root: PackageRoot): RootReport | undefined {
  const base = snapshot.bases.get(root.uri);
  if (base?.kind !== 'base') return undefined;
  const after = contractsOf(snapshot, root, base.place);
  const last = known.get(base);
  if (last !== undefined && sameContracts(last.after, after)) return reportWith(root, base, last);
  const compared = compareTrees(base.packages, after, base.options, {
    siblings: () => namesIn(snapshot),
    tree: () => allContracts(snapshot),
  });
  // What is no longer in this root may be in another.
  const reports = compared.filter((it) => it.after !== undefined || !namesIn(snapshot).has(it.name));
  const good = reports.some((it) => it.unread !== undefined) ? last?.good : reports;
  const now = { after, reports, good };
  known.set(base, now);
  return reportWith(root, base, now);
}

function reportWith(root: PackageRoot, base: RootBase, { reports, good }: Known): RootReport {
  const stale = reports.some((it) => it.unread !== undefined);
  return { root, base, reports: stale ? (good ?? reports) : reports, stale };
}

function sameContracts(a: readonly TreePackage[], b: readonly TreePackage[]): boolean {
  return (
    a.length === b.length &&
    a.every((it, index) => {
      const other = b[index];
      return it.stable === other?.stable && it.all === other.all && it.broken === other.broken;
    })
  );
}

const names = new WeakMap<Snapshot, ReadonlySet<string>>();

/** Names of all packages that the workspace itself has. */
function namesIn(snapshot: Snapshot): ReadonlySet<string> {
  const cached = names.get(snapshot);
  if (cached !== undefined) return cached;
  const found = new Set<string>();
  for (const root of snapshot.roots.values()) {
    for (const uri of root.files) {
      const tree = snapshot.tree(uri);
      if (tree !== undefined) for (const name of declaredIn(tree)) found.add(name);
    }
  }
  names.set(snapshot, found);
  return found;
}

const declared = new WeakMap<ItemTree, readonly string[]>();

function declaredIn(tree: ItemTree): readonly string[] {
  const cached = declared.get(tree);
  if (cached !== undefined) return cached;
  const found = tree.entries.flatMap(({ chunk: { decl } }) =>
    decl.kind === 'package' || decl.kind === 'nested-package'
      ? [`${decl.name.namespace.text}:${decl.name.name.text}`]
      : [],
  );
  declared.set(tree, found);
  return found;
}

function allContracts(snapshot: Snapshot): TreePackage[] {
  return [...snapshot.roots.values()].flatMap((root) => contractsOf(snapshot, root, root.uri));
}

/** All findings of a root, in no order. */
export interface RootFindings extends RootReport {
  readonly findings: readonly ContractFinding[];
  /** Comments that silenced something: file and offset. */
  readonly used: ReadonlySet<string>;
  readonly usedEntries: ReadonlySet<IgnoreEntry>;
}

const found = new WeakMap<Snapshot, Map<string, RootFindings | undefined>>();

export function findingsIn(snapshot: Snapshot, uri: string): RootFindings | undefined {
  const root = snapshot.rootOf(uri) ?? snapshot.roots.get(uri);
  if (root === undefined) return undefined;
  const row = found.get(snapshot) ?? new Map<string, RootFindings | undefined>();
  found.set(snapshot, row);
  if (row.has(root.uri)) return row.get(root.uri);
  const result = computeFindings(snapshot, root);
  row.set(root.uri, result);
  return result;
}

function computeFindings(snapshot: Snapshot, root: PackageRoot): RootFindings | undefined {
  const report = rootReport(snapshot, root);
  if (report === undefined) return undefined;
  const { base } = report;
  const options = { surface: 'editor', failOn: 'major', base: base.label, ignores: base.ignores } as const;
  const versions = { before: base.snapshot, after: snapshot };
  // Nodes of an older text mean nothing in this one.
  const each = report.stale ? [] : report.reports.map((it) => findingsOf(it, versions, options));
  const used = new Set(each.flatMap((it) => [...it.used]));
  const usedEntries = new Set(each.flatMap((it) => [...it.usedEntries]));
  return { ...report, findings: each.flatMap((it) => it.findings), used, usedEntries };
}

/** What a person has set about contract changes. */
export interface ContractSettings {
  /** Of a breaking change that the version does not make room for. */
  readonly severity: SettingLevel;
}

/** Findings for the list of problems: of one file, without what asks for nothing. */
export function contractDiagnostics(
  snapshot: Snapshot,
  uri: string,
  settings: ContractSettings,
): readonly Diagnostic[] {
  const all = findingsIn(snapshot, uri);
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
  return [...diagnostics, ...unusedSuppressions(snapshot, uri, all), ...ignoreFileFindings(snapshot, uri, all)];
}

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

function unusedSuppressions(snapshot: Snapshot, uri: string, { used, stale, root, base }: RootFindings): Diagnostic[] {
  const tree = snapshot.tree(uri);
  if (tree === undefined || stale || !root.files.includes(uri)) return [];
  const version = base.packages.find((it) => it.stable.id.version !== undefined)?.stable.id.version;
  return contractSuppressions(tree)
    .filter((it) => !used.has(`${uri} ${it.span.start}`))
    .map((it): Diagnostic => {
      const codes = it.codes.map((code) => `\`${code}\``).join(' or ');
      const message = isExpired(it, version)
        ? `this has expired: ${base.label} is ${version ?? ''}, and it holds until ${it.until ?? ''}`
        : `nothing here raises ${codes} against ${base.label}`;
      return {
        code: 'lint/unused-suppression',
        severity: 'information',
        message,
        span: it.span,
        related: [],
        fixes: [],
        tags: ['unnecessary'],
      };
    });
}

/** What is wrong with the `.wit-ignore.json`, said where the package says its name. */
function ignoreFileFindings(snapshot: Snapshot, uri: string, all: RootFindings): Diagnostic[] {
  const { ignores } = all.base;
  const loc = all.reports.find((it) => it.after?.stable.loc?.uri === uri)?.after?.stable.loc;
  const span = loc === undefined ? undefined : placeOf(snapshot, loc);
  if (ignores === undefined || span === undefined || all.stale) return [];
  const unused = unusedEntries(ignores, all.reports, all.usedEntries).map(
    (it) => `${it.item ?? ''} raises nothing that the entry ${it.fingerprint ?? ''} would be for`,
  );
  return [...ignores.problems, ...unused].map((problem) => ({
    code: 'lint/unused-suppression',
    severity: 'information',
    message: `\`${IGNORE_FILE}\`: ${problem}`,
    span,
    related: [],
    fixes: [],
  }));
}

/** Lines of an old text by its URI, of whichever root. */
export function oldLines(snapshot: Snapshot, uri: string): LineIndex | undefined {
  for (const base of snapshot.bases.values()) {
    const lines = base.kind === 'base' ? base.snapshot.lines(uri) : undefined;
    if (lines !== undefined) return lines;
  }
  return undefined;
}

/** The report of a package by its name. */
export function packageReport({ reports }: RootReport, name: string): PackageReport | undefined {
  return reports.find((it) => it.after !== undefined && nameOf(it.after) === name);
}
