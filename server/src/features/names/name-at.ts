// The name at a place and what it means. An imported name (`use`, `as`, `with`) has two meanings: the one
// that it has here, and the original, which features go through to.

import { firstIndex } from '../../base/search.ts';
import type { Span } from '../../base/text.ts';
import { type Entity, identityOf, type Loc, originalType, type Package, type TypeDef } from '../../model/package.ts';
import { pathsOf } from '../../model/source.ts';
import { allInterfaces } from '../../model/visit.ts';
import { entriesAt, entryOfNode } from '../../syntax/cursor.ts';
import { spanOf } from '../../syntax/items.ts';
import { type PlacedRef, refsAt } from '../../workspace/name-table.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

export interface Occurrence {
  readonly uri: string;
  readonly span: Span;
}

/**
 * The names at an offset, at their edges too. All have the same span: `use i.{t}` both mentions a type and makes a name.
 * A version of a path belongs to the name of the package.
 */
export function namesAt(snapshot: Snapshot, uri: string, offset: number): readonly PlacedRef[] {
  const refs = snapshot.semantics.refs(uri);
  const found = refsAt(refs.slice(firstAfter(refs, offset - MAX_NAME), firstAfter(refs, offset + 1)), offset);
  const [smallest] = found;
  if (smallest !== undefined)
    return found.filter(({ span }) => span.start === smallest.span.start && span.end === smallest.span.end);
  const node = versionedPackageAt(snapshot, uri, offset);
  return node === undefined ? [] : refs.filter(({ span }) => span.start === node.start && span.end === node.end);
}

/** No name is longer than this, or it is found by going through all of them. */
const MAX_NAME = 4096;

function firstAfter(refs: readonly PlacedRef[], offset: number): number {
  return firstIndex(refs.length, (index) => (refs[index]?.span.start ?? 0) >= offset);
}

/** The `ns:name` of the path whose version is here. */
function versionedPackageAt(snapshot: Snapshot, uri: string, offset: number): Span | undefined {
  const tree = snapshot.tree(uri);
  const entry = tree === undefined ? undefined : entriesAt(tree, offset).at(-1);
  if (tree === undefined || entry === undefined) return undefined;
  for (const path of pathsOf(entry.chunk.decl)) {
    const version = path.package?.version;
    if (path.package === undefined || version === undefined) continue;
    const { start, end } = spanOf(tree, entry.base + version.node);
    if (start <= offset && offset <= end) return spanOf(tree, entry.base + path.package.node);
  }
  return undefined;
}

/** Follows `use`, `as` and `with` to the original; to the last name that resolves. */
export function originalOf(entity: Entity): Entity {
  let at = entity;
  for (let steps = 0; steps < 1000; steps++) {
    let next: Entity | undefined;
    if (at.kind === 'type') next = at.def.kind === 'use' ? (originalType(at) ?? at.def.target) : undefined;
    else if (at.kind === 'alias') next = at.target;
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** Follows imports that keep the name: the entity that is renamed together with this one. */
export function namesakeOf(entity: Entity): Entity {
  let at = entity;
  for (let steps = 0; steps < 1000; steps++) {
    let next: Entity | undefined;
    if (at.kind === 'type' && at.def.kind === 'use') next = at.def.target;
    else if (at.kind === 'alias') next = at.target;
    if (next === undefined || nameOf(next) !== nameOf(at)) return at;
    at = next;
  }
  return at;
}

/** The name as it is meant, without `%`; of a package `ns:name`. */
export function nameOf(entity: Entity): string {
  switch (entity.kind) {
    case 'package':
      return `${entity.id.namespace}:${entity.id.name}`;
    case 'func':
      return entity.func.label;
    default:
      return entity.name ?? '';
  }
}

/** As `entityKey`, without making texts. */
export function sameEntity(a: Entity, b: Entity): boolean {
  if (a === b) return true;
  if (a.kind === 'feature') return b.kind === 'feature' && a.name === b.name;
  if (a.kind === 'package')
    return (
      b.kind === 'package' &&
      a.id.name === b.id.name &&
      a.id.namespace === b.id.namespace &&
      a.id.version === b.id.version
    );
  if (b.kind === 'feature' || b.kind === 'package') return false;
  const [left, right] = [identityOf(a), identityOf(b)];
  return left.node === right.node && left.uri === right.uri;
}

/** Where a node stands now; undefined when its file is gone. */
export function placeOf(snapshot: Snapshot, loc: Loc): Occurrence | undefined {
  const tree = snapshot.tree(loc.uri);
  return tree === undefined || loc.node < 0 ? undefined : { uri: loc.uri, span: spanOf(tree, loc.node) };
}

/** The whole item that defines something; of a package, the name. */
export function itemOf(entity: Entity): Loc | undefined {
  switch (entity.kind) {
    case 'interface':
    case 'world':
    case 'type':
      return entity.item;
    case 'func':
      return entity.func.item;
    case 'extern':
      return entity.item.statement;
    default:
      return entity.loc;
  }
}

/** The package in whose text a node stands. */
export function packageAt(snapshot: Snapshot, loc: Loc): Package | undefined {
  const packages = snapshot.semantics.packagesOf(loc.uri);
  const tree = snapshot.tree(loc.uri);
  if (tree === undefined) return undefined;
  for (const it of packages) {
    if (!it.nested) continue;
    for (const declaration of it.declarations) {
      const around = declaration.uri === loc.uri ? entryOfNode(tree, declaration.node) : undefined;
      const { start } = spanOf(tree, loc.node);
      if (around !== undefined && around.start <= start && start < around.end) return it;
    }
  }
  return packages.find((it) => !it.nested);
}

/** The name of its own that a `use` without `as` makes where it mentions a type. */
export function usedNameAt(snapshot: Snapshot, ref: PlacedRef): TypeDef | undefined {
  if (ref.role === 'definition' || ref.target.kind !== 'type') return undefined;
  for (const it of snapshot.semantics.packagesOf(ref.uri)) {
    for (const owner of [...allInterfaces(it), ...it.worlds.values()]) {
      const type = owner.types.get(ref.target.name);
      if (type?.def.kind !== 'use' || type.loc.uri !== ref.uri) continue;
      if (placeOf(snapshot, type.loc)?.span.start === ref.span.start) return type;
    }
  }
  return undefined;
}
