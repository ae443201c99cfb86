// Edits made one after another, as edits of the first text alone.

import type { TextEdit } from './text.ts';

/** A stretch of the first text that is still there, or a text that was put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** Edits of a text that do what `first` and then `second`, edits of the result, do. */
export function composedEdits(first: readonly TextEdit[], second: readonly TextEdit[], length: number): TextEdit[] {
  const pieces: Piece[] = [];
  const rest = piecesOf(first, length).reverse();
  let at = 0;
  for (const edit of sorted(second)) {
    at += move(rest, edit.start - at, pieces);
    at += move(rest, edit.end - at, undefined);
    pieces.push({ text: edit.text });
  }
  pieces.push(...rest.reverse());
  return editsOf(pieces, length);
}

function sorted(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

function piecesOf(edits: readonly TextEdit[], length: number): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, text } of sorted(edits)) {
    if (start > at) pieces.push({ start: at, end: start });
    if (text !== '') pieces.push({ text });
    at = end;
  }
  if (length > at) pieces.push({ start: at, end: length });
  return pieces;
}

/** Takes `count` characters off the end of a stack of pieces, into `to` if there is one; returns how many there were. */
function move(rest: Piece[], count: number, to: Piece[] | undefined): number {
  let left = count;
  for (let piece = rest.pop(); piece !== undefined; piece = rest.pop()) {
    const size = sizeOf(piece);
    if (left <= 0) {
      rest.push(piece);
      break;
    }
    to?.push(slice(piece, 0, Math.min(left, size)));
    if (size > left) rest.push(slice(piece, left, size));
    left -= Math.min(left, size);
  }
  return count - left;
}

function sizeOf(piece: Piece): number {
  return 'text' in piece ? piece.text.length : piece.end - piece.start;
}

function slice(piece: Piece, from: number, to: number): Piece {
  if ('text' in piece) return { text: piece.text.slice(from, to) };
  return { start: piece.start + from, end: piece.start + to };
}

/** What lies between the stretches that are kept was replaced. */
function editsOf(pieces: readonly Piece[], length: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  for (const piece of [...pieces, { start: length, end: length }]) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    if (piece.start > at || text !== '') edits.push({ start: at, end: piece.start, text });
    at = piece.end;
    text = '';
  }
  return edits;
}
