// The built-in types of WIT, one row each: the primitives, and the generic types, which take arguments. Lexer, readers,
// completion, signature help, hover and semantic tokens all read these rows.

import type { FlatKind } from './flat.ts';
import type { GenericType, HandleKind } from './generic-types.ts';

interface BuiltinType {
  /** How it is written, in all its forms. */
  readonly title: string;
  /** What it is, in Markdown. */
  readonly sentence: string;
  /** The page and section of the specification. */
  readonly page: string;
}

interface PrimitiveRow extends BuiltinType {
  /** Can it be the key of a `map`? */
  readonly mapKey: boolean;
}

/** What may be written for a parameter; a `map-key` is written as one of some primitives, a `stream` has no `char`. */
export type Accepts = 'any' | 'resource' | 'map-key' | 'stream' | 'length';

export interface GenericParameter {
  readonly name: string;
  readonly accepts: Accepts;
  /** It can be left out; before another argument, `_` says so. */
  readonly optional?: boolean;
  /** Any number of arguments. */
  readonly repeated?: boolean;
  /** What is expected, where it is not there. */
  readonly expected?: string;
}

export interface GenericRow extends BuiltinType {
  /** The node of the grammar. */
  readonly node: FlatKind;
  readonly parameters: readonly GenericParameter[];
  /** A handle of a resource. */
  readonly handle: boolean;
  readonly snippet: string;
}

const TYPES = 'WIT.md#types';
const HANDLES = 'WIT.md#handles';
const STREAMS = 'Concurrency.md#streams-and-futures';

export const PRIMITIVES = {
  bool: primitive('bool', '`true` or `false`.', true),
  u8: integer('u', 8),
  u16: integer('u', 16),
  u32: integer('u', 32),
  u64: integer('u', 64),
  s8: integer('s', 8),
  s16: integer('s', 16),
  s32: integer('s', 32),
  s64: integer('s', 64),
  f32: primitive('f32', 'A floating-point number of 32 bits (IEEE 754). All NaNs are one value.', false),
  f64: primitive('f64', 'A floating-point number of 64 bits (IEEE 754). All NaNs are one value.', false),
  char: primitive('char', 'A Unicode scalar value: any code point but a surrogate.', true),
  string: primitive(
    'string',
    'A sequence of Unicode scalar values; its encoding in memory is each component’s own choice.',
    true,
  ),
  'error-context': primitive(
    'error-context',
    'Information for people about what went wrong; programs must not depend on what it says.',
    false,
    'Explainer.md#error-context-type',
  ),
} as const satisfies Readonly<Record<string, PrimitiveRow>>;

export type Primitive = keyof typeof PRIMITIVES;

export const GENERICS: Readonly<Record<GenericName, GenericRow>> = {
  list: {
    node: 'list_type',
    title: 'list<T>, list<T, N>',
    parameters: [
      { name: 'element', accepts: 'any' },
      { name: 'length', accepts: 'length', optional: true },
    ],
    handle: false,
    sentence: 'A sequence of values of one type; with a length `N`, exactly `N` of them, stored inline.',
    page: TYPES,
    snippet: 'list<$1>$0',
  },
  option: {
    node: 'option_type',
    title: 'option<T>',
    parameters: [{ name: 'value', accepts: 'any' }],
    handle: false,
    sentence: 'A value that may be absent: `none` or `some(T)`.',
    page: TYPES,
    snippet: 'option<$1>$0',
  },
  result: {
    node: 'result_type',
    title: 'result, result<T>, result<T, E>, result<_, E>',
    parameters: [
      { name: 'ok', accepts: 'any', optional: true },
      {
        name: 'error',
        accepts: 'any',
        optional: true,
        expected: 'the error type (a result without types is just `result`)',
      },
    ],
    handle: false,
    sentence: 'The outcome of what may fail: `ok` with a `T`, or `err` with an `E`; `_` stands for no value.',
    page: TYPES,
    snippet: 'result<$1>$0',
  },
  tuple: {
    node: 'tuple_type',
    title: 'tuple<A, B, …>',
    parameters: [
      { name: 'first', accepts: 'any' },
      { name: 'second', accepts: 'any', optional: true },
      { name: '…', accepts: 'any', repeated: true },
    ],
    handle: false,
    sentence: 'Values of several types in a fixed order: a record whose fields have numbers.',
    page: TYPES,
    snippet: 'tuple<$1>$0',
  },
  map: {
    node: 'map_type',
    title: 'map<K, V>',
    parameters: [
      { name: 'key', accepts: 'map-key' },
      { name: 'value', accepts: 'any', expected: 'the type of the values' },
    ],
    handle: false,
    sentence:
      'Keys with a value each; passed as a list of pairs. Of a key that occurs twice, the last value counts. Keys are `bool`, integers, `char` or `string`.',
    page: TYPES,
    snippet: 'map<${1:string}, $2>$0',
  },
  future: {
    node: 'future_type',
    title: 'future, future<T>',
    parameters: [{ name: 'value', accepts: 'any', optional: true }],
    handle: false,
    sentence: 'The reading end of a value that comes later, once. Passing it on gives it away.',
    page: STREAMS,
    snippet: 'future<$1>$0',
  },
  stream: {
    node: 'stream_type',
    title: 'stream, stream<T>',
    parameters: [{ name: 'element', accepts: 'stream', optional: true }],
    handle: false,
    sentence: 'The reading end of values that come over time, in chunks. Passing it on gives it away.',
    page: STREAMS,
    snippet: 'stream<$1>$0',
  },
  own: {
    node: 'own_handle',
    title: 'own<R>',
    parameters: [{ name: 'resource', accepts: 'resource' }],
    handle: true,
    sentence: 'A handle that owns a resource: passing it moves the ownership. A bare `R` means the same.',
    page: HANDLES,
    snippet: 'own<$1>$0',
  },
  borrow: {
    node: 'borrow_handle',
    title: 'borrow<R>',
    parameters: [{ name: 'resource', accepts: 'resource' }],
    handle: true,
    sentence: 'A handle lent for the time of the call: the callee must let go of it before it returns. Not in results.',
    page: HANDLES,
    snippet: 'borrow<$1>$0',
  },
};

export type GenericName = GenericType<unknown>['kind'] | HandleKind;

/** The names in the order in which they are offered. */
export const PRIMITIVE_NAMES = Object.keys(PRIMITIVES) as readonly Primitive[];
export const GENERIC_NAMES = Object.keys(GENERICS) as readonly GenericName[];
export const BUILTIN_NAMES: ReadonlySet<string> = new Set([...PRIMITIVE_NAMES, ...GENERIC_NAMES]);
export const MAP_KEYS: readonly Primitive[] = PRIMITIVE_NAMES.filter((name) => PRIMITIVES[name].mapKey);

export function isPrimitive(word: string): word is Primitive {
  return Object.hasOwn(PRIMITIVES, word);
}

export function isGeneric(word: string): word is GenericName {
  return Object.hasOwn(GENERICS, word);
}

export function genericOf(word: string): GenericRow | undefined {
  return isGeneric(word) ? GENERICS[word] : undefined;
}

/** Can it be written without `<…>`? */
export function canBeBare({ parameters }: GenericRow): boolean {
  return parameters.every((it) => it.optional === true && it.repeated !== true);
}

function primitive(name: string, sentence: string, mapKey: boolean, page = TYPES): PrimitiveRow {
  return { title: name, sentence, page, mapKey };
}

function integer(sign: 'u' | 's', bits: number): PrimitiveRow {
  const range = sign === 'u' ? `0 to 2^${bits} − 1` : `−2^${bits - 1} to 2^${bits - 1} − 1`;
  const what = sign === 'u' ? 'An unsigned' : 'A signed';
  return primitive(`${sign}${bits}`, `${what} integer of ${bits} bits, ${range}.`, true);
}
