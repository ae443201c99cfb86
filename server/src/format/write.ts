// Turns a layout into text: the old tokens and comments, one by one, with new separators between them. Comments go where
// they stood: behind what they stood behind, above what they stood above.

import { COMMA_ADDED, COMMA_DROPPED, DROP, FORCE, KEEP, type Layout, LINE, SPACE } from './layout.ts';
import { startsLineAfter } from './lists.ts';
import { type FormatOptions, indentation, newlineOf } from './options.ts';
import { regionsOff } from './regions.ts';
import { isMultiLine, newlinesIn } from './tokens.ts';
import { keptIndentation, mergeVerbatim } from './verbatim.ts';

/** A piece of the old text that the new text has, too. */
export interface Piece {
  /** Of a token or comment; or `verbatim` and, when the gap before it stays too, `broken`. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

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
  /** Does the last piece, a comment, begin a line? */
  #lastBeganLine = false;

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
        if (comma[token] !== COMMA_DROPPED || token === tokens.count) {
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
      owed: false,
    };
    const start = tokens.start(token);
    if (blank[token] === FORCE) gap.owed = !this.#hasBlank(comments, start);
    const led = this.#leads(comments, gap, start);
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

  #hasBlank(comments: readonly Piece[], end: number): boolean {
    let from = this.#last?.end ?? 0;
    for (const { start, end: to } of [...comments, { start: end, end }]) {
      if (newlinesIn(this.#text, from, start) > 1) return true;
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
      if (comment?.kind !== 'block-comment' || newlinesIn(this.#text, comment.end, next) > 0) break;
      next = comment.start;
      led--;
    }
    return led;
  }

  #comment(comment: Piece, gap: Gap, leads: boolean): void {
    const last = this.#last;
    const newlines = newlinesIn(this.#text, last?.end ?? 0, comment.start);
    const kept = this.#keptGap(comment);
    if (kept !== undefined) {
      this.#add(comment, kept);
      return;
    }
    const depth = (this.#layout.depth[gap.token] ?? 0) + (gap.isCloser ? 1 : 0);
    if (last === undefined || this.#beginsLine(comment, last, gap, leads, newlines)) {
      const indent = keptIndentation(this.#text, comment) ?? indentation(depth, this.#options);
      this.#lastBeganLine = true;
      this.#add(comment, last === undefined ? indent : this.#line(gap, last, newlines, indent, false));
      return;
    }
    this.#lastBeganLine = false;
    if (comment.kind === 'line-comment') this.#trailing.push(this.#pieces.length);
    this.#add(comment, hugs(last.kind, gap, this.#layout) && comment.kind === 'block-comment' ? '' : ' ');
  }

  #beginsLine(comment: Piece, last: Piece, gap: Gap, leads: boolean, newlines: number): boolean {
    if (endsLine(last)) return true;
    if (gap.isLine) return newlines > 0 || (leads && last.kind !== 'block-comment');
    if (newlines === 0) return false;
    return (
      comment.kind !== 'block-comment' || isMultiLine(this.#text, comment) || startsLineAfter(this.#text, comment.end)
    );
  }

  #beforeToken(gap: Gap, start: number, led: boolean): string {
    const last = this.#last;
    if (last === undefined) return '';
    const kept = this.#keptGap({ kind: 'token', start, end: start });
    if (kept !== undefined) return kept;
    const { separator, depth } = this.#layout;
    const newlines = newlinesIn(this.#text, last.end, start);
    const isComment = last.kind === 'block-comment';
    const breaks = gap.isLine ? !led : isComment && this.#lastBeganLine && newlines > 0;
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
    const { kind } = this.#last ?? { kind: '' };
    return (kind === 'broken' || kind === 'verbatim') && !old.includes('\n') ? old : undefined;
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
    if (last.kind === 'unterminated-comment') return this.#text.slice(last.end);
    const { finalBlank, blank, tokens } = this.#layout;
    const keeps = finalBlank && !this.#options.trimFinalNewlines && blank[tokens.count] === KEEP && last.kind === '}';
    return keeps && newlinesIn(this.#text, last.end, start) > 1 ? this.#newline.repeat(2) : this.#newline;
  }
}

const OPENERS: ReadonlySet<string> = new Set(['{', '(', '<']);

function endsLine({ kind }: Piece): boolean {
  return kind === 'line-comment' || kind === 'verbatim' || kind === 'broken';
}

/** Does a comment follow this token without a space? */
function hugs(kind: string, gap: Gap, { separator }: Layout): boolean {
  return OPENERS.has(kind) && !gap.isLine && separator[gap.token] !== SPACE;
}

/** What follows a comment without a space. */
const TIGHT: ReadonlySet<string> = new Set([')', '>', '}', ',', ';', '.', ':', '(', '<', '@']);
