// What other tools will say of a change: `wasm-tools component semver-check` of each world, and `wkg publish`, which asks the
// same with the sides exchanged. Where they differ from our verdict, why (semver.md 2.6).

import type { Interface, World } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { TreePackage } from '../../semver/package-pairs.ts';
import { compareTrees, type PackageReport } from '../../semver/verdict.ts';
import { liveImports } from '../../world/live.ts';

export const TOOLS = ['wasm-tools', 'wkg'] as const;
export type Tool = (typeof TOOLS)[number];

/** What a tool says of one world that both versions have. */
export interface ToolVerdict {
  readonly world: string;
  readonly accepts: boolean;
  /** What it refuses; the first of these is what it names. */
  readonly because: readonly Change[];
  /** Why we say something else; absent where we do not. */
  readonly differs?: string;
}

export function toolVerdicts(tool: Tool, before: TreePackage, after: TreePackage): readonly ToolVerdict[] {
  // A registry has the old version, and checks whether it fits where the new one is asked for.
  const [prev, next] = tool === 'wkg' ? [after, before] : [before, after];
  const reports = compareTrees([prev], [next], { role: 'platform', policy: 'at-change' });
  const ours = tool === 'wkg' ? compareTrees([before], [after], { role: 'platform', policy: 'at-change' }) : reports;
  return [...prev.stable.worlds.values()]
    .filter((world) => world.active && next.stable.worlds.get(world.name)?.active === true)
    .map((world): ToolVerdict => {
      const because = refusedIn(reports, world);
      const accepts = because.length === 0;
      const own = breaksOf(ours, before.stable.worlds.get(world.name) ?? world);
      const differs = accepts === (own.length === 0) ? undefined : whyDifferent(tool, own, because);
      return { world: world.name, accepts, because, ...(differs === undefined ? {} : { differs }) };
    });
}

/** What semver-check sees and refuses. */
function refusedIn(reports: readonly PackageReport[], world: World): Change[] {
  return reports.flatMap((report) =>
    report.changes.filter((change) => {
      if (VERSIONS.has(change.kind)) return false;
      if (UNSEEN_SOURCES.has(change.kind) && directionsOf(report.name, change, world).length > 0) return true;
      if (NEW_TYPES.has(change.kind)) return directionsOf(report.name, change, world).includes('exports');
      // Of what is exported, a component has everything.
      const exported = directionsOf(report.name, change, world).includes('exports') && breaksSide(change, 'exports');
      return breaks(report.name, change, world) && (exported || !isUnused(report.name, change, world));
    }),
  );
}

function whyDifferent(tool: Tool, own: readonly Change[], because: readonly Change[]): string {
  if (tool === 'wkg') return 'it asks whether the old version fits where the new one is asked for';
  if (because.some((it) => NEW_TYPES.has(it.kind)))
    return 'it refuses every new name in an exported interface, which hosts do not ask for';
  if (because.length > 0) return 'it refuses a type that comes from elsewhere, though it is the same';
  if (own.every((it) => VERSIONS.has(it.kind))) return 'it compares names without their versions';
  return 'it does not see types that no function of the world mentions';
}

/** A type under the same name from somewhere else is another one. */
const UNSEEN_SOURCES: ReadonlySet<string> = new Set(['use-source-changed', 'use-inlined']);

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
export const VERSIONS: ReadonlySet<string> = new Set([
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

export function nameOf({ namespace, name }: Interface['package']): string {
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
export function directionsOf(owner: string, change: Change, world: World): Direction[] {
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
export function isUnused(owner: string, change: Change, before: World): boolean {
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

export const NEW_TYPES: ReadonlySet<string> = new Set([
  'type-added',
  'alias-introduced',
  'resource-aliased',
  'use-added',
  'type-moved-with-use',
]);
