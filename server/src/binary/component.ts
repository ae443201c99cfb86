// What a component with code imports and exports: its sections evaluated as far as types go, nested components included.
// Code is passed over. Gives undefined for what it does not know; then nothing is said of the component.

import { readCanon } from './canon.ts';
import {
  type BinaryType,
  Bytes,
  type Declaration,
  type Extern,
  isComponent,
  readAlias,
  readExtern,
  readSort,
  readType,
  type Sort,
} from './reader.ts';

/** A type where it was made: the same object for the same name of it. */
export interface Def {
  readonly type: BinaryType;
  readonly scope: Scope;
  /** What this is another name for. */
  readonly same?: Def;
}

export type Item =
  | { readonly kind: 'type' | 'func'; readonly def: Def }
  /** `path`: the interface that its label stands for. */
  | { readonly kind: 'instance'; readonly items: Items; readonly path?: string };

export type Items = ReadonlyMap<string, Item>;

export interface ComponentType {
  readonly imports: Items;
  readonly exports: Items;
}

/** The numbers of one component or of one type of an instance. */
class Scope {
  readonly types: Def[] = [];
  readonly funcs: Def[] = [];
  readonly instances: Items[] = [];
  readonly components: Nested[] = [];
  readonly parent: Scope | undefined;

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  outer(count: number): Scope | undefined {
    let at: Scope | undefined = this;
    for (let step = 0; step < count; step++) at = at?.parent;
    return at;
  }
}

interface Nested {
  readonly bytes: Bytes;
  readonly scope: Scope;
}

type Decode = (bytes: Uint8Array) => string;

export function componentType(bytes: Uint8Array, decode: Decode): ComponentType | undefined {
  if (!isComponent(bytes)) return undefined;
  const root = new Evaluation(new Scope(undefined), undefined, { left: MOST });
  return root.run(new Bytes(bytes, 8, bytes.length, decode), 0) ? root : undefined;
}

const DEEPEST = 20;
/** So many components are put into one another: each of them can hold several copies of another one. */
const MOST = 2000;

class Evaluation implements ComponentType {
  readonly imports = new Map<string, Item>();
  readonly exports = new Map<string, Item>();
  readonly #scope: Scope;
  /** What the imports are given; undefined for the outermost component. */
  readonly #given: Items | undefined;
  readonly #budget: { left: number };
  #depth = 0;

  constructor(scope: Scope, given: Items | undefined, budget: { left: number }) {
    this.#scope = scope;
    this.#given = given;
    this.#budget = budget;
  }

  /** False when something is not understood. */
  run(reader: Bytes, depth: number): boolean {
    this.#depth = depth;
    while (!reader.done && reader.ok) {
      const id = reader.byte();
      const section = reader.slice(reader.unsigned());
      if (section === undefined || !this.#section(id, section) || !section.ok) return false;
    }
    return reader.ok;
  }

  #section(id: number, section: Bytes): boolean {
    switch (id) {
      case 4:
        section.skip(8);
        this.#scope.components.push({ bytes: section, scope: this.#scope });
        return true;
      case 5:
        return section.vector(() => this.#instance(section)).every((it) => it);
      case 6:
        return section.vector(() => declare(this.#scope, readAlias(section))).every((it) => it);
      case 7:
        return section
          .vector(() => declare(this.#scope, { kind: 'type', type: readType(section, 0) }))
          .every((it) => it);
      case 8:
        // What is left over was written by other rules than those known here.
        return section.vector(() => this.#canon(section)).every((it) => it) && section.done;
      case 10:
        return section.vector(() => this.#import(section.labelled(), readExtern(section))).every((it) => it);
      case 11:
        return section.vector(() => this.#export(section)).every((it) => it);
      default:
        return true;
    }
  }

  #import({ name, path }: Labelled, extern: Extern): boolean {
    const item = this.#given?.get(name) ?? made(this.#scope, extern);
    if (item === undefined) return false;
    push(this.#scope, item);
    this.imports.set(name, withPath(item, path));
    return true;
  }

  #export(section: Bytes): boolean {
    const { name, path } = section.labelled();
    const sort = readSort(section);
    const index = section.unsigned();
    const ascribed = section.byte() === 1 ? readExtern(section) : undefined;
    if (sort === 'core') return true;
    const own = itemAt(this.#scope, sort, index);
    const item = ascribed?.kind === 'func' ? made(this.#scope, ascribed) : own;
    if (item === undefined) return false;
    push(this.#scope, item);
    this.exports.set(name, withPath(item, path));
    return true;
  }

  #instance(section: Bytes): boolean {
    const form = section.byte();
    if (form === 1) {
      const items = this.#arguments(section, () => section.externName());
      if (items !== undefined) this.#scope.instances.push(items);
      return items !== undefined;
    }
    const nested = this.#scope.components[section.unsigned()];
    const given = this.#arguments(section, () => section.string());
    if (form !== 0 || nested === undefined || given === undefined || this.#depth >= DEEPEST) return false;
    if (this.#budget.left-- <= 0) return false;
    const inner = new Evaluation(new Scope(nested.scope), given, this.#budget);
    if (!inner.run(nested.bytes.again(), this.#depth + 1)) return false;
    this.#scope.instances.push(inner.exports);
    return true;
  }

  #arguments(section: Bytes, name: () => string): Items | undefined {
    const items = new Map<string, Item>();
    const known = section.vector(() => {
      const own = name();
      const item = itemAt(this.#scope, readSort(section), section.unsigned());
      if (item !== undefined) items.set(own, item);
      return item !== undefined;
    });
    return known.every((it) => it) ? items : undefined;
  }

  #canon(section: Bytes): boolean {
    const lifted = readCanon(section);
    if (lifted === undefined) return section.ok;
    const def = this.#scope.types[lifted];
    if (def?.type.kind !== 'func') return false;
    this.#scope.funcs.push(def);
    return true;
  }
}

type Labelled = ReturnType<Bytes['labelled']>;

function withPath(item: Item, path: string | undefined): Item {
  return item.kind === 'instance' && path !== undefined ? { ...item, path } : item;
}

function itemAt(scope: Scope, sort: Sort, index: number): Item | undefined {
  if (sort === 'instance') {
    const items = scope.instances[index];
    return items === undefined ? undefined : { kind: 'instance', items };
  }
  if (sort !== 'type' && sort !== 'func') return undefined;
  const def = (sort === 'type' ? scope.types : scope.funcs)[index];
  return def === undefined ? undefined : { kind: sort, def };
}

function push(scope: Scope, item: Item): void {
  if (item.kind === 'instance') scope.instances.push(item.items);
  else (item.kind === 'type' ? scope.types : scope.funcs).push(item.def);
}

/** Something new of a type. */
function made(scope: Scope, extern: Extern): Item | undefined {
  if (extern.kind === 'type') {
    if (extern.index === undefined) return { kind: 'type', def: { type: { kind: 'resource' }, scope } };
    const same = scope.types[extern.index];
    return same === undefined ? undefined : { kind: 'type', def: { ...same, same } };
  }
  if (extern.kind !== 'func' && extern.kind !== 'instance') return undefined;
  const def = scope.types[extern.index];
  if (extern.kind === 'func') return def === undefined ? undefined : { kind: 'func', def };
  const items = def?.type.kind === 'instance' ? instanceOf(def.type.declarations, def.scope) : undefined;
  return items === undefined ? undefined : { kind: 'instance', items };
}

function instanceOf(declarations: readonly Declaration[], parent: Scope): Items | undefined {
  const scope = new Scope(parent);
  const items = new Map<string, Item>();
  for (const it of declarations) {
    if (it.kind !== 'export') {
      if (!declare(scope, it)) return undefined;
      continue;
    }
    const item = made(scope, it.item);
    if (item === undefined) return undefined;
    push(scope, item);
    items.set(it.name, item);
  }
  return items;
}

/** False when it names what is not there. */
function declare(scope: Scope, it: Declaration): boolean {
  if (it.kind === 'type') {
    scope.types.push({ type: it.type, scope });
    return true;
  }
  if (it.kind === 'alias-outer') {
    if (it.sort === 'core') return true;
    const outer = scope.outer(it.count);
    if (it.sort === 'component') {
      const nested = outer?.components[it.index];
      if (nested !== undefined) scope.components.push(nested);
      return nested !== undefined;
    }
    const item = outer === undefined ? undefined : itemAt(outer, it.sort, it.index);
    if (item !== undefined) push(scope, item);
    return item !== undefined;
  }
  if (it.kind !== 'alias-export') return false;
  if (it.sort === 'core') return true;
  const item = scope.instances[it.instance]?.get(it.name);
  if (item !== undefined) push(scope, item);
  return item !== undefined;
}
