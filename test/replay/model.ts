// The packages of a generated monorepo, and how they are written.

import type { Random } from '../conformance/random.ts';

export interface Func {
  name: string;
  params: [name: string, type: string][];
  result: string;
}

export interface Type {
  name: string;
  kind: 'record' | 'enum';
  parts: string[];
}

export interface Interface {
  name: string;
  file: string;
  types: Type[];
  funcs: Func[];
  uses: { of: Package; from: Interface; type: Type; version: string }[];
}

export interface Package {
  dir: string;
  name: string;
  version: string;
  interfaces: Interface[];
  imports: Interface[];
  exports: Interface[];
  /** Comments in the file of the world, which mean nothing. */
  remarks: number;
  crlf: boolean;
  /** What is wrong with one of its files. */
  damage: { file: string; how: Damage } | undefined;
}

export type Damage = 'unclosed' | 'half-typed' | 'conflict' | 'bytes';

export type Tree = ReadonlyMap<string, Uint8Array>;

const NOUNS = ['order', 'cart', 'stock', 'price', 'user', 'mail', 'clock', 'file', 'queue', 'shape', 'route', 'label'];
const PRIMITIVES = ['u8', 'u32', 's64', 'string', 'bool', 'list<u8>', 'option<string>'];

/** Every name is new: what was removed does not come back by chance. */
export class Names {
  #count = 0;

  fresh(random: Random): string {
    return `${random.pick(NOUNS)}-n${this.#count++}`;
  }
}

export function primitive(random: Random): string {
  return random.pick(PRIMITIVES) ?? 'u8';
}

export function newFunc(random: Random, names: Names): Func {
  return { name: names.fresh(random), params: [[names.fresh(random), primitive(random)]], result: primitive(random) };
}

export function newInterface(random: Random, names: Names): Interface {
  const type = (kind: Type['kind']): Type => {
    return { name: names.fresh(random), kind, parts: [names.fresh(random), names.fresh(random)] };
  };
  const name = names.fresh(random);
  const types = [type('record'), type('enum')];
  const funcs = [newFunc(random, names), newFunc(random, names)];
  const [first] = types;
  if (first !== undefined) funcs.push({ name: names.fresh(random), params: [['it', first.name]], result: 'u32' });
  return { name, file: `${name}.wit`, types, funcs, uses: [] };
}

export function newPackage(random: Random, names: Names): Package {
  const name = `shop:${names.fresh(random)}`;
  const interfaces = [newInterface(random, names), newInterface(random, names), newInterface(random, names)];
  const version = random.pick(['0.1.0', '0.2.3', '1.0.0', '1.4.2']) ?? '1.0.0';
  const dir = `${random.pick(['services', 'libs', 'libs/core'])}/${name.slice('shop:'.length)}/wit`;
  const [first, second] = interfaces;
  const [imports, exports] = [first === undefined ? [] : [first], second === undefined ? [] : [second]];
  return { dir, name, version, interfaces, imports, exports, remarks: 0, crlf: false, damage: undefined };
}

/** All files of a package by their paths. */
export function written(it: Package): Map<string, Uint8Array> {
  const texts = new Map<string, string>();
  const add = (file: string, text: string): unknown => texts.set(file, (texts.get(file) ?? header(it)) + text);
  add('world.wit', worldText(it));
  for (const one of it.interfaces) add(one.file, interfaceText(one));
  return new Map(
    [...texts].map(([file, text]) => {
      const bytes = Buffer.from(it.crlf ? text.replaceAll('\n', '\r\n') : text);
      const damage = it.damage?.file === file ? it.damage.how : undefined;
      return [`${it.dir}/${file}`, damage === undefined ? bytes : damaged(bytes, damage)];
    }),
  );
}

function header({ name, version }: Package): string {
  return `package ${name}@${version};\n\n`;
}

function worldText({ imports, exports, remarks }: Package): string {
  const lines = [...imports.map((it) => `  import ${it.name};\n`), ...exports.map((it) => `  export ${it.name};\n`)];
  return `${`// Nothing.\n`.repeat(remarks)}world all {\n${lines.join('')}}\n`;
}

function interfaceText({ name, types, funcs, uses }: Interface): string {
  const lines = [
    ...uses.map(({ of, from, type, version }) => `use ${of.name}/${from.name}@${version}.{${type.name}};`),
    ...types.map((it) => {
      const parts = it.kind === 'enum' ? it.parts : it.parts.map((part) => `${part}: u32`);
      return `${it.kind} ${it.name} { ${parts.join(', ')} }`;
    }),
    ...funcs.map((it) => {
      const params = it.params.map(([param, type]) => `${param}: ${type}`).join(', ');
      return `${it.name}: func(${params}) -> ${it.result};`;
    }),
  ];
  return `interface ${name} {\n${lines.map((line) => `  ${line}\n`).join('')}}\n\n`;
}

function damaged(bytes: Buffer, how: Damage): Uint8Array {
  const text = bytes.toString();
  const at = text.lastIndexOf('}');
  switch (how) {
    case 'unclosed':
      return Buffer.from(text.slice(0, at) + text.slice(at + 1));
    case 'half-typed':
      return Buffer.from(`${text.slice(0, at)}  half: func(\n${text.slice(at)}`);
    case 'conflict':
      return Buffer.from(`<<<<<<< HEAD\n// ours\n=======\n// theirs\n>>>>>>> theirs\n${text}`);
    case 'bytes':
      return Buffer.concat([bytes, Buffer.from([0x2f, 0x2f, 0xff, 0xfe, 0x0a])]);
  }
}
