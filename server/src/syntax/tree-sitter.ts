// The door to tree-sitter: loads the grammar, parses, tells trees of edits. Parsing stops at the first error, since the tree
// of a broken text is not used: its recovery may differ between an edited and a fresh tree, and takes minutes for some texts.

import { Language, Parser, type Tree } from 'web-tree-sitter';
import { LineIndex, type TextEdit } from '../base/text.ts';
import { type Grammar, WitParser } from './parser.ts';
import { readTree } from './tree-reader.ts';

/** Starts tree-sitter from the bytes of its runtime and of the grammar. Rejects when they do not fit together. */
export async function loadParser(runtime: Uint8Array, grammar: Uint8Array): Promise<WitParser> {
  return new WitParser(await loadGrammar(runtime, grammar));
}

export async function loadGrammar(runtime: Uint8Array, grammar: Uint8Array): Promise<Grammar> {
  await Parser.init({ wasmBinary: runtime });
  return new TreeSitter(await Language.load(grammar));
}

class TreeSitter implements Grammar {
  readonly #language: Language;
  #parser: Parser;

  constructor(language: Language) {
    this.#language = language;
    this.#parser = new Parser().setLanguage(language);
  }

  renew(): void {
    this.#parser.delete();
    this.#parser = new Parser().setLanguage(this.#language);
  }

  parse(text: string, old: Tree | undefined): Tree | undefined {
    const tree = this.#parser.parse(text, old, { progressCallback: ({ hasError }) => hasError });
    if (tree === null) {
      // It would go on where it stopped, with another text.
      this.#parser.reset();
      return undefined;
    }
    if (!tree.rootNode.hasError) return tree;
    tree.delete();
    return undefined;
  }

  entries: Grammar['entries'] = readTree;

  free(tree: Tree): void {
    tree.delete();
  }

  edit(tree: Tree, text: string, edit: TextEdit): void {
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
}
