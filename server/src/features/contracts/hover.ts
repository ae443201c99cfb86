// What a hover says of an item whose contract changed: before and after, who breaks and how, which version it needs, and
// what it was compared with.

import { markdownBlock, markdownCode, markdownMessage } from '../../base/escape.ts';
import { type Span, touches } from '../../base/text.ts';
import type { Bases } from '../../contract/bases.ts';
import { placeOf } from '../../contract/package-contracts.ts';
import type { Interface, Loc } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import { highest } from '../../semver/levels.ts';
import { contractRule } from '../../semver/table.ts';
import { isPrerelease } from '../../semver/version.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { HoverFormat } from '../hover/hover.ts';
import type { DependentsIndex } from './dependents.ts';
import { type ContractFinding, placeIn, roomFor } from './findings.ts';
import { whoBreaks } from './markdown.ts';
import { dependentsIn, findingsIn, type RootFindings } from './report.ts';

export interface ContractHover {
  readonly span: Span;
  readonly text: string;
}

/** Maximum number of rows of one place shown in full. */
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
  const here = all.findings.flatMap((finding) => {
    const span = spanAt(snapshot, finding, uri, offset);
    return span === undefined ? [] : [{ finding, span }];
  });
  const [first] = here;
  if (first === undefined) return undefined;
  const dependents = dependentsIn(snapshot, bases);
  const parts = here.slice(0, SHOWN).map(({ finding }) => findingText(finding, dependents, format));
  if (here.length > SHOWN) parts.push(`… and ${here.length - SHOWN} more changes`);
  // The version is the same for all of them.
  parts.push(...new Set(here.flatMap(({ finding }) => versionText(finding) ?? [])), baseText(all, format));
  const text = parts.join('\n\n');
  return { span: first.span, text: format === 'plaintext' ? text.replaceAll('`', '') : text };
}

/** Where the finding, one of the parts it tells of, or the name of the item touches. */
function spanAt(after: Snapshot, finding: ContractFinding, uri: string, offset: number): Span | undefined {
  const places = [
    ...finding.changes.map((change) => placeIn({ after }, change)),
    ...namesOf(finding).map((loc) => ({ uri: loc.uri, span: placeOf(after, loc) })),
  ];
  const here = { start: offset, end: offset };
  return places.find((it) => it?.uri === uri && it.span !== undefined && touches(it.span, here))?.span;
}

/** The names of the function or type that the finding is about; of an interface or a world only what changed is told. */
function namesOf({ item, report }: ContractFinding): readonly Loc[] {
  const own = report.after?.all;
  const [first = '', ...path] = item.split('.');
  const owner = own?.interfaces.get(first) ?? own?.worlds.get(first);
  if (owner === undefined) return [];
  if (owner.kind === 'interface') return namesWithin(owner, path);
  const [label = '', ...rest] = path;
  const labelled = [owner.imports.get(label), owner.exports.get(label)].flatMap((it) => {
    if (it?.item.kind === 'func' && rest.length === 0) return [it.item.func.loc];
    return it?.item.kind === 'interface' && it.item.interface?.name === undefined && it.item.interface !== undefined
      ? namesWithin(it.item.interface, rest)
      : [];
  });
  return [...labelled, ...namesWithin({ types: owner.types, funcs: new Map() }, path)];
}

function namesWithin(owner: Pick<Interface, 'types' | 'funcs'>, path: readonly string[]): readonly Loc[] {
  const [name = '', member, ...deeper] = path;
  if (deeper.length > 0) return [];
  const type = owner.types.get(name);
  if (member === undefined) {
    const func = owner.funcs.get(name) ?? owner.funcs.get(`[get]${name}`) ?? owner.funcs.get(`[set]${name}`);
    return [type?.loc, func?.loc].filter((it) => it !== undefined);
  }
  return type?.def.kind === 'resource' ? type.def.funcs.flatMap((it) => (it.label === member ? [it.loc] : [])) : [];
}

function findingText(finding: ContractFinding, dependents: DependentsIndex, format: HoverFormat): string {
  const { changes, report } = finding;
  const markdown = format === 'markdown';
  const lines = [
    changes
      .map(({ message }) => (markdown ? `**${markdownMessage(message)}**` : message))
      .join(markdown ? '  \n' : '\n'),
  ];
  const shown = changes.find(({ before, after }) => before !== after) ?? changes[0];
  const diff = [
    ...(shown?.before === undefined || shown.before === '' ? [] : [`- ${shown.before}`]),
    ...(shown?.after === undefined || shown.after === '' ? [] : [`+ ${shown.after}`]),
  ];
  if (diff.length > 0 && shown?.before !== shown?.after)
    lines.push(markdown ? markdownBlock('diff', diff.join('\n')) : diff.join('\n'));
  const reasons = new Set(changes.flatMap(({ kind }) => contractRule(kind)?.why ?? []));
  lines.push(`${sides(changes)}${reasons.size === 0 ? '' : `: ${[...reasons].join('; ')}`}.`);
  if (changes.some(({ hazard }) => hazard === 'silent'))
    lines.push(
      'Nothing notices it: `wasm-tools component new` merges imports of one version track without comparing their types, so values are read as something else.',
    );
  const who = dependents.of(report, changes);
  if (who.importers.length + who.implementers.length > 0) lines.push(`In this workspace: ${whoBreaks(finding, who)}.`);
  return lines.join('\n\n');
}

function sides(changes: readonly Change[]): string {
  const importer = changes.some((it) => it.importer === 'breaks');
  const implementer = changes.some((it) => it.implementer === 'breaks');
  if (importer && implementer) return 'Breaks importers and implementers';
  if (importer) return 'Breaks importers; implementers are not affected';
  if (implementer) return 'Breaks implementers; importers are not affected';
  return changes.some((it) => it.level === 'dangerous') ? 'Breaks nobody for certain' : 'Breaks nobody';
}

function versionText({ changes, report }: ContractFinding): string | undefined {
  const level = highest(changes.map((it) => it.level));
  if (level === 'none') return undefined;
  const version = report.after?.stable.id.version;
  if (version === undefined) return level === 'major' ? 'The package has no version that could tell.' : undefined;
  const { reference, required, covered } = report;
  const counted = reference === undefined || reference === version ? '' : ` (after ${reference})`;
  if (covered && reference !== version) return `${roomFor(report, version)}${counted}.`;
  if (required === undefined || covered) return undefined;
  const note =
    reference !== undefined && isPrerelease(reference)
      ? '; toolchains take a prerelease for compatible with nothing but itself'
      : '';
  return `Needs ${required}; the package says ${version}${note}.`;
}

function baseText({ base }: RootFindings, format: HoverFormat): string {
  const commit =
    base.commit === undefined || base.commit.startsWith(base.label) ? '' : ` @ ${base.commit.slice(0, 10)}`;
  const note = base.note === undefined ? '' : ` (${base.note})`;
  if (format === 'plaintext') return `Compared with ${base.label}${commit}${note}`;
  return `Compared with ${markdownCode(base.label)}${commit}${markdownMessage(note)}`;
}
