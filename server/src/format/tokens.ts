// One text cut into tokens, and the comments in the gaps before them. Parallel arrays, because a large file has hundreds
// of thousands; the last token is `eof`.

import { firstIndex } from '../base/search.ts';
import { isComment, type TokenKind } from '../syntax/lexer.ts';
import { type Language, WIT } from './language.ts';

export interface Comment {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

export class Tokens {
  readonly text: string;
  readonly kinds: TokenKind[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly comments: Comment[] = [];
  /** Index of the first comment in the gap before a token. */
  readonly firstComment: number[] = [];
  readonly language: Language;

  constructor(text: string, language: Language = WIT) {
    this.text = text;
    this.language = language;
    const lexer = language.lexer(text);
    this.firstComment.push(0);
    for (;;) {
      const token = lexer.next();
      if (isComment(token.kind)) {
        this.comments.push(token);
        continue;
      }
      this.kinds.push(token.kind);
      this.starts.push(token.start);
      this.ends.push(token.end);
      this.firstComment.push(this.comments.length);
      if (token.kind === 'eof') break;
    }
  }

  /** Number of tokens without `eof`, which has this index. */
  get count(): number {
    return this.kinds.length - 1;
  }

  kind(index: number): TokenKind {
    return this.kinds[index] ?? 'eof';
  }

  start(index: number): number {
    return this.starts[index] ?? this.text.length;
  }

  end(index: number): number {
    return index < 0 ? 0 : (this.ends[index] ?? this.text.length);
  }

  /** The comments between a token and the one before it. */
  commentsBefore(index: number): readonly Comment[] {
    const from = this.firstComment[index] ?? this.comments.length;
    const to = this.firstComment[index + 1] ?? this.comments.length;
    return from === to ? NONE : this.comments.slice(from, to);
  }

  hasCommentBefore(index: number): boolean {
    return this.firstComment[index] !== this.firstComment[index + 1];
  }

  /** Index of the first token that starts at an offset or after it. */
  from(offset: number): number {
    return firstIndex(this.count, (index) => (this.starts[index] ?? 0) >= offset);
  }

  newlines(from: number, to: number): number {
    return newlinesIn(this.text, from, to);
  }
}

const NONE: readonly Comment[] = [];

export function newlinesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 10) count++;
  return count;
}

export function isMultiLine(text: string, { start, end }: Comment): boolean {
  return newlinesIn(text, start, end) > 0;
}
