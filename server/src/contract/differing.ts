// What differs between an old version and now. The rest of the old version is read only where something that differs names it.

import type { Task } from '../base/task.ts';
import { joinUri, relativeUri } from '../base/uri.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { filesOf } from '../workspace/snapshot.ts';
import type { TreeEntries } from './git.ts';
import { findAll, type OldTree } from './old-version.ts';
import { namesOfRoot } from './package-contracts.ts';
import { type Now, namedBy, sameFiles, unchangedAmong } from './unchanged.ts';

export class Differing {
  /** Roots that say now what they said, by their places. */
  readonly unchanged: ReadonlyMap<string, PackageRoot>;
  /** Those of the old version that are not among them. */
  readonly changed: readonly PackageRoot[];
  readonly #tree: OldTree;
  readonly #task: Task;
  /** Places with the same files, by the names of their packages. */
  readonly #byName = new Map<string, string[]>();
  readonly #affected: readonly string[];
  #loading: Promise<PackageRoot[]> | undefined;
  #files: ReadonlySet<string> | undefined;

  private constructor(
    tree: OldTree,
    now: Now,
    task: Task,
    { same, changed }: { readonly same: ReadonlyMap<string, PackageRoot>; readonly changed: readonly PackageRoot[] },
  ) {
    this.#tree = tree;
    this.#task = task;
    this.changed = changed;
    const others = now.snapshot.workRoots.filter((root) => !same.has(relativeUri(now.top, root.uri) ?? ''));
    const old = tree.workspace.snapshot();
    const names = [
      ...others.flatMap((root) => namesOfRoot(now.snapshot, root)),
      ...changed.flatMap((root) => namesOfRoot(old, root)),
    ];
    this.unchanged = unchangedAmong(same, new Set(names), now);
    this.#affected = [...same.keys()].filter((place) => !this.unchanged.has(place));
    for (const [place, root] of same)
      for (const name of namesOfRoot(now.snapshot, root))
        this.#byName.set(name, [...(this.#byName.get(name) ?? []), place]);
  }

  static async of(tree: OldTree, entries: TreeEntries, now: Now, task: Task): Promise<Differing> {
    const same = await sameFiles(entries, now);
    return new Differing(tree, now, task, { same, changed: await findAll(tree, task, same) });
  }

  /** Is a file of today one of an unchanged package? */
  isUnchanged(uri: string | undefined): boolean {
    this.#files ??= new Set([...this.unchanged.values()].flatMap(filesOf));
    return uri !== undefined && this.#files.has(uri);
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
