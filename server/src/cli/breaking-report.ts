// Contract changes as people and programs read them. What is needed of the version comes last.

import { createColors } from 'picocolors';
import { LineIndex, type Range } from '../base/text.ts';
import { joinUri } from '../base/uri.ts';
import { parseBaseUri } from '../contract/commit-host.ts';
import type { IgnoreEntry, IgnoreFile } from '../contract/ignore-file.ts';
import { placeOf } from '../contract/package-contracts.ts';
import type { Acceptance, AcceptanceProblem } from '../features/contracts/accepted.ts';
import { type ContractFinding, findingsOf } from '../features/contracts/findings.ts';
import { grantChanges, grantChangeText } from '../features/contracts/grants.ts';
import { fingerprintOf } from '../features/contracts/ignore.ts';
import { changeSummary, noChanges, packageMarkdown } from '../features/contracts/markdown.ts';
import type { Loc } from '../model/package.ts';
import type { PackageReport } from '../semver/verdict.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { BreakingArguments } from './breaking-args.ts';
import type { BaseInfo, Compared } from './breaking-compare.ts';
import { prettyFinding } from './pretty.ts';
import { type Finding, githubLine, githubText, type Place, type Report, shownPath } from './report.ts';

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
}

export function breakingReport(
  compared: readonly Compared[],
  { failOn, trustedIgnores }: BreakingArguments,
  cwd: string,
  ignoring: ReadonlyMap<PackageReport, IgnoreFile> = new Map(),
): BreakingReport {
  const today = new Date().toISOString().slice(0, 10);
  const packages = compared.flatMap(({ base, top, reports, oldIgnores, before, after }) =>
    reports.map((report) => {
      const ignores = ignoring.get(report);
      const trusted = trustedIgnores !== undefined;
      const options = { surface: 'cli', failOn, base: base.label, ignores, oldIgnores, trusted, today } as const;
      const found = findingsOf(report, { before, after }, options);
      return { report, base, top, before, after, ignores, ...found };
    }),
  );
  const [first] = compared;
  const base = first?.base ?? { kind: 'commit', label: '', commit: undefined };
  return { base, packages, cwd };
}

// JSON

export function breakingJson({ base, packages, cwd }: BreakingReport): string {
  const { kind, label, commit } = base;
  return `${JSON.stringify({
    version: 1,
    base: { kind, label, commit: commit ?? null },
    packages: packages.map((it) => packageJson(it, cwd)),
  })}\n`;
}

function packageJson({ report, findings, top, before, after }: PackageFindings, cwd: string) {
  const pathOf = (uri: string): string => pathIn(uri, top, cwd);
  const accepted = new Map(findings.flatMap((it) => it.changes.map((change) => [change, it.accepted] as const)));
  return {
    name: report.name,
    baseVersion: report.before?.stable.id.version ?? null,
    version: report.after?.stable.id.version ?? null,
    required: report.required ?? null,
    level: report.level,
    covered: report.covered,
    capabilities: grantChanges(report).map(({ world, gains, losses }) => ({
      world,
      gains: gains.map(({ id, title, sentence }) => ({ id, title, sentence })),
      losses: losses.map(({ id, title, sentence }) => ({ id, title, sentence })),
    })),
    ...(report.unread === undefined ? {} : { unread: report.unread }),
    changes: report.changes.map((change) => ({
      kind: change.kind,
      item: change.item,
      level: change.level,
      importer: change.importer,
      implementer: change.implementer,
      hazard: change.hazard,
      message: change.message,
      fingerprint: fingerprintOf(report, change),
      location: locationJson(after, change.loc, change.word, pathOf),
      baseLocation: locationJson(before, change.baseLoc, undefined, pathOf),
      ...acceptedJson(accepted.get(change), pathOf),
    })),
  };
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

function findingOf(it: ContractFinding, snapshot: Snapshot, report: BreakingReport): Finding | undefined {
  const { place } = it;
  const lines = place === undefined ? undefined : snapshot.lines(place.uri);
  if (place === undefined || lines === undefined) return undefined;
  return {
    path: shownPath(place.uri, report.cwd),
    range: lines.range(place.span),
    severity: it.severity,
    code: it.code,
    message: it.message,
    related: it.related.flatMap((old): Place[] => {
      const text = old.lines ?? snapshot.lines(old.uri);
      return text === undefined
        ? []
        : [{ path: oldPath(old.uri, report), range: text.range(old.span), message: old.message }];
    }),
    fixes: [],
    lines,
  };
}

function oldPath(uri: string, { base, cwd }: BreakingReport): string {
  const parsed = parseBaseUri(uri);
  return parsed === undefined ? shownPath(uri, cwd) : `${base.label}:${parsed.path}`;
}

const ORDER = ['error', 'warning', 'information', 'hint'] as const;

/** The worst first; what is silenced is left out, and what asks for nothing unless it is wanted. */
function shown(it: PackageFindings, hints: boolean): ContractFinding[] {
  const wanted = it.findings.filter((one) => !one.suppressed && (hints || one.severity !== 'hint'));
  return wanted.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

export function breakingFindings(report: BreakingReport): Report {
  const files = new Set(report.packages.flatMap((it) => it.report.after?.stable.files ?? []));
  const findings = report.packages.flatMap((it) =>
    shown(it, false).flatMap((one) => findingOf(one, it.after, report) ?? nowhere(one, it, report)),
  );
  return { files: files.size, findings };
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A finding of which nothing is left here stands at the file in which it was. */
function nowhere(it: ContractFinding, { before, top }: PackageFindings, { cwd }: BreakingReport): Finding {
  const [change] = it.changes;
  const uri = change?.baseLoc?.uri;
  const lines = uri === undefined ? undefined : before.lines(uri);
  const { severity, code, message } = it;
  const path = uri === undefined ? '.' : pathIn(uri, top, cwd);
  return { path, range: START, severity, code, message, related: [], fixes: [], lines: lines ?? new LineIndex('') };
}

// Text for people

export function breakingPretty(report: BreakingReport, color: boolean): string {
  const colors = createColors(color);
  const parts = report.packages.filter(({ report: it }) => it.changes.length > 0 || it.unread !== undefined);
  const blocks = (parts.length === 0 ? report.packages : parts).map((it) => {
    const told = shown(it, false).map((one) => {
      const finding = findingOf(one, it.after, report);
      return finding === undefined ? `${one.severity}[${one.code}]: ${one.message}\n` : prettyFinding(finding, color);
    });
    const rest = shown(it, true).filter((one) => one.severity === 'hint');
    const list = rest.map((one) => `  ${one.changes[0]?.level ?? ''}: ${one.message}\n`).join('');
    const worlds = grantChanges(it.report)
      .map((one) => `world ${one.world} ${grantChangeText(one)}\n`)
      .join('');
    return `${told.map((text) => `${text}\n`).join('')}${list === '' ? '' : `${list}\n`}${worlds}${colors.bold(headOf(it.report, it.base))}\n${needs(it.report, it.base)}\n`;
  });
  return blocks.join('\n');
}

function headOf(report: PackageReport, base: BaseInfo): string {
  const [old, now] = [report.before?.stable.id.version, report.after?.stable.id.version];
  const versions = old === now ? (now ?? 'no version') : `${old ?? 'nothing'} → ${now ?? 'nothing'}`;
  const commit =
    base.commit === undefined || base.commit.startsWith(base.label) ? '' : ` (${base.commit.slice(0, 10)})`;
  return `${report.name}  ${versions}  ${changeSummary(report)} against ${base.label}${commit}`;
}

function needs(report: PackageReport, { tagHead = 'v' }: BaseInfo): string {
  const version = report.after?.stable.id.version;
  if (report.after === undefined) return 'required: a release without the package';
  const declared = `declared: ${version ?? 'none'}`;
  const required = report.required ?? (report.level === 'major' ? 'a version' : 'none');
  const tag = report.required === undefined || report.covered ? '' : `   (suggested tag ${tagHead}${report.required})`;
  return `required: ${required}   ${declared}${tag}`;
}

/** The versions that are needed, and nothing else. */
export function breakingSuggestion({ packages }: BreakingReport): string {
  const present = packages.filter(({ report }) => report.after !== undefined && report.required !== undefined);
  if (present.length === 1) return `${present[0]?.report.required ?? ''}\n`;
  return present.map(({ report }) => `${report.name} ${report.required ?? ''}\n`).join('');
}

/** Commands of GitHub's log, and a notice for each package. */
export function breakingGithub(report: BreakingReport): string {
  const lines = breakingFindings(report).findings.map((it) => `${githubLine(it)}\n`);
  const notices = report.packages
    .filter(({ report: it }) => it.changes.length > 0)
    .map(
      ({ report: it, base }) =>
        `::notice title=${githubText(it.name)}::${githubText(`${headOf(it, base)}; ${needs(it, base)}`)}\n`,
    );
  return [...lines, ...notices].join('');
}

/** For the description of a pull request. */
export function breakingMarkdown(report: BreakingReport): string {
  const changed = report.packages.filter(({ report: it }) => it.changes.length > 0 || it.unread !== undefined);
  if (changed.length === 0) return noChanges(report.base.label);
  return changed.map((it) => packageMarkdown(it.report, it.findings, it.base.label)).join('\n');
}
