// Keeps what the text of a file says in step with its edits. Sound text of an open file is read through the tree of a
// grammar (`tree-sitter.ts`), everything else by the recovering reader: broken text, because a parser's own recovery knows
// neither which item was meant nor which token is wrong, and files that are not edited, because a tree gains them
// nothing. The text is ours and never the grammar's: when the grammar fails, only the tree is lost.

import type { Tree } from 'web-tree-sitter';
import type { TextEdit } from '../base/text.ts';
import { assemble, reuseOf, type SyntaxCounters } from './assemble.ts';
import { foreignComments, looseCharacters } from './characters.ts';
import type { RawEntry, Reuse } from './chunks.ts';
import type { ItemTree } from './items.ts';
import type { SyntaxProblem } from './problems.ts';
import { recover } from './recover.ts';

/** One version of an open file; opaque above `syntax/`. Each is let go of by the call that replaces it, or by `close`. */
export interface OpenTree {
  readonly items: ItemTree;
  /** Of this text if it is sound; else of the last sound one with all edits since, or nothing. */
  readonly tree: Tree | undefined;
}

/** Makes trees of sound texts. Any of its functions may throw. */
export interface Grammar {
  /** Undefined when the text has an error. */
  parse(text: string, old: Tree | undefined): Tree | undefined;
  /** Tells a tree of one edit of its text. */
  edit(tree: Tree, text: string, edit: TextEdit): void;
  entries(tree: Tree, reuse: Reuse | undefined): RawEntry[];
  free(tree: Tree): void;
  /** Starts over with a new parser. */
  renew(): void;
}

export class WitParser {
  readonly counters: SyntaxCounters = { chunksLowered: 0 };
  /** Trees that are alive: at most one for each open file. */
  liveTrees = 0;
  /** Hears why a tree, or all of them, had to be given up. */
  onFailure: (message: string, error: unknown) => void = () => {};
  /** The recovering reader; tests put one here that fails. */
  recover: typeof recover = recover;
  #grammar: Grammar | undefined;

  /** Without a grammar, everything is read by the recovering reader. */
  constructor(grammar?: Grammar) {
    this.#grammar = grammar;
  }

  /** Reads a text once. */
  read(text: string): ItemTree {
    return this.#recovered(text, undefined);
  }

  open(text: string): OpenTree {
    const tree = this.#parse(text, undefined);
    return this.#version(text, tree, undefined);
  }

  /** Applies edits one after another (each in the coordinates that the one before left) and frees the old tree. */
  update(open: OpenTree, edits: readonly TextEdit[]): OpenTree {
    let { text } = open.items;
    let { tree } = open;
    let prefix = text.length;
    let suffix = text.length;
    for (const edit of edits) {
      prefix = Math.min(prefix, edit.start);
      suffix = Math.min(suffix, text.length - edit.end);
      if (tree !== undefined && !this.#edit(tree, text, edit)) tree = undefined;
      text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    }
    const reuse = reuseOf(open.items, prefix, suffix, text.length);
    if (tree === undefined) return this.#reopen(text, reuse);
    const parsed = this.#parse(text, tree);
    if (parsed === undefined) return { tree, items: this.#recovered(text, reuse) };
    this.#free(tree);
    return this.#version(text, parsed, reuse);
  }

  /** A file that was broken when it was opened: parsing it is of use only when nothing is wrong any more. */
  #reopen(text: string, reuse: Reuse): OpenTree {
    const items = this.#recovered(text, reuse);
    return { tree: items.problems.length === 0 ? this.#parse(text, undefined) : undefined, items };
  }

  close(open: OpenTree): void {
    if (open.tree !== undefined) this.#free(open.tree);
  }

  #version(text: string, tree: Tree | undefined, reuse: Reuse | undefined): OpenTree {
    const entries = tree === undefined ? undefined : this.#guarded((grammar) => grammar.entries(tree, reuse));
    if (entries !== undefined) {
      const items = assemble(text, entries, looseCharacters(text), this.counters);
      // The grammar has no limit of depth; where one is passed, the other reader says what there is around it.
      return { tree, items: items.problems.some(isTooDeep) ? this.#recovered(text, reuse) : items };
    }
    if (tree !== undefined) this.#free(tree);
    return { tree: undefined, items: this.#recovered(text, reuse) };
  }

  /** Whatever happens, the result has this text. */
  #recovered(text: string, reuse: Reuse | undefined): ItemTree {
    try {
      const { entries, problems } = this.recover(text, reuse);
      return assemble(text, entries, [...problems, ...looseCharacters(text), ...foreignComments(text)], this.counters);
    } catch (error) {
      this.onFailure('a file could not be read', error);
      return unread(text);
    }
  }

  /** Undefined when the text is broken, or when there is no grammar that works. */
  #parse(text: string, old: Tree | undefined): Tree | undefined {
    const tree = this.#guarded((grammar) => grammar.parse(text, old));
    if (tree !== undefined) this.liveTrees++;
    return tree;
  }

  /** False when the tree is lost. */
  #edit(tree: Tree, text: string, edit: TextEdit): boolean {
    const done = this.#guarded((grammar) => {
      grammar.edit(tree, text, edit);
      return true;
    });
    if (done === undefined) this.#free(tree);
    return done === true;
  }

  #free(tree: Tree): void {
    this.liveTrees--;
    this.#guarded((grammar) => grammar.free(tree));
  }

  /** What fails costs the tree that it was about; the parser is made anew, or from now on there are no trees. */
  #guarded<T>(work: (grammar: Grammar) => T): T | undefined {
    const grammar = this.#grammar;
    if (grammar === undefined) return undefined;
    try {
      return work(grammar);
    } catch (error) {
      this.onFailure('the tree of a file was given up', error);
    }
    try {
      grammar.renew();
    } catch (error) {
      this.#grammar = undefined;
      this.onFailure('files are read without the grammar from now on', error);
    }
    return undefined;
  }
}

function isTooDeep({ code }: SyntaxProblem): boolean {
  return code === 'syntax/nesting-too-deep';
}

function unread(text: string): ItemTree {
  const message = 'this file could not be read because of an internal error; please report it with the file';
  const problem: SyntaxProblem = { code: 'syntax/reader-failed', start: 0, end: Math.min(1, text.length), message };
  return { text, entries: [], order: [], spans: new Int32Array(0), problems: [problem], conflicts: [] };
}
