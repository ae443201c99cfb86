// The contract changes of packages as Markdown, for a pull request: per package a table of what changed, the most harmful
// first, what was accepted, and the version that it all needs.

import { markdownCode, markdownLink, markdownMessage, markdownText } from '../../base/escape.ts';
import type { Bases } from '../../contract/bases.ts';
import type { Gone } from '../../contract/gone.ts';
import { IGNORE_FILE } from '../../contract/ignore-file.ts';
import type { Change } from '../../semver/changes.ts';
import type { Hazard, Level } from '../../semver/levels.ts';
import { isVersionFinding, type PackageReport } from '../../semver/verdict.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Dependents, DependentsIndex } from './dependents.ts';
import type { ContractFinding } from './findings.ts';
import { grantChanges, grantChangeText } from './grants.ts';
import { allFindings, dependentsIn } from './report.ts';

export interface MarkdownContext {
  /** What the base is called. */
  readonly base: string;
  readonly dependents: DependentsIndex;
  /** Where a finding can be looked at: the address of its line. */
  readonly linkTo?: (finding: ContractFinding) => string | undefined;
}

/** Of one file's package, or of every package that was compared. */
export function contractMarkdown(snapshot: Snapshot, bases: Bases, uri?: string, gone: readonly Gone[] = []): string {
  const all = allFindings(snapshot, bases, uri, gone);
  const dependents = dependentsIn(snapshot, bases);
  const parts = all.flatMap(({ reports, findings, base }) =>
    reports
      .filter((report) => report.changes.length > 0 || report.unread !== undefined)
      .map((report) => {
        const own = findings.filter((it) => it.report === report);
        return packageMarkdown(report, own, { base: base.label, dependents });
      }),
  );
  if (parts.length > 0) return parts.join('\n');
  const labels = [...new Set(all.map(({ base }) => base.label))];
  return labels.length === 0 ? 'Nothing to compare with.\n' : labels.map(noChanges).join('');
}

export function noChanges(base: string): string {
  return `No contract changes against ${markdownCode(base)}.\n`;
}

const WORDS: Readonly<Record<Level, string>> = {
  major: 'breaking',
  dangerous: 'dangerous',
  minor: 'additive',
  patch: 'cosmetic',
  none: '',
};

export function changeSummary({ changes, unread, before }: PackageReport): string {
  if (unread === undefined && before === undefined) return 'new';
  if (unread !== undefined) return `not compared (${unread})`;
  const counted = (['major', 'dangerous', 'minor', 'patch'] as const).flatMap((level) => {
    const count = changes.filter((it) => it.level === level && !isVersionFinding(it.kind)).length;
    return count === 0 ? [] : [`${count} ${WORDS[level]}`];
  });
  return counted.length === 0 ? 'unchanged' : counted.join(', ');
}

/** A comment on a pull request holds 65,536 characters. */
const ROWS = 100;

export function packageMarkdown(
  report: PackageReport,
  findings: readonly ContractFinding[],
  context: MarkdownContext,
): string {
  const told = findings.filter(({ changes }) => !changes.some(({ kind }) => isVersionFinding(kind)));
  const asking = told.filter((it) => it.accepted === undefined && levelOf(it) !== 'none');
  const silent = told.filter((it) => it.accepted === undefined && levelOf(it) === 'none');
  const accepted = told.filter((it) => it.accepted !== undefined);
  return [
    `### ${markdownCode(report.name)}: ${markdownMessage(changeSummary(report))} against ${markdownCode(context.base)}\n`,
    // What this very change lets pass is what a reviewer has to look at first.
    acceptedTable(
      'Accepted in this change',
      accepted.filter((it) => it.accepted?.isNew === true),
      context,
    ),
    changesTable([...asking].sort(moreHarmful), context),
    acceptedTable(
      'Accepted earlier',
      accepted.filter((it) => it.accepted?.isNew === false),
      context,
    ),
    silentList(silent),
    grantChanges(report)
      .map((it) => `- world ${markdownCode(it.world)} ${markdownMessage(grantChangeText(it))}\n`)
      .join(''),
    versionLine(report),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function levelOf({ changes }: ContractFinding): Level {
  return changes[0]?.level ?? 'none';
}

const LEVELS: readonly Level[] = ['major', 'dangerous', 'minor', 'patch', 'none'];
const HAZARDS: readonly Hazard[] = ['silent', 'link', 'build', 'source', 'none'];

/** By level, then by how it fails. */
export function moreHarmful(a: ContractFinding, b: ContractFinding): number {
  const [x, y] = [a.changes[0], b.changes[0]];
  if (x === undefined || y === undefined) return 0;
  return LEVELS.indexOf(x.level) - LEVELS.indexOf(y.level) || HAZARDS.indexOf(x.hazard) - HAZARDS.indexOf(y.hazard);
}

function changesTable(findings: readonly ContractFinding[], context: MarkdownContext): string {
  if (findings.length === 0) return '';
  const rows = findings.slice(0, ROWS).map((it) => row(changeCells(it, context)));
  const more = findings.length > ROWS ? `\n… and ${findings.length - ROWS} more\n` : '';
  return `${row(['', 'item', 'before', 'after', 'who breaks', 'how', 'rule'])}${RULE.repeat(7)}|\n${rows.join('')}${more}`;
}

const RULE = '|---';

function changeCells(it: ContractFinding, context: MarkdownContext): string[] {
  const { before, after } = textsOf(it.changes);
  return [
    WORDS[levelOf(it)],
    linked(markdownCode(it.item), it, context),
    cellOf(before),
    // Of what has no text of its own, what happened.
    before || after ? cellOf(after) : markdownMessage(it.changes.map(({ message }) => message).join('; ')),
    whoBreaks(it, context.dependents.of(it.report, it.changes)),
    hazardOf(it.changes),
    [...new Set(it.changes.map(({ kind }) => markdownCode(`semver/${kind}`)))].join(' '),
  ];
}

/** What is shown of a row: of a part, the whole that it belongs to. */
function textsOf(changes: readonly Change[]): Pick<Change, 'before' | 'after'> {
  return changes.find((it) => it.before !== it.after) ?? changes[0] ?? {};
}

function linked(text: string, it: ContractFinding, { linkTo }: MarkdownContext): string {
  const address = linkTo?.(it);
  return address === undefined ? text : markdownLink(text, address);
}

/** Maximum number of names shown. */
const NAMES = 5;

export function whoBreaks({ changes }: Pick<ContractFinding, 'changes'>, who: Dependents): string {
  const side = (word: string, breaks: boolean, names: readonly string[]): string[] => {
    if (!breaks) return [];
    const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : '';
    return [names.length === 0 ? word : `${word}: ${names.slice(0, NAMES).map(markdownCode).join(', ')}${more}`];
  };
  return [
    ...side(
      'importers',
      changes.some((it) => it.importer === 'breaks'),
      who.importers,
    ),
    ...side(
      'implementers',
      changes.some((it) => it.implementer === 'breaks'),
      who.implementers,
    ),
  ].join('; ');
}

function hazardOf(changes: readonly Change[]): string {
  const worst = HAZARDS.find((hazard) => changes.some((it) => it.hazard === hazard)) ?? 'none';
  return worst === 'none' ? '' : worst;
}

function acceptedTable(title: string, findings: readonly ContractFinding[], context: MarkdownContext): string {
  if (findings.length === 0) return '';
  const rows = findings.slice(0, ROWS).map((it) => {
    const messages = it.changes.map(({ message }) => message).join('; ');
    return row([
      linked(markdownCode(it.item), it, context),
      markdownMessage(messages),
      markdownMessage(it.accepted?.reason ?? ''),
      markdownMessage(acceptedBy(it)),
    ]);
  });
  const more = findings.length > ROWS ? `\n… and ${findings.length - ROWS} more\n` : '';
  return `${title}:\n\n${row(['item', 'change', 'reason', 'accepted by'])}${RULE.repeat(4)}|\n${rows.join('')}${more}`;
}

/** Who answers for it, and where it is written. */
function acceptedBy({ accepted }: ContractFinding): string {
  if (accepted === undefined) return '';
  const where = accepted.by === 'file' ? `\`${IGNORE_FILE}\`` : 'a comment';
  const end = accepted.until === undefined ? '' : `, until ${accepted.until}`;
  const day = accepted.expires === undefined ? '' : `, until ${accepted.expires}`;
  return `${accepted.owner === undefined ? where : `${accepted.owner} (${where})`}${end}${day}`;
}

/** What asks for nothing, out of the way. */
function silentList(findings: readonly ContractFinding[]): string {
  if (findings.length === 0) return '';
  const lines = findings
    .slice(0, ROWS)
    .map(({ changes }) => `- ${markdownMessage(changes.map(({ message }) => message).join('; '))}\n`);
  return `<details><summary>${findings.length} more that ${findings.length === 1 ? 'asks' : 'ask'} for no version</summary>\n\n${lines.join('')}\n</details>\n`;
}

function versionLine({ required, after, covered }: PackageReport): string {
  if (required === undefined) return '';
  const declared = after?.stable.id.version;
  return `Required: **${markdownText(required)}**, declared: **${markdownText(declared ?? 'none')}**${covered ? '' : ' (not enough)'}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A text that would fill the table is cut. */
const WIDTH = 160;

function cellOf(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  return markdownCode(text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text);
}
