// What differs between an old version and now. The rest of the old version is read only where something that differs, or that
// refers to what differs, names it.

import type { Task } from '../base/task.ts';
import { joinUri, relativeUri } from '../base/uri.ts';
import { packageName } from '../model/names.ts';
import type { Package } from '../model/package.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { filesOf } from '../workspace/snapshot.ts';
import type { TreeEntries } from './git.ts';
import { findAll, type OldTree } from './old-version.ts';
import { namesOfRoot } from './package-contracts.ts';
import { type Now, namedBy, sameFiles } from './same-files.ts';
import { differencesOf, hasTouched, touchedBy } from './touched.ts';

export class Differing {
  /** Roots that say now what they said, by their places. */
  readonly unchanged: ReadonlyMap<string, PackageRoot>;
  /** Those of the old version whose own files are others now, or gone. */
  readonly changed: readonly PackageRoot[];
  readonly #tree: OldTree;
  readonly #task: Task;
  /** Places with the same files, by the names of their packages. */
  readonly #byName = new Map<string, string[]>();
  readonly #affected: readonly string[];
  /** Packages, interfaces and worlds (`ns:name`, `ns:name/item`) that may say something else than before. */
  readonly #touched: ReadonlySet<string>;
  /** All files of the tree. */
  readonly #files: ReadonlySet<string>;
  #loading: Promise<PackageRoot[]> | undefined;

  private constructor(
    tree: OldTree,
    now: Now,
    task: Task,
    { same, changed }: { readonly same: ReadonlyMap<string, PackageRoot>; readonly changed: readonly PackageRoot[] },
  ) {
    this.#tree = tree;
    this.#task = task;
    this.changed = changed;
    const byPlace = (top: string, all: readonly PackageRoot[]): Map<string, PackageRoot> =>
      new Map(all.map((it) => [relativeUri(top, it.uri) ?? it.uri, it]));
    const roots = byPlace(now.top, now.snapshot.workRoots);
    const differences = differencesOf(
      { snapshot: tree.workspace.snapshot(), roots: byPlace(tree.top, changed) },
      { snapshot: now.snapshot, roots: new Map([...roots].filter(([place]) => !same.has(place))) },
    );
    this.#touched = touchedBy(differences, { snapshot: now.snapshot, roots });
    this.#files = new Set([...roots.values()].flatMap(filesOf));
    const isTouched = (root: PackageRoot): boolean => hasTouched(this.#touched, now.snapshot, root);
    this.unchanged = new Map([...same].filter(([, root]) => !isTouched(root)));
    this.#affected = [...same.keys()].filter((place) => !this.unchanged.has(place));
    for (const [place, root] of same)
      for (const name of namesOfRoot(now.snapshot, root))
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), place]);
  }

  static async of(tree: OldTree, entries: TreeEntries, now: Now, task: Task): Promise<Differing> {
    const same = await sameFiles(entries, now, (oid, content) => tree.hold?.(oid, content));
    return new Differing(tree, now, task, { same, changed: await findAll(tree, task, same) });
  }

  /** Does an interface or world of today say what it said, and everything that it refers to? */
  isSame({ id, files }: Package, item: string): boolean {
    const name = packageName(id);
    // Of what lies outside of the tree, nothing is known.
    return this.#files.has(files[0] ?? '') && !this.#touched.has(name) && !this.#touched.has(`${name}/${item}`);
  }

  /** Every old package that is not unchanged, and all that these name, directly or through others: read once, at once. */
  load(): Promise<PackageRoot[]> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<PackageRoot[]> {
    const { top, workspace } = this.#tree;
    const found = [...this.changed];
    const places = new Set(this.#affected);
    const seen = new Set<PackageRoot>();
    const follow = (root: PackageRoot): void => {
      seen.add(root);
      for (const name of namedBy(workspace.snapshot(), root))
        for (const place of this.#byName.get(name) ?? []) places.add(place);
    };
    for (const root of found) follow(root);
    for (const place of places) {
      const root = await workspace.loadDirectory(joinUri(top, place), this.#task);
      if (root === undefined || seen.has(root)) continue;
      found.push(root);
      follow(root);
    }
    return found;
  }
}
