// Where in a file something is being typed: the word there, the body around it, and what may stand there.

import { firstIndex } from '../../base/search.ts';
import type { Span } from '../../base/text.ts';
import { inComment } from '../../syntax/cursor.ts';
import type { Entry, ItemTree } from '../../syntax/items.ts';
import { isIdentifier, isKeyword, type Token, tokensOf } from '../../syntax/lexer.ts';
import type { Expected, ItemPlace } from './expected.ts';
import { ContextReader } from './reader.ts';

export interface CompletionContext {
  readonly expected: readonly Expected[];
  /** What was typed of the word so far. */
  readonly insert: Span;
  /** The whole word. */
  readonly replace: Span;
  readonly prefix: string;
}

/** Undefined where nothing is ever offered: in comments, strings, numbers. */
export function contextAt(tree: ItemTree, offset: number): CompletionContext | undefined {
  const { text } = tree;
  if (inComment(tree, offset)) return undefined;
  const { places, from } = startOf(tree, offset);
  const tokens = tokensOf(text, from).filter((it) => it.kind !== 'eof' && it.start < offset);
  const last = tokens.at(-1);
  const inside = last !== undefined && last.end >= offset ? last : undefined;
  if (inside !== undefined && isString(inside) && (inside.kind !== 'string' || inside.end > offset)) return undefined;
  const word = inside !== undefined && isWord(inside) ? inside : undefined;
  const before = word === undefined ? tokens : tokens.slice(0, -1);
  if (word?.kind === 'integer' && !isVersion(text, before)) return undefined;
  const cursor = word?.start ?? offset;
  // Blank lines and comments may stand above the first item.
  const first = places.length === 1 && from <= (tree.entries[0]?.start ?? from);
  const expected = new ContextReader(text, before, cursor, first).read(places);
  if (expected.length === 0) return undefined;
  const span = expected.some(takesVersion) ? versionAround(text, offset) : wordAround(text, cursor, offset);
  const insert = { start: span.start, end: offset };
  return { expected, insert, replace: span, prefix: text.slice(span.start, offset) };
}

function isString({ kind }: Token): boolean {
  return kind === 'string' || kind === 'unterminated-string' || kind === 'unterminated-comment';
}

function isWord({ kind }: Token): boolean {
  return isIdentifier(kind) || isKeyword(kind) || kind === 'integer';
}

/** A number is part of a version, or nothing that could be completed. */
function isVersion(text: string, before: readonly Token[]): boolean {
  const last = before.at(-1);
  return last !== undefined && /[@=.+-]/.test(text.slice(last.start, last.end));
}

function takesVersion(it: Expected): boolean {
  return (
    (it.kind === 'path' && it.part === 'version') || (it.kind === 'attribute-value' && it.attribute !== 'unstable')
  );
}

function wordAround(text: string, start: number, offset: number): Span {
  const rest = /^[\p{XID_Continue}-]*/u.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const whole = offset === start && text.startsWith('%', offset) ? wordAround(text, start, offset + 1).end : undefined;
  return { start, end: whole ?? offset + rest.length };
}

function versionAround(text: string, offset: number): Span {
  const before = /[0-9A-Za-z.+-]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const after = /^(?:[0-9A-Za-z+-]|\.(?=[0-9A-Za-z]))*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return { start: offset - before.length, end: offset + after.length };
}

/** From where the tokens are read, and inside of what: after the last statement before the offset that is surely over. */
function startOf(tree: ItemTree, offset: number): { readonly places: readonly ItemPlace[]; readonly from: number } {
  const places: ItemPlace[] = ['file'];
  let from = 0;
  for (let level = tree.entries; ; ) {
    const index = lastBefore(level, offset);
    const entry = level[index];
    if (entry === undefined) return { places, from };
    const inner = innerPlace(entry);
    const open = entry.start + entry.length;
    if (
      inner !== undefined &&
      tree.text[open - 1] === '{' &&
      open <= offset &&
      (offset < entry.end || !isClosed(tree, entry))
    ) {
      places.push(inner);
      from = open;
      level = entry.members;
      continue;
    }
    if (entry.end < offset && isOver(tree, entry)) return { places, from: entry.end };
    let first = index;
    while (first > 0 && !isOver(tree, level[first - 1])) first--;
    return { places, from: level[first]?.start ?? from };
  }
}

function lastBefore(entries: readonly Entry[], offset: number): number {
  return firstIndex(entries.length, (index) => (entries[index]?.start ?? 0) >= offset) - 1;
}

function innerPlace({ chunk: { decl } }: Entry): ItemPlace | undefined {
  if (decl.kind === 'interface' || decl.kind === 'world') return decl.kind;
  return decl.kind === 'nested-package' ? 'nested' : undefined;
}

/** Does a container end with a `}` of its own? */
export function isClosed(tree: ItemTree, entry: Entry): boolean {
  return tree.text[entry.end - 1] === '}' && (entry.members.at(-1)?.end ?? entry.start + entry.length) < entry.end;
}

function isOver(tree: ItemTree, entry: Entry | undefined): boolean {
  if (entry === undefined || entry.chunk.decl.kind === 'bad') return false;
  const { decl } = entry.chunk;
  const last = tree.text[entry.end - 1];
  // The `;` of its last function does not end a resource that is not closed yet.
  if (last === ';') return decl.kind !== 'resource' || decl.funcs.length === 0;
  return last === '}' && (innerPlace(entry) === undefined || isClosed(tree, entry));
}
