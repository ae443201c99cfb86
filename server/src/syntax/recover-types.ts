// Reading types in broken text: `list<`, `result<_, …>`, and the `expected<…>` of old.

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
import type { Reader } from './reader.ts';

const MAX_DEPTH = 100;
const GENERIC_LIST = GENERIC_NAMES.map((name) => `\`${name}\``)
  .join(', ')
  .replace(/, ([^,]*)$/, ' and $1');

export function readType(reader: Reader, depth = 0): void {
  const token = reader.peek();
  if (depth >= MAX_DEPTH) {
    tooDeep(reader, token);
    return;
  }
  if (token.kind === '{' || (reader.peek(1).kind === '{' && DEFINITIONS.has(reader.slice(token)))) {
    readAnonymous(reader, token);
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
    readBracketed(reader, depth);
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

function tooDeep(reader: Reader, token: Token): void {
  reader.problem('syntax/nesting-too-deep', token, `types cannot nest deeper than ${MAX_DEPTH} levels`);
  skipArguments(reader);
}

function readNamed(reader: Reader, token: Token, depth: number): void {
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
    reader.problem('syntax/expected', token, `there is no type \`${word}<…>\`; in WIT it is \`${wit}<…>\``, { fix });
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

/** `(a, b)`, as other languages write a tuple. */
function readBracketed(reader: Reader, depth: number): void {
  const opening = reader.peek();
  reader.problem('syntax/expected', opening, 'expected a type, found `(`: several values are a `tuple<…>`');
  reader.node('tuple_type', () => {
    reader.take();
    while (!STOPS.has(reader.peek().kind)) {
      readType(reader, depth + 1);
      if (!reader.accept(',')) break;
    }
    reader.accept(')');
  });
}

/** What stands before a block of members, here or in other languages; the value is what it is in WIT. */
const DEFINITIONS: ReadonlyMap<string, string> = new Map([
  ...['record', 'variant', 'enum', 'flags', 'resource'].map((it) => [it, it] as const),
  ...['struct', 'class', 'object', '{'].map((it) => [it, 'record'] as const),
  ...['union', 'oneof'].map((it) => [it, 'variant'] as const),
]);

/** `record { … }` in the place of a type. */
function readAnonymous(reader: Reader, token: Token): void {
  const kind = DEFINITIONS.get(reader.slice(token)) ?? 'record';
  const message = `expected a type, found ${reader.describe(token)}: declare it as \`${kind} name { … }\` and write the name here`;
  reader.problem('syntax/expected', token, message);
  if (token.kind !== '{') reader.take();
  reader.balanced();
}

function readGeneric(reader: Reader, row: GenericRow, depth: number, bare = false): void {
  reader.node(row.node, () => {
    const word = reader.take();
    if (bare) return;
    if (!reader.accept('<')) {
      reader.expected(`\`<\` after \`${reader.slice(word)}\``);
      if (!reader.accept('(')) return;
      readArguments(reader, row, depth);
      reader.accept(')');
      return;
    }
    readArguments(reader, row, depth);
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

function readArguments(reader: Reader, { parameters }: GenericRow, depth: number): void {
  if (parameters.some((it) => it.repeated === true)) {
    readRepeated(reader, depth);
    return;
  }
  let required = false;
  for (const [index, parameter] of parameters.entries()) {
    if (index > 0 && !reader.accept(',')) {
      if (required || parameter.optional !== true) reader.expected(`\`,\` and ${parameter.expected ?? 'a type'}`);
      return;
    }
    required = readArgument(reader, parameter, index + 1 < parameters.length, depth);
  }
}

function readRepeated(reader: Reader, depth: number): void {
  while (!reader.at('>') && !reader.at('eof')) {
    readType(reader, depth + 1);
    if (!reader.accept(',')) return;
  }
}

/** True when it was left out with a `_`, so that the next one must be there. */
function readArgument(
  reader: Reader,
  { accepts, optional }: GenericParameter,
  hasNext: boolean,
  depth: number,
): boolean {
  const token = reader.peek();
  if (accepts === 'resource') readResource(reader);
  else if (accepts === 'length') readLength(reader, token);
  else if (token.kind === '_' && optional === true && hasNext) {
    reader.take();
    reader.flat.leaf('placeholder', token.start, token.end);
    return true;
  } else readType(reader, depth + 1);
  return false;
}

function readResource(reader: Reader): void {
  if (isTypeWord(reader.peek())) {
    reader.expected('the name of a resource');
    reader.quietly(() => readType(reader, 0));
  } else reader.name('the name of a resource', '>');
}

function readLength(reader: Reader, token: Token): void {
  if (token.kind !== 'integer') {
    reader.expected('a length (a number of elements)', token);
    return;
  }
  reader.take();
  reader.flat.leaf('integer', token.start, token.end);
}

/** Skips `<…>` with what is nested in it, within the statement. */
function skipArguments(reader: Reader): void {
  let depth = 0;
  for (let token = reader.peek(); !STOPS.has(token.kind); token = reader.peek()) {
    if (token.kind === '>' && depth === 0) return;
    reader.take();
    if (token.kind === '<') depth++;
    if (token.kind === '>' && --depth === 0) return;
  }
}

const STOPS = new Set(['eof', ';', '{', '}', ')']);
