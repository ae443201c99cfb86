// An `include` for the statements that it would bring, and the statements for an `include`. Only interfaces: what a world has
// under a label may need types that are not here.

import type { TextEdit } from '../../base/text.ts';
import { escapePath, pathTo, sourceAt } from '../../check/declared-names.ts';
import { indentOf, removeStatement } from '../../check/use-edits.ts';
import { itemPath } from '../../model/names.ts';
import type { ElaboratedItem, Package, Reason, World, WorldItem } from '../../model/package.ts';
import { sourcesOf } from '../../model/source.ts';
import { spanOf } from '../../syntax/items.ts';
import { newlineOf, type Refactoring, rewrite, type Selection } from './selection.ts';

function worldAt({ snapshot, uri, body }: Selection): { readonly world: World; readonly own: Package } | undefined {
  if (body?.kind !== 'world') return undefined;
  for (const own of snapshot.semantics.packagesOf(uri))
    for (const world of own.worlds.values())
      if (world.loc.uri === uri && world.loc.node === body.node) return { world, own };
  return undefined;
}

/** How an interface is written in this package. */
function pathIn(own: Package, key: string): string {
  const [names = '', version] = key.split('@');
  const [other = '', name = ''] = names.split('/');
  const same = own.key === (version === undefined ? other : `${other}@${version}`);
  return escapePath(same ? name : key);
}

/** The statements of the included world, if all of them are about interfaces. */
export function expandInclude(selection: Selection): Refactoring[] {
  const { tree, member } = selection;
  const found = member?.decl.kind === 'include' ? worldAt(selection) : undefined;
  if (found === undefined || member?.decl.kind !== 'include' || member.decl.attributes.length > 0) return [];
  const { world, own } = found;
  const node = member.base + member.decl.node;
  const include = world.includes.find((it) => it.statement.node === node && it.statement.uri === selection.uri);
  if (include?.target === undefined || include.names.length > 0) return [];
  const lines: string[] = [];
  for (const direction of ['import', 'export'] as const) {
    for (const item of world[`${direction}s`].values()) {
      const { reason } = item;
      if (reason.kind !== 'include' || reason.loc.node !== include.statement.node) continue;
      if (!isPlain(item) || hasGate(item)) return [];
      if (isStated(reason.from)) lines.push(`${direction} ${pathIn(own, item.key)};`);
    }
  }
  if (lines.length === 0) return [];
  const indent = indentOf(tree.text, member.span.start);
  const edit = { ...member.span, text: lines.join(`${newlineOf(tree)}${indent}`) };
  return [rewrite(selection, 'Expand this `include`', 'refactor.rewrite', [edit])];
}

function isPlain(item: ElaboratedItem): boolean {
  return item.item.kind === 'interface' && item.key.includes('/');
}

function hasGate({ gate }: ElaboratedItem): boolean {
  return gate.since !== undefined || gate.unstable !== undefined || gate.deprecated !== undefined;
}

/** Is there a statement for it somewhere, so that it does not come by itself? */
function isStated(reason: Reason): boolean {
  return reason.kind === 'statement' || (reason.kind === 'include' && isStated(reason.from));
}

/** Worlds of which this one has everything: an `include` for what it says of that. */
export function generateInclude(selection: Selection): Refactoring[] {
  const { tree, member, body, span } = selection;
  const inHead = body?.kind === 'world' && span.end <= body.open;
  const found =
    inHead || member?.decl.kind === 'import' || member?.decl.kind === 'export' ? worldAt(selection) : undefined;
  if (found === undefined) return [];
  const { world, own } = found;
  const result: Refactoring[] = [];
  for (const { other, path } of otherWorlds(selection, own)) {
    if (other === world || !hasAll(world, other) || includesTransitively(other, world)) continue;
    const statements = world.items.filter((it) => isBrought(it, other));
    const [first] = statements;
    if (first === undefined || statements.length < 2) continue;
    const edits: TextEdit[] = statements.map((it) => {
      const place = spanOf(tree, it.statement.node);
      return it === first ? { ...place, text: `include ${path};` } : removeStatement(tree, place, true);
    });
    const title = `Replace ${statements.length} imports and exports by \`include ${path}\``;
    result.push(rewrite(selection, title, 'refactor.rewrite', edits));
  }
  return result;
}

function* otherWorlds(
  { snapshot, uri, span }: Selection,
  own: Package,
): Generator<{ readonly other: World; readonly path: string }> {
  const environment = snapshot.semantics.environmentOf(uri);
  if (environment === undefined) return;
  const source = sourceAt(environment.groups, uri, span.start);
  for (const other of own.worlds.values()) yield { other, path: escapePath(other.name) };
  for (const it of environment.groups.flatMap(sourcesOf)) {
    // What this package does not depend on yet would be a new dependency.
    const known = own.dependencies.get(it.key);
    if (it === source || known === undefined) continue;
    for (const other of known.worlds.values()) {
      yield { other, path: pathTo({ ...EMPTY, name: other.name, source: it }, source) };
    }
  }
}

const EMPTY = { kind: 'world', uri: '', node: 0, deprecated: false, feature: undefined, types: [], uses: [] } as const;

/** Has a world all that another has, and is that interfaces only, without gates? */
function hasAll(world: World, other: World): boolean {
  for (const side of ['imports', 'exports'] as const)
    for (const [key, item] of other[side]) if (!isPlain(item) || hasGate(item) || !world[side].has(key)) return false;
  return other.active && other.imports.size + other.exports.size > 0;
}

/** Is it a statement that the `include` would make needless? */
function isBrought({ direction, item, label, gate, loc }: WorldItem, other: World): boolean {
  if (item.kind !== 'interface' || item.interface?.name === undefined || label !== undefined) return false;
  if (gate.since !== undefined || gate.unstable !== undefined || loc.node < 0) return false;
  return other[`${direction}s`].has(itemPath(item.interface.package, item.interface.name));
}

function includesTransitively(world: World, target: World): boolean {
  const seen = new Set<World>([world]);
  for (const it of seen) {
    if (it === target) return true;
    for (const { target: next } of it.includes) if (next !== undefined) seen.add(next);
  }
  return false;
}
