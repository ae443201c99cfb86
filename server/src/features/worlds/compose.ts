// Compositions of worlds that snapshots hold: several worlds tied by name, or what a `.wac` file says.

import { LineIndex } from '../../base/text.ts';
import { basename, joinUri } from '../../base/uri.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import type { Interface, Loc, Package, World } from '../../model/package.ts';
import type { WacExpression, WacFile, WacPath, WacStatement } from '../../wac/reader.ts';
import type { WacPackages } from '../../wac/resolve.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { type ComposeOptions, type Composition, compose } from '../../world/compose.ts';
import { type CompositionPreview, previewComposition } from '../../world/composition-preview.ts';
import type { Part } from '../../world/parts.ts';
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
  /** Roots that were loaded for the file, by the place where they were looked for; links lead elsewhere. */
  readonly places?: ReadonlyMap<string, string>;
}

/** The packages of snapshots, as a `.wac` file refers to them: without a version, the only one there is. */
export function wacPackages(
  snapshots: readonly Snapshot[],
  { near, unread = [], places = new Map() }: WacPlaces = {},
): WacPackages {
  const packages = new Map<string, Package[]>();
  const beside = new Set(places.values());
  const isNear = ({ uri }: PackageRoot): boolean =>
    beside.has(uri) || (near !== undefined && uri.startsWith(`${near}/`));
  for (const snapshot of snapshots) {
    const looked = [...beside].map((uri) => snapshot.roots.get(uri)).filter((it) => it !== undefined);
    const roots = new Set([...snapshot.workRoots, ...looked]);
    for (const { root, package: it } of snapshot.semantics.allPackages(roots)) {
      const known = packages.get(it.key);
      if (known === undefined) packages.set(it.key, [it]);
      // A copy inside of another package may have less than the package has.
      else known.splice(isNear(root) ? 0 : known.length, 0, it);
    }
  }
  const find = (id: PackageId): readonly Package[] => {
    const place = near === undefined ? undefined : `${joinUri(near, ...id.namespace.split(':'), id.name)}.wasm`;
    const file = place === undefined ? undefined : (places.get(place) ?? place);
    const binary = packages.get('root:component')?.filter((it) => file !== undefined && it.files.includes(file)) ?? [];
    if (binary.length > 0) return binary;
    const exact = packages.get(packageKey(id));
    if (exact !== undefined || id.version !== undefined) return exact ?? [];
    const found = [...packages.values()].filter(([it]) => it?.id.namespace === id.namespace && it.id.name === id.name);
    return found.length === 1 ? (found[0] ?? []) : [];
  };
  return {
    worlds(id): readonly World[] | undefined {
      const found = find(id);
      const best = found.find((it) => it.worlds.size > 0) ?? found[0];
      return best === undefined ? undefined : [...best.worlds.values()].filter((it) => it.active);
    },
    interface: (id, name): Interface | undefined =>
      find(id)
        .find((it) => it.interfaces.has(name))
        ?.interfaces.get(name),
    unread: (id) => unread.some((it) => it.namespace === id.namespace && it.name === id.name),
  };
}

/** Every package that a composition instantiates or imports from. */
export function packagesIn(file: WacFile): readonly WacPath[] {
  return file.statements.flatMap((it: WacStatement) => {
    if (it.kind === 'import') return it.path === undefined ? [] : [it.path];
    return pathsIn(it.value);
  });
}

function pathsIn(expression: WacExpression): WacPath[] {
  if (expression.kind === 'access') return pathsIn(expression.of);
  if (expression.kind !== 'new') return [];
  return [expression.path, ...expression.args.flatMap((it) => (it.kind === 'named' ? pathsIn(it.value) : []))];
}
