// What the reference encodes with a package, as far as it lies in others (wit-component `encoding/wit.rs`).

import { interfaceUses } from './elaborate.ts';
import type { Func, Interface, Package, TypeDef } from './package.ts';

export interface Encoded {
  /** What worlds import and export, with types and functions. */
  readonly interfaces: ReadonlySet<Interface>;
  /** What only other interfaces use: their types are encoded, their functions are not. */
  readonly used: ReadonlySet<Interface>;
  /** Types and functions of worlds themselves, included ones too. */
  readonly items: ReadonlySet<TypeDef | Func>;
}

/** The interfaces and worlds of `packages`, and what they need of others. What a feature gate takes away is not encoded. */
export function encodedWith(packages: readonly Package[]): Encoded {
  const interfaces = new Set<Interface>();
  const items = new Set<TypeDef | Func>();
  const reached = new Set<Interface>();
  for (const it of packages) {
    for (const owner of it.interfaces.values()) {
      if (!owner.active) continue;
      interfaces.add(owner);
      reached.add(owner);
    }
    for (const world of it.worlds.values()) {
      if (!world.active) continue;
      for (const { item } of [...world.imports.values(), ...world.exports.values()]) {
        if (item.kind === 'func') items.add(item.func);
        else if (item.kind === 'type') items.add(item.type);
        else if (item.interface !== undefined) interfaces.add(item.interface);
      }
    }
  }
  // A set may grow while it is walked. What the interfaces of worlds use is imported there.
  for (const owner of reached) for (const { target } of interfaceUses(owner)) reached.add(target);
  return { interfaces, items, used: new Set([...reached].filter((it) => !interfaces.has(it))) };
}
