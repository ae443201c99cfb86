// Growing selections: the word, the name or type around it, what is in the brackets, the item, its container, the file.

import type { Span } from '../base/text.ts';
import { entriesAt } from '../syntax/cursor.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import { isComment, type Token, tokensAndComments } from '../syntax/lexer.ts';

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['}', '{'],
  [')', '('],
  ['>', '<'],
]);

/** Spans around an offset from the smallest to the whole file, each inside the next. */
export function selections(tree: ItemTree, offset: number): readonly Span[] {
  const items: Span[] = [];
  for (const entry of entriesAt(tree, offset)) {
    items.push({ start: entry.start, end: entry.end });
    for (let node = 0; node < entry.chunk.spans.length / 2; node++) items.push(spanOf(tree, entry.base + node));
  }
  return selectionsIn(tree.text, tokensAndComments(tree.text), items, offset);
}

/** `items`: spans that tokens cannot tell. */
export function selectionsIn(
  text: string,
  tokens: readonly Token[],
  items: readonly Span[],
  offset: number,
): readonly Span[] {
  const whole: Span = { start: 0, end: text.length };
  const found: Span[] = [whole, ...items, ...bracketed(text, tokens, offset)];
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
  return chain.length > 0 ? chain : [whole];
}

/** Words, comments, and the contents of brackets, without and with them. */
function bracketed(text: string, tokens: readonly Token[], offset: number): Span[] {
  const found: Span[] = [];
  const open: { kind: string; start: number; end: number }[] = [];
  for (const token of tokens) {
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
    const inside = text.slice(from.end, token.start);
    const trimmed = inside.trim();
    const start = from.end + inside.indexOf(trimmed);
    if (trimmed !== '') found.push({ start, end: start + trimmed.length });
  }
  return found;
}
