// Lists between brackets: one line for all elements, or one for each with a comma after the last.

import { COMMA_ADDED, COMMA_DROPPED, KEEP, type Layout, LINE, NOTHING, SPACE } from './layout.ts';
import type { FormatOptions } from './options.ts';
import { type Comment, isMultiLine, type Tokens } from './tokens.ts';
import type { List } from './walk.ts';

/** On one line when the statement from token `first` to `last` fits on it and no comment is in the way. True if not. */
export function fold(layout: Layout, list: List, first: number, last: number, options: FormatOptions): boolean {
  join(layout, list);
  const wrapped =
    hasOwnLineComment(layout.tokens, list) || (list.elements.length > 0 && !fits(layout, first, last, options));
  if (wrapped) wrap(layout, list);
  return wrapped;
}

/**
 * Lists in lists, up to token `end`: each takes one line if what is around it on the line fits, too. True if one does not.
 * `isWrapped`: those that never do.
 */
export function foldNested(
  layout: Layout,
  lists: readonly List[],
  end: number,
  options: FormatOptions,
  isWrapped: (list: List) => boolean = () => false,
): boolean {
  let wrapped = false;
  for (const list of lists) join(layout, list);
  for (const list of [...lists].sort((a, b) => a.open - b.open)) {
    let first = list.open;
    while (layout.separator[first] !== LINE) first--;
    let last = list.open;
    while (last < end && layout.separator[last + 1] !== LINE) last++;
    const mustWrap = isWrapped(list) || hasOwnLineComment(layout.tokens, list);
    if (!mustWrap && (list.elements.length === 0 || fits(layout, first, last, options))) continue;
    wrapped = true;
    const depth = layout.depth[first] ?? 0;
    wrap(layout, list);
    for (let token = list.open + 1; token < list.close; token++) layout.depth[token] = depth + 2;
    for (const element of list.elements) layout.depth[element] = depth + 1;
    layout.depth[list.close] = depth;
  }
  return wrapped;
}

/** One line for each element. */
function wrap(layout: Layout, { open, close, elements }: List): void {
  for (const element of elements) setLine(layout, element);
  setLine(layout, close);
  if (close - 1 === open) return;
  const { tokens } = layout;
  const hasComma = tokens.kind(close - 1) === ',';
  // What stands for all the rest is the last, and stays it.
  if (tokens.kind(hasComma ? close - 2 : close - 1) === '...') {
    if (hasComma) layout.comma[close - 1] = COMMA_DROPPED;
  } else if (hasComma) layout.comma[close - 1] = 0;
  else if (tokens.kind(close) !== '>' || tokens.kind(open - 1) === 'tuple') layout.comma[close - 1] = COMMA_ADDED;
}

/** Like `wrap`, but `{}` stays what it is. */
export function wrapBody(layout: Layout, list: List): void {
  if (isEmptyOnOneLine(layout.tokens, list)) layout.separator[list.close] = NOTHING;
  else wrap(layout, list);
}

export function isEmptyOnOneLine(tokens: Tokens, { open, close }: Pick<List, 'open' | 'close'>): boolean {
  return (
    close === open + 1 &&
    !tokens.hasCommentBefore(close) &&
    tokens.newlines(tokens.end(open), tokens.start(close)) === 0
  );
}

/** Braces of names keep a space inside only where words stand around them: `with { a as b }`, but `.{a as b}`. */
function join(layout: Layout, { open, close, elements }: List): void {
  const { tokens, separator, comma } = layout;
  const padding = tokens.kind(open) === '{' && tokens.kind(open - 1) !== '.' && close > open + 1 ? SPACE : NOTHING;
  for (const element of elements) separator[element] = element === open + 1 ? padding : SPACE;
  separator[close] = padding;
  if (tokens.kind(close - 1) === ',') comma[close - 1] = COMMA_DROPPED;
}

function setLine(layout: Layout, token: number): void {
  layout.separator[token] = LINE;
  layout.blank[token] = KEEP;
}

/** Between two tokens. */
export function hasOwnLineComment(tokens: Tokens, { open, close }: Pick<List, 'open' | 'close'>): boolean {
  if (tokens.firstComment[open + 1] === tokens.firstComment[close + 1]) return false;
  for (let token = open + 1; token <= close; token++) {
    if (!tokens.hasCommentBefore(token)) continue;
    const all = tokens.commentsBefore(token);
    if (all.some((comment, index) => takesLines(tokens, comment, all[index - 1]?.end ?? tokens.end(token - 1))))
      return true;
  }
  return false;
}

/** Does a comment end its line, or have lines of its own? */
export function takesLines(tokens: Tokens, comment: Comment, previousEnd: number): boolean {
  if (comment.kind !== 'block-comment' || isMultiLine(tokens.text, comment)) return true;
  return tokens.newlines(previousEnd, comment.start) > 0 && startsLineAfter(tokens.text, comment.end);
}

/** Is there nothing but white space between an offset and the end of its line? */
function startsLineAfter(text: string, offset: number): boolean {
  for (let at = offset; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return true;
    if (code !== 32 && code !== 9 && code !== 13) return false;
  }
  return true;
}

function fits(layout: Layout, first: number, last: number, options: FormatOptions): boolean {
  const { tokens, separator, comma, depth } = layout;
  let column = (depth[first] ?? 0) * options.tabSize;
  for (let token = first; token <= last && column <= options.width; token++) {
    if (token > first) for (const it of tokens.commentsBefore(token)) column += it.end - it.start + 1;
    if (comma[token] === COMMA_DROPPED) continue;
    if (token > first && separator[token] === SPACE) column++;
    column += tokens.end(token) - tokens.start(token);
  }
  return column <= options.width;
}
