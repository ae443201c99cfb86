// Reads a `.wac` file: which components are put together, and how. Never fails: what is no statement becomes a problem, and
// reading goes on after the next `;`. Types that a file declares itself are passed over.

import type { Span } from '../base/text.ts';
import { isComment, isIdentifier, isKeyword, Lexer, type Token } from '../syntax/lexer.ts';

export interface WacName {
  readonly text: string;
  readonly span: Span;
}

/** `namespace:name/item@version`. */
export interface WacPath {
  readonly text: string;
  readonly namespace: string;
  readonly name: string;
  readonly item?: string;
  readonly version?: string;
  readonly span: Span;
}

export interface WacFile {
  readonly package?: WacPath;
  readonly targets?: WacPath;
  readonly statements: readonly WacStatement[];
  readonly problems: readonly WacProblem[];
}

/** What can be wrong with a composition. The catalogue has a row for each. */
export type WacCode =
  | 'wac/syntax'
  | 'wac/unknown-package'
  | 'wac/no-world'
  | 'wac/missing-argument'
  | 'wac/unknown-argument'
  | 'wac/duplicate-argument'
  | 'wac/argument-type'
  | 'wac/nothing-spread'
  | 'wac/unknown-name'
  | 'wac/unknown-export'
  | 'wac/not-exportable'
  | 'wac/duplicate-name'
  | 'wac/duplicate-export';

export interface WacProblem {
  readonly code: WacCode;
  readonly message: string;
  readonly span: Span;
}

export type WacStatement =
  | {
      readonly kind: 'import';
      readonly name: WacName;
      readonly as?: WacName;
      readonly path?: WacPath;
      readonly span: Span;
    }
  | { readonly kind: 'let'; readonly name: WacName; readonly value: WacExpression; readonly span: Span }
  | {
      readonly kind: 'export';
      readonly value: WacExpression;
      readonly spread: boolean;
      readonly as?: WacName;
      readonly span: Span;
    };

export type WacExpression =
  | { readonly kind: 'name'; readonly name: WacName; readonly span: Span }
  | {
      readonly kind: 'new';
      readonly path: WacPath;
      readonly args: readonly WacArgument[];
      /** Ends in `...`: what is missing is imported. */
      readonly fill: boolean;
      readonly span: Span;
    }
  /** `of.name`, or with `exact` `of["name"]`. */
  | {
      readonly kind: 'access';
      readonly of: WacExpression;
      readonly name: WacName;
      readonly exact: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'bad'; readonly span: Span };

export type WacArgument =
  | { readonly kind: 'inferred'; readonly name: WacName }
  | { readonly kind: 'named'; readonly name: WacName; readonly exact: boolean; readonly value: WacExpression }
  | { readonly kind: 'spread'; readonly name: WacName };

export function readWac(text: string): WacFile {
  return new Reader(text).file();
}

const PATH = /%?[a-zA-Z][\w-]*(?:\s*:\s*%?[a-zA-Z][\w-]*)+(?:\s*\/\s*%?[a-zA-Z][\w-]*)*(?:@\d[0-9A-Za-z.+-]*)?/y;
const DEEPEST = 100;

class Reader {
  readonly #text: string;
  readonly #lexer: Lexer;
  readonly #problems: WacProblem[] = [];
  #next: Token;
  #end = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text);
    this.#next = { kind: 'eof', start: 0, end: 0 };
    this.#advance();
  }

  file(): WacFile {
    const statements: WacStatement[] = [];
    const head = this.#packageLine();
    while (this.#next.kind !== 'eof') {
      const at = this.#next.start;
      const statement = this.#statement();
      if (statement !== undefined) statements.push(statement);
      if (this.#next.start === at) this.#advance();
    }
    return { ...head, statements, problems: this.#problems };
  }

  #advance(): Token {
    const taken = this.#next;
    this.#end = taken.end;
    do this.#next = this.#lexer.next();
    while (isComment(this.#next.kind));
    return taken;
  }

  #word(): string {
    return this.#text.slice(this.#next.start, this.#next.end);
  }

  #accept(kind: string): boolean {
    if (this.#next.kind !== kind && this.#word() !== kind) return false;
    this.#advance();
    return true;
  }

  #expect(kind: string, where: string): boolean {
    if (this.#accept(kind)) return true;
    this.#problem(`expected \`${kind}\` ${where}`, { start: this.#end, end: this.#end });
    return false;
  }

  #problem(message: string, span: Span = this.#next, code: WacCode = 'wac/syntax'): void {
    this.#problems.push({ code, message, span: { start: span.start, end: span.end } });
  }

  #from(start: number): Span {
    return { start, end: Math.max(start, this.#end) };
  }

  #packageLine(): { package?: WacPath; targets?: WacPath } {
    if (this.#word() !== 'package') {
      this.#problem('a composition must begin with a line like `package namespace:name;`', { start: 0, end: 0 });
      return {};
    }
    this.#advance();
    const name = this.#path('after `package`');
    const targets = this.#accept('targets') ? this.#path('after `targets`') : undefined;
    this.#semicolon();
    return { ...(name === undefined ? {} : { package: name }), ...(targets === undefined ? {} : { targets }) };
  }

  /** Reports a missing `;`, and goes on where the next statement begins. */
  #semicolon(): void {
    if (this.#accept(';')) return;
    this.#problem('expected `;` at the end of this statement', { start: this.#end, end: this.#end });
    while (this.#next.kind !== 'eof' && !STATEMENTS.has(this.#word())) if (this.#advance().kind === ';') return;
  }

  #statement(): WacStatement | undefined {
    const { start } = this.#next;
    switch (this.#word()) {
      case 'import':
        return this.#import(start);
      case 'let':
        return this.#let(start);
      case 'export':
        return this.#export(start);
      case 'package':
        this.#problem('the package is declared only once, in the first line');
        this.#semicolon();
        return undefined;
      default:
        if (!TYPES.has(this.#word())) this.#problem('expected `import`, `let`, `export` or the definition of a type');
        this.#skipItem();
        return undefined;
    }
  }

  /** To the end of a definition: its closing brace, or its `;`. */
  #skipItem(): void {
    for (let depth = 0; this.#next.kind !== 'eof'; ) {
      const { kind } = this.#advance();
      if (kind === '{') depth++;
      else if (kind === '}' && --depth <= 0) break;
      else if (kind === ';' && depth === 0) return;
    }
    this.#accept(';');
  }

  #import(start: number): WacStatement | undefined {
    this.#advance();
    const name = this.#name('after `import`');
    if (name === undefined) {
      this.#semicolon();
      return undefined;
    }
    const as = this.#as();
    if (!this.#expect(':', 'and what is imported')) {
      this.#semicolon();
      return { kind: 'import', name, ...as, span: this.#from(start) };
    }
    const path = this.#atPath() ? this.#path('') : undefined;
    if (path !== undefined) this.#semicolon();
    else this.#skipItem();
    return { kind: 'import', name, ...as, ...(path === undefined ? {} : { path }), span: this.#from(start) };
  }

  #as(): { as?: WacName } {
    if (!this.#accept('as')) return {};
    const as = this.#nameOrString('after `as`');
    return as === undefined ? {} : { as };
  }

  #let(start: number): WacStatement | undefined {
    this.#advance();
    const name = this.#name('after `let`');
    if (name === undefined) this.#accept('=');
    else this.#expect('=', 'and a value');
    const value = this.#expression();
    this.#semicolon();
    return name === undefined ? undefined : { kind: 'let', name, value, span: this.#from(start) };
  }

  #export(start: number): WacStatement {
    this.#advance();
    const value = this.#expression();
    const spread = this.#dots();
    const as = spread ? {} : this.#as();
    this.#semicolon();
    return { kind: 'export', value, spread, ...as, span: this.#from(start) };
  }

  #dots(): boolean {
    if (!this.#text.startsWith('...', this.#next.start)) return false;
    for (let at = 0; at < 3; at++) this.#advance();
    return true;
  }

  #expression(): WacExpression {
    const { start } = this.#next;
    if (this.#depth > DEEPEST) {
      this.#problem('this is nested too deep');
      return { kind: 'bad', span: this.#from(start) };
    }
    this.#depth++;
    let value = this.#primary(start);
    this.#depth--;
    for (let count = 0; ; count++) {
      if (count === DEEPEST) {
        this.#problem('this is nested too deep');
        return value;
      }
      if (this.#next.kind === '.' && !this.#text.startsWith('...', this.#next.start)) {
        this.#advance();
        const name = this.#name('after `.`');
        if (name === undefined) return value;
        value = { kind: 'access', of: value, name, exact: false, span: this.#from(start) };
      } else if (this.#word() === '[') {
        this.#advance();
        const name = this.#string('in `[ ]`');
        this.#expect(']', 'after the name');
        if (name === undefined) return value;
        value = { kind: 'access', of: value, name, exact: true, span: this.#from(start) };
      } else {
        return value;
      }
    }
  }

  #primary(start: number): WacExpression {
    if (this.#accept('(')) {
      const value = this.#expression();
      this.#expect(')', 'here');
      return value;
    }
    if (this.#word() === 'new') return this.#new(start);
    const name = this.#name('here, or `new`');
    return name === undefined ? { kind: 'bad', span: this.#from(start) } : { kind: 'name', name, span: name.span };
  }

  #new(start: number): WacExpression {
    this.#advance();
    const path = this.#path('after `new`');
    const args: WacArgument[] = [];
    let fill = false;
    if (this.#expect('{', 'and the arguments')) {
      while (this.#next.kind !== '}' && this.#next.kind !== 'eof' && this.#next.kind !== ';') {
        if (this.#dots()) {
          if (isIdentifier(this.#next.kind)) args.push({ kind: 'spread', name: this.#name('') ?? this.#nothing() });
          else fill = true;
        } else {
          const argument = this.#argument();
          if (argument === undefined) break;
          args.push(argument);
        }
        if (!this.#accept(',')) break;
      }
      this.#expect('}', 'at the end of the arguments');
    }
    if (path === undefined) return { kind: 'bad', span: this.#from(start) };
    return { kind: 'new', path, args, fill, span: this.#from(start) };
  }

  #nothing(): WacName {
    return { text: '', span: { start: this.#end, end: this.#end } };
  }

  #argument(): WacArgument | undefined {
    const exact = this.#next.kind === 'string';
    const name = this.#nameOrString('of an argument');
    if (name === undefined) return undefined;
    if (this.#accept(':')) return { kind: 'named', name, exact, value: this.#expression() };
    if (exact)
      this.#problem('expected `:` and a value after the name of an argument', { start: this.#end, end: this.#end });
    return { kind: 'inferred', name };
  }

  #nameOrString(where: string): WacName | undefined {
    return this.#next.kind === 'string' ? this.#string(where) : this.#name(where);
  }

  #name(where: string): WacName | undefined {
    if (!isIdentifier(this.#next.kind) && !isKeyword(this.#next.kind)) {
      this.#problem(`expected a name ${where}`.trimEnd(), { start: this.#end, end: this.#end });
      return undefined;
    }
    const { start, end } = this.#advance();
    return { text: this.#text.slice(start, end).replace(/^%/, ''), span: { start, end } };
  }

  #string(where: string): WacName | undefined {
    if (this.#next.kind !== 'string') {
      this.#problem(`expected a name in quotes ${where}`, { start: this.#end, end: this.#end });
      return undefined;
    }
    const { start, end } = this.#advance();
    return { text: this.#text.slice(start + 1, end - 1), span: { start, end } };
  }

  #atPath(): boolean {
    PATH.lastIndex = this.#next.start;
    return PATH.test(this.#text);
  }

  #path(where: string): WacPath | undefined {
    const { start } = this.#next;
    PATH.lastIndex = start;
    const found = PATH.exec(this.#text)?.[0];
    if (found === undefined) {
      this.#problem(`expected a package like \`namespace:name\` ${where}`.trimEnd(), {
        start: this.#end,
        end: this.#end,
      });
      if (isIdentifier(this.#next.kind)) this.#advance();
      return undefined;
    }
    this.#lexer.at = start + found.length;
    this.#next = { kind: 'identifier', start, end: start + found.length };
    this.#advance();
    return pathOf(found, { start, end: start + found.length });
  }
}

const STATEMENTS: ReadonlySet<string> = new Set(['import', 'let', 'export', 'package']);
const TYPES: ReadonlySet<string> = new Set([
  'interface',
  'world',
  'type',
  'record',
  'variant',
  'flags',
  'enum',
  'resource',
  'use',
]);

function pathOf(source: string, span: Span): WacPath {
  const text = source.replace(/[\s%]/g, '');
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
