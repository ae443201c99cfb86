// Looks at the disk for clients that do not tell of changes there, or tell of their own only. Known files, the directories
// of packages, and manifests are asked for their dates now and then; of what is different the server hears as from a client.

import { FileChangeType, type FileEvent } from 'vscode-languageserver';
import { basename, dirname, joinUri } from '../base/uri.ts';
import { IGNORE_FILE } from '../contract/ignore-file.ts';
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
/** Manifests are looked for in so many directories above a package. */
const LEVELS = 3;

const MANIFESTS = ['wkg.toml', 'wkg.lock', 'deps.toml', 'deps.lock', IGNORE_FILE];

/** What was there: the date and size of a file; for a directory also the names in it that matter. */
interface Seen {
  readonly state: string | undefined;
  readonly names?: ReadonlySet<string>;
}

export class DiskLook {
  readonly #host: Host;
  readonly #workspace: Workspace;
  readonly #changed: (events: readonly FileEvent[]) => void;
  #seen = new Map<string, Seen>();
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #ended = false;

  constructor(host: Host, workspace: Workspace, changed: (events: readonly FileEvent[]) => void) {
    this.#host = host;
    this.#workspace = workspace;
    this.#changed = changed;
  }

  /** Looks now and then, at most every `interval` milliseconds; `failed` is told what went wrong. */
  start(interval: number, failed: (error: unknown) => void): void {
    const { clock } = this.#workspace;
    const look = async (): Promise<void> => {
      const before = clock.now();
      await this.look().catch(failed);
      if (!this.#ended) this.#timer = setTimeout(look, Math.max(interval, REST * (clock.now() - before)));
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
        await Promise.all(asked.slice(at, at + BATCH).map((uri) => this.#ask(uri, places.get(uri) === true, events)));
      for (const uri of this.#seen.keys()) if (!places.has(uri)) this.#seen.delete(uri);
      if (events.length > 0 && !this.#ended) this.#changed(events);
    } finally {
      this.#running = false;
    }
  }

  /** What is looked at, and whether it is a directory. */
  #places(): Map<string, boolean> {
    const snapshot = this.#workspace.snapshot();
    const places = new Map<string, boolean>();
    for (const folder of this.#workspace.folders) places.set(folder, true);
    const roots = new Set(snapshot.workRoots);
    for (const uri of this.#workspace.open) {
      const root = snapshot.rootOf(uri);
      if (root !== undefined) roots.add(root);
      places.set(dirname(uri), true);
    }
    for (const root of roots) {
      for (const uri of filesOf(root)) {
        places.set(uri, false);
        places.set(dirname(uri), true);
      }
      if (root.kind !== 'directory') continue;
      places.set(joinUri(root.uri, 'deps'), true);
      let directory = root.uri;
      for (let level = 0; level < LEVELS; level++) {
        for (const name of MANIFESTS) places.set(joinUri(directory, name), false);
        if (this.#workspace.folders.includes(directory)) break;
        directory = dirname(directory);
      }
    }
    return places;
  }

  async #ask(uri: string, isDirectory: boolean, events: FileEvent[]): Promise<void> {
    const stat = await this.#host.stat(uri);
    const state = stat === undefined ? undefined : `${stat.kind} ${stat.size} ${stat.modified}`;
    const before = this.#seen.get(uri);
    if (before !== undefined && before.state === state) return;
    const names = isDirectory && stat?.kind === 'directory' ? await this.#namesIn(uri) : undefined;
    this.#seen.set(uri, names === undefined ? { state } : { state, names });
    if (before === undefined) return;
    if (before.state === undefined) events.push({ uri, type: FileChangeType.Created });
    else if (state === undefined) events.push({ uri, type: FileChangeType.Deleted });
    else if (!isDirectory) events.push({ uri, type: FileChangeType.Changed });
    else {
      for (const name of names ?? [])
        if (before.names?.has(name) === false) events.push({ uri: joinUri(uri, name), type: FileChangeType.Created });
      for (const name of before.names ?? [])
        if (names?.has(name) !== true) events.push({ uri: joinUri(uri, name), type: FileChangeType.Deleted });
    }
  }

  async #namesIn(directory: string): Promise<ReadonlySet<string>> {
    const isDeps = basename(directory) === 'deps';
    const entries = (await this.#host.readDirectory(directory)) ?? [];
    return new Set(
      entries
        .filter(({ name, kind }) => {
          if (isWitName(name) || /\.(?:wasm|wat)$/.test(name) || namesDependencies(name)) return true;
          return kind === 'directory' && (isDeps || name === 'deps' || name === 'wit');
        })
        .map((it) => it.name),
    );
  }
}
