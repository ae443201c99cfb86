// Contract changes as people read them: in a terminal, in a log of GitHub, in a pull request. What is needed of the version
// comes last.

import { createColors } from 'picocolors';
import type { ContractFinding } from '../features/contracts/findings.ts';
import { grantChanges, grantChangeText } from '../features/contracts/grants.ts';
import { changeSummary, noChanges, packageMarkdown } from '../features/contracts/markdown.ts';
import { pathOfUri } from '../hosts/node.ts';
import type { PackageReport } from '../semver/verdict.ts';
import type { BaseInfo } from './breaking-compare.ts';
import { type BreakingReport, breakingFindings, findingOf, type PackageFindings, shown } from './breaking-report.ts';
import type { Io } from './io.ts';
import { nearestChange } from './nearest-change.ts';
import { prettyFinding } from './pretty.ts';
import { githubLine, githubText, shownPath } from './report.ts';
import { sourceLink } from './source-links.ts';

export function breakingPretty(report: BreakingReport, color: boolean): string {
  const colors = createColors(color);
  const parts = report.packages.filter(({ report: it }) => it.changes.length > 0 || it.unread !== undefined);
  const blocks = (parts.length === 0 ? report.packages : parts).map((it) => {
    const told = shown(it, false).map((one) => {
      const finding = findingOf(one, it, report);
      return finding === undefined ? `${one.severity}[${one.code}]: ${one.message}\n` : prettyFinding(finding, color);
    });
    const rest = shown(it, true).filter((one) => one.severity === 'hint');
    const list = rest.map((one) => `  ${one.changes[0]?.level ?? ''}: ${one.item}: ${one.message}\n`).join('');
    const worlds = grantChanges(it.report)
      .map((one) => `world ${one.world} ${grantChangeText(one)}\n`)
      .join('');
    return `${acceptedLines(it)}${told.map((text) => `${text}\n`).join('')}${list === '' ? '' : `${list}\n`}${worlds}${colors.bold(headOf(it.report, it.base))}\n${needs(it.report, it.base)}\n`;
  });
  return blocks.join('\n');
}

/** What this very change lets pass, then what passed before. */
function acceptedLines({ findings }: PackageFindings): string {
  const lines = (title: string, isNew: boolean): string[] =>
    findings
      .filter((it) => it.accepted?.isNew === isNew)
      .map(({ item, changes, accepted }) => {
        const what = changes.map(({ message }) => message).join('; ');
        return `${title}: ${item}: ${what} (${accepted?.reason ?? ''})\n`;
      });
  const all = [...lines('accepted in this change', true), ...lines('accepted', false)];
  return all.length === 0 ? '' : `${all.join('')}\n`;
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

/** Commands of GitHub's log, the most harmful first, since a step shows about ten; and a notice for each package. */
export function breakingGithub(report: BreakingReport): string {
  const { findings } = breakingFindings(report, nearestChange);
  const fresh = report.packages.flatMap((it) => it.findings).filter((it) => it.accepted?.isNew === true).length;
  const first =
    fresh === 0
      ? []
      : [
          `::notice title=accepted in this change::${fresh} contract ${fresh === 1 ? 'change is' : 'changes are'} accepted in this change\n`,
        ];
  const lines = [...first, ...findings.map((it) => `${githubLine(it)}\n`)];
  const notices = report.packages
    .filter(({ report: it }) => it.changes.length > 0)
    .map(
      ({ report: it, base }) =>
        `::notice title=${githubText(it.name)}::${githubText(`${headOf(it, base)}; ${needs(it, base)}`)}\n`,
    );
  return [...lines, ...notices].join('');
}

/** For a comment on a pull request. */
export function breakingMarkdown(report: BreakingReport, io: Pick<Io, 'env'>): string {
  const changed = report.packages.filter(({ report: it }) => it.changes.length > 0 || it.unread !== undefined);
  if (changed.length === 0) return noChanges(report.base.label);
  return changed
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
