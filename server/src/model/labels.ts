// What the labels of a world stand for: the statement that makes them, in this world or in one that it includes.

import { memo } from '../base/memo.ts';
import { put } from '../base/multimap.ts';
import type { ElaboratedItem, Entity, Include, Loc, World, WorldItem } from './package.ts';

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
  if (label.includes('/')) return undefined;
  // Includes may be nested deeply: a loop, and each renamed label is found once (`aliasesOf`).
  for (let at = world; ; ) {
    const items = at[side];
    // The functions of a property are one name; the getter stands for it.
    const item = items.get(label) ?? items.get(`[get]${label}`) ?? items.get(`[set]${label}`);
    if (item === undefined) return undefined;
    const { reason } = item;
    if (reason.kind === 'statement') return ownLabel(at, side, item, reason.loc);
    if (reason.kind !== 'include') return undefined;
    const include = includesOf(at.includes).get(reason.loc.node);
    const alias = include === undefined ? undefined : aliasesOf(include).byName.get(label);
    if (alias !== undefined) return alias;
    at = reason.world;
  }
}

type Pair = Include['names'][number];

/** What `with { name as alias }` makes. */
export function withAlias(include: Include, pair: Pair): Entity | undefined {
  return aliasesOf(include).byPair.get(pair);
}

const aliasesOf = memo((include: Include) => {
  const byPair = new Map<Pair, Entity>();
  const byName = new Map<string, Entity>();
  for (const pair of include.names) {
    const target = include.target === undefined ? undefined : labelsOf(include.target, pair.name)[0];
    const entity: Entity = { kind: 'alias', name: pair.alias, target, loc: pair.aliasLoc };
    byPair.set(pair, entity);
    if (!byName.has(pair.alias)) byName.set(pair.alias, entity);
  }
  return { byPair, byName };
});

const includesOf = memo((includes: readonly Include[]) => new Map(includes.map((it) => [it.statement.node, it])));

/** The items by their statement: several for a resource and its functions. */
const itemsOf = memo((items: readonly WorldItem[]) => {
  const byStatement = new Map<Loc['node'], WorldItem[]>();
  for (const it of items) put(byStatement, it.statement.node, it);
  return byStatement;
});

function ownLabel(
  world: World,
  side: 'imports' | 'exports',
  { key }: ElaboratedItem,
  statement: Loc,
): Entity | undefined {
  const item = itemsOf(world.items)
    .get(statement.node)
    ?.find((it) => it.label === key && `${it.direction}s` === side);
  if (item === undefined) return undefined;
  if (item.item.kind === 'type') return item.item.type;
  if (item.item.kind === 'func') return { kind: 'func', func: item.item.func, owner: world, loc: item.loc };
  return { kind: 'extern', name: key, world, item, loc: item.loc };
}
