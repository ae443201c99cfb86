// The contract changes of packages as Markdown, for the description of a pull request.

import type { Bases } from '../../contract/bases.ts';
import type { Change } from '../../semver/changes.ts';
import type { Level } from '../../semver/levels.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { ContractFinding } from './findings.ts';
import { grantChanges, grantChangeText } from './grants.ts';
import { findingsIn } from './report.ts';

/** Of one file's package, or of every package that was compared. */
export function contractMarkdown(snapshot: Snapshot, bases: Bases, uri?: string): string {
  const roots = uri === undefined ? snapshot.workRoots.map((it) => it.uri) : [uri];
  const all = roots.map((root) => findingsIn(snapshot, bases, root)).filter((it) => it !== undefined);
  const parts = all.flatMap(({ reports, findings, base }) =>
    reports
      .filter((report) => report.changes.length > 0 || report.unread !== undefined)
      .map((report) => {
        const own = findings.filter((it) => it.report === report);
        return packageMarkdown(report, own, base.label);
      }),
  );
  if (parts.length > 0) return parts.join('\n');
  const labels = [...new Set(all.map(({ base }) => base.label))];
  return labels.length === 0 ? 'Nothing to compare with.\n' : labels.map(noChanges).join('');
}

export function noChanges(base: string): string {
  return `No contract changes against ${code(base)}.\n`;
}

const WORDS: Readonly<Record<Level, string>> = {
  major: 'breaking',
  dangerous: 'dangerous',
  minor: 'additive',
  patch: 'cosmetic',
  none: '',
};

export function changeSummary({ changes, unread }: Pick<PackageReport, 'changes' | 'unread'>): string {
  if (unread !== undefined) return `not compared (${unread})`;
  const counted = (['major', 'dangerous', 'minor', 'patch'] as const).flatMap((level) => {
    const count = changes.filter((it) => it.level === level && !isOfVersion(it)).length;
    return count === 0 ? [] : [`${count} ${WORDS[level]}`];
  });
  return counted.length === 0 ? 'unchanged' : counted.join(', ');
}

function isOfVersion({ kind }: Change): boolean {
  return kind.startsWith('bump-') || kind === 'version-decreased' || kind === 'prerelease-reused';
}

export function packageMarkdown(
  report: PackageReport,
  findings: readonly Pick<ContractFinding, 'suppressed' | 'changes'>[],
  base: string,
): string {
  const head = `### ${code(report.name)}: ${changeSummary(report)} against ${code(base)}\n\n`;
  const rows = findings
    .filter((it) => !it.suppressed)
    .flatMap(({ changes }) => changes)
    .map(
      (it) =>
        `| ${WORDS[it.level] || it.level} | ${code(it.item)} | ${cell(it.message)} | ${side(it.importer)} | ${side(it.implementer)} |\n`,
    );
  const table =
    rows.length === 0
      ? ''
      : `| level | item | change | importers | implementers |\n|---|---|---|---|---|\n${rows.join('')}\n`;
  const declared = report.after?.stable.id.version;
  const required =
    report.required === undefined ? '' : `Required: **${report.required}**, declared: **${declared ?? 'none'}**\n`;
  const worlds = grantChanges(report).map((it) => `- world ${code(it.world)} ${grantChangeText(it)}\n`);
  return `${head}${table}${worlds.join('')}${worlds.length === 0 ? '' : '\n'}${required}`;
}

function side(it: 'breaks' | 'ok'): string {
  return it === 'breaks' ? 'break' : 'ok';
}

function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
