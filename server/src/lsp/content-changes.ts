// The changes of one `didChange` as one edit: many are applied to a rope, so that their cost does not grow with the text.

import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { RopeText } from '../base/rope.ts';
import { type Encoding, LineIndex, type Position, type TextEdit } from '../base/text.ts';

/** Each change is in the coordinates of the text that the changes before it left. */
export function editOf(
  before: LineIndex,
  changes: readonly TextDocumentContentChangeEvent[],
  encoding: Encoding,
): TextEdit {
  const [only] = changes;
  if (only === undefined) return { start: 0, end: 0, text: '' };
  if (changes.length === 1) {
    if (!('range' in only)) return difference(before.text, only.text);
    const start = before.offset(only.range.start, encoding);
    const end = before.offset(only.range.end, encoding);
    return { start: Math.min(start, end), end: Math.max(start, end), text: only.text };
  }
  let rope = new RopeText(before.text);
  for (const change of changes) {
    if (!('range' in change)) {
      rope = new RopeText(change.text);
      continue;
    }
    const start = offsetIn(rope, change.range.start, encoding);
    const end = offsetIn(rope, change.range.end, encoding);
    rope.replace(Math.min(start, end), Math.max(start, end), change.text);
  }
  return difference(before.text, rope.toString());
}

/** As `LineIndex.offset`. */
function offsetIn(rope: RopeText, { line, character }: Position, encoding: Encoding): number {
  if (line >= rope.lineCount) return rope.length;
  const start = rope.lineStart(line);
  const isLast = line + 1 >= rope.lineCount;
  let end = isLast ? rope.length : rope.lineStart(line + 1);
  if (!isLast) end -= rope.slice(Math.max(start, end - 2), end) === '\r\n' ? 2 : 1;
  if (encoding === 'utf-16') return Math.min(start + character, end);
  return start + new LineIndex(rope.slice(start, end)).offset({ line: 0, character }, encoding);
}

/** A whole new text as the one edit that leaves alone what is equal at both ends. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (isHighSurrogate(before.charCodeAt(start - 1))) start--;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  if (isLowSurrogate(before.charCodeAt(before.length - tail))) tail--;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isHighSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}

function isLowSurrogate(code: number): boolean {
  return (code & 0xfc00) === 0xdc00;
}
