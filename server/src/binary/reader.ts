// The bytes of a WebAssembly component's type level: types, imports, exports and aliases (component-model `Binary.md`).
// Everything else is passed over. Never throws: a broken binary gives `undefined`.

export type Primitive = string;

/** A type as it stands in the binary; numbers index the types of the scope it stands in. */
export type BinaryType =
  | { readonly kind: 'primitive'; readonly name: Primitive }
  | { readonly kind: 'record'; readonly fields: readonly Named[] }
  | {
      readonly kind: 'variant';
      readonly cases: readonly { readonly name: string; readonly type: ValueType | undefined }[];
    }
  | { readonly kind: 'flags' | 'enum'; readonly names: readonly string[] }
  | { readonly kind: 'list'; readonly element: ValueType; readonly length: number | undefined }
  | { readonly kind: 'map'; readonly key: ValueType; readonly value: ValueType }
  | { readonly kind: 'tuple'; readonly items: readonly ValueType[] }
  | { readonly kind: 'option'; readonly of: ValueType }
  | { readonly kind: 'result'; readonly ok: ValueType | undefined; readonly err: ValueType | undefined }
  | { readonly kind: 'own' | 'borrow'; readonly index: number }
  | { readonly kind: 'future' | 'stream'; readonly of: ValueType | undefined }
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
const PRIMITIVES = new Map([
  [0x7f, 'bool'],
  [0x7e, 's8'],
  [0x7d, 'u8'],
  [0x7c, 's16'],
  [0x7b, 'u16'],
  [0x7a, 's32'],
  [0x79, 'u32'],
  [0x78, 's64'],
  [0x77, 'u64'],
  [0x76, 'f32'],
  [0x75, 'f64'],
  [0x74, 'char'],
  [0x73, 'string'],
  [0x64, 'error-context'],
]);

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
  switch (byte) {
    case 0x72:
      return { kind: 'record', fields: reader.vector(() => readNamed(reader)) };
    case 0x71:
      return { kind: 'variant', cases: reader.vector(() => readCase(reader)) };
    case 0x70:
      return { kind: 'list', element: readValue(reader), length: undefined };
    case 0x67:
      return { kind: 'list', element: readValue(reader), length: reader.unsigned() };
    case 0x63:
      return { kind: 'map', key: readValue(reader), value: readValue(reader) };
    case 0x6f:
      return { kind: 'tuple', items: reader.vector(() => readValue(reader)) };
    case 0x6e:
      return { kind: 'flags', names: reader.vector(() => reader.string()) };
    case 0x6d:
      return { kind: 'enum', names: reader.vector(() => reader.string()) };
    case 0x6b:
      return { kind: 'option', of: readValue(reader) };
    case 0x6a:
      return { kind: 'result', ok: readOptional(reader), err: readOptional(reader) };
    case 0x69:
      return { kind: 'own', index: reader.unsigned() };
    case 0x68:
      return { kind: 'borrow', index: reader.unsigned() };
    case 0x66:
      return { kind: 'stream', of: readOptional(reader) };
    case 0x65:
      return { kind: 'future', of: readOptional(reader) };
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
