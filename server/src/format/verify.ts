// Proof that a new text says what the old one said: the same tokens and comments in the same order, byte for byte, but for
// commas before closing brackets.

import { isComment, isIdentifier, isKeyword, type Token } from '../syntax/lexer.ts';
import { type Language, type TokenSource, WIT } from './language.ts';

/** Undefined when the texts say the same, else what was lost, for the log. */
export function difference(before: string, after: string, language: Language = WIT): string | undefined {
  const old = new Significant(language.lexer(before));
  const now = new Significant(language.lexer(after));
  const { cutsVersions } = language;
  for (;;) {
    const a = old.next();
    const b = now.next();
    const same =
      a.kind === b.kind && (a.kind === 'eof' || before.slice(a.start, a.end) === after.slice(b.start, b.end));
    if (!same || (cutsVersions && touches(before, a) !== touches(after, b))) return describe(before, a, after, b);
    if (a.kind === 'eof') return undefined;
  }
}

/** The tokens and comments of a text without trailing commas. */
class Significant {
  readonly #lexer: TokenSource;
  #waiting: readonly Token[] = [];
  #taken = 0;

  constructor(lexer: TokenSource) {
    this.#lexer = lexer;
  }

  next(): Token {
    const waiting = this.#waiting[this.#taken++];
    if (waiting !== undefined) return waiting;
    const token = this.#lexer.next();
    if (token.kind !== ',') return token;
    // A comma counts unless the next token, comments apart, closes a list.
    const comments: Token[] = [];
    let next = this.#lexer.next();
    for (; isComment(next.kind); next = this.#lexer.next()) comments.push(next);
    this.#lexer.at = next.start;
    this.#waiting = comments;
    this.#taken = 0;
    return next.kind === ')' || next.kind === '}' || next.kind === '>' ? this.next() : token;
  }
}

/** Parts of a version are one version only while they touch. */
function touches(text: string, { kind, start, end }: Token): boolean {
  if (kind === '.') return PART.test(text.charAt(start - 1)) && PART.test(text.charAt(end));
  if (kind === '+' || kind === '-') return PART.test(text.charAt(start - 1));
  return (kind === 'integer' || isIdentifier(kind) || isKeyword(kind)) && AFTER.test(text.charAt(start - 1));
}

const PART = /[0-9A-Za-z+-]/;
const AFTER = /[0-9.+-]/;

function describe(before: string, a: Token, after: string, b: Token): string {
  const line = before.slice(0, a.start).split('\n').length;
  const shown = (text: string, token: Token): string =>
    token.kind === 'eof'
      ? 'the end of the file'
      : `\`${text.slice(token.start, Math.min(token.end, token.start + 40))}\``;
  return `line ${line}: ${shown(before, a)} became ${shown(after, b)}`;
}
