// What the last resolution of a package made, item by item, so that the next one can take over what still holds: a
// keystroke in one interface leaves the others, and everything that was computed from them, as they are.

import { sameEntry } from '../syntax/items.ts';
import type { Package } from './package.ts';
import type { Declared, Making } from './resolution.ts';
import type { PackageScope } from './scope.ts';

/** By name; of items of one name the first. */
export type Makings = ReadonlyMap<string, Making>;

const makings = new WeakMap<Package, Makings>();

export function makingsOf(it: Package): Makings | undefined {
  return makings.get(it);
}

export function rememberMakings(it: Package, declared: readonly Declared[]): void {
  const made = new Map<string, Making>();
  for (const item of declared) {
    const name = item.decl.name.text;
    if (!made.has(name)) made.set(name, item.taken ?? makingOf(item));
  }
  makings.set(it, made);
}

function makingOf({ part, entry, built, findings, lookups }: Declared): Making {
  return { uri: part.uri, entry, built, findings, lookups: [...(lookups?.values() ?? [])] };
}

/**
 * Does the item say what it said, and do its paths lead to the very same? They are followed again, so that what is told
 * of a path is told of today's; when one leads elsewhere, the item is to be resolved, and finds them followed.
 */
export function stillHolds(scope: PackageScope, item: Declared, made: Making): boolean {
  const { part, entry } = item;
  if (part.uri !== made.uri || !sameEntry(entry, made.entry)) return false;
  for (const [index, { path, base, want, relaxed, result }] of made.lookups.entries()) {
    const now = scope.follow(part, path, base, want, relaxed);
    if (now === result) continue;
    const followed = [...made.lookups.slice(0, index), { path, base, want, relaxed, result: now }];
    item.lookups = new Map(followed.map((it) => [it.base + it.path.node, it]));
    return false;
  }
  return true;
}
