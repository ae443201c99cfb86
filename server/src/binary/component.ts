// What a component imports and exports: its sections evaluated as far as types go, nested components included. Code is passed
// over. Says what it does not know; then nothing is said of the component.

import { readCanon } from './canon.ts';
import {
  Bytes,
  type Extern,
  type ExternName,
  isComponent,
  readAlias,
  readExtern,
  readExternName,
  readSort,
  readType,
} from './reader.ts';
import {
  type ComponentType,
  declare,
  faultOf,
  type Item,
  type Items,
  itemAt,
  made,
  named,
  push,
  Scope,
} from './type-scope.ts';

export interface Component extends ComponentType {
  /** Custom sections by name. */
  readonly custom: ReadonlyMap<string, Uint8Array>;
}

type Decode = (bytes: Uint8Array) => string;

/** The component, or what keeps it from being read. */
export function readComponent(bytes: Uint8Array, decode: Decode): Component | { readonly fault: string } {
  if (!isComponent(bytes)) return { fault: 'it is not a component' };
  const budget = { items: bytes.length + SOME_ITEMS, components: MOST };
  const root = new Evaluation(new Scope(undefined, budget), undefined);
  return root.run(new Bytes(bytes, 8, bytes.length, decode), 0) ? root : { fault: root.whyNot() };
}

const DEEPEST = 20;
/** Maximum nesting of components: each can hold several copies of another one. */
const MOST = 2000;
/** A small binary may repeat itself. */
const SOME_ITEMS = 10_000;

class Evaluation implements Component {
  readonly imports = new Map<string, Item>();
  readonly exports = new Map<string, Item>();
  readonly custom = new Map<string, Uint8Array>();
  #fault: string | undefined;
  readonly #scope: Scope;
  /** What the imports are given; undefined for the outermost component. */
  readonly #given: Items | undefined;
  #depth = 0;

  constructor(scope: Scope, given: Items | undefined) {
    this.#scope = scope;
    this.#given = given;
  }

  whyNot(): string {
    const { items, components } = this.#scope.budget;
    return items <= 0 || components <= 0 ? faultOf(this.#scope) : (this.#fault ?? faultOf(this.#scope));
  }

  /** False when something is not understood. */
  run(reader: Bytes, depth: number): boolean {
    this.#depth = depth;
    while (!reader.done && reader.ok) {
      const id = reader.byte();
      const section = reader.slice(reader.unsigned());
      if (section === undefined) break;
      const known = this.#section(id, section);
      this.#fault ??= section.fault;
      if (!known || !section.ok) return false;
    }
    this.#fault ??= reader.fault;
    return reader.ok;
  }

  #section(id: number, section: Bytes): boolean {
    switch (id) {
      case 0:
        this.custom.set(section.string(), section.rest());
        return true;
      case 4:
        section.skip(8);
        this.#scope.components.push({ bytes: section, scope: this.#scope });
        return true;
      case 5:
        return every(section, () => this.#instance(section));
      case 6:
        return every(section, () => declare(this.#scope, readAlias(section)));
      case 7:
        return every(section, () => declare(this.#scope, { kind: 'type', type: readType(section, 0) }));
      case 8:
        // What is left over was written by other rules than those known here.
        return every(section, () => this.#canon(section)) && section.done;
      case 10:
        return every(section, () => this.#import(readExternName(section), readExtern(section)));
      case 11:
        return every(section, () => this.#export(section));
      case 1:
      case 2:
      case 3:
        // Core modules, their instances and types.
        return true;
      default:
        return section.fail(false, id === 9 ? 'a start function' : id === 12 ? 'a value' : `a section of kind ${id}`);
    }
  }

  #import(name: ExternName, extern: Extern): boolean {
    const item = this.#given?.get(name.name) ?? made(this.#scope, extern);
    if (item === undefined && extern.kind === 'other')
      this.#fault ??= `\`${name.name}\` is no import that WIT can name`;
    if (item === undefined) return false;
    push(this.#scope, item);
    this.imports.set(name.name, named(item, name));
    return true;
  }

  #export(section: Bytes): boolean {
    const name = readExternName(section);
    const sort = readSort(section);
    const index = section.unsigned();
    const ascribed = section.byte() === 1 ? readExtern(section) : undefined;
    if (sort === 'core') return true;
    const own = itemAt(this.#scope, sort, index);
    const item = ascribed?.kind === 'func' ? made(this.#scope, ascribed) : own === undefined ? own : asExported(own);
    if (item === undefined) return false;
    push(this.#scope, item);
    this.exports.set(name.name, named(item, name));
    return true;
  }

  #instance(section: Bytes): boolean {
    const form = section.byte();
    if (form === 1) {
      const items = this.#arguments(section, () => readExternName(section).name);
      if (items !== undefined) this.#scope.instances.push(items);
      return items !== undefined;
    }
    const nested = this.#scope.components[section.unsigned()];
    const given = this.#arguments(section, () => section.string());
    if (form !== 0 || nested === undefined || given === undefined || this.#depth >= DEEPEST) return false;
    if (this.#scope.budget.components-- <= 0) return false;
    const inner = new Evaluation(new Scope(nested.scope, this.#scope.budget), given);
    if (!inner.run(nested.bytes.again(), this.#depth + 1)) {
      this.#fault ??= inner.whyNot();
      return false;
    }
    this.#scope.instances.push(inner.exports);
    return true;
  }

  #arguments(section: Bytes, name: () => string): Items | undefined {
    const items = new Map<string, Item>();
    const known = every(section, () => {
      const own = name();
      const sort = readSort(section);
      const index = section.unsigned();
      if (sort === 'core' || sort === 'component') return true;
      const item = itemAt(this.#scope, sort, index);
      if (item !== undefined) items.set(own, item);
      return item !== undefined;
    });
    return known ? items : undefined;
  }

  #canon(section: Bytes): boolean {
    const lifted = readCanon(section);
    if (lifted === undefined) return section.ok;
    const def = this.#scope.type(lifted);
    if (def?.type.kind !== 'func') return false;
    this.#scope.funcs.push(def);
    return true;
  }
}

/** An exported type is known by its new name from there on. */
function asExported(item: Item): Item {
  if (item.kind !== 'type') return item;
  const { type, scope } = item.def;
  return { ...item, def: { type, scope, same: item.def } };
}

function every(section: Bytes, element: () => boolean): boolean {
  return section.vector(element).every((it) => it);
}
