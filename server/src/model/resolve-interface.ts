// From the members of an interface, with a name or inline in a world, to what they mean.

import type { Extern, InterfaceMember } from '../syntax/items.ts';
import { pairAccessors } from './accessors.ts';
import type { Mutable } from './building.ts';
import type { Func, Gate, Interface, Loc, TypeDef, Use } from './package.ts';
import { Body, type Member } from './resolve-body.ts';
import { checkFunc, checkHandles, resolveFunc } from './resolve-func.ts';
import type { PackageScope } from './scope.ts';
import type { SourcePart } from './source.ts';

/** Where an interface or world is, and whether it is active. */
export interface Declaration {
  readonly loc: Loc;
  readonly item: Loc;
  readonly gate: Gate;
  readonly active: boolean;
}

export function buildInterface(
  scope: PackageScope,
  part: SourcePart,
  members: readonly Member<InterfaceMember>[],
  place: Declaration & { readonly name: string | undefined },
): Interface {
  const types = new Map<string, TypeDef>();
  const funcs = new Map<string, Func>();
  const uses: Use[] = [];
  const result: Mutable<Interface> = { kind: 'interface', package: scope.source.id, ...place, types, funcs, uses };
  const body = new Body(scope, part, result, types);
  body.resolveTypes(members);
  result.uses = body.uses;
  const all: Func[] = [];
  for (const { decl, base } of members) {
    if (decl.kind === 'resource') {
      const def = types.get(decl.name.text);
      if (def?.def.kind === 'resource' && def.loc.node === base + decl.name.node)
        for (const func of def.def.funcs) all.push(func);
    } else if (decl.kind === 'func') {
      const loc = body.loc(base, decl.name.node);
      const added = decl.name.text !== '' && body.addFunc(decl.name.text, loc, decl.func.accessor?.kind);
      const func = resolveFunc(body, { ...decl, kind: 'free', label: decl.name }, base);
      if (added) all.push(func);
    }
  }
  for (const func of all) {
    if (!funcs.has(func.name)) funcs.set(func.name, func);
    checkFunc(body, func);
  }
  pairAccessors(funcs, (it) => it);
  checkHandles(body);
  return result;
}

/** `import x: interface { … }`: its scope is its own, nothing of the world's is in it. */
export function resolveInline(
  scope: PackageScope,
  part: SourcePart,
  extern: Extract<Extern, { kind: 'interface' }>,
  base: number,
  place: Declaration,
): Interface {
  const members = extern.members.map((decl) => ({ decl, base }));
  return buildInterface(scope, part, members, { ...place, name: undefined });
}
