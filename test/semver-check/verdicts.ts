// What our comparison says of one world, in the reference's terms: does a component that was made for the old one fit where
// the new one is provided? And the differences between the two, each with a name (semver.md 2.6).

import type { Interface, World } from '../../server/src/model/package.ts';
import type { Change } from '../../server/src/semver/changes.ts';
import type { PackageReport } from '../../server/src/semver/verdict.ts';
import { liveImports } from '../../server/src/world/live.ts';

type Direction = 'imports' | 'exports';

/** Changes that a component made for the old world does not survive, by our table. */
export function breaksOf(reports: readonly PackageReport[], world: World): Change[] {
  return reports.flatMap((report) => report.changes.filter((it) => breaks(report.name, it, world)));
}

function breaks(owner: string, change: Change, world: World): boolean {
  // Levels of worlds are those of the role `platform`, which is how the reference reads them.
  if (change.kind.startsWith('world-')) return isOf(change, world) && change.level === 'major';
  return directionsOf(owner, change, world).some((it) => breaksSide(change, it));
}

function breaksSide(change: Change, direction: Direction): boolean {
  return (direction === 'imports' ? change.importer : change.implementer) === 'breaks';
}

function isOf({ kind, item }: Change, world: World): boolean {
  // What a world gains and loses is said of each; what is another type now only where it is written.
  const worlds = kind === 'world-type-changed' ? withIncluded(world) : [world];
  return [...worlds].some(({ name }) => item === name || item.startsWith(`${name}.`));
}

function withIncluded(world: World, found = new Set<World>()): Set<World> {
  found.add(world);
  for (const { target } of world.includes) if (target !== undefined && !found.has(target)) withIncluded(target, found);
  return found;
}

/** Where a change of something in the package touches a world. */
function directionsOf(owner: string, change: Change, world: World): Direction[] {
  const [first = '', second = ''] = change.item.split('.');
  const both = ['imports', 'exports'] as const;
  const written = [...withIncluded(world)].find(({ name }) => name === first);
  if (written !== undefined) return both.filter((it) => written[it].has(second));
  return both.filter((direction) =>
    [...world[direction].values()].some(({ item }) => {
      return item.kind === 'interface' && item.interface !== undefined && isAbout(owner, change, item.interface);
    }),
  );
}

/** By its name, or by the one that it had. */
function isAbout(owner: string, { item, baseLoc }: Change, { name, loc, package: id }: Interface): boolean {
  if (name === undefined || `${id.namespace}:${id.name}` !== owner) return false;
  return item.split('.', 1)[0] === name || (loc.uri === baseLoc?.uri && loc.node === baseLoc.node);
}

/** A component has only the types that its functions mention (2.6: unused types, imports of types alone). */
function isUnused(owner: string, change: Change, before: World): boolean {
  const live = liveImports(before);
  const [first = '', second = '', third = ''] = change.item.split('.');
  if (change.kind === 'world-import-removed') return !live.keys.has(change.item.slice(before.name.length + 1));
  for (const [key, { item }] of before.imports) {
    if (item.kind !== 'interface' || item.interface === undefined) continue;
    const inline = item.interface.name === undefined;
    if (inline ? key !== second || first !== before.name : !isAbout(owner, change, item.interface)) continue;
    if (change.kind === 'interface-removed' || change.kind === 'interface-renamed') return !live.keys.has(key);
    const types = [...item.interface.types.values()];
    const { baseLoc } = change;
    const type =
      types.find((it) => it.loc.uri === baseLoc?.uri && it.loc.node === baseLoc.node) ??
      item.interface.types.get(inline ? third : second);
    if (type === undefined || live.types(key).has(type)) return false;
  }
  return true;
}

const NEW_TYPES: ReadonlySet<string> = new Set([
  'type-added',
  'alias-introduced',
  'resource-aliased',
  'use-added',
  'type-moved-with-use',
]);

/** The same shape from somewhere else, or under a definition of its own. */
const SAME_SHAPE: ReadonlySet<string> = new Set(['type-respelled', 'use-source-changed', 'use-inlined']);

/** The rule by which we say "breaks" and the reference does not; undefined when there is none. */
export function whyStricter(
  reports: readonly PackageReport[],
  found: readonly Change[],
  before: World,
): string | undefined {
  const owner = (it: Change): string => reports.find((report) => report.changes.includes(it))?.name ?? '';
  if (found.every((it) => isUnused(owner(it), it, before))) return 'unused types are compared';
  return undefined;
}

/** The rule by which the reference says "breaks" and we do not. */
export function whyMilder(reports: readonly PackageReport[], before: World): string | undefined {
  for (const report of reports) {
    for (const change of report.changes) {
      const directions = directionsOf(report.name, change, before);
      if (NEW_TYPES.has(change.kind) && directions.includes('exports'))
        return 'a type may be added to an exported interface';
      if (SAME_SHAPE.has(change.kind) && directions.length > 0) return 'the same shape is dangerous, not broken';
    }
  }
  return undefined;
}
