// The bytes of a WebAssembly component's type level: types, names, aliases (component-model `Binary.md`). Never throws: what is
// broken or not known ends the reading, and says what it was.

import { GENERICS as GENERIC_ROWS, type GenericName, type Primitive } from '../syntax/builtins.ts';
import { type GenericType, genericType, type HandleKind } from '../syntax/generic-types.ts';
import { GENERIC_CODES, PRIMITIVE_CODES } from './type-codes.ts';

/** A type as in the binary; numbers index the types of its scope. */
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
  | { readonly kind: 'import' | 'export'; readonly name: ExternName; readonly item: Extern }
  | { readonly kind: 'core' };

export type Sort = 'core' | 'func' | 'value' | 'type' | 'component' | 'instance';

export type Extern =
  | { readonly kind: 'func' | 'component' | 'instance'; readonly index: number }
  /** `index` absent: a resource of its own. */
  | { readonly kind: 'type'; readonly index: number | undefined }
  | { readonly kind: 'other' };

/** The name of an import or export, and what the encoding says beside it. */
export interface ExternName {
  readonly name: string;
  /** The interface that a label stands for, or the name with its whole version. */
  readonly path?: string;
  readonly externalId?: string;
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

export function readSort(reader: Bytes): Sort {
  const byte = reader.byte();
  if (byte === 0) reader.byte();
  return (
    (['core', 'func', 'value', 'type', 'component', 'instance'] as const)[byte] ??
    reader.fail('core', `an item of sort ${hex(byte)}`)
  );
}

export function readAlias(reader: Bytes): Declaration {
  const sort = readSort(reader);
  const target = reader.byte();
  if (target === 2) return { kind: 'alias-outer', sort, count: reader.unsigned(), index: reader.unsigned() };
  if (target > 2) return reader.fail({ kind: 'core' }, `an alias of kind ${hex(target)}`);
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
    if (bound > 1) return reader.fail({ kind: 'other' }, `a type bound ${hex(bound)}`);
    return { kind: 'type', index: bound === 0 ? reader.unsigned() : undefined };
  }
  if (byte === 4) return { kind: 'component', index: reader.unsigned() };
  if (byte === 5) return { kind: 'instance', index: reader.unsigned() };
  if (byte === 2) return reader.fail({ kind: 'other' }, 'a value that is imported or exported');
  return reader.fail({ kind: 'other' }, `an import or export of kind ${hex(byte)}`);
}

const MAX_DEPTH = 64;
const PRIMITIVES: ReadonlyMap<number, Primitive> = byCode(PRIMITIVE_CODES);
const GENERICS: ReadonlyMap<number, GenericName> = byCode(GENERIC_CODES);
/** One object each: a binary can name them by the million. */
const PRIMITIVE_TYPES = Object.fromEntries(
  [...PRIMITIVES.values()].map((name) => [name, { kind: 'primitive', name }]),
) as Readonly<Record<Primitive, BinaryType>>;
const PRIMITIVE_DECLARATIONS = Object.fromEntries(
  [...PRIMITIVES.values()].map((name) => [name, { kind: 'type', type: PRIMITIVE_TYPES[name] }]),
) as Readonly<Record<Primitive, Declaration>>;
/** A list of fixed length has a code of its own. */
const FIXED_LIST = 0x67;

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
  if (primitive !== undefined) return PRIMITIVE_TYPES[primitive];
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
      if (depth >= MAX_DEPTH) return reader.fail({ kind: 'resource' }, `types nested more than ${MAX_DEPTH} deep`);
      const declarations = reader.vector(() => readDeclaration(reader, depth + 1));
      return { kind: byte === 0x41 ? 'component' : 'instance', declarations };
    }
    case 0x3f:
      reader.byte();
      if (reader.byte() === 1) reader.unsigned();
      return { kind: 'resource' };
    default:
      return reader.fail({ kind: 'resource' }, `a type of kind ${hex(byte)}`);
  }
}

/** The arguments of a generic type follow as its row names them. */
function readGeneric(reader: Bytes, kind: GenericName): BinaryType {
  if (kind === 'own' || kind === 'borrow') return { kind, index: reader.unsigned() };
  const { parameters } = GENERIC_ROWS[kind];
  const args = parameters.some((it) => it.repeated === true)
    ? reader.vector(() => readValue(reader))
    : parameters
        .filter((it) => it.accepts !== 'length')
        .map((it) => (it.optional === true ? readOptional(reader) : readValue(reader)));
  return genericType(kind, args, () => reader.fail(0, 'a type without an argument'));
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
  if (byte === 1) {
    const type = readType(reader, depth);
    return type.kind === 'primitive' ? PRIMITIVE_DECLARATIONS[type.name] : { kind: 'type', type };
  }
  if (byte === 2) return readAlias(reader);
  if (byte === 3) return { kind: 'import', name: readExternName(reader), item: readExtern(reader) };
  if (byte === 4) return { kind: 'export', name: readExternName(reader), item: readExtern(reader) };
  if (byte === 0) return reader.fail({ kind: 'core' }, 'a core type inside a component type');
  return reader.fail({ kind: 'core' }, `a declaration of kind ${hex(byte)}`);
}

/** What can be said of a name beside it (wasm-encoder `ComponentExternName`). */
const IMPLEMENTS = 0;
const VERSION_SUFFIX = 1;
const EXTERNAL_ID = 2;

export function readExternName(reader: Bytes): ExternName {
  const form = reader.byte();
  if (form > 2) return reader.fail({ name: '' }, `a name of kind ${hex(form)}`);
  const name = reader.string();
  if (form !== 2) return { name };
  const options = new Map(reader.vector(() => [reader.byte(), reader.string()] as const));
  const unknown = [...options.keys()].find((it) => it > EXTERNAL_ID);
  if (unknown !== undefined) return reader.fail({ name }, `an option ${hex(unknown)} of the name \`${name}\``);
  const suffix = options.get(VERSION_SUFFIX);
  const implemented = options.get(IMPLEMENTS);
  const path = suffix === undefined ? implemented : (implemented ?? name) + suffix;
  const externalId = options.get(EXTERNAL_ID);
  return { name, ...(path === undefined ? {} : { path }), ...(externalId === undefined ? {} : { externalId }) };
}

export function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

export class Bytes {
  ok = true;
  /** What was not understood. */
  fault: string | undefined;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #decode: (bytes: Uint8Array) => string;
  #at: number;
  /** Places made for elements that may not come: never more than there are bytes, however lists are nested. */
  #reserved = 0;

  constructor(bytes: Uint8Array, start: number, end: number, decode: (bytes: Uint8Array) => string) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#decode = decode;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** `what`: what stands there and is not known; nothing when the bytes end too early. */
  fail<T>(value: T, what?: string): T {
    if (this.ok)
      this.fault =
        what === undefined
          ? `it ends too early, at byte ${this.#at}`
          : `it has ${what} at byte ${this.#at}, which is not known here`;
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

  vector<T>(element: () => T): T[] {
    const count = this.unsigned();
    const result: T[] = [];
    // What is pushed to is copied as it grows, and ends with a third too much. Each element has a byte at least.
    if (this.#reserved + count <= this.#end) {
      this.#reserved += count;
      result.length = count;
    }
    let index = 0;
    for (; index < count && this.ok; index++) result[index] = element();
    result.length = index;
    return result;
  }
}
