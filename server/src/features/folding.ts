// What can be folded: everything in brackets that takes several lines, comments, and runs of `use`.

import type { Span } from '../base/text.ts';
import type { Entry, ItemTree } from '../syntax/items.ts';
import { isComment, type Token, tokensAndComments } from '../syntax/lexer.ts';

export interface Fold extends Span {
  readonly kind?: 'comment' | 'imports';
  /** The last line stays: it begins with the closing bracket. */
  readonly closes: boolean;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['}', '{'],
  [')', '('],
]);

/** Spans from where the fold begins to where it ends; those of one line are in it too. */
export function folds(tree: ItemTree): readonly Fold[] {
  return foldsOf(tree.text, tokensAndComments(tree.text), uses(tree.entries));
}

/** `more`: those that tokens cannot tell. */
export function foldsOf(text: string, tokens: readonly Token[], more: readonly Fold[]): readonly Fold[] {
  return [...brackets(tokens), ...comments(text, tokens), ...more].sort((a, b) => a.start - b.start || b.end - a.end);
}

function brackets(tokens: readonly Token[]): Fold[] {
  const found: Fold[] = [];
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind === '{' || token.kind === '(') open.push(token);
    const opening = CLOSING.get(token.kind);
    if (opening === undefined) continue;
    // In broken text: the nearest that this can close.
    const at = open.findLastIndex((it) => it.kind === opening);
    const start = open[at]?.start;
    if (start === undefined) continue;
    open.length = at;
    found.push({ start, end: token.start, closes: true });
  }
  return found;
}

/** Block comments, and line comments that follow each other on lines of their own. */
function comments(text: string, tokens: readonly Token[]): Fold[] {
  const found: Fold[] = [];
  let run: Span | undefined;
  let before: Token | undefined;
  for (const token of tokens) {
    const own = isComment(token.kind) && /(^|\n)[ \t]*$/.test(text.slice(Math.max(0, token.start - 200), token.start));
    const follows = before !== undefined && /^\r?\n[ \t]*$/.test(text.slice(before.end, token.start));
    if (token.kind === 'line-comment' && own) {
      if (run !== undefined && follows) run = { start: run.start, end: token.end };
      else {
        if (run !== undefined) found.push({ ...run, kind: 'comment', closes: false });
        run = { start: token.start, end: token.end };
      }
    } else if (token.kind === 'block-comment')
      found.push({ start: token.start, end: token.end, kind: 'comment', closes: false });
    before = token;
  }
  if (run !== undefined) found.push({ ...run, kind: 'comment', closes: false });
  return found;
}

function uses(entries: readonly Entry[]): Fold[] {
  const found: Fold[] = [];
  let run: Span | undefined;
  const close = (): void => {
    if (run !== undefined) found.push({ ...run, kind: 'imports', closes: false });
    run = undefined;
  };
  for (const { chunk, start, end, members } of entries) {
    if (chunk.decl.kind === 'use' || chunk.decl.kind === 'toplevel-use') run = { start: run?.start ?? start, end };
    else close();
    found.push(...uses(members));
  }
  close();
  return found;
}
