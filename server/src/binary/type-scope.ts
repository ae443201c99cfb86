// Types of a component where they are made: each number of a scope stands for one definition, and the same definition is the
// same object wherever an alias leads to it.

import type { BinaryType, Bytes, Declaration, Extern, ExternName, Sort } from './reader.ts';

/** A type where it was made: the same object for the same name of it. */
export interface Def {
  readonly type: BinaryType;
  readonly scope: Scope;
  /** What this is another name for. */
  readonly same?: Def;
}

export type Item = (
  | { readonly kind: 'type'; readonly def: Def }
  | { readonly kind: 'func'; readonly def: Def }
  | { readonly kind: 'instance'; readonly items: Items }
  /** The type of a component; of a package, that is a world. */
  | { readonly kind: 'component'; readonly type: ComponentType }
) & {
  /** The interface that its label stands for. */
  readonly path?: string;
  readonly externalId?: string;
};

export type Items = ReadonlyMap<string, Item>;

export interface ComponentType {
  readonly imports: Items;
  readonly exports: Items;
}

/** What may still be made: a few bytes can ask for the same large type over and over. */
export interface Budget {
  items: number;
  components: number;
}

export interface Nested {
  readonly bytes: Bytes;
  readonly scope: Scope;
}

/** The numbers of one component or of one type of an instance or component. */
export class Scope {
  /** Those that nobody has named yet are only declared: a binary can have them by the hundred thousand. */
  readonly #types: (Def | BinaryType)[] = [];
  readonly funcs: Def[] = [];
  readonly instances: Items[] = [];
  readonly components: Nested[] = [];
  readonly parent: Scope | undefined;
  readonly budget: Budget;

  constructor(parent: Scope | undefined, budget: Budget) {
    this.parent = parent;
    this.budget = budget;
  }

  type(index: number): Def | undefined {
    const it = this.#types[index];
    if (it === undefined || 'scope' in it) return it;
    const def = { type: it, scope: this };
    this.#types[index] = def;
    return def;
  }

  addType(it: Def | BinaryType): void {
    this.#types.push(it);
  }

  outer(count: number): Scope | undefined {
    let at: Scope | undefined = this;
    for (let step = 0; step < count && at !== undefined; step++) at = at.parent;
    return at;
  }
}

/** Why something was not made. */
export function faultOf(scope: Scope | undefined): string {
  const isSpent = scope !== undefined && (scope.budget.items <= 0 || scope.budget.components <= 0);
  return isSpent ? 'it repeats its types too often' : 'it refers to something that is not there';
}

export function itemAt(scope: Scope, sort: Sort, index: number): Item | undefined {
  if (sort === 'instance') {
    const items = scope.instances[index];
    return items === undefined ? undefined : { kind: 'instance', items };
  }
  if (sort !== 'type' && sort !== 'func') return undefined;
  const def = sort === 'type' ? scope.type(index) : scope.funcs[index];
  return def === undefined ? undefined : { kind: sort, def };
}

export function push(scope: Scope, item: Item): void {
  if (item.kind === 'instance') scope.instances.push(item.items);
  else if (item.kind === 'type') scope.addType(item.def);
  else if (item.kind === 'func') scope.funcs.push(item.def);
}

export function named(item: Item, { path, externalId }: ExternName): Item {
  if (path === undefined && externalId === undefined) return item;
  return { ...item, ...(path === undefined ? {} : { path }), ...(externalId === undefined ? {} : { externalId }) };
}

/** Something new of a type; undefined for what is not there. */
export function made(scope: Scope, extern: Extern): Item | undefined {
  if (scope.budget.items-- <= 0) return undefined;
  if (extern.kind === 'type') {
    if (extern.index === undefined) return { kind: 'type', def: { type: { kind: 'resource' }, scope } };
    const same = scope.type(extern.index);
    return same === undefined ? undefined : { kind: 'type', def: { type: same.type, scope: same.scope, same } };
  }
  if (extern.kind === 'other') return undefined;
  const def = scope.type(extern.index);
  if (def === undefined) return undefined;
  if (extern.kind === 'func') return def.type.kind === 'func' ? { kind: 'func', def } : undefined;
  if (def.type.kind !== extern.kind) return undefined;
  const type = typeOf(def.type.declarations, def.scope);
  if (type === undefined) return undefined;
  return extern.kind === 'instance' ? { kind: 'instance', items: type.exports } : { kind: 'component', type };
}

/** What the type of an instance or component says that it imports and exports. */
export function typeOf(declarations: readonly Declaration[], parent: Scope): ComponentType | undefined {
  const scope = new Scope(parent, parent.budget);
  const imports = new Map<string, Item>();
  const exports = new Map<string, Item>();
  for (const it of declarations) {
    if (it.kind !== 'export' && it.kind !== 'import') {
      if (!declare(scope, it)) return undefined;
      continue;
    }
    const item = made(scope, it.item);
    if (item === undefined) return undefined;
    push(scope, item);
    (it.kind === 'import' ? imports : exports).set(it.name.name, named(item, it.name));
  }
  return { imports, exports };
}

/** False when it names what is not there. */
export function declare(scope: Scope, it: Declaration): boolean {
  if (scope.budget.items-- <= 0) return false;
  if (it.kind === 'type') {
    scope.addType(it.type);
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
