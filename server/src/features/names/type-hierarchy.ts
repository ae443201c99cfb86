// Which types contain which: above a type, those whose definitions mention it; below, those that its own mentions.

import type { Span } from '../../base/text.ts';
import type { TypeDef } from '../../model/package.ts';
import { spanOf } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { containerOf } from '../hover/render.ts';
import { namesAt, originalOf, placeOf, sameEntity } from './name-at.ts';
import { packagesWith, referencesTo } from './references.ts';

export interface HierarchyItem {
  readonly name: string;
  readonly kind: TypeDef['def']['kind'];
  readonly container: string;
  readonly uri: string;
  readonly span: Span;
  readonly selection: Span;
}

/** The type that a name means. */
export function typeItem(snapshot: Snapshot, uri: string, offset: number): HierarchyItem | undefined {
  const type = typeAt(snapshot, uri, offset);
  return type === undefined ? undefined : itemFor(snapshot, type);
}

/** Types whose definitions mention the type at a place. */
export function containingTypes(snapshot: Snapshot, uri: string, offset: number): readonly HierarchyItem[] {
  const type = typeAt(snapshot, uri, offset);
  if (type === undefined) return [];
  const packages = packagesWith(snapshot, uri, type);
  const all = packages.flatMap((it) => it.refs.map(({ role, target }) => ({ role, target })));
  const definitions = all
    .filter(({ role, target }) => role === 'definition' && isDefined(target))
    .map((it) => it.target);
  const found = new Map<string, HierarchyItem>();
  const places = referencesTo(snapshot, type, packages).filter((it) => it.role === 'reference');
  for (const definition of definitions) {
    if (!isDefined(definition) || sameEntity(definition, type)) continue;
    const item = placeOf(snapshot, definition.item);
    if (item === undefined) continue;
    const mentions = places.some(
      (it) => it.uri === item.uri && item.span.start <= it.span.start && it.span.end <= item.span.end,
    );
    const made = mentions ? itemFor(snapshot, definition) : undefined;
    if (made !== undefined) found.set(`${made.uri} ${made.selection.start}`, made);
  }
  return inOrder(found);
}

/** Types that the definition of the type at a place mentions. */
export function containedTypes(snapshot: Snapshot, uri: string, offset: number): readonly HierarchyItem[] {
  const type = typeAt(snapshot, uri, offset);
  const tree = type === undefined ? undefined : snapshot.tree(type.item.uri);
  if (type === undefined || tree === undefined) return [];
  const { start, end } = spanOf(tree, type.item.node);
  const found = new Map<string, HierarchyItem>();
  for (const { span, role, target } of snapshot.semantics.refs(type.item.uri)) {
    if (role !== 'reference' || span.start < start || span.end > end) continue;
    const original = originalOf(target);
    if (!isDefined(original) || sameEntity(original, type)) continue;
    const made = itemFor(snapshot, original);
    if (made !== undefined) found.set(`${made.uri} ${made.selection.start}`, made);
  }
  return inOrder(found);
}

function isDefined(entity: { readonly kind: string }): entity is TypeDef {
  return entity.kind === 'type' && (entity as TypeDef).def.kind !== 'use';
}

function typeAt(snapshot: Snapshot, uri: string, offset: number): TypeDef | undefined {
  for (const { target } of namesAt(snapshot, uri, offset)) {
    const original = originalOf(target);
    if (isDefined(original)) return original;
  }
  return undefined;
}

function itemFor(snapshot: Snapshot, type: TypeDef): HierarchyItem | undefined {
  const name = placeOf(snapshot, type.loc);
  const item = placeOf(snapshot, type.item);
  if (name === undefined || item === undefined) return undefined;
  return {
    name: type.name,
    kind: type.def.kind,
    container: containerOf(type),
    uri: name.uri,
    span: item.span,
    selection: name.span,
  };
}

function inOrder(found: ReadonlyMap<string, HierarchyItem>): HierarchyItem[] {
  return [...found.values()].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.span.start - b.span.start));
}
