// What a component with nothing in it keeps of its world: everything that it exports and the world's own types, all
// functions and resources that it imports, and the types that these mention; not the other types of interfaces.

import { isPlain } from '../../server/src/model/elaborate.ts';
import { interfaceKey } from '../../server/src/model/names.ts';
import type { ElaboratedItem, Func, Interface, Type, TypeDef, World } from '../../server/src/model/package.ts';
import { nested, typesOf, typesOfFunc } from '../../server/src/model/visit.ts';

export function liveWorld(world: World): World {
  const live = new Live(new Set(world.exports.keys()));
  for (const item of world.imports.values()) live.item(item, 'import');
  for (const item of world.exports.values()) live.item(item, 'export');
  const imports = [...world.imports].flatMap(([key, item]) => {
    const it = item.item;
    if (it.kind !== 'interface' || it.interface === undefined) return [[key, item] as const];
    const target = it.interface;
    if (!live.kept.has(isPlain(item) ? interfaceKey(target) : item.key)) return [];
    if (target.name !== undefined) return [[key, item] as const];
    const types = new Map([...target.types].filter(([, def]) => live.types.get(key)?.has(def) ?? false));
    return [[key, { ...item, item: { kind: 'interface' as const, interface: { ...target, types } } }] as const];
  });
  return { ...world, imports: new Map(imports) };
}

/** Where a type is mentioned: in one imported or exported interface, or among plain imports or exports. */
interface Context {
  readonly side: 'import' | 'export';
  /** The interface itself, whose types are here its own, even when it has a label. */
  readonly self?: Interface;
  readonly seen: Set<TypeDef>;
}

class Live {
  /** Types that are mentioned in imported interfaces, by the key of the import. */
  readonly types = new Map<string, ReadonlySet<TypeDef>>();
  /** Keys of imported interfaces. */
  readonly kept = new Set<string>();
  readonly #exported: ReadonlySet<string>;
  readonly #imports: Context = { side: 'import', seen: new Set() };
  readonly #exports: Context = { side: 'export', seen: new Set() };

  constructor(exported: ReadonlySet<string>) {
    this.#exported = exported;
  }

  item(item: ElaboratedItem, side: 'import' | 'export'): void {
    const it = item.item;
    if (it.kind === 'func') this.#func(it.func, this.#imports);
    else if (it.kind === 'type') this.#type(it.type, this.#imports);
    else if (it.interface !== undefined) this.#interface(it.interface, item.key, side);
  }

  #interface(it: Interface, key: string, side: 'import' | 'export'): void {
    const here: Context = { side, self: it, seen: new Set() };
    const funcs = [...it.funcs.values()].filter((func) => func.active);
    const types = [...it.types.values()].filter(
      (def) => def.active && (side === 'export' || def.def.kind === 'resource'),
    );
    if (side === 'import') {
      this.types.set(key, here.seen);
      if (funcs.length + types.length > 0) this.kept.add(key);
    }
    for (const func of funcs) this.#func(func, here);
    for (const def of types) this.#type(def, here);
  }

  #func(func: Func, here: Context): void {
    if (func.resource !== undefined) this.#type(func.resource, here);
    for (const type of typesOfFunc(func)) this.#written(type, here);
  }

  #written(type: Type, here: Context): void {
    for (const it of nested(type))
      if (it.kind === 'ref' || it.kind === 'own' || it.kind === 'borrow') this.#type(it.def, here);
  }

  /** What an exported interface takes from another one that is exported too, it does not take from an import. */
  #type(def: TypeDef, from: Context): void {
    const { owner } = def;
    const exported = from.side === 'export' && owner.kind === 'interface' && this.#exported.has(interfaceKey(owner));
    const here = owner === from.self ? from : exported ? this.#exports : this.#imports;
    if (here.seen.has(def)) return;
    here.seen.add(def);
    if (here === this.#imports && owner.kind === 'interface') this.kept.add(interfaceKey(owner));
    if (def.def.kind === 'use' && def.def.target !== undefined) this.#type(def.def.target, here);
    for (const type of typesOf(def)) this.#written(type, here);
  }
}
