// "Fix all": the mechanical repairs of a file, applied until there are none left.

import { composedEdits } from '../base/composed-edits.ts';
import { applyEdits, type Span, type TextEdit } from '../base/text.ts';
import type { Fix } from '../check/diagnostic.ts';
import { isComment, Lexer } from '../syntax/lexer.ts';
import type { Snapshot } from '../workspace/snapshot.ts';

/** A repair may uncover another one below it. More rounds than this mean that two repairs undo each other. */
const MAX_ROUNDS = 32;

/** All repairs of a file that have one answer and lose nothing; undefined when there are none. */
export function fixAll(snapshot: Snapshot, uri: string): Fix | undefined {
  const original = snapshot.tree(uri)?.text;
  if (original === undefined) return undefined;
  let edits: readonly TextEdit[] = [];
  let text = original;
  let now = snapshot;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = safeEdits(now, uri, text);
    if (found.length === 0) break;
    edits = composedEdits(edits, found, original.length);
    text = applyEdits(text, found);
    now = snapshot.supposing(new Map([[uri, text]]));
  }
  if (edits.length === 0) return undefined;
  return { title: 'Fix all fixable problems', edits: [{ uri, edits }] };
}

function safeEdits(snapshot: Snapshot, uri: string, text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { fixes } of snapshot.diagnostics(uri)) {
    const fix = fixes.find((it) => it.safe === true);
    if (fix === undefined || fix.edits.some((file) => file.uri !== uri)) continue;
    const own = fix.edits.flatMap((file) => file.edits);
    if (own.some((edit) => losesComment(text, edit) || edits.some((other) => overlaps(edit, other)))) continue;
    edits.push(...own);
  }
  return edits;
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
