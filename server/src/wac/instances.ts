// What instances export: components that were made, imports that are interfaces, and the ports of both.

import type { PackageId } from '../model/names.ts';
import {
  type ElaboratedItem,
  emptyWorld,
  type Func,
  type Interface,
  type TypeDef,
  type World,
} from '../model/package.ts';
import { interfaceOf, type Part, type Port } from '../world/parts.ts';
import { findPort, sameTrack } from '../world/wiring.ts';
import { NOWHERE } from './declarations.ts';
import type { WacPath } from './syntax.ts';

export function exactPort(part: Part, key: string, direction: 'import' | 'export' = 'export'): Port | undefined {
  const item = (direction === 'import' ? part.world.imports : part.world.exports).get(key);
  return item === undefined ? undefined : { part, direction, item };
}

/** The import that a value given without a name is meant for. */
export function inferred(part: Part, name: string, given: Port | undefined): Port | undefined {
  if (given !== undefined) {
    const { item } = given;
    const same = exactPort(part, item.key, 'import');
    if (same !== undefined) return same;
    const track = [...part.world.imports.values()].find((it) => sameTrack(it, item));
    if (track !== undefined) return { part, direction: 'import', item: track };
  }
  return findPort(part, 'import', name);
}

export function exportsOf(part: Part): Port[] {
  return [...part.world.exports.values()].map((item) => ({ part, direction: 'export' as const, item }));
}

export function idOf({ namespace, name, version }: WacPath): PackageId {
  return { namespace, name, ...(version === undefined ? {} : { version }) };
}

/** A component as one instance: its functions as those of an interface. */
export function instancePort(part: Part): Port {
  const { world } = part;
  const funcs = new Map<string, Func>();
  for (const [key, { item }] of world.exports) if (item.kind === 'func') funcs.set(key, item.func);
  const made: Interface = {
    kind: 'interface',
    name: undefined,
    package: world.package,
    loc: world.loc,
    item: world.item,
    gate: {},
    active: true,
    types: new Map(),
    funcs,
    uses: [],
  };
  const item: ElaboratedItem = {
    key: part.name,
    item: { kind: 'interface', interface: made },
    gate: {},
    reason: { kind: 'statement', loc: world.loc },
  };
  return { part, direction: 'export', item, whole: true };
}

/** A type that the file declares. */
export function declaredPort(type: TypeDef): Port {
  const item: ElaboratedItem = {
    key: type.name,
    item: { kind: 'type', type },
    gate: {},
    reason: { kind: 'statement', loc: NOWHERE },
  };
  const world = worldOf(new Map(), new Map([[item.key, item]]));
  return { part: { name: 'declared', world, outside: true }, direction: 'export', item };
}

/** A type of an instance. */
export function typePort(of: Port, type: TypeDef): Port {
  return { ...of, of, item: { ...of.item, key: type.name, item: { kind: 'type', type } } };
}

/** The functions of an instance, each by itself; undefined for what is a function itself. */
export function exportsOfPort(port: Port): Port[] | undefined {
  const it = interfaceOf(port.item);
  if (it === undefined) return undefined;
  return [...it.funcs.values()].map((func) => ({
    ...port,
    of: port,
    item: { ...port.item, key: func.name, item: { kind: 'func' as const, func } },
  }));
}

/** What the file imports, as the exports of a world of its own. */
export function worldOf(
  imports: ReadonlyMap<string, ElaboratedItem>,
  exports: ReadonlyMap<string, ElaboratedItem>,
): World {
  return { ...emptyWorld({ namespace: '', name: '' }, NOWHERE), imports, exports };
}
