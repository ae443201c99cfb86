// What our comparison says of one world, in the reference's terms: does a component that was made for the old one fit where
// the new one is provided? And the differences between the two, each with a name.

import type { Interface, World } from '../../server/src/model/package.ts';
import type { Change } from '../../server/src/semver/changes.ts';
import type { PackageReport } from '../../server/src/semver/verdict.ts';
import { liveImports } from '../../server/src/world/live.ts';

type Direction = 'imports' | 'exports';

/** Changes that a component made for the old world does not survive, by our table. */
export function breaksOf(reports: readonly PackageReport[], world: World): Change[] {
  return reports.flatMap((report) => report.changes.filter((it) => breaks(report.name, it, world)));
}

/** Every name of the package is another one. */
const WHOLE_PACKAGE: ReadonlySet<string> = new Set([
  'package-renamed',
  'package-version-dropped',
  'package-version-introduced',
]);

/** Other names only because of their versions, which the reference takes away. */
const VERSIONS: ReadonlySet<string> = new Set([
  'package-version-dropped',
  'package-version-introduced',
  'dep-track-changed',
]);

function breaks(owner: string, change: Change, world: World): boolean {
  if (WHOLE_PACKAGE.has(change.kind)) return true;
  if (change.kind.startsWith('dep-')) return change.level === 'major' && mentions(world, change.item);
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

function nameOf({ namespace, name }: Interface['package']): string {
  return `${namespace}:${name}`;
}

/** Does a world import or export something of a dependency? `item` is a package, or one import of one world. */
function mentions(world: World, item: string): boolean {
  if (item.includes('/')) return item.startsWith(`${world.name}.`);
  return [...world.imports.values(), ...world.exports.values()].some((it) => {
    const from = it.item.kind === 'interface' ? it.item.interface?.package : undefined;
    return from !== undefined && nameOf(from) === item;
  });
}

/** Where a change of something in the package touches a world. */
function directionsOf(owner: string, change: Change, world: World): Direction[] {
  const both = ['imports', 'exports'] as const;
  const [first = ''] = change.item.split('.', 1);
  const written = [...withIncluded(world)].find(({ name, package: id }) => name === first && nameOf(id) === owner);
  // A key may have dots of its own, in a version.
  const rest = change.item.slice(first.length + 1);
  const isBelow = (key: string): boolean => rest === key || rest.startsWith(`${key}.`);
  if (written !== undefined) return both.filter((it) => [...written[it].keys()].some(isBelow));
  return both.filter((direction) =>
    [...world[direction].values()].some(({ item }) => {
      return item.kind === 'interface' && item.interface !== undefined && isAbout(owner, change, item.interface);
    }),
  );
}

/** By its name, or by the one that it had. */
function isAbout(owner: string, { item, baseLoc }: Change, { name, loc, package: id }: Interface): boolean {
  if (name === undefined || nameOf(id) !== owner) return false;
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
  const rest = found.filter((it) => !isUnused(owner(it), it, before));
  if (rest.every((it) => VERSIONS.has(it.kind))) return 'versions in names count';
  if (rest.every((it) => it.kind === 'case-recased' || it.kind === 'param-recased'))
    return 'names count letter by letter (as for wasm-tools 1.263; this oracle is older)';
  // The rule of 2.3 fears for the import of the other interface, which this world may have anyway.
  if (rest.every((it) => it.kind === 'use-inlined')) return 'a copy of a used type is another type';
  if (rest.every((it) => it.kind === 'dep-changed')) return 'dependencies are compared as a whole';
  return undefined;
}

/** The rule by which the reference says "breaks" and we do not; its message must be about that. */
export function whyMilder(
  reports: readonly PackageReport[],
  before: World,
  after: World,
  message: string,
): string | undefined {
  // A new name is missing, or the import that a new `use` brings.
  const isMissing = /missing expected export|missing (?:import|export) named/.test(message);
  if (isMissing && hasNewForeignType(before, after)) return 'a type may be added to an exported interface';
  for (const report of reports) {
    for (const change of report.changes) {
      const directions = directionsOf(report.name, change, before);
      const isNewType =
        NEW_TYPES.has(change.kind) || (change.kind === 'unstable-stabilised' && change.implementer === 'ok');
      if (isMissing && isNewType && directions.includes('exports'))
        return 'a type may be added to an exported interface';
      if (SAME_SHAPE.has(change.kind) && directions.length > 0) return 'the same shape is dangerous, not broken';
    }
  }
  return undefined;
}

/** What a dependency gains is said only where it breaks something. */
function hasNewForeignType(before: World, after: World): boolean {
  const old = [...before.exports.values()].flatMap(({ item }) =>
    item.kind === 'interface' && item.interface !== undefined ? [item.interface] : [],
  );
  return [...after.exports.values()].some(({ item }) => {
    if (item.kind !== 'interface' || item.interface?.name === undefined) return false;
    const { name, package: id, types } = item.interface;
    if (nameOf(id) === nameOf(before.package)) return false;
    const was = old.find((it) => it.name === name && nameOf(it.package) === nameOf(id));
    return was !== undefined && [...types].some(([type, def]) => def.active && was.types.get(type)?.active !== true);
  });
}
