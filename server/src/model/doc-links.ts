// What a path in documentation names: seen from the item that is documented, then from what holds it, then from its package.

import { BUILTIN_NAMES } from '../syntax/builtins.ts';
import { type DocPath, readDocPath } from '../syntax/doc-links.ts';
import { compareVersions, packageKey } from './names.ts';
import {
  type CaseDef,
  type FieldDef,
  type Func,
  type Interface,
  originalType,
  type Package,
  type TypeDef,
  type World,
} from './package.ts';
import { membersOf } from './print.ts';
import { worldFuncs } from './visit.ts';

/** Where a documentation stands. */
export interface DocPlace {
  readonly package: Package;
  readonly owner?: Interface | World;
  /** The type that is documented, or whose member is. */
  readonly type?: TypeDef;
}

export type DocTarget =
  | { readonly kind: 'package'; readonly package: Package }
  | { readonly kind: 'owner'; readonly package: Package; readonly owner: Interface | World }
  | { readonly kind: 'type'; readonly type: TypeDef }
  | { readonly kind: 'member'; readonly type: TypeDef; readonly member: FieldDef | CaseDef }
  | { readonly kind: 'func'; readonly owner: Interface | World; readonly func: Func }
  /** A built-in type such as `u32`, or something in a package that this one does not refer to: no page, and no mistake. */
  | { readonly kind: 'other' };

/** Undefined for a path that names nothing. */
export function resolveDocLink(text: string, place: DocPlace): DocTarget | undefined {
  const path = readDocPath(text);
  if (path === undefined) return undefined;
  const [first, ...rest] = path.names;
  if (path.package !== undefined) {
    const from = packageFor(path, place.package);
    if (from === undefined) return { kind: 'other' };
    if (first === undefined) return { kind: 'package', package: from };
    return inPackage(from, first, rest);
  }
  if (first === undefined) return undefined;
  return (
    (place.type && inType(place.type, place.owner, [first, ...rest])) ??
    (place.owner && inOwner(place.owner, first, rest)) ??
    inPackage(place.package, first, rest) ??
    (rest.length === 0 && (BUILTIN_NAMES.has(first) || first === 'self') ? { kind: 'other' } : undefined)
  );
}

/** Names that a link in the documentation of a place may begin with. */
export function docLinkNames({ package: it, owner, type }: DocPlace): readonly string[] {
  const inside = type === undefined ? [] : namesInType(type);
  const types = owner === undefined ? [] : owner.types.keys();
  const funcs = owner === undefined ? [] : funcNames(owner);
  return [...new Set([...inside, ...types, ...funcs, ...it.interfaces.keys(), ...it.worlds.keys()])];
}

/** Names that may follow a path and a dot. */
export function docLinkMembers(target: DocTarget | undefined): readonly string[] {
  switch (target?.kind) {
    case 'package':
      return [...target.package.interfaces.keys(), ...target.package.worlds.keys()];
    case 'owner':
      return [...target.owner.types.keys(), ...funcNames(target.owner)];
    case 'type':
      return namesInType(target.type);
    default:
      return [];
  }
}

function funcNames(owner: Interface | World): string[] {
  if (owner.kind === 'world') return worldFuncs(owner).map(({ func }) => func.label);
  return [...owner.funcs.values()].filter((it) => it.resource === undefined).map((it) => it.label);
}

function namesInType(used: TypeDef): string[] {
  const type = originalType(used) ?? used;
  return type.def.kind === 'resource' ? type.def.funcs.map((it) => it.label) : membersOf(type).map((it) => it.name);
}

/** The package of that name and version; without a version, the highest that the package refers to. */
function packageFor({ package: name = '', version }: DocPath, from: Package): Package | undefined {
  const known = [from, ...from.dependencies.values()].filter((it) => it !== undefined);
  const all = known.filter((it) => packageKey({ namespace: it.id.namespace, name: it.id.name }) === name);
  if (version !== undefined) return all.find((it) => it.id.version === version);
  return all.sort((a, b) => compareVersions(b.id.version ?? '', a.id.version ?? ''))[0];
}

function inPackage(from: Package, first: string, rest: readonly string[]): DocTarget | undefined {
  const owner = from.interfaces.get(first) ?? from.worlds.get(first);
  if (owner === undefined) return undefined;
  const [next, ...others] = rest;
  return next === undefined ? { kind: 'owner', package: from, owner } : inOwner(owner, next, others);
}

function inOwner(owner: Interface | World, first: string, rest: readonly string[]): DocTarget | undefined {
  const type = owner.types.get(first);
  if (type !== undefined) return rest.length === 0 ? { kind: 'type', type } : inType(type, owner, rest);
  if (rest.length > 0) return undefined;
  if (owner.kind === 'interface') {
    const func = owner.funcs.get(first);
    return func && { kind: 'func', owner, func };
  }
  const found = worldFuncs(owner).find(({ func }) => func.label === first);
  return found && { kind: 'func', owner, func: found.func };
}

function inType(used: TypeDef, owner: Interface | World | undefined, names: readonly string[]): DocTarget | undefined {
  const [name, second] = names;
  // Names brought by `use` lead to what they stand for.
  const type = originalType(used) ?? used;
  if (second !== undefined || name === undefined) return undefined;
  if (type.def.kind === 'resource') {
    const func = type.def.funcs.find((it) => it.label === name);
    const at = type === used ? owner : type.owner;
    return func && { kind: 'func', owner: at ?? type.owner, func };
  }
  const member = membersOf(type).find((it) => it.name === name);
  return member && { kind: 'member', type, member };
}
