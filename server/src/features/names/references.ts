// Every place that means the same thing, under whatever name: names introduced by `use`, `as` or `with` count as well.

import { packageKey } from '../../model/names.ts';
import type { Entity, Package } from '../../model/package.ts';
import type { PlacedRef } from '../../workspace/name-table.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { namesAt, type Occurrence, originalOf, placeOf, sameEntity } from './name-at.ts';
import { packagesAbout, packagesAround } from './reference-packages.ts';

export interface Reference extends Occurrence {
  /** `definition`: the name is made here, by its definition or by an `as`. */
  readonly role: PlacedRef['role'];
}

export function references(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  withDefinition: boolean,
): readonly Reference[] | undefined {
  const names = namesAt(snapshot, uri, offset);
  if (names.length === 0) return undefined;
  const wanted: Entity[] = [];
  for (const { target } of names) {
    const entity = originalOf(target);
    if (!wanted.some((it) => sameEntity(it, entity))) wanted.push(entity);
  }
  const found = wanted.flatMap((entity) => referencesTo(snapshot, entity, packagesWith(snapshot, uri, entity)));
  const sorted = inOrder(found, uri);
  if (withDefinition) return sorted;
  return sorted.filter((it) => it.role === 'reference' || !isDefinition(snapshot, it, wanted));
}

/** Only what defines the thing itself; `as b` is a mention of it. */
function isDefinition(snapshot: Snapshot, place: Occurrence, wanted: readonly Entity[]): boolean {
  return snapshot.semantics
    .refs(place.uri)
    .some(
      ({ span, role, target }) =>
        role === 'definition' &&
        span.start === place.span.start &&
        span.end === place.span.end &&
        wanted.some((it) => sameEntity(it, target)),
    );
}

/** The packages in which an entity can be mentioned. */
export function packagesWith(snapshot: Snapshot, uri: string, entity: Entity): readonly Package[] {
  switch (entity.kind) {
    case 'package':
      return packagesAbout(snapshot, uri, [packageKey(entity.id)]);
    case 'feature':
      return featurePackages(snapshot, uri);
    case 'param':
    case 'field':
    case 'case':
      return snapshot.semantics.packagesOf(entity.loc.uri);
    default:
      return packagesAround(snapshot, entity.loc);
  }
}

/** Packages in one directory that say different names, too. */
function featurePackages(snapshot: Snapshot, uri: string): readonly Package[] {
  const environment = snapshot.semantics.environmentOf(uri);
  const own = [...(environment?.ownPackages() ?? []), ...snapshot.semantics.packagesOf(uri)];
  return [...new Set([...own, ...(environment?.packages() ?? [])])];
}

/** The places in these packages that mean an entity. */
export function referencesTo(snapshot: Snapshot, entity: Entity, packages: Iterable<Package>): Reference[] {
  const found: Reference[] = [];
  for (const it of packages) {
    for (const ref of it.refs) {
      if (!sameEntity(originalOf(ref.target), entity)) continue;
      const place = placeOf(snapshot, ref.loc);
      if (place !== undefined && place.span.end > place.span.start) found.push({ ...place, role: ref.role });
    }
  }
  return found;
}

/** By file, the asking one first, then by place; each place once, as a definition if it is one. */
function inOrder(found: readonly Reference[], first: string): Reference[] {
  const byPlace = new Map<string, Reference>();
  for (const it of found) {
    const key = `${it.uri} ${it.span.start}`;
    if (it.role === 'definition' || !byPlace.has(key)) byPlace.set(key, it);
  }
  const rank = (it: Reference): number => (it.uri === first ? 0 : 1);
  return [...byPlace.values()].sort(
    (a, b) => rank(a) - rank(b) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) || a.span.start - b.span.start,
  );
}
