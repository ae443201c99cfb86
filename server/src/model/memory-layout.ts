// How values of a type lie in memory in the canonical ABI (component-model `CanonicalABI.md`): size, alignment, number of
// core values; and how deep and how large a type is, which the reference limits.

import type { Primitive } from '../syntax/builtins.ts';
import { originalType, type Type, type TypeDef } from './package.ts';
import { perDefinition } from './visit.ts';

export interface Layout {
  /** Bytes; a 32-bit component. May exceed what is allowed. */
  readonly size: number;
  readonly align: number;
  /** The most bytes that the type, or any type inside it, takes. */
  readonly largest: number;
  /** Core values when passed flat. */
  readonly flat: number;
  /** Nesting, as the reference's validator counts it: 1 for a primitive. */
  readonly depth: number;
  /** Nodes of the type with every name expanded, as the reference's validator counts them. */
  readonly weight: number;
}

/** Bytes of a pointer: 4 in today's components; the reference limits sizes as they would be with 8. */
export type Pointer = 4 | 8;

/** What is missing was reported: it makes nothing too large or too deep. */
const UNKNOWN: Layout = { size: 0, align: 1, largest: 0, flat: 0, depth: -1e9, weight: 0 };

export function layoutOf(type: Type, pointer: Pointer = 4): Layout {
  switch (type.kind) {
    case 'primitive':
      return type.name === 'string' ? pair(pointer, []) : PRIMITIVES[type.name];
    case 'ref':
      return layoutOfDefinition(type.def, pointer);
    case 'own':
    case 'borrow':
      return scalar(4);
    case 'list': {
      const element = layoutOf(type.element, pointer);
      if (type.length === undefined) return pair(pointer, [element]);
      const size = alignTo(element.size, element.align) * type.length;
      const flat = Math.min(element.flat * type.length, 1e9);
      return { size, align: element.align, flat, ...around(size, [element]) };
    }
    case 'map':
      return pair(pointer, [layoutOf(type.key, pointer), layoutOf(type.value, pointer)]);
    case 'option':
      return variant([undefined, layoutOf(type.of, pointer)]);
    case 'result':
      return variant([type.ok && layoutOf(type.ok, pointer), type.err && layoutOf(type.err, pointer)]);
    case 'tuple':
      return record(type.items.map((item) => layoutOf(item, pointer)));
    case 'future':
    case 'stream': {
      return { size: 4, align: 4, flat: 1, ...around(4, type.of === undefined ? [] : [layoutOf(type.of, pointer)]) };
    }
    case 'error':
      return UNKNOWN;
  }
}

export function layoutOfDefinition(type: TypeDef, pointer: Pointer = 4): Layout {
  return definitions[pointer](type);
}

const definitions = {
  4: perDefinition((type) => computeDefinition(type, 4)),
  8: perDefinition((type) => computeDefinition(type, 8)),
};

function computeDefinition(type: TypeDef, pointer: Pointer): Layout {
  const { def } = type;
  switch (def.kind) {
    case 'alias':
      return layoutOf(def.type, pointer);
    case 'use': {
      const original = originalType(type);
      return original === undefined ? UNKNOWN : layoutOfDefinition(original, pointer);
    }
    case 'record':
      return record(def.fields.map((field) => layoutOf(field.type, pointer)));
    case 'variant':
      return variant(def.cases.map((it) => (it.type === undefined ? undefined : layoutOf(it.type, pointer))));
    case 'enum':
      return variant(def.cases.map(() => undefined));
    case 'flags':
      return flags(def.cases.length);
    case 'resource':
      return scalar(4);
  }
}

/** A pointer and a length. */
function pair(pointer: Pointer, parts: readonly Layout[]): Layout {
  return { size: 2 * pointer, align: pointer, flat: 2, ...around(2 * pointer, parts) };
}

/** Bytes that hold the number of a case. */
export function discriminantSize(cases: number): number {
  if (cases <= 1 << 8) return 1;
  return cases <= 1 << 16 ? 2 : 4;
}

function flags(count: number): Layout {
  const size = count <= 8 ? 1 : count <= 16 ? 2 : 4 * Math.max(1, Math.ceil(count / 32));
  return { size, align: Math.min(size, 4), flat: Math.max(1, Math.ceil(count / 32)), ...around(size, []) };
}

function record(fields: readonly Layout[]): Layout {
  let size = 0;
  let align = 1;
  let flat = 0;
  for (const field of fields) {
    size = alignTo(size, field.align) + field.size;
    align = Math.max(align, field.align);
    flat += field.flat;
  }
  size = alignTo(size, align);
  return { size, align, flat, ...around(size, fields) };
}

function variant(cases: readonly (Layout | undefined)[]): Layout {
  const discriminant = discriminantSize(cases.length);
  const payloads = cases.filter((it) => it !== undefined);
  let payloadAlign = 1;
  let payloadSize = 0;
  let payloadFlat = 0;
  for (const it of payloads) {
    payloadAlign = Math.max(payloadAlign, it.align);
    payloadSize = Math.max(payloadSize, it.size);
    payloadFlat = Math.max(payloadFlat, it.flat);
  }
  const align = Math.max(discriminant, payloadAlign);
  const size = alignTo(alignTo(discriminant, payloadAlign) + payloadSize, align);
  return { size, align, flat: 1 + payloadFlat, ...around(size, payloads) };
}

function around(size: number, parts: readonly Layout[]): Pick<Layout, 'largest' | 'depth' | 'weight'> {
  let largest = size;
  let depth = parts.length === 0 ? 0 : -1e9;
  let weight = 1;
  for (const part of parts) {
    largest = Math.max(largest, part.largest);
    depth = Math.max(depth, part.depth);
    weight += part.weight;
  }
  return { largest, depth: depth + 1, weight };
}

function alignTo(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

function scalar(size: number): Layout {
  return { size, align: size, largest: size, flat: 1, depth: 1, weight: 1 };
}

const PRIMITIVES: Readonly<Record<Exclude<Primitive, 'string'>, Layout>> = {
  bool: scalar(1),
  u8: scalar(1),
  s8: scalar(1),
  u16: scalar(2),
  s16: scalar(2),
  u32: scalar(4),
  s32: scalar(4),
  u64: scalar(8),
  s64: scalar(8),
  f32: scalar(4),
  f64: scalar(8),
  char: scalar(4),
  'error-context': scalar(4),
};
