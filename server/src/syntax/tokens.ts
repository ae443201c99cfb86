// Tokens with a view ahead, for the recovering reader: what comes next, what was taken, how lines and braces lie.

import type { Span } from '../base/text.ts';
import { isLoose } from './characters.ts';
import type { Chunk, Context } from './items.ts';
import { isAccessorWord, isComment, isIdentifier, isKeyword, Lexer, type Token } from './lexer.ts';

const INTERFACE_STARTS = new Set(['use', 'type', 'record', 'flags', 'variant', 'enum', 'resource', '@']);
const WORLD_STARTS = new Set([...INTERFACE_STARTS, 'import', 'export', 'include']);
export const ITEM_STARTS: ReadonlySet<string> = new Set([...WORLD_STARTS, 'interface', 'world', 'package']);
const ELEMENT_FOLLOWERS = new Set([',', '}', ')', '(', 'as']);
const FUNC_STARTS = new Set(['func', 'async', 'static']);

/** Nothing that is looked for further on is worth more: a broken file must not be looked through again and again. */
const MAX_AHEAD = 64;

export class Tokens {
  readonly text: string;
  /** End of the last token taken. */
  previousEnd = 0;
  /** Where a comment begins that is never closed. */
  unterminatedComment: number | undefined;
  readonly #lexer: Lexer;
  #buffer: Token[] = [];
  #missingBraces: number | undefined;

  /** In broken text lines say where things end; in sound text there is nothing in them. */
  readonly #linesMatter: boolean;

  constructor(text: string, linesMatter: boolean) {
    this.text = text;
    this.#linesMatter = linesMatter;
    this.#lexer = new Lexer(text);
  }

  peek(ahead = 0): Token {
    while (this.#buffer.length <= ahead) {
      const token = this.#lexer.next();
      if (token.kind === 'unterminated-comment') this.unterminatedComment = token.start;
      if (!isComment(token.kind) && !this.#isLoose(token)) this.#buffer.push(token);
    }
    return this.#buffer[ahead] ?? { kind: 'eof', start: this.text.length, end: this.text.length };
  }

  /** Characters that the grammar, too, passes over; `characters.ts` reports them. */
  #isLoose(token: Token): boolean {
    return token.kind === 'unexpected' && isLoose(this.text.charCodeAt(token.start));
  }

  take(): Token {
    const token = this.peek();
    if (token.kind === 'eof') return token;
    this.#buffer.shift();
    this.previousEnd = token.end;
    return token;
  }

  /** Goes on behind a text that was read already. */
  jump(end: number): void {
    this.#buffer = [];
    this.#lexer.at = end;
    this.previousEnd = end;
  }

  at(kind: string): boolean {
    return this.peek().kind === kind;
  }

  accept(kind: string): Token | undefined {
    return this.at(kind) ? this.take() : undefined;
  }

  /** Could the token be meant as a name, even if it is a reserved word? */
  atWord(ahead = 0): boolean {
    const { kind } = this.peek(ahead);
    return isIdentifier(kind) || isKeyword(kind);
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  // Lines

  /** Is only white space before the token on its line? */
  startsLine(token: Token): boolean {
    if (!this.#linesMatter) return false;
    let at = token.start;
    while (at > 0 && isBlank(this.text.charCodeAt(at - 1))) at--;
    return at === 0 || this.text.charCodeAt(at - 1) === 10;
  }

  onNewLine(token: Token): boolean {
    if (!this.#linesMatter) return false;
    for (let at = this.previousEnd; at < token.start; at++) if (this.text.charCodeAt(at) === 10) return true;
    return false;
  }

  /** Width of the white space at the start of the token's line. */
  column(token: Span): number {
    const start = this.#lineStart(token.start);
    let at = start;
    while (at < token.end && (this.text.charCodeAt(at) === 32 || this.text.charCodeAt(at) === 9)) at++;
    return at - start;
  }

  #lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  // Braces

  /** How many `{` of the file have no `}`, less those that `forgotten` has found. */
  get missingBraces(): number {
    this.#missingBraces ??= countMissingBraces(this.text);
    return this.#missingBraces;
  }

  /**
   * Does the next `}` belong to something further out than what `opening` opened? Asked only while the file lacks a `}`:
   * then one that stands at the start of a line, further left than the line of the `{`, was not written for it.
   */
  forgotten(opening: Token): boolean {
    const token = this.peek();
    if (token.kind !== '}' || !this.startsLine(token) || this.column(token) >= this.column(opening)) return false;
    // Last, because it reads the whole file.
    if (this.missingBraces <= 0) return false;
    this.#missingBraces = this.missingBraces - 1;
    return true;
  }

  /** Would `forgotten` say no to every `}` of this chunk, which was read whole before? */
  isSettled(chunk: Chunk, span: Span): boolean {
    let known = shapes.get(chunk);
    if (known === undefined) {
      known = shapeOf(this.slice(span));
      shapes.set(chunk, known);
    }
    if (known.closing === Number.POSITIVE_INFINITY) return true;
    const widest = known.opensFirst ? Math.max(known.opening, this.column(span)) : known.opening;
    return known.closing >= widest || this.missingBraces <= 0;
  }

  // Items

  /** The token after the attributes that begin here. */
  afterAttributes(): Token {
    return this.peek(this.#attributes());
  }

  /** Do attributes begin here that stand on a member of a list: a name, and then what may follow one in a list? */
  atAttributedElement(): boolean {
    if (!this.at('@')) return false;
    const ahead = this.#attributes();
    const { kind } = this.peek(ahead + 1);
    if (!this.atWord(ahead)) return false;
    return ELEMENT_FOLLOWERS.has(kind) || (kind === ':' && !this.#startsFuncType(ahead + 2));
  }

  /** How many tokens the attributes take that begin here. */
  #attributes(): number {
    let ahead = 0;
    while (this.peek(ahead).kind === '@') {
      ahead += 2;
      if (this.peek(ahead).kind === '(')
        while (ahead < MAX_AHEAD && this.peek(ahead).kind !== ')' && this.peek(ahead).kind !== 'eof') ahead++;
      if (++ahead > MAX_AHEAD) break;
    }
    return ahead;
  }

  /** Is a getter or setter written here? Its word is one only before a `(`. */
  atAccessor(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'identifier' && isAccessorWord(this.slice(token)) && this.peek(ahead + 1).kind === '(';
  }

  #startsFuncType(ahead: number): boolean {
    return FUNC_STARTS.has(this.peek(ahead).kind) || this.atAccessor(ahead);
  }

  startsMember(context: Context): boolean {
    const token = this.peek();
    if (context === 'interface') return INTERFACE_STARTS.has(token.kind) || this.#startsFunc();
    return WORLD_STARTS.has(token.kind);
  }

  #startsFunc(): boolean {
    return this.atWord() && this.peek(1).kind === ':' && this.#startsFuncType(2);
  }

  /** Does an item begin here, so that whatever is open must have been forgotten? */
  startsItem(): boolean {
    const token = this.peek();
    if (token.kind === '@') return true;
    if (this.#startsFunc()) return true;
    return (
      ITEM_STARTS.has(token.kind) && this.startsLine(token) && this.peek(1).kind !== ':' && this.peek(1).kind !== ','
    );
  }

  /** Does a line begin here with something that is written at the start of a statement or a field? */
  startsStatement(): boolean {
    const token = this.peek();
    if (!this.onNewLine(token)) return false;
    if (this.startsItem() || token.kind === '}') return true;
    if (token.kind === 'unexpected' || token.kind === 'unterminated-string') return true;
    return (this.atWord() && this.peek(1).kind === ':') || (token.kind === 'constructor' && this.peek(1).kind === '(');
  }
}

/** White space within a line, or the odd carriage return. */
function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 0xfeff;
}

/** How the braces of a chunk are indented, its first line apart, which begins wherever the chunk does. */
interface Shape {
  /** Is there a `{` in the first line? */
  readonly opensFirst: boolean;
  /** The widest indentation of a line with `{`. */
  readonly opening: number;
  /** The narrowest of a line that begins with `}`. */
  readonly closing: number;
}

const shapes = new WeakMap<Chunk, Shape>();

function shapeOf(text: string): Shape {
  const [first = '', ...rest] = text.split('\n');
  const opening = rest.filter((line) => line.includes('{')).map(indentation);
  const closing = rest.filter((line) => /^[ \t]*}/.test(line)).map(indentation);
  return {
    opensFirst: first.includes('{'),
    opening: opening.reduce((widest, it) => Math.max(widest, it), 0),
    closing: closing.reduce((least, it) => Math.min(least, it), Number.POSITIVE_INFINITY),
  };
}

function indentation(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

function countMissingBraces(text: string): number {
  const lexer = new Lexer(text);
  let depth = 0;
  for (let kind = lexer.scan(); kind !== 'eof'; kind = lexer.scan()) {
    if (kind === '{') depth++;
    // One too many closes nothing.
    else if (kind === '}' && depth > 0) depth--;
  }
  return depth;
}
