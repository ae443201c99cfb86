// What the style wants between tokens: for every token, how it is set off from the one before it. Nothing here knows the
// grammar or writes text.

import type { Tokens } from './tokens.ts';

/** How a token is set off from the one before it. */
export const NOTHING = 0;
export const SPACE = 1;
/** On a line of its own. */
export const LINE = 2;

/** Blank lines between a token that begins a line and what stands before it. */
export const DROP = 0;
export const KEEP = 1;
export const FORCE = 2;

/** What becomes of a comma, or after a token. */
export const COMMA_DROPPED = 1;
export const COMMA_ADDED = 2;

/** A piece of the old text that the new text has, too. */
export interface Piece {
  /** Of a token or comment; or `verbatim` and, when the gap before it stays too, `broken`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** Text that stays as it is. */
export interface Verbatim {
  readonly start: number;
  readonly end: number;
  /** What is left of it stays, too: the text is broken, and where it belongs is unknown. */
  readonly withGap: boolean;
}

/** Tokens that are formatted as one: an item, or the head of one that has members. */
export interface Unit {
  readonly first: number;
  readonly last: number;
}

export class Layout {
  readonly tokens: Tokens;
  readonly separator: Uint8Array;
  /** Levels of indentation, should the token begin a line. */
  readonly depth: Uint16Array;
  readonly blank: Uint8Array;
  readonly comma: Uint8Array;
  readonly verbatim: Verbatim[] = [];
  readonly units: Unit[] = [];
  /** Can the file end with a blank line? */
  finalBlank = false;

  constructor(tokens: Tokens) {
    const size = tokens.count + 1;
    this.tokens = tokens;
    this.separator = new Uint8Array(size);
    this.depth = new Uint16Array(size);
    this.blank = new Uint8Array(size);
    this.comma = new Uint8Array(size);
    this.separator[tokens.count] = LINE;
    this.blank[tokens.count] = KEEP;
  }

  set(token: number, separator: number, depth: number): void {
    this.separator[token] = separator;
    this.depth[token] = depth;
  }

  /** Marks tokens (`to` excluded), with the comments between them and before the first, as text that stays as it is. */
  leave(from: number, to: number): void {
    if (from >= to) return;
    const { tokens } = this;
    const first = tokens.commentsBefore(from)[0];
    this.verbatim.push({ start: first?.start ?? tokens.start(from), end: tokens.end(to - 1), withGap: true });
  }
}
