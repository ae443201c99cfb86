// The bytes of a WebAssembly component's type level: types, imports, exports and aliases (component-model `Binary.md`).
// Everything else is passed over. Never throws: a broken binary gives `undefined`.

import type { GenericName, Primitive } from '../syntax/builtins.ts';
import type { GenericType, HandleKind } from '../syntax/generic-types.ts';

/** A type as it stands in the binary; numbers index the types of the scope it stands in. */
export type BinaryType =
  | { readonly kind: 'primitive'; readonly name: Primitive }
  | { readonly kind: 'record'; readonly fields: readonly Named[] }
  | {
      readonly kind: 'variant';
      readonly cases: readonly { readonly name: string; readonly type: ValueType | undefined }[];
    }
  | { readonly kind: 'flags' | 'enum'; readonly names: readonly string[] }
  | GenericType<ValueType>
  | { readonly kind: HandleKind; readonly index: number }
  | {
      readonly kind: 'func';
      readonly async: boolean;
      readonly params: readonly Named[];
      readonly result: ValueType | undefined;
    }
  | { readonly kind: 'component' | 'instance'; readonly declarations: readonly Declaration[] }
  | { readonly kind: 'resource' };

export type ValueType = Primitive | number;

export interface Named {
  readonly name: string;
  readonly type: ValueType;
}

export type Declaration =
  | { readonly kind: 'type'; readonly type: BinaryType }
  | { readonly kind: 'alias-export'; readonly sort: Sort; readonly instance: number; readonly name: string }
  | { readonly kind: 'alias-outer'; readonly sort: Sort; readonly count: number; readonly index: number }
  | { readonly kind: 'import' | 'export'; readonly name: string; readonly item: Extern }
  | { readonly kind: 'core' };

export type Sort = 'core' | 'func' | 'value' | 'type' | 'component' | 'instance';

export type Extern =
  | { readonly kind: 'func' | 'component' | 'instance'; readonly index: number }
  /** `index` absent: a resource of its own. */
  | { readonly kind: 'type'; readonly index: number | undefined }
  | { readonly kind: 'other' };

export interface BinaryComponent {
  /** Types, aliases, imports and exports of the outermost scope in order: an exported type gets a new number, too. */
  readonly declarations: readonly Declaration[];
  readonly exports: readonly { readonly name: string; readonly sort: Sort; readonly index: number }[];
  /** Custom sections by name. */
  readonly custom: ReadonlyMap<string, Uint8Array>;
  /** Has it code, so that it is more than a description? */
  readonly hasCode: boolean;
}

/** Is it a component (not a core module)? */
export function isComponent(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x00, 0x61, 0x73, 0x6d]) && bytes[6] === 1;
}

export function isWasm(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x00, 0x61, 0x73, 0x6d]);
}

export function isCoreModule(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

export function readComponent(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): BinaryComponent | undefined {
  if (!isComponent(bytes)) return undefined;
  const declarations: Declaration[] = [];
  const exports: { name: string; sort: Sort; index: number }[] = [];
  const custom = new Map<string, Uint8Array>();
  let hasCode = false;
  const reader = new Bytes(bytes, 8, bytes.length, decode);
  while (!reader.done && reader.ok) {
    const id = reader.byte();
    const size = reader.unsigned();
    const section = reader.slice(size);
    if (section === undefined) return undefined;
    if (id === 0) custom.set(section.name(), section.rest());
    else if (id === 7) section.vector(() => declarations.push({ kind: 'type', type: readType(section, 0) }));
    else if (id === 6) section.vector(() => declarations.push(readAlias(section)));
    else if (id === 10)
      section.vector(() =>
        declarations.push({ kind: 'import', name: section.externName(), item: readExtern(section) }),
      );
    else if (id === 11) {
      for (const it of section.vector(() => readExport(section))) {
        exports.push(it);
        if (it.sort === 'type')
          declarations.push({ kind: 'export', name: it.name, item: { kind: 'type', index: it.index } });
      }
    } else if (id === 1 || id === 4) hasCode = true;
    if (!section.ok) return undefined;
  }
  return reader.ok ? { declarations, exports, custom, hasCode } : undefined;
}

function readExport(reader: Bytes): { name: string; sort: Sort; index: number } {
  const name = reader.externName();
  const sort = readSort(reader);
  const index = reader.unsigned();
  if (reader.byte() === 1) readExtern(reader);
  return { name, sort, index };
}

export function readSort(reader: Bytes): Sort {
  const byte = reader.byte();
  if (byte === 0) reader.byte();
  return (['core', 'func', 'value', 'type', 'component', 'instance'] as const)[byte] ?? reader.fail('core');
}

export function readAlias(reader: Bytes): Declaration {
  const sort = readSort(reader);
  const target = reader.byte();
  if (target === 2) return { kind: 'alias-outer', sort, count: reader.unsigned(), index: reader.unsigned() };
  if (target > 2) return reader.fail({ kind: 'core' });
  const instance = reader.unsigned();
  return { kind: 'alias-export', sort, instance, name: reader.string() };
}

export function readExtern(reader: Bytes): Extern {
  const byte = reader.byte();
  if (byte === 0) {
    reader.byte();
    reader.unsigned();
    return { kind: 'other' };
  }
  if (byte === 1) return { kind: 'func', index: reader.unsigned() };
  if (byte === 3) {
    const bound = reader.byte();
    return { kind: 'type', index: bound === 0 ? reader.unsigned() : undefined };
  }
  if (byte === 4) return { kind: 'component', index: reader.unsigned() };
  if (byte === 5) return { kind: 'instance', index: reader.unsigned() };
  return reader.fail({ kind: 'other' });
}

const MAX_DEPTH = 64;
const PRIMITIVES: ReadonlyMap<number, Primitive> = byCode({
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
});
/** A list of fixed length has a code of its own. */
const FIXED_LIST = 0x67;
const GENERICS: ReadonlyMap<number, GenericName> = byCode({
  list: 0x70,
  tuple: 0x6f,
  option: 0x6b,
  result: 0x6a,
  own: 0x69,
  borrow: 0x68,
  stream: 0x66,
  future: 0x65,
  map: 0x63,
});

function byCode<N extends string>(codes: Readonly<Record<N, number>>): ReadonlyMap<number, N> {
  return new Map((Object.keys(codes) as N[]).map((name) => [codes[name], name]));
}

export function readValue(reader: Bytes): ValueType {
  const primitive = PRIMITIVES.get(reader.look());
  if (primitive === undefined) return reader.unsigned();
  reader.byte();
  return primitive;
}

function readOptional(reader: Bytes): ValueType | undefined {
  return reader.byte() === 1 ? readValue(reader) : undefined;
}

function readNamed(reader: Bytes): Named {
  return { name: reader.string(), type: readValue(reader) };
}

export function readType(reader: Bytes, depth: number): BinaryType {
  const byte = reader.byte();
  const primitive = PRIMITIVES.get(byte);
  if (primitive !== undefined) return { kind: 'primitive', name: primitive };
  const generic = GENERICS.get(byte);
  if (generic !== undefined) return readGeneric(reader, generic);
  if (byte === FIXED_LIST) return { kind: 'list', element: readValue(reader), length: reader.unsigned() };
  switch (byte) {
    case 0x72:
      return { kind: 'record', fields: reader.vector(() => readNamed(reader)) };
    case 0x71:
      return { kind: 'variant', cases: reader.vector(() => readCase(reader)) };
    case 0x6e:
      return { kind: 'flags', names: reader.vector(() => reader.string()) };
    case 0x6d:
      return { kind: 'enum', names: reader.vector(() => reader.string()) };
    case 0x40:
    case 0x43:
      return readFunc(reader, byte === 0x43);
    case 0x41:
    case 0x42: {
      if (depth >= MAX_DEPTH) return reader.fail({ kind: 'resource' });
      const declarations = reader.vector(() => readDeclaration(reader, depth + 1));
      return { kind: byte === 0x41 ? 'component' : 'instance', declarations };
    }
    case 0x3f:
      reader.byte();
      if (reader.byte() === 1) reader.unsigned();
      return { kind: 'resource' };
    default:
      return reader.fail({ kind: 'resource' });
  }
}

/** The arguments of a generic type, in the order of the encoding. */
function readGeneric(reader: Bytes, kind: GenericName): BinaryType {
  switch (kind) {
    case 'list':
      return { kind, element: readValue(reader) };
    case 'map':
      return { kind, key: readValue(reader), value: readValue(reader) };
    case 'tuple':
      return { kind, items: reader.vector(() => readValue(reader)) };
    case 'option':
      return { kind, of: readValue(reader) };
    case 'result':
      return { kind, ...optional('ok', readOptional(reader)), ...optional('err', readOptional(reader)) };
    case 'future':
    case 'stream':
      return { kind, ...optional('of', readOptional(reader)) };
    case 'own':
    case 'borrow':
      return { kind, index: reader.unsigned() };
  }
}

function optional<N extends string>(name: N, type: ValueType | undefined): { readonly [K in N]?: ValueType } {
  return type === undefined ? {} : ({ [name]: type } as { readonly [K in N]: ValueType });
}

function readCase(reader: Bytes): { name: string; type: ValueType | undefined } {
  const name = reader.string();
  const type = readOptional(reader);
  if (reader.byte() === 1) reader.unsigned();
  return { name, type };
}

function readFunc(reader: Bytes, async: boolean): BinaryType {
  const params = reader.vector(() => readNamed(reader));
  const none = reader.byte() === 1;
  if (!none) return { kind: 'func', async, params, result: readValue(reader) };
  reader.byte();
  return { kind: 'func', async, params, result: undefined };
}

function readDeclaration(reader: Bytes, depth: number): Declaration {
  const byte = reader.byte();
  if (byte === 1) return { kind: 'type', type: readType(reader, depth) };
  if (byte === 2) return readAlias(reader);
  if (byte === 3) return { kind: 'import', name: reader.externName(), item: readExtern(reader) };
  if (byte === 4) return { kind: 'export', name: reader.externName(), item: readExtern(reader) };
  return reader.fail({ kind: 'core' });
}

/** What can be said of a name beside it. */
const IMPLEMENTS = 0;
const VERSION_SUFFIX = 1;

export class Bytes {
  ok = true;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #decode: (bytes: Uint8Array) => string;
  #at: number;

  constructor(bytes: Uint8Array, start: number, end: number, decode: (bytes: Uint8Array) => string) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#decode = decode;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  fail<T>(value: T): T {
    this.ok = false;
    this.#at = this.#end;
    return value;
  }

  look(): number {
    return this.#bytes[this.#at] ?? 0;
  }

  byte(): number {
    if (this.done) return this.fail(0);
    return this.#bytes[this.#at++] ?? 0;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return this.fail(0);
  }

  skip(size: number): void {
    this.#at = Math.min(this.#end, this.#at + size);
  }

  /** The rest, to be read once more. */
  again(): Bytes {
    return new Bytes(this.#bytes, this.#at, this.#end, this.#decode);
  }

  slice(size: number): Bytes | undefined {
    if (this.#at + size > this.#end) return this.fail(undefined);
    const part = new Bytes(this.#bytes, this.#at, this.#at + size, this.#decode);
    this.#at += size;
    return part;
  }

  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at, this.#end);
  }

  string(): string {
    const size = this.unsigned();
    if (this.#at + size > this.#end) return this.fail('');
    const text = this.#decode(this.#bytes.subarray(this.#at, this.#at + size));
    this.#at += size;
    return text;
  }

  /** The name of a custom section. */
  name(): string {
    return this.string();
  }

  /** The name of an import or export, with its discriminant; what newer encodings add behind it is passed over. */
  externName(): string {
    return this.labelled().name;
  }

  /** The same, with the interface that it stands for, where the encoding says more of it than the name. */
  labelled(): { readonly name: string; readonly path: string | undefined } {
    const form = this.byte();
    const name = this.string();
    const options = new Map(form === 2 ? this.vector(() => [this.byte(), this.string()] as const) : []);
    const path = options.get(IMPLEMENTS);
    const suffix = options.get(VERSION_SUFFIX);
    return { name, path: suffix === undefined ? path : (path ?? name) + suffix };
  }

  vector<T>(element: () => T): T[] {
    const count = this.unsigned();
    const result: T[] = [];
    for (let index = 0; index < count && this.ok; index++) result.push(element());
    return result;
  }
}
