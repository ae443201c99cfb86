// A reader's hands: look ahead, take, expect, report, skip. Knows tokens and how to speak about them; the grammar is in
// `recover.ts` and its neighbours.

import type { Span } from '../base/text.ts';
import { Flat, type FlatKind } from './flat.ts';
import type { Context, Entry } from './items.ts';
import { isComment, isIdentifier, isKeyword, Lexer, type Token } from './lexer.ts';
import type { SyntaxCode, SyntaxProblem } from './problems.ts';
import type { RawEntry } from './raw.ts';
import { readType } from './recover-types.ts';

type Fix = NonNullable<SyntaxProblem['fix']>;

const INTERFACE_STARTS = new Set(['use', 'type', 'record', 'flags', 'variant', 'enum', 'resource', '@']);
const WORLD_STARTS = new Set([...INTERFACE_STARTS, 'import', 'export', 'include']);
export const ITEM_STARTS = new Set([...WORLD_STARTS, 'interface', 'world', 'package']);

export class Reader {
  readonly text: string;
  flat = new Flat();
  /** Problems of the file, absolute; those of the current chunk are in `#problems`. */
  readonly fileProblems: SyntaxProblem[] = [];
  /** End of the last token taken. */
  previousEnd = 0;
  #problems: SyntaxProblem[] = [];
  /** How many problems the chunk had when the current statement began. */
  #statement = 0;
  #silent = 0;
  readonly #lexer: Lexer;
  #buffer: Token[] = [];

  constructor(text: string) {
    this.text = text;
    this.#lexer = new Lexer(text);
  }

  // Tokens

  peek(ahead = 0): Token {
    while (this.#buffer.length <= ahead) {
      const token = this.#lexer.next();
      if (token.kind === 'unterminated-comment') {
        this.fileProblem(
          'syntax/unterminated-comment',
          { start: token.start, end: token.start + 2 },
          'this comment is not closed: `*/` is missing',
        );
      }
      if (!isComment(token.kind)) this.#buffer.push(token);
    }
    return (
      this.#buffer[ahead] ?? {
        kind: 'eof',
        start: this.text.length,
        end: this.text.length,
      }
    );
  }

  take(): Token {
    const token = this.peek();
    if (token.kind === 'eof') return token;
    this.#buffer.shift();
    this.previousEnd = token.end;
    return token;
  }

  at(kind: string): boolean {
    return this.peek().kind === kind;
  }

  accept(kind: string): Token | undefined {
    return this.at(kind) ? this.take() : undefined;
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** Is only white space before the token on its line? */
  startsLine(token: Token): boolean {
    return /^\s*$/.test(this.text.slice(this.#lineStart(token.start), token.start));
  }

  onNewLine(token: Token): boolean {
    return this.text.slice(this.previousEnd, token.start).includes('\n');
  }

  /** Width of the white space at the start of the token's line. */
  column(token: Token): number {
    return /^[ \t]*/.exec(this.text.slice(this.#lineStart(token.start), token.end))?.[0].length ?? 0;
  }

  #lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The token after the attributes that begin here. */
  afterAttributes(): Token {
    let ahead = 0;
    while (this.peek(ahead).kind === '@') {
      ahead += 2;
      if (this.peek(ahead).kind === '(')
        while (this.peek(ahead).kind !== ')' && this.peek(ahead).kind !== 'eof') ahead++;
      ahead++;
    }
    return this.peek(ahead);
  }

  /** `union {`-like: this word, a name, an opening brace. */
  atBlock(word: string): boolean {
    return this.slice(this.peek()) === word && isIdentifier(this.peek(1).kind) && this.peek(2).kind === '{';
  }

  startsMember(context: Context): boolean {
    const token = this.peek();
    if (context === 'interface') return INTERFACE_STARTS.has(token.kind) || this.#startsFunc();
    return WORLD_STARTS.has(token.kind);
  }

  #startsFunc(): boolean {
    return (
      (isIdentifier(this.peek().kind) || isKeyword(this.peek().kind)) &&
      this.peek(1).kind === ':' &&
      FUNC_STARTS.has(this.peek(2).kind)
    );
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

  // Chunks

  begin(): void {
    this.flat = new Flat();
    this.#problems = [];
    this.#statement = 0;
  }

  /** A statement begins inside the chunk: what was wrong before says nothing about it. */
  beginStatement(): void {
    this.#statement = this.#problems.length;
  }

  finish(item: number, context: Context, start: number): RawEntry {
    const end = Math.max(this.previousEnd, start);
    this.flat.close(item, end);
    return {
      context,
      start,
      end,
      headEnd: end,
      flat: this.flat,
      problems: this.#problems,
      members: [],
    };
  }

  finishContainer(item: number, context: Context, start: number, body: () => RawEntry[]): RawEntry {
    const headEnd = this.previousEnd;
    this.flat.close(item, headEnd);
    const { flat } = this;
    const problems = this.#problems;
    const members = body();
    return {
      context,
      start,
      end: Math.max(this.previousEnd, headEnd),
      headEnd,
      flat,
      problems,
      members,
    };
  }

  keep(entry: Entry, context: Context): RawEntry {
    const start = this.peek().start;
    const end = start + entry.length;
    this.#buffer = [];
    this.#lexer.at = end;
    this.previousEnd = end;
    return {
      context,
      start,
      end,
      headEnd: end,
      reused: entry,
      problems: [],
      members: [],
    };
  }

  // Problems

  problem(code: SyntaxCode, span: Span, message: string, fix?: Fix): void {
    if (this.#silent > 0) return;
    this.#problems.push({
      code,
      start: span.start,
      end: span.end,
      message,
      ...(fix === undefined ? {} : { fix }),
    });
  }

  fileProblem(code: SyntaxCode, span: Span, message: string): void {
    this.fileProblems.push({ code, start: span.start, end: span.end, message });
  }

  quietly(action: () => void): void {
    this.#silent++;
    action();
    this.#silent--;
  }

  expected(what: string, found: Token = this.peek()): void {
    if (this.lexicalProblem(found)) return;
    const span = found.kind === 'eof' ? { start: this.previousEnd, end: this.previousEnd } : found;
    this.problem('syntax/expected', span, `expected ${what}, found ${this.describe(found)}`);
  }

  unclosed(opening: Token, until: number): void {
    const close = CLOSERS.get(opening.kind) ?? '}';
    if (opening.kind.length > 1) return;
    this.fileProblems.push({
      code: 'syntax/unclosed-delimiter',
      start: opening.start,
      end: opening.end,
      message: `this \`${opening.kind}\` is never closed: \`${close}\` is missing`,
      related: [
        {
          start: this.previousEnd,
          end: Math.max(this.previousEnd, Math.min(until, this.previousEnd)),
          message: `\`${close}\` is expected after this`,
        },
      ],
    });
  }

  /** A token that is wrong in any place says so itself. */
  lexicalProblem(token: Token): boolean {
    if (token.kind === 'unterminated-string') {
      this.problem(
        'syntax/unterminated-string',
        token,
        'this string is not closed: `"` is missing at the end of the line',
      );
      return true;
    }
    if (token.kind !== 'unexpected') return false;
    const char = this.slice(token);
    const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const shown = /^\s|\p{C}/u.test(char) ? `U+${code}` : `\`${char}\``;
    this.problem('syntax/unexpected-character', token, `the character ${shown} cannot stand here`);
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
    const meant = isKeyword(token.kind) && followers.includes(this.peek(1).kind);
    if (!isIdentifier(token.kind) && !meant) {
      this.expected(what, token);
      return false;
    }
    this.take();
    this.flat.leaf('identifier', token.start, token.end);
    return true;
  }

  semicolon(): void {
    if (this.accept(';')) return;
    const token = this.peek();
    if (this.lexicalProblem(token)) {
      this.skipStatement();
      return;
    }
    const at = { start: this.previousEnd, end: this.previousEnd };
    if (token.kind === 'eof' || token.kind === '}' || this.onNewLine(token) || ITEM_STARTS.has(token.kind)) {
      // One mistake, one diagnostic: a statement that is broken already need not hear of its end.
      if (this.#problems.length > this.#statement) return;
      this.problem('syntax/missing-semicolon', at, 'expected `;` at the end of this statement', {
        title: 'Insert `;`',
        edits: [{ ...at, text: ';' }],
      });
      return;
    }
    if (this.#problems.length === this.#statement) this.expected('`;`', token);
    this.skipStatement();
  }

  /** After an error: to the end of the statement, without running into the next one. */
  skipStatement(): void {
    this.skipUntil((token) => token.kind === '}' || (this.onNewLine(token) && this.startsItem()), 'statement');
    this.accept(';');
  }

  /** As `skipStatement`; a braced block on the way ends it. */
  skipStatementOrBlock(): void {
    for (let token = this.peek(); token.kind !== 'eof' && token.kind !== '}'; token = this.peek()) {
      if (this.onNewLine(token) && this.startsItem()) return;
      if (token.kind === '{') return this.balanced();
      this.take();
      if (token.kind === ';') return;
    }
  }

  skipUntil(stop: (token: Token) => boolean, scope: 'statement' | 'toplevel'): void {
    for (let token = this.peek(); token.kind !== 'eof'; token = this.peek()) {
      if (stop(token)) return;
      if (scope === 'statement' && token.kind === ';') return;
      if (token.kind === '{') this.balanced();
      else this.take();
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

  /** Takes the token if nothing was taken since it was seen: what is read in a loop must end. */
  progress(since: Token): void {
    if (this.peek().start === since.start) this.take();
  }

  node(kind: FlatKind, body: () => void): void {
    const { flat } = this;
    const index = flat.open(kind, this.peek().start);
    body();
    flat.close(index, Math.max(this.previousEnd, flat.start(index)));
  }

  version(): void {
    const start = this.peek().start;
    const match = VERSION.exec(this.text.slice(start, start + 300));
    if (match === null) {
      const first = this.take();
      let end = first;
      while (this.peek().start === end.end && (this.at('.') || this.at('integer') || this.at('identifier'))) {
        if (this.at('.') && !/[0-9]/.test(this.text[this.peek().end] ?? '')) break;
        end = this.take();
      }
      const written = this.text.slice(first.start, end.end);
      this.problem(
        'syntax/invalid-version',
        { start: first.start, end: end.end },
        `invalid version: \`${written}\` needs three numbers, like \`1.0.0\``,
      );
      return;
    }
    const end = start + match[0].length;
    this.flat.leaf('version', start, end);
    this.#buffer = [];
    this.#lexer.at = end;
    this.previousEnd = end;
  }

  packageName(): void {
    this.node('package_name', () => {
      if (!this.name('a package name like `namespace:name`', ':')) return;
      if (!this.accept(':')) {
        this.expected("`:` and the package's name, as in `namespace:name`");
        return;
      }
      if (!this.name('the name of the package', ';', '@', '{')) return;
      if (this.accept('@')) this.version();
    });
  }

  usePath(): void {
    this.node('use_path', () => {
      if (!this.name('the name of an interface', ':', ';', '.', 'as', 'with')) return;
      if (!this.accept(':')) return;
      if (!this.name('the name of a package', '/', ';')) return;
      if (!this.accept('/')) {
        this.expected('`/` and the name of an interface');
        return;
      }
      if (!this.name('the name of an interface', '@', ';', '.', 'as', 'with')) return;
      if (this.accept('@')) this.version();
    });
  }

  type(depth = 0): void {
    readType(this, depth);
  }

  /** `union u { a, b }` of old. */
  oldUnion(): void {
    const word = this.take();
    this.take();
    const from = this.peek().start;
    this.balanced();
    let cases = 0;
    const body = this.text.slice(from + 1, this.previousEnd - 1);
    const simple = /^[\s\w%,-]*$/.test(body);
    const text = body.replace(/[\w%-]+/g, (type) => `case${++cases}(${type})`);
    this.problem(
      'syntax/old-union',
      word,
      '`union` is no longer part of WIT; write a `variant` with a name for each case',
      simple
        ? {
            title: 'Convert to `variant`',
            edits: [
              { start: word.start, end: word.end, text: 'variant' },
              { start: from + 1, end: this.previousEnd - 1, text },
            ],
          }
        : undefined,
    );
  }
}

const FUNC_STARTS = new Set(['func', 'async', 'static']);
const CLOSERS = new Map([
  ['{', '}'],
  ['(', ')'],
  ['<', '>'],
]);
const VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(-([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)?(\+([0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?)?/;
