// The other places of a name in the same file: where it is made (`write`) and where it is looked up (`read`). Names that
// stand for the same thing under another name are not highlighted.

import type { Span } from '../../base/text.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { namesAt, namesakeOf, placeOf, sameEntity } from './name-at.ts';

export interface Highlight {
  readonly span: Span;
  readonly kind: 'read' | 'write';
}

export function highlight(snapshot: Snapshot, uri: string, offset: number): readonly Highlight[] | undefined {
  const names = namesAt(snapshot, uri, offset);
  if (names.length === 0) return undefined;
  const wanted = names.map(({ target }) => namesakeOf(target));
  const byStart = new Map<number, Highlight>();
  const add = (span: Span, kind: Highlight['kind']): void => {
    if (kind === 'write' || !byStart.has(span.start)) byStart.set(span.start, { span, kind });
  };
  for (const { span, role, target } of snapshot.semantics.refs(uri)) {
    const entity = namesakeOf(target);
    if (!wanted.some((it) => sameEntity(it, entity))) continue;
    add(span, role === 'definition' ? 'write' : 'read');
    // `use i.{t}` makes the name that is looked up here.
    const made = role === 'reference' && target.kind === 'type' && target.def.kind === 'use' ? target.loc : undefined;
    const place = made?.uri === uri ? placeOf(snapshot, made) : undefined;
    if (place !== undefined) add(place.span, 'write');
  }
  return [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
}
