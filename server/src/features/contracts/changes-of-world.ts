// Which changes can concern a world, found by the names and places that the world has: with as many worlds as changes, asking
// each world about each change would take their product.

import { memo } from '../../base/memo.ts';
import { put } from '../../base/multimap.ts';
import type { Interface, World } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { PackageReport } from '../../semver/verdict.ts';

/** A change, and the package that it is in. */
export interface OwnedChange {
  readonly owner: string;
  readonly change: Change;
}

/** Every name of the package is another one. */
export const WHOLE_PACKAGE: ReadonlySet<string> = new Set([
  'package-renamed',
  'package-version-dropped',
  'package-version-introduced',
]);

export function nameOf({ namespace, name }: Interface['package']): string {
  return `${namespace}:${name}`;
}

export function placeOf({ uri, node }: Interface['loc']): string {
  return `${uri}#${node}`;
}

/** A world and all that it includes, the nearest first. */
export function includedWorlds(world: World): ReadonlySet<World> {
  const found = new Set([world]);
  for (const it of found) for (const { target } of it.includes) if (target !== undefined) found.add(target);
  return found;
}

/** The changes that it amounts to, or itself. */
export const partsOf = memo(
  (change: Change): readonly Change[] =>
    change.parts?.map((it) => ({ ...it, item: `${change.item}${it.item}` })) ?? [change],
);

interface Index {
  readonly all: readonly OwnedChange[];
  /** Numbers of changes by the first word of the item, by the place of the interface in the old version, and of those about everything. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
  readonly byPlace: ReadonlyMap<string, readonly number[]>;
  readonly general: readonly number[];
}

const indexOf = memo((reports: readonly PackageReport[]): Index => {
  const all = reports.flatMap(({ name, changes }) =>
    changes.flatMap((change) => partsOf(change).map((part) => ({ owner: name, change: part }))),
  );
  const byWord = new Map<string, number[]>();
  const byPlace = new Map<string, number[]>();
  const general: number[] = [];
  for (const [at, { change }] of all.entries()) {
    const { kind, item, baseLoc } = change;
    if (WHOLE_PACKAGE.has(kind) || kind.startsWith('dep-')) general.push(at);
    put(byWord, item.split('.', 1)[0] ?? '', at);
    if (baseLoc !== undefined) put(byPlace, placeOf(baseLoc), at);
  }
  return { all, byWord, byPlace, general };
});

/** In the order of the reports: all that concern the world, and some that do not. */
export function changesNear(reports: readonly PackageReport[], world: World): readonly OwnedChange[] {
  const { all, byWord, byPlace, general } = indexOf(reports);
  const found = new Set(general);
  const add = (numbers: readonly number[] = []): void => {
    for (const at of numbers) found.add(at);
  };
  for (const { name } of includedWorlds(world)) add(byWord.get(name));
  for (const side of [world.imports, world.exports])
    for (const { item } of side.values()) {
      const target = item.kind === 'interface' ? item.interface : undefined;
      if (target?.name === undefined) continue;
      add(byWord.get(target.name));
      add(byPlace.get(placeOf(target.loc)));
    }
  return [...found].sort((a, b) => a - b).flatMap((at) => all[at] ?? []);
}
