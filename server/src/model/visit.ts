// Walks over what a package defines.

import type { Func, Interface, Package, Type, TypeDef, World } from './package.ts';

/** Every interface: those with a name, then the inline ones of worlds. */
export function allInterfaces(it: Package): Interface[] {
  const inline: Interface[] = [];
  for (const world of it.worlds.values()) {
    for (const { item, label } of world.items) {
      if (
        item.kind === 'interface' &&
        item.interface !== undefined &&
        label !== undefined &&
        item.interface.name === undefined
      )
        inline.push(item.interface);
    }
  }
  return [...it.interfaces.values(), ...inline];
}

/** Functions of a world itself, methods of its resources too. */
export function worldFuncs(world: World): Func[] {
  return world.items.flatMap(({ item }) => (item.kind === 'func' ? [item.func] : []));
}

/** Types that are defined here, not used from elsewhere. */
export function ownTypes(owner: Interface | World): TypeDef[] {
  return [...owner.types.values()].filter((type) => type.def.kind !== 'use');
}

/** Types as written in a definition, outermost only. */
export function typesOf(type: TypeDef): Type[] {
  const { def } = type;
  switch (def.kind) {
    case 'alias':
      return [def.type];
    case 'record':
      return def.fields.map((field) => field.type);
    case 'flags':
    case 'enum':
    case 'variant':
      return def.cases.flatMap((it) => (it.type === undefined ? [] : [it.type]));
    default:
      return [];
  }
}

export function typesOfFunc(func: Func): Type[] {
  return [...func.params.map((param) => param.type), ...(func.result === undefined ? [] : [func.result])];
}

/** The types directly inside a type. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'list':
      return [type.element];
    case 'map':
      return [type.key, type.value];
    case 'option':
      return [type.of];
    case 'result':
      return [...(type.ok === undefined ? [] : [type.ok]), ...(type.err === undefined ? [] : [type.err])];
    case 'tuple':
      return type.items;
    case 'future':
    case 'stream':
      return type.of === undefined ? [] : [type.of];
    default:
      return [];
  }
}

/** The type and all that is written inside it. */
export function* nested(type: Type): Generator<Type> {
  yield type;
  for (const part of partsOf(type)) yield* nested(part);
}

/** Every type written anywhere in the package. */
export function* writtenTypes(it: Package): Generator<Type> {
  for (const owner of [...allInterfaces(it), ...it.worlds.values()]) {
    for (const type of ownTypes(owner)) for (const written of typesOf(type)) yield* nested(written);
    const funcs = owner.kind === 'interface' ? [...owner.funcs.values()] : worldFuncs(owner);
    for (const func of funcs) for (const written of typesOfFunc(func)) yield* nested(written);
  }
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
