// Compositions of worlds that snapshots hold: several worlds tied by name, or what a `.wac` file says.

import { LineIndex } from '../base/text.ts';
import { type PackageId, packageKey } from '../model/names.ts';
import type { Interface, Loc, Package, World } from '../model/package.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { type ComposeOptions, type Composition, compose } from '../world/compose.ts';
import { type CompositionPreview, previewComposition } from '../world/composition-preview.ts';
import type { Part } from '../world/parts.ts';
import type { WacExpression, WacFile, WacPath, WacStatement } from '../world/wac.ts';
import type { WacPackages } from '../world/wac-compose.ts';
import { placeOf, type ToPlace } from './world-preview.ts';

/** Worlds as components, each under a name of its own. */
export function partsOf(worlds: readonly World[]): Part[] {
  const names = new Set<string>();
  return worlds.map((world) => {
    let name = world.name;
    if (names.has(name)) name = `${world.package.name}/${world.name}`;
    for (let at = 2; names.has(name); at++) name = `${world.name}-${at}`;
    names.add(name);
    return { name, world };
  });
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

/** The packages of snapshots, as a `.wac` file refers to them: without a version, the only one there is. */
export function wacPackages(snapshots: readonly Snapshot[]): WacPackages {
  const packages = new Map<string, Package>();
  for (const snapshot of snapshots)
    for (const { package: it } of snapshot.semantics.allPackages()) if (!packages.has(it.key)) packages.set(it.key, it);
  const find = (id: PackageId): Package | undefined => {
    const exact = packages.get(packageKey(id));
    if (exact !== undefined || id.version !== undefined) return exact;
    const [only, second] = [...packages.values()].filter(
      (it) => it.id.namespace === id.namespace && it.id.name === id.name,
    );
    return second === undefined ? only : undefined;
  };
  return {
    worlds(id): readonly World[] | undefined {
      const found = find(id);
      return found === undefined ? undefined : [...found.worlds.values()].filter((it) => it.active);
    },
    interface: (id, name): Interface | undefined => find(id)?.interfaces.get(name),
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
