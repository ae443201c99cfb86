// What the labels of a world stand for: the statement that makes them, in this world or in one that it includes.

import type { ElaboratedItem, Entity, Include, Loc, World } from './package.ts';

/** The entities behind a label; two when an import and an export have the same. Empty when there is none. */
export function labelsOf(world: World, label: string): Entity[] {
  const found: Entity[] = [];
  for (const side of ['imports', 'exports'] as const) {
    const entity = labelOf(world, side, label);
    if (entity !== undefined) found.push(entity);
  }
  return found;
}

function labelOf(world: World, side: 'imports' | 'exports', label: string): Entity | undefined {
  const items = world[side];
  // The functions of a property are one name; the getter stands for it.
  const item = items.get(label) ?? items.get(`[get]${label}`) ?? items.get(`[set]${label}`);
  if (item === undefined || label.includes('/')) return undefined;
  const { reason } = item;
  if (reason.kind === 'statement') return ownLabel(world, side, item, reason.loc);
  if (reason.kind !== 'include') return undefined;
  const include = world.includes.find((it) => same(it.statement, reason.loc));
  const pair = include?.names.find((it) => it.alias === label);
  if (include === undefined || pair === undefined) return labelOf(reason.world, side, label);
  return withAlias(include, pair);
}

/** The name that `with { name as alias }` makes. */
export function withAlias(include: Include, pair: Include['names'][number]): Entity {
  const [target] = include.target === undefined ? [] : labelsOf(include.target, pair.name);
  return { kind: 'alias', name: pair.alias, target, loc: pair.aliasLoc };
}

function ownLabel(
  world: World,
  side: 'imports' | 'exports',
  { key }: ElaboratedItem,
  statement: Loc,
): Entity | undefined {
  const item = world.items.find(
    (it) => it.label === key && `${it.direction}s` === side && same(it.statement, statement),
  );
  if (item === undefined) return undefined;
  if (item.item.kind === 'type') return item.item.type;
  if (item.item.kind === 'func') return { kind: 'func', func: item.item.func, owner: world, loc: item.loc };
  return { kind: 'extern', name: key, world, item, loc: item.loc };
}

function same(a: Loc, b: Loc): boolean {
  return a.node === b.node && a.uri === b.uri;
}
