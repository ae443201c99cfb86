// Comments at the ends of neighbouring lines that the author put into one column stay in one column.

import type { FormatOptions } from './options.ts';
import type { Written } from './write.ts';

interface Trailing {
  /** Index of the comment among the pieces. */
  readonly piece: number;
  readonly line: number;
  /** The end of what stands before it, in columns of the new text. */
  readonly width: number;
  /** Its column in the old text. */
  readonly column: number;
}

/** Widens the separators before such comments. */
export function alignComments(text: string, written: Written, options: FormatOptions): void {
  if (written.trailing.length < 2) return;
  let run: Trailing[] = [];
  const close = (): void => {
    if (run.length > 1) {
      const column = run.reduce((widest, it) => Math.max(widest, it.width), 0) + 1;
      for (const it of run) {
        const separator = written.separators[it.piece] ?? ' ';
        written.separators[it.piece] = separator.trimEnd() + ' '.repeat(column - it.width);
      }
    }
    run = [];
  };
  for (const next of places(text, written, options)) {
    const last = run.at(-1);
    if (last !== undefined && (last.line + 1 !== next.line || last.column !== next.column)) close();
    run.push(next);
  }
  close();
}

function* places(text: string, { pieces, separators, trailing }: Written, options: FormatOptions): Generator<Trailing> {
  let line = 0;
  let column = 0;
  let next = 0;
  const move = (part: string): void => {
    const last = part.lastIndexOf('\n');
    if (last !== -1) {
      for (let at = part.indexOf('\n'); at !== -1; at = part.indexOf('\n', at + 1)) line++;
      column = 0;
    }
    column = columns(part.slice(last + 1), options, column);
  };
  for (let index = 0; index < pieces.length && next < trailing.length; index++) {
    const piece = pieces[index];
    const separator = separators[index] ?? '';
    if (piece === undefined) continue;
    if (index === trailing[next]) {
      next++;
      const comma = separator.trimEnd().length;
      yield { piece: index, line, width: column + comma, column: columnIn(text, piece.start, options) };
    }
    move(separator);
    move(text.slice(piece.start, piece.end));
  }
}

function columnIn(text: string, offset: number, options: FormatOptions): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return columns(text.slice(line === 0 && text.charCodeAt(0) === 0xfeff ? 1 : line, offset), options);
}

/** The column after a part of a line that begins in column `from`. */
function columns(part: string, { tabSize }: FormatOptions, from = 0): number {
  if (!part.includes('\t')) return from + part.length;
  let column = from;
  for (let at = 0; at < part.length; at++) column += part[at] === '\t' ? tabSize - (column % tabSize) : 1;
  return column;
}
