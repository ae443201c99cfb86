// Walks over what a package defines.

import { memo } from '../base/memo.ts';
import type { Func, Interface, Package, Type, TypeDef, World } from './package.ts';
import { isLeaf, namedBy, partsOf } from './type.ts';

/** Every interface: those with a name, then the inline ones of worlds. */
export function allInterfaces(it: Package): Interface[] {
  return [...it.interfaces.values(), ...[...it.worlds.values()].flatMap(inlineInterfaces)];
}

/** The interfaces that a world writes in itself. */
export function inlineInterfaces(world: World): Interface[] {
  return world.items.flatMap(({ item, label }) =>
    item.kind === 'interface' && label !== undefined && item.interface?.name === undefined
      ? (item.interface ?? [])
      : [],
  );
}

/** Every interface and world. */
export function itemsOf(it: Package): (Interface | World)[] {
  return [...allInterfaces(it), ...it.worlds.values()];
}

/** Functions that a world imports and exports itself. */
export function worldFuncs(world: World): { readonly direction: 'import' | 'export'; readonly func: Func }[] {
  return world.items.flatMap(({ item, direction }) =>
    item.kind === 'func' && item.func.resource === undefined ? [{ direction, func: item.func }] : [],
  );
}

/** Functions of an interface, or of a world itself; methods of their resources too. */
export function funcsOf(owner: Interface | World): readonly Func[] {
  if (owner.kind === 'interface') return [...owner.funcs.values()];
  return owner.items.flatMap(({ item }) => (item.kind === 'func' ? [item.func] : []));
}

/** Types that are defined here, not used from elsewhere. */
export function ownTypes(owner: Interface | World): TypeDef[] {
  return [...owner.types.values()].filter((type) => type.def.kind !== 'use');
}

/** Types as written in a definition, outermost only. */
export function typesOf({ def }: TypeDef): readonly Type[] {
  switch (def.kind) {
    case 'alias':
      return [def.type];
    case 'record':
      return def.fields.map((field) => field.type);
    case 'variant':
      return def.cases.flatMap((it) => (it.type === undefined ? [] : [it.type]));
    // A payload there is an error, which no check of cycles follows.
    case 'flags':
    case 'enum':
    case 'use':
    case 'resource':
      return [];
  }
}

/** Definitions that a definition names, itself or inside of what it is made of. */
function mentionsOf(type: TypeDef): readonly TypeDef[] {
  if (type.def.kind === 'use') return type.def.target === undefined ? [] : [type.def.target];
  const found: TypeDef[] = [];
  // By hand: this runs for every definition when a package is read for the first time.
  const add = (it: Type): void => {
    const named = namedBy(it);
    if (named !== undefined) found.push(named);
    if (!isLeaf(it)) for (const part of partsOf(it)) add(part);
  };
  for (const it of typesOf(type)) add(it);
  return found;
}

/**
 * What follows for a definition from those that it mentions, remembered. `compute` may ask for these. They are computed
 * first, without recursion: a chain of names may be longer than the call stack is deep. Definitions have no cycles.
 */
export function perDefinition<R extends {}>(compute: (type: TypeDef) => R): (type: TypeDef) => R {
  const known = new WeakMap<TypeDef, R>();
  return (type) => {
    const cached = known.get(type);
    if (cached !== undefined) return cached;
    if (mentionsOf(type).every((it) => known.has(it))) {
      const value = compute(type);
      known.set(type, value);
      return value;
    }
    const begun = new Set<TypeDef>();
    const open = [type];
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      if (!begun.has(at)) {
        begun.add(at);
        for (const it of mentionsOf(at)) if (!known.has(it) && !begun.has(it)) open.push(it);
        continue;
      }
      open.pop();
      if (!known.has(at)) known.set(at, compute(at));
    }
    return known.get(type) ?? compute(type);
  };
}

export function typesOfFunc(func: Func): Type[] {
  return [...func.params.map((param) => param.type), ...(func.result === undefined ? [] : [func.result])];
}

/** Every type written in an interface, or in a world itself. */
export const writtenTypes = memo((owner: Interface | World): readonly Type[] =>
  collectWritten([...owner.types.values()], funcsOf(owner)),
);

/** Those among them that no feature gate takes away. */
export const encodedTypes = memo((owner: Interface | World): readonly Type[] => {
  const definitions = [...owner.types.values()];
  const active = definitions.filter((it) => it.active);
  const funcs = encodedFuncs(owner);
  if (active.length === definitions.length && funcs.length === funcsOf(owner).length) return writtenTypes(owner);
  return collectWritten(active, funcs);
});

export const encodedFuncs = memo((owner: Interface | World): readonly Func[] =>
  funcsOf(owner).filter(({ active }) => active),
);

function collectWritten(definitions: readonly TypeDef[], funcs: readonly Func[]): readonly Type[] {
  const found: Type[] = [];
  // By hand: this runs at every keystroke.
  const add = (type: Type): void => {
    found.push(type);
    if (!isLeaf(type)) for (const part of partsOf(type)) add(part);
  };
  for (const type of definitions) if (type.def.kind !== 'use') for (const part of typesOf(type)) add(part);
  for (const func of funcs) {
    for (const param of func.params) add(param.type);
    if (func.result !== undefined) add(func.result);
  }
  return found;
}

/** Interfaces that packages use, import or export, and those that these use in turn. */
export function reachedFrom(packages: readonly Package[]): Interface[] {
  const reached = new Set<Interface>();
  const reach = (target: Interface | undefined): void => {
    const open = target === undefined ? [] : [target];
    for (let it = open.pop(); it !== undefined; it = open.pop()) {
      if (reached.has(it)) continue;
      reached.add(it);
      for (const use of it.uses) if (use.target !== undefined) open.push(use.target);
    }
  };
  for (const it of packages) {
    for (const own of allInterfaces(it)) reach(own);
    for (const world of it.worlds.values()) {
      for (const use of world.uses) reach(use.target);
      for (const { item } of [...world.imports.values(), ...world.exports.values()]) {
        if (item.kind === 'interface') reach(item.interface);
      }
    }
  }
  return [...reached];
}
