// Packages made by chance from a seed, dense in what resolution has to get right: few names for many things, uses across
// packages and versions, includes that clash, gates that are open and closed. About half of them are valid.

import { type Case, PLACE } from './cases.ts';
import { Random } from './random.ts';

const TYPES = ['t', 'u', 'v', 'r', 's', 'T', 'list-of', 'listof', 'u-1', 'u1'];
const FUNCS = ['f', 'g', 'h', 'F', 'f-1', 'f1'];
const INTERFACES = ['i', 'j', 'k', 'l', 'I', 'k-1', 'k1'];
const WORLDS = ['w', 'x', 'y'];
const LABELS = ['a', 'b', 'f', 't', 'A', 'b-1', 'b1'];
const MEMBERS = ['a', 'b', 'c', 'A', 'b-1', 'b1'];
/**
 * What is wrong with a definition wherever it stands, in a dependency that nobody uses or behind a closed gate; the last five
 * only where it is encoded.
 */
const WRONG = [
  'record NAME {}',
  'flags NAME {}',
  'type NAME = tuple<>;',
  `flags NAME { ${Array.from({ length: 33 }, (_, at) => `f${at}`).join(', ')} }`,
  'enum NAME { a-b, ab }',
  'flags NAME { a, A }',
  'record NAME { a: u8, a: u8 }',
  'record NAME { a-1: u8, a1: u8 }',
  'variant NAME { a-b, ab(u8) }',
  'variant NAME { a, A }',
  'resource NAME { m: func(a: u8, A: u8); }',
  'resource NAME { m: func(); m: func(); }',
  'resource NAME { a-m: func(); am: static func(); }',
  'resource NAME { NAME: func(); }',
  'resource NAME { p: set(v: u8); }',
  'resource NAME { p: get(); }',
  'resource NAME { p: get(a: u8) -> u8; }',
  'resource NAME { p: get() -> u8; p: set(v: u8) -> u8; }',
  'type NAME = map<f32, u8>;',
  'type NAME = missing;',
  'type NAME = list<NAME>;',
  'type NAME = own<u8>;',
  'type NAME = stream<char>;',
  'type NAME = list<u8, 0>;',
  'resource NAME { constructor(); m: func(v: map<u8, NAME>); }',
  'resource NAME { m: func(v: stream<borrow<NAME>>); }',
  'resource NAME { p: get() -> u8; p: set(v: u16); }',
];
const PRIMITIVES = ['u8', 's64', 'f32', 'bool', 'char', 'string', 'u32'];
const VERSIONS = ['', '@1.0.0', '@1.1.0'];

interface Known {
  readonly path: string;
  readonly types: string[];
  readonly resources: string[];
}

/** `accessors`: getters and setters everywhere. */
export function generate(seed: number, accessors = false): Case {
  const random = new Random(seed);
  const builder = new Builder(random, new Random(seed ^ 0x5bd1e995), accessors ? 0.8 : 0.2);
  const files = new Map<string, Uint8Array>();
  const version = random.pick(VERSIONS) ?? '';
  const put = (file: string, text: string): void => {
    files.set(`${PLACE}/${file}`, new TextEncoder().encode(text));
  };
  const inDirectory = random.next() < 0.5;
  let rest = '';
  const foreign: Known[] = [];
  const worlds: string[] = [];
  for (let at = random.below(3); at > 0; at--) {
    const name = `dep:${random.pick(['p', 'q', 'P'].slice(0, random.next() < 0.05 ? 3 : 2)) ?? 'p'}${random.pick(VERSIONS) ?? ''}`;
    const inside = builder.body(name, name.includes('@'), foreign, worlds);
    if (inDirectory && random.next() < 0.8) put(`deps/${at}/file.wit`, `package ${name};\n${inside.text}`);
    else rest += `package ${name} {\n${inside.text}}\n`;
    foreign.push(...inside.interfaces);
    worlds.push(...inside.worlds);
  }
  const own = builder.body('', version !== '', foreign, worlds);
  const header = `package my:main${version};\n`;
  if (!inDirectory) put('file.wit', `${header}${own.text}${rest}`);
  else {
    const cut = random.below(own.parts.length + 1);
    put('a.wit', `${header}${own.parts.slice(0, cut).join('')}${rest}`);
    if (cut < own.parts.length) put('b.wit', own.parts.slice(cut).join(''));
  }
  const path = inDirectory ? PLACE : `${PLACE}/file.wit`;
  return {
    name: `${accessors ? 'accessors' : 'generated'}/${seed}`,
    features: random.next() < 0.5 ? ['active'] : [],
    path,
    files,
  };
}

interface Body {
  readonly parts: readonly string[];
  readonly text: string;
  readonly interfaces: readonly Known[];
  readonly worlds: readonly string[];
}

class Builder {
  readonly #random: Random;
  /** Doc comments and external ids, which change no verdict, so that the rest of a seed stays what it was. */
  readonly #decoration: Random;
  /** How often an item is gated; most packages have few gates or none. */
  #gates = 0;
  #versioned = false;

  /** How often something has a property. */
  readonly #accessors: number;
  /** How often a definition is wrong in itself; more often where fewer look. */
  #wrong = 0.01;

  constructor(random: Random, decoration: Random, accessors: number) {
    this.#random = random;
    this.#decoration = decoration;
    this.#accessors = accessors;
  }

  #once(chance: number): boolean {
    return this.#random.next() < chance;
  }

  #pick<T>(from: readonly T[], otherwise: T): T {
    return this.#random.pick(from) ?? otherwise;
  }

  /** Different ones, unless chance wants it otherwise. */
  #names(from: readonly string[], most: number): string[] {
    const names = Array.from({ length: this.#random.below(most + 1) }, () => this.#pick(from, 'a'));
    const twins = (name: string, at: number): boolean => names.findIndex((it) => keyOf(it) === keyOf(name)) !== at;
    return names.filter((name, at) => !twins(name, at) || this.#once(0.03));
  }

  /** The items of a package. `name` is what others call it; empty for the main one. */
  body(name: string, versioned: boolean, foreign: readonly Known[], foreignWorlds: readonly string[]): Body {
    const path = (item: string): string => {
      const [, id = '', version = ''] = /^([^@]*)(.*)$/.exec(name) ?? [];
      return id === '' ? item : `${id}/${item}${version}`;
    };
    this.#gates = this.#once(0.3) ? 0.12 : 0.01;
    this.#versioned = versioned;
    this.#wrong = this.#once(name === '' ? 0.02 : 0.05) ? 0.3 : 0.001;
    const local: Known[] = [];
    const known: Known[] = [];
    const parts: string[] = [];
    for (const item of this.#names(INTERFACES, 4)) {
      const own: Known = { path: item, types: [], resources: [] };
      const gate = this.#gate(false);
      parts.push(`${gate}interface ${item} {\n${this.#interface([...foreign, ...local], own)}}\n`);
      local.push(own);
      known.push({ ...own, path: path(item) });
    }
    const worlds: string[] = [];
    const localWorlds: string[] = [];
    for (const item of this.#names(WORLDS, 2)) {
      parts.push(
        `${this.#gate(false)}world ${item} {\n${this.#world([...foreign, ...local], [...foreignWorlds, ...localWorlds])}}\n`,
      );
      localWorlds.push(item);
      worlds.push(path(item));
    }
    if (this.#once(0.1) && local.length > 0)
      parts.unshift(`use ${this.#pick(local, NONE).path} as ${this.#pick(['m', 'n', 'i'], 'm')};\n`);
    for (let at = parts.length - 1; at > 0; at--) {
      const other = this.#random.below(at + 1);
      [parts[at], parts[other]] = [parts[other] ?? '', parts[at] ?? ''];
    }
    return { parts, text: parts.join(''), interfaces: known, worlds };
  }

  /** What stands above an item: its doc comment and its gate; of a member also its external id. */
  #gate(member = true): string {
    return this.#docs() + this.#attributes() + (member && this.#decoration.next() < 0.05 ? '@external-id("e")\n' : '');
  }

  #docs(): string {
    if (this.#decoration.next() > 0.15) return '';
    return this.#decoration.pick(['/// One line.\n', '/// Two\n/// lines.\n', '/** A block. */\n', '///\n']) ?? '';
  }

  #attributes(): string {
    if (!this.#once(this.#gates)) return '';
    const always = ['@unstable(feature = active)', '@unstable(feature = other)'];
    const stable = ['@since(version = 1.0.0)', '@since(version = 0.1.0)\n@deprecated(version = 0.2.0)'];
    return `${this.#pick(this.#versioned || this.#once(0.1) ? [...always, ...stable] : always, '')}\n`;
  }

  #interface(others: readonly Known[], own: Known): string {
    let text = '';
    for (let at = this.#random.below(3); at > 0; at--) text += this.#use(others, own);
    for (const name of this.#names(TYPES, 4).filter((it) => !taken(own, it) || this.#once(0.03))) {
      text += `  ${this.#gate()}${this.#typedef(name, own)}\n`;
      own.types.push(name);
    }
    for (const name of this.#names([...FUNCS, ...TYPES], 3).filter((it) => !taken(own, it) || this.#once(0.03)))
      text += `  ${this.#gate()}${name}: ${this.#func(own)};\n`;
    if (this.#once(this.#accessors)) text += this.#property(this.#propertyName(), own);
    return text;
  }

  #propertyName(): string {
    return this.#pick(['p', 'p', 'q', 'p-1', 'p1', 'P', 'f', 'get', 'set'], 'p');
  }

  /** A getter, and often its setter, before or after it. */
  #property(name: string, own: Known, word = ''): string {
    const type = this.#type(own);
    const getter = `  ${this.#gate()}${name}: ${word}get() -> ${type};\n`;
    if (this.#once(0.4)) return getter;
    const result = this.#once(0.2) ? ` -> ${this.#once(0.7) ? 'result' : type}` : '';
    const setter = `  ${this.#gate()}${this.#once(0.95) ? name : 'q'}: ${word}set(v: ${this.#once(0.95) ? type : 'u8'})${result};\n`;
    return this.#once(0.1) ? setter : this.#once(0.3) ? setter + getter : getter + setter;
  }

  #use(others: readonly Known[], own: Known): string {
    const from = this.#random.pick(others);
    const type = from === undefined ? undefined : this.#random.pick(from.types);
    if (from === undefined || type === undefined) return '';
    const alias = this.#once(0.4) || taken(own, type) ? this.#pick(['x', 'y', 'z', 't'], 'x') : undefined;
    const name = alias ?? type;
    if (taken(own, name) && !this.#once(0.03)) return '';
    own.types.push(name);
    if (from.resources.includes(type)) own.resources.push(name);
    return `  ${this.#gate()}use ${from.path}.{${type}${alias === undefined ? '' : ` as ${alias}`}};\n`;
  }

  #typedef(name: string, own: Known): string {
    const members = this.#names(MEMBERS, 3);
    const typed = (): string => members.map((it) => `${it}: ${this.#type(own)}`).join(', ');
    if (this.#once(this.#wrong)) return this.#pick(WRONG, '').replaceAll('NAME', name);
    const kind = this.#random.below(7);
    if (kind === 0 && (members.length > 0 || this.#once(0.1))) return `record ${name} { ${typed()} }`;
    if (kind === 1 && members.length > 0)
      return `variant ${name} { ${members.map((it) => (this.#once(0.5) ? it : `${it}(${this.#type(own)})`)).join(', ')} }`;
    if (kind === 2 && members.length > 0) return `enum ${name} { ${members.join(', ')} }`;
    if (kind === 3 && (members.length > 0 || this.#once(0.1))) return `flags ${name} { ${members.join(', ')} }`;
    if (kind < 5) return `type ${name} = ${this.#type(own)};`;
    own.resources.push(name);
    if (this.#once(0.3)) return `resource ${name};`;
    const methods = this.#names(this.#once(0.03) ? [...FUNCS, name] : FUNCS, 3).map(
      (it) => `${this.#gate()}${it}: ${this.#once(0.4) ? 'static ' : ''}${this.#func(own)};`,
    );
    if (this.#once(this.#accessors))
      methods.push(this.#property(this.#propertyName(), own, this.#once(0.3) ? 'static ' : ''));
    if (this.#once(0.4))
      methods.push(`constructor(${this.#params(own)})${this.#once(0.3) ? ` -> result<${name}>` : ''};`);
    return `resource ${name} { ${methods.join(' ')} }`;
  }

  #func(own: Known): string {
    const result = this.#once(0.5) ? ` -> ${this.#type(own)}` : '';
    return `${this.#once(0.1) ? 'async ' : ''}func(${this.#params(own)})${result}`;
  }

  #params(own: Known): string {
    return this.#names(['a', 'b', 'A', 'a-1', 'a1'], 2)
      .map(
        (it) =>
          `${it}: ${this.#once(0.2) && own.resources.length > 0 ? `borrow<${this.#pick(own.resources, 'r')}>` : this.#type(own)}`,
      )
      .join(', ');
  }

  #type(own: Known, depth = 0): string {
    const kind = this.#random.below(depth > 1 ? 6 : 14);
    if (kind < 3) return this.#pick(PRIMITIVES, 'u8');
    if (kind < 6) return this.#pick(this.#once(0.01) ? TYPES : own.types, 'u8');
    const inner = this.#type(own, depth + 1);
    const other = this.#type(own, depth + 1);
    const resource = this.#pick(this.#once(0.02) ? own.types : own.resources, undefined);
    const forms = [
      `list<${inner}>`,
      `option<${inner}>`,
      `tuple<${inner}, ${other}>`,
      `result<${inner}, ${other}>`,
      `result<_, ${inner}>`,
      `list<${inner}, 3>`,
      `map<${this.#once(0.97) ? 'string' : inner}, ${other}>`,
      this.#once(0.5) ? `stream<${inner}>` : `future<${inner}>`,
      resource === undefined ? inner : `own<${resource}>`,
      resource === undefined || this.#once(0.85) ? inner : `borrow<${resource}>`,
    ];
    return this.#pick(forms, inner);
  }

  #world(others: readonly Known[], worlds: readonly string[]): string {
    const own: Known = { path: '', types: [], resources: [] };
    const lines: string[] = [];
    for (let at = this.#random.below(2); at > 0; at--) lines.push(this.#use(others, own));
    for (const name of this.#names(TYPES, 2).filter((it) => !taken(own, it) || this.#once(0.03))) {
      lines.push(`  ${this.#gate()}${this.#typedef(name, own)}\n`);
      own.types.push(name);
    }
    const seen = new Set<string>();
    for (let at = this.#random.below(5); at > 0; at--) {
      const way = this.#once(0.5) ? 'import' : 'export';
      const item = this.#extern(others, own);
      if (item === undefined || ((seen.has(`${way} ${item.key}`) || taken(own, item.key)) && !this.#once(0.03)))
        continue;
      seen.add(`${way} ${item.key}`);
      lines.push(`  ${this.#gate()}${way} ${item.text}\n`);
    }
    if (this.#once(this.#accessors / 2)) lines.push(this.#worldProperty(own));
    for (const it of worlds) if (this.#once(0.25)) lines.push(this.#include(it));
    return lines.join('');
  }

  #worldProperty(own: Known): string {
    const way = (): string => `${this.#gate()}${this.#once(0.5) ? 'import' : 'export'}`;
    const [getter, setter] = [way(), this.#once(0.9) ? undefined : way()];
    const name = this.#propertyName();
    const type = this.#type(own);
    const first = `  ${getter} ${name}: get() -> ${type};\n`;
    if (this.#once(0.4)) return first;
    const second = `  ${setter ?? getter} ${name}: set(v: ${this.#once(0.9) ? type : 'u8'});\n`;
    return this.#once(0.3) ? second + first : first + second;
  }

  #extern(others: readonly Known[], own: Known): { key: string; text: string } | undefined {
    const kind = this.#random.below(8);
    const target = this.#random.pick(others)?.path;
    const label = this.#pick(LABELS, 'a');
    if (kind < 4) return target === undefined ? undefined : { key: target, text: `${target};` };
    if (kind === 4 && target !== undefined) return { key: keyOf(label), text: `${label}: ${target};` };
    if (kind < 7) return { key: keyOf(label), text: `${label}: ${this.#func(own)};` };
    const inside: Known = { path: '', types: [], resources: [] };
    return { key: keyOf(label), text: `${label}: interface {\n${this.#interface(others, inside)}  }` };
  }

  #include(world: string): string {
    const gate = this.#gate(false);
    if (this.#once(0.5)) return `  ${gate}include ${world};\n`;
    const names = this.#names([...LABELS, ...TYPES], 2).map((it) => `${it} as ${it}-${this.#random.below(9)}`);
    return `  ${gate}include ${world} with { ${names.join(', ')} }\n`;
  }
}

/** Names with the same key are one name. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}

function taken(own: Known, name: string): boolean {
  return own.types.some((it) => keyOf(it) === keyOf(name));
}

const NONE: Known = { path: 'i', types: [], resources: [] };
