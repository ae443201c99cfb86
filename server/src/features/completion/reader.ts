// Reads the tokens before a place as the statements they begin, and tells what may come next. It takes broken text as it
// comes: what does not fit is skipped up to where a statement seems to begin.

import { canBeBare, type GenericRow, genericOf, isPrimitive } from '../../syntax/builtins.ts';
import { isAccessorWord, isIdentifier, isKeyword, type Token } from '../../syntax/lexer.ts';
import type { Expected, ItemPlace, PathStatement, PathText, TypeWanted } from './expected.ts';

const STARTS = new Set(
  'package use interface world import export include type record flags enum variant resource constructor @'.split(' '),
);

type TypeContext = Pick<TypeWanted, 'returned' | 'defining'>;

export class ContextReader {
  expected: readonly Expected[] = [];
  readonly #text: string;
  readonly #tokens: readonly Token[];
  /** Where the word that is being completed begins. */
  readonly #cursor: number;
  readonly #start: boolean;
  #index = 0;
  #done = false;
  #places: ItemPlace[] = [];

  /** `tokens` end before `cursor`; `start`: they begin where the file begins. */
  constructor(text: string, tokens: readonly Token[], cursor: number, start: boolean) {
    this.#text = text;
    this.#tokens = tokens;
    this.#cursor = cursor;
    this.#start = start;
  }

  /** Reads the items of the places, innermost last; each but the last goes on after its `}`. */
  read(places: readonly ItemPlace[]): readonly Expected[] {
    for (let depth = places.length - 1; depth >= 0 && !this.#done; depth--) {
      this.#places = places.slice(0, depth);
      this.#items(places[depth] ?? 'file');
    }
    // More closed than was open.
    while (!this.#done) this.#items('file');
    return this.expected;
  }

  #kind(): string {
    return this.#tokens[this.#index]?.kind ?? 'cursor';
  }

  #next(): boolean {
    this.#index++;
    return true;
  }

  #stop(...expected: readonly Expected[]): false {
    this.expected = expected;
    this.#done = true;
    return false;
  }

  /** Is there a line break before the token at the index, or before the cursor? */
  #onNewLine(index = this.#index): boolean {
    const before = this.#tokens[index - 1]?.end ?? 0;
    return this.#text.slice(before, this.#tokens[index]?.start ?? this.#cursor).includes('\n') || index === 0;
  }

  #take(kind: string): boolean {
    if (this.#kind() === kind) return this.#next();
    return this.#kind() === 'cursor' ? this.#stop() : false;
  }

  /** Ends a statement. In a new line the next one begins, even when its `;` is missing. */
  #semicolon(): boolean {
    if (this.#kind() !== 'cursor') return this.#take(';');
    return this.#onNewLine() ? this.#stop(this.#item([])) : this.#stop();
  }

  #item(attributes: readonly string[]): Expected {
    const place = this.#places.at(-1) ?? 'file';
    return { kind: 'item', place, first: this.#start && this.#index === 0, attributes };
  }

  /** A name that is made here; nothing can be offered for it. */
  #newName(): boolean {
    if (this.#kind() === 'cursor') return this.#stop();
    return isIdentifier(this.#kind()) || isKeyword(this.#kind()) ? this.#next() : false;
  }

  #word(index = this.#index): string {
    const token = this.#tokens[index];
    return token === undefined ? '' : this.#text.slice(token.start, token.end).replace(/^%/, '');
  }

  // Items

  #items(place: ItemPlace): boolean {
    this.#places.push(place);
    while (!this.#done) {
      if (this.#kind() === '}') {
        this.#places.pop();
        return this.#next();
      }
      const start = this.#index;
      if (!this.#statement(place) && !this.#done) this.#resync(start);
    }
    return false;
  }

  /** Skips to where the next statement seems to begin. */
  #resync(start: number): void {
    let depth = 0;
    for (let at = start; at < this.#index; at++) depth += step(this.#tokens[at]?.kind);
    if (this.#index === start) this.#next();
    for (; this.#kind() !== 'cursor'; this.#next()) {
      if (depth <= 0 && (this.#kind() === '}' || (this.#onNewLine() && this.#begins()))) return;
      depth += step(this.#kind());
      if (depth <= 0 && (this.#kind() === ';' || this.#kind() === '}')) {
        this.#next();
        return;
      }
    }
    if (depth <= 0 && this.#onNewLine()) this.#stop(this.#item([]));
    else this.#stop();
  }

  #begins(): boolean {
    return STARTS.has(this.#kind()) || isIdentifier(this.#kind());
  }

  #statement(place: ItemPlace): boolean {
    const attributes: string[] = [];
    while (this.#kind() === '@') if (!this.#attribute(attributes)) return false;
    const kind = this.#kind();
    switch (kind) {
      case 'cursor':
        return this.#stop(this.#item(attributes));
      case 'package':
        return this.#next() && this.#package();
      case 'interface':
      case 'world':
        return this.#next() && this.#newName() && this.#take('{') && this.#items(kind);
      case 'use':
        return this.#next() && (place === 'file' || place === 'nested' ? this.#toplevelUse() : this.#use());
      case 'import':
      case 'export':
        return this.#extern(kind);
      case 'include':
        return this.#next() && this.#include();
      case 'constructor':
        return this.#next() && this.#signature() && this.#semicolon();
      default:
        return this.#definition(place);
    }
  }

  #definition(place: ItemPlace): boolean {
    const kind = this.#kind();
    if (isIdentifier(kind)) return this.#next() && this.#take(':') && this.#func(place) && this.#semicolon();
    if (!STARTS.has(kind)) return false;
    this.#next();
    const defining = this.#word();
    if (!this.#newName()) return false;
    const context = { returned: false, defining };
    switch (kind) {
      case 'type':
        return this.#take('=') && this.#type(context) && this.#semicolon();
      case 'record':
        return this.#take('{') && this.#list('}', () => this.#newName() && this.#take(':') && this.#type(context));
      case 'enum':
      case 'flags':
        return this.#take('{') && this.#list('}', () => this.#newName());
      case 'variant':
        return this.#take('{') && this.#list('}', () => this.#case(context));
      case 'resource':
        if (this.#kind() === '{') return this.#next() && this.#items('resource');
        return this.#semicolon();
      default:
        return false;
    }
  }

  #case(context: TypeContext): boolean {
    if (!this.#newName()) return false;
    return this.#kind() === '(' ? this.#next() && this.#type(context) && this.#take(')') : true;
  }

  /** Elements up to `close`. A comma may be missing at the end of a line. */
  #list(close: string, element: () => boolean): boolean {
    for (;;) {
      if (this.#kind() === close) return this.#next();
      if (!element()) {
        if (this.#done || !this.#skipElement(close)) return false;
      }
      if (this.#kind() === ',') this.#next();
      else if (this.#kind() === 'cursor') return this.#onNewLine() ? element() : this.#stop();
      else if (this.#kind() !== close && !this.#onNewLine()) return false;
    }
  }

  #skipElement(close: string): boolean {
    const start = this.#index;
    while (this.#kind() !== 'cursor' && this.#kind() !== ',' && this.#kind() !== close) {
      if (this.#kind() === '{' || this.#kind() === '}' || this.#kind() === ';') return false;
      if (this.#index > start && this.#onNewLine()) return true;
      this.#next();
    }
    return this.#kind() === 'cursor' ? this.#stop() : true;
  }

  #package(): boolean {
    if (this.#kind() === 'cursor') return this.#stop({ kind: 'package-name' });
    if (!this.#newName() || !this.#take(':') || !this.#newName()) return false;
    if (this.#kind() === '@' && !(this.#next() && this.#version(undefined))) return false;
    return this.#kind() === '{' ? this.#next() && this.#items('nested') : this.#semicolon();
  }

  // Attributes

  #attribute(given: string[]): boolean {
    this.#next();
    if (this.#kind() === 'cursor')
      return this.#stop({ kind: 'attribute', place: this.#places.at(-1) ?? 'file', given });
    const attribute = this.#word();
    if (!this.#newName()) return false;
    given.push(attribute);
    if (this.#kind() === 'cursor' && this.#onNewLine()) return this.#stop(this.#item(given));
    if (!this.#take('(')) return false;
    if (attribute === 'external-id') {
      if (this.#kind() === 'string') this.#next();
      return this.#take(')');
    }
    if (this.#kind() === 'cursor') return this.#stop({ kind: 'attribute-key', attribute });
    if (!this.#newName() || !this.#take('=')) return false;
    const value: Expected = { kind: 'attribute-value', attribute };
    if (attribute !== 'unstable') return this.#version(value) && this.#take(')');
    if (this.#kind() === 'cursor') return this.#stop(value);
    return this.#newName() && this.#take(')');
  }

  /** A version; `expected` is what is offered in it. */
  #version(expected: Expected | undefined): boolean {
    const stop = (): boolean => (expected === undefined ? this.#stop() : this.#stop(expected));
    for (let numbers = 1; numbers <= 3; numbers++) {
      if (this.#kind() === 'cursor') return stop();
      if (!this.#take('integer')) return false;
      if (numbers === 3) break;
      if (this.#kind() === 'cursor') return this.#stop();
      if (!this.#take('.')) return false;
    }
    let inTail = false;
    for (; this.#touches(); this.#next()) {
      if (this.#kind() === '-' || this.#kind() === '+') inTail = true;
      else if (!inTail || !(isIdentifier(this.#kind()) || this.#kind() === 'integer' || this.#kind() === '.')) break;
      if (this.#kind() === '.' && this.#kindAt(1) === '{') break;
    }
    const last = this.#tokens[this.#index - 1];
    return inTail && this.#kind() === 'cursor' && last?.end === this.#cursor ? stop() : true;
  }

  #kindAt(ahead: number): string {
    return this.#tokens[this.#index + ahead]?.kind ?? 'cursor';
  }

  #touches(): boolean {
    return this.#tokens[this.#index]?.start === this.#tokens[this.#index - 1]?.end;
  }

  // Paths

  /** The path as far as it was read, or undefined when the end was reached, or what does not fit. */
  #path(statement: PathStatement): PathText | undefined {
    const ask = (part: 'start' | 'package' | 'item' | 'version', path: PathText): undefined => {
      this.#stop({ kind: 'path', part, statement, path });
      return undefined;
    };
    if (this.#kind() === 'cursor') return ask('start', {});
    const first = this.#word();
    if (!this.#newName()) return undefined;
    if (this.#kind() !== ':') return { item: first };
    this.#next();
    return this.#pathAfter(statement, first, ask);
  }

  /** What follows `ns:`. */
  #pathAfter(
    statement: PathStatement,
    namespace: string,
    ask: (part: 'package' | 'item' | 'version', path: PathText) => undefined,
  ): PathText | undefined {
    if (this.#kind() === 'cursor') return ask('package', { namespace });
    const name = this.#word();
    if (!this.#newName() || !this.#take('/')) return undefined;
    if (this.#kind() === 'cursor') return ask('item', { namespace, package: name });
    const item = this.#word();
    if (!this.#newName()) return undefined;
    const path = { namespace, package: name, item };
    if (this.#kind() !== '@') return path;
    this.#next();
    const from = this.#tokens[this.#index]?.start ?? this.#cursor;
    if (!this.#version({ kind: 'path', part: 'version', statement, path })) return undefined;
    return { ...path, version: this.#text.slice(from, this.#tokens[this.#index - 1]?.end ?? from) };
  }

  #toplevelUse(): boolean {
    if (this.#path('toplevel-use') === undefined) return false;
    if (this.#kind() === 'cursor' && !this.#onNewLine()) return this.#stop({ kind: 'words', words: ['as'] });
    if (this.#kind() === 'as' && !(this.#next() && this.#newName())) return false;
    return this.#semicolon();
  }

  #use(): boolean {
    const path = this.#path('use');
    if (path === undefined) return false;
    if (this.#kind() === 'cursor' && this.#onNewLine()) return this.#semicolon();
    if (!this.#take('.') || !this.#take('{')) return false;
    const used: string[] = [];
    const names = this.#list('}', () => {
      if (this.#kind() === 'cursor') return this.#stop({ kind: 'use-names', path, used });
      used.push(this.#word());
      if (!this.#newName()) return false;
      if (this.#kind() === 'cursor' && !this.#onNewLine()) return this.#stop({ kind: 'words', words: ['as'] });
      return this.#kind() === 'as' ? this.#next() && this.#newName() : true;
    });
    return names && this.#semicolon();
  }

  #include(): boolean {
    const path = this.#path('include');
    if (path === undefined) return false;
    if (this.#kind() === 'cursor' && !this.#onNewLine()) return this.#stop({ kind: 'words', words: ['with'] });
    if (this.#kind() !== 'with') return this.#semicolon();
    this.#next();
    if (!this.#take('{')) return false;
    const used: string[] = [];
    return this.#list('}', () => {
      if (this.#kind() === 'cursor') return this.#stop({ kind: 'with-names', path, used });
      used.push(this.#word());
      if (!this.#newName()) return false;
      if (this.#kind() === 'cursor') return this.#stop({ kind: 'words', words: ['as'] });
      return this.#take('as') && this.#newName();
    });
  }

  // Imports and exports

  #extern(direction: 'import' | 'export'): boolean {
    this.#next();
    const start: Expected = { kind: 'path', part: 'start', statement: direction, path: {} };
    if (this.#kind() === 'cursor') return this.#stop(start);
    const first = this.#word();
    if (!this.#newName()) return false;
    if (this.#kind() !== ':') return this.#semicolon();
    this.#next();
    const path: Expected = { kind: 'path', part: 'package', statement: direction, path: { namespace: first } };
    if (this.#kind() === 'cursor') {
      const glued = this.#tokens[this.#index - 1]?.end === this.#cursor;
      return glued
        ? this.#stop(path, { kind: 'func', place: 'world' })
        : this.#stop({ kind: 'func', place: 'world' }, start);
    }
    if (this.#kind() === 'func' || this.#kind() === 'async' || this.#atAccessor())
      return this.#func('world') && this.#semicolon();
    if (this.#kind() === 'interface') return this.#next() && this.#take('{') && this.#items('interface');
    const isPath = this.#kindAt(1) === '/';
    const rest = isPath
      ? this.#pathAfter(direction, first, (part, it) => {
          this.#stop({ kind: 'path', part, statement: direction, path: it });
          return undefined;
        })
      : this.#path(direction);
    return rest !== undefined && this.#semicolon();
  }

  // Functions and types

  #func(place: ItemPlace): boolean {
    if (this.#kind() === 'cursor') return this.#stop({ kind: 'func', place });
    if (this.#kind() === 'static') this.#next();
    if (this.#kind() === 'cursor') return this.#stop({ kind: 'words', words: ['func', 'async', 'get', 'set'] });
    if (this.#atAccessor()) return this.#next() && this.#signature();
    if (this.#kind() === 'async') this.#next();
    if (this.#kind() === 'cursor') return this.#stop({ kind: 'words', words: ['func'] });
    return this.#take('func') && this.#signature();
  }

  /** Is it `get` or `set` before a `(`? */
  #atAccessor(): boolean {
    return this.#kind() === 'identifier' && isAccessorWord(this.#word()) && this.#kindAt(1) === '(';
  }

  #signature(): boolean {
    const context = { returned: false, defining: undefined };
    if (!this.#take('(')) return false;
    if (!this.#list(')', () => this.#newName() && this.#take(':') && this.#type(context))) return false;
    return this.#kind() === '->' ? this.#next() && this.#type({ ...context, returned: true }) : true;
  }

  #type(context: TypeContext, want: TypeWanted['want'] = 'any', placeholder = false): boolean {
    const kind = this.#kind();
    if (kind === 'cursor') return this.#stop({ kind: 'type', want, placeholder, ...context });
    if (isPrimitive(kind) || isIdentifier(kind)) return this.#next();
    if (kind === '_' && placeholder) return this.#next();
    const row = genericOf(kind);
    if (row === undefined) return false;
    this.#next();
    if (canBeBare(row) && this.#kind() !== '<') return true;
    return this.#take('<') && this.#arguments(row, context);
  }

  #arguments({ parameters }: GenericRow, context: TypeContext): boolean {
    if (parameters.some((it) => it.repeated === true)) return this.#list('>', () => this.#type(context));
    for (const [index, { accepts, optional }] of parameters.entries()) {
      if (index > 0) {
        if (optional === true && this.#kind() !== ',') break;
        if (!this.#take(',')) return false;
      }
      const isLast = index + 1 === parameters.length;
      const read =
        accepts === 'length' ? this.#take('integer') : this.#type(context, accepts, optional === true && !isLast);
      if (!read) return false;
    }
    return this.#take('>');
  }
}

function step(kind: string | undefined): number {
  return kind === '{' ? 1 : kind === '}' ? -1 : 0;
}
