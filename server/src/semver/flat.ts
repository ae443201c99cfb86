// Core signatures: what is left of a type when it is lowered to core WebAssembly. Two functions with the same core
// signature link whatever their types are, unless something compares the types (component-model `CanonicalABI.md`,
// `flatten_functype`).

import { type Func, originalType, type Type, type TypeDef } from '../model/package.ts';
import { perDefinition } from '../model/visit.ts';
import type { Primitive } from '../syntax/builtins.ts';

type Core = 'i' | 'I' | 'f' | 'F';

/** More core values than this are passed in memory. */
export const MAX_FLAT_PARAMS = 16;
/** Longer than anything that is passed flat; beyond it only the length matters, and that it is memory. */
const LIMIT = 64;

/** The core signature of a function, as text. */
export function coreSignature(func: Func): string {
  const params = func.params.flatMap((it) => flatten(it.type));
  if (func.kind === 'method') params.unshift('i');
  const result = func.result === undefined ? [] : flatten(func.result);
  const passed = params.length > MAX_FLAT_PARAMS ? 'i' : params.join('');
  return `${func.async ? 'async ' : ''}${passed}>${result.length > 1 ? 'p' : result.join('')}`;
}

function flatten(type: Type): readonly Core[] {
  switch (type.kind) {
    case 'primitive':
      return PRIMITIVES[type.name];
    case 'ref':
      return flattenDefinition(type.def);
    case 'list':
      if (type.length === undefined) return ['i', 'i'];
      return repeat(flatten(type.element), type.length);
    case 'map':
      return ['i', 'i'];
    case 'option':
      return variant([undefined, type.of]);
    case 'result':
      return variant([type.ok, type.err]);
    case 'tuple':
      return record(type.items);
    case 'future':
    case 'stream':
    case 'own':
    case 'borrow':
    case 'error':
      return ['i'];
  }
}

const flattenDefinition = perDefinition(computeDefinition);

function computeDefinition(type: TypeDef): readonly Core[] {
  const { def } = type;
  switch (def.kind) {
    case 'alias':
      return flatten(def.type);
    case 'use': {
      const original = originalType(type);
      return original === undefined ? ['i'] : flattenDefinition(original);
    }
    case 'record':
      return record(def.fields.map((it) => it.type));
    case 'variant':
      return variant(def.cases.map((it) => it.type));
    case 'flags':
      return repeat(['i'], Math.max(1, Math.ceil(def.cases.length / 32)));
    case 'enum':
    case 'resource':
      return ['i'];
  }
}

function record(types: readonly Type[]): readonly Core[] {
  const all: Core[] = [];
  for (const type of types) {
    all.push(...flatten(type));
    if (all.length > LIMIT) return all.slice(0, LIMIT);
  }
  return all;
}

function variant(payloads: readonly (Type | undefined)[]): readonly Core[] {
  const joined: Core[] = [];
  for (const payload of payloads) {
    if (payload === undefined) continue;
    for (const [index, core] of flatten(payload).entries()) {
      const other = joined[index];
      joined[index] = other === undefined || other === core ? core : join(other, core);
    }
  }
  const all: Core[] = ['i', ...joined];
  return all.slice(0, LIMIT);
}

function join(a: Core, b: Core): Core {
  return (a === 'i' && b === 'f') || (a === 'f' && b === 'i') ? 'i' : 'I';
}

function repeat(cores: readonly Core[], count: number): readonly Core[] {
  const all: Core[] = [];
  for (let at = 0; at < count && all.length < LIMIT; at++) all.push(...cores);
  return all.slice(0, LIMIT);
}

const PRIMITIVES: Readonly<Record<Primitive, readonly Core[]>> = {
  bool: ['i'],
  u8: ['i'],
  u16: ['i'],
  u32: ['i'],
  u64: ['I'],
  s8: ['i'],
  s16: ['i'],
  s32: ['i'],
  s64: ['I'],
  f32: ['f'],
  f64: ['F'],
  char: ['i'],
  string: ['i', 'i'],
  'error-context': ['i'],
};
