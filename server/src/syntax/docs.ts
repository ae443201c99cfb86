// Documentation as the reference reads it: every comment between an item and the token before it, of whatever kind, with
// the marks and the common indentation taken off (wit-parser `Resolver::docs`).

import { memo } from '../base/memo.ts';
import type { ItemTree, Node } from './items.ts';
import { isComment, Lexer, type Token } from './lexer.ts';

/** The documentation of the item that a node of the file begins; undefined when there is no comment. */
export function docsOf(tree: ItemTree, node: Node): string | undefined {
  const start = tree.spans[2 * node];
  return start === undefined ? undefined : docsBefore(tree, start);
}

/** The documentation that stands before the token at `start`. */
export function docsBefore(tree: ItemTree, start: number): string | undefined {
  const comments = commentsBefore(tree, start);
  return comments.length === 0 ? undefined : docsText(comments.map((it) => tree.text.slice(it.start, it.end)));
}

/** The comments that are the documentation of the item that the token at `start` begins. */
export function commentsBefore(tree: ItemTree, start: number): readonly Token[] {
  return commentsOf(tree).get(start) ?? [];
}

/** The comments before each token that has some, by the token's start. */
const commentsOf = memo((tree: ItemTree): ReadonlyMap<number, readonly Token[]> => {
  const found = new Map<number, readonly Token[]>();
  const lexer = new Lexer(tree.text);
  let comments: Token[] = [];
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (isComment(token.kind)) {
      comments.push(token);
    } else if (comments.length > 0) {
      found.set(token.start, comments);
      comments = [];
    }
  }
  return found;
});

/** What comments say together. */
export function docsText(comments: readonly string[]): string {
  const bare = comments.map((it) => (it.startsWith('/**') ? inside(it) : it.slice(slashes(it))).trimEnd());
  let indent = Number.POSITIVE_INFINITY;
  for (const it of bare) if (it !== '') indent = Math.min(indent, /^[\t\n\f\r ]*/.exec(it)?.[0].length ?? 0);
  const spaces = Number.isFinite(indent) ? ' '.repeat(indent) : '';
  const lines = bare.map((it) => (it.startsWith(spaces) ? it.slice(spaces.length) : it)).flatMap(linesOf);
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  return lines.join('\n');
}

function slashes(text: string): number {
  let at = 0;
  while (text[at] === '/') at++;
  return at;
}

/** What is between the marks of a block comment; of the broken `/**\/`, nothing. */
function inside(comment: string): string {
  return comment.length < 5 ? '' : comment.slice(3, comment.endsWith('*/') ? -2 : undefined);
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
