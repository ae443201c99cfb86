// The interfaces, worlds and types that files declare, from their text alone: for suggestions of names that are not
// in scope and should not resolve every package for it.

import { memo } from '../base/memo.ts';
import { itemPath } from '../model/names.ts';
import {
  type GroupSource,
  type PackageSource,
  packageReferences,
  type SourcePart,
  sourcesOf,
} from '../model/source.ts';
import type { Attribute, Entry, ItemTree, TypeDecl, UsePath } from '../syntax/items.ts';
import { escapeName } from '../syntax/words.ts';

export interface KnownType {
  readonly name: string;
  /** `use`: it comes from elsewhere, and can be used from here. */
  readonly kind: TypeDecl['kind'] | 'use';
  /** Of the name, in the file. */
  readonly node: number;
  readonly deprecated: boolean;
  /** The feature that it is behind. */
  readonly feature: string | undefined;
}

export interface KnownItem {
  readonly kind: 'interface' | 'world';
  readonly name: string;
  readonly uri: string;
  /** Of the name, in the file. */
  readonly node: number;
  readonly deprecated: boolean;
  readonly feature: string | undefined;
  /** Types that it defines, and those that it uses. */
  readonly types: readonly KnownType[];
  /** Paths of its `use`s and `include`s. */
  readonly uses: readonly UsePath[];
  readonly source: PackageSource;
}

type Declared = Omit<KnownItem, 'source' | 'uri'> & { readonly entry: Entry };

/** The interfaces and worlds of a package. */
export const itemsOf = memo((source: PackageSource): readonly KnownItem[] =>
  source.parts.flatMap((part) => itemsIn(source, part)),
);

function itemsIn(source: PackageSource, part: SourcePart): KnownItem[] {
  const own = new Set(part.entries);
  return declaredIn(part.tree)
    .filter((it) => own.has(it.entry))
    .map((it) => ({ ...it, uri: part.uri, source }));
}

const declaredIn = memo((tree: ItemTree): readonly Declared[] =>
  tree.order.flatMap((entry) => declaredBy(entry) ?? []),
);

function declaredBy(entry: Entry): Declared | undefined {
  const { decl } = entry.chunk;
  if ((decl.kind !== 'interface' && decl.kind !== 'world') || decl.name.text === '') return undefined;
  return {
    entry,
    kind: decl.kind,
    name: decl.name.text,
    node: entry.base + decl.name.node,
    deprecated: isDeprecated(decl.attributes),
    feature: featureOf(decl.attributes),
    types: entry.members.flatMap(typesOf),
    uses: entry.members.flatMap((it) => {
      const { decl: inner } = it.chunk;
      return inner.kind === 'use' || inner.kind === 'include' ? [inner.path] : [];
    }),
  };
}

function typesOf({ chunk: { decl }, base }: Entry): KnownType[] {
  switch (decl.kind) {
    case 'type':
    case 'record':
    case 'flags':
    case 'variant':
    case 'enum':
    case 'resource': {
      const { kind, name, attributes } = decl;
      if (name.text === '') return [];
      const node = base + name.node;
      return [{ name: name.text, kind, node, deprecated: isDeprecated(attributes), feature: featureOf(attributes) }];
    }
    case 'use': {
      const { kind, attributes } = decl;
      const feature = featureOf(attributes);
      return decl.names.flatMap(({ name, alias = name }) =>
        alias.text === '' ? [] : [{ name: alias.text, kind, node: base + alias.node, deprecated: false, feature }],
      );
    }
    default:
      return [];
  }
}

function isDeprecated(attributes: readonly Attribute[]): boolean {
  return attributes.some((it) => it.name.text === 'deprecated');
}

/** The feature in `@unstable(feature = …)`. */
export function featureOf(attributes: readonly Attribute[]): string | undefined {
  return attributes.find((it) => it.name.text === 'unstable')?.value?.text;
}

/** The package whose text an offset stands in. */
export function sourceAt(groups: readonly GroupSource[], uri: string, offset: number): PackageSource | undefined {
  let main: PackageSource | undefined;
  for (const source of groups.flatMap(sourcesOf)) {
    for (const part of source.parts) {
      if (part.uri !== uri) continue;
      if (!source.nested) main ??= source;
      else if (nestedHolds(source, part, offset)) return source;
    }
  }
  return main;
}

function nestedHolds(source: PackageSource, part: SourcePart, offset: number): boolean {
  const name = source.declarations[0]?.node;
  const block = part.tree.entries.find(
    ({ chunk: { decl }, base }) => decl.kind === 'nested-package' && base + decl.name.node === name,
  );
  return block !== undefined && block.start + block.length <= offset && offset <= block.end;
}

const referencesOf = memo(
  (source: PackageSource): ReadonlySet<string> => new Set(packageReferences(source).map((it) => it.key)),
);

/** A package and all that refer to it, through others too: what cannot be referred to from it. */
export function dependentsOf(sources: Iterable<PackageSource>, key: string): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const source of sources) {
    for (const target of referencesOf(source)) {
      const list = users.get(target);
      if (list === undefined) users.set(target, [source.key]);
      else list.push(source.key);
    }
  }
  return reach(users, key);
}

/** An interface or world and all items of its package that use or include it, through others too. */
export function usersOf(source: PackageSource, name: string): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const item of itemsOf(source)) {
    for (const path of item.uses) {
      if (path.package !== undefined) continue;
      const list = users.get(path.name.text);
      if (list === undefined) users.set(path.name.text, [item.name]);
      else list.push(item.name);
    }
  }
  return reach(users, name);
}

function reach(edges: ReadonlyMap<string, readonly string[]>, start: string): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const at of seen) for (const next of edges.get(at) ?? []) seen.add(next);
  return seen;
}

/** How an item is written in a path, seen from a package. */
export function pathTo(item: KnownItem, from: PackageSource | undefined): string {
  if (item.source.key === from?.key) return escapeName(item.name);
  return escapePath(itemPath(item.source.id, item.name));
}

/** `ns:name/item@version` with the `%` that its words need. */
export function escapePath(path: string): string {
  const [names = '', version] = path.split('@');
  const escaped = names.replace(/[^:/]+/g, (word) => escapeName(word));
  return version === undefined ? escaped : `${escaped}@${version}`;
}
