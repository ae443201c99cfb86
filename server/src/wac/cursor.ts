// The tokens of a `.wac` file as its readers take them: one after the other, with what was expected where it is missing. WAC
// has the tokens of WIT, and strings, brackets and `...` besides.

import type { Span } from '../base/text.ts';
import { isComment, isIdentifier, isKeyword, Lexer, type Token } from '../syntax/lexer.ts';
import { identifierFault } from '../syntax/words.ts';
import type { WacCode, WacName, WacPath, WacProblem } from './syntax.ts';

const PATH =
  /%?[a-zA-Z][\w-]*(?::%?[a-zA-Z][\w-]*)+(?:\/%?[a-zA-Z][\w-]*)*(?:@\d[0-9A-Za-z+-]*(?:\.[0-9A-Za-z+-]+)*)?/y;

/** What wac-parser 0.12 does not take as a name: words of WIT but not all, and three of its own. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'use type func u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 char resource borrow record flags variant enum bool string option ' +
    'result future stream error-context list as static interface tuple world import export package constructor include ' +
    'with async new let targets'
  ).split(' '),
);

/** Nested deeper than this, types and expressions are not read (the reference ends there, too). */
export const DEEPEST = 100;

export class WacCursor {
  readonly text: string;
  readonly problems: WacProblem[] = [];
  /** The token that comes next. */
  next: Token = { kind: 'eof', start: 0, end: 0 };
  /** Where the last token ended. */
  end = 0;
  readonly #lexer: Lexer;

  constructor(text: string) {
    this.text = text;
    this.#lexer = new Lexer(text);
    this.advance();
  }

  advance(): Token {
    const taken = this.next;
    this.end = taken.end;
    do this.next = this.#lexer.next();
    while (isComment(this.next.kind));
    return taken;
  }

  /** The text of the next token. */
  word(): string {
    return this.text.slice(this.next.start, this.next.end);
  }

  is(word: string): boolean {
    return this.next.kind === word || (this.next.kind !== 'string' && this.word() === word);
  }

  get atEnd(): boolean {
    return this.next.kind === 'eof';
  }

  accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.advance();
    return true;
  }

  expect(word: string, where: string): boolean {
    if (this.accept(word)) return true;
    this.missing(`\`${word}\` ${where}`);
    return false;
  }

  /** Something is not there, right behind what was read last. */
  missing(what: string): void {
    this.problem(`expected ${what}`.trimEnd(), { start: this.end, end: this.end });
  }

  problem(message: string, span: Span = this.next, code: WacCode = 'wac/syntax'): void {
    this.problems.push({ code, message, span: { start: span.start, end: span.end } });
  }

  from(start: number): Span {
    return { start, end: Math.max(start, this.end) };
  }

  /** `...` */
  dots(): boolean {
    if (!this.text.startsWith('...', this.next.start)) return false;
    for (let at = 0; at < 3; at++) this.advance();
    return true;
  }

  nothing(): WacName {
    return { text: '', span: { start: this.end, end: this.end } };
  }

  atName(): boolean {
    return isIdentifier(this.next.kind) || isKeyword(this.next.kind);
  }

  /** `where`: as in "expected a name …". Reserved words are names of parameters, fields, cases and arguments only. */
  name(where: string, words: 'no-words' | 'words' = 'no-words'): WacName | undefined {
    if (!this.atName()) {
      this.missing(`a name ${where}`);
      return undefined;
    }
    const { start, end } = this.advance();
    const written = this.text.slice(start, end);
    const text = written.replace(/^%/, '');
    const span = { start, end };
    if (words === 'no-words' && RESERVED.has(written)) this.problem(`\`${text}\` is a reserved word`, span);
    else if (identifierFault(text) !== undefined)
      this.problem(`\`${text}\` is not in kebab case, like \`an-example\``, span);
    return { text, span };
  }

  string(where: string): WacName | undefined {
    if (this.next.kind !== 'string') {
      this.missing(`a name in quotes ${where}`);
      return undefined;
    }
    const { start, end } = this.advance();
    return { text: this.text.slice(start + 1, end - 1), span: { start, end } };
  }

  nameOrString(where: string): WacName | undefined {
    return this.next.kind === 'string' ? this.string(where) : this.name(where, 'words');
  }

  atPath(): boolean {
    PATH.lastIndex = this.next.start;
    return PATH.test(this.text);
  }

  path(where: string): WacPath | undefined {
    const { start } = this.next;
    PATH.lastIndex = start;
    const found = PATH.exec(this.text)?.[0];
    if (found === undefined) {
      this.missing(`a package like \`namespace:name\` ${where}`);
      if (isIdentifier(this.next.kind)) this.advance();
      return undefined;
    }
    this.#lexer.at = start + found.length;
    this.next = { kind: 'identifier', start, end: start + found.length };
    this.advance();
    return pathOf(found, { start, end: start + found.length });
  }

  /** After something that is not understood: to the end of its statement, past braces. True when the `;` was taken. */
  skip(stops: ReadonlySet<string>): boolean {
    for (let depth = 0; !this.atEnd; ) {
      if (depth === 0 && stops.has(this.word())) return false;
      const { kind } = this.advance();
      if (kind === '{') depth++;
      else if (kind === '}' && --depth <= 0) return false;
      else if (kind === ';' && depth === 0) return true;
    }
    return false;
  }
}

function pathOf(source: string, span: Span): WacPath {
  const text = source.replaceAll('%', '');
  const [path = '', version] = text.split('@');
  const [name = '', ...items] = path.split('/');
  const parts = name.split(':');
  return {
    text,
    namespace: parts.slice(0, -1).join(':'),
    name: parts.at(-1) ?? '',
    ...(items.length === 0 ? {} : { item: items.join('/') }),
    ...(version === undefined ? {} : { version }),
    span,
  };
}
