// The tokens of WIT, exactly as the reference's lexer cuts them (wit-parser `ast/lex.rs`). Never fails: what is no token
// becomes a token of kind `unexpected`, `foreign-comment`, `unterminated-comment` or `unterminated-string`.

import { BUILTIN_NAMES } from './builtins.ts';

/** A keyword's or punctuation's kind is its own text. */
export type TokenKind = string;

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** Words that are an identifier only when written with `%`. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...(
    'use type func resource record flags variant enum _ as from static interface world import export package ' +
    'constructor include with async'
  ).split(' '),
  ...BUILTIN_NAMES,
]);

const PUNCTUATION = new Set('=,:.;(){}<>*@/+-');

/** For each first character of a keyword, a bit for each length that such a keyword has. */
const KEYWORD_LENGTHS: readonly number[] = lengthsByStart();

function lengthsByStart(): number[] {
  const found = Array<number>(128).fill(0);
  for (const word of KEYWORDS) {
    const first = word.charCodeAt(0);
    found[first] = (found[first] ?? 0) | (1 << word.length);
  }
  return found;
}

/**
 * Reads one token at a time; comments are tokens too (`line-comment`, `block-comment`, `foreign-comment`), so are the markers of
 * merge conflicts (`conflict-marker`), white space is not.
 */
export class Lexer {
  readonly text: string;
  at: number;
  /** Where the token begins that `scan` found last; it ends at `at`. */
  start = 0;
  readonly end: number;

  constructor(text: string, start = 0, end = text.length) {
    this.text = text;
    this.at = start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
    this.end = end;
  }

  next(): Token {
    const kind = this.scan();
    return { kind, start: this.start, end: this.at };
  }

  /** As `next`, for who goes through a text and keeps nothing of it. */
  scan(): TokenKind {
    const { text, end } = this;
    let at = this.at;
    while (at < end && isSpace(text, at)) at++;
    const start = at;
    this.start = start;
    if (at >= end) {
      this.at = at;
      return 'eof';
    }
    const code = text.charCodeAt(at);
    let kind: string;
    if (isWordStart(code, text, at)) {
      at = wordEnd(text, at, end);
      kind = wordKind(text, start, at);
    } else if (code >= 48 && code <= 57) {
      while (at < end && isDigit(text.charCodeAt(at))) at++;
      kind = 'integer';
    } else if (code === 47 && text.charCodeAt(at + 1) === 47) {
      at = lineEnd(text, at, end);
      kind = 'line-comment';
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const close = blockCommentEnd(text, at, end);
      at = close === -1 ? end : close;
      kind = close === -1 ? 'unterminated-comment' : 'block-comment';
    } else if (isConflictMarker(text, at)) {
      at = conflictMarkerEnd(text, at, end);
      kind = 'conflict-marker';
    } else if (isForeignComment(text, at)) {
      at = lineEnd(text, at, end);
      kind = 'foreign-comment';
    } else if (code === 37) {
      at++;
      if (at < end && (isWordStart(text.charCodeAt(at), text, at) || text.charCodeAt(at) === 45))
        at = wordEnd(text, at, end);
      kind = 'explicit-identifier';
    } else if (code === 34) {
      const close = stringEnd(text, at, end);
      at = close.at;
      kind = close.closed ? 'string' : 'unterminated-string';
    } else if (code === 45 && text.charCodeAt(at + 1) === 62) {
      at += 2;
      kind = '->';
    } else {
      const char = code < 128 ? (text[at] ?? '') : String.fromCodePoint(text.codePointAt(at) ?? code);
      at += char.length;
      kind = PUNCTUATION.has(char) ? char : 'unexpected';
    }
    this.at = at;
    return kind;
  }
}

/** All tokens of a text without comments, ended by one `eof`. */
export function tokensOf(text: string, start = 0, end = text.length): Token[] {
  const lexer = new Lexer(text, start, end);
  const tokens: Token[] = [];
  for (;;) {
    const token = lexer.next();
    if (isComment(token.kind)) continue;
    tokens.push(token);
    if (token.kind === 'eof') return tokens;
  }
}

/** As `tokensOf`, with the comments. */
export function tokensAndComments(text: string, start = 0, end = text.length): Token[] {
  const lexer = new Lexer(text, start, end);
  const tokens: Token[] = [];
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) tokens.push(token);
  return tokens;
}

const COMMENTS: ReadonlySet<TokenKind> = new Set([
  'line-comment',
  'block-comment',
  'unterminated-comment',
  'foreign-comment',
  'conflict-marker',
]);

export function isComment(kind: TokenKind): boolean {
  return COMMENTS.has(kind);
}

export function isIdentifier(kind: TokenKind): boolean {
  return kind === 'identifier' || kind === 'explicit-identifier';
}

/** `get` and `set` are words before the `(` of an accessor, and names everywhere else. */
export function isAccessorWord(word: string): word is 'get' | 'set' {
  return word === 'get' || word === 'set';
}

/** Is the token a reserved word (`record`, `u8`, …)? */
export function isKeyword(kind: TokenKind): boolean {
  return KEYWORDS.has(kind);
}

/** A 53-bit hash of the tokens between two offsets: equal for texts that differ in white space and comments only. */
export function signatureOf(text: string, start: number, end: number): number {
  const lexer = new Lexer(text, start, end);
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let kind = lexer.scan(); kind !== 'eof'; kind = lexer.scan()) {
    if (isComment(kind)) continue;
    for (let at = lexer.start; at < lexer.at; at++) {
      const code = text.charCodeAt(at);
      h1 = Math.imul(h1 ^ code, 2654435761);
      h2 = Math.imul(h2 ^ code, 1597334677);
    }
    h1 = Math.imul(h1 ^ 32, 2654435761);
    h2 = Math.imul(h2 ^ 32, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return 4294967296 * (2097151 & h2) + (h1 >>> 0);
}

function wordKind(text: string, start: number, end: number): string {
  const lengths = KEYWORD_LENGTHS[text.charCodeAt(start)] ?? 0;
  if (end - start > 13 || (lengths & (1 << (end - start))) === 0) return 'identifier';
  const word = text.slice(start, end);
  return KEYWORDS.has(word) ? word : 'identifier';
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9 || code === 10 || (code === 13 && text.charCodeAt(at + 1) === 10);
}

function lineEnd(text: string, start: number, end: number): number {
  const newline = text.indexOf('\n', start);
  const at = newline === -1 || newline > end ? end : newline;
  return text.charCodeAt(at - 1) === 13 ? at - 1 : at;
}

/** What `git merge` writes at the start of a line, seven times. */
function isConflictMarker(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 60 && code !== 61 && code !== 62 && code !== 124) return false;
  if (at > 0 && text.charCodeAt(at - 1) !== 10) return false;
  for (let ahead = 1; ahead < 7; ahead++) if (text.charCodeAt(at + ahead) !== code) return false;
  const next = text.charCodeAt(at + 7);
  return next === 32 || next === 10 || next === 13 || at + 7 >= text.length;
}

/** To the end of its line; what both sides come from, after `|||||||`, is passed over as well. */
function conflictMarkerEnd(text: string, at: number, end: number): number {
  if (text.charCodeAt(at) !== 124) return lineEnd(text, at, end);
  const middle = text.indexOf('\n=======', at);
  return middle === -1 || middle > end ? lineEnd(text, at, end) : middle;
}

/** `# …`, and `-- …` where a line begins: comments of other languages. */
function isForeignComment(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 35) return true;
  if (code !== 45 || text.charCodeAt(at + 1) !== 45 || text.charCodeAt(at + 2) !== 32) return false;
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

const XID_START = /[\p{XID_Start}_]/uy;
const XID_CONTINUE = /[\p{XID_Continue}-]/uy;

function isWordStart(code: number, text: string, at: number): boolean {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95) return true;
  return code >= 128 && matchesAt(XID_START, text, at);
}

function wordEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if ((code >= 97 && code <= 122) || code === 45 || isDigit(code) || (code >= 65 && code <= 90) || code === 95) at++;
    else if (code >= 128 && matchesAt(XID_CONTINUE, text, at)) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    else break;
  }
  return at;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function blockCommentEnd(text: string, start: number, end: number): number {
  let depth = 1;
  for (let at = start + 2; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 42 && text.charCodeAt(at + 1) === 47 && at + 1 < end) {
      at++;
      if (--depth === 0) return at + 1;
    } else if (code === 47 && text.charCodeAt(at + 1) === 42 && at + 1 < end) {
      at++;
      depth++;
    }
  }
  return -1;
}

function stringEnd(text: string, start: number, end: number): { at: number; closed: boolean } {
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return { at: at + 1, closed: true };
    if (code === 10) return { at, closed: false };
    if (code === 92 && text.charCodeAt(at + 1) !== 10) at++;
  }
  return { at: end, closed: false };
}
