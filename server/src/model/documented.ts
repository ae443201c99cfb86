// Everything in a package that can have documentation, with the place that links in it are seen from.

import type { DocPlace } from './doc-links.ts';
import type { CaseDef, FieldDef, Func, Gate, Interface, Loc, Package, TypeDef, World } from './package.ts';
import { membersOf } from './print.ts';
import { inlineInterfaces, ownTypes, worldFuncs } from './visit.ts';

export type Documented = {
  /** Where the documentation stands: before this node. */
  readonly at: Loc;
  /** `interface.resource.method`. */
  readonly name: string;
  readonly gate: Gate;
  readonly place: DocPlace;
} & (
  | { readonly kind: 'owner'; readonly owner: Interface | World }
  | { readonly kind: 'type'; readonly type: TypeDef }
  | { readonly kind: 'member'; readonly type: TypeDef; readonly member: FieldDef | CaseDef }
  | { readonly kind: 'func'; readonly owner: Interface | World; readonly func: Func }
);

/** In the order of the text, but for methods, which follow their resource. The package itself is not among them. */
export function* documentedIn(it: Package): Generator<Documented> {
  for (const owner of [...it.interfaces.values(), ...it.worlds.values()]) {
    yield* documentedInOwner(it, owner, owner.name ?? '');
    if (owner.kind !== 'world') continue;
    for (const inline of inlineInterfaces(owner)) {
      const label = owner.items.find(({ item }) => item.kind === 'interface' && item.interface === inline)?.label;
      yield* documentedInOwner(it, inline, `${owner.name}.${label ?? ''}`);
    }
  }
}

function* documentedInOwner(it: Package, owner: Interface | World, name: string): Generator<Documented> {
  const place = { package: it, owner };
  yield { kind: 'owner', at: owner.item, name, gate: owner.gate, place, owner };
  for (const type of ownTypes(owner)) {
    const own = `${name}.${type.name}`;
    const inside = { ...place, type };
    yield { kind: 'type', at: type.item, name: own, gate: type.gate, place: inside, type };
    for (const member of membersOf(type))
      yield { kind: 'member', at: member.loc, name: `${own}.${member.name}`, gate: {}, place: inside, type, member };
    for (const func of type.def.kind === 'resource' ? type.def.funcs : [])
      yield { kind: 'func', at: func.item, name: `${own}.${func.label}`, gate: func.gate, place: inside, owner, func };
  }
  for (const func of freeFuncs(owner))
    yield { kind: 'func', at: func.item, name: `${name}.${func.label}`, gate: func.gate, place, owner, func };
}

function freeFuncs(owner: Interface | World): Func[] {
  if (owner.kind === 'interface') return [...owner.funcs.values()].filter((it) => it.resource === undefined);
  return worldFuncs(owner).map(({ func }) => func);
}
