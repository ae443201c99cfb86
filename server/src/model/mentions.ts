// What the names of a package mention, kept with the items that have them.

import { memo } from '../base/memo.ts';
import { entityKey, type Interface, type Package, type Ref, type TypeDef, type World } from './package.ts';

/** A type as mentions of it name it. */
export interface Offered {
  readonly key: string;
  readonly type: TypeDef;
}

/** All types of an interface or world, imported ones included. */
export const offersOf = memo((owner: Interface | World): readonly Offered[] =>
  [...owner.types.values()].map((type) => ({ key: entityKey(type), type })),
);

/** The keys of a whole package are put together once that is cheaper than to look through its items again and again. */
interface Asked {
  looks: number;
  all: ReadonlySet<string> | undefined;
}

const asked = new WeakMap<Package, Asked>();
const MANY = 20_000;

/** Do the files of a package refer to what has this key (`entityKey`)? */
export function mentions(it: Package, key: string): boolean {
  const { pathRefs, itemRefs } = it;
  const before = asked.get(it) ?? { looks: 0, all: undefined };
  asked.set(it, before);
  before.looks += itemRefs.length;
  if (before.looks > MANY) before.all ??= new Set([pathRefs, ...itemRefs].flatMap((refs) => [...keysOf(refs)]));
  if (before.all !== undefined) return before.all.has(key);
  return keysOf(pathRefs).has(key) || itemRefs.some((refs) => keysOf(refs).has(key));
}

const keysOf = memo((refs: readonly Ref[]): ReadonlySet<string> => {
  const keys = new Set<string>();
  for (const { role, target } of refs) if (role === 'reference') keys.add(entityKey(target));
  return keys;
});
