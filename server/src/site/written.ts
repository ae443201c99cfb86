// What pages need of files: their texts, and where the nodes of declarations stand. The declarations as they were read take
// most of the room of a file, and are let go: a site of a thousand packages would need twice the memory.

import { memoRecent } from '../base/memo.ts';
import { LineIndex } from '../base/text.ts';
import type { ItemTree } from '../syntax/items.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

/** The files of a catalogue; trees without entries. */
export type Written = Pick<Snapshot, 'tree' | 'lines'>;

/** Files of which what follows from the text, such as lines and comments, is remembered. */
const RECENT = 64;

export class WrittenFiles implements Written {
  readonly #files = new Map<string, Pick<ItemTree, 'text' | 'spans' | 'problems'>>();
  readonly #recent = memoRecent((it: Pick<ItemTree, 'text' | 'spans' | 'problems'>) => {
    const tree: ItemTree = { ...it, entries: [], order: [], conflicts: [] };
    return { tree, lines: new LineIndex(it.text) };
  }, RECENT);

  /** Takes over what a snapshot has of files. */
  add(from: Written, uris: readonly string[]): void {
    for (const uri of uris) {
      const tree = this.#files.has(uri) ? undefined : from.tree(uri);
      if (tree !== undefined) this.#files.set(uri, { text: tree.text, spans: tree.spans, problems: tree.problems });
    }
  }

  tree(uri: string): ItemTree | undefined {
    return this.#at(uri)?.tree;
  }

  lines(uri: string): LineIndex | undefined {
    return this.#at(uri)?.lines;
  }

  #at(uri: string): { readonly tree: ItemTree; readonly lines: LineIndex } | undefined {
    const file = this.#files.get(uri);
    return file === undefined ? undefined : this.#recent(file);
  }
}
