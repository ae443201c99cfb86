// What can be seen from a place: the body around it, the packages that may be mentioned, nearest first.

import { dependentsOf, itemsOf, type KnownItem, sourceAt, usersOf } from '../../check/declared-names.ts';
import { type Body, bodyAt } from '../../check/use-edits.ts';
import { packageKey } from '../../model/names.ts';
import type { Interface, World } from '../../model/package.ts';
import { type GroupSource, type PackageSource, readGroup, type SourceFile, sourcesOf } from '../../model/source.ts';
import { allInterfaces } from '../../model/visit.ts';
import type { ItemTree } from '../../syntax/items.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isClosed } from './context.ts';
import type { PathText } from './expected.ts';

/** How far away something is. */
export type Distance = 'package' | 'dependency' | 'workspace';

export interface Visible {
  readonly item: KnownItem;
  readonly distance: Distance;
}

export class Scope {
  readonly snapshot: Snapshot;
  readonly uri: string;
  readonly tree: ItemTree;
  readonly offset: number;
  readonly own: PackageSource | undefined;
  readonly body: Body | undefined;
  readonly groups: readonly GroupSource[];
  #owner: Interface | World | undefined;
  #visible: readonly Visible[] | undefined;

  constructor(snapshot: Snapshot, uri: string, tree: ItemTree, offset: number) {
    this.snapshot = snapshot;
    this.uri = uri;
    this.tree = tree;
    this.offset = offset;
    this.groups = snapshot.semantics.environmentOf(uri)?.groups ?? [];
    this.own = sourceAt(this.groups, uri, offset);
    this.body = bodyAt(tree, offset) ?? unclosedBody(tree, offset);
  }

  /** What the body around means. */
  get owner(): Interface | World | undefined {
    this.#owner ??= this.#findOwner();
    return this.#owner;
  }

  #findOwner(): Interface | World | undefined {
    const { body, uri } = this;
    if (body === undefined) return undefined;
    for (const it of this.snapshot.semantics.packagesOf(uri)) {
      for (const owner of [...allInterfaces(it), ...it.worlds.values()])
        if (owner.loc.uri === uri && owner.loc.node === body.node) return owner;
    }
    return undefined;
  }

  /** Interfaces and worlds that may be mentioned here. Of versions that are there twice, the nearer. */
  get visible(): readonly Visible[] {
    this.#visible ??= this.#findVisible();
    return this.#visible;
  }

  #findVisible(): readonly Visible[] {
    const { own, snapshot, uri } = this;
    const near = this.groups.flatMap(sourcesOf);
    const wide = snapshot.settings(uri).resolve === 'workspace' ? elsewhere(snapshot, uri) : [];
    const circle = own === undefined ? new Set<string>() : dependentsOf([...near, ...wide], own.key);
    const seen = new Set<string>(circle);
    const found: Visible[] = own === undefined ? [] : itemsOf(own).map((item) => ({ item, distance: 'package' }));
    const add = (sources: readonly PackageSource[], distance: Distance): void => {
      for (const source of sources) {
        if (seen.has(source.key) || source.declarations.length === 0) continue;
        seen.add(source.key);
        for (const item of itemsOf(source)) found.push({ item, distance });
      }
    };
    add(near, 'dependency');
    add(wide, 'workspace');
    return found;
  }

  /** Items of the own package that cannot be used or included in the body: it itself, and what uses it. */
  get circle(): ReadonlySet<string> {
    const { own, body } = this;
    if (own === undefined || body?.name === undefined) return new Set();
    return usersOf(own, body.name);
  }

  /** The item that a path means, through the file's top-level `use`s. */
  find(path: PathText): KnownItem | undefined {
    if (path.item === undefined) return undefined;
    if (path.package !== undefined) return this.#foreign(path);
    const alias = this.aliases.get(path.item);
    if (alias !== undefined) return alias;
    return this.visible.find(({ item, distance }) => distance === 'package' && item.name === path.item)?.item;
  }

  #foreign(path: PathText): KnownItem | undefined {
    const { namespace = '', package: name = '', version } = path;
    const key = packageKey({ namespace, name, ...(version === undefined ? {} : { version }) });
    return this.visible.find(({ item }) => item.name === path.item && item.source.key === key)?.item;
  }

  /** Names that top-level `use`s of this file, or nested package, make. */
  /** Names of this file, by a `use` at the top, that lead nowhere yet. */
  get lostAliases(): readonly string[] {
    const known = this.aliases;
    const parts = this.own?.parts.filter((part) => part.uri === this.uri) ?? [];
    return parts
      .flatMap((part) => part.entries)
      .flatMap(({ chunk: { decl } }) => (decl.kind === 'toplevel-use' ? [(decl.alias ?? decl.path.name).text] : []))
      .filter((name) => name !== '' && !known.has(name));
  }

  get aliases(): ReadonlyMap<string, KnownItem> {
    const found = new Map<string, KnownItem>();
    const parts = this.own?.parts.filter((part) => part.uri === this.uri) ?? [];
    for (const { chunk } of parts.flatMap((part) => part.entries)) {
      const { decl } = chunk;
      if (decl.kind !== 'toplevel-use') continue;
      const { path } = decl;
      const text = path.package;
      const target =
        text === undefined
          ? this.visible.find(({ item, distance }) => distance === 'package' && item.name === path.name.text)?.item
          : this.#foreign({
              namespace: text.namespace.text,
              package: text.name.text,
              item: path.name.text,
              ...(text.version === undefined ? {} : { version: text.version.text }),
            });
      if (target !== undefined) found.set((decl.alias ?? path.name).text, target);
    }
    return found;
  }
}

/** A body that is not closed yet goes on behind its last word. */
function unclosedBody(tree: ItemTree, offset: number): Body | undefined {
  const body = bodyAt(tree, tree.text.slice(0, offset).trimEnd().length);
  return body === undefined || isClosed(tree, body.entry) ? undefined : body;
}

interface Read {
  readonly trees: readonly ItemTree[];
  readonly group: GroupSource;
}

const groups = new WeakMap<PackageRoot, Read>();

/** The packages of all other roots, without what is vendored with them. */
function elsewhere(snapshot: Snapshot, uri: string): readonly PackageSource[] {
  const own = snapshot.rootOf(uri);
  const found: PackageSource[] = [];
  for (const root of snapshot.workRoots) if (root !== own) found.push(...sourcesOf(groupOf(snapshot, root)));
  return found;
}

function groupOf(snapshot: Snapshot, root: PackageRoot): GroupSource {
  const files: SourceFile[] = [];
  for (const uri of root.files) {
    const tree = snapshot.tree(uri);
    if (tree !== undefined) files.push({ uri, tree });
  }
  const known = groups.get(root);
  if (known?.trees.length === files.length && files.every(({ tree }, index) => tree === known.trees[index]))
    return known.group;
  const group = readGroup(files);
  groups.set(root, { trees: files.map(({ tree }) => tree), group });
  return group;
}
