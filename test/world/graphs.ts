// Seeded graphs of components: what parts import and export, in every way in which they can meet. WIT only; the caller builds.

export const KINDS = [
  'shared',
  'subsets',
  'tracks',
  'resources',
  'middlewares',
  'cycles',
  'async',
  'streams',
  'worlds',
] as const;
export type Kind = (typeof KINDS)[number];

export interface GraphPart {
  readonly name: string;
  /** One file with nested packages; its world is `w`. */
  readonly wit: string;
}

export interface Graph {
  readonly kind: Kind;
  readonly parts: readonly GraphPart[];
}

/** mulberry32 */
function random(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let it = Math.imul(state ^ (state >>> 15), 1 | state);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 4294967296;
  };
}

class Maker {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  chance(of: number): boolean {
    return this.#next() < of;
  }

  number(below: number): number {
    return Math.floor(this.#next() * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.number(list.length)] as T;
  }

  type(depth = 2): string {
    const plain = ['u8', 's16', 'u32', 's64', 'f32', 'bool', 'char', 'string'];
    if (depth === 0 || this.chance(0.5)) return this.pick(plain);
    const inner = (): string => this.type(depth - 1);
    return this.pick([
      () => `list<${inner()}>`,
      () => `option<${inner()}>`,
      () => `result<${inner()}, ${inner()}>`,
      () => `tuple<${inner()}, ${inner()}>`,
    ])();
  }

  /** `name: func(…) -> …;`, with another type where `changed`. */
  signature(): (name: string, changed?: boolean) => string {
    const [param, result] = [this.type(), this.type()];
    return (name, changed = false) => `${name}: func(p: ${changed ? `list<${param}>` : param}) -> ${result};`;
  }
}

interface Face {
  readonly package: string;
  readonly version?: string;
  readonly name: string;
  readonly body: string;
  /** Another interface whose types it uses. */
  readonly uses?: Face;
}

function key({ package: from, version, name }: Face): string {
  return `${from}/${name}${version === undefined ? '' : `@${version}`}`;
}

/** A part whose world has statements in front of its imports: its own types, and uses. */
function withTypes(one: GraphPart, ...statements: readonly string[]): GraphPart {
  return { ...one, wit: one.wit.replace('world w {\n', `world w {\n${statements.map((it) => `  ${it}\n`).join('')}`) };
}

/** A part's file: its world, and the packages that it knows. */
function part(
  name: string,
  imports: readonly Face[],
  exports: readonly Face[],
  more: readonly string[] = [],
): GraphPart {
  const faces = new Map<string, Face>();
  for (const face of [...imports, ...exports]) {
    for (let at: Face | undefined = face; at !== undefined; at = at.uses) faces.set(key(at), at);
  }
  const packages = new Map<string, string[]>();
  for (const face of faces.values()) {
    const head = `${face.package}${face.version === undefined ? '' : `@${face.version}`}`;
    packages.set(head, [...(packages.get(head) ?? []), `  interface ${face.name} {\n${face.body}\n  }`]);
  }
  const statements = [
    ...imports.map((it) => `  import ${key(it)};`),
    ...exports.map((it) => `  export ${key(it)};`),
    ...more.map((it) => `  ${it}`),
  ];
  const nested = [...packages].map(([head, bodies]) => `package ${head} {\n${bodies.join('\n')}\n}`);
  return { name, wit: `package part:${name};\n\nworld w {\n${statements.join('\n')}\n}\n\n${nested.join('\n')}\n` };
}

const RUN = 'export run: func();';

export function graphOf(seed: number): Graph {
  const kind = KINDS[seed % KINDS.length] as Kind;
  const it = new Maker(seed);
  return { kind, parts: PARTS[kind](it) };
}

const PARTS: Readonly<Record<Kind, (it: Maker) => readonly GraphPart[]>> = {
  shared(it) {
    const host: Face = { package: 'gr:host', version: '0.2.0', name: 'h', body: `    ${it.signature()('f')}` };
    const api: Face = { package: 'gr:api', name: 'i', body: `    ${it.signature()('g')}` };
    const others = Array.from({ length: 1 + it.number(3) }, (_, at) => {
      const own: Face = { package: 'gr:mine', name: `o${at}`, body: `    ${it.signature()('q')}` };
      return { own, made: part(`c${at}`, [host], [own]) };
    });
    return [
      part('app', [api, ...others.map((one) => one.own)], [], [RUN]),
      part('api', [host], [api]),
      ...others.map((one) => one.made),
    ];
  },
  subsets(it) {
    const funcs = ['f', 'g', 'h', 'k'].map((name) => ({ name, make: it.signature() }));
    const clash = it.chance(0.3) ? it.pick(funcs).name : undefined;
    const host = (version: string, isSecond: boolean): Face => {
      const own = funcs.filter((one) => it.chance(0.6) || one.name === clash);
      const lines = (own.length > 0 ? own : funcs).map(
        ({ name, make }) => `    ${make(name, isSecond && name === clash)}`,
      );
      return { package: 'gr:host', version, name: 'h', body: lines.join('\n') };
    };
    const api: Face = { package: 'gr:api', name: 'i', body: `    ${it.signature()('g')}` };
    const versions = it.chance(0.5) ? ['0.2.0', '0.2.0'] : ['0.2.1', '0.2.3'];
    return [
      part('app', [api, host(versions[0] as string, false)], [], [RUN]),
      part('api', [host(versions[1] as string, true)], [api]),
    ];
  },
  tracks(it) {
    const [f, g] = [it.signature(), it.signature()];
    const wanted = it.pick(['0.2.0', '0.2.3', '1.0.0', '1.4.0']);
    const given = it.pick(['0.2.1', '0.2.6', '0.3.0', '1.2.0', '2.0.0']);
    const face = (version: string, funcs: readonly string[]): Face => ({
      package: 'gr:api',
      version,
      name: 'i',
      body: funcs.map((one) => `    ${one}`).join('\n'),
    });
    const asked = it.chance(0.7) ? [f('f')] : [f('f'), g('g')];
    const offered = it.chance(0.5) ? [f('f'), g('g')] : [f('f', it.chance(0.3))];
    return [part('app', [face(wanted, asked)], [], [RUN]), part('api', [], [face(given, offered)])];
  },
  resources(it) {
    const base: Face = {
      package: 'gr:base',
      name: 'types',
      body: '    resource r {\n      constructor(a: u32);\n      m: func() -> string;\n    }',
    };
    const user = (name: string, from: Face, changed = false): Face => ({
      package: 'gr:mid',
      name,
      uses: from,
      body: `    use ${key(from)}.{r};\n    give: func(x: ${changed ? 'r' : 'borrow<r>'}) -> r;`,
    });
    const changed = it.chance(0.3);
    const mid = user('api', base);
    const parts = [
      part('app', [base, user('api', base, changed)], [], [RUN]),
      part('mid', [base], [mid]),
      part('base', [], [base]),
    ];
    // Who makes the resource may be another than who hands it out.
    return it.chance(0.3) ? parts.slice(0, 2) : parts;
  },
  middlewares(it) {
    const face: Face = { package: 'gr:api', name: 'h', body: `    ${it.signature()('handle')}` };
    const count = 1 + it.number(2);
    const middle = Array.from({ length: count }, (_, at) => part(`m${at}`, [face], [face]));
    const parts = [part('app', [face], [], [RUN]), ...middle, part('last', [], [face])];
    return it.chance(0.3) ? parts.slice(0, -1) : parts;
  },
  cycles(it) {
    const [i, j]: Face[] = ['i', 'j'].map((name) => ({ package: 'gr:api', name, body: `    ${it.signature()('f')}` }));
    const both = [part('a', [i as Face], [j as Face]), part('b', [j as Face], [i as Face])];
    return it.chance(0.5) ? [...both, part('app', [j as Face], [], [RUN])] : both;
  },
  async(it) {
    const make = it.signature();
    const face = (isAsync: boolean, changed: boolean): Face => ({
      package: 'gr:api',
      name: 'i',
      body: `    ${make('f', changed).replace(': func', isAsync ? ': async func' : ': func')}`,
    });
    const differs = it.chance(0.25);
    const changed = it.chance(0.2);
    return [
      part('app', [face(true, false)], [], ['export run: async func();']),
      part('api', [], [face(!differs, changed)]),
    ];
  },
  streams(it) {
    const element = it.pick(['u8', 'string', 'u32', 'tuple<u8, string>']);
    const other = it.chance(0.3) ? 'list<u8>' : element;
    const face = (of: string): Face => ({
      package: 'gr:api',
      name: 'i',
      body: `    send: func(s: stream<${of}>) -> future<result<${element}, string>>;\n    ${it.chance(0.5) ? 'more: async func() -> stream<u8>;' : 'more: func() -> u8;'}`,
    });
    const wanted = face(element);
    const given: Face = { ...wanted, body: wanted.body.replace(`stream<${element}>)`, `stream<${other}>)`) };
    return [part('app', [wanted], [], ['export run: async func();']), part('api', [], [given])];
  },
  // Types that the world itself uses or declares, in functions that it imports and exports.
  worlds(it) {
    const host: Face = { package: 'gr:host', name: 'h', body: '    record e { a: u8 }\n    look: func() -> e;' };
    const api: Face = {
      package: 'gr:api',
      name: 'i',
      body: '    record t { a: u8 }\n    resource r { m: func(); }\n    type n = u32;\n    f: func(x: t) -> r;',
    };
    const uses = [
      it.chance(0.6) ? `use ${key(api)}.{t};` : '',
      it.chance(0.4) ? `use ${key(api)}.{r as other};` : '',
      it.chance(0.4) ? `use ${key(api)}.{n};` : '',
      it.chance(0.4) ? `use ${key(host)}.{e};` : '',
      it.chance(0.3) ? 'record mine { a: u8 }' : '',
    ].filter((one) => one !== '');
    const has = (name: string): boolean => uses.some((one) => one.includes(name));
    // What is exported with types of a part that others cannot see is refused.
    const isShown = it.chance(0.4);
    const run = isShown && has('{t}') ? 't' : has('{n}') ? 'n' : has('{e}') ? 'e' : has('mine') ? 'mine' : 'u8';
    const app = withTypes(part('app', [api], [], [`export run: func(x: ${run});`]), ...uses);
    const known = has('{e}')
      ? { ...app, wit: `${app.wit}package ${host.package} { interface h {\n${host.body}\n} }\n` }
      : app;
    return [known, part('api', it.chance(0.5) ? [host] : [], [api])];
  },
};
