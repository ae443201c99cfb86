// Looks at the disk for clients that do not tell of changes there, or tell of their own only. Known files, the directories
// of packages, and manifests are asked for their dates now and then; of what is different the server hears as from a client.

import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { basename, dirname, joinUri } from '../base/uri.ts';
import { IGNORE_FILE } from '../contract/ignore-file.ts';
import { PROJECT_FILE } from '../project/project-file.ts';
import { isWitName } from '../workspace/discover.ts';
import type { Host } from '../workspace/host.ts';
import { namesDependencies } from '../workspace/manifests.ts';
import { filesOf } from '../workspace/snapshot.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Maximum number of places asked in one look; the next look goes on where this one ended. */
const MOST = 4000;
/** Maximum number asked concurrently. */
const BATCH = 64;
/** A look that took a second is followed by so many seconds of rest. */
const REST = 20;
/** What is no place any more is forgotten after so many looks. */
const LOOKS_KEPT = 10;
const FEW = 200;
/** Manifests are looked for in so many directories above a package. */
const LEVELS = 3;

const MANIFESTS = ['wkg.toml', 'wkg.lock', 'deps.toml', 'deps.lock', IGNORE_FILE, PROJECT_FILE];

/** What was there: the date and size of a file; for a directory also the names in it that matter. */
interface Seen {
  readonly state: string | undefined;
  readonly names?: ReadonlySet<string>;
}

interface WatchedPath {
  readonly isDirectory: boolean;
  /** Names that were read there when the package was loaded. */
  readonly loaded?: ReadonlySet<string>;
}

export class DiskLook {
  readonly #host: Host;
  readonly #workspace: Workspace;
  readonly #changed: (events: readonly FileEvent[]) => void;
  #seen = new Map<string, Seen>();
  /** For how many looks a place that was seen has been none. */
  readonly #absent = new Map<string, number>();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #ended = false;

  constructor(host: Host, workspace: Workspace, changed: (events: readonly FileEvent[]) => void) {
    this.#host = host;
    this.#workspace = workspace;
    this.#changed = changed;
  }

  /** Looks now and then, at most every `interval` milliseconds; `failed` receives the error. */
  start(interval: number, failed: (error: unknown) => void): void {
    const { clock } = this.#workspace;
    const look = async (): Promise<void> => {
      const before = clock.now();
      await this.look().catch(failed);
      // Few places cost little, however long it takes on a busy machine.
      const rest = this.#seen.size <= FEW ? 0 : REST * (clock.now() - before);
      if (!this.#ended) this.#timer = setTimeout(look, Math.max(interval, rest));
    };
    void look();
  }

  stop(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  /** What is seen for the first time is no change. */
  async look(): Promise<void> {
    if (this.#running || this.#ended) return;
    this.#running = true;
    try {
      const places = this.#places();
      const all = [...places.keys()];
      const from = this.#next < all.length ? this.#next : 0;
      const asked = all.slice(from, from + MOST);
      this.#next = from + MOST;
      const events: FileEvent[] = [];
      for (let at = 0; at < asked.length; at += BATCH)
        await Promise.all(asked.slice(at, at + BATCH).map((uri) => this.#ask(uri, places.get(uri), events)));
      this.#forget(places);
      if (events.length > 0 && !this.#ended) this.#changed(events);
    } finally {
      this.#running = false;
    }
  }

  /** What is no place any more. A package that changed is away until somebody needs it, and is then compared with what was seen. */
  #forget(places: ReadonlyMap<string, WatchedPath>): void {
    for (const uri of [...this.#seen.keys()]) {
      const looks = places.has(uri) ? 0 : (this.#absent.get(uri) ?? 0) + 1;
      if (looks === 0) this.#absent.delete(uri);
      else this.#absent.set(uri, looks);
      if (looks < LOOKS_KEPT) continue;
      this.#seen.delete(uri);
      this.#absent.delete(uri);
    }
  }

  #places(): Map<string, WatchedPath> {
    const snapshot = this.#workspace.snapshot();
    const places = new Map<string, WatchedPath>();
    const directory: WatchedPath = { isDirectory: true };
    const file: WatchedPath = { isDirectory: false };
    for (const folder of this.#workspace.folders) places.set(folder, directory);
    const roots = new Set(snapshot.workRoots);
    for (const uri of this.#workspace.open) {
      const root = snapshot.rootOf(uri);
      if (root !== undefined) roots.add(root);
      places.set(dirname(uri), directory);
    }
    for (const root of roots) {
      for (const uri of filesOf(root)) {
        places.set(uri, file);
        places.set(dirname(uri), directory);
      }
      if (root.kind !== 'directory') continue;
      const entries = new Set(root.deps.map((it) => basename(it.uri)));
      places.set(joinUri(root.uri, 'deps'), { isDirectory: true, loaded: entries });
      // A tool makes a directory and fills it later: it was loaded empty, and no file of it is known.
      for (const { uri, kind, files } of root.deps)
        if (kind === 'directory') places.set(uri, { isDirectory: true, loaded: new Set(files.map(basename)) });
      let above = root.uri;
      for (let level = 0; level < LEVELS; level++) {
        for (const name of MANIFESTS) places.set(joinUri(above, name), file);
        if (this.#workspace.folders.includes(above)) break;
        above = dirname(above);
      }
    }
    return places;
  }

  async #ask(
    uri: string,
    { isDirectory, loaded }: WatchedPath = { isDirectory: false },
    events: FileEvent[],
  ): Promise<void> {
    const stat = await this.#host.stat(uri);
    const state = stat === undefined ? undefined : `${stat.kind} ${stat.size} ${stat.modified}`;
    const before = this.#seen.get(uri);
    if (before !== undefined && before.state === state) return;
    const names = isDirectory && stat?.kind === 'directory' ? await this.#namesIn(uri) : undefined;
    this.#seen.set(uri, names === undefined ? { state } : { state, names });
    if (before === undefined) {
      if (loaded !== undefined) events.push(...differences(uri, loaded, names));
    } else if (before.state === undefined) events.push({ uri, type: FileChangeType.Created });
    else if (state === undefined) events.push({ uri, type: FileChangeType.Deleted });
    else if (!isDirectory) events.push({ uri, type: FileChangeType.Changed });
    else events.push(...differences(uri, before.names, names));
  }

  async #namesIn(directory: string): Promise<ReadonlySet<string>> {
    const isDeps = basename(directory) === 'deps';
    const entries = (await this.#host.readDirectory(directory)) ?? [];
    return new Set(
      entries
        .filter(({ name, kind }) => {
          if (isWitName(name) || /\.(?:wasm|wat)$/.test(name) || namesDependencies(name) || name === PROJECT_FILE)
            return true;
          return kind === 'directory' && (isDeps || name === 'deps' || name === 'wit');
        })
        .map((it) => it.name),
    );
  }
}

function differences(directory: string, before?: ReadonlySet<string>, now?: ReadonlySet<string>): FileEvent[] {
  const event = (type: FileChangeType) => (name: string) => ({ uri: joinUri(directory, name), type });
  const created = [...(now ?? [])].filter((it) => before?.has(it) === false);
  const deleted = [...(before ?? [])].filter((it) => now?.has(it) !== true);
  return [...created.map(event(FileChangeType.Created)), ...deleted.map(event(FileChangeType.Deleted))];
}
