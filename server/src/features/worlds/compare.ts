// Two worlds side by side: what the one imports and exports and the other does not, what changed in what both have, and
// what the component can do that it could not.

import { isPlain } from '../../model/elaborate.ts';
import { itemPath, versionTrack } from '../../model/names.ts';
import type { ElaboratedItem, Loc, World } from '../../model/package.ts';
import { funcTypeText } from '../../model/print.ts';
import { typeDefText } from '../../semver/text.ts';
import { type CustomCapabilities, type Grant, grantsOf } from '../../world/capabilities.ts';
import { printInterface } from '../../world/print.ts';
import { grantsBeyond } from '../contracts/grants.ts';

export interface WorldChanges<P> {
  readonly items: readonly WorldChange<P>[];
  /** Capabilities that only the new world has, and that only the old one had. */
  readonly gains: readonly Grant[];
  readonly losses: readonly Grant[];
}

export interface WorldChange<P> {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly direction: 'import' | 'export';
  /** Breaking: what fits the old world, a host or a caller, may not fit the new one. */
  readonly verdict: 'breaking' | 'compatible';
  /** In the new world where it is there, else in the old one. */
  readonly key: string;
  /** Where it had another version. */
  readonly oldKey?: string;
  /** Lines of WIT that are there no more, and that are new. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** In the new world: where the item is defined. */
  readonly place?: P;
  readonly oldPlace?: P;
}

export interface CompareOptions<P> {
  readonly place: (loc: Loc) => P;
  readonly oldPlace: (loc: Loc) => P;
  readonly capabilities?: CustomCapabilities;
}

export function compareWorlds<P>(before: World, after: World, options: CompareOptions<P>): WorldChanges<P> {
  const items = (['import', 'export'] as const).flatMap((direction) => changesOf(before, after, direction, options));
  const [old, now] = [grantsOf(before, options.capabilities), grantsOf(after, options.capabilities)];
  return { items, gains: grantsBeyond(now, old), losses: grantsBeyond(old, now) };
}

function changesOf<P>(
  before: World,
  after: World,
  direction: 'import' | 'export',
  { place, oldPlace }: CompareOptions<P>,
): WorldChange<P>[] {
  const side = direction === 'import' ? 'imports' : 'exports';
  const old = new Map([...before[side].values()].map((it) => [identity(before, it), it]));
  const changes: WorldChange<P>[] = [];
  for (const item of after[side].values()) {
    const id = identity(after, item);
    const known = old.get(id);
    old.delete(id);
    const base = { direction, key: item.key, place: place(placeOf(item)) };
    if (known === undefined) {
      changes.push({ kind: 'added', ...base, verdict: verdictOf(direction, false, true), before: [], after: [] });
      continue;
    }
    const [was, is] = [linesOf(known), linesOf(item)];
    const lines = { before: [...was].filter((it) => !is.has(it)), after: [...is].filter((it) => !was.has(it)) };
    const renamed = known.key !== item.key;
    if (!renamed && lines.before.length === 0 && lines.after.length === 0) continue;
    const oldKey = renamed ? { oldKey: known.key } : {};
    const verdict = verdictOf(direction, lines.before.length > 0, lines.after.length > 0);
    changes.push({ kind: 'changed', ...base, verdict, ...oldKey, ...lines, oldPlace: oldPlace(placeOf(known)) });
  }
  for (const item of old.values()) {
    const { key } = item;
    const verdict = verdictOf(direction, true, false);
    changes.push({
      kind: 'removed',
      direction,
      key,
      verdict,
      before: [],
      after: [],
      oldPlace: oldPlace(placeOf(item)),
    });
  }
  return changes;
}

/** A host breaks when more is asked of it, a caller when less is offered; what changes is both gone and new. */
function verdictOf(direction: 'import' | 'export', isLess: boolean, isMore: boolean): 'breaking' | 'compatible' {
  return (direction === 'import' ? isMore : isLess) ? 'breaking' : 'compatible';
}

/** The same for two versions that stand in for one another; what belongs to the world's own package has no version. */
function identity(world: World, item: ElaboratedItem): string {
  const target = isPlain(item) && item.item.kind === 'interface' ? item.item.interface : undefined;
  if (target === undefined) return item.key;
  const { namespace, name, version } = target.package;
  const own = namespace === world.package.namespace && name === world.package.name;
  const track = own || version === undefined ? '' : versionTrack(version);
  return `${itemPath({ namespace, name }, target.name ?? '')} ${track}`;
}

/** Functions and types, each on one line. */
function linesOf({ item }: ElaboratedItem): ReadonlySet<string> {
  if (item.kind === 'func') return new Set([funcTypeText(item.func)]);
  if (item.kind === 'type') return new Set([typeDefText(item.type)]);
  if (item.interface === undefined) return new Set();
  const found: string[] = [];
  for (const line of printInterface(item.interface, { from: item.interface.package }).split('\n').slice(1, -2)) {
    const begins = /^ {2}[^ }]/.test(line) && !/^ {2}@/.test(found.at(-1) ?? '');
    if (begins) found.push(line);
    else if (line !== '') found[found.length - 1] += ` ${line.trim()}`;
  }
  return new Set(found.map((it) => it.trim()));
}

function placeOf({ item, reason }: ElaboratedItem): Loc {
  if (item.kind === 'func') return item.func.loc;
  if (item.kind === 'type') return item.type.loc;
  return item.interface?.loc ?? reason.loc;
}
