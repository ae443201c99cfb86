// Reading types in broken text: `list<`, `result<_, …>`, and the old `expected<…>`.

import { FOREIGN_TYPES } from '../base/foreign.ts';
import {
  canBeBare,
  GENERIC_NAMES,
  GENERICS,
  type GenericParameter,
  type GenericRow,
  genericOf,
  isPrimitive,
} from './builtins.ts';
import { isIdentifier, type Token } from './lexer.ts';
import type { RecoveringReader } from './reader.ts';
import {
  atUnit,
  readBracketedTuple,
  readForeignPrefix,
  readForeignSuffixes,
  readQualified,
} from './recover-foreign-types.ts';
import { readInlineType } from './recover-inline.ts';

const MAX_DEPTH = 100;
const GENERIC_LIST = GENERIC_NAMES.map((name) => `\`${name}\``)
  .join(', ')
  .replace(/, ([^,]*)$/, ' and $1');

export function readType(reader: RecoveringReader, depth = 0): void {
  const { start } = reader.peek();
  const index = reader.flat.kinds.length;
  const inner = (it: RecoveringReader): void => readType(it, depth + 1);
  if (depth < MAX_DEPTH && !reader.onNewLine(reader.peek())) {
    if (readInlineType(reader) || readForeignPrefix(reader, inner) || readQualified(reader)) return;
  }
  readPlainType(reader, depth);
  if (reader.previousEnd > start && reader.flat.kinds.length > index) readForeignSuffixes(reader, index, start);
}

function readPlainType(reader: RecoveringReader, depth: number): void {
  const token = reader.peek();
  if (depth >= MAX_DEPTH) {
    tooDeep(reader, token);
    return;
  }
  if (isPrimitive(token.kind)) {
    reader.take();
    reader.flat.leaf('primitive_type', token.start, token.end);
    return;
  }
  if (isIdentifier(token.kind)) {
    readNamed(reader, token, depth);
    return;
  }
  if (token.kind === '(') {
    readBracketedTuple(reader, (it) => readType(it, depth + 1));
    return;
  }
  const row = genericOf(token.kind);
  if (row === undefined || (reader.onNewLine(token) && reader.peek(1).kind === ':')) {
    reader.expected('a type', token);
    return;
  }
  readGeneric(reader, row, depth, canBeBare(row) && reader.peek(1).kind !== '<');
}

/** Does a type of one word begin here (and not, say, the name of the next field)? */
export function startsType(token: Token): boolean {
  return isTypeWord(token) || isIdentifier(token.kind);
}

/** A type that cannot be a name as well. */
export function isTypeWord(token: Token): boolean {
  return isPrimitive(token.kind) || genericOf(token.kind) !== undefined;
}

function tooDeep(reader: RecoveringReader, token: Token): void {
  reader.problem('syntax/nesting-too-deep', token, `types cannot nest deeper than ${MAX_DEPTH} levels`);
  skipArguments(reader);
}

function readNamed(reader: RecoveringReader, token: Token, depth: number): void {
  // `name:` on the next line is the next field or function: here, the type is missing.
  if (reader.onNewLine(token) && reader.peek(1).kind === ':') {
    reader.expected('a type', token);
    return;
  }
  const word = reader.slice(token);
  if (word === 'expected' && reader.peek(1).kind === '<') {
    const edits = [{ start: token.start, end: token.end, text: 'result' }];
    const ok = reader.peek(2);
    if (reader.slice(ok) === 'unit' && reader.peek(3).kind === ',')
      edits.push({ start: ok.start, end: ok.end, text: '_' });
    const fix = { title: 'Change to `result`', edits, safe: true } as const;
    reader.problem('syntax/old-expected', token, '`expected` is now called `result`', { fix });
    readGeneric(reader, GENERICS.result, depth);
    return;
  }
  const wit = FOREIGN_TYPES.get(word) ?? '';
  const row = genericOf(wit);
  if (row !== undefined && reader.peek(1).kind === '<') {
    const fix = reader.change(token, wit, `Change to \`${wit}\``);
    reader.problem('syntax/expected', token, `unknown type \`${word}<…>\`; in WIT it is \`${wit}<…>\``, { fix });
    readGeneric(reader, row, depth);
    return;
  }
  reader.node('type_name', () => {
    reader.take();
    reader.flat.leaf('identifier', token.start, token.end);
  });
  if (!reader.at('<')) return;
  const message = `\`${word}\` takes no type arguments; only ${GENERIC_LIST} do`;
  reader.problem('syntax/expected', reader.peek(), message);
  skipArguments(reader);
}

function readGeneric(reader: RecoveringReader, row: GenericRow, depth: number, bare = false): void {
  reader.node(row.node, () => {
    const word = reader.take();
    if (bare) return;
    if (!reader.accept('<')) {
      if (!readOtherBrackets(reader, word, row, depth)) reader.expected(`\`<\` after \`${reader.slice(word)}\``);
      return;
    }
    const rewritten = canBeBare(row) ? readOptional(reader, row, depth) : undefined;
    if (!canBeBare(row)) readArguments(reader, row, depth);
    if (rewritten !== undefined && reader.at('>')) {
      const span = { start: word.start, end: reader.peek().end };
      const text = `${reader.slice(word)}${rewritten}`;
      const fix = { title: `Change to \`${text}\``, edits: [{ ...span, text }] };
      reader.foreign(span, `what has no value is left out: \`${text}\``, { fix });
    }
    if (reader.accept('>')) return;
    if (reader.at('eof') || reader.startsStatement()) {
      const message = `the \`<\` of this \`${reader.slice(word)}\` is never closed: \`>\` is missing`;
      reader.problem('syntax/unclosed-delimiter', word, message, { fix: reader.insertBracket('>') });
    } else {
      const isOver = reader.at(';') || reader.at(')') || reader.at('}');
      reader.expected('`>`', reader.peek(), isOver ? reader.insertBracket('>') : undefined);
    }
  });
}

/** Arguments that may be left out. Where they are left out in another way than WIT's, the text that WIT has for them. */
function readOptional(reader: RecoveringReader, { parameters }: GenericRow, depth: number): string | undefined {
  const texts: string[] = [];
  let isOther = false;
  for (const [index] of parameters.entries()) {
    if (index > 0 && !reader.accept(',')) break;
    const start = reader.peek().start;
    if (atUnit(reader)) {
      isOther = true;
      reader.take();
      reader.take();
      texts.push('_');
    } else if (reader.at('_')) {
      reader.take();
      texts.push('_');
    } else {
      readType(reader, depth + 1);
      texts.push(reader.text.slice(start, reader.previousEnd));
    }
    if (texts.at(-1) === '_' && index + 1 < parameters.length)
      reader.flat.leaf('placeholder', start, reader.previousEnd);
  }
  const used = texts.slice(0, texts.findLastIndex((it) => it !== '_') + 1);
  if (!isOther && used.length === texts.length) return undefined;
  return used.length === 0 ? '' : `<${used.join(', ')}>`;
}

/** `list[t]` and `list(t)`. */
function readOtherBrackets(reader: RecoveringReader, word: Token, row: GenericRow, depth: number): boolean {
  const opening = reader.peek();
  const close = reader.slice(opening) === '[' ? ']' : reader.at('(') ? ')' : undefined;
  if (close === undefined || reader.onNewLine(opening)) return false;
  reader.take();
  readArguments(reader, row, depth);
  const closing = reader.peek();
  if (reader.slice(closing) !== close) {
    reader.foreign(opening, `the arguments of \`${reader.slice(word)}\` are written in \`<…>\``);
    return true;
  }
  reader.take();
  const text = `${reader.slice(word)}<${reader.text.slice(opening.end, closing.start).trim()}>`;
  const span = { start: word.start, end: closing.end };
  const fix = { title: `Change to \`${text}\``, edits: [{ ...span, text }] };
  reader.foreign(span, `the arguments of a type are written in \`<…>\`: \`${text}\``, { fix });
  return true;
}

function readArguments(reader: RecoveringReader, { parameters }: GenericRow, depth: number): void {
  if (parameters.some((it) => it.repeated === true)) {
    readRepeated(reader, depth);
    return;
  }
  for (const [index, parameter] of parameters.entries()) {
    if (index > 0 && !reader.accept(',')) {
      if (parameter.optional !== true) reader.expected(`\`,\` and ${parameter.expected ?? 'a type'}`);
      return;
    }
    readArgument(reader, parameter, depth);
  }
}

function readRepeated(reader: RecoveringReader, depth: number): void {
  while (!reader.at('>') && !reader.at('eof')) {
    readType(reader, depth + 1);
    if (!reader.accept(',')) return;
  }
}

function readArgument(reader: RecoveringReader, { accepts }: GenericParameter, depth: number): void {
  if (accepts === 'resource') readResource(reader);
  else if (accepts === 'length') readLength(reader, reader.peek());
  else readType(reader, depth + 1);
}

function readResource(reader: RecoveringReader): void {
  if (isTypeWord(reader.peek())) {
    reader.expected('the name of a resource');
    reader.quietly(() => readType(reader, 0));
  } else reader.name('the name of a resource', '>');
}

function readLength(reader: RecoveringReader, token: Token): void {
  if (token.kind !== 'integer') {
    reader.expected('a length (a number of elements)', token);
    return;
  }
  reader.take();
  reader.flat.leaf('integer', token.start, token.end);
}

/** Skips `<…>` with what is nested in it, within the statement. */
function skipArguments(reader: RecoveringReader): void {
  let depth = 0;
  for (let token = reader.peek(); !STOPS.has(token.kind); token = reader.peek()) {
    if (token.kind === '>' && depth === 0) return;
    reader.take();
    if (token.kind === '<') depth++;
    if (token.kind === '>' && --depth === 0) return;
  }
}

const STOPS = new Set(['eof', ';', '{', '}', ')']);
