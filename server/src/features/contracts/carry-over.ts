// Findings of an earlier moment at their places in the text as it is now: what is being edited is left out, and what
// stands before and behind it stays.

import type { Span } from '../../base/text.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { ContractFinding } from './findings.ts';

/** The findings whose text has not changed since. */
export function carriedOver(
  findings: readonly ContractFinding[],
  earlier: Snapshot,
  now: Snapshot,
): readonly ContractFinding[] {
  const move = mover(earlier, now);
  return findings.flatMap((it) => {
    if (it.place === undefined) return [it];
    const span = move(it.place.uri, it.place.span);
    if (span === undefined) return [];
    const related = it.related.flatMap((one) => {
      // A place in an old version stays where it is.
      const moved = one.lines === undefined ? move(one.uri, one.span) : one.span;
      return moved === undefined ? [] : [{ ...one, span: moved }];
    });
    return [{ ...it, place: { uri: it.place.uri, span }, related }];
  });
}

function mover(earlier: Snapshot, now: Snapshot): (uri: string, span: Span) => Span | undefined {
  const edits = new Map<string, { readonly start: number; readonly tail: number; readonly shift: number }>();
  return (uri, span) => {
    const [old, text] = [earlier.tree(uri)?.text, now.tree(uri)?.text];
    if (old === undefined || text === undefined) return undefined;
    if (old === text) return span;
    const edit = edits.get(uri) ?? editBetween(old, text);
    edits.set(uri, edit);
    if (span.end < edit.start) return span;
    if (span.start <= edit.tail) return undefined;
    return { start: span.start + edit.shift, end: span.end + edit.shift };
  };
}

/** Where two texts differ: the start in both, the end in the old one, and how far what follows has moved. */
function editBetween(old: string, text: string): { start: number; tail: number; shift: number } {
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start++;
  let same = 0;
  while (same < most - start && old.charCodeAt(old.length - 1 - same) === text.charCodeAt(text.length - 1 - same))
    same++;
  return { start, tail: old.length - same, shift: text.length - old.length };
}
