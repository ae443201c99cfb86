// What a change of some packages has to do with the others. An interface or world is touched when its text differs, or when
// it refers to one that is touched: by `use`, `include`, `import` or `export`. Names are without versions here, so whichever
// one is meant is followed.

import { memo } from '../base/memo.ts';
import { put } from '../base/multimap.ts';
import { packageName } from '../model/names.ts';
import { type PackageSource, pathsOf, type SourcePart, sourcesOf } from '../model/source.ts';
import type { Entry } from '../syntax/items.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { filesOf, type Snapshot } from '../workspace/snapshot.ts';

/** The roots of one version, by their places. */
export interface Side {
  readonly snapshot: Snapshot;
  readonly roots: ReadonlyMap<string, PackageRoot>;
}

/** What differs: whole packages (`ns:name`), and single interfaces and worlds (`ns:name/item`). */
export interface Differences {
  readonly packages: ReadonlySet<string>;
  readonly items: ReadonlySet<string>;
}

/** Told from texts. A package differs as a whole where it came, went, moved, has another version, or cannot be read. */
export function differencesOf(before: Side, after: Side): Differences {
  const [old, now] = [saidBy(before), saidBy(after)];
  const packages = differing(old.packages, now.packages, ({ count }) => String(count));
  const items = differing(old.items, now.items, ({ texts }) => texts.join('\n'));
  return {
    packages: new Set([...old.unclear, ...now.unclear, ...packages.map(({ name }) => name)]),
    items: new Set(items.map(({ name }) => name)),
  };
}

function differing<T>(old: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>, what: (it: T) => string): T[] {
  const gone = [...old].flatMap(([key, it]) => (now.has(key) ? [] : [it]));
  const others = [...now].filter(([key, it]) => {
    const known = old.get(key);
    return known === undefined || what(known) !== what(it);
  });
  return [...gone, ...others.map(([, it]) => it)];
}

interface Said {
  /** By place and key. */
  readonly packages: Map<string, { readonly name: string; count: number }>;
  /** By place, key and name. */
  readonly items: Map<string, { readonly name: string; readonly texts: string[] }>;
  /** Names of packages of which nothing is certain. */
  readonly unclear: Set<string>;
}

function saidBy({ snapshot, roots }: Side): Said {
  const said: Said = { packages: new Map(), items: new Map(), unclear: new Set() };
  for (const [place, root] of roots) {
    const isClear = isPlain(root) && filesOf(root).every((uri) => isSound(snapshot, uri));
    for (const source of sourcesIn(snapshot, root)) {
      const name = packageName(source.id);
      if (!isClear) said.unclear.add(name);
      const key = `${place} ${source.nested} ${source.key}`;
      const known = said.packages.get(key) ?? { name, count: 0 };
      known.count++;
      said.packages.set(key, known);
      for (const it of itemsOf(source)) {
        const item = said.items.get(`${key}/${it.name}`) ?? { name: it.name, texts: [] };
        item.texts.push(it.text());
        said.items.set(`${key}/${it.name}`, item);
      }
    }
  }
  return said;
}

/** Nothing outside of its directory says what it is made of. */
export function isPlain({ kind, named = [], locked, depsFaults = [] }: PackageRoot): boolean {
  return kind === 'directory' && named.length === 0 && (locked?.size ?? 0) === 0 && depsFaults.length === 0;
}

function isSound(snapshot: Snapshot, uri: string): boolean {
  const file = snapshot.file(uri);
  return file !== undefined && file.fault === undefined && file.items.problems.length === 0;
}

/** An interface or world, and what it refers to. */
interface Item {
  /** `ns:name/item`. */
  readonly name: string;
  /** `ns:name/item`; `ns:name/` where only the package is written. */
  readonly targets: readonly string[];
  /** With what its file uses. */
  readonly text: () => string;
}

const itemsOf = memo((source: PackageSource): readonly Item[] =>
  source.parts.flatMap((part) => {
    const uses = part.entries.filter(({ chunk }) => chunk.decl.kind === 'toplevel-use');
    return part.entries.flatMap((entry): Item[] => {
      const { decl } = entry.chunk;
      if (decl.kind !== 'interface' && decl.kind !== 'world') return [];
      const own = [...uses, entry, ...entry.members];
      return [
        {
          name: `${packageName(source.id)}/${decl.name.text}`,
          targets: own.flatMap((it) => targetsOf(it, packageName(source.id))),
          text: () => [...uses, entry].map((it) => textOf(part, it)).join('\n'),
        },
      ];
    });
  }),
);

function textOf({ tree }: SourcePart, { start, end }: Entry): string {
  return tree.text.slice(start, end);
}

function targetsOf({ chunk }: Entry, own: string): string[] {
  return pathsOf(chunk.decl).map(({ package: named, name }) => {
    const owner = named === undefined ? own : `${named.namespace.text}:${named.name.text}`;
    return `${owner}/${name.text}`;
  });
}

/** Everything that differs, and everything that refers to it, directly or through others. */
export function touchedBy({ packages, items }: Differences, { snapshot, roots }: Side): ReadonlySet<string> {
  /** By what they refer to: an item, and the package that has it. */
  const users = new Map<string, string[]>();
  for (const root of roots.values()) {
    for (const { name, targets } of sourcesIn(snapshot, root).flatMap(itemsOf)) {
      for (const target of targets) {
        put(users, target, name);
        put(users, ownerOf(target), name);
      }
    }
  }
  const touched = new Set([...packages, ...items]);
  for (const it of touched) {
    for (const user of users.get(it) ?? []) touched.add(user);
    // Who names a package and, so far, nothing in it.
    for (const user of users.get(`${ownerOf(it)}/`) ?? []) touched.add(user);
  }
  return touched;
}

/** Has a root, in itself or in its `deps/`, something that is touched? */
export function hasTouched(touched: ReadonlySet<string>, snapshot: Snapshot, root: PackageRoot): boolean {
  return sourcesIn(snapshot, root).some(
    (it) => touched.has(packageName(it.id)) || itemsOf(it).some(({ name }) => touched.has(name)),
  );
}

function sourcesIn(snapshot: Snapshot, root: PackageRoot): readonly PackageSource[] {
  return snapshot.semantics.environment(root).groups.flatMap(sourcesOf);
}

function ownerOf(item: string): string {
  return item.split('/', 1)[0] ?? item;
}
