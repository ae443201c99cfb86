// Formatting as editors ask for it: a document, the items of a range, what was just typed.

import type { Span, TextEdit } from '../base/text.ts';
import { type Formatted, format, formatParts } from '../format/format.ts';
import { depthAt } from '../format/indent.ts';
import type { Layout, Unit } from '../format/layout.ts';
import { type FormatOptions, indentation } from '../format/options.ts';
import { regionsOff } from '../format/regions.ts';
import type { Tokens } from '../format/tokens.ts';
import type { ItemTree } from '../syntax/items.ts';

/** The characters after which `formatOnType` has something to say. */
export const FORMAT_TRIGGERS = { first: '}', more: [';', '\n'] } as const;

export function formatDocument(tree: ItemTree, options: FormatOptions): Formatted {
  return format(tree, options);
}

/** The items that a range touches, each as a whole; of one with members, only what lies in the range. */
export function formatRange(tree: ItemTree, range: Span, options: FormatOptions): Formatted {
  return formatParts(tree, options, (layout) =>
    layout.units.map((unit) => partOf(layout, unit)).filter((part) => touches(range, part.item)),
  );
}

/** After `}` or `;` the item that it ends, after a line break the indentation of the new line. `offset` is behind it. */
export function formatOnType(tree: ItemTree, offset: number, typed: string, options: FormatOptions): Formatted {
  if (typed === '\n') return { edits: indentLine(tree, offset, options) };
  if (tree.text.slice(offset - typed.length, offset) !== typed) return { edits: [] };
  // Lines above stay where they are: the item's own line is moved, none is put before it.
  let moved: TextEdit[] = [];
  const { edits, ...rest } = formatParts(tree, options, (layout) => {
    const { tokens } = layout;
    const unit = layout.units.find((it) => tokens.end(it.last) === offset);
    if (unit === undefined) return [];
    moved = ownIndentation(layout, unit, options);
    return [{ start: tokens.start(unit.first) + 1, end: offset }];
  });
  return { ...rest, edits: [...moved, ...edits] };
}

interface Part extends Span {
  /** The item with its comments; the part has the gap before it, too. */
  readonly item: Span;
}

function partOf({ tokens }: Layout, { first, last }: Unit): Part {
  const trailing = first === 0 ? 0 : countTrailing(tokens, first);
  const before = tokens.commentsBefore(first);
  const start = before[trailing - 1]?.end ?? tokens.end(first - 1);
  const itemStart = before[trailing]?.start ?? tokens.start(first);
  const end = tokens.end(last);
  const behind = tokens.commentsBefore(last + 1)[countTrailing(tokens, last + 1) - 1];
  return { start, end: behind?.end ?? end, item: { start: itemStart, end } };
}

/** How many comments before a token stand on the line of the token before it. */
function countTrailing(tokens: Tokens, token: number): number {
  let end = tokens.end(token - 1);
  let count = 0;
  for (const comment of tokens.commentsBefore(token)) {
    if (tokens.newlines(end, comment.start) > 0) break;
    end = comment.end;
    count++;
  }
  return count;
}

function touches(range: Span, item: Span): boolean {
  if (range.start === range.end) return item.start <= range.start && range.start <= item.end;
  return item.start < range.end && range.start < item.end;
}

/** Of an item that begins its line and is not switched off. */
function ownIndentation({ tokens, depth }: Layout, { first }: Unit, options: FormatOptions): TextEdit[] {
  const end = tokens.start(first);
  const start = lineStart(tokens.text, end);
  if (!/^[ \t]*$/.test(tokens.text.slice(start, end))) return [];
  if (regionsOff(tokens).some((region) => region.start < end && end < region.end)) return [];
  return replaced(tokens.text, start, end, indentation(depth[first] ?? 0, options));
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function indentLine(tree: ItemTree, offset: number, options: FormatOptions): TextEdit[] {
  const { text } = tree;
  const start = lineStart(text, offset);
  const depth = depthAt(tree, start);
  if (depth === undefined) return [];
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return replaced(text, start, end, indentation(depth, options));
}

function replaced(text: string, start: number, end: number, now: string): TextEdit[] {
  return text.slice(start, end) === now ? [] : [{ start, end, text: now }];
}
