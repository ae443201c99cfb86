// world/case-conflict: what a world imports is told apart without regard to case and hyphens, and so is what it exports
// (wit-parser `resolve_world` as it is written, `validate_world_strongly_unique_names` with its includes; wasmparser the paths
// of interfaces).

import { memo } from '../../../base/memo.ts';
import { interfaceUses } from '../../../model/elaborate.ts';

import { externKey, interfaceKey, unmarked } from '../../../model/names.ts';
import type { ElaboratedItem, Interface, Loc, Package, Problem, World } from '../../../model/package.ts';

import { allInterfaces, reachedFrom } from '../../../model/visit.ts';
import type { Code } from '../../catalogue.ts';
import { clashesOf, difference, type NamedPlace, sameName } from '../name/clashes.ts';

type Direction = 'import' | 'export';

/** Labels as they are written, gated or not, and as includes bring them. */
export function labelConflict(owner: Interface | World): readonly Problem<Code>[] {
  if (owner.kind === 'interface') return [];
  return (['import', 'export'] as const).flatMap((direction) => {
    // One name for an accessor and for something else: `world/conflicting-item` says so.
    const written = clashesOf(writtenLabels(owner, direction), externKey).filter(
      ({ place, first }) => unmarked(place.name) !== unmarked(first.name),
    );
    if (written.length > 0) return written.map((clash) => sameName('world/case-conflict', clash));
    if (!owner.active) return [];
    const elaborated = direction === 'import' ? owner.imports : owner.exports;
    const labels = [...elaborated.values()].filter(({ key }) => !key.includes('/')).map((item) => placed(item, owner));
    const clashes = clashesOf(labels, externKey).filter(({ place, first }) => !isKnown(place, first, direction));
    return clashes.map((clash) => included(clash, direction, owner));
  });
}

/** Functions of resources are told apart by `name/case-conflict`. */
function writtenLabels(world: World, direction: Direction): NamedPlace[] {
  return world.items.flatMap(({ direction: own, label, loc, item }) => {
    if (own !== direction || label === undefined) return [];
    return item.kind === 'func' && item.func.resource !== undefined ? [] : [{ name: label, loc }];
  });
}

interface Placed extends NamedPlace {
  /** The world that includes bring it from. */
  readonly from: World | undefined;
}

function placed({ key, reason }: ElaboratedItem, world: World): Placed {
  const loc = reason.loc.uri === world.loc.uri ? reason.loc : world.loc;
  return { name: key, loc, from: reason.kind === 'include' ? reason.world : undefined };
}

/** Is it reported where both come from: in this world itself, or in the one that is included? */
function isKnown(place: Placed, first: Placed, direction: Direction): boolean {
  if (place.from !== first.from) return false;
  if (place.from === undefined) return true;
  const side = direction === 'import' ? place.from.imports : place.from.exports;
  return side.has(place.name) && side.has(first.name);
}

function included(
  { place, first }: { place: NamedPlace; first: NamedPlace },
  direction: Direction,
  world: World,
): Problem<Code> {
  const [name, other] = [unmarked(place.name), unmarked(first.name)];
  const names =
    name === other
      ? `two ${direction}s of world \`${world.name}\` are called \`${name}\`, and they are no getter and setter`
      : `the ${direction}s \`${name}\` and \`${other}\` of world \`${world.name}\` differ only in ${difference(name, other)}, so they are the same name to a component`;
  return {
    code: 'world/case-conflict',
    loc: place.loc,
    message: `${names}; rename one: \`with { … as … }\``,
    related: [{ loc: first.loc, message: `\`${other}\` comes from here` }],
  };
}

/** Interfaces among which, and among all that they use, no paths clash, with a mark that is the same for all of a set. */
const clean = new WeakMap<object, object>();

function neededBy(it: Package): Interface[] {
  const used = [...it.worlds.values()].flatMap((world) => [
    ...world.uses.flatMap(({ target }) => target ?? []),
    ...[...world.imports.values(), ...world.exports.values()].flatMap(({ item }) =>
      item.kind === 'interface' && item.interface !== undefined ? [item.interface] : [],
    ),
  ]);
  return [...allInterfaces(it), ...used];
}

/** package/case-conflict: paths of interfaces, of a world what it imports and exports, of an interface what it uses. */
export function pathConflict(it: Package): readonly Problem<Code>[] {
  const [first] = allInterfaces(it);
  const group = first === undefined ? undefined : clean.get(first);
  if (group !== undefined && neededBy(it).every((one) => clean.get(one) === group)) return [];
  const reached = reachedFrom([it]);
  // Nearly always there is none, and each interface needs no walk of its own.
  if (!mayClash(reached)) {
    const mark = {};
    for (const one of reached) clean.set(one, mark);
    return [];
  }
  const groups = [...it.interfaces.values()].filter(({ active }) => active).map(usedPaths);
  for (const world of it.worlds.values()) {
    if (!world.active) continue;
    for (const side of [world.imports, world.exports]) {
      const paths = [...side.values()].filter(({ key }) => key.includes('/'));
      groups.push(paths.map((item) => placed(item, world)));
    }
  }
  return groups.flatMap((paths) =>
    clashesOf(paths, externKey).map((clash) => sameName('package/case-conflict', clash)),
  );
}

const pathKey = memo((it: Interface) => externKey(interfaceKey(it)));

function mayClash(reached: readonly Interface[]): boolean {
  if (new Set(reached.map(pathKey)).size === reached.length) return false;
  const places = reached.map((one) => ({ name: interfaceKey(one), loc: one.loc }));
  return clashesOf(places, externKey).length > 0;
}

function usedPaths(owner: Interface): NamedPlace[] {
  const found = new Map<Interface, Loc>();
  const open = interfaceUses(owner).map((use) => ({ target: use.target, from: use.loc }));
  for (let use = open.pop(); use !== undefined; use = open.pop()) {
    if (found.has(use.target)) continue;
    found.set(use.target, use.from);
    for (const next of interfaceUses(use.target)) open.push({ target: next.target, from: use.from });
  }
  return [...found].map(([target, loc]) => ({ name: interfaceKey(target), loc }));
}
