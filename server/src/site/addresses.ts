// Where everything stands on a site: a directory for each package and version, a page for each interface and world, an anchor
// for each item. Addresses never change: they are made of names.

import { memo } from '../base/memo.ts';
import { interfaceKey, type PackageId, packageKey } from '../model/names.ts';
import type { CaseDef, FieldDef, Func, Interface, Package, TypeDef, World } from '../model/package.ts';
import { membersOf } from '../model/print.ts';
import { inlineInterfaces, worldFuncs } from '../model/visit.ts';

/** Files that are no package's. A dot is in no name of a package. */
export const ASSETS = 'static.files';

export function nameDirectory({ namespace, name }: PackageId): string {
  return `${segment(namespace)}/${segment(name)}`;
}

/** A name as that of a file: broken texts have any. */
function segment(name: string): string {
  const safe = name.replaceAll(/[^\w.+-]/g, (it) => `_${(it.codePointAt(0) ?? 0).toString(16)}`);
  return /^\.*$/.test(safe) ? `_${safe}` : safe.slice(0, 100);
}

/** `latest` leads on to the newest one. */
export function versionDirectory(id: PackageId): string {
  return `${nameDirectory(id)}/${segment(id.version ?? 'unversioned')}`;
}

export function packagePage(id: PackageId): string {
  return `${versionDirectory(id)}/index.html`;
}

export function ownerPage(id: PackageId, kind: 'interface' | 'world', name: string): string {
  return `${versionDirectory(id)}/${kind}.${segment(name)}.html`;
}

export function typeAnchor(type: TypeDef): string {
  return `type.${type.name}`;
}

export function memberAnchor(type: TypeDef, { name }: FieldDef | CaseDef): string {
  return `${typeAnchor(type)}.${name}`;
}

/** The two functions of a property are two items. */
export function funcAnchor(func: Func): string {
  const kind = func.accessor ?? (func.kind === 'free' ? 'func' : func.kind);
  return func.resource === undefined ? `${kind}.${func.label}` : `${kind}.${func.resource.name}.${func.label}`;
}

interface OwnerAddress {
  readonly page: string;
  /** Before the anchors of an interface that is written in a world. */
  readonly prefix: string;
  readonly anchors: ReadonlySet<string>;
}

/** The addresses of all packages of a site. What has none is not on it. */
export class Addresses {
  readonly #owners = new Map<string, OwnerAddress>();
  readonly #packages = new Set<string>();
  /** Functions that worlds import and export, by their places: one name may be on both sides. */
  readonly #externs = new Map<string, string>();

  constructor(packages: Iterable<Package>) {
    for (const it of packages) this.#add(it);
  }

  #add(it: Package): void {
    this.#packages.add(packageKey(it.id));
    for (const owner of it.interfaces.values()) {
      const page = ownerPage(it.id, 'interface', owner.name ?? '');
      this.#owners.set(ownerKey(owner), { page, prefix: '', anchors: anchorsOf(owner) });
    }
    for (const world of it.worlds.values()) {
      const page = ownerPage(it.id, 'world', world.name);
      this.#owners.set(ownerKey(world), { page, prefix: '', anchors: anchorsOf(world) });
      for (const { direction, func } of worldFuncs(world))
        this.#externs.set(placeKey(func), `${page}#${externAnchor(direction, func.label)}`);
      for (const inline of inlineInterfaces(world)) {
        const prefix = `${inlineAnchor(world, inline)}.`;
        this.#owners.set(ownerKey(inline), { page, prefix, anchors: anchorsOf(inline) });
      }
    }
  }

  package(id: PackageId): string | undefined {
    return this.#packages.has(packageKey(id)) ? packagePage(id) : undefined;
  }

  owner(owner: Interface | World): string | undefined {
    const found = this.#owners.get(ownerKey(owner));
    if (found === undefined) return undefined;
    return found.prefix === '' ? found.page : `${found.page}#${found.prefix.slice(0, -1)}`;
  }

  type(type: TypeDef): string | undefined {
    return this.#item(type.owner, typeAnchor(type));
  }

  member(type: TypeDef, member: FieldDef | CaseDef): string | undefined {
    return this.#item(type.owner, memberAnchor(type, member));
  }

  func(owner: Interface | World, func: Func): string | undefined {
    return this.#externs.get(placeKey(func)) ?? this.#item(owner, funcAnchor(func));
  }

  #item(owner: Interface | World, anchor: string): string | undefined {
    const found = this.#owners.get(ownerKey(owner));
    return found?.anchors.has(anchor) === true ? `${found.page}#${found.prefix}${anchor}` : undefined;
  }
}

export function ownerKey(owner: Interface | World): string {
  return owner.kind === 'world' ? `world ${interfaceKey(owner)}` : interfaceKey(owner);
}

/** What a world declares under a label. */
export function externAnchor(direction: 'import' | 'export', label: string): string {
  return `${direction}.${label}`;
}

/** An interface that is written in a world. */
export function inlineAnchor(world: World, inline: Interface): string {
  const item = world.items.find((it) => it.item.kind === 'interface' && it.item.interface === inline);
  return externAnchor(item?.direction ?? 'import', item?.label ?? '');
}

function placeKey({ loc }: Func): string {
  return `${loc.uri}#${loc.node}`;
}

const anchorsOf = memo((owner: Interface | World): ReadonlySet<string> => {
  const anchors = new Set<string>();
  for (const type of owner.types.values()) {
    anchors.add(typeAnchor(type));
    for (const member of membersOf(type)) anchors.add(memberAnchor(type, member));
    if (type.def.kind === 'resource') for (const func of type.def.funcs) anchors.add(funcAnchor(func));
  }
  if (owner.kind === 'interface') for (const func of owner.funcs.values()) anchors.add(funcAnchor(func));
  return anchors;
});

/** The way from a page to an address of the site. */
export function relative(from: string, to: string): string {
  const [path = '', anchor] = to.split('#', 2);
  const hash = anchor === undefined ? '' : `#${encodeURI(anchor)}`;
  if (path === from) return hash === '' ? encodePath(from.slice(from.lastIndexOf('/') + 1)) : hash;
  const [here, there] = [from.split('/').slice(0, -1), path.split('/')];
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  return `${'../'.repeat(here.length - same)}${encodePath(there.slice(same).join('/'))}${hash}`;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/').replaceAll('%40', '@').replaceAll('%2B', '+');
}
