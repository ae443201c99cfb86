// Contract changes as a changelog: for each package its versions, the newest first, and in each what changed, grouped by what
// it means for those who use the package.

import { markdownBlock, markdownCode, markdownMessage, markdownText } from '../../base/escape.ts';
import type { HistoryStep } from '../../contract/history.ts';
import type { Change } from '../../semver/changes.ts';
import type { Hazard, Level } from '../../semver/levels.ts';
import { isVersionFinding } from '../../semver/verdict.ts';
import { type ContractFinding, findingsOf } from './findings.ts';
import { grantChanges } from './grants.ts';
import { changeSummary, moreHarmful } from './markdown.ts';

/** The headings of a changelog, in their order. */
export const VERDICTS = ['breaking', 'dangerous', 'additive', 'other'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface ChangelogPackage {
  /** `ns:name`. */
  readonly name: string;
  /** The newest first. */
  readonly releases: readonly ChangelogRelease[];
}

export interface ChangelogRelease {
  /** Null for a package without a version, or of which nothing is left. */
  readonly version: string | null;
  readonly baseVersion: string | null;
  /** Of another name that the package had before. */
  readonly baseName: string | null;
  readonly kind: 'first' | 'changed' | 'removed';
  /** The release tag or revision; null for the files as they are now, and for versions that lie side by side. */
  readonly label: string | null;
  readonly commit: string | null;
  /** `2026-12-31`. */
  readonly date: string | null;
  readonly level: Level;
  /** The lowest version that makes room for the changes; null when the package has none to count from. */
  readonly required: string | null;
  readonly covered: boolean;
  /** `2 breaking, 3 additive`. */
  readonly summary: string;
  /** Why the two versions could not be compared. */
  readonly unread: string | null;
  readonly changes: readonly ChangelogChange[];
  /** What a component of a world can do that it could not, and the other way round. */
  readonly capabilities: readonly {
    readonly world: string;
    readonly gains: readonly string[];
    readonly losses: readonly string[];
  }[];
}

export interface ChangelogChange {
  readonly verdict: Verdict;
  /** `orders.place`. */
  readonly item: string;
  /** Codes of rules: `semver/param-added`. */
  readonly rules: readonly string[];
  /** `parameter added: \`express: bool\``. */
  readonly messages: readonly string[];
  /** The item before and after, as WIT. */
  readonly before: string | null;
  readonly after: string | null;
  readonly importersBreak: boolean;
  readonly implementersBreak: boolean;
  readonly hazard: Hazard;
  /** Why it is accepted all the same, and by whom. */
  readonly accepted: { readonly reason: string; readonly owner: string | null } | null;
}

export function changelogOf(steps: readonly HistoryStep[]): readonly ChangelogPackage[] {
  const packages = new Map<string, ChangelogRelease[]>();
  for (const step of steps) {
    const release = releaseOf(step);
    if (release === undefined) continue;
    const known = packages.get(step.report.name);
    if (known === undefined) packages.set(step.report.name, [release]);
    else known.unshift(release);
  }
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, releases]) => ({ name, releases }));
}

/** One step of a package; undefined where nothing happened. */
export function releaseOf(step: HistoryStep): ChangelogRelease | undefined {
  const { at, before, after, report } = step;
  const version = report.after?.stable.id.version ?? null;
  const baseVersion = report.before?.stable.id.version ?? null;
  const changes = changesOf(step);
  const kind = before === undefined ? 'first' : after === undefined ? 'removed' : 'changed';
  if (kind === 'changed' && changes.length === 0 && version === baseVersion && report.unread === undefined)
    return undefined;
  const oldName = report.before === undefined ? report.name : nameIn(report.before.stable.id);
  return {
    ...{ version, baseVersion, kind, changes },
    baseName: oldName === report.name || report.after === undefined ? null : oldName,
    label: at.label === '' ? null : at.label,
    commit: at.commit ?? null,
    date: at.date ?? null,
    level: report.level,
    required: report.required ?? null,
    covered: report.covered,
    summary: changeSummary(report),
    unread: report.unread ?? null,
    capabilities: grantChanges(report).map(({ world, gains, losses }) => ({
      world,
      gains: gains.map(({ title }) => title),
      losses: losses.map(({ title }) => title),
    })),
  };
}

function nameIn({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}:${name}`;
}

function changesOf({ report, before, after, ignores, at }: HistoryStep): ChangelogChange[] {
  const snapshot = after?.snapshot ?? before?.snapshot;
  if (before === undefined || snapshot === undefined) return [];
  // What is accepted until a day was accepted when it was released.
  const today = at.date ?? '0000-01-01';
  const { findings } = findingsOf(
    report,
    { before: before.snapshot, after: snapshot },
    { surface: 'cli', failOn: 'major', base: before.at.label, ignores, today },
  );
  return findings
    .filter(({ changes }) => !changes.some(({ kind }) => isVersionFinding(kind)))
    .sort(moreHarmful)
    .map(changeOf);
}

const BY_LEVEL: Readonly<Record<Level, Verdict>> = {
  major: 'breaking',
  dangerous: 'dangerous',
  minor: 'additive',
  patch: 'other',
  none: 'other',
};

function changeOf({ changes, item, accepted }: ContractFinding): ChangelogChange {
  const [first] = changes;
  const { before, after } = changes.find((it) => it.before !== it.after) ?? {};
  return {
    verdict: BY_LEVEL[first?.level ?? 'none'],
    item,
    rules: [...new Set(changes.map(({ kind }) => `semver/${kind}`))],
    messages: changes.map(({ message }) => message),
    before: textOf(before),
    after: textOf(after),
    importersBreak: changes.some((it) => it.importer === 'breaks'),
    implementersBreak: changes.some((it) => it.implementer === 'breaks'),
    hazard: first?.hazard ?? 'none',
    accepted: accepted === undefined ? null : { reason: accepted.reason, owner: accepted.owner ?? null },
  };
}

function textOf(text: Change['before']): string | null {
  return text === undefined || text === '' ? null : text;
}

// Markdown

export const HEADINGS: Readonly<Record<Verdict, string>> = {
  breaking: 'Breaking changes',
  dangerous: 'Dangerous changes',
  additive: 'Additions',
  other: 'Other changes',
};

/** For a file or the notes of a release. */
export function changelogMarkdown(packages: readonly ChangelogPackage[]): string {
  if (packages.length === 0) return 'No contract changes.\n';
  return packages.flatMap(({ name, releases }) => releases.map((it) => releaseMarkdown(name, it))).join('\n');
}

export function releaseMarkdown(name: string, it: ChangelogRelease): string {
  const parts = [`## ${headingOf(name, it)}\n`, `${leadOf(it)}\n`];
  for (const verdict of VERDICTS) {
    const changes = it.changes.filter((change) => change.verdict === verdict);
    if (changes.length === 0 || it.kind === 'removed') continue;
    parts.push(`### ${HEADINGS[verdict]}\n`, changes.map(changeMarkdown).join(''));
  }
  for (const { world, gains, losses } of it.capabilities) {
    const told = [
      ...(gains.length === 0 ? [] : [`can now use ${gains.map(markdownText).join(', ')}`]),
      ...(losses.length === 0 ? [] : [`can no longer use ${losses.map(markdownText).join(', ')}`]),
    ];
    parts.push(`A component of world ${markdownCode(world)} ${told.join(' and ')}.\n`);
  }
  return parts.join('\n');
}

function headingOf(name: string, { version, label, date }: ChangelogRelease): string {
  const title = version === null ? markdownCode(name) : `${markdownCode(name)} ${markdownText(version)}`;
  // `v1.2.3` says the version once more.
  const tag = label === null ? 'unreleased' : version !== null && label.endsWith(version) ? undefined : label;
  const when = [tag, date ?? undefined].filter((part) => part !== undefined);
  return when.length === 0 ? title : `${title} (${when.map(markdownText).join(', ')})`;
}

export function leadOf(it: ChangelogRelease): string {
  if (it.unread !== null) return `Not compared: ${markdownMessage(it.unread)}.`;
  if (it.kind === 'first') return 'First version.';
  if (it.kind === 'removed') return 'The package is removed.';
  const since = it.baseVersion === null ? '' : ` since ${markdownText(it.baseVersion)}`;
  const renamed = it.baseName === null ? '' : `The package was called ${markdownCode(it.baseName)}. `;
  const needs = it.covered || it.required === null ? '' : ` Needs version **${it.required}**.`;
  const changes = /^1 [a-z]+$/.test(it.summary) ? 'change' : 'changes';
  const what = it.summary === 'unchanged' ? 'No change that asks for a version' : `${it.summary} ${changes}`;
  return `${renamed}${what}${since}.${needs}`;
}

function changeMarkdown(it: ChangelogChange): string {
  const who = [...(it.importersBreak ? ['importers'] : []), ...(it.implementersBreak ? ['implementers'] : [])];
  const breaks = who.length === 0 ? '' : ` Breaks ${who.join(' and ')}.`;
  const accepted = it.accepted === null ? '' : ` Accepted: ${markdownText(it.accepted.reason)}`;
  const what = it.messages.map((message) => markdownMessage(withoutItem(message, it.item))).join('; ');
  return `- **${markdownCode(it.item)}**: ${what}.${breaks}${accepted}\n${diffMarkdown(it)}`;
}

/** A message stands beside the name of the item and does not say it again. */
export function withoutItem(message: string, item: string): string {
  const name = `\`${item.slice(item.lastIndexOf('.') + 1)}\``;
  const end = [` in ${name}`, `: ${name}`].find((it) => message.endsWith(it)) ?? '';
  return message.slice(0, message.length - end.length);
}

/** What stood there and what stands there now, as far as there are texts of it. */
function diffMarkdown({ before, after, messages }: ChangelogChange): string {
  const isSaid = before === null && messages.some((message) => message.includes(`\`${after}\``));
  if (before === after || isSaid) return '';
  const lines = [
    ...(before === null ? [] : [`-${oneLine(before)}`]),
    ...(after === null ? [] : [`+${oneLine(after)}`]),
  ];
  return markdownBlock('diff', lines.join('\n')).replaceAll(/^/gm, '  ').concat('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
