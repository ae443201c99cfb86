// Where the documentation of a name stands on a site that `docs` writes.

import { namesAt, originalOf } from '../features/names/name-at.ts';
import { UNNAMED } from '../model/names.ts';
import type { Entity, Interface, World } from '../model/package.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Addresses } from './addresses.ts';

/**
 * `acme/shop/1.0.0/interface.orders.html#func.place`, of the name at an offset; without one, of the interface or world around it,
 * else of the package. Undefined where nothing has a page.
 */
export function documentationAddress(snapshot: Snapshot, uri: string, offset: number): string | undefined {
  const [named] = namesAt(snapshot, uri, offset);
  const target = named === undefined ? undefined : originalOf(named.target);
  const around = surrounding(snapshot, uri, offset);
  for (const entity of [target, around]) {
    const address = entity === undefined ? undefined : addressOfEntity(entity, addressesFor(snapshot, entity));
    if (address !== undefined) return address;
  }
  return undefined;
}

/** Of the packages that have a part in the files of an item; those without a name have no page. */
function addressesFor(snapshot: Snapshot, entity: Entity): Addresses {
  const packages = filesOf(entity).flatMap((uri) => snapshot.semantics.packagesOf(uri));
  return new Addresses(packages.filter((it) => it.key !== UNNAMED));
}

function filesOf(target: Entity): readonly string[] {
  if (target.kind === 'package') return target.package?.files ?? [];
  return target.kind === 'feature' ? [] : [target.loc.uri];
}

/** The interface or world that an offset is in, else the package. */
function surrounding(snapshot: Snapshot, uri: string, offset: number): Entity | undefined {
  const packages = snapshot.semantics.packagesOf(uri);
  const tree = snapshot.tree(uri);
  const owners = packages.flatMap((it): (Interface | World)[] => [...it.interfaces.values(), ...it.worlds.values()]);
  const around = owners.find(({ item }) => {
    const [start = 0, end = 0] = [tree?.spans[2 * item.node], tree?.spans[2 * item.node + 1]];
    return item.uri === uri && start <= offset && offset <= end;
  });
  const [first] = packages;
  return around ?? (first && { kind: 'package', id: first.id, package: first });
}

function addressOfEntity(entity: Entity, addresses: Addresses): string | undefined {
  switch (entity.kind) {
    case 'package':
      return addresses.package(entity.id);
    case 'interface':
    case 'world':
      return addresses.owner(entity);
    case 'type':
      return addresses.type(entity);
    case 'func':
      return addresses.func(entity.owner, entity.func);
    case 'field':
      return addresses.member(entity.type, entity.field);
    case 'case':
      return addresses.member(entity.type, entity.case);
    case 'extern':
      return addresses.owner(entity.world);
    case 'param':
    case 'alias':
    case 'feature':
      return undefined;
  }
}
