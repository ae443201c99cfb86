// Words of other languages, language by language: what each stands for in WIT, and which of them can stand for nothing else.

import { describe, expect, it } from 'vitest';
import { FOREIGN_ITEMS, FOREIGN_TYPES, FORMER_TYPES, isBuiltInSpelling } from './foreign.ts';

const LANGUAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Rust: {
    ...{ i8: 's8', i16: 's16', i32: 's32', i64: 's64', isize: 's32', usize: 'u32' },
    ...{
      str: 'string',
      String: 'string',
      Vec: 'list',
      Option: 'option',
      Result: 'result',
      HashMap: 'map',
      slice: 'list',
    },
  },
  Go: {
    ...{
      int8: 's8',
      int16: 's16',
      int32: 's32',
      int64: 's64',
      uint8: 'u8',
      uint16: 'u16',
      uint32: 'u32',
      uint64: 'u64',
    },
    ...{ int: 's32', uint: 'u32', float32: 'f32', float64: 'f64', byte: 'u8', nil: '' },
  },
  'C, C++, C#, Java and Kotlin': {
    ...{ short: 's16', long: 's64', ulong: 'u64', float: 'f32', double: 'f64', void: '', null: '', Boolean: 'bool' },
    ...{ boolean: 'bool', Int: 's32', List: 'list', Map: 'map', Optional: 'option' },
    ...{
      array: 'list',
      Array: 'list',
      vec: 'list',
      buffer: 'list<u8>',
      Future: 'future',
      pair: 'tuple',
      nullable: 'option',
    },
  },
  'TypeScript and Python': {
    ...{
      number: 'f64',
      Promise: 'future',
      promise: 'future',
      integer: 's32',
      dict: 'map',
      Dict: 'map',
      dictionary: 'map',
    },
    ...{ bytes: 'list<u8>', Tuple: 'tuple', Str: 'string', sequence: 'list', none: '' },
  },
  'Protocol Buffers, Haskell and Swift': {
    ...{ repeated: 'list', optional: 'option', Bytes: 'list<u8>', blob: 'list<u8>', hashmap: 'map', Stream: 'stream' },
    ...{ maybe: 'option', either: 'result', unit: '', Bool: 'bool' },
  },
};

describe.each(Object.entries(LANGUAGES))('%s', (_, words) => {
  it.each(Object.entries(words))('calls `%s` what WIT calls `%s`', (word, wit) => {
    expect(FOREIGN_TYPES.get(word)).toBe(wit);
  });
});

it('has no word that nobody has read', () => {
  const read = Object.values(LANGUAGES).flatMap((it) => Object.keys(it));
  expect([...FOREIGN_TYPES.keys()].sort()).toEqual([...new Set(read)].sort());
  expect([...FORMER_TYPES]).toEqual([
    ['float32', 'f32'],
    ['float64', 'f64'],
  ]);
});

it('takes a word for another spelling only where it says its width or can mean nothing else', () => {
  const same = [
    ...['i8 s8', 'i16 s16', 'i32 s32', 'i64 s64', 'int8 s8', 'int64 s64', 'uint8 u8', 'uint32 u32', 'byte u8'],
    ...['float32 f32', 'float64 f64', 'double f64', 'boolean bool', 'Boolean bool', 'Bool bool', 'String string'],
  ];
  for (const pair of same) {
    const [word = '', type = ''] = pair.split(' ');
    expect([pair, isBuiltInSpelling(word, type)]).toEqual([pair, true]);
    // Of no other type.
    expect([pair, isBuiltInSpelling(word, type === 's8' ? 'u8' : 's8')]).toEqual([pair, false]);
  }
  for (const [word, type] of [
    ...[
      ['int', 's32'],
      ['uint', 'u32'],
      ['float', 'f32'],
      ['long', 's64'],
      ['usize', 'u32'],
      ['number', 'f64'],
    ],
    ...[
      ['str', 'string'],
      ['Vec', 'list'],
      ['Option', 'option'],
      ['void', ''],
      ['i128', 's128'],
    ],
  ] as const)
    expect([word, isBuiltInSpelling(word, type)]).toEqual([word, false]);
});

it.each([
  ['fn', 'functions are written `name: func(…)`'],
  ['fun', 'functions are written `name: func(…)`'],
  ['func', 'functions are written `name: func(…)`'],
  ['function', 'functions are written `name: func(…)`'],
  ['def', 'functions are written `name: func(…)`'],
  ['proc', 'functions are written `name: func(…)`'],
  ['rpc', 'functions are written `name: func(…)`'],
  ['method', 'functions are written `name: func(…)`'],
  ['sub', 'functions are written `name: func(…)`'],
  ['struct', 'a type with fields is a `record`'],
  ['class', 'a type with fields is a `record`'],
  ['message', 'a type with fields is a `record`'],
  ['object', 'a type with fields is a `record`'],
  ['data', 'a type with fields is a `record`'],
  ['const', 'WIT has no constants and no variables'],
  ['let', 'WIT has no constants and no variables'],
  ['var', 'WIT has no constants and no variables'],
  ['val', 'WIT has no constants and no variables'],
  ['pub', 'everything in an interface is public, no word says so'],
  ['public', 'everything in an interface is public, no word says so'],
  ['private', 'everything in an interface is public, no word says so'],
  ['protected', 'everything in an interface is public, no word says so'],
  ['typedef', 'another name for a type is written `type name = …;`'],
  ['alias', 'another name for a type is written `type name = …;`'],
  ['oneof', 'one of several values is a `variant`'],
  ['trait', 'a group of functions is an `interface`'],
  ['service', 'a group of functions is an `interface`'],
  ['async', '`async` stands before `func`: `name: async func(…)`'],
  ['component', 'what a component imports and exports is a `world`'],
  ['module', 'what a component imports and exports is a `world`'],
  ['namespace', 'the namespace is part of the package name: `package namespace:name;`'],
])('who begins with `%s` reads: %s', (word, hint) => {
  expect(FOREIGN_ITEMS.get(word)).toBe(hint);
  expect(FOREIGN_ITEMS.size).toBe(31);
});
