// The order in which the items of a package are resolved: each after those that it mentions, so that no chain of them is as
// deep as the call stack. Where items depend on each other in a cycle, the references that close it are known beforehand.

import type { Decl, Extern, UsePath } from '../syntax/items.ts';
import type { Loc } from './package.ts';
import type { Declared } from './resolution.ts';
import type { PackageScope } from './scope.ts';

/** An item of the package, mentioned at a place. */
export interface Step {
  readonly item: Declared;
  readonly loc: Loc;
}

/** By the item that mentions and the one that is mentioned: the way from the latter to the former. */
export type ClosingReferences = ReadonlyMap<Declared, ReadonlyMap<Declared, readonly Step[]>>;

interface Frame {
  readonly step: Step | undefined;
  readonly item: Declared;
  readonly mentions: readonly Step[];
  next: number;
}

export function orderItems(scope: PackageScope): {
  readonly order: readonly Declared[];
  readonly closing: ClosingReferences;
} {
  const order: Declared[] = [];
  const closing = new Map<Declared, Map<Declared, readonly Step[]>>();
  const seen = new Set<Declared>();
  for (const start of scope.declared) {
    if (seen.has(start)) continue;
    const path: Frame[] = [];
    const depths = new Map<Declared, number>();
    const enter = (item: Declared, step: Step | undefined): void => {
      seen.add(item);
      depths.set(item, path.length);
      path.push({ step, item, mentions: mentionsOf(scope, item), next: 0 });
    };
    enter(start, undefined);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const mention = top.mentions[top.next++];
      if (mention === undefined) {
        path.pop();
        depths.delete(top.item);
        order.push(top.item);
        continue;
      }
      const depth = depths.get(mention.item);
      if (depth !== undefined) {
        const from = closing.get(top.item) ?? new Map<Declared, readonly Step[]>();
        const way = path.slice(depth + 1, depth + 1 + MAX_WAY).flatMap(({ step }) => step ?? []);
        if (!from.has(mention.item)) from.set(mention.item, way);
        closing.set(top.item, from);
      } else if (!seen.has(mention.item)) enter(mention.item, mention);
    }
  }
  return { order, closing };
}

/** Longer chains help no reader, and all of them together would grow with the square of the file. */
export const MAX_WAY = 20;

/** In the order in which they are resolved: what is used first. */
function mentionsOf(scope: PackageScope, item: Declared): Step[] {
  const found: Step[] = [];
  const add = (path: UsePath, base: number, want: 'interface' | 'world'): void => {
    const target = scope.mentioned(item.part, path, base, want);
    if (target !== undefined) found.push(target);
  };
  const { members } = item.entry;
  for (const { chunk, base } of members) if (chunk.decl.kind === 'use') add(chunk.decl.path, base, 'interface');
  for (const { chunk, base } of members) {
    if (chunk.decl.kind === 'include') add(chunk.decl.path, base, 'world');
    else for (const path of externPaths(chunk.decl)) add(path, base, 'interface');
  }
  return found;
}

function externPaths(decl: Decl): readonly UsePath[] {
  if (decl.kind !== 'import' && decl.kind !== 'export') return [];
  const extern: Extern = decl.extern;
  if (extern.kind === 'path') return [extern.path];
  return extern.kind === 'func' ? [] : extern.members.flatMap((it) => (it.kind === 'use' ? [it.path] : []));
}
