// Reading types in broken text: `list<`, `result<_, …>`, and the `expected<…>` of old.

import type { FlatKind } from './flat.ts';
import { PRIMITIVES } from './items.ts';
import { isIdentifier } from './lexer.ts';
import type { Reader } from './reader.ts';

const MAX_DEPTH = 100;
const PRIMITIVE_KINDS: ReadonlySet<string> = new Set(PRIMITIVES);

export function readType(reader: Reader, depth: number): void {
  const token = reader.peek();
  if (depth >= MAX_DEPTH) {
    reader.problem('syntax/nesting-too-deep', token, `types cannot nest deeper than ${MAX_DEPTH} levels`);
    skipArguments(reader);
    return;
  }
  if (PRIMITIVE_KINDS.has(token.kind)) {
    reader.take();
    reader.flat.leaf('primitive_type', token.start, token.end);
    return;
  }
  if (isIdentifier(token.kind)) {
    if (reader.slice(token) === 'expected' && reader.peek(1).kind === '<') {
      const fix = {
        title: 'Change to `result`',
        edits: [{ start: token.start, end: token.end, text: 'result' }],
      };
      reader.problem('syntax/old-expected', token, '`expected` is now called `result`', fix);
      generic(reader, 'result_type', () => resultArguments(reader, depth));
      return;
    }
    reader.node('type_name', () => {
      reader.take();
      reader.flat.leaf('identifier', token.start, token.end);
    });
    if (reader.at('<')) {
      reader.problem(
        'syntax/expected',
        reader.peek(),
        `\`${reader.slice(token)}\` takes no type arguments; only \`list\`, \`option\`, \`result\`, \`tuple\`, \`map\`, \`future\`, \`stream\`, \`own\` and \`borrow\` do`,
      );
      skipArguments(reader);
    }
    return;
  }
  const form = GENERICS.get(token.kind);
  if (form === undefined) {
    reader.expected('a type', token);
    return;
  }
  generic(
    reader,
    form.kind,
    form.optional && reader.peek(1).kind !== '<' ? undefined : () => form.arguments(reader, depth),
  );
}

interface Form {
  readonly kind: FlatKind;
  /** May it stand without `<…>`? */
  readonly optional?: boolean;
  readonly arguments: (reader: Reader, depth: number) => void;
}

const one = (reader: Reader, depth: number): void => readType(reader, depth + 1);
const handle = (reader: Reader): void => {
  reader.name('the name of a resource', '>');
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

function generic(reader: Reader, kind: FlatKind, inner: (() => void) | undefined): void {
  reader.node(kind, () => {
    const word = reader.take();
    if (inner === undefined) return;
    if (!reader.accept('<')) {
      reader.expected(`\`<\` after \`${reader.slice(word)}\``);
      return;
    }
    inner();
    if (reader.accept('>')) return;
    if (reader.at('eof') || reader.startsItem())
      reader.problem(
        'syntax/unclosed-delimiter',
        { start: word.start, end: word.end },
        `the \`<\` of this \`${reader.slice(word)}\` is never closed: \`>\` is missing`,
      );
    else reader.expected('`>`');
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
