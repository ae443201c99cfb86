// Text as this code base measures it: offsets are UTF-16 code units into a JavaScript string; an editor's lines and
// characters exist only at the edge. Lines end at `\n`, `\r\n` or a lone `\r`, as the Language Server Protocol says.

import { firstIndex } from './search.ts';

/** A half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Do they share a place, their ends included? */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Zero-based line and character; the unit of `character` is that of the encoding asked for. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The units a client counts characters in (`PositionEncodingKind` of the protocol). */
export type Encoding = 'utf-16' | 'utf-8' | 'utf-32';

/** One replacement: the text between `start` and `end` of the old text becomes `text`. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** The text with all edits applied at once; edits must not overlap, their order is free. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    if (edit.start < at) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Offsets of line starts of one text, and the conversions that need them. Built on first use. */
export class LineIndex {
  readonly text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get lineCount(): number {
    return this.#lines().length;
  }

  /** The offset where `line` begins; past the last line, the end of the text. */
  lineStart(line: number): number {
    return this.#lines()[line] ?? this.text.length;
  }

  lineOf(offset: number): number {
    const starts = this.#lines();
    return Math.max(0, firstIndex(starts.length, (line) => (starts[line] ?? 0) > offset) - 1);
  }

  position(offset: number, encoding: Encoding = 'utf-16'): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineOf(clamped);
    const start = this.lineStart(line);
    return { line, character: measure(this.text, start, clamped, encoding) };
  }

  /** The offset of a position; a character past the line's end means the line's end (before its line break). */
  offset(position: Position, encoding: Encoding = 'utf-16'): number {
    if (position.line >= this.lineCount) return this.text.length;
    const start = this.lineStart(position.line);
    const end = this.#lineEnd(position.line);
    if (encoding === 'utf-16') return Math.max(start, Math.min(start + position.character, end));
    let at = start;
    for (let units = 0; at < end && units < position.character; ) {
      const code = this.text.codePointAt(at) ?? 0;
      units += encoding === 'utf-8' ? utf8Length(code) : 1;
      at += code > 0xffff ? 2 : 1;
    }
    return at;
  }

  range(span: Span, encoding: Encoding = 'utf-16'): Range {
    return {
      start: this.position(span.start, encoding),
      end: this.position(span.end, encoding),
    };
  }

  #lineEnd(line: number): number {
    let end = line + 1 < this.lineCount ? this.lineStart(line + 1) : this.text.length;
    while (end > this.lineStart(line) && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  #lines(): number[] {
    this.#starts ??= lineStarts(this.text);
    return this.#starts;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function measure(text: string, start: number, end: number, encoding: Encoding): number {
  if (encoding === 'utf-16') return end - start;
  let units = 0;
  for (let at = start; at < end; ) {
    const code = text.codePointAt(at) ?? 0;
    units += encoding === 'utf-8' ? utf8Length(code) : 1;
    at += code > 0xffff ? 2 : 1;
  }
  return units;
}
