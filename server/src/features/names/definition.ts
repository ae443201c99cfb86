// Where a name is defined: its definition (through `use`, `as` and `with` to the real one), its declaration (the `use`),
// and the definition of its type.

import type { Span } from '../../base/text.ts';
import type { Entity, Loc, Type } from '../../model/package.ts';
import { namedBy, nested } from '../../model/type.ts';
import type { PlacedRef } from '../../workspace/name-table.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { itemOf, namesAt, originalOf, placeOf, sameEntity, usedNameAt } from './name-at.ts';

export interface Target {
  readonly uri: string;
  /** The name. */
  readonly span: Span;
  /** The whole item that the name belongs to. */
  readonly full: Span;
}

export interface Targets {
  /** The name under the cursor. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

export function definition(snapshot: Snapshot, uri: string, offset: number): Targets | undefined {
  return targets(snapshot, uri, offset, ({ target }) => [definitionOf(snapshot, uri, originalOf(target))]);
}

/** Where the name comes into this scope; the same as the definition for what is not imported. */
export function declaration(snapshot: Snapshot, uri: string, offset: number): Targets | undefined {
  return targets(snapshot, uri, offset, (ref) => {
    const made = ref.role === 'definition' ? undefined : madeHere(snapshot, ref);
    return [made ?? definitionOf(snapshot, uri, ref.target)];
  });
}

export function typeDefinition(snapshot: Snapshot, uri: string, offset: number): Targets | undefined {
  return targets(snapshot, uri, offset, ({ target }) => {
    const entity = originalOf(target);
    return typesBehind(entity).map((it) => definitionOf(snapshot, uri, originalOf(it)));
  });
}

function targets(
  snapshot: Snapshot,
  uri: string,
  offset: number,
  find: (ref: PlacedRef) => readonly (Target | undefined)[],
): Targets | undefined {
  const names = namesAt(snapshot, uri, offset);
  const [first] = names;
  if (first === undefined) return undefined;
  const found: Target[] = [];
  // A name that is made and looked up in one place (`use i.{t}`) leads to what it was looked up from.
  const references = names.filter((it) => it.role === 'reference');
  for (const ref of references.length > 0 ? references : names) {
    for (const target of find(ref)) {
      if (target === undefined || found.some((it) => it.uri === target.uri && it.span.start === target.span.start))
        continue;
      found.push(target);
    }
  }
  return found.length === 0 ? undefined : { origin: first.span, targets: found };
}

/** Where an entity's name stands. `from`: the file that asks, for what has a name but no place of its own. */
export function definitionOf(snapshot: Snapshot, from: string, entity: Entity): Target | undefined {
  if (entity.kind === 'feature') return featureOf(snapshot, from, entity);
  if (entity.kind === 'package') return packageOf(snapshot, entity);
  return toTarget(snapshot, entity.loc, itemOf(entity));
}

function packageOf(snapshot: Snapshot, entity: Extract<Entity, { kind: 'package' }>): Target | undefined {
  const loc = entity.loc ?? entity.package?.loc;
  if (loc !== undefined) return toTarget(snapshot, loc, loc);
  // A package whose files do not name it.
  const [file] = entity.package?.files ?? [];
  return file === undefined ? undefined : { uri: file, span: { start: 0, end: 0 }, full: { start: 0, end: 0 } };
}

/** A feature is defined nowhere; the first mention in its package stands for it. */
function featureOf(snapshot: Snapshot, from: string, entity: Entity): Target | undefined {
  for (const it of snapshot.semantics.packagesOf(from)) {
    for (const file of it.files) {
      const first = snapshot.semantics.refs(file).find((ref) => sameEntity(ref.target, entity));
      if (first !== undefined) return { uri: file, span: first.span, full: first.span };
    }
  }
  return undefined;
}

function toTarget(snapshot: Snapshot, name: Loc, item: Loc | undefined): Target | undefined {
  const place = placeOf(snapshot, name);
  if (place === undefined) return undefined;
  const full = (item === undefined ? undefined : placeOf(snapshot, item)) ?? place;
  const holds = full.span.start <= place.span.start && place.span.end <= full.span.end;
  return { ...place, full: holds ? full.span : place.span };
}

/** The `use` without `as` that makes the name for this file or body, in the very place where it looks it up. */
function madeHere(snapshot: Snapshot, ref: PlacedRef): Target | undefined {
  const { target, uri } = ref;
  if (target.kind === 'type') {
    const made = usedNameAt(snapshot, ref);
    return made === undefined ? undefined : toTarget(snapshot, made.loc, made.item);
  }
  const tree = snapshot.tree(uri);
  if (tree === undefined || (target.kind !== 'interface' && target.kind !== 'world')) return undefined;
  for (const { chunk, base } of tree.order) {
    const { decl } = chunk;
    if (decl.kind !== 'toplevel-use' || decl.alias !== undefined || decl.path.name.text !== target.name) continue;
    const loc = { uri, node: base + decl.path.name.node };
    const place = placeOf(snapshot, loc);
    const made = place && snapshot.semantics.refs(uri).find((it) => it.span.start === place.span.start);
    if (made !== undefined && sameEntity(made.target, target))
      return toTarget(snapshot, loc, { uri, node: base + decl.node });
  }
  return undefined;
}

/** The named types in the type of something. */
function typesBehind(entity: Entity): readonly Entity[] {
  switch (entity.kind) {
    case 'type':
      return entity.def.kind === 'alias' ? named(entity.def.type, [entity]) : [entity];
    case 'func':
      return entity.func.result === undefined
        ? entity.func.kind === 'constructor' && entity.func.resource !== undefined
          ? [entity.func.resource]
          : []
        : named(entity.func.result, []);
    case 'param':
      return named(entity.type, []);
    case 'field':
      return named(entity.field.type, []);
    case 'case':
      return entity.case.type === undefined ? [entity.type] : named(entity.case.type, []);
    case 'extern':
      return entity.item.item.kind === 'interface' && entity.item.item.interface !== undefined
        ? [entity.item.item.interface]
        : [];
    case 'interface':
    case 'world':
      return [entity];
    default:
      return [];
  }
}

function named(type: Type, otherwise: readonly Entity[]): readonly Entity[] {
  const found = nested(type).flatMap((it) => namedBy(it) ?? []);
  return found.length === 0 ? otherwise : found;
}
