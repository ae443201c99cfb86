// The tokens of WAC as wac-parser 0.12 cuts them (`lexer.rs`): those of WIT, but `a:b/c@1.0.0` is one token of kind `path`,
// `...` is one, a reserved word that touches a `:` is a name, brackets have a kind, and a string ends at the next quote, on
// whatever line. Strings are of kind `quoted`, for `string` is a word.

import { isIdentifier, isKeyword, Lexer, type Token } from '../syntax/lexer.ts';

const WORD = '%?[a-zA-Z][\\w-]*';
const VERSION = '@[0-9A-Za-z+-]+(?:\\.[0-9A-Za-z+-]+)*';
/** The reference takes the longest match: `a:b` without a space is a package, whatever it was meant to be. */
const PATH = new RegExp(`${WORD}(?::${WORD})+(?:/${WORD})*(?:${VERSION})?`, 'y');

/** What wac-parser 0.12 does not take as a name: words of WIT but not all, and three of its own. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'use type func u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 char resource borrow record flags variant enum bool string option ' +
    'result future stream error-context list as static interface tuple world import export package constructor include ' +
    'with async new let targets'
  ).split(' '),
);

export class WacLexer {
  readonly text: string;
  readonly #lexer: Lexer;

  constructor(text: string) {
    this.text = text;
    this.#lexer = new Lexer(text);
  }

  get at(): number {
    return this.#lexer.at;
  }

  set at(offset: number) {
    this.#lexer.at = offset;
  }

  next(): Token {
    let token = this.#lexer.next();
    // A carriage return alone is white space here.
    while (token.kind === 'unexpected' && this.text[token.start] === '\r') token = this.#lexer.next();
    const { kind, start } = token;
    if (kind === '.' && this.text.startsWith('...', start)) return this.#cut('...', start, start + 3);
    if (this.text[start] === '"') return this.#string(start);
    if (kind === 'unexpected' && this.#isBracket(start)) return { ...token, kind: this.text.charAt(start) };
    if (!isIdentifier(kind) && !isKeyword(kind)) return token;
    PATH.lastIndex = start;
    const path = PATH.exec(this.text)?.[0];
    if (path !== undefined) return this.#cut('path', start, start + path.length);
    const isName = this.text[token.end] === ':' && RESERVED.has(this.text.slice(start, token.end));
    return isName ? { ...token, kind: 'explicit-identifier' } : token;
  }

  #isBracket(at: number): boolean {
    return this.text[at] === '[' || this.text[at] === ']';
  }

  #string(start: number): Token {
    const close = this.text.indexOf('"', start + 1);
    if (close !== -1) return this.#cut('quoted', start, close + 1);
    const line = this.text.indexOf('\n', start);
    return this.#cut('unterminated-string', start, line === -1 ? this.text.length : line);
  }

  #cut(kind: string, start: number, end: number): Token {
    this.#lexer.at = end;
    return { kind, start, end };
  }
}

/** All tokens of a text, comments too, without the end. */
export function wacTokens(text: string): Token[] {
  const lexer = new WacLexer(text);
  const tokens: Token[] = [];
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) tokens.push(token);
  return tokens;
}
