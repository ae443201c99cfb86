// The formatter: from a file that was read to the edits that give it the style. Edits touch white space and trailing
// commas, nothing else; that is proved before they are given out.

import { applyEdits, type Span, type TextEdit } from '../base/text.ts';
import type { ItemTree } from '../syntax/items.ts';
import { alignComments } from './align.ts';
import { arrange } from './arrange.ts';
import type { Layout } from './layout.ts';
import type { FormatOptions } from './options.ts';
import { difference } from './verify.ts';
import { type Written, write } from './write.ts';

export interface Formatted {
  /** In the order of the text; minimal, so that what does not change stays where it is. */
  readonly edits: readonly TextEdit[];
  /** Set when the formatter would have lost something: then there are no edits, and this is for the log. */
  readonly bug?: string;
}

/** With `leaveBroken`, a top-level item with a problem anywhere inside stays as it is. */
export function format(tree: ItemTree, options: FormatOptions, leaveBroken = false): Formatted {
  return isUnresolved(tree) ? { edits: [] } : formatLayout(arrange(tree, options, leaveBroken), options);
}

/** Only edits within the given parts of the text. */
export function formatParts(
  tree: ItemTree,
  options: FormatOptions,
  parts: (layout: Layout) => readonly Span[],
): Formatted {
  return isUnresolved(tree) ? { edits: [] } : formatLayout(arrange(tree, options), options, parts);
}

/** The edits that give a text its layout, all of them or those within the given parts. */
export function formatLayout(
  layout: Layout,
  options: FormatOptions,
  parts?: (layout: Layout) => readonly Span[],
): Formatted {
  const spans = parts?.(layout);
  if (spans?.length === 0) return { edits: [] };
  const all = edits(layout.tokens.text, written(layout, options));
  return proved(layout, spans === undefined ? all : within(all, spans));
}

/** A merge has left its markers: lines are not what they seem. */
function isUnresolved({ problems }: ItemTree): boolean {
  return problems.some((it) => it.code === 'syntax/merge-conflict');
}

function written(layout: Layout, options: FormatOptions): Written {
  const result = write(layout, options);
  alignComments(layout.tokens.text, result, options);
  return result;
}

function proved({ tokens: { text, language } }: Layout, found: readonly TextEdit[]): Formatted {
  if (found.length === 0) return { edits: [] };
  const bug = difference(text, applyEdits(text, found), language);
  return bug === undefined ? { edits: found } : { edits: [], bug };
}

/** The edits that lie in one of the spans; both in the order of the text. */
function within(all: readonly TextEdit[], spans: readonly Span[]): TextEdit[] {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  const found: TextEdit[] = [];
  let first = 0;
  for (const edit of all) {
    while (first < sorted.length && (sorted[first]?.end ?? 0) < edit.end) first++;
    const span = sorted[first];
    if (span !== undefined && span.start <= edit.start && edit.end <= span.end) found.push(edit);
  }
  return found;
}

function edits(text: string, { pieces, separators }: Written): TextEdit[] {
  const found: TextEdit[] = [];
  let end = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let index = 0; index <= pieces.length; index++) {
    const start = pieces[index]?.start ?? text.length;
    const edit = smallest(text, end, start, separators[index] ?? '');
    if (edit !== undefined) found.push(edit);
    end = pieces[index]?.end ?? text.length;
  }
  return found;
}

/** Without what the old and the new text have in common at both ends. */
function smallest(text: string, from: number, to: number, now: string): TextEdit | undefined {
  const old = text.slice(from, to);
  if (old === now) return undefined;
  const most = Math.min(old.length, now.length);
  let left = 0;
  while (left < most && old.charCodeAt(left) === now.charCodeAt(left)) left++;
  let right = 0;
  while (right < most - left && old.charCodeAt(old.length - 1 - right) === now.charCodeAt(now.length - 1 - right))
    right++;
  // A line end of two characters is not cut in two.
  if (left > 0 && old.charCodeAt(left - 1) === 13) left--;
  return { start: from + left, end: to - right, text: now.slice(left, now.length - right) };
}
