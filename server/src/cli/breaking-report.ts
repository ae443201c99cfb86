// Contract changes as data: what was found in each package, as JSON, and as findings that the other commands' reports write.

import { jsonText } from '../base/escape.ts';
import { LineIndex, type Range } from '../base/text.ts';
import { joinUri } from '../base/uri.ts';
import { pageOf } from '../check/catalogue.ts';
import { parseBaseUri } from '../contract/commit-host.ts';
import type { IgnoreEntry, IgnoreFile } from '../contract/ignore-file.ts';
import { placeOf } from '../contract/package-contracts.ts';
import type { Acceptance, AcceptanceProblem } from '../features/contracts/accepted.ts';
import { type CompositionText, DependentsIndex } from '../features/contracts/dependents.ts';
import { type ContractFinding, findingsOf } from '../features/contracts/findings.ts';
import { grantChanges } from '../features/contracts/grants.ts';
import { fingerprintOf } from '../features/contracts/ignore.ts';
import { moreHarmful } from '../features/contracts/markdown.ts';
import { contractsIn } from '../features/contracts/report.ts';
import type { Loc } from '../model/package.ts';
import { freeFrom } from '../registry/versions.ts';
import type { Change } from '../semver/changes.ts';
import type { PackageReport } from '../semver/verdict.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { BreakingArguments } from './breaking-args.ts';
import type { BaseInfo, Compared } from './breaking-compare.ts';
import type { AcceptedFinding, Finding, RelatedLocation, Report } from './report.ts';
import { shownPath } from './shown-path.ts';

/** Everything that was found, ready to be written. */
export interface BreakingReport {
  readonly base: BaseInfo;
  readonly packages: readonly PackageFindings[];
  readonly cwd: string;
}

export interface PackageFindings {
  readonly report: PackageReport;
  /** What this package was compared with. */
  readonly base: BaseInfo;
  readonly findings: readonly ContractFinding[];
  readonly ignores: IgnoreFile | undefined;
  readonly usedEntries: ReadonlySet<IgnoreEntry>;
  /** Comments and entries that accept nothing, and why. */
  readonly problems: readonly AcceptanceProblem[];
  readonly top: string | undefined;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly dependents: DependentsIndex;
}

/** Whose acceptance counts; undefined: everybody's. */
type OwnersOf = (report: PackageReport) => readonly string[] | undefined;

export function breakingReport(
  compared: readonly Compared[],
  { failOn, trustedIgnores, ownersOf }: BreakingArguments & { readonly ownersOf: OwnersOf },
  cwd: string,
  ignoring: ReadonlyMap<PackageReport, IgnoreFile>,
  compositions: readonly CompositionText[],
): BreakingReport {
  const today = new Date().toISOString().slice(0, 10);
  const indexes = new Map<Snapshot, DependentsIndex>();
  const packages = compared.flatMap(({ base, top, reports, oldIgnores, before, after }) => {
    const dependents =
      indexes.get(after) ??
      new DependentsIndex(
        () => contractsIn(after),
        () => compositions,
      );
    indexes.set(after, dependents);
    return reports.map((report) => {
      const ignores = ignoring.get(report);
      const trusted = trustedIgnores !== undefined;
      const options = {
        surface: 'cli',
        failOn,
        base: base.label,
        ignores,
        oldIgnores,
        trusted,
        today,
        owners: ownersOf(report),
      } as const;
      const found = findingsOf(report, { before, after }, options);
      return { report, base, top, before, after, dependents, ignores, ...found };
    });
  });
  const [first] = compared;
  const base = first?.base ?? { kind: 'commit', label: '', commit: undefined };
  return { base, packages, cwd };
}

// JSON

export function breakingJson({ base, packages, cwd }: BreakingReport): string {
  const { kind, label, commit } = base;
  return `${jsonText({
    version: 1,
    base: { kind, label, commit: commit ?? null },
    packages: packages.map((it) => packageJson(it, cwd)),
  })}\n`;
}

function packageJson(it: PackageFindings, cwd: string) {
  const { report, findings, top, before, after, dependents } = it;
  const pathOf = (uri: string): string => pathIn(uri, top, cwd);
  const accepted = new Map(findings.flatMap((it) => it.changes.map((change) => [change, it.accepted] as const)));
  return {
    name: report.name,
    baseVersion: report.before?.stable.id.version ?? null,
    version: report.after?.stable.id.version ?? null,
    required: report.required ?? null,
    ...(it.base.published === undefined
      ? {}
      : { published: it.base.published, free: freeVersion(report, it.base) ?? null }),
    level: report.level,
    covered: report.covered,
    capabilities: grantChanges(report).map(({ world, gains, losses }) => ({
      world,
      gains: gains.map(({ id, title, sentence }) => ({ id, title, sentence })),
      losses: losses.map(({ id, title, sentence }) => ({ id, title, sentence })),
    })),
    ...(report.unread === undefined ? {} : { unread: report.unread }),
    changes: inOrder(report.changes, accepted).map((change) => ({
      kind: change.kind,
      item: change.item,
      owner: change.owner,
      row: change.row,
      level: change.level,
      importer: change.importer,
      implementer: change.implementer,
      hazard: change.hazard,
      message: change.message,
      before: change.before ?? null,
      after: change.after ?? null,
      breaks: dependents.of(report, [change]),
      page: pageOf(`semver/${change.kind}`),
      fingerprint: fingerprintOf(report, change),
      location: locationJson(after, change.loc, change.word, pathOf),
      baseLocation: locationJson(before, change.baseLoc, undefined, pathOf),
      ...acceptedJson(accepted.get(change), pathOf),
    })),
  };
}

/** What this very change accepts comes first. */
function inOrder(changes: readonly Change[], accepted: ReadonlyMap<Change, Acceptance | undefined>): Change[] {
  const isNew = (it: Change): boolean => accepted.get(it)?.isNew === true;
  return [...changes.filter(isNew), ...changes.filter((it) => !isNew(it))];
}

/** Is the version that is needed still to be had? Undefined where nothing was published, or nothing is needed. */
export function freeVersion({ required, covered }: PackageReport, { published }: BaseInfo): string | undefined {
  return published === undefined || required === undefined || covered ? undefined : freeFrom(required, published);
}

/** Who accepts a change, and why. */
function acceptedJson(it: Acceptance | undefined, pathOf: (uri: string) => string) {
  if (it === undefined) return {};
  const { place, ...terms } = it;
  return { suppressed: true, accepted: { ...terms, path: pathOf(place.uri) } };
}

function locationJson(
  snapshot: Snapshot,
  loc: Loc | undefined,
  word: string | undefined,
  pathOf: (uri: string) => string,
) {
  if (loc === undefined) return null;
  const span = placeOf(snapshot, loc, word);
  const lines = snapshot.lines(loc.uri);
  if (span === undefined || lines === undefined) return null;
  return { path: pathOf(loc.uri), range: lines.range(span) };
}

/** A file of an old version is where it would be today. */
function pathIn(uri: string, top: string | undefined, cwd: string): string {
  const old = parseBaseUri(uri);
  return shownPath(old === undefined || top === undefined ? uri : joinUri(top, old.path), cwd);
}

// Findings that the other commands' reports can write

export function findingOf(it: ContractFinding, within: PackageFindings, report: BreakingReport): Finding | undefined {
  const { place } = it;
  const snapshot = within.after;
  const lines = place === undefined ? undefined : snapshot.lines(place.uri);
  if (place === undefined || lines === undefined) return undefined;
  return {
    path: shownPath(place.uri, report.cwd),
    range: lines.range(place.span),
    severity: it.severity,
    code: it.code,
    message: it.message,
    related: it.related.flatMap((old): RelatedLocation[] => {
      const text = old.lines ?? snapshot.lines(old.uri);
      return text === undefined
        ? []
        : [
            {
              path: pathIn(old.uri, within.top, report.cwd),
              range: text.range(old.span),
              message: oldMessage(old, within),
            },
          ];
    }),
    fixes: [],
    lines,
    ...namesOf(it),
  };
}

/** A place in the old text is where it would be today; which version it is of, its message says. */
function oldMessage({ uri, message }: ContractFinding['related'][number], { base }: PackageFindings): string {
  return parseBaseUri(uri) === undefined ? message : `${message} (${base.label})`;
}

function namesOf({ item, report, changes, accepted }: ContractFinding) {
  return {
    item,
    group: report.name,
    key: changes.map((it) => fingerprintOf(report, it)).join(' '),
    ...(accepted === undefined ? {} : { acceptance: acceptedFinding(accepted) }),
  };
}

function acceptedFinding({ reason, owner, by, isNew }: Acceptance): AcceptedFinding {
  return { reason, ...(owner === undefined ? {} : { owner }), inSource: by === 'comment', isNew };
}

const ORDER = ['error', 'warning', 'information', 'hint'] as const;

/** The worst first; what is silenced is left out, and what asks for nothing unless it is wanted. */
export function shown(it: PackageFindings, hints: boolean): ContractFinding[] {
  return it.findings.filter((one) => !one.suppressed && (hints || one.severity !== 'hint')).sort(worseFirst);
}

function worseFirst(a: ContractFinding, b: ContractFinding): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || moreHarmful(a, b);
}

/** Where a finding is shown instead of its own place. */
export type Anchor = (finding: ContractFinding, within: PackageFindings) => Range | undefined;

export function breakingFindings(report: BreakingReport, anchor: Anchor = () => undefined): Report {
  const files = new Set(report.packages.flatMap((it) => it.report.after?.stable.files ?? []));
  const all = (of: (it: PackageFindings) => readonly ContractFinding[]): Finding[] =>
    report.packages
      .flatMap((within) => of(within).map((one) => ({ one, within })))
      .sort((a, b) => worseFirst(a.one, b.one))
      .map(({ one, within }) => {
        const finding = findingOf(one, within, report) ?? nowhere(one, within, report);
        const range = anchor(one, within);
        return range === undefined ? finding : { ...finding, range };
      });
  return {
    files: files.size,
    findings: all((it) => shown(it, false)),
    accepted: all(({ findings }) => findings.filter((it) => it.accepted !== undefined)),
    clean: report.packages
      .filter((it) => it.report.unread === undefined && shown(it, false).length === 0)
      .map((it) => it.report.name),
    unread: report.packages.flatMap(({ report: { name, unread } }) =>
      unread === undefined ? [] : [{ name, message: `cannot be compared: ${unread}` }],
    ),
  };
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A finding of which nothing is left here stands at the file in which it was. */
function nowhere(it: ContractFinding, { before, top }: PackageFindings, { cwd }: BreakingReport): Finding {
  const [change] = it.changes;
  const uri = change?.baseLoc?.uri;
  const lines = uri === undefined ? undefined : before.lines(uri);
  const { severity, code, message } = it;
  const path = uri === undefined ? '.' : pathIn(uri, top, cwd);
  const place = { path, range: START, lines: lines ?? new LineIndex('') };
  return { ...place, severity, code, message, related: [], fixes: [], ...namesOf(it) };
}
