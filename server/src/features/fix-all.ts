// "Fix all": the mechanical repairs of a file, applied until there are none left.

import { composedEdits } from '../base/composed-edits.ts';
import { applyEdits, type Span, type TextEdit } from '../base/text.ts';
import type { Fix } from '../check/diagnostic.ts';
import { isComment, Lexer } from '../syntax/lexer.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

/** A repair may uncover another one below it. More rounds than this mean that two repairs undo each other. */
const MAX_ROUNDS = 32;

/** The repairs of a file that have one answer and lose nothing. */
export interface Repairs {
  /** Of the text of the snapshot. */
  readonly edits: readonly TextEdit[];
  /** What each repair does, in the order in which they were applied. */
  readonly titles: readonly string[];
}

/** Undefined when there are none. */
export function fixAll(snapshot: Snapshot, uri: string): Fix | undefined {
  const repairs = safeRepairs(snapshot, uri);
  return repairs === undefined
    ? undefined
    : { title: 'Fix all fixable problems', edits: [{ uri, edits: repairs.edits }] };
}

/** Undefined when there are none. */
export function safeRepairs(snapshot: Snapshot, uri: string): Repairs | undefined {
  const original = snapshot.tree(uri)?.text;
  if (original === undefined) return undefined;
  let edits: readonly TextEdit[] = [];
  const titles: string[] = [];
  let text = original;
  let now = snapshot;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = repairsOfRound(now, uri, text);
    if (found.edits.length === 0) break;
    titles.push(...found.titles);
    edits = composedEdits(edits, found.edits, original.length);
    text = applyEdits(text, found.edits);
    now = snapshot.supposing(new Map([[uri, text]]));
  }
  return edits.length === 0 ? undefined : { edits, titles };
}

function repairsOfRound(snapshot: Snapshot, uri: string, text: string): Repairs {
  const edits: TextEdit[] = [];
  const titles: string[] = [];
  for (const { fixes } of snapshot.diagnostics(uri)) {
    const fix = fixes.find((it) => it.safe === true);
    if (fix === undefined || fix.edits.some((file) => file.uri !== uri)) continue;
    const own = fix.edits.flatMap((file) => file.edits);
    if (own.some((edit) => losesComment(text, edit) || edits.some((other) => overlaps(edit, other)))) continue;
    edits.push(...own);
    titles.push(fix.title);
  }
  return { edits, titles };
}

function losesComment(text: string, { start, end }: Span): boolean {
  const lexer = new Lexer(text, start, end);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) if (isComment(token.kind)) return true;
  return false;
}

/** What is inserted where something else begins or ends is in its way; two replacements side by side are not. */
function overlaps(a: Span, b: Span): boolean {
  if (a.start === a.end || b.start === b.end) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}
