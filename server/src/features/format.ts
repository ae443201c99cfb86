// Formatting as editors ask for it: a document, the items of a range, what was just typed.

import { applyEdits, type Span, type TextEdit } from '../base/text.ts';
import { type Formatted, format, formatParts } from '../format/format.ts';
import { depthAt } from '../format/indent.ts';
import type { Layout, Unit } from '../format/layout.ts';
import { type FormatOptions, indentation } from '../format/options.ts';
import { regionsOff } from '../format/regions.ts';
import type { Tokens } from '../format/tokens.ts';
import type { ItemTree } from '../syntax/items.ts';
import { WitParser } from '../syntax/parser.ts';

/** The characters after which `formatOnType` has something to say. */
export const FORMAT_TRIGGERS = { first: '}', more: [';', '\n'] } as const;

/**
 * The whole document. Formatting the result again changes nothing, in a broken text too: there, which brace belongs to what
 * is told by the indentation, so where a new indentation would be read in another way, the broken items keep their own.
 */
export function formatDocument(tree: ItemTree, options: FormatOptions): Formatted {
  const once = format(tree, options);
  if (tree.problems.length === 0 || isSettled(tree, once, options)) return once;
  const careful = format(tree, options, true);
  return isLeft(result(tree, careful), options) ? careful : { ...careful, edits: [] };
}

/** Does formatting the result change nothing? */
function isSettled(tree: ItemTree, once: Formatted, options: FormatOptions): boolean {
  return once.edits.length === 0 || format(result(tree, once), options).edits.length === 0;
}

/** Does `formatDocument` leave a broken text as it is? */
function isLeft(tree: ItemTree, options: FormatOptions): boolean {
  const once = format(tree, options);
  if (once.edits.length === 0) return true;
  return !isSettled(tree, once, options) && format(tree, options, true).edits.length === 0;
}

function result({ text }: ItemTree, { edits }: Formatted): ItemTree {
  return new WitParser().read(applyEdits(text, edits));
}

/** The items that a range touches, each as a whole; of one with members, only what lies in the range. */
export function formatRange(tree: ItemTree, range: Span, options: FormatOptions): Formatted {
  return formatParts(tree, options, (layout) => itemsIn(layout, range));
}

/** The parts of a text that formatting a range may change. */
export function itemsIn(layout: Layout, range: Span): readonly Span[] {
  return layout.units.map((unit) => partOf(layout, unit)).filter((part) => touches(range, part.item));
}

/** After `}` or `;` the item that it ends, after a line break the indentation of the new line. `offset` is behind it. */
export function formatOnType(tree: ItemTree, offset: number, typed: string, options: FormatOptions): Formatted {
  if (typed === '\n') {
    const start = lineStart(tree.text, offset);
    return { edits: indentLine(tree.text, start, depthAt(tree, start), options) };
  }
  if (tree.text.slice(offset - typed.length, offset) !== typed) return { edits: [] };
  return formatItemBefore(offset, options, (parts) => formatParts(tree, options, parts));
}

/** The item that ends at an offset. Lines above stay where they are: its own line is moved, none is put before it. */
export function formatItemBefore(
  offset: number,
  options: FormatOptions,
  formatThese: (parts: (layout: Layout) => readonly Span[]) => Formatted,
): Formatted {
  let moved: TextEdit[] = [];
  const { edits, ...rest } = formatThese((layout) => {
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

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Of the line that begins at `start`; none when `depth` is undefined. */
export function indentLine(text: string, start: number, depth: number | undefined, options: FormatOptions): TextEdit[] {
  if (depth === undefined) return [];
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return replaced(text, start, end, indentation(depth, options));
}

function replaced(text: string, start: number, end: number, now: string): TextEdit[] {
  return text.slice(start, end) === now ? [] : [{ start, end, text: now }];
}
