// What stands at a place of a file: the token there, the declarations around it, the comments before it.

import { firstIndex } from '../base/search.ts';
import type { Entry, ItemTree, Node } from './items.ts';
import { isComment, Lexer, type Token } from './lexer.ts';

/** The entries that hold an offset, outermost first; their ends count as inside. */
export function entriesAt(tree: ItemTree, offset: number): Entry[] {
  const chain: Entry[] = [];
  for (let level = tree.entries; ; ) {
    const entry = lastBefore(level, offset);
    if (entry === undefined || entry.end < offset) return chain;
    chain.push(entry);
    level = entry.members;
  }
}

/** The entry with a node of the file. */
export function entryOfNode(tree: ItemTree, node: Node): Entry | undefined {
  const next = firstIndex(tree.order.length, (index) => (tree.order[index]?.base ?? 0) > node);
  return tree.order[Math.max(0, next - 1)];
}

function lastBefore(entries: readonly Entry[], offset: number): Entry | undefined {
  return entries[firstIndex(entries.length, (index) => (entries[index]?.start ?? 0) > offset) - 1];
}

/** Where the tokens before an offset can be read from: the end of the entry before it, or the start of the one around it. */
export function restart(tree: ItemTree, offset: number): number {
  let from = 0;
  for (let level = tree.entries; ; ) {
    const entry = lastBefore(level, offset - 1);
    if (entry === undefined) return from;
    if (entry.end <= offset) return entry.end;
    from = entry.start;
    level = entry.members;
  }
}

/** The token, or comment, that holds an offset; of two that touch there, the one that is a word, else the later. */
export function tokenAt(tree: ItemTree, offset: number): Token | undefined {
  const lexer = new Lexer(tree.text, restart(tree, offset));
  let found: Token | undefined;
  for (let token = lexer.next(); token.kind !== 'eof' && token.start <= offset; token = lexer.next()) {
    if (offset > token.end) continue;
    if (found === undefined || !WORD.test(tree.text.slice(found.start, found.start + 2))) found = token;
  }
  return found;
}

const WORD = /^[%\p{XID_Start}_]/u;

/** Is the offset inside a comment? At the end of a line comment it still is, since what is typed there belongs to it. */
export function inComment(tree: ItemTree, offset: number): boolean {
  const lexer = new Lexer(tree.text, restart(tree, offset));
  for (let token = lexer.next(); token.kind !== 'eof' && token.start < offset; token = lexer.next()) {
    if (!isComment(token.kind)) continue;
    if (offset < token.end || (offset === token.end && token.kind !== 'block-comment')) return true;
  }
  return false;
}

/** The comments between an item and the token before it: what the reference takes for its documentation. */
export function commentsBefore(tree: ItemTree, start: number): Token[] {
  const lexer = new Lexer(tree.text, restart(tree, start), start);
  let comments: Token[] = [];
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (isComment(token.kind)) comments.push(token);
    else comments = [];
  }
  return comments;
}
