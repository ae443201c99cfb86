// A walk over the tokens of one piece of a file that was read without problems, saying for each how it is set off. A
// token that does not fit the grammar ends the walk: `failed` is set, and the piece stays as it is.

import { isAccessorWord, isIdentifier, isKeyword } from '../syntax/lexer.ts';
import { COMMA_DROPPED, type Layout, NOTHING, SPACE } from './layout.ts';
import type { Tokens } from './tokens.ts';

export class Walk {
  readonly layout: Layout;
  readonly tokens: Tokens;
  readonly end: number;
  at: number;
  failed = false;
  /** The `{` of the statement walked last, if it has statements inside. */
  opened: number | undefined;
  /** Lists in types which the author wrapped. */
  types: List[] = [];

  constructor(layout: Layout, from: number, to: number) {
    this.layout = layout;
    this.tokens = layout.tokens;
    this.at = from;
    this.end = to;
  }

  get kind(): string {
    return this.at < this.end ? this.tokens.kind(this.at) : 'eof';
  }

  is(kind: string): boolean {
    return this.kind === kind;
  }

  /** Is it `get` or `set` before a `(`? */
  get isAccessor(): boolean {
    const { tokens, at } = this;
    if (this.kind !== 'identifier' || tokens.kind(at + 1) !== '(') return false;
    return isAccessorWord(tokens.text.slice(tokens.start(at), tokens.end(at)));
  }

  get previous(): string {
    return this.tokens.kind(this.at - 1);
  }

  put(separator: number, depth: number): void {
    this.layout.set(this.at, separator, depth);
    this.at++;
  }

  take(kind: string, separator: number, depth: number): void {
    if (this.kind === kind) this.put(separator, depth);
    else this.failed = true;
  }

  identifier(separator: number, depth: number): void {
    if (isIdentifier(this.kind)) this.put(separator, depth);
    else this.failed = true;
  }

  /** `a`, `a:b/c`, `a:b/c@1.0.0`, and package names, whose parts are set off by nothing. */
  path(separator: number, depth: number): void {
    this.identifier(separator, depth);
    while (this.kind === ':' || this.kind === '/') {
      this.put(NOTHING, depth);
      this.identifier(NOTHING, depth);
    }
    if (this.kind !== '@') return;
    this.put(NOTHING, depth);
    this.version(NOTHING, depth);
  }

  /** Touching tokens; the `.` of `use a:b/c@1.0.0.{d}` is not one of them. */
  version(separator: number, depth: number): void {
    this.take('integer', separator, depth);
    while (this.tokens.start(this.at) === this.tokens.end(this.at - 1) && this.#goesOn()) this.put(NOTHING, depth);
  }

  #goesOn(): boolean {
    const { kind } = this;
    if (kind === '.') return this.at + 1 < this.end && this.tokens.kind(this.at + 1) !== '{';
    return kind === 'integer' || kind === '-' || kind === '+' || isIdentifier(kind) || isKeyword(kind);
  }

  /** The parts of a type are distinguished by the tokens between them. Lists over several lines are noted in `types`. */
  type(separator: number, depth: number): void {
    this.#typeWord(separator, depth);
    const open: List[] = [];
    while (!this.failed && (open.length > 0 || this.kind === '<')) {
      const list = open.at(-1);
      if (this.kind === '<') {
        open.push({ open: this.at, close: this.at, elements: [this.at + 1] });
        this.put(NOTHING, depth);
      } else if (this.kind === '>' && list !== undefined) {
        list.close = this.at;
        this.#closeType(list);
        this.put(NOTHING, depth);
        open.pop();
      } else if (this.kind === ',') {
        list?.elements.push(this.at + 1);
        this.put(NOTHING, depth);
      } else {
        this.#typeWord(this.previous === ',' ? SPACE : NOTHING, depth);
      }
    }
  }

  #closeType(list: List): void {
    const { tokens } = this;
    if (list.elements.at(-1) === list.close) list.elements.pop();
    if (tokens.newlines(tokens.end(list.open), tokens.start(list.close)) > 0) this.types.push(list);
    if (this.previous === ',' && list.elements.length > 0) this.layout.comma[list.close - 1] = COMMA_DROPPED;
  }

  #typeWord(separator: number, depth: number): void {
    if (isIdentifier(this.kind) || isKeyword(this.kind) || this.kind === 'integer') this.put(separator, depth);
    else this.failed = true;
  }

  /** `async func(a: u8) -> u8`; gives the list of parameters. */
  functionType(separator: number, depth: number): List {
    const isAsync = this.kind === 'async';
    if (isAsync) this.put(separator, depth);
    if (!isAsync && this.isAccessor) this.put(separator, depth);
    else this.take('func', isAsync ? SPACE : separator, depth);
    return this.parameters(depth);
  }

  parameters(depth: number): List {
    const list = this.list('(', ')', NOTHING, depth, (first) => {
      this.identifier(first, depth);
      this.take(':', NOTHING, depth + 1);
      this.type(SPACE, depth + 1);
    });
    if (this.kind === '->') {
      this.put(SPACE, depth);
      this.type(SPACE, depth);
    }
    return list;
  }

  /** Elements between two brackets, each set off by what the list decides later. `depth` is that of an element. */
  list(open: string, close: string, before: number, depth: number, element: (separator: number) => void): List {
    const list: List = { open: this.at, close: this.at, elements: [] };
    this.take(open, before, depth);
    while (!this.failed && this.kind !== close) {
      list.elements.push(this.at);
      element(SPACE);
      if (this.kind !== ',') break;
      this.put(NOTHING, depth + 1);
    }
    list.close = this.at;
    this.take(close, NOTHING, depth - 1);
    return list;
  }
}

/** Indices of tokens. */
export interface List {
  readonly open: number;
  close: number;
  /** The first token of each element. */
  readonly elements: number[];
}
