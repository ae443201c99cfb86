// The types of a world's own, and what a function of the world means by them: `include` copies types, and may copy one
// twice under two names, so the same definition can be two types here.

import type { ElaboratedItem, Reason, TypeDef, World } from './package.ts';

/** Through which `include`s an item came; empty for what the world says itself. Equal for items that came together. */
export function includePath(reason: Reason): string {
  let path = '';
  for (let at: Reason | undefined = reason; at !== undefined; at = at.kind === 'statement' ? undefined : at.from)
    if (at.kind === 'include') path += `${at.loc.uri}#${at.loc.node} `;
  return path;
}

export class WorldTypes {
  readonly #byPath = new Map<string, Map<TypeDef, ElaboratedItem>>();

  constructor(world: World) {
    for (const item of world.imports.values()) {
      if (item.item.kind !== 'type') continue;
      const path = includePath(item.reason);
      const known = this.#byPath.get(path) ?? new Map<TypeDef, ElaboratedItem>();
      this.#byPath.set(path, known.set(item.item.type, item));
    }
  }

  /** The types that an item of the world can mention, each with the item that it is here. */
  of(item: ElaboratedItem): ReadonlyMap<TypeDef, ElaboratedItem> {
    return this.#byPath.get(includePath(item.reason)) ?? NONE;
  }
}

const NONE: ReadonlyMap<TypeDef, ElaboratedItem> = new Map();
