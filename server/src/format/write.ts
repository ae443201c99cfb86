// Turns a layout into text: the old tokens and comments, one by one, with new separators between them. Comments go where
// they stood: behind what they stood behind, above what they stood above.

import type { Piece } from './layout.ts';
import { COMMA_ADDED, COMMA_DROPPED, DROP, FORCE, KEEP, type Layout, LINE, SPACE } from './layout.ts';
import { takesLines } from './lists.ts';
import { type FormatOptions, indentation, newlineOf } from './options.ts';
import { regionsOff } from './regions.ts';
import { newlinesIn } from './tokens.ts';
import { keptIndentation, mergeVerbatim } from './verbatim.ts';

export interface Written {
  readonly pieces: readonly Piece[];
  /** What stands before each piece, and one more: what stands after the last. */
  readonly separators: string[];
  /** Indices of line comments behind something. */
  readonly trailing: readonly number[];
}

export function write(layout: Layout, options: FormatOptions): Written {
  return new Writer(layout, options).run();
}

/** What stands between two tokens, as the layout wants it. */
interface Gap {
  readonly token: number;
  readonly kind: string;
  readonly isLine: boolean;
  readonly isCloser: boolean;
  /** In the middle of a line, does a comment have a line of its own? Then all that is in the gap stays on its lines. */
  readonly isLoose: boolean;
  /** Is a blank line still owed? */
  owed: boolean;
}

class Writer {
  readonly #layout: Layout;
  readonly #options: FormatOptions;
  readonly #text: string;
  readonly #newline: string;
  readonly #pieces: Piece[] = [];
  readonly #separators: string[] = [];
  readonly #trailing: number[] = [];
  /** The last piece that was written. */
  #last: Piece | undefined;
  #comma = '';
  /** The end of the last comma that was left out. */
  #droppedEnd = 0;

  constructor(layout: Layout, options: FormatOptions) {
    this.#layout = layout;
    this.#options = options;
    this.#text = layout.tokens.text;
    this.#newline = options.newline ?? newlineOf(this.#text);
  }

  run(): Written {
    const { tokens, comma } = this.#layout;
    const verbatim = mergeVerbatim([...this.#layout.verbatim, ...regionsOff(tokens)]);
    let gap: Piece[] = [];
    let nextVerbatim = 0;
    let nextComment = 0;
    for (let token = 0; token <= tokens.count; ) {
      const comment = tokens.comments[nextComment];
      const isComment = comment !== undefined && comment.start < tokens.start(token);
      const region = verbatim[nextVerbatim];
      if (region !== undefined && region.start <= (isComment ? comment.start : tokens.start(token))) {
        gap.push({ kind: region.withGap ? 'broken' : 'verbatim', start: region.start, end: region.end });
        while ((tokens.comments[nextComment]?.start ?? region.end) < region.end) nextComment++;
        while (token < tokens.count && tokens.start(token) < region.end) token++;
        nextVerbatim++;
      } else if (isComment) {
        gap.push(comment);
        nextComment++;
      } else {
        if (comma[token] === COMMA_DROPPED) this.#droppedEnd = tokens.end(token);
        else {
          this.#gap(gap, token);
          gap = [];
        }
        token++;
      }
    }
    return { pieces: this.#pieces, separators: this.#separators, trailing: this.#trailing };
  }

  #gap(comments: readonly Piece[], token: number): void {
    const { tokens, separator, blank, comma } = this.#layout;
    const kind = tokens.kind(token);
    const gap: Gap = {
      token,
      kind,
      isLine: separator[token] === LINE,
      isCloser: kind === '}' || kind === ')' || kind === '>',
      isLoose: this.#isLoose(comments),
      owed: false,
    };
    const start = tokens.start(token);
    const led = this.#leads(comments, gap, start);
    // What is left as it is has the blank lines around it that it has.
    const isFree = this.#last !== undefined && !comments.some(isVerbatim);
    gap.owed = isFree && blank[token] === FORCE && !this.#hasBlank(comments, start);
    for (const [index, comment] of comments.entries()) this.#comment(comment, gap, index >= led);
    if (kind === 'eof') this.#separators.push(this.#atEnd(start));
    else {
      this.#add({ kind, start, end: tokens.end(token) }, this.#beforeToken(gap, start, led < comments.length));
      if (comma[token] === COMMA_ADDED) this.#comma = ',';
    }
  }

  #add(piece: Piece, separator: string): void {
    this.#separators.push(this.#comma + separator);
    this.#comma = '';
    this.#pieces.push(piece);
    this.#last = piece;
  }

  /** Where the gap between two pieces begins: behind a comma that goes. */
  #visible(from: number, to: number): number {
    return from < this.#droppedEnd && this.#droppedEnd <= to ? this.#droppedEnd : from;
  }

  #newlines(from: number, to: number): number {
    return newlinesIn(this.#text, this.#visible(from, to), to);
  }

  #hasBlank(comments: readonly Piece[], end: number): boolean {
    let from = this.#last?.end ?? 0;
    for (const { start, end: to } of [...comments, { start: end, end }]) {
      if (this.#newlines(from, start) > 1) return true;
      from = to;
    }
    return false;
  }

  /** Index of the first block comment that stands on the line of the token, before it, and belongs to it. */
  #leads(comments: readonly Piece[], gap: Gap, start: number): number {
    let led = comments.length;
    if (!gap.isLine || gap.isCloser || gap.kind === 'eof') return led;
    let next = start;
    while (led > 0) {
      const comment = comments[led - 1];
      if (comment?.kind !== 'block-comment' || this.#newlines(comment.end, next) > 0) break;
      next = comment.start;
      led--;
    }
    return led;
  }

  #comment(comment: Piece, gap: Gap, leads: boolean): void {
    const last = this.#last;
    const newlines = this.#newlines(last?.end ?? 0, comment.start);
    const kept = this.#keptGap(comment);
    if (kept !== undefined) {
      this.#add(comment, kept);
      return;
    }
    const depth = (this.#layout.depth[gap.token] ?? 0) + (gap.isCloser ? 1 : 0);
    if (last === undefined || this.#beginsLine(last, gap, leads, newlines)) {
      const indent = keptIndentation(this.#text, comment) ?? indentation(depth, this.#options);
      this.#add(comment, last === undefined ? indent : this.#line(gap, last, newlines, indent, false));
      return;
    }
    if (comment.kind === 'line-comment') this.#trailing.push(this.#pieces.length);
    this.#add(comment, hugs(last.kind, gap, this.#layout) && comment.kind === 'block-comment' ? '' : ' ');
  }

  #beginsLine(last: Piece, gap: Gap, leads: boolean, newlines: number): boolean {
    if (endsLine(last)) return true;
    if (gap.isLine) return newlines > 0 || (leads && last.kind !== 'block-comment');
    return gap.isLoose && newlines > 0;
  }

  #isLoose(comments: readonly Piece[]): boolean {
    let from = this.#last?.end ?? 0;
    return comments.some((comment) => {
      const isOwn = takesLines(this.#layout.tokens, comment, this.#visible(from, comment.start));
      from = comment.end;
      return isOwn;
    });
  }

  #beforeToken(gap: Gap, start: number, led: boolean): string {
    const last = this.#last;
    if (last === undefined) return '';
    const kept = this.#keptGap({ kind: 'token', start, end: start });
    if (kept !== undefined) return kept;
    const { separator, depth } = this.#layout;
    const newlines = this.#newlines(last.end, start);
    const isComment = last.kind === 'block-comment';
    const breaks = gap.isLine ? !led : gap.isLoose && newlines > 0;
    if (breaks || endsLine(last))
      return this.#line(gap, last, newlines, indentation(depth[gap.token] ?? 0, this.#options), gap.isCloser);
    if (!isComment) return separator[gap.token] === SPACE ? ' ' : '';
    return separator[gap.token] !== SPACE && TIGHT.has(gap.kind) ? '' : ' ';
  }

  /** The old gap, where a side of it is broken or switched off and the other stands on the same line. */
  #keptGap(piece: Piece): string | undefined {
    const from = this.#last?.end ?? (this.#text.charCodeAt(0) === 0xfeff ? 1 : 0);
    const old = this.#text.slice(from, piece.start);
    if (piece.kind === 'broken' || piece.kind === 'unterminated-comment') return old;
    if (this.#isOpenEnded()) return old;
    return this.#last !== undefined && isVerbatim(this.#last) && !old.includes('\n') ? old : undefined;
  }

  /** Would a line end after the last piece become a part of it? A lone carriage return, a string without its end. */
  #isOpenEnded(): boolean {
    const last = this.#last;
    if (last === undefined) return false;
    if (this.#text.charCodeAt(last.end - 1) === 13) return true;
    const { tokens } = this.#layout;
    return isVerbatim(last) && tokens.kind(tokens.from(last.end) - 1) === 'unterminated-string';
  }

  /** A line break, with a blank line where the author had some, or where one is owed. */
  #line(gap: Gap, last: Piece, newlines: number, indent: string, isCloser: boolean): string {
    const inside = gap.isLine && this.#layout.blank[gap.token] !== DROP && !isCloser && !OPENERS.has(last.kind);
    const hasBlank = inside && (newlines > 1 || gap.owed);
    gap.owed = false;
    return this.#newline + (hasBlank ? this.#newline : '') + indent;
  }

  #atEnd(start: number): string {
    const last = this.#last;
    if (last === undefined) return '';
    const { finalBlank, blank, tokens } = this.#layout;
    if (tokens.comments.at(-1)?.kind === 'unterminated-comment') return '';
    if (this.#isOpenEnded()) return this.#text.slice(last.end);
    const keeps = finalBlank && !this.#options.trimFinalNewlines && blank[tokens.count] === KEEP && last.kind === '}';
    return keeps && this.#newlines(last.end, start) > 1 ? this.#newline.repeat(2) : this.#newline;
  }
}

const OPENERS: ReadonlySet<string> = new Set(['{', '(', '<']);

function endsLine(piece: Piece): boolean {
  return piece.kind === 'line-comment' || isVerbatim(piece);
}

function isVerbatim({ kind }: Piece): boolean {
  return kind === 'verbatim' || kind === 'broken';
}

/** Does a comment follow this token without a space? */
function hugs(kind: string, gap: Gap, { separator }: Layout): boolean {
  return OPENERS.has(kind) && !gap.isLine && separator[gap.token] !== SPACE;
}

/** What follows a comment without a space. */
const TIGHT: ReadonlySet<string> = new Set([')', '>', '}', ',', ';', '.', ':', '(', '<', '@']);
