// What a server remembers of the worlds that a client looks at: how each was when its package had no errors, which documents
// show one, and that the client wants to be notified of changes.

import { isMadeFile } from '../base/made-files.ts';
import type { World } from '../model/package.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { WORLD_SCHEME } from './world-protocol.ts';

/** A world as it is, or as it was. */
export interface SeenWorld {
  readonly snapshot: Snapshot;
  readonly world: World;
  readonly stale: boolean;
  readonly errors: number;
}

/** Maximum number kept: each keeps a snapshot of the workspace alive. */
const MOST = 20;
/** Milliseconds of silence before a client hears of changes. */
const SILENCE = 15;

export class WorldMemory {
  /** Documents that the client has read. */
  readonly contents = new Set<string>();
  readonly #good = new Map<string, SeenWorld>();
  #watched = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Did a server write the document itself? Then it is no source. */
  isMade(uri: string): boolean {
    return uri.startsWith(`${WORLD_SCHEME}:`) || isMadeFile(uri);
  }

  /** The client asked for more than a text, and hears when that may have changed. */
  watch(): void {
    this.#watched = true;
  }

  get watched(): boolean {
    return this.#watched;
  }

  /** The last good state, when there are errors now and there is one. */
  see(key: string, current: SeenWorld | undefined, errors: number): SeenWorld | undefined {
    const good = this.#good.get(key);
    if (errors > 0) return good === undefined ? current : { ...good, stale: true, errors };
    this.#good.delete(key);
    if (current === undefined) return undefined;
    this.#good.set(key, current);
    for (const oldest of this.#good.keys()) {
      if (this.#good.size <= MOST) break;
      this.#good.delete(oldest);
    }
    return current;
  }

  /** Other settings: what a world was with the old ones says nothing. */
  forget(): void {
    this.#good.clear();
  }

  /** Something was edited; `tell` is called shortly after the last time, if anybody looks at a world. */
  changed(tell: () => void): void {
    clearTimeout(this.#timer);
    if (this.#watched || this.contents.size > 0) this.#timer = setTimeout(tell, SILENCE);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** The place of a world is in the query, its path in the fragment; the rest is for the title of an editor's tab. */
export function contentUri(uri: string, name: string, path: string): string {
  return `${WORLD_SCHEME}:/${encodeURIComponent(name)}.wit?${encodeURIComponent(uri)}#${encodeURIComponent(path)}`;
}

export function readContentUri(text: string): { readonly uri: string; readonly world: string } | undefined {
  const match = /^[\w-]+:[^?#]*\?([^#]*)#(.*)$/.exec(text);
  if (match === null) return undefined;
  try {
    return { uri: decodeURIComponent(match[1] ?? ''), world: decodeURIComponent(match[2] ?? '') };
  } catch {
    return undefined;
  }
}
