// The two functions of a property: a setter belongs to the getter of the same name.

import type { Mutable } from './building.ts';
import { getterName } from './names.ts';
import type { Func } from './package.ts';

/** Joins each setter to its getter. One that is written first goes behind it, as the reference orders them. */
export function pairAccessors<T>(funcs: Map<string, T>, funcOf: (item: T) => Func | undefined): void {
  const early = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, item] of funcs) {
    seen.add(name);
    const getter = getterName(name);
    const [set, get] = [funcOf(item), getter === undefined ? undefined : funcs.get(getter)];
    if (getter === undefined || set === undefined || get === undefined) continue;
    const func = funcOf(get);
    // Under `include … with` it may have been another name.
    if (func?.label === set.label && set.getter === undefined) (set as Mutable<Func>).getter = func.loc;
    if (!seen.has(getter)) early.set(getter, name);
  }
  if (early.size === 0) return;
  const all = new Map(funcs);
  const moved = new Set(early.values());
  funcs.clear();
  for (const [name, item] of all) {
    if (!moved.has(name)) funcs.set(name, item);
    const setter = early.get(name);
    const late = setter === undefined ? undefined : all.get(setter);
    if (setter !== undefined && late !== undefined) funcs.set(setter, late);
  }
}

/** The same for a list, in which a name may be repeated. */
export function pairedAccessors(funcs: readonly Func[]): readonly Func[] {
  const named = new Map<string, Func>();
  for (const func of funcs) if (!named.has(func.name)) named.set(func.name, func);
  pairAccessors(named, (it) => it);
  const repeated = funcs.filter((func) => named.get(func.name) !== func);
  return [...named.values(), ...repeated];
}
