// Who uses what: for each type the functions and types that mention it, for each interface the worlds that import and export
// it and the interfaces that use its types, for each package the packages that depend on it.

import { itemPath, packageKey } from '../model/names.ts';
import { type Interface, originalType, type Package, type Type, type TypeDef, type World } from '../model/package.ts';
import { namedBy, nested } from '../model/type.ts';
import { funcsOf, itemsOf, ownTypes, typesOf } from '../model/visit.ts';
import { type Addresses, ownerKey } from './addresses.ts';

/** A user: its name with the package before it, and where it stands. */
export interface User {
  /** `ns:name@version`. */
  readonly package: string;
  /** `interface.function`. */
  readonly name: string;
  readonly address: string;
}

/** Users by what they use; the additions of one user follow each other. */
type Users = Map<string, User[]>;

const TABLES = ['types', 'users', 'importers', 'exporters', 'dependents'] as const;

/** That something has a user. */
interface Use {
  readonly table: (typeof TABLES)[number];
  readonly key: string;
  readonly user: User;
}

export class UsedBy {
  readonly #tables: Readonly<Record<Use['table'], Users>> = {
    ...{ types: new Map(), users: new Map(), importers: new Map(), exporters: new Map(), dependents: new Map() },
  };

  constructor(packages: Iterable<Package>, uses: (it: Package) => Iterable<Use>) {
    for (const it of packages) for (const { table, key, user } of uses(it)) add(this.#tables[table], key, user);
  }

  type(type: TypeDef): readonly User[] {
    return listed(this.#tables.types.get(typeKey(type)));
  }

  /** Interfaces that use types of an interface. */
  interface(owner: Interface): readonly User[] {
    return listed(this.#tables.users.get(ownerKey(owner)));
  }

  importers(owner: Interface | World): readonly User[] {
    return listed(this.#tables.importers.get(ownerKey(owner)));
  }

  exporters(owner: Interface | World): readonly User[] {
    return listed(this.#tables.exporters.get(ownerKey(owner)));
  }

  package(it: Package): readonly User[] {
    return listed(this.#tables.dependents.get(packageKey(it.id)));
  }
}

/** What a package uses, by its own addresses. */
export function* usesOf(it: Package, addresses: Addresses): Generator<Use> {
  const key = packageKey(it.id);
  const address = addresses.package(it.id);
  if (address !== undefined)
    for (const dependency of it.dependencies.keys())
      yield { table: 'dependents', key: dependency, user: { package: key, name: '', address } };
  for (const owner of itemsOf(it)) {
    const at = addresses.owner(owner);
    if (at === undefined) continue;
    const user = { package: key, name: owner.name ?? '', address: at };
    for (const { target } of owner.uses)
      if (target !== undefined) yield { table: 'users', key: ownerKey(target), user };
    yield* typeUses(key, owner, addresses);
  }
  for (const world of it.worlds.values()) yield* worldUses(key, world, addresses);
}

function* worldUses(key: string, world: World, addresses: Addresses): Generator<Use> {
  const address = addresses.owner(world);
  if (address === undefined) return;
  const user = { package: key, name: world.name, address };
  for (const [side, table] of [
    [world.imports, 'importers'],
    [world.exports, 'exporters'],
  ] as const)
    for (const { item } of side.values())
      if (item.kind === 'interface' && item.interface !== undefined)
        yield { table, key: ownerKey(item.interface), user };
  for (const { target } of world.includes)
    if (target !== undefined) yield { table: 'importers', key: ownerKey(target), user };
}

function* typeUses(key: string, owner: Interface | World, addresses: Addresses): Generator<Use> {
  const prefix = owner.name === undefined ? '' : `${owner.name}.`;
  for (const type of ownTypes(owner)) {
    const address = addresses.type(type);
    const user = address === undefined ? undefined : { package: key, name: `${prefix}${type.name}`, address };
    yield* mentions(typesOf(type), user);
  }
  for (const func of funcsOf(owner)) {
    const address = addresses.func(owner, func);
    const own = func.resource === undefined ? func.label : `${func.resource.name}.${func.label}`;
    const user = address === undefined ? undefined : { package: key, name: `${prefix}${own}`, address };
    yield* mentions([...func.params.map((it) => it.type), ...(func.result === undefined ? [] : [func.result])], user);
  }
}

function* mentions(types: readonly Type[], user: User | undefined): Generator<Use> {
  if (user === undefined) return;
  for (const type of types.flatMap(nested)) {
    const named = namedBy(type);
    const original = named === undefined ? undefined : originalType(named);
    if (original !== undefined) yield { table: 'types', key: typeKey(original), user };
  }
}

function typeKey(type: TypeDef): string {
  return `${ownerKey(type.owner)} ${type.name}`;
}

function add(users: Users, key: string, user: User): void {
  const known = users.get(key);
  if (known === undefined) users.set(key, [user]);
  else if (known.at(-1)?.address !== user.address) known.push(user);
}

function listed(users: readonly User[] = []): readonly User[] {
  return [...new Map(users.map((it) => [it.address, it])).values()].sort((a, b) =>
    a.package === b.package ? order(a.name, b.name) : order(a.package, b.package),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A user as it is called from a package: its own without the package's name. */
export function userName(user: User, from: string): string {
  if (user.package === from) return user.name === '' ? user.package : user.name;
  const [name = '', version] = user.package.split('@');
  const [namespace = '', own = ''] = name.split(':');
  if (user.name === '') return user.package;
  const [owner = '', ...rest] = user.name.split('.');
  const path = itemPath({ namespace, name: own, ...(version === undefined ? {} : { version }) }, owner);
  return rest.length === 0 ? path : `${path}#${rest.join('.')}`;
}
