// Helix (seen with 25.01) sends the changes of a burst of keys (a paste, a macro) in any order. Made in that order they give
// another text than the editor has, and formatting would write it. Its versions count by ones: the order can be told.

import type { DidChangeTextDocumentParams } from 'vscode-languageserver';

/** Milliseconds. What is missing comes at once, if it comes. */
const LONGEST = 300;

interface Open {
  /** Of the last change that was made. */
  version: number;
  readonly waiting: Map<number, DidChangeTextDocumentParams>;
}

export class ChangeOrder {
  readonly #open = new Map<string, Open>();
  readonly #make: (params: DidChangeTextDocumentParams) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** False once the client was seen to count in another way. */
  #counts: boolean;

  /** @param make makes a change */
  constructor(shuffles: boolean, make: (params: DidChangeTextDocumentParams) => void) {
    this.#counts = shuffles;
    this.#make = make;
  }

  opened(uri: string, version: number): void {
    if (this.#counts) this.#open.set(uri, { version, waiting: new Map() });
  }

  closed(uri: string): void {
    this.#open.delete(uri);
  }

  /** Makes a change, now or after those that it was made after. */
  take(params: DidChangeTextDocumentParams): void {
    const { uri, version } = params.textDocument;
    const open = this.#open.get(uri);
    if (!this.#counts || open === undefined || !(version > open.version)) return this.#make(params);
    open.waiting.set(version, params);
    for (let next = open.waiting.get(open.version + 1); next !== undefined; next = open.waiting.get(open.version + 1)) {
      open.version++;
      open.waiting.delete(open.version);
      this.#make(next);
    }
    if (open.waiting.size > 0) this.#timer ??= setTimeout(() => this.#giveUp(), LONGEST);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /** What still waits is made by its versions, and from now on every change at once. */
  #giveUp(): void {
    this.#timer = undefined;
    const all = [...this.#open.values()].map(({ waiting }) => [...waiting].sort(([a], [b]) => a - b));
    if (all.every((it) => it.length === 0)) return;
    this.#counts = false;
    this.#open.clear();
    for (const [, params] of all.flat()) this.#make(params);
  }
}
