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

const mentioned = new WeakMap<readonly Ref[], ReadonlySet<string>>();

/** Do the files of a package refer to what has this key (`entityKey`)? */
export function mentions({ pathRefs, itemRefs }: Package, key: string): boolean {
  return keysOf(pathRefs).has(key) || itemRefs.some((refs) => keysOf(refs).has(key));
}

function keysOf(refs: readonly Ref[]): ReadonlySet<string> {
  const cached = mentioned.get(refs);
  if (cached !== undefined) return cached;
  const keys = new Set<string>();
  for (const { role, target } of refs) if (role === 'reference') keys.add(entityKey(target));
  mentioned.set(refs, keys);
  return keys;
}
