// What the names of a package mention, kept with the items that have them.

import { entityKey, type Interface, type Package, type Ref, type TypeDef, type World } from './package.ts';

const offered = new WeakMap<Interface | World, readonly Offered[]>();

/** A type as mentions of it name it. */
export interface Offered {
  readonly key: string;
  readonly type: TypeDef;
}

/** All types of an interface or world, those that were brought there too. */
export function offersOf(owner: Interface | World): readonly Offered[] {
  const cached = offered.get(owner);
  if (cached !== undefined) return cached;
  const result = [...owner.types.values()].map((type) => ({ key: entityKey(type), type }));
  offered.set(owner, result);
  return result;
}

const known = new WeakMap<Package, ReadonlySet<string>>();
const inItems = new WeakMap<readonly Ref[], readonly string[]>();

/** Keys (`entityKey`) of everything that the files of a package refer to. */
export function mentionsOf(it: Package): ReadonlySet<string> {
  const cached = known.get(it);
  if (cached !== undefined) return cached;
  const found = new Set<string>();
  for (const refs of [it.pathRefs, ...it.itemRefs]) for (const key of keysOf(refs)) found.add(key);
  known.set(it, found);
  return found;
}

function keysOf(refs: readonly Ref[]): readonly string[] {
  const cached = inItems.get(refs);
  if (cached !== undefined) return cached;
  const keys = new Set<string>();
  for (const { role, target } of refs) if (role === 'reference') keys.add(entityKey(target));
  const result = [...keys];
  inItems.set(refs, result);
  return result;
}
