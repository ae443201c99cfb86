// Contract changes as people read them: in a terminal, in a log of GitHub, in a pull request. What is needed of the version
// comes last.

import { createColors } from 'picocolors';
import { githubProperty, githubText, visible } from '../base/escape.ts';
import type { ContractFinding } from '../features/contracts/findings.ts';
import { grantChanges, grantChangeText } from '../features/contracts/grants.ts';
import { changeSummary, noChanges, packageMarkdown } from '../features/contracts/markdown.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { PackageReport } from '../semver/verdict.ts';
import type { BaseInfo } from './breaking-compare.ts';
import {
  type BreakingReport,
  breakingFindings,
  findingOf,
  freeVersion,
  type PackageFindings,
  shown,
} from './breaking-report.ts';
import type { Io } from './io.ts';
import { nearestChange } from './nearest-change.ts';
import { prettyFinding } from './pretty.ts';
import { ACCEPTED_NOW, githubLine } from './report.ts';
import { shownPath } from './shown-path.ts';
import { sourceLink } from './source-links.ts';

export function breakingPretty(report: BreakingReport, color: boolean): string {
  const colors = createColors(color);
  const parts = report.packages.filter(({ report: it }) => it.changes.length > 0 || it.unread !== undefined);
  const blocks = (parts.length === 0 ? report.packages : parts).map((it) => {
    const told = shown(it, false).map((one) => {
      const finding = findingOf(one, it, report);
      return finding === undefined
        ? `${one.severity}[${one.code}]: ${visible(one.message)}\n`
        : prettyFinding(finding, color);
    });
    const rest = shown(it, true).filter((one) => one.severity === 'hint');
    const list = rest
      .map((one) => `  ${one.changes[0]?.level ?? ''}: ${visible(`${one.item}: ${one.message}`)}\n`)
      .join('');
    const worlds = grantChanges(it.report)
      .map((one) => `${visible(`world ${one.world} ${grantChangeText(one)}`)}\n`)
      .join('');
    return `${acceptedLines([it], 'accepted', false)}${told.map((text) => `${text}\n`).join('')}${list === '' ? '' : `${list}\n`}${worlds}${colors.bold(visible(headOf(it.report, it.base)))}\n${visible(needs(it.report, it.base))}\n`;
  });
  // What this very change lets pass is what a reviewer has to look at first.
  return `${acceptedLines(report.packages, ACCEPTED_NOW, true)}${blocks.join('\n')}`;
}

function acceptedLines(packages: readonly PackageFindings[], title: string, isNew: boolean): string {
  const lines = packages.flatMap((it) => acceptedIn(it, isNew)).map((it) => `${title}: ${visible(it)}\n`);
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

/** `api.f: function removed: f (agreed on in #12, team-x)`. */
function acceptedIn({ findings }: PackageFindings, isNew: boolean): string[] {
  return findings.flatMap(({ item, changes, accepted }) => {
    if (accepted?.isNew !== isNew) return [];
    const what = changes.map(({ message }) => message).join('; ');
    const owner = accepted.owner === undefined ? '' : `, ${accepted.owner}`;
    return [`${item}: ${what} (${accepted.reason}${owner})`];
  });
}

function headOf(report: PackageReport, base: BaseInfo): string {
  const [old, now] = [report.before?.stable.id.version, report.after?.stable.id.version];
  const versions = old === now ? (now ?? 'no version') : `${old ?? 'nothing'} → ${now ?? 'nothing'}`;
  const commit =
    base.commit === undefined || base.commit.startsWith(base.label) ? '' : ` (${base.commit.slice(0, 10)})`;
  return `${report.name}  ${versions}  ${changeSummary(report)} against ${base.label}${commit}`;
}

function needs(report: PackageReport, base: BaseInfo): string {
  const { tagHead = 'v' } = base;
  const version = report.after?.stable.id.version;
  if (report.after === undefined) return 'required: a release without the package';
  const declared = `declared: ${version ?? 'none'}`;
  const required = report.required ?? (report.level === 'major' ? 'a version' : 'none');
  const free = freeVersion(report, base);
  const tag =
    report.required === undefined || report.covered ? '' : `   (suggested tag ${tagHead}${free ?? report.required})`;
  const isFree = free === undefined ? '' : free === required ? ' (free)' : ` (published already; ${free} is free)`;
  return `required: ${required}${isFree}   ${declared}${tag}`;
}

/** The versions that are needed, and nothing else. */
export function breakingSuggestion({ packages }: BreakingReport): string {
  const present = packages.filter(({ report }) => report.after !== undefined && report.required !== undefined);
  const shown = ({ report, base }: PackageFindings): string => freeVersion(report, base) ?? report.required ?? '';
  const [first] = present;
  if (present.length === 1 && first !== undefined) return `${shown(first)}\n`;
  return present.map((it) => `${it.report.name} ${shown(it)}\n`).join('');
}

/** Commands of GitHub's log, the most harmful first, since a step shows about ten; and a notice for each package. */
export function breakingGithub(report: BreakingReport): string {
  const { findings } = breakingFindings(report, nearestChange);
  const fresh = report.packages.flatMap((it) => acceptedIn(it, true));
  // One annotation, since each takes the place of another.
  const first = fresh.length === 0 ? [] : [`::notice title=${ACCEPTED_NOW}::${githubText(fresh.join('\n'))}\n`];
  const lines = [...first, ...findings.map((it) => `${githubLine(it)}\n`)];
  const notices = report.packages
    .filter(({ report: it }) => it.changes.length > 0)
    .map(
      ({ report: it, base }) =>
        `::notice title=${githubProperty(it.name)}::${githubText(`${headOf(it, base)}; ${needs(it, base)}`)}\n`,
    );
  return [...lines, ...notices].join('');
}

/** For a comment on a pull request. */
export function breakingMarkdown(report: BreakingReport, io: Pick<Io, 'env'>): string {
  const changed = report.packages.filter(({ report: it }) => it.changes.length > 0 || it.unread !== undefined);
  if (changed.length === 0) return noChanges(report.base.label);
  const acceptsNow = (it: PackageFindings): boolean => acceptedIn(it, true).length > 0;
  return [...changed.filter(acceptsNow), ...changed.filter((it) => !acceptsNow(it))]
    .map((it) => {
      const linkTo = (finding: ContractFinding): string | undefined => {
        const lines = finding.place === undefined ? undefined : it.after.lines(finding.place.uri);
        if (finding.place === undefined || lines === undefined) return undefined;
        const top = it.top === undefined ? report.cwd : (pathOfUri(it.top) ?? report.cwd);
        const path = shownPath(finding.place.uri, top);
        return sourceLink(io, path, lines.lineOf(finding.place.span.start) + 1);
      };
      return packageMarkdown(it.report, it.findings, { base: it.base.label, dependents: it.dependents, linkTo });
    })
    .join('\n');
}
