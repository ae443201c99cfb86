// Which of the loaded packages are the work: those that others see, whose symbols are listed and whose worlds are counted. What
// was only looked at — an ignored file, something outside the folders, what a composition names — is known to itself alone,
// so that nothing that is said of a file depends on what else was opened.

import type { Task } from '../base/task.ts';
import { joinUri, relativeUri } from '../base/uri.ts';
import { rootDirectoryOf } from './discover.ts';
import { findFolders, VENDORED } from './find-roots.ts';
import type { Host } from './host.ts';
import type { PackageRoot } from './package-folders.ts';
import { WorkTree } from './work-tree.ts';

export class WorkRoots {
  readonly #host: Host;
  /** URIs of the roots that were found; undefined before the first search: then every loaded one counts. */
  #found: ReadonlySet<string> | undefined;
  /** URIs of the compositions that the last search found. */
  compositions: readonly string[] = [];
  #trees: readonly WorkTree[] = [];
  readonly #visited = new Set<string>();
  #list: { readonly of: ReadonlyMap<string, PackageRoot>; readonly roots: readonly PackageRoot[] } | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Searches the folders. `open`: files that an editor has, which may not be on the disk. Undefined when given up. */
  async search(
    folders: readonly string[],
    open: readonly string[],
    task: Task,
  ): Promise<readonly string[] | undefined> {
    const found = new Set<string>();
    const compositions = new Set<string>();
    for (const folder of folders) {
      const holders = await findFolders(folder, this.#host, task);
      if (holders === undefined) return undefined;
      for (const { uri, names, compositions: inside } of holders) {
        if (names.length > 0) found.add(uri);
        for (const name of inside) compositions.add(joinUri(uri, name));
      }
    }
    this.compositions = [...compositions];
    if (folders.length === 0) {
      this.#found = undefined;
      this.#list = undefined;
      return [];
    }
    this.#trees = folders.map((folder) => new WorkTree(this.#host, folder));
    const searched = [...found];
    for (const uri of open) if (await this.isWork(uri)) found.add(rootDirectoryOf(uri));
    this.#found = found;
    this.#list = undefined;
    return searched;
  }

  /** Is the file one of the work, wherever it was found? */
  async isWork(uri: string): Promise<boolean> {
    for (const tree of this.#trees) {
      const way = relativeUri(tree.start, uri);
      // What is vendored is found with the package that it lies beside, or not at all.
      if (way === undefined || way.split('/').slice(0, -1).includes(VENDORED)) continue;
      if (await tree.isWork(uri)) return true;
    }
    return false;
  }

  /** A package was loaded because of one file. */
  async loaded(root: PackageRoot): Promise<boolean> {
    if (this.#visited.delete(root.uri)) this.#list = undefined;
    if (this.#found === undefined || this.#found.has(root.uri)) return false;
    for (const uri of root.kind === 'file' ? [] : root.files) {
      if (!(await this.isWork(uri))) continue;
      this.#found = new Set(this.#found).add(root.uri);
      this.#list = undefined;
      return true;
    }
    return false;
  }

  /** A root is looked at on behalf of something that is not WIT. */
  visited(uri: string): void {
    if (this.#visited.has(uri)) return;
    this.#visited.add(uri);
    this.#list = undefined;
  }

  /** Is it one of the folders', whatever is open? */
  isFound(uri: string): boolean {
    return this.#found?.has(uri) === true;
  }

  has(uri: string): boolean {
    return this.#found === undefined ? !this.#visited.has(uri) : this.#found.has(uri);
  }

  /** A root that is gone. */
  forget(uri: string): void {
    this.#visited.delete(uri);
    if (this.#found?.has(uri) === true) this.#found = new Set([...this.#found].filter((it) => it !== uri));
    this.#list = undefined;
  }

  /** In the order of their paths; the same list while nothing changes. */
  among(roots: ReadonlyMap<string, PackageRoot>): readonly PackageRoot[] {
    if (this.#list?.of !== roots) {
      const own = [...roots.values()].filter((root) => this.has(root.uri));
      this.#list = { of: roots, roots: own.sort((a, b) => (a.uri < b.uri ? -1 : 1)) };
    }
    return this.#list.roots;
  }
}
