// The git repositories around the packages of a workspace: opened once, watched, and looked for again where there was none,
// since one may be created.

import { dirname, joinUri, relativeUri } from '../base/uri.ts';
import type { NoBase } from '../contract/bases.ts';
import { isGitFailure, nearestGit, Repository } from '../contract/git.ts';
import type { Host } from '../workspace/host.ts';

/** After git wrote something, it often writes more. */
const SETTLE = 150;

interface KnownRepository {
  readonly repository: Repository;
  /** Ends the watching. */
  end: () => void;
}

export class Repositories {
  readonly #host: Host;
  readonly #folders: () => readonly string[];
  /** Git has written something of its own, or is there at last. */
  readonly #moved: () => void;
  /** By the directory that git was asked in. */
  readonly #known = new Map<string, Promise<KnownRepository | NoBase>>();
  /** Directories in which a repository may appear. */
  readonly #awaited = new Map<string, () => void>();
  readonly #movedOnes = new Set<KnownRepository>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(host: Host, folders: () => readonly string[], moved: () => void) {
    this.#host = host;
    this.#folders = folders;
    this.#moved = moved;
  }

  async of(directory: string): Promise<Repository | NoBase> {
    // Git is asked once for all packages of a repository; without a sign of one, links may still lead to it.
    const place = (await nearestGit(this.#host, directory)) ?? directory;
    const known = this.#known.get(place) ?? this.#open(place);
    this.#known.set(place, known);
    const it = await known;
    return 'kind' in it ? it : it.repository;
  }

  /** Those that have been opened. */
  async all(): Promise<readonly Repository[]> {
    const known = await Promise.all(this.#known.values());
    return known.flatMap((it) => ('kind' in it ? [] : [it.repository]));
  }

  /** Names may mean other commits now, and what was no repository may be one. */
  forget(): void {
    for (const [place, opening] of this.#known) {
      void opening.then((it) => {
        if (!('kind' in it)) it.repository.forget();
        else if (this.#known.get(place) === opening) this.#known.delete(place);
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#endWaiting();
    for (const opening of this.#known.values()) {
      void opening.then((it) => {
        if ('kind' in it) return;
        it.end();
        it.repository.close();
      });
    }
  }

  async #open(directory: string): Promise<KnownRepository | NoBase> {
    const found = await Repository.at(this.#host, directory);
    if (isGitFailure(found)) {
      if (found.reason !== 'no-git') this.#await(directory);
      return { kind: 'none', reason: found.reason, message: found.message };
    }
    for (const opening of this.#known.values()) {
      const other = await Promise.race([opening, undefined]);
      if (other !== undefined && !('kind' in other) && other.repository.top === found.top) return other;
    }
    const known: KnownRepository = { repository: found, end: () => {} };
    this.#watch(known);
    return known;
  }

  #watch(known: KnownRepository): void {
    known.end = known.repository.watch(() => {
      known.repository.forget();
      this.#movedOnes.add(known);
      this.#later();
    });
  }

  /** `git init` makes a directory in the package's or in one above it, and then fills it. */
  #await(directory: string): void {
    const { git } = this.#host;
    if (git === undefined || this.#stopped) return;
    const folder = this.#folders().find((it) => relativeUri(it, directory) !== undefined) ?? directory;
    const places = [directory, joinUri(directory, '.git')];
    for (let at = directory; at !== folder && dirname(at) !== at; ) {
      at = dirname(at);
      places.push(at);
    }
    for (const place of places) {
      if (!this.#awaited.has(place))
        this.#awaited.set(
          place,
          git.watch(place, () => this.#later()),
        );
    }
  }

  #endWaiting(): void {
    for (const end of this.#awaited.values()) end();
    this.#awaited.clear();
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#look(), SETTLE);
  }

  /** Most of what happens in a directory has nothing to do with git, which is asked only where there is a sign of it. */
  async #look(): Promise<void> {
    const moved = new Set(this.#movedOnes);
    this.#movedOnes.clear();
    let found = moved.size > 0;
    for (const [place, opening] of this.#known) {
      const it = await opening;
      if ('kind' in it) {
        if ((await nearestGit(this.#host, place)) === undefined) continue;
        this.#known.delete(place);
        found = true;
      } else if (moved.has(it)) {
        // Directories may have come, and the one that was watched may have gone for good.
        it.end();
        if (await this.#isThere(it.repository)) this.#watch(it);
        else this.#known.delete(place);
      }
    }
    if (!found || this.#stopped) return;
    // Packages that still have none wait again.
    this.#endWaiting();
    for (const [place, opening] of this.#known) if ('kind' in (await opening)) this.#await(place);
    this.#moved();
  }

  async #isThere({ watched }: Repository): Promise<boolean> {
    const [own] = watched;
    return own !== undefined && (await this.#host.stat(own)) !== undefined;
  }
}
