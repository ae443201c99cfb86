// Which of the types that a world's imports offer are needed: a component knows of no others. Needed is what functions and
// resources mention, the world's own types, and everything that is exported.

import { memo } from '../base/memo.ts';
import { interfaceKey } from '../model/names.ts';
import type { ElaboratedItem, Func, Interface, Type, TypeDef, World } from '../model/package.ts';
import { namedBy, nested } from '../model/type.ts';
import { typesOf, typesOfFunc } from '../model/visit.ts';

export interface LiveImports {
  /** Keys of imported interfaces that a component of the world really imports. */
  readonly keys: ReadonlySet<string>;
  /** The types of one of them that it needs, by the key of the import. */
  types(key: string): ReadonlySet<TypeDef>;
}

export const liveImports = memo((world: World): LiveImports => new Live(world));

/** Where a type is mentioned: in one imported or exported interface, or among plain imports or exports. */
interface Context {
  readonly side: 'import' | 'export';
  /** The interface itself, whose types are here its own, even when it has a label. */
  readonly self?: Interface;
  readonly key?: string;
  readonly seen: Set<TypeDef>;
}

interface Mention {
  readonly def: TypeDef;
  readonly from: Context;
}

class Live implements LiveImports {
  readonly keys = new Set<string>();
  readonly #types = new Map<string, Set<TypeDef>>();
  readonly #exported: ReadonlySet<string>;
  readonly #pending: Mention[] = [];
  readonly #imports: Context = { side: 'import', seen: new Set() };
  readonly #exports: Context = { side: 'export', seen: new Set() };

  constructor(world: World) {
    this.#exported = new Set(world.exports.keys());
    for (const item of world.imports.values()) this.#item(item, 'import');
    for (const item of world.exports.values()) this.#item(item, 'export');
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) this.#visit(next);
  }

  types(key: string): ReadonlySet<TypeDef> {
    return this.#types.get(key) ?? new Set();
  }

  #item(item: ElaboratedItem, side: 'import' | 'export'): void {
    const it = item.item;
    if (it.kind === 'func') this.#func(it.func, this.#imports);
    else if (it.kind === 'type') this.#type(it.type, this.#imports);
    else if (it.interface !== undefined) this.#interface(it.interface, item.key, side);
  }

  #interface(it: Interface, key: string, side: 'import' | 'export'): void {
    const here: Context = { side, self: it, key, seen: new Set() };
    const funcs = [...it.funcs.values()].filter((func) => func.active);
    const types = [...it.types.values()].filter(
      (def) => def.active && (side === 'export' || def.def.kind === 'resource'),
    );
    if (side === 'import' && funcs.length + types.length > 0) this.keys.add(key);
    for (const func of funcs) this.#func(func, here);
    for (const def of types) this.#type(def, here);
  }

  #func(func: Func, here: Context): void {
    if (func.resource !== undefined) this.#type(func.resource, here);
    for (const type of typesOfFunc(func)) this.#written(type, here);
  }

  #written(type: Type, here: Context): void {
    for (const it of nested(type)) {
      const def = namedBy(it);
      if (def !== undefined) this.#type(def, here);
    }
  }

  #type(def: TypeDef, from: Context): void {
    this.#pending.push({ def, from });
  }

  /** What an exported interface takes from another one that is exported too, it does not take from an import. */
  #visit({ def, from }: Mention): void {
    const { owner } = def;
    const exported = from.side === 'export' && owner.kind === 'interface' && this.#exported.has(interfaceKey(owner));
    const here = owner === from.self ? from : exported ? this.#exports : this.#imports;
    if (here.seen.has(def)) return;
    here.seen.add(def);
    if (here.side === 'import' && owner.kind === 'interface') this.#add(here.key ?? interfaceKey(owner), def);
    if (def.def.kind === 'use' && def.def.target !== undefined) this.#type(def.def.target, here);
    for (const type of typesOf(def)) this.#written(type, here);
  }

  #add(key: string, def: TypeDef): void {
    this.keys.add(key);
    this.#types.set(key, (this.#types.get(key) ?? new Set<TypeDef>()).add(def));
  }
}
