// What other languages call things, and what WIT calls them: for people who come from there.

/** Types of other languages. An empty name: WIT has none, and needs none. */
export const FOREIGN_TYPES: ReadonlyMap<string, string> = new Map([
  ...pairs('s8', 'i8', 'int8'),
  ...pairs('s16', 'i16', 'int16', 'short'),
  ...pairs('s32', 'i32', 'int32', 'int', 'integer', 'Int', 'isize'),
  ...pairs('s64', 'i64', 'int64', 'long'),
  ...pairs('u8', 'uint8', 'byte'),
  ...pairs('u16', 'uint16'),
  ...pairs('u32', 'uint32', 'uint', 'usize'),
  ...pairs('u64', 'uint64', 'ulong'),
  ...pairs('f32', 'float32', 'float'),
  ...pairs('f64', 'float64', 'double', 'number'),
  ...pairs('bool', 'boolean', 'Boolean', 'Bool'),
  ...pairs('string', 'str', 'String', 'Str'),
  ...pairs('list', 'vec', 'Vec', 'array', 'Array', 'List', 'slice', 'sequence', 'repeated'),
  ...pairs('list<u8>', 'bytes', 'blob', 'buffer', 'Bytes'),
  ...pairs('option', 'optional', 'Optional', 'Option', 'maybe', 'nullable'),
  ...pairs('result', 'Result', 'either'),
  ...pairs('map', 'dict', 'hashmap', 'HashMap', 'Map', 'dictionary', 'Dict'),
  ...pairs('tuple', 'Tuple', 'pair'),
  ...pairs('future', 'promise', 'Promise', 'Future'),
  ...pairs('stream', 'Stream'),
  ...pairs('', 'void', 'unit', 'nil', 'null', 'none'),
]);

/** What WIT itself once called them: texts of that time still mean what they meant. */
export const FORMER_TYPES: ReadonlyMap<string, 'f32' | 'f64'> = new Map([
  ['float32', 'f32'],
  ['float64', 'f64'],
]);

function pairs(wit: string, ...foreign: readonly string[]): [string, string][] {
  return foreign.map((it) => [it, wit]);
}

/** Words that name a width, or can name nothing else. `int` and `float` differ between languages; `str` may become `stream`. */
const EXACT = /^(?:i|int|uint|float|double)\d*$/;
const INEXACT = new Set(['int', 'uint', 'float', 'i']);
const EXACT_WORDS = new Set(['byte', 'boolean', 'Boolean', 'Bool', 'String']);

/** Is the word another spelling of the built-in type and of no other? */
export function isBuiltInSpelling(word: string, type: string): boolean {
  if (FOREIGN_TYPES.get(word) !== type) return false;
  return EXACT_WORDS.has(word) || (EXACT.test(word) && !INEXACT.has(word));
}

const FUNCTIONS = 'functions are written `name: func(…)`';
const RECORDS = 'a type with fields is a `record`';
const VALUES = 'WIT has no constants and no variables';
const PUBLIC = 'everything in an interface is public, no word says so';

/** Words that begin declarations in other languages, and what to write. */
export const FOREIGN_ITEMS: ReadonlyMap<string, string> = new Map([
  ...['fn', 'fun', 'func', 'function', 'def', 'proc', 'rpc', 'method', 'sub'].map((it) => [it, FUNCTIONS] as const),
  ...['struct', 'class', 'message', 'object', 'data'].map((it) => [it, RECORDS] as const),
  ...['const', 'let', 'var', 'val'].map((it) => [it, VALUES] as const),
  ...['pub', 'public', 'private', 'protected'].map((it) => [it, PUBLIC] as const),
  ['typedef', 'another name for a type is written `type name = …;`'],
  ['alias', 'another name for a type is written `type name = …;`'],
  ['oneof', 'one of several values is a `variant`'],
  ['trait', 'a group of functions is an `interface`'],
  ['service', 'a group of functions is an `interface`'],
  ['async', '`async` stands before `func`: `name: async func(…)`'],
  ['component', 'what a component imports and exports is a `world`'],
  ['module', 'what a component imports and exports is a `world`'],
  ['namespace', 'the namespace is part of the package name: `package namespace:name;`'],
]);
