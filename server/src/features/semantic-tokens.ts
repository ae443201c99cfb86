// What each word of a file is, for colouring: names by their meaning, words of the language by their place. The legend is
// documented in docs/semantic-tokens.md.

import { firstIndex } from '../base/search.ts';
import type { Span } from '../base/text.ts';
import { type Entity, resourceOf } from '../model/package.ts';
import { BUILTIN_NAMES } from '../syntax/builtins.ts';
import { restart } from '../syntax/cursor.ts';
import type { ItemTree } from '../syntax/items.ts';
import { isAccessorWord, isIdentifier, isKeyword, Lexer, type Token } from '../syntax/lexer.ts';
import type { PlacedRef } from '../workspace/name-table.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { originalOf } from './names/name-at.ts';

export const TOKEN_TYPES = [
  'namespace',
  'interface',
  'class',
  'struct',
  'enum',
  'enumMember',
  'type',
  'property',
  'function',
  'method',
  'parameter',
  'variable',
  'keyword',
  'number',
  'string',
  'decorator',
  'operator',
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export const TOKEN_MODIFIERS = ['declaration', 'deprecated', 'defaultLibrary', 'static', 'async', 'readonly'] as const;
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

export interface SemanticToken extends Span {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** All tokens in the order of the text, or those that a range touches. None goes over the end of a line. */
export function semanticTokens(snapshot: Snapshot, uri: string, range?: Span): readonly SemanticToken[] {
  const tree = snapshot.tree(uri);
  if (tree === undefined) return [];
  const refs = snapshot.semantics.refs(uri);
  const from = range === undefined ? 0 : restart(tree, range.start);
  const end = range?.end ?? tree.text.length;
  const reader = new TokenReader(tree, refs, from);
  const tokens: SemanticToken[] = [];
  for (let token = reader.next(); token !== undefined && token.start < end; token = reader.next())
    if (range === undefined || token.end > range.start) tokens.push(token);
  return tokens;
}

const SYNTAX: ReadonlySet<TokenType> = new Set(['keyword', 'number', 'string', 'decorator', 'operator']);

/** Can a grammar know it, without the meaning of any name? */
export function isSyntax({ type, modifiers }: SemanticToken): boolean {
  return SYNTAX.has(type) || (type === 'type' && modifiers.includes('defaultLibrary'));
}

/** Words that are one only in an attribute. */
const ATTRIBUTE_WORDS = new Set(['version', 'feature']);

class TokenReader {
  readonly #tree: ItemTree;
  readonly #refs: readonly PlacedRef[];
  readonly #lexer: Lexer;
  #ref: number;
  /** The last token that is no comment. */
  #before: Token | undefined;
  #inAttribute = false;

  constructor(tree: ItemTree, refs: readonly PlacedRef[], from: number) {
    this.#tree = tree;
    this.#refs = refs;
    this.#lexer = new Lexer(tree.text, from);
    this.#ref = firstEndingAfter(refs, from);
  }

  next(): SemanticToken | undefined {
    for (let token = this.#lexer.next(); token.kind !== 'eof'; token = this.#lexer.next()) {
      const found = this.#read(token);
      if (!token.kind.endsWith('comment')) this.#before = token;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #read(token: Token): SemanticToken | undefined {
    const { kind, start, end } = token;
    const it = (type: TokenType, ...modifiers: readonly TokenModifier[]): SemanticToken => ({
      start,
      end,
      type,
      modifiers,
    });
    if (kind === '@') {
      // `name@1.0.0` has no attribute in it.
      this.#inAttribute = this.#before?.end !== start || !isName(this.#before.kind);
      return this.#inAttribute ? it('decorator') : undefined;
    }
    if (kind === ')') this.#inAttribute = false;
    const name = isIdentifier(kind) ? this.#named(token) : undefined;
    if (name !== undefined) return name;
    if (isIdentifier(kind)) return this.#isAccessor(token) ? it('keyword') : this.#attributeWord(token);
    if (kind === 'integer') return it('number');
    // The type of this name is a word of the language, too.
    if (kind === 'string' && this.#tree.text[start] === '"') return it('string');
    if (kind === '->') return it('operator');
    if (BUILTIN_NAMES.has(kind)) return it('type', 'defaultLibrary');
    if (kind === '_') return it('operator');
    return isKeyword(kind) ? it('keyword') : undefined;
  }

  /** `get` or `set` after the `:` of a property. */
  #isAccessor({ start, end }: Token): boolean {
    const before = this.#before?.kind;
    return (before === ':' || before === 'static') && isAccessorWord(this.#tree.text.slice(start, end));
  }

  #attributeWord({ start, end }: Token): SemanticToken | undefined {
    if (!this.#inAttribute) return undefined;
    if (this.#before?.kind === '@') return { start, end, type: 'decorator', modifiers: [] };
    const isWord = ATTRIBUTE_WORDS.has(this.#tree.text.slice(start, end));
    return isWord ? { start, end, type: 'keyword', modifiers: [] } : undefined;
  }

  /** The meaning of the names that hold a token; one that is made here before one that is looked up. */
  #named({ start, end }: Token): SemanticToken | undefined {
    const refs = this.#refs;
    while ((refs[this.#ref]?.span.end ?? Number.POSITIVE_INFINITY) <= start) this.#ref++;
    let best: PlacedRef | undefined;
    for (let at = this.#ref; ; at++) {
      const ref = refs[at];
      if (ref === undefined || ref.span.start > start) break;
      if (ref.span.end < end) continue;
      if (best === undefined || ref.role === 'definition') best = ref;
    }
    if (best === undefined) return undefined;
    const type = typeOf(best.target);
    return type === undefined ? undefined : { start, end, type, modifiers: modifiersOf(best) };
  }
}

function isName(kind: string): boolean {
  return isIdentifier(kind) || isKeyword(kind);
}

function firstEndingAfter(refs: readonly PlacedRef[], offset: number): number {
  return firstIndex(refs.length, (index) => (refs[index]?.span.end ?? 0) > offset);
}

function typeOf(entity: Entity): TokenType | undefined {
  const original = originalOf(entity);
  switch (original.kind) {
    case 'package':
    case 'world':
      return 'namespace';
    case 'interface':
      return 'interface';
    case 'type':
      return typeToken(original);
    case 'func':
      if (original.func.accessor !== undefined) return 'property';
      return original.func.kind === 'free' ? 'function' : 'method';
    case 'field':
      return 'property';
    case 'case':
      return 'enumMember';
    case 'param':
      return 'parameter';
    case 'extern':
      return original.item.item.kind === 'func' ? 'function' : 'interface';
    case 'alias':
      return 'variable';
    case 'feature':
      return 'variable';
  }
}

function typeToken(type: Extract<Entity, { kind: 'type' }>): TokenType {
  switch (type.def.kind) {
    case 'record':
      return 'struct';
    case 'enum':
    case 'variant':
    case 'flags':
      return 'enum';
    default:
      return resourceOf(type) === undefined ? 'type' : 'class';
  }
}

function modifiersOf({ role, target }: PlacedRef): TokenModifier[] {
  const modifiers: TokenModifier[] = [];
  if (role === 'definition') modifiers.push('declaration');
  const original = originalOf(target);
  const gate = 'gate' in original ? original.gate : original.kind === 'func' ? original.func.gate : undefined;
  if (gate?.deprecated !== undefined) modifiers.push('deprecated');
  if (original.kind === 'func' && original.func.kind === 'static') modifiers.push('static');
  if (original.kind === 'func' && original.func.async) modifiers.push('async');
  if (original.kind === 'feature') modifiers.push('readonly');
  return modifiers;
}
