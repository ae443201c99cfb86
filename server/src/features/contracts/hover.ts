// What a hover says of an item whose contract changed: before and after, who breaks and how, which version it needs, and
// what it was compared with.

import type { Span } from '../../base/text.ts';
import type { Bases } from '../../contract/bases.ts';
import type { Change } from '../../semver/changes.ts';
import { contractRule } from '../../semver/table.ts';
import type { PackageReport } from '../../semver/verdict.ts';
import { isPrerelease } from '../../semver/version.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { HoverFormat } from '../hover/hover.ts';
import { findingsIn, type RootFindings } from './report.ts';

export interface ContractHover {
  readonly span: Span;
  readonly text: string;
}

/** So many changes of one place are told in full. */
const SHOWN = 3;

export function contractHover(
  snapshot: Snapshot,
  bases: Bases,
  uri: string,
  offset: number,
  format: HoverFormat = 'markdown',
): ContractHover | undefined {
  const all = findingsIn(snapshot, bases, uri);
  if (all === undefined) return undefined;
  const here = all.findings.filter(
    ({ place }) => place?.uri === uri && place.span.start <= offset && offset <= place.span.end,
  );
  const [first] = here;
  if (first?.place === undefined) return undefined;
  const changes = here.flatMap((it) => it.changes.map((change) => ({ change, report: it.report })));
  const parts = changes.slice(0, SHOWN).map(({ change, report }) => changeText(change, report, format));
  if (changes.length > SHOWN) parts.push(`… and ${changes.length - SHOWN} more changes`);
  parts.push(baseText(all));
  const text = parts.join('\n\n');
  return { span: first.place.span, text: format === 'plaintext' ? text.replaceAll('`', '') : text };
}

function changeText(change: Change, report: PackageReport, format: HoverFormat): string {
  const rule = contractRule(change.kind);
  const markdown = format === 'markdown';
  const lines = [markdown ? `**${change.message}**` : change.message];
  const diff = [
    ...(change.before === undefined || change.before === '' ? [] : [`- ${change.before}`]),
    ...(change.after === undefined || change.after === '' ? [] : [`+ ${change.after}`]),
  ];
  if (diff.length > 0 && change.before !== change.after)
    lines.push(markdown ? `\`\`\`diff\n${diff.join('\n')}\n\`\`\`` : diff.join('\n'));
  lines.push(`${sides(change)}${rule === undefined ? '' : `: ${rule.why}`}.`);
  if (change.hazard === 'silent')
    lines.push(
      'Nothing notices it: `wasm-tools component new` merges imports of one version track without comparing their types, so values are read as something else.',
    );
  const needs = versionText(change, report);
  if (needs !== undefined) lines.push(needs);
  return lines.join('\n\n');
}

function sides({ importer, implementer, level }: Change): string {
  if (importer === 'breaks' && implementer === 'breaks') return 'Breaks importers and implementers';
  if (importer === 'breaks') return 'Breaks importers; implementers are not affected';
  if (implementer === 'breaks') return 'Breaks implementers; importers are not affected';
  return level === 'dangerous' ? 'Breaks nobody for certain' : 'Breaks nobody';
}

function versionText({ level }: Change, report: PackageReport): string | undefined {
  if (level === 'none') return undefined;
  const version = report.after?.stable.id.version;
  if (version === undefined) return level === 'major' ? 'The package has no version that could tell.' : undefined;
  const { reference, required, covered } = report;
  const counted = reference === undefined || reference === version ? '' : ` (after ${reference})`;
  if (covered && reference !== version) return `${version} makes room for it${counted}.`;
  if (required === undefined || covered) return undefined;
  const note =
    reference !== undefined && isPrerelease(reference)
      ? '; toolchains take a prerelease for compatible with nothing but itself'
      : '';
  return `Needs ${required}; the package says ${version}${note}.`;
}

function baseText({ base }: RootFindings): string {
  const commit =
    base.commit === undefined || base.commit.startsWith(base.label) ? '' : ` @ ${base.commit.slice(0, 10)}`;
  return `Compared with \`${base.label}\`${commit}${base.note === undefined ? '' : ` (${base.note})`}`;
}
