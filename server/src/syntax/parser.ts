// The door to tree-sitter: loads the grammar, keeps the tree of an open file in step with its text, frees old trees.
// A file without errors is read from its tree; a broken one by the recovering reader, because tree-sitter's own recovery
// knows neither which item a person meant nor which token is wrong, may differ between an edited and a fresh tree, and takes
// minutes for some texts. So parsing stops at the first error, and the last whole tree waits, edited along, for the text to
// be whole again.

import { Language, Parser, type Tree } from 'web-tree-sitter';
import { LineIndex, type TextEdit } from '../base/text.ts';
import { assemble, reuseOf, type SyntaxCounters } from './assemble.ts';
import { looseCharacters } from './characters.ts';
import type { Reuse } from './chunks.ts';
import type { ItemTree } from './items.ts';
import { recover } from './recover.ts';
import { readTree } from './tree-reader.ts';

/** One version of an open file; opaque above `syntax/`. Each is let go of by the call that replaces it, or by `close`. */
export interface OpenTree {
  readonly items: ItemTree;
  /** Of this text if it is whole; else of the last whole one with all edits since, or nothing. */
  readonly tree: Tree | undefined;
}

export interface WitParser {
  readonly counters: SyntaxCounters;
  /** Reads a text once, keeping no tree. */
  read(text: string): ItemTree;
  open(text: string): OpenTree;
  /** Applies edits one after another (each in the coordinates that the one before left) and frees the old tree. */
  update(open: OpenTree, edits: readonly TextEdit[]): OpenTree;
  close(open: OpenTree): void;
  /** Trees that are alive: one at most for each open file. */
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
    const tree = this.#parse(text, undefined);
    return { tree, items: this.#items(text, tree, undefined) };
  }

  update(open: OpenTree, edits: readonly TextEdit[]): OpenTree {
    let { text } = open.items;
    let prefix = text.length;
    let suffix = text.length;
    for (const edit of edits) {
      prefix = Math.min(prefix, edit.start);
      suffix = Math.min(suffix, text.length - edit.end);
      if (open.tree !== undefined) editTree(open.tree, text, edit);
      text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    }
    const reuse = reuseOf(open.items, prefix, suffix, text.length);
    if (open.tree === undefined) return this.#reopen(text, reuse);
    const tree = this.#parse(text, open.tree);
    const items = this.#items(text, tree, reuse);
    if (tree === undefined) return { tree: open.tree, items };
    this.close(open);
    return { tree, items };
  }

  /** A file that was broken when it was opened: parsing it is of use only when nothing is wrong any more. */
  #reopen(text: string, reuse: Reuse): OpenTree {
    const items = this.#items(text, undefined, reuse);
    return { tree: items.problems.length === 0 ? this.#parse(text, undefined) : undefined, items };
  }

  close(open: OpenTree): void {
    if (open.tree === undefined) return;
    open.tree.delete();
    this.liveTrees--;
  }

  /** Undefined when the text is broken. */
  #parse(text: string, old: Tree | undefined): Tree | undefined {
    const tree = this.#parser.parse(text, old, { progressCallback: ({ hasError }) => hasError });
    if (tree === null) {
      // It would go on where it stopped, with another text.
      this.#parser.reset();
      return undefined;
    }
    if (tree.rootNode.hasError) {
      tree.delete();
      return undefined;
    }
    this.liveTrees++;
    return tree;
  }

  #items(text: string, tree: Tree | undefined, reuse: Reuse | undefined): ItemTree {
    const loose = looseCharacters(text);
    if (tree !== undefined) return assemble(text, readTree(tree, reuse), loose, this.counters);
    const { entries, problems } = recover(text, reuse);
    return assemble(text, entries, [...problems, ...loose], this.counters);
  }
}

/** Tells the tree of one edit of its text. */
function editTree(tree: Tree, text: string, edit: TextEdit): void {
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
}

/** The item tree as the recovering reader alone gives it; tests hold it against the tree's. */
export function readRecovering(text: string): ItemTree {
  const { entries, problems } = recover(text, undefined);
  return assemble(text, entries, [...problems, ...looseCharacters(text)], { chunksLowered: 0 });
}
