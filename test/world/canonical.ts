// Two resolved package sets as comparable data: ids of the JSON become paths, anonymous types what they are. The order of
// imports, exports, types, functions, fields, cases and parameters is kept.

import type { Json } from '../../server/src/model/json.ts';

type Fields = { readonly [key: string]: Json };

export function canonical(root: object): Json {
  return new Canonical(fields(JSON.parse(JSON.stringify(root)))).packages();
}

class Canonical {
  readonly #packages: readonly Fields[];
  readonly #interfaces: readonly Fields[];
  readonly #worlds: readonly Fields[];
  readonly #types: readonly Fields[];

  constructor(root: Fields) {
    this.#packages = list(root.packages).map(fields);
    this.#interfaces = list(root.interfaces).map(fields);
    this.#worlds = list(root.worlds).map(fields);
    this.#types = list(root.types).map(fields);
  }

  packages(): Json {
    const packages = this.#packages.map(({ name, interfaces, worlds, ...rest }) => [
      String(name),
      {
        ...sorted(rest),
        interfaces: mapValues(interfaces, (id, key) => this.#interface(Number(id), `${String(name)}/${key}`)),
        worlds: mapValues(worlds, (id, key) => this.#world(Number(id), `${String(name)}/${key}`)),
      },
    ]);
    return sorted(Object.fromEntries(packages));
  }

  #interfacePath(id: number): string | undefined {
    const it = this.#interfaces[id];
    return typeof it?.name === 'string' ? `${this.#packageName(it)}/${it.name}` : undefined;
  }

  #packageName(it: Fields | undefined): string {
    return String(this.#packages[Number(it?.package)]?.name);
  }

  /** `at`: where an interface without a name stands. */
  #owner(owner: Fields, at: string): string {
    if (owner.world === undefined) return this.#interfacePath(Number(owner.interface)) ?? at;
    const world = this.#worlds[Number(owner.world)];
    return `${this.#packageName(world)}/${String(world?.name)}`;
  }

  #type(json: Json | undefined, at: string): Json {
    if (typeof json !== 'number') return json ?? null;
    const it = this.#types[json];
    if (it === undefined) return `no type ${json}`;
    if (typeof it.name === 'string') return `${this.#owner(fields(it.owner), at)}.${it.name}`;
    return { kind: this.#kind(it.kind ?? null, at), stability: it.stability ?? null };
  }

  /** Numbers in a kind are types, but for the length of a list. */
  #kind(json: Json, at: string): Json {
    if (typeof json === 'number') return this.#type(json, at);
    if (Array.isArray(json)) return list(json).map((it) => this.#kind(it, at));
    if (json === null || typeof json !== 'object') return json;
    return mapValues(json, (it, key) => {
      if (key === 'docs') return it;
      return key === 'fixed-length-list' ? [this.#type(list(it)[0], at), list(it)[1] ?? 0] : this.#kind(it, at);
    });
  }

  #func(json: Json, at: string): Json {
    const { params, result, kind, ...rest } = fields(json);
    return {
      ...sorted(rest),
      kind: this.#kind(kind ?? null, at),
      params: list(params).map((it) => ({ name: fields(it).name ?? '', type: this.#type(fields(it).type, at) })),
      result: this.#type(result, at),
    };
  }

  #typeDef(id: Json | undefined, at: string): Json {
    const { kind, owner: _owner, ...rest } = this.#types[Number(id)] ?? {};
    return { ...sorted(rest), kind: this.#kind(kind ?? null, at) };
  }

  #interface(id: number, at: string): Json {
    const { types, functions, package: _package, ...rest } = this.#interfaces[id] ?? {};
    return {
      ...sorted(rest),
      types: Object.entries(fields(types)).map(([name, it]) => [name, this.#typeDef(it, at)]),
      functions: Object.entries(fields(functions)).map(([name, it]) => [name, this.#func(it, at)]),
    };
  }

  #world(id: number, at: string): Json {
    const { imports, exports, package: _package, ...rest } = this.#worlds[id] ?? {};
    return {
      ...sorted(rest),
      imports: Object.entries(fields(imports)).map(([key, it]) => this.#worldItem(key, it, `${at}<`)),
      exports: Object.entries(fields(exports)).map(([key, it]) => this.#worldItem(key, it, `${at}>`)),
    };
  }

  #worldItem(key: string, json: Json, at: string): Json {
    const it = fields(json);
    if (it.type !== undefined) return [key, { type: this.#typeDef(it.type, at) }];
    if (it.function !== undefined) return [key, { function: this.#func(it.function, at) }];
    const { id, ...rest } = fields(it.interface);
    const path = this.#interfacePath(Number(id));
    if (path !== undefined) return [key.startsWith('interface-') ? path : key, { ...sorted(rest), path }];
    return [key, { ...sorted(rest), inline: this.#interface(Number(id), `${at}.${key}`) }];
  }
}

function fields(json: Json | undefined): Fields {
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as Fields) : {};
}

function list(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : [];
}

function sorted(json: Fields): Fields {
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapValues(json: Json | undefined, change: (value: Json, key: string) => Json): Fields {
  return sorted(Object.fromEntries(Object.entries(fields(json)).map(([key, it]) => [key, change(it, key)])));
}
