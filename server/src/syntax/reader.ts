// A reader's hands: expect, report, skip, and put together what was read. Knows how to speak about tokens; the grammar is
// in `recover.ts` and its neighbours.

import type { Span, TextEdit } from '../base/text.ts';
import { isRefused } from './characters.ts';
import type { RawEntry } from './chunks.ts';
import { Flat, type FlatKind } from './flat.ts';
import type { Context, Entry } from './items.ts';
import { isIdentifier, isKeyword, type Token } from './lexer.ts';
import type { SyntaxCode, SyntaxFix, SyntaxProblem } from './problems.ts';
import { ITEM_STARTS, Tokens } from './tokens.ts';

/** What a problem may carry besides its message. */
type More = Pick<SyntaxProblem, 'fix' | 'alternatives' | 'related'>;

/** Said only where nothing was said yet since the last token that made sense. */
const CONSEQUENCES: ReadonlySet<SyntaxCode> = new Set<SyntaxCode>([
  'syntax/expected',
  'syntax/missing-semicolon',
  'syntax/unclosed-delimiter',
  'syntax/unexpected-character',
  'syntax/unterminated-string',
]);

export class RecoveringReader extends Tokens {
  flat = new Flat();
  /** Problems of containers, whose members are chunks of their own; absolute. */
  readonly fileProblems: SyntaxProblem[] = [];
  /** Of the current chunk. */
  #problems: SyntaxProblem[] = [];
  /** How many problems the chunk had when the current statement began. */
  #statement = 0;
  /** Where the current statement or element begins: before it, no line lacks anything. */
  #mark = 0;
  /** What was taken when a problem was reported last. */
  #reportedAt = -1;
  #silent = 0;
  /** Where the token before the current item ends, and where the item begins. */
  #before = 0;
  #item = 0;
  #declared: ReadonlyMap<string, string> | undefined;

  // Chunks

  begin(): void {
    this.flat = new Flat();
    this.#problems = [];
    this.beginItem();
  }

  /** A statement begins before which another one may be put. */
  beginItem(): void {
    this.#before = this.previousEnd;
    this.#item = this.peek().start;
    this.beginStatement();
  }

  /** A statement begins inside the chunk: what was wrong before says nothing about it. */
  beginStatement(): void {
    this.#statement = this.#problems.length;
    this.#reportedAt = -1;
    this.beginElement();
  }

  beginElement(): void {
    this.#mark = this.peek().start;
  }

  finish(item: number, context: Context, start: number): RawEntry {
    const end = Math.max(this.previousEnd, start);
    this.flat.close(item, end);
    return { context, start, end, headEnd: end, flat: this.flat, problems: this.#problems, members: [] };
  }

  finishContainer(item: number, context: Context, start: number, body: () => RawEntry[]): RawEntry {
    const headEnd = this.previousEnd;
    this.flat.close(item, headEnd);
    const { flat } = this;
    const problems = this.#problems;
    const members = body();
    return { context, start, end: Math.max(this.previousEnd, headEnd), headEnd, flat, problems, members };
  }

  /** Does a chunk of the previous version, found here, still say what it would say if it were read again? */
  holds(entry: Entry): boolean {
    const { start } = this.peek();
    return this.isSettled(entry.chunk, { start, end: start + entry.length });
  }

  keep(entry: Entry, context: Context): RawEntry {
    const start = this.peek().start;
    const end = start + entry.length;
    this.jump(end);
    return { context, start, end, headEnd: end, reused: entry, problems: [], members: [] };
  }

  // Problems

  problem(code: SyntaxCode, span: Span, message: string, more: More = {}): void {
    if (this.#silent > 0) return;
    const told = this.#reportedAt === this.previousEnd;
    this.#reportedAt = this.previousEnd;
    if (told && CONSEQUENCES.has(code) && this.slice(span) !== '{') return;
    this.#problems.push({ code, start: span.start, end: span.end, message, ...more });
  }

  fileProblem(code: SyntaxCode, span: Span, message: string, more: More = {}): void {
    this.fileProblems.push({ code, start: span.start, end: span.end, message, ...more });
  }

  quietly(action: () => void): void {
    this.#silent++;
    action();
    this.#silent--;
  }

  get problemCount(): number {
    return this.#problems.length;
  }

  /** Has the current statement a problem already? */
  get isBroken(): boolean {
    return this.#problems.length > this.#statement;
  }

  /** Something is missing. Where a line ends without it, that is the place, and not the start of the next. */
  expected(what: string, found: Token = this.peek(), fix?: SyntaxFix): void {
    if (this.lexicalProblem(found)) return;
    const more = fix === undefined ? {} : { fix };
    if (!this.#lineEndsBefore(found)) {
      this.problem('syntax/expected', found, `expected ${what}, found ${this.describe(found)}`, more);
      return;
    }
    const end = found.kind === 'eof' ? 'file' : 'line';
    this.problem('syntax/expected', this.here(), `expected ${what}, found the end of the ${end}`, more);
  }

  /** Syntax of another language; what was meant is known, and read. */
  foreign(span: Span, message: string, more: More = {}): void {
    this.problem('syntax/other-language', span, message, more);
  }

  /** As `expected`, where a statement begins: the token itself is the place. */
  problemAt(token: Token, wanted: string, hint?: string): void {
    if (this.lexicalProblem(token)) return;
    const more = hint === undefined ? '' : `: ${hint}`;
    this.problem('syntax/expected', token, `expected ${wanted}, found ${this.describe(token)}${more}`);
  }

  /** A `;` that ends nothing; it is next. */
  strayEnd(): void {
    const token = this.take();
    const fix = this.change(token, '', 'Remove `;`');
    this.problem('syntax/expected', token, 'no `;` stands here: what ends with `}` needs none', { fix });
  }

  #lineEndsBefore(found: Token): boolean {
    if (found.kind === 'eof') return true;
    if (this.previousEnd <= this.#mark || !this.onNewLine(found)) return false;
    return isIdentifier(found.kind) || isKeyword(found.kind) || found.kind === '}' || found.kind === '@';
  }

  /** The empty place after what was taken last. */
  here(): Span {
    return { start: this.previousEnd, end: this.previousEnd };
  }

  /** Puts a separator after what was taken last. */
  insert(text: string): SyntaxFix {
    return { title: `Insert \`${text}\``, edits: [{ ...this.here(), text }], safe: true };
  }

  /** Puts a bracket after what was taken last: where it belongs is a guess. */
  insertBracket(text: string): SyntaxFix {
    return { title: `Insert \`${text.trim()}\``, edits: [{ ...this.here(), text }] };
  }

  /** Puts a statement before the current item, above its comments. */
  beforeItem(text: string): TextEdit {
    const gap = this.text.slice(this.#before, this.#item);
    const lines = gap.split('\n');
    const first = lines[0] ?? '';
    if (lines.length === 1 || first.includes('/*')) return { start: this.#item, end: this.#item, text: `${text} ` };
    // The comments directly above belong to the item.
    const above = lines.slice(1, -1).reverse();
    const blank = above.findIndex((line) => line.trim() === '');
    const own = above.slice(0, blank === -1 ? above.length : blank);
    const indent = lines.at(-1) ?? '';
    const start = this.#item - indent.length - own.reduce((length, line) => length + line.length + 1, 0);
    return { start, end: start, text: `${indent}${text}${first.endsWith('\r') ? '\r\n' : '\n'}` };
  }

  /** With which word this file declares a name, as far as its text shows. */
  declaredAs(name: string): string | undefined {
    if (this.#declared === undefined) {
      const found = this.text.matchAll(/\b(resource|record|variant|enum|flags|type|struct)\s+%?([A-Za-z][\w-]*)/g);
      this.#declared = new Map([...found].map(([, word = '', declared = '']) => [declared, word]));
    }
    return this.#declared.get(name);
  }

  /** A mechanical repair: other characters in the same place. */
  change({ start, end }: Span, text: string, title: string): SyntaxFix {
    return { title, edits: [{ start, end, text }], safe: true };
  }

  /** A bracket inside a chunk is never closed. */
  unclosed(opening: Token): void {
    const [message, related] = this.#unclosed(opening);
    this.problem('syntax/unclosed-delimiter', opening, message, { related });
  }

  /** The brace of a container is never closed. */
  unclosedContainer(opening: Token): void {
    const [message, related] = this.#unclosed(opening);
    this.fileProblem('syntax/unclosed-delimiter', opening, message, { related });
  }

  #unclosed(opening: Token): [string, NonNullable<SyntaxProblem['related']>] {
    const close = CLOSERS.get(opening.kind) ?? '}';
    return [
      `this \`${opening.kind}\` is never closed: \`${close}\` is missing`,
      [{ ...this.here(), message: `\`${close}\` is expected after this` }],
    ];
  }

  /** A token that is wrong in any place says so itself. */
  lexicalProblem(token: Token): boolean {
    if (token.kind === 'unterminated-string') {
      const message = 'this string is not closed: `"` is missing at the end of the line';
      this.problem('syntax/unterminated-string', token, message);
      return true;
    }
    if (token.kind !== 'unexpected') return false;
    const char = this.slice(token);
    if (isRefused(char)) {
      // Reported wherever it stands, in comments too.
      this.#reportedAt = this.previousEnd;
      return true;
    }
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const shown = /^\s|\p{C}/u.test(char) ? `U+${code}` : `\`${char}\``;
    this.problem('syntax/unexpected-character', token, `the character ${shown} is not allowed here`);
    return true;
  }

  describe(token: Token): string {
    if (token.kind === 'eof') return 'the end of the file';
    if (token.kind === 'integer') return `the number \`${this.slice(token)}\``;
    if (token.kind === 'string' || token.kind === 'unterminated-string') return 'a string';
    if (isIdentifier(token.kind)) return `\`${this.slice(token)}\``;
    return isKeyword(token.kind) ? `the reserved word \`${token.kind}\`` : `\`${this.slice(token)}\``;
  }

  // Common pieces

  /** A name; a reserved word is taken as one (and reported later) where `followers` shows that it was meant as a name. */
  name(what: string, ...followers: string[]): boolean {
    const token = this.peek();
    const next = this.peek(1);
    const meant = isKeyword(token.kind) && followers.includes(next.kind);
    if (token.kind === 'integer' && next.start === token.end && isIdentifier(next.kind)) return this.#numberedName();
    const elsewhere = this.previousEnd > this.#mark && this.onNewLine(token) && this.startsItem();
    if (elsewhere || (!isIdentifier(token.kind) && !meant)) {
      this.expected(what, token);
      return false;
    }
    this.take();
    this.flat.leaf('identifier', token.start, token.end);
    return true;
  }

  /** `1st`: the author did not mean the number as a token of its own. `lower.ts` says what is wrong. */
  #numberedName(): boolean {
    const { start } = this.take();
    this.flat.leaf('identifier', start, this.take().end);
    return true;
  }

  semicolon(): void {
    if (this.accept(';')) return;
    const token = this.peek();
    if (this.lexicalProblem(token)) {
      this.skipStatement();
      return;
    }
    if (token.kind === 'eof' || token.kind === '}' || this.onNewLine(token) || ITEM_STARTS.has(token.kind)) {
      // One mistake, one diagnostic: a statement that is broken already need not hear of its end.
      if (this.isBroken) return;
      const fix = this.insert(';');
      this.problem('syntax/missing-semicolon', this.here(), 'expected `;` at the end of this statement', { fix });
      return;
    }
    this.expected('`;`', token);
    this.skipStatement();
  }

  /** After an error: to the end of the statement, without running into the next one. */
  skipStatement(): void {
    for (let token = this.peek(); token.kind !== 'eof' && token.kind !== '}'; token = this.peek()) {
      if (this.startsStatement()) return;
      if (token.kind === '{') this.balanced();
      else this.take();
      if (token.kind === ';') return;
    }
  }

  /** As `skipStatement`; a braced block on the way ends it. */
  skipStatementOrBlock(): void {
    for (let token = this.peek(); token.kind !== 'eof' && token.kind !== '}'; token = this.peek()) {
      if (this.startsStatement()) return;
      if (token.kind === '{') return this.balanced();
      this.take();
      if (token.kind === ';') return;
    }
  }

  /** Skips a braced block with everything in it. */
  balanced(): void {
    if (this.accept('{')) this.closeBlock();
  }

  /** Skips to behind the `}` that closes the block we are in. */
  closeBlock(): void {
    for (let depth = 1; depth > 0; ) {
      const token = this.take();
      if (token.kind === 'eof') return;
      if (token.kind === '{') depth++;
      if (token.kind === '}') depth--;
    }
  }

  /** Takes the token if nothing was taken since it was seen: what is read in a loop must end. A `}` ends it anyway. */
  progressInBlock(since: Token): void {
    if (this.peek().start === since.start && !this.at('}')) this.take();
  }

  node(kind: FlatKind, body: () => void): void {
    const { flat } = this;
    const index = flat.open(kind, this.peek().start);
    body();
    flat.close(index, Math.max(this.previousEnd, flat.start(index)));
  }
}

const CLOSERS = new Map([
  ['{', '}'],
  ['(', ')'],
  ['<', '>'],
]);
