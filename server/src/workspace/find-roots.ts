// Finds the packages below a directory: one rule for the server and for every command.

import type { Task } from '../base/task.ts';
import { joinUri, relativeUri } from '../base/uri.ts';
import { byCodePoints, isWacName, isWitName } from './discover.ts';
import type { DirectoryEntry, Host } from './host.ts';
import { type Ground, isIgnored, isWorkFile, mayHoldWork, WorkTree } from './work-tree.ts';

/** A user who opens the root of a disk does not wait for all of it. */
const MAX_DIRECTORIES = 100_000;

/** What is vendored is read with the package that it lies beside. */
export const VENDORED = 'deps';

/** A directory with files of the work in it. */
export interface FoundRoot {
  /** Its real path. */
  readonly uri: string;
  /** Names of the `.wit` files that are the work, in the order of the directory. */
  readonly names: readonly string[];
}

/** A directory with files of either language in it. */
export interface FoundFolder extends FoundRoot {
  /** Names of the `.wac` files that are the work. */
  readonly compositions: readonly string[];
}

/** In the order of their paths; the given directory included. Undefined when given up. */
export async function findWork(directory: string, host: Host, task: Task): Promise<FoundRoot[] | undefined> {
  return (await findFolders(directory, host, task))?.filter((it) => it.names.length > 0);
}

/** As `findWork`, with the directories that have compositions and no package. */
export async function findFolders(directory: string, host: Host, task: Task): Promise<FoundFolder[] | undefined> {
  const start = await host.realPath(directory);
  if (start === undefined) return [];
  const search = new Search(host, new WorkTree(host, start));
  return (await search.run(task)) ? search.found.sort((a, b) => byCodePoints(a.uri, b.uri)) : undefined;
}

export async function findRoots(directory: string, host: Host, task: Task): Promise<string[] | undefined> {
  return (await findWork(directory, host, task))?.map((it) => it.uri);
}

/** A directory that is still to be looked at. */
interface Waiting {
  readonly uri: string;
  /** Where it was found: the ground above, and its name there. Absent for those whose ground is known. */
  readonly above?: { readonly ground: Ground; readonly name: string };
}

class Search {
  readonly found: FoundFolder[] = [];
  readonly #host: Host;
  readonly #tree: WorkTree;
  readonly #seen = new Set<string>();
  readonly #waiting: Waiting[] = [];

  constructor(host: Host, tree: WorkTree) {
    this.#host = host;
    this.#tree = tree;
    this.#waiting.push({ uri: tree.start });
  }

  /** False when given up. */
  async run(task: Task): Promise<boolean> {
    const boundary = await this.#tree.boundary();
    for (let at = this.#waiting.pop(); at !== undefined; at = this.#waiting.pop()) {
      if (!(await task.yield())) return false;
      if (this.#seen.has(at.uri) || this.#seen.size >= MAX_DIRECTORIES) continue;
      this.#seen.add(at.uri);
      const entries = await this.#host.readDirectory(at.uri);
      if (entries !== undefined) await this.#visit(at, entries, boundary);
    }
    return true;
  }

  async #visit(at: Waiting, entries: readonly DirectoryEntry[], boundary: string): Promise<void> {
    const names = new Set(entries.map((it) => it.name));
    const ground =
      at.above === undefined
        ? await this.#tree.groundOf(at.uri)
        : await this.#tree.enter(at.above.ground, at.above.name, names);
    if (ground === undefined || !mayHoldWork(ground)) return;
    const own = (isOwn: (name: string) => boolean): string[] =>
      entries
        .filter(({ kind, name }) => kind !== 'directory' && isOwn(name) && isWorkFile(ground, name))
        .map((it) => it.name)
        .sort(byCodePoints);
    const found = { uri: at.uri, names: own(isWitName), compositions: own(isWacName) };
    if (found.names.length > 0 || found.compositions.length > 0) this.found.push(found);
    const below = entries.filter(({ kind, name }) => kind === 'directory' && name !== VENDORED);
    for (const { name, link } of below.sort((a, b) => byCodePoints(b.name, a.name))) {
      if (link === true) await this.#follow(ground, name, boundary);
      else if (name !== '.git') this.#waiting.push({ uri: joinUri(at.uri, name), above: { ground, name } });
    }
  }

  /** A link counts as what it leads to, if that is a part of the work. */
  async #follow(ground: Ground, name: string, boundary: string): Promise<void> {
    // For git, a link to a directory is a file.
    if (isIgnored(ground, name, false)) return;
    const link = joinUri(ground.uri, name);
    const real = await this.#host.realPath(link);
    // A host that cannot tell where a link leads says the link itself.
    if (real === undefined || real === link || relativeUri(boundary, real) === undefined) return;
    this.#waiting.push({ uri: real });
  }
}
