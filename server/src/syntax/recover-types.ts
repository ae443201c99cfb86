// Reading types in broken text: `list<`, `result<_, …>`, and the `expected<…>` of old.

import { FOREIGN_TYPES } from '../base/foreign.ts';
import type { FlatKind } from './flat.ts';
import { PRIMITIVES } from './items.ts';
import { isIdentifier, type Token } from './lexer.ts';
import type { Reader } from './reader.ts';

const MAX_DEPTH = 100;
const PRIMITIVE_KINDS: ReadonlySet<string> = new Set(PRIMITIVES);

export function readType(reader: Reader, depth = 0): void {
  const token = reader.peek();
  if (depth >= MAX_DEPTH) {
    tooDeep(reader, token);
    return;
  }
  if (PRIMITIVE_KINDS.has(token.kind)) {
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
  const form = GENERICS.get(token.kind);
  if (form === undefined || (reader.onNewLine(token) && reader.peek(1).kind === ':')) {
    reader.expected('a type', token);
    return;
  }
  const bare = form.optional === true && reader.peek(1).kind !== '<';
  readGeneric(reader, form.kind, bare ? undefined : () => form.arguments(reader, depth));
}

/** Does a type of one word begin here (and not, say, the name of the next field)? */
export function startsType(token: Token): boolean {
  return PRIMITIVE_KINDS.has(token.kind) || GENERICS.has(token.kind) || isIdentifier(token.kind);
}

/** A type that cannot be a name as well. */
export function isTypeWord(token: Token): boolean {
  return PRIMITIVE_KINDS.has(token.kind) || GENERICS.has(token.kind);
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
    readGeneric(reader, 'result_type', () => resultArguments(reader, depth));
    return;
  }
  const wit = FOREIGN_TYPES.get(word) ?? '';
  const form = GENERICS.get(wit);
  if (form !== undefined && reader.peek(1).kind === '<') {
    const fix = reader.change(token, wit, `Change to \`${wit}\``);
    reader.problem('syntax/expected', token, `there is no type \`${word}<…>\`; in WIT it is \`${wit}<…>\``, { fix });
    readGeneric(reader, form.kind, () => form.arguments(reader, depth));
    return;
  }
  reader.node('type_name', () => {
    reader.take();
    reader.flat.leaf('identifier', token.start, token.end);
  });
  if (!reader.at('<')) return;
  const message = `\`${word}\` takes no type arguments; only \`list\`, \`option\`, \`result\`, \`tuple\`, \`map\`, \`future\`, \`stream\`, \`own\` and \`borrow\` do`;
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

interface Form {
  readonly kind: FlatKind;
  /** May it stand without `<…>`? */
  readonly optional?: boolean;
  readonly arguments: (reader: Reader, depth: number) => void;
}

const one = (reader: Reader, depth: number): void => readType(reader, depth + 1);
const handle = (reader: Reader): void => {
  if (isTypeWord(reader.peek())) {
    reader.expected('the name of a resource');
    reader.quietly(() => readType(reader, 0));
  } else reader.name('the name of a resource', '>');
};

const GENERICS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['list', { kind: 'list_type', arguments: listArguments }],
  ['map', { kind: 'map_type', arguments: mapArguments }],
  ['option', { kind: 'option_type', arguments: one }],
  ['result', { kind: 'result_type', optional: true, arguments: resultArguments }],
  ['tuple', { kind: 'tuple_type', arguments: tupleArguments }],
  ['future', { kind: 'future_type', optional: true, arguments: one }],
  ['stream', { kind: 'stream_type', optional: true, arguments: one }],
  ['own', { kind: 'own_handle', arguments: handle }],
  ['borrow', { kind: 'borrow_handle', arguments: handle }],
]);

function readGeneric(reader: Reader, kind: FlatKind, inner: (() => void) | undefined): void {
  reader.node(kind, () => {
    const word = reader.take();
    if (inner === undefined) return;
    if (!reader.accept('<')) {
      reader.expected(`\`<\` after \`${reader.slice(word)}\``);
      if (!reader.accept('(')) return;
      inner();
      reader.accept(')');
      return;
    }
    inner();
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

function listArguments(reader: Reader, depth: number): void {
  readType(reader, depth + 1);
  if (!reader.accept(',')) return;
  const token = reader.peek();
  if (token.kind !== 'integer') {
    reader.expected('a length (a number of elements)', token);
    return;
  }
  reader.take();
  reader.flat.leaf('integer', token.start, token.end);
}

function mapArguments(reader: Reader, depth: number): void {
  readType(reader, depth + 1);
  if (reader.accept(',')) readType(reader, depth + 1);
  else reader.expected('`,` and the type of the values');
}

function resultArguments(reader: Reader, depth: number): void {
  const token = reader.peek();
  if (token.kind !== '_') {
    readType(reader, depth + 1);
    if (reader.accept(',')) readType(reader, depth + 1);
    return;
  }
  reader.take();
  reader.flat.leaf('placeholder', token.start, token.end);
  if (reader.accept(',')) readType(reader, depth + 1);
  else reader.expected('`,` and the error type (a result without types is just `result`)');
}

function tupleArguments(reader: Reader, depth: number): void {
  while (!reader.at('>') && !reader.at('eof')) {
    readType(reader, depth + 1);
    if (!reader.accept(',')) return;
  }
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
