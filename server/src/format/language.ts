// What the formatter has to know of a language: how its texts are cut into tokens.

import { Lexer, type Token } from '../syntax/lexer.ts';

export interface TokenSource {
  /** Where the next token is looked for. */
  at: number;
  next(): Token;
}

export interface Language {
  lexer(text: string): TokenSource;
  /** Are versions made of several tokens, which are one version only while they touch? */
  readonly cutsVersions: boolean;
}

export const WIT: Language = { lexer: (text) => new Lexer(text), cutsVersions: true };
