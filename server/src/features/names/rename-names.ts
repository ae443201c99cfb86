// Renaming of what is defined by a name in a file: every place that means it under this name follows, `use` without `as`
// included; where the new name is taken in a body or file that brings it, an `as` keeps the old one there.

import type { Entity, Interface, Loc, Package, Ref, TypeDef, World } from '../../model/package.ts';
import { allInterfaces, funcsOf } from '../../model/visit.ts';
import type { Entry, ItemTree } from '../../syntax/items.ts';
import { spanOf } from '../../syntax/items.ts';
import { tokensOf } from '../../syntax/lexer.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { nameOf, packageAt, sameEntity } from './name-at.ts';
import { Edits, nameFor, type RenamedFile } from './rename-edits.ts';

export interface NameSubject {
  /** What is renamed, together: an import and an export may share a label in a `with`. */
  readonly roots: readonly Entity[];
  /** The root is a name that `use` brings from where nothing may change: it gets an `as`. */
  readonly aliased: boolean;
}

/** The entity and the names that it goes through, as long as they are called the same. */
export function chainOf(entity: Entity): readonly Entity[] {
  const chain = [entity];
  for (let at = entity; chain.length < 1000; ) {
    const next: Entity | undefined =
      at.kind === 'type' && at.def.kind === 'use' ? at.def.target : at.kind === 'alias' ? at.target : undefined;
    if (next === undefined || nameOf(next) !== nameOf(at)) return chain;
    chain.push(next);
    at = next;
  }
  return chain;
}

export function renameName(
  snapshot: Snapshot,
  { roots, aliased }: NameSubject,
  name: string,
  packages: readonly Package[],
): RenamedFile[] {
  const edits = new Edits(snapshot);
  const [root] = roots;
  if (root === undefined) return [];
  const home = 'loc' in root && root.loc !== undefined ? packageAt(snapshot, root.loc)?.key : undefined;
  const kept = packages.flatMap((it) => keptUses(it, roots, name));
  const scopes = packages.flatMap((it) => keptScopes(snapshot, it, roots, name));
  for (const it of packages) {
    const note = it.key === home ? undefined : 'elsewhere';
    for (const ref of it.refs) {
      const chain = chainOf(ref.target);
      const at = chain.findIndex((link) => roots.some((one) => sameEntity(one, link)));
      if (at < 0 || chain.slice(0, at).some((link) => kept.some((one) => sameEntity(one, link)))) continue;
      const keeps = kept.some((one) => sameLoc(one.loc, ref.loc)) || scopes.some((one) => sameLoc(one.loc, ref.loc));
      if (keeps) edits.replace(ref.loc, (old) => `${nameFor(old, name)} as ${old}`, 'alias');
      else if (!scopes.some((one) => one.holds(ref))) edits.replace(ref.loc, (old) => nameFor(old, name), note);
    }
  }
  if (aliased && root.kind === 'type') edits.replace(root.loc, (old) => `${old} as ${nameFor('', name)}`, 'alias');
  return edits.files();
}

function sameLoc(a: Loc, b: Loc): boolean {
  return a.node === b.node && a.uri === b.uri;
}

/** Names imported by `use` without `as` into a body where the new name is taken. */
function keptUses(it: Package, roots: readonly Entity[], name: string): TypeDef[] {
  const found: TypeDef[] = [];
  for (const owner of [...allInterfaces(it), ...it.worlds.values()]) {
    if (!hasName(owner, name)) continue;
    for (const type of owner.types.values()) {
      if (type.def.kind !== 'use' || roots.some((root) => sameEntity(root, type))) continue;
      if (chainOf(type).some((link) => roots.some((root) => sameEntity(root, link)))) found.push(type);
    }
  }
  return found;
}

function hasName(owner: Interface | World, name: string): boolean {
  if (owner.types.has(name)) return true;
  if (funcsOf(owner).some((func) => func.resource === undefined && func.label === name)) return true;
  return owner.kind === 'world' && owner.items.some((it) => it.label === name && it.direction === 'import');
}

/** A file, or a nested package, that keeps the old name of an interface by an `as` in its top-level `use`. */
interface KeptScope {
  /** The name in the `use`. */
  readonly loc: Loc;
  /** Does a mention go through that `use`? */
  readonly holds: (ref: Ref) => boolean;
}

function keptScopes(snapshot: Snapshot, it: Package, roots: readonly Entity[], name: string): KeptScope[] {
  const found: KeptScope[] = [];
  for (const ref of it.refs) {
    if (!roots.some((root) => (root.kind === 'interface' || root.kind === 'world') && sameEntity(root, ref.target)))
      continue;
    const scope = toplevelUseAt(snapshot, ref.loc);
    if (scope === undefined) continue;
    const taken =
      it.interfaces.has(name) || it.worlds.has(name) || scope.entries.some((entry) => declares(entry, name));
    if (!taken) continue;
    found.push({ loc: ref.loc, holds: (other) => other.loc.uri === ref.loc.uri && isBareIn(scope, other.loc) });
  }
  return found;
}

export interface FileScope {
  readonly tree: ItemTree;
  /** The declarations that share the scope: of a file, or of a nested package. */
  readonly entries: readonly Entry[];
}

/** The scope whose top-level `use` without `as` mentions a name here; undefined when it is none. */
export function toplevelUseAt(snapshot: Snapshot, loc: Loc): FileScope | undefined {
  const tree = snapshot.tree(loc.uri);
  if (tree === undefined) return undefined;
  const scopes = [
    tree.entries,
    ...tree.entries.filter((it) => it.chunk.decl.kind === 'nested-package').map((it) => it.members),
  ];
  for (const entries of scopes) {
    for (const { chunk, base } of entries) {
      const { decl } = chunk;
      if (decl.kind === 'toplevel-use' && decl.alias === undefined && base + decl.path.name.node === loc.node)
        return { tree, entries };
    }
  }
  return undefined;
}

/** Is this a name without a package before it, in the scope and not in its top-level `use`? */
export function isBareIn({ tree, entries }: FileScope, loc: Loc): boolean {
  const { start } = spanOf(tree, loc.node);
  const entry = entries.find((it) => it.start <= start && start < it.end);
  if (entry === undefined || entry.chunk.decl.kind === 'nested-package' || entry.chunk.decl.kind === 'toplevel-use')
    return false;
  const around = [entry, ...entry.members].filter((it) => it.start <= start && start < it.end).at(-1) ?? entry;
  return tokensOf(tree.text, around.start, start).at(-2)?.kind !== '/';
}

function declares({ chunk: { decl } }: Entry, name: string): boolean {
  if (decl.kind === 'interface' || decl.kind === 'world') return decl.name.text === name;
  return decl.kind === 'toplevel-use' && (decl.alias ?? decl.path.name).text === name;
}
