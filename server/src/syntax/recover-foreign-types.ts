// Types as other languages write them: `t[]`, `[t]`, `t?`, `&t`, `types.t`, `()`. Each is read as what it means in WIT and
// reported once, with the WIT spelling.

import { FOREIGN_TYPES } from '../base/foreign.ts';
import { isPrimitive } from './builtins.ts';
import { isIdentifier, type Token } from './lexer.ts';
import type { SyntaxFix } from './problems.ts';
import type { RecoveringReader } from './reader.ts';

type ReadType = (reader: RecoveringReader) => void;

/** A type that begins with a sign that WIT does not have. False when none does. */
export function readForeignPrefix(reader: RecoveringReader, readType: ReadType): boolean {
  const token = reader.peek();
  if (token.kind !== 'unexpected' && token.kind !== '*') return false;
  const sign = reader.slice(token);
  if (sign === '[') return readBracketList(reader, readType);
  if (sign === '&' || sign === '*') return readReference(reader, readType);
  return false;
}

/** `[t]`, `[t; 4]` and `[]t`. */
function readBracketList(reader: RecoveringReader, readType: ReadType): boolean {
  const opening = reader.peek();
  reader.node('list_type', () => {
    reader.take();
    const isEmpty = reader.slice(reader.peek()) === ']';
    if (isEmpty) reader.take();
    const from = reader.previousEnd;
    readType(reader);
    const length = isEmpty ? undefined : acceptLength(reader);
    const inner = reader.text.slice(from, length?.before ?? reader.previousEnd).trim();
    const isClosed = isEmpty || reader.slice(reader.peek()) === ']';
    if (!isEmpty && isClosed) reader.take();
    const text = `list<${inner}${length === undefined ? '' : `, ${length.text}`}>`;
    const span = { start: opening.start, end: reader.previousEnd };
    if (isClosed) replace(reader, span, text, 'a list');
    else reader.foreign(opening, 'a list is written `list<…>`');
  });
  return true;
}

function acceptLength(reader: RecoveringReader): { readonly before: number; readonly text: string } | undefined {
  const before = reader.previousEnd;
  if ((!reader.at(';') && !reader.at(',')) || reader.peek(1).kind !== 'integer') return undefined;
  reader.take();
  const token = reader.take();
  reader.flat.leaf('integer', token.start, token.end);
  return { before, text: reader.slice(token) };
}

/** `&r`, `&mut r`, `*r`: a borrowed resource; of everything else, a value. */
function readReference(reader: RecoveringReader, readType: ReadType): boolean {
  const sign = reader.peek();
  let ahead = 1;
  while (isReferenceWord(reader, ahead)) ahead++;
  const token = reader.peek(ahead);
  const isName = isIdentifier(token.kind);
  if (!isName && !reader.atWord(ahead) && !['[', '(', '&', '*'].includes(reader.slice(token))) return false;
  while (ahead-- > 0) reader.take();
  const name = reader.slice(token);
  const spelling = FOREIGN_TYPES.get(name) ?? '';
  if (isName && isPrimitive(spelling) && reader.declaredAs(name) === undefined) {
    reader.take();
    replace(reader, { start: sign.start, end: token.end }, spelling, 'this');
    return true;
  }
  const kind = isName ? (reader.declaredAs(name) ?? 'unknown') : 'value';
  const span = { start: sign.start, end: token.start };
  const plain: SyntaxFix = { title: `Change to \`${name}\``, edits: [{ ...span, text: '' }] };
  if (kind !== 'resource' && kind !== 'unknown') {
    reader.foreign(span, `WIT has no references: values are passed whole, as in \`${name}\``, { fix: plain });
    readType(reader);
    return true;
  }
  const borrow: SyntaxFix = {
    title: `Change to \`borrow<${name}>\``,
    edits: [{ start: sign.start, end: token.end, text: `borrow<${name}>` }],
  };
  const more = kind === 'resource' ? { fix: borrow } : { fix: borrow, alternatives: [plain] };
  reader.foreign(
    { start: sign.start, end: token.end },
    `WIT has no references: a borrowed resource is \`borrow<${name}>\``,
    more,
  );
  // What is not declared in this file may be no resource.
  const read = (): void => void reader.name('the name of a resource', '>');
  reader.node(kind === 'resource' ? 'borrow_handle' : 'type_name', read);
  return true;
}

/** `mut`, `const`, and the two halves of a lifetime. */
function isReferenceWord(reader: RecoveringReader, ahead: number): boolean {
  const token = reader.peek(ahead);
  const word = reader.slice(token);
  if (word === "'") return isIdentifier(reader.peek(ahead + 1).kind);
  if (reader.slice(reader.peek(ahead - 1)) === "'") return isIdentifier(token.kind);
  return (word === 'mut' || word === 'const') && isIdentifier(token.kind) && reader.atWord(ahead + 1);
}

/** `t[]`, `t[4]`, `t?`, `t!` and what is written after a type that was read from `start`, as the node at `index`. */
export function readForeignSuffixes(reader: RecoveringReader, index: number, start: number): void {
  let suffix = suffixAt(reader);
  if (suffix === undefined) return;
  const base = reader.text.slice(start, reader.previousEnd);
  let text = base;
  for (; suffix !== undefined; suffix = suffixAt(reader)) {
    for (let left = suffix.tokens; left > 0; left--) reader.take();
    text = suffix.wrap(text);
    if (suffix.kind !== undefined) reader.flat.wrap(index, suffix.kind, reader.previousEnd);
  }
  const what = text.startsWith('list') ? 'a list' : text === base ? 'a type' : 'an optional value';
  const span = { start, end: reader.previousEnd };
  const title = `Change to \`${text}\``;
  reader.foreign(span, `${what} is written \`${text}\``, { fix: { title, edits: [{ ...span, text }] } });
}

interface Suffix {
  readonly tokens: number;
  readonly wrap: (text: string) => string;
  readonly kind?: 'list_type' | 'option_type';
}

function suffixAt(reader: RecoveringReader): Suffix | undefined {
  const token = reader.peek();
  // None of these signs is a token of WIT.
  if (token.kind !== 'unexpected' || reader.onNewLine(token)) return undefined;
  const [sign, next, last] = [token, reader.peek(1), reader.peek(2)].map((it) => reader.slice(it));
  if (sign === '?') return { tokens: 1, kind: 'option_type', wrap: (text) => `option<${text}>` };
  if (sign === '!') return { tokens: 1, wrap: (text) => text };
  if (sign === '[' && next === ']') return { tokens: 2, kind: 'list_type', wrap: (text) => `list<${text}>` };
  if (sign === '[' && last === ']' && reader.peek(1).kind === 'integer')
    return { tokens: 3, kind: 'list_type', wrap: (text) => `list<${text}, ${next}>` };
  if (sign === '|' && NOTHING.has(next ?? ''))
    return { tokens: 2, kind: 'option_type', wrap: (text) => `option<${text}>` };
  return undefined;
}

const NOTHING = new Set(['null', 'undefined', 'nil', 'none', 'None']);

/** `types.t`, `types::t`, `types/t` and `ns:pkg/types.t`, as a type; the name is next. False when it is a plain name. */
export function readQualified(reader: RecoveringReader): boolean {
  const tokens = qualifiedAt(reader);
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined || tokens.length < 3) return false;
  for (const _ of tokens) reader.take();
  const separator = tokens.findLastIndex((it) => !isNamePart(it));
  const head = tokens.slice(0, separator);
  while (head.length > 0 && reader.slice(head.at(-1) ?? first) === ':') head.pop();
  const path = reader.text.slice(first.start, head.at(-1)?.end ?? first.end);
  const name = reader.slice(last);
  const span = { start: first.start, end: last.end };
  const use = `use ${path}.{${name}};`;
  const message = `a type of another interface is imported with \`${use}\` and then written \`${name}\``;
  const isThere = reader.text.includes(`use ${path}.{${name}`);
  const brings = isThere ? [] : [reader.beforeItem(use)];
  reader.foreign(span, message, { fix: { title: `Add \`${use}\``, edits: [...brings, { ...span, text: name }] } });
  return true;
}

/** The tokens of a dotted path without gaps. */
function qualifiedAt(reader: RecoveringReader): Token[] {
  const first = reader.peek();
  const second = reader.peek(1);
  // A plain name, nearly always.
  if (second.start !== first.end || !(isSeparator(first) || isSeparator(second))) return [];
  const tokens: Token[] = [first];
  for (let ahead = 1; ahead < MAX_PATH; ahead++) {
    const token = reader.peek(ahead);
    if (token.start !== tokens.at(-1)?.end) break;
    const isName = reader.atWord(ahead);
    const before = tokens.at(-1);
    if (before === undefined || (isName && isNamePart(before))) break;
    if (!isName && !isSeparator(token)) break;
    tokens.push(token);
  }
  while (tokens.length > 0 && !isNamePart(tokens.at(-1) ?? reader.peek())) tokens.pop();
  return tokens;
}

const MAX_PATH = 16;

function isNamePart(token: Token): boolean {
  return !isSeparator(token);
}

function isSeparator({ kind }: Token): boolean {
  return kind === '.' || kind === ':' || kind === '/';
}

/** `()`, which other languages have for "nothing". */
export function atUnit(reader: RecoveringReader): boolean {
  return reader.at('(') && reader.peek(1).kind === ')';
}

/** A tuple in brackets; a single type in brackets is that type. */
export function readBracketedTuple(reader: RecoveringReader, readType: ReadType): void {
  const opening = reader.peek();
  const index = reader.flat.open('tuple_type', opening.start);
  reader.take();
  let count = 0;
  while (!STOPS.has(reader.peek().kind)) {
    readType(reader);
    count++;
    if (!reader.accept(',')) break;
  }
  const inner = reader.text.slice(opening.end, reader.previousEnd).trim();
  const isClosed = reader.accept(')') !== undefined;
  reader.flat.close(index, reader.previousEnd);
  const span = { start: opening.start, end: reader.previousEnd };
  if (!isClosed)
    reader.problem('syntax/expected', opening, 'expected a type, found `(`: use a `tuple<…>` for several values');
  else if (count === 0) reader.foreign(span, 'WIT has no unit type: leave out what has no value');
  else if (count === 1) replace(reader, span, inner, 'a type in brackets');
  else replace(reader, span, `tuple<${inner}>`, 'a tuple');
}

const STOPS = new Set(['eof', ';', '{', '}', ')']);

function replace(reader: RecoveringReader, span: { start: number; end: number }, text: string, what: string): void {
  const fix = { title: `Change to \`${text}\``, edits: [{ ...span, text }] };
  reader.foreign(span, `${what} is written \`${text}\``, { fix });
}
