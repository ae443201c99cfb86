// Packages as the JSON that the reference prints of them (`wasm-tools component wit --json`): ids are array indices, what a
// feature gate takes away is gone, anonymous types are shared within a package. The numbering is our own.

import { isPlain } from './elaborate.ts';
import { interfaceKey, packageKey } from './names.ts';
import type {
  CaseDef,
  ElaboratedItem,
  FieldDef,
  Func,
  Gate,
  Interface,
  Loc,
  Package,
  Type,
  TypeDef,
  World,
} from './package.ts';
import { namedBy, partsOf } from './type.ts';
import { includePath, WorldTypes } from './world-types.ts';

export type Json = null | string | number | { readonly [key: string]: Json } | readonly Json[];
type JsonObject = { [key: string]: Json };

export interface ResolveJson {
  readonly worlds: readonly Json[];
  readonly interfaces: readonly Json[];
  readonly types: readonly Json[];
  readonly packages: readonly Json[];
}

/** Documentation is not in the model: what stands before the item that a node begins, and before a `package` line. */
export interface DocsSource {
  item(loc: Loc): string | undefined;
  package(declarations: readonly Loc[]): string | undefined;
}

export function resolveJson(packages: readonly Package[], docs: DocsSource): ResolveJson {
  const writer = new Writer(docs);
  for (const it of dependenciesFirst(packages)) writer.package(it);
  return { worlds: writer.worlds, interfaces: writer.interfaces, types: writer.types, packages: writer.packages };
}

/** Each package after those that it depends on. */
function dependenciesFirst(packages: readonly Package[]): Package[] {
  const wanted = new Set(packages);
  const done = new Set<Package>();
  const visit = (it: Package): void => {
    if (!wanted.delete(it)) return;
    for (const dependency of it.dependencies.values()) if (dependency !== undefined) visit(dependency);
    done.add(it);
  };
  for (const it of packages) visit(it);
  return [...done];
}

class Writer {
  readonly worlds: JsonObject[] = [];
  readonly interfaces: JsonObject[] = [];
  readonly types: JsonObject[] = [];
  readonly packages: JsonObject[] = [];
  readonly #docs: DocsSource;
  readonly #interfaceIds = new Map<string, number>();
  readonly #typeIds = new Map<TypeDef, number>();
  readonly #packageIds = new Map<string, number>();
  /** Anonymous types by their package and what they are. */
  readonly #anonymous = new Map<string, number>();
  #current = '';

  constructor(docs: DocsSource) {
    this.#docs = docs;
  }

  package(it: Package): void {
    this.#current = it.key;
    const id = this.packages.length;
    this.#packageIds.set(it.key, id);
    const interfaces: JsonObject = {};
    const worlds: JsonObject = {};
    const object: JsonObject = { name: packageKey(it.id), ...docsObject(this.#docs.package(it.declarations)) };
    this.packages.push(Object.assign(object, { interfaces, worlds }));
    for (const [name, found] of it.interfaces) if (found.active) interfaces[name] = this.#interface(found);
    for (const [name, world] of it.worlds) if (world.active) worlds[name] = this.#world(world, id);
  }

  #interface(it: Interface): number {
    const known = this.#interfaceIds.get(interfaceKey(it));
    if (known !== undefined) return known;
    const id = this.interfaces.length;
    this.#interfaceIds.set(interfaceKey(it), id);
    const types: JsonObject = {};
    const functions: JsonObject = {};
    this.interfaces.push({
      name: it.name ?? null,
      types,
      functions,
      ...docsObject(this.#docs.item(it.item)),
      ...gateObject(it.gate, false),
      package: this.#packageIds.get(packageKey(it.package)) ?? null,
    });
    for (const type of it.types.values()) if (type.active) this.#typeIds.set(type, this.#allocate());
    for (const type of it.types.values()) {
      if (!type.active) continue;
      types[type.name] = this.#define(type, type.name, { interface: id });
    }
    for (const func of it.funcs.values()) if (func.active) functions[func.name] = this.#func(func, func.name);
    return id;
  }

  #idOf(type: TypeDef): number {
    const known = this.#typeIds.get(type);
    if (known !== undefined) return known;
    if (type.owner.kind === 'interface' && type.owner.active) this.#interface(type.owner);
    return this.#typeIds.get(type) ?? -1;
  }

  #allocate(): number {
    return this.types.push({}) - 1;
  }

  /** Fills the place that is kept for a named type. */
  #define(type: TypeDef, name: string, owner: JsonObject, id = this.#typeIds.get(type) ?? this.#allocate()): number {
    this.types[id] = {
      name,
      kind: this.#definition(type),
      owner,
      ...(type.def.kind === 'use' ? {} : docsObject(this.#docs.item(type.item))),
      ...gateObject(type.gate),
    };
    return id;
  }

  #world(world: World, packageId: number): number {
    const id = this.worlds.length;
    const imports: JsonObject = {};
    const exports: JsonObject = {};
    this.worlds.push({
      name: world.name,
      imports,
      exports,
      ...docsObject(this.#docs.item(world.item)),
      ...gateObject(world.gate, false),
      package: packageId,
    });
    const scope = new WorldTypes(world);
    const ids = new Map<ElaboratedItem, number>();
    for (const item of world.imports.values()) if (item.item.kind === 'type') ids.set(item, this.#allocate());
    for (const [items, into] of [
      [world.imports, imports],
      [world.exports, exports],
    ] as const) {
      for (const item of items.values()) {
        for (const [type, found] of scope.of(item)) this.#typeIds.set(type, ids.get(found) ?? 0);
        if (item.item.kind === 'interface' && item.item.interface === undefined) continue;
        const [key, value] = this.#worldItem(world, item, id, ids.get(item));
        into[key] = value;
      }
    }
    return id;
  }

  #worldItem(world: World, item: ElaboratedItem, worldId: number, typeId: number | undefined): [string, Json] {
    const it = item.item;
    if (it.kind === 'type') return [item.key, { type: this.#define(it.type, item.key, { world: worldId }, typeId) }];
    if (it.kind === 'func') return [item.key, { function: this.#func(it.func, item.key, item.gate) }];
    const target = it.interface;
    if (target === undefined) return [item.key, null];
    const id =
      target.name === undefined
        ? this.#inline(target, `${worldId} ${includePath(item.reason)}`)
        : this.#interface(target);
    const own = world.items.find((written) => written.statement === item.reason.loc);
    const docs = own !== undefined && target.name !== undefined ? this.#docs.item(own.statement) : undefined;
    const value = { interface: { id, ...gateObject(item.gate), ...docsObject(docs) } };
    return [isPlain(item) ? `interface-${id}` : item.key, value];
  }

  /** An inline interface is copied into each world that includes its world. */
  #inline(it: Interface, place: string): number {
    const key = `${interfaceKey(it)} ${place}`;
    const known = this.#interfaceIds.get(key);
    if (known !== undefined) return known;
    this.#interfaceIds.delete(interfaceKey(it));
    const id = this.#interface(it);
    this.#interfaceIds.set(key, id);
    return id;
  }

  #func(func: Func, name: string, gate: Gate = func.gate): JsonObject {
    const params: Json[] = [];
    const resource = func.resource === undefined ? undefined : this.#idOf(func.resource);
    if (func.kind === 'method' && resource !== undefined)
      params.push({ name: 'self', type: this.#intern({ handle: { borrow: resource } }, func.resource?.gate) });
    for (const param of func.params) params.push({ name: param.name, type: this.#type(param.type) });
    const result = this.#result(func, resource);
    return {
      name,
      kind: funcKind(func, resource),
      params,
      ...(result === undefined ? {} : { result }),
      ...docsObject(this.#docs.item(func.item)),
      ...gateObject(gate),
    };
  }

  #result(func: Func, resource: number | undefined): Json | undefined {
    if (func.result !== undefined) return this.#type(func.result);
    return func.kind === 'constructor' && resource !== undefined ? this.#own(resource) : undefined;
  }

  #own(resource: number): number {
    return this.#intern({ handle: { own: resource } });
  }

  #definition(type: TypeDef): Json {
    const { def, gate } = type;
    switch (def.kind) {
      case 'alias':
        return this.#alias(def.type, gate);
      case 'use':
        return { type: def.target === undefined ? null : this.#idOf(def.target) };
      case 'record':
        return { record: { fields: def.fields.map((field) => this.#field(field, gate)) } };
      case 'flags':
        return { flags: { flags: def.cases.map((it) => this.#named(it)) } };
      case 'enum':
        return { enum: { cases: def.cases.map((it) => this.#named(it)) } };
      case 'variant':
        return { variant: { cases: def.cases.map((it) => this.#case(it, gate)) } };
      case 'resource':
        return 'resource';
    }
  }

  /** `type a = t;`: the definition of `a` is that of `t`, if `t` is not itself a name. */
  #alias(type: Type, gate: Gate): Json {
    if (type.kind === 'primitive') return { type: type.name };
    if (type.kind === 'ref') return { type: this.#idOf(type.def) };
    return this.#kind(type, gate);
  }

  #named(it: FieldDef | CaseDef): JsonObject {
    return { name: it.name, ...docsObject(this.#docs.item(it.loc)) };
  }

  #field(field: FieldDef, gate: Gate): JsonObject {
    const { name, ...docs } = this.#named(field);
    return { name: name ?? '', type: this.#type(field.type, gate), ...docs };
  }

  #case(it: CaseDef, gate: Gate): JsonObject {
    const { name, ...docs } = this.#named(it);
    return { name: name ?? '', type: it.type === undefined ? null : this.#type(it.type, gate), ...docs };
  }

  #type(type: Type, gate: Gate = {}): Json {
    if (type.kind === 'primitive') return type.name;
    if (type.kind === 'error') return null;
    if (type.kind === 'ref') {
      const id = this.#idOf(type.def);
      return isResource(type.def) ? this.#own(id) : id;
    }
    if (type.kind === 'own') return this.#own(this.#idOf(type.def));
    return this.#intern(this.#kind(type, gate), isGated(gate) ? gate : gateIn(type));
  }

  #kind(type: Type, gate: Gate): Json {
    const one = (it: Type | undefined): Json => (it === undefined ? null : this.#type(it, gate));
    switch (type.kind) {
      case 'own':
      case 'borrow':
        return { handle: { [type.kind]: this.#idOf(type.def) } };
      case 'tuple':
        return { tuple: { types: type.items.map((it) => this.#type(it, gate)) } };
      case 'option':
        return { option: one(type.of) };
      case 'result':
        return { result: { ok: one(type.ok), err: one(type.err) } };
      case 'list':
        return type.length === undefined
          ? { list: one(type.element) }
          : { 'fixed-length-list': [one(type.element), type.length] };
      case 'map':
        return { map: [one(type.key), one(type.value)] };
      case 'future':
      case 'stream':
        return { [type.kind]: one(type.of) };
      case 'primitive':
      case 'ref':
      case 'error':
        return null;
    }
  }

  #intern(kind: Json, gate: Gate = {}): number {
    const key = `${this.#current} ${JSON.stringify(kind)}`;
    const known = this.#anonymous.get(key);
    if (known !== undefined) return known;
    const id = this.types.push({ name: null, kind, owner: null, ...gateObject(gate) }) - 1;
    this.#anonymous.set(key, id);
    return id;
  }
}

function funcKind(func: Func, resource: number | undefined): Json {
  if (func.accessor !== undefined) {
    const word = `${func.accessor}ter`;
    return func.kind === 'free' || resource === undefined ? word : { [`${func.kind}-${word}`]: resource };
  }
  if (func.kind === 'free' || resource === undefined) return func.async ? 'async-freestanding' : 'freestanding';
  return { [func.async && func.kind !== 'constructor' ? `async-${func.kind}` : func.kind]: resource };
}

/** Is the name one of a resource, through `use` and plain aliases? */
function isResource(type: TypeDef): boolean {
  let at: TypeDef | undefined = type;
  for (let steps = 0; at !== undefined && steps < 10_000; steps++) {
    const { def }: TypeDef = at;
    if (def.kind === 'resource') return true;
    if (def.kind === 'use') at = def.target;
    else if (def.kind === 'alias' && def.type.kind === 'ref') at = def.type.def;
    else return false;
  }
  return false;
}

/** The gate of the first type with one inside an anonymous type. */
function gateIn(type: Type): Gate {
  const def = namedBy(type);
  if (def !== undefined) return def.gate;
  for (const part of partsOf(type)) {
    const gate = gateIn(part);
    if (isGated(gate)) return gate;
  }
  return {};
}

function isGated(gate: Gate): boolean {
  return gate.since !== undefined || gate.unstable !== undefined;
}

function docsObject(docs: string | undefined): JsonObject {
  return docs === undefined ? {} : { docs: { contents: docs } };
}

function gateObject(gate: Gate, externalId = true): JsonObject {
  const deprecated = gate.deprecated === undefined ? {} : { deprecated: gate.deprecated };
  const id = externalId && gate.externalId !== undefined ? { external_id: gate.externalId } : {};
  if (gate.since !== undefined) return { stability: { stable: { since: gate.since, ...deprecated } }, ...id };
  if (gate.unstable !== undefined) return { stability: { unstable: { feature: gate.unstable, ...deprecated } }, ...id };
  return id;
}
