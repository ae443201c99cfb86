// The text of binaries as files in the cache, for clients that show no documents of the server.

import type { LineIndex } from '../base/text.ts';
import { normalizeUri } from '../base/uri.ts';

/** Maximum number of binaries remembered. */
const MOST = 200;

export class StoredViews {
  /** By binary: the text that was stored and where. */
  readonly #stored = new Map<string, { readonly text: string; readonly place: string }>();
  /** By place: the binary. */
  readonly #binaries = new Map<string, string>();

  /** The file that shows a binary. Undefined without text, or without a place to write. */
  place(
    binary: string,
    lines: LineIndex | undefined,
    store: ((uri: string, text: string) => string | undefined) | undefined,
  ): string | undefined {
    const text = lines?.text ?? '';
    if (text === '') return undefined;
    const known = this.#stored.get(binary);
    if (known?.text === text) return known.place;
    const place = store?.(`${binary}.wit`, text);
    if (place === undefined) return undefined;
    this.#stored.set(binary, { text, place });
    this.#binaries.set(normalizeUri(place), binary);
    this.#forget();
    return place;
  }

  /** The binary that a file shows. */
  binaryOf(uri: string): string | undefined {
    return this.#binaries.get(normalizeUri(uri));
  }

  #forget(): void {
    for (const map of [this.#stored, this.#binaries])
      for (const oldest of map.keys()) {
        if (map.size <= MOST) break;
        map.delete(oldest);
      }
  }
}
