// The words in a world that bring something into it.

import type { ElaboratedItem, Loc, Package, World } from '../model/package.ts';

/** The words of the world that bring an item: a name, the path of an include, a `use`. */
export function causeOf(item: ElaboratedItem, world: World): Loc {
  const { reason } = item;
  if (reason.kind === 'use') return reason.loc;
  const same = (loc: Loc): boolean => loc.uri === reason.loc.uri && loc.node === reason.loc.node;
  if (reason.kind === 'include') return world.includes.find((it) => same(it.statement))?.loc ?? reason.loc;
  if (item.item.kind === 'type') return item.item.type.loc;
  const written = world.items.find((it) => same(it.statement) && (it.label === undefined || it.label === item.key));
  return written?.loc ?? reason.loc;
}

/** Where the worlds of a package say that they export an interface of it. */
export function exportsOf(own: Package, name: string): { readonly world: string; readonly loc: Loc }[] {
  const target = own.interfaces.get(name);
  if (target === undefined) return [];
  return [...own.worlds.values()].flatMap((world) =>
    [...world.exports.values()].flatMap((item) =>
      world.active && item.item.kind === 'interface' && item.item.interface === target
        ? [{ world: world.name, loc: causeOf(item, world) }]
        : [],
    ),
  );
}
