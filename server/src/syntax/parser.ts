// The door to tree-sitter: loads the grammar, keeps the tree of an open file in step with its text, frees old trees.
// A file without errors is read from its tree; a broken one by the recovering reader, because tree-sitter's own recovery
// knows neither which item a person meant nor which token is wrong, and may differ between an edited and a fresh tree.

import { Language, Parser, type Tree } from 'web-tree-sitter';
import { LineIndex, type TextEdit } from '../base/text.ts';
import { assemble, reuseOf, type SyntaxCounters } from './assemble.ts';
import { looseCharacters } from './characters.ts';
import type { ItemTree } from './items.ts';
import type { Reuse } from './raw.ts';
import { recover } from './recover.ts';
import { readTree } from './tree-reader.ts';

/** The tree of one version of a file; opaque above `syntax/`. Each is freed by the call that replaces it, or by `close`. */
export interface OpenTree {
  readonly items: ItemTree;
  readonly tree: Tree;
}

export interface WitParser {
  readonly counters: SyntaxCounters;
  /** Reads a text once, keeping no tree. */
  read(text: string): ItemTree;
  open(text: string): OpenTree;
  /** Applies edits one after another (each in the coordinates that the one before left) and frees the old tree. */
  update(open: OpenTree, edits: readonly TextEdit[]): OpenTree;
  close(open: OpenTree): void;
  /** Trees that are alive; a test holds them to the number of open files. */
  readonly liveTrees: number;
}

/** Starts tree-sitter from the bytes of its runtime and of the grammar. Rejects when they do not fit together. */
export async function loadParser(runtime: Uint8Array, grammar: Uint8Array): Promise<WitParser> {
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return new TreeSitterParser(parser);
}

class TreeSitterParser implements WitParser {
  readonly counters: SyntaxCounters = { chunksLowered: 0 };
  liveTrees = 0;
  readonly #parser: Parser;

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  read(text: string): ItemTree {
    const open = this.open(text);
    this.close(open);
    return open.items;
  }

  open(text: string): OpenTree {
    const tree = this.#parse(text, null);
    return { tree, items: this.#items(text, tree, undefined) };
  }

  update(open: OpenTree, edits: readonly TextEdit[]): OpenTree {
    let { text } = open.items;
    let prefix = text.length;
    let suffix = text.length;
    for (const edit of edits) {
      prefix = Math.min(prefix, edit.start);
      suffix = Math.min(suffix, text.length - edit.end);
      text = editTree(open.tree, text, edit);
    }
    const tree = this.#parse(text, open.tree);
    this.close(open);
    return {
      tree,
      items: this.#items(text, tree, reuseOf(open.items, prefix, suffix, text.length)),
    };
  }

  close(open: OpenTree): void {
    open.tree.delete();
    this.liveTrees--;
  }

  #parse(text: string, old: Tree | null): Tree {
    const tree = this.#parser.parse(text, old);
    this.liveTrees++;
    // Null only without a language or after cancellation; neither happens here.
    return tree ?? (this.#parser.parse('') as Tree);
  }

  #items(text: string, tree: Tree, reuse: Reuse | undefined): ItemTree {
    if (!tree.rootNode.hasError) return assemble(text, readTree(tree, reuse), looseCharacters(text), this.counters);
    const { entries, problems } = recover(text, reuse);
    return assemble(text, entries, problems, this.counters);
  }
}

/** Tells the tree of one edit; gives the text after it. */
function editTree(tree: Tree, text: string, edit: TextEdit): string {
  const before = new LineIndex(text);
  const point = (offset: number): { row: number; column: number } => {
    const { line, character } = before.position(offset);
    return { row: line, column: character };
  };
  const startPosition = point(edit.start);
  const inserted = new LineIndex(edit.text).position(edit.text.length);
  const column = inserted.line === 0 ? startPosition.column + inserted.character : inserted.character;
  tree.edit({
    startIndex: edit.start,
    oldEndIndex: edit.end,
    newEndIndex: edit.start + edit.text.length,
    startPosition,
    oldEndPosition: point(edit.end),
    newEndPosition: { row: startPosition.row + inserted.line, column },
  } as Parameters<Tree['edit']>[0]);
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** The item tree as the recovering reader alone gives it; tests hold it against the tree's. */
export function readRecovering(text: string): ItemTree {
  const { entries, problems } = recover(text, undefined);
  return assemble(text, entries, problems, { chunksLowered: 0 });
}
