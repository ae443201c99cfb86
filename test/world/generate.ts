// Small packages with worlds, made by chance from a seed: interfaces that use each other's types, in two packages of one
// file; worlds that import, export and include all that. Most are valid, not all.

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let at = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    at = (at + Math.imul(at ^ (at >>> 7), 61 | at)) ^ at;
    return ((at ^ (at >>> 14)) >>> 0) % limit;
  }

  one<T>(items: readonly T[], otherwise: T): T {
    return items[this.below(Math.max(items.length, 1))] ?? otherwise;
  }

  /** True once in `of` times. */
  once(of: number): boolean {
    return this.below(of) === 0;
  }
}

interface Made {
  readonly name: string;
  /** As others write it. */
  readonly path: string;
  readonly types: readonly TypeName[];
  readonly text: string;
}

interface TypeName {
  readonly name: string;
  readonly resource: boolean;
}

const PRIMITIVES = ['u8', 'u32', 's64', 'f32', 'bool', 'char', 'string'];

export function generatePackage(seed: number): { readonly text: string; readonly worlds: readonly string[] } {
  const chance = new Chance(seed);
  const version = chance.one(['', '@1.0.0', '@0.2.3'], '');
  const foreign = interfaces(chance, 'd', (name) => `dep:x/${name}${version}`, []);
  const own = interfaces(chance, 'i', (name) => name, foreign);
  const worlds: MadeWorld[] = [];
  for (let at = chance.below(3) + 1; at > 0; at--)
    worlds.push(makeWorld(chance, `w${worlds.length}`, [...foreign, ...own], worlds));
  const text = [
    'package gen:main@1.2.0;\n',
    ...own.map((it) => `interface ${it.name} {\n${it.text}}\n`),
    ...worlds.map((it) => it.text),
    `package dep:x${version} {\n${foreign.map((it) => `interface ${it.name} {\n${it.text}}\n`).join('')}}\n`,
  ].join('\n');
  return { text, worlds: worlds.map((it) => it.name) };
}

function interfaces(chance: Chance, prefix: string, path: (name: string) => string, others: readonly Made[]): Made[] {
  const made: Made[] = [];
  for (let at = chance.below(4) + 1; at > 0; at--) {
    const name = `${prefix}${made.length}`;
    const inside = prefix === 'd' ? made.map((it) => ({ ...it, path: it.name })) : [...others, ...made];
    made.push({ name, path: path(name), ...body(chance, inside, name) });
  }
  return made;
}

/** What stands in the braces of an interface. */
function body(chance: Chance, others: readonly Made[], name: string): { types: TypeName[]; text: string } {
  const types: TypeName[] = [];
  let text = '';
  for (let at = chance.below(3); at > 0 && others.length > 0; at--)
    text += useOf(chance, others, types, `${name}-u${at}`);
  for (let at = chance.below(4); at > 0; at--) text += `  ${definition(chance, types, `${name}-t${at}`)}\n`;
  for (let at = chance.below(3); at > 0; at--) text += `  ${name}-f${at}: ${signature(chance, types)};\n`;
  return { types, text };
}

function useOf(chance: Chance, others: readonly Made[], types: TypeName[], alias: string): string {
  const from = others[chance.below(others.length)];
  const type = from?.types[chance.below(Math.max(from.types.length, 1))];
  if (from === undefined || type === undefined) return '';
  const renamed = chance.once(2) || types.some((it) => it.name === type.name);
  types.push({ name: renamed ? alias : type.name, resource: type.resource });
  return `  use ${from.path}.{${type.name}${renamed ? ` as ${alias}` : ''}};\n`;
}

function definition(chance: Chance, types: TypeName[], name: string): string {
  const kind = chance.below(7);
  const a = written(chance, types);
  const b = written(chance, types);
  const add = (text: string, resource = false): string => {
    types.push({ name, resource });
    return text;
  };
  const resources = types.filter((it) => it.resource);
  if (kind === 0) return add(`record ${name} { a: ${a}, b: ${b} }`);
  if (kind === 1) return add(`variant ${name} { a(${a}), b }`);
  if (kind === 2) return add(`enum ${name} { a, b }`);
  if (kind === 3) return add(`flags ${name} { a, b }`);
  if (kind === 4 && resources.length > 0)
    return add(`type ${name} = ${chance.one(resources, resources[0] ?? NONE).name};`, true);
  if (kind === 5)
    return add(
      `type ${name} = ${a};`,
      resources.some((it) => it.name === a),
    );
  types.push({ name, resource: true });
  const funcs = [`constructor(a: ${a});`, `m: ${signature(chance, types)};`, `s: static ${signature(chance, types)};`];
  const some = funcs.filter(() => chance.once(2));
  return some.length === 0 ? `resource ${name};` : `resource ${name} { ${some.join(' ')} }`;
}

const NONE: TypeName = { name: 'u8', resource: false };

function signature(chance: Chance, types: readonly TypeName[]): string {
  const params = Array.from({ length: chance.below(3) }, (_, at) => `p${at}: ${param(chance, types)}`);
  const result = chance.once(2) ? ` -> ${written(chance, types)}` : '';
  return `${chance.once(6) ? 'async ' : ''}func(${params.join(', ')})${result}`;
}

function param(chance: Chance, types: readonly TypeName[]): string {
  const resources = types.filter((it) => it.resource);
  if (resources.length > 0 && chance.once(3)) return `borrow<${chance.one(resources, NONE).name}>`;
  return written(chance, types);
}

function written(chance: Chance, types: readonly TypeName[], depth = 0): string {
  const kind = chance.below(depth > 1 ? 4 : 9);
  if (kind < 2) return chance.one(PRIMITIVES, 'u8');
  if (kind < 4) return types.length === 0 ? 'u16' : chance.one(types, NONE).name;
  const inner = written(chance, types, depth + 1);
  return (
    [`list<${inner}>`, `option<${inner}>`, `tuple<${inner}, u8>`, `result<${inner}, string>`, `result<_, ${inner}>`][
      kind - 4
    ] ?? inner
  );
}

interface MadeWorld {
  readonly name: string;
  readonly labels: readonly string[];
  readonly text: string;
}

function makeWorld(chance: Chance, name: string, all: readonly Made[], worlds: readonly MadeWorld[]): MadeWorld {
  const types: TypeName[] = [];
  const labels: string[] = [];
  const lines: string[] = [];
  if (chance.once(2)) lines.push(useOf(chance, all, types, `${name}-u`));
  labels.push(...types.map((it) => it.name));
  for (let at = chance.below(3); at > 0; at--) {
    lines.push(`  ${definition(chance, types, `${name}-t${at}`)}\n`);
    labels.push(`${name}-t${at}`);
  }
  const plain = new Set<string>();
  for (let at = chance.below(6); at > 0; at--) lines.push(extern(chance, `${name}-e${at}`, all, types, labels, plain));
  for (const it of worlds) if (chance.once(3)) lines.push(include(chance, name, it, labels));
  shuffle(chance, lines);
  return { name, labels, text: `world ${name} {\n${lines.join('')}}\n` };
}

function extern(
  chance: Chance,
  label: string,
  all: readonly Made[],
  types: readonly TypeName[],
  labels: string[],
  plain: Set<string>,
): string {
  const direction = chance.once(2) ? 'import' : 'export';
  const kind = chance.below(5);
  const target = chance.one(all, all[0] ?? { name: '', path: '', types: [], text: '' });
  if (kind < 3) {
    if (plain.has(`${direction} ${target.path}`)) return '';
    plain.add(`${direction} ${target.path}`);
    return `  ${direction} ${target.path};\n`;
  }
  labels.push(label);
  if (kind === 3) return `  ${direction} ${label}: ${signature(chance, types)};\n`;
  if (chance.once(2)) return `  ${direction} ${label}: ${target.path};\n`;
  return `  ${direction} ${label}: interface {\n${body(chance, all, `${label}-n`).text}  }\n`;
}

function include(chance: Chance, name: string, it: MadeWorld, labels: string[]): string {
  const renamed = it.labels.filter(() => chance.once(2)).map((label) => `${label} as ${name}-${label}`);
  for (const label of it.labels)
    labels.push(renamed.some((text) => text.startsWith(`${label} `)) ? `${name}-${label}` : label);
  return renamed.length === 0 ? `  include ${it.name};\n` : `  include ${it.name} with { ${renamed.join(', ')} }\n`;
}

function shuffle(chance: Chance, lines: string[]): void {
  for (let at = lines.length - 1; at > 0; at--) {
    const other = chance.below(at + 1);
    const [a, b] = [lines[at] ?? '', lines[other] ?? ''];
    lines[at] = b;
    lines[other] = a;
  }
}

export interface GeneratedParts {
  /** Each part's package; the same interfaces, perhaps edited in one of them. */
  readonly texts: readonly string[];
  readonly worlds: readonly string[];
}

/** Components over the same interfaces, which import what others export; every second time one was built from another text. */
export function generateParts(seed: number): GeneratedParts {
  const chance = new Chance(seed);
  const foreign = interfaces(chance, 'd', (name) => `dep:x/${name}@1.0.0`, []);
  const own = interfaces(chance, 'i', (name) => name, foreign);
  const all = [...foreign, ...own];
  const count = 2 + chance.below(2);
  const worlds = Array.from({ length: count }, (_, at) => partWorld(chance, `part${at}`, all, at, count));
  const text = [
    'package gen:main@1.2.0;\n',
    ...own.map((it) => `interface ${it.name} {\n${it.text}}\n`),
    ...worlds,
    `package dep:x@1.0.0 {\n${foreign.map((it) => `interface ${it.name} {\n${it.text}}\n`).join('')}}\n`,
  ].join('\n');
  const edited = chance.below(count);
  const other = chance.once(2) ? edit(chance, text) : text;
  return {
    texts: worlds.map((_, at) => (at === edited ? other : text)),
    worlds: worlds.map((_, at) => `part${at}`),
  };
}

/** Later parts give, earlier ones take, mostly. */
function partWorld(chance: Chance, name: string, all: readonly Made[], at: number, count: number): string {
  const lines: string[] = [];
  for (const it of all) {
    const gives = chance.below(count) <= at;
    if (chance.once(3)) lines.push(`  ${gives && at > 0 ? 'export' : 'import'} ${it.path};\n`);
  }
  if (chance.once(2))
    lines.push(`  ${at === 0 ? 'import' : 'export'} run: func(a: ${chance.one(['u8', 'string'], 'u8')});\n`);
  return `world ${name} {\n${lines.join('')}}\n`;
}

/** One small change somewhere in the text, not in the worlds. */
function edit(chance: Chance, text: string): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/\bu8\b/g, 'u16'],
    [/\bstring\b/g, 'char'],
    [/\bp0: /g, 'other: '],
    [/\{ a, b \}/g, '{ a, c }'],
    [/\bb\b(?= \})/g, 'b, z'],
    [/ {2}\S+-f\d: .*;\n/g, ''],
    [/async func/g, 'func'],
    [/ m: .*?;/g, ''],
    [/borrow<(\S+)>/g, '$1'],
  ];
  const [pattern, replacement] = chance.one(changes, [/\bu8\b/g, 'u16']);
  const places = [...text.matchAll(pattern)].filter((it) => !/world \w+ \{[^}]*$/.test(text.slice(0, it.index)));
  const place = places[chance.below(Math.max(places.length, 1))];
  if (place === undefined) return text;
  const end = place.index + place[0].length;
  return text.slice(0, place.index) + place[0].replace(new RegExp(pattern.source), replacement) + text.slice(end);
}
