// A new name that a file makes with `as`, and its mentions: they are typed together.

import type { Span } from '../../base/text.ts';
import type { Entity } from '../../model/package.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { nameOf, namesAt, sameEntity } from './name-at.ts';

/** Two or more places with the same text, in order; undefined when there is no such name here. */
export function linkedPlaces(snapshot: Snapshot, uri: string, offset: number): readonly Span[] | undefined {
  const alias = namesAt(snapshot, uri, offset).find(({ target }) => isAlias(target))?.target;
  const text = snapshot.tree(uri)?.text;
  if (alias === undefined || text === undefined) return undefined;
  const places = snapshot.semantics
    .refs(uri)
    .filter(({ target }) => sameEntity(target, alias))
    .map(({ span }) => span)
    .filter((span, index, all) => all[index - 1]?.start !== span.start);
  const written = new Set(places.map(({ start, end }) => text.slice(start, end)));
  return places.length > 1 && written.size === 1 ? places : undefined;
}

function isAlias(entity: Entity): boolean {
  if (entity.kind === 'alias') return entity.target !== undefined && nameOf(entity.target) !== entity.name;
  if (entity.kind !== 'type' || entity.def.kind !== 'use') return false;
  const { target } = entity.def;
  return target !== undefined && target.name !== entity.name;
}
