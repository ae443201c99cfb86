// What other tools will say of a change: `wasm-tools component semver-check` of each world, and `wkg publish`, which asks the
// same with the sides exchanged. Where they differ from our verdict, why (semver.md 2.6).

import { memo, memoLatest, WeakPairMap } from '../../base/memo.ts';
import { put } from '../../base/multimap.ts';
import {
  type ElaboratedItem,
  type Interface,
  type Reason,
  resourceOf,
  type TypeDef,
  type World,
} from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { TreePackage } from '../../semver/package-pairs.ts';
import { compareTrees, type PackageReport } from '../../semver/verdict.ts';
import { liveImports } from '../../world/live.ts';
import { changesNear, includedWorlds, nameOf, type OwnedChange, placeOf, WHOLE_PACKAGE } from './changes-of-world.ts';

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
  const reports = compared(prev, next);
  const ours = tool === 'wkg' ? compared(before, after) : reports;
  return [...prev.stable.worlds.values()]
    .filter((world) => world.active && next.stable.worlds.get(world.name)?.active === true)
    .map((world): ToolVerdict => {
      const because = refusedIn(reports, world, next.stable.worlds.get(world.name) ?? world);
      const accepts = because.length === 0;
      const own = breaksOf(ours, before.stable.worlds.get(world.name) ?? world);
      const differs = accepts === (own.length === 0) ? undefined : whyDifferent(tool, own, because);
      return { world: world.name, accepts, because, ...(differs === undefined ? {} : { differs }) };
    });
}

/** With all that they depend on: a world has the types of other packages, too. */
function compared(before: TreePackage, after: TreePackage): readonly PackageReport[] {
  return compareTrees(withDependencies(before), withDependencies(after), { role: 'platform', policy: 'at-change' });
}

function withDependencies(it: TreePackage): TreePackage[] {
  const found = new Set([it.stable]);
  for (const { dependencies } of found)
    for (const other of dependencies.values()) if (other !== undefined) found.add(other);
  found.delete(it.stable);
  return [it, ...[...found].map((stable) => ({ stable, all: stable, root: stable.key }))];
}

/** What semver-check sees and refuses. */
function refusedIn(reports: readonly PackageReport[], world: World, next: World): Change[] {
  const isRefused = ({ owner, change }: OwnedChange): boolean => {
    // What happened to a dependency is said of the dependency itself.
    if (VERSIONS.has(change.kind) || change.kind === 'dep-changed' || isDropped(owner, change, world, next))
      return false;
    const directions = directionsOf(owner, change, world);
    if (UNSEEN_SOURCES.has(change.kind) && directions.length > 0)
      return directions.includes('exports') || !isUnused(owner, change, world, next);
    if (NEW_TYPES.has(change.kind)) return directions.includes('exports');
    // Of what is exported, a component has everything.
    const isWithin = !change.kind.startsWith('world-');
    const exported = isWithin && directions.includes('exports') && breaksSide(change, 'exports');
    return breaks(owner, change, world) && (exported || !isUnused(owner, change, world, next));
  };
  return changesNear(reports, world)
    .filter(isRefused)
    .map((it) => it.change);
}

/** Is the change in something that the world exported and exports no more? Nobody asks what that is like. */
export function isDropped(owner: string, change: Change, world: World, next: World): boolean {
  if (change.kind === 'world-import-to-export') {
    const was = isOf(change, world) ? exportedBefore(change.item.slice(world.name.length + 1), world, next) : undefined;
    return was !== undefined && !givesResources(was, world, next);
  }
  const directions = directionsOf(owner, change, world);
  const isOnlyExported = directions.length === 1 && directions[0] === 'exports';
  if (!isOnlyExported || change.kind.startsWith('world-')) return false;
  const [first = '', second = ''] = change.item.split('.');
  if (includedNames(world).has(first)) {
    // Who includes it may have it under another name.
    return ![...withIncluded(next)].some(({ name, exports }) => name === first && exports.has(second));
  }
  return aboutIn(owner, change, next.exports).length === 0;
}

/** What a world exported that it imports now, under this name. */
function exportedBefore(key: string, before: World, next: World): ElaboratedItem | undefined {
  const now = next.imports.get(key)?.item;
  const target = now?.kind === 'interface' ? now.interface : undefined;
  // The version in its name may be another one.
  const byName = interfacesOf(before.exports).get(
    `${target === undefined ? '' : nameOf(target.package)} ${target?.name}`,
  );
  return before.exports.get(key) ?? byName?.[0];
}

/** Does anything that is still exported use a resource of this one? Then that is another resource now. */
function givesResources({ key, item }: ElaboratedItem, before: World, next: World): boolean {
  const target = item.kind === 'interface' ? item.interface : undefined;
  if (target === undefined || !key.includes('/')) return false;
  const isKept = (it: ElaboratedItem, { package: id, name }: Interface): boolean =>
    next.exports.has(it.key) || interfacesOf(next.exports).has(`${nameOf(id)} ${name}`);
  return [...before.exports.values()].some((it) => {
    const user = it.item.kind === 'interface' ? it.item.interface : undefined;
    if (user === undefined || user === target || !isKept(it, user)) return false;
    return [...user.types.values()].some((def) => resourceOf(def)?.owner === target);
  });
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
  return changesNear(reports, world)
    .filter(({ owner, change }) => breaks(owner, change, world))
    .map((it) => it.change);
}

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
  // An import or export of the world itself, which was behind a gate.
  if (change.kind === 'unstable-stabilised' && isOf(change, world)) return change.level === 'major';
  return directionsOf(owner, change, world).some((it) => breaksSide(change, it));
}

function breaksSide(change: Change, direction: Direction): boolean {
  return (direction === 'imports' ? change.importer : change.implementer) === 'breaks';
}

function isOf({ kind, item }: Change, world: World): boolean {
  // What a world gains and loses is said of each; what is something else now only where it is written.
  const [first = ''] = item.split('.', 1);
  return kind === 'world-type-changed' || kind === 'world-item-changed'
    ? includedNames(world).has(first)
    : first === world.name;
}

/** Asked for with every change. */
const withIncluded = memoLatest(includedWorlds);

const includedNames = memoLatest(
  (world: World): ReadonlySet<string> => new Set([...withIncluded(world)].map((it) => it.name)),
);

/** The same by name; what is nearest counts. */
const includedByName = memoLatest((world: World): ReadonlyMap<string, World> => {
  const found = new Map<string, World>();
  for (const it of withIncluded(world)) {
    const key = `${nameOf(it.package)} ${it.name}`;
    if (!found.has(key)) found.set(key, it);
  }
  return found;
});

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
  const written = includedByName(world).get(`${owner} ${first}`);
  // A key may have dots of its own, in a version.
  const rest = change.item.slice(first.length + 1);
  if (written !== undefined) return both.filter((it) => beginnings(rest).some((key) => written[it].has(key)));
  // Behind a label of its own, the name of an interface does not matter.
  const isNamed = ({ key }: ElaboratedItem): boolean => change.kind !== 'interface-renamed' || key.includes('/');
  return both.filter((direction) => aboutIn(owner, change, world[direction]).some(isNamed));
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`. */
function beginnings(item: string): readonly string[] {
  const parts = item.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}

type Side = World[Direction];

/** The interfaces of a side by name and by place, each within its package. */
const interfacesOf = memo((side: Side): ReadonlyMap<string, readonly ElaboratedItem[]> => {
  const found = new Map<string, ElaboratedItem[]>();
  for (const it of side.values()) {
    const target = it.item.kind === 'interface' ? it.item.interface : undefined;
    if (target?.name === undefined) continue;
    const { name, loc, package: id } = target;
    for (const key of [`${nameOf(id)} ${name}`, `${nameOf(id)} ${placeOf(loc)}`]) put(found, key, it);
  }
  return found;
});

/** The interfaces of a side that a change is in: by name, or by the one that it had. */
function aboutIn(owner: string, { item, baseLoc }: Change, side: Side): readonly ElaboratedItem[] {
  const known = interfacesOf(side);
  const named = known.get(`${owner} ${item.split('.', 1)[0] ?? ''}`) ?? [];
  const placed = baseLoc === undefined ? [] : (known.get(`${owner} ${placeOf(baseLoc)}`) ?? []);
  return [...new Set([...named, ...placed])];
}

/** The items of a side that are interfaces behind a label, by the interface. */
const labelledOf = memo((side: Side): ReadonlyMap<Interface, readonly ElaboratedItem[]> => {
  const found = new Map<Interface, ElaboratedItem[]>();
  for (const it of side.values()) {
    const target = it.item.kind === 'interface' ? it.item.interface : undefined;
    if (target !== undefined && !it.key.includes('/')) put(found, target, it);
  }
  return found;
});

/** The items of a side by where they are written. */
const byStatement = memo((side: Side): ReadonlyMap<string, readonly ElaboratedItem[]> => {
  const found = new Map<string, ElaboratedItem[]>();
  for (const it of side.values()) put(found, placeOf(it.reason.loc), it);
  return found;
});

/** An import has another name. */
const MOVING: ReadonlySet<string> = new Set(['world-item-relabelled', 'world-inline-to-named']);

/** The interfaces that a world does not import any more after a change, by the names that they had; empty if it is about anything else. */
function lostImports(
  owner: string,
  { kind, item, baseWhole }: Change,
  before: World,
  next: World,
): readonly (readonly [string, Interface])[] {
  const [first = ''] = item.split('.', 1);
  const key = item.slice(first.length + 1);
  const lost: ElaboratedItem[] = [];
  if (MOVING.has(kind)) {
    // It has another name now, and is known by where it was written.
    const written = baseWhole === undefined ? [] : (byStatement(before.imports).get(placeOf(baseWhole)) ?? []);
    if (next.imports.get(key)?.item.kind === 'interface')
      lost.push(...written.filter((it) => !next.imports.has(it.key)));
  } else if (kind === 'world-import-removed' || kind === 'deprecated-removed-item') {
    const it = before.imports.get(key);
    if (it !== undefined) lost.push(it);
  } else if (kind === 'world-item-changed') {
    const { item: it, reason } = includedByName(before).get(`${owner} ${first}`)?.imports.get(key) ?? {};
    // An export may have the same name.
    const isHere = reason !== undefined && baseWhole !== undefined && placeOf(reason.loc) === placeOf(baseWhole);
    if (isHere && it?.kind === 'interface' && it.interface !== undefined)
      lost.push(...(labelledOf(before.imports).get(it.interface) ?? []));
  }
  return lost.flatMap((it) =>
    it.item.kind === 'interface' && it.item.interface !== undefined ? [[it.key, it.item.interface] as const] : [],
  );
}

const typesByPlace = memo((it: Interface): ReadonlyMap<string, TypeDef> => {
  const found = new Map<string, TypeDef>();
  // Of several in one place, the first.
  for (const def of [...it.types.values()].reverse()) found.set(placeOf(def.loc), def);
  return found;
});

/** A component has only the types that its functions mention (2.6: unused types, imports of types alone). */
export function isUnused(owner: string, change: Change, before: World, next: World): boolean {
  const live = liveImports(before);
  const [first = '', second = ''] = change.item.split('.');
  if (change.kind.startsWith('world-') || (change.kind === 'deprecated-removed-item' && first === before.name)) {
    const lost = lostImports(owner, change, before, next);
    // What it has brought is gone with it.
    return lost.length > 0 && lost.every(([key, it]) => !live.keys.has(key) && !usersOfLost(before, next).has(it));
  }
  // Included worlds may have it under another name.
  const written = includedByName(before).get(`${owner} ${first}`);
  const label = beginnings(change.item.slice(first.length + 1)).findLast((it) => written?.imports.has(it)) ?? '';
  const own = written?.imports.get(label)?.item;
  // The functions, resources and types of a world itself are always there.
  if (own?.kind === 'func' || own?.kind === 'type') return false;
  const labelled = own?.interface === undefined ? [] : (labelledOf(before.imports).get(own.interface) ?? []);
  const [third = ''] = change.item.slice(first.length + label.length + 2).split('.', 1);
  const named = aboutIn(owner, change, before.imports);
  // Behind a label of its own, the name of an interface does not matter.
  if (change.kind === 'interface-renamed') return !named.some(({ key }) => key.includes('/') && live.keys.has(key));
  if (change.kind === 'interface-removed') return !named.some(({ key }) => live.keys.has(key));
  const isUsed = ({ key, item }: ElaboratedItem, name: string): boolean => {
    if (item.kind !== 'interface' || item.interface === undefined) return false;
    const { baseLoc } = change;
    const placed = baseLoc === undefined ? undefined : typesByPlace(item.interface).get(placeOf(baseLoc));
    const type = placed ?? item.interface.types.get(name);
    return type === undefined || live.types(key).has(type);
  };
  return !labelled.some((it) => isUsed(it, third)) && !named.some((it) => isUsed(it, second));
}

const lost = new WeakPairMap<World, World, ReadonlySet<Interface>>();

/** Interfaces that brought imports which a component has and the new world lacks, directly or through others. */
function usersOfLost(before: World, next: World): ReadonlySet<Interface> {
  const known = lost.get(before, next);
  if (known !== undefined) return known;
  const users = new Set<Interface>();
  const seen = new Set<Reason>();
  for (const key of liveImports(before).keys) {
    if (next.imports.has(key)) continue;
    let reason = before.imports.get(key)?.reason;
    for (; reason !== undefined && reason.kind !== 'statement' && !seen.has(reason); reason = reason.from) {
      seen.add(reason);
      if (reason.kind === 'use' && reason.user !== undefined) users.add(reason.user);
    }
  }
  lost.set(before, next, users);
  return users;
}

export const NEW_TYPES: ReadonlySet<string> = new Set([
  'type-added',
  'alias-introduced',
  'resource-aliased',
  'use-added',
  'type-moved-with-use',
]);
