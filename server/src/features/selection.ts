// Growing selections: the word, the name or type around it, what is in the brackets, the item, its container, the file.

import type { Span } from '../base/text.ts';
import { entriesAt } from '../syntax/cursor.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import { isComment, tokensAndComments } from '../syntax/lexer.ts';

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['}', '{'],
  [')', '('],
  ['>', '<'],
]);

/** Spans around an offset from the smallest to the whole file, each inside the next. */
export function selections(tree: ItemTree, offset: number): readonly Span[] {
  const found: Span[] = [{ start: 0, end: tree.text.length }];
  for (const entry of entriesAt(tree, offset)) {
    found.push({ start: entry.start, end: entry.end });
    for (let node = 0; node < entry.chunk.spans.length / 2; node++) found.push(spanOf(tree, entry.base + node));
  }
  found.push(...bracketed(tree, offset));
  const around = found
    .filter(({ start, end }) => start <= offset && offset <= end && end > start)
    .sort((a, b) => a.end - a.start - (b.end - b.start) || b.start - a.start);
  const chain: Span[] = [];
  for (const span of around) {
    const last = chain.at(-1);
    if (last === undefined) chain.push(span);
    else if (span.start <= last.start && span.end >= last.end && span.end - span.start > last.end - last.start)
      chain.push(span);
  }
  return chain.length > 0 ? chain : [{ start: 0, end: tree.text.length }];
}

/** Words, comments, and what stands in brackets, without and with them. */
function bracketed(tree: ItemTree, offset: number): Span[] {
  const found: Span[] = [];
  const open: { kind: string; start: number; end: number }[] = [];
  for (const token of tokensAndComments(tree.text)) {
    if (token.start <= offset && offset <= token.end && (isComment(token.kind) || /\w/.test(token.kind)))
      found.push({ start: token.start, end: token.end });
    if (token.kind === '{' || token.kind === '(' || token.kind === '<') open.push(token);
    const opening = CLOSING.get(token.kind);
    if (opening === undefined) continue;
    const at = open.findLastIndex((it) => it.kind === opening);
    const from = open[at];
    if (from === undefined) continue;
    open.length = at;
    if (from.start > offset || token.end < offset) continue;
    if (opening !== '<') found.push({ start: from.start, end: token.end });
    const inside = tree.text.slice(from.end, token.start);
    const trimmed = inside.trim();
    const start = from.end + inside.indexOf(trimmed);
    if (trimmed !== '') found.push({ start, end: start + trimmed.length });
  }
  return found;
}
