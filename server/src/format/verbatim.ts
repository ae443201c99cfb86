// What stays as it is: ranges that overlap as one, and the place of comments that are drawn over several lines.

import type { Piece, Verbatim } from './layout.ts';

/** In order, without overlaps. */
export function mergeVerbatim(ranges: readonly Verbatim[]): Verbatim[] {
  const merged: Verbatim[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || range.start >= last.end) merged.push(range);
    else merged[merged.length - 1] = { ...last, end: Math.max(last.end, range.end) };
  }
  return merged;
}

/**
 * A comment's bytes do not change. So one over several lines that are indented at least as far as its first stays in its
 * column: anywhere else its lines would no longer be aligned. Gives its indentation, or undefined when it can move.
 */
export function keptIndentation(text: string, { kind, start, end }: Piece): string | undefined {
  if (kind !== 'block-comment' || !text.slice(start, end).includes('\n')) return undefined;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(line === 0 && text.charCodeAt(0) === 0xfeff ? 1 : line, start);
  if (/[^ \t]/.test(before)) return undefined;
  const [, ...lines] = text.slice(start, end).split('\n');
  return lines.every((it) => it.trim() === '' || it.startsWith(before)) ? before : undefined;
}
