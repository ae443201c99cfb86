// Compositions of worlds that snapshots hold: several worlds tied by name, or what a `.wac` file says.

import { LineIndex } from '../../base/text.ts';
import { basename } from '../../base/uri.ts';
import { COMPONENT, CORE_MODULE, type PackageId, packageKey } from '../../model/names.ts';
import type { Interface, Loc, Package, World } from '../../model/package.ts';
import type { WacPackages } from '../../wac/composition.ts';
import {
  instantiationsIn,
  isPath,
  type WacExternType,
  type WacFile,
  type WacItem,
  type WacPath,
  type WacStatement,
  type WacWorldItem,
} from '../../wac/syntax.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';

import type { Snapshot } from '../../workspace/snapshot.ts';
import { type ComposeOptions, type Composition, compose } from '../../world/compose.ts';
import { type CompositionPreview, previewComposition } from '../../world/composition-preview.ts';
import type { Part } from '../../world/parts.ts';
import { depsUris } from '../wac/places.ts';
import { placeOf, type ToPlace } from './preview.ts';

/** Worlds as components, each under a name of its own. */
function partsOf(worlds: readonly World[]): Part[] {
  const names = new Set<string>();
  return worlds.map((world) => {
    let name = componentName(world) ?? world.name;
    if (names.has(name)) name = world.package.name === '' ? world.name : `${world.package.name}/${world.name}`;
    for (let at = 2; names.has(name); at++) name = `${world.name}-${at}`;
    names.add(name);
    return { name, world };
  });
}

/** A component that was read from its binary is called after the file. */
function componentName({ package: { namespace, name }, loc }: World): string | undefined {
  const isBinary = namespace === 'root' && (name === 'component' || name === 'root') && loc.uri.endsWith('.wasm');
  return isBinary ? decodeURI(basename(loc.uri)).slice(0, -'.wasm'.length) : undefined;
}

export function composeWorlds(worlds: readonly World[], options: ComposeOptions = {}): Composition {
  return compose(partsOf(worlds), options);
}

/** `snapshots`: all that hold a world of the composition. */
export function compositionOf<P>(
  composition: Composition,
  snapshots: readonly Snapshot[],
  toPlace: ToPlace<P>,
): CompositionPreview<P> {
  return previewComposition(composition, (loc: Loc) => {
    const holder = snapshots.find((it) => it.tree(loc.uri) !== undefined) ?? snapshots[0];
    return holder === undefined
      ? toPlace(loc.uri, { start: 0, end: 0 }, new LineIndex(''))
      : placeOf(holder, loc, toPlace);
  });
}

export interface WacPlaces {
  /** A directory whose packages come before others of the same name: `deps/` beside the file. */
  readonly near?: string;
  /** Packages that are there, but not as WIT. */
  readonly unread?: readonly PackageId[];
  /** Packages in whose place a core module lies. */
  readonly modules?: readonly PackageId[];
  /** Packages that lie there, mentioned or not. */
  readonly present?: readonly PackageId[];
  /** Packages named by their location: URIs of files and directories by `ns:name@version`. */
  readonly given?: ReadonlyMap<string, string>;
  /** Roots that were loaded for the file, by the place where they were looked for; links lead elsewhere. */
  readonly places?: ReadonlyMap<string, string>;
}

interface Found {
  readonly root: PackageRoot;
  readonly package: Package;
}

/** The packages of snapshots, as a `.wac` file refers to them: without a version, the only one there is. */
export function wacPackages(
  snapshots: readonly Snapshot[],
  { near, unread = [], modules = [], present = [], given = new Map(), places = new Map() }: WacPlaces = {},
): WacPackages & { readonly known: readonly Package[] } {
  const packages = new Map<string, Found[]>();
  const beside = new Set(places.values());
  const isNear = ({ uri }: PackageRoot): boolean =>
    beside.has(uri) || (near !== undefined && uri.startsWith(`${near}/`));
  for (const snapshot of snapshots) {
    const looked = [...beside].map((uri) => snapshot.roots.get(uri)).filter((it) => it !== undefined);
    const roots = new Set([...snapshot.workRoots, ...looked]);
    for (const it of snapshot.semantics.allPackages(roots)) {
      const known = packages.get(it.package.key);
      if (known === undefined) packages.set(it.package.key, [it]);
      // A copy inside of another package may have less than the package has.
      else known.splice(isNear(it.root) ? 0 : known.length, 0, it);
    }
  }
  const filesFor = (id: PackageId): ReadonlySet<string> => {
    const told = given.get(packageKey(id));
    const looked = told === undefined ? (near === undefined ? [] : depsUris(near, id)) : [told];
    return new Set(looked.map((it) => places.get(it) ?? it));
  };
  const among = (files: ReadonlySet<string>, key: string): readonly Found[] =>
    packages.get(key)?.filter((it) => it.package.files.some((uri) => files.has(uri))) ?? [];
  const find = (id: PackageId): readonly Package[] => {
    const told = given.get(packageKey(id));
    const files = filesFor(id);
    const binary = among(files, COMPONENT);
    if (binary.length > 0) return binary.map((it) => it.package);
    if (told !== undefined)
      return [...packages.values()].flatMap((all) =>
        all.filter((it) => files.has(it.root.uri)).map((it) => it.package),
      );
    const exact = packages.get(packageKey(id));
    if (exact !== undefined || id.version !== undefined) return exact?.map((it) => it.package) ?? [];
    const named = [...packages.values()].filter(
      ([it]) => it?.package.id.namespace === id.namespace && it.package.id.name === id.name,
    );
    return named.length === 1 ? (named[0]?.map((it) => it.package) ?? []) : [];
  };
  return {
    known: [...packages.values()].flatMap(([it]) => it?.package ?? []),
    worlds(id): readonly World[] | undefined {
      const found = find(id);
      const best = found.find((it) => it.worlds.size > 0) ?? found[0];
      return best === undefined ? undefined : [...best.worlds.values()].filter((it) => it.active);
    },
    interface: (id, name): Interface | undefined =>
      find(id)
        .find((it) => it.interfaces.has(name))
        ?.interfaces.get(name),
    world: (id, name): World | undefined =>
      find(id)
        .find((it) => it.worlds.has(name))
        ?.worlds.get(name),
    keys: [...new Set([...present.map(packageKey), ...given.keys(), ...packages.keys()])].filter(
      (it) => it !== COMPONENT,
    ),
    items(id) {
      const found = find(id);
      return {
        interfaces: found.flatMap((it) => [...it.interfaces.keys()]),
        worlds: found.flatMap((it) => [...it.worlds.keys()]),
      };
    },
    unread: (id) => unread.some((it) => packageKey(it) === packageKey(id)),
    isModule: (id) =>
      among(filesFor(id), CORE_MODULE).length > 0 || modules.some((it) => packageKey(it) === packageKey(id)),
  };
}

/** Every package that a composition mentions: those that it instantiates, imports from, uses types of, and its target. */
export function packagesIn(file: WacFile): readonly WacPath[] {
  const target = file.targets === undefined ? [] : [file.targets];
  return [...target, ...file.statements.flatMap(packagesOf)];
}

function packagesOf(it: WacStatement): WacPath[] {
  switch (it.kind) {
    case 'import':
      return externPaths(it.type);
    case 'type':
      return 'items' in it.decl ? it.decl.items.flatMap(itemPaths) : [];
    case 'let':
    case 'export':
      return instantiationsIn(it.value).map((made) => made.path);
  }
}

function externPaths(type: WacExternType): WacPath[] {
  if (type.kind === 'path') return [type.path];
  return type.kind === 'interface' ? type.items.flatMap(itemPaths) : [];
}

function itemPaths(item: WacItem | WacWorldItem): WacPath[] {
  if (item.kind === 'use' || item.kind === 'include') return isPath(item.from) ? [item.from] : [];
  return item.kind === 'import' || item.kind === 'export' ? externPaths(item.type) : [];
}
