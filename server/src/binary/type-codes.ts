// The bytes that stand for types (component-model `Binary.md`).

import type { GenericName, Primitive } from '../syntax/builtins.ts';

export const PRIMITIVE_CODES: Readonly<Record<Primitive, number>> = {
  bool: 0x7f,
  s8: 0x7e,
  u8: 0x7d,
  s16: 0x7c,
  u16: 0x7b,
  s32: 0x7a,
  u32: 0x79,
  s64: 0x78,
  u64: 0x77,
  f32: 0x76,
  f64: 0x75,
  char: 0x74,
  string: 0x73,
  'error-context': 0x64,
};

export const GENERIC_CODES: Readonly<Record<GenericName, number>> = {
  list: 0x70,
  tuple: 0x6f,
  option: 0x6b,
  result: 0x6a,
  own: 0x69,
  borrow: 0x68,
  stream: 0x66,
  future: 0x65,
  map: 0x63,
};
