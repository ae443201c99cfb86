// The edits of a renaming, as they are collected: one per place, with a note where it does more than replace the name.

import type { TextEdit } from '../../base/text.ts';
import type { Loc } from '../../model/package.ts';
import { type ItemTree, spanOf } from '../../syntax/items.ts';
import { KEYWORDS } from '../../syntax/lexer.ts';
import { escapeName } from '../../syntax/words.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';

/** `alias`: an `as` keeps the old name, or makes the new one, in one place. `elsewhere`: in another package. */
export type RenameNote = 'alias' | 'elsewhere';

export interface RenameEdit extends TextEdit {
  readonly note?: RenameNote;
}

export interface RenamedFile {
  readonly uri: string;
  readonly edits: readonly RenameEdit[];
}

export interface Renaming {
  readonly files: readonly RenamedFile[];
}

export interface Refused {
  /** Why not, in a sentence. */
  readonly refused: string;
}

export class Edits {
  readonly #snapshot: Snapshot;
  readonly #files = new Map<string, Map<number, RenameEdit>>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Replaces what stands at a node; `text` is given what is written there now. */
  replace(loc: Loc, text: (written: string) => string, note?: RenameNote): void {
    const tree = this.#snapshot.tree(loc.uri);
    if (tree === undefined) return;
    const span = spanOf(tree, loc.node);
    this.add(loc.uri, { ...span, text: text(slice(tree, span)), ...(note === undefined ? {} : { note }) });
  }

  /** The first edit of a place stands. */
  add(uri: string, edit: RenameEdit): void {
    const edits = this.#files.get(uri) ?? new Map<number, RenameEdit>();
    this.#files.set(uri, edits);
    if (!edits.has(edit.start)) edits.set(edit.start, edit);
  }

  files(): RenamedFile[] {
    return [...this.#files]
      .map(([uri, edits]) => ({ uri, edits: [...edits.values()].sort((a, b) => a.start - b.start) }))
      .sort((a, b) => (a.uri < b.uri ? -1 : 1));
  }
}

function slice(tree: ItemTree, span: { readonly start: number; readonly end: number }): string {
  return tree.text.slice(span.start, span.end);
}

/** A name in the place of another: with `%` where it must be, or where the other had one that it need not have had. */
export function nameFor(written: string, name: string): string {
  const spare = written.startsWith('%') && !KEYWORDS.has(written.slice(1));
  return spare ? `%${name}` : escapeName(name);
}
