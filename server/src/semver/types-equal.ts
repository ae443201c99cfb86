// When are two types, one of the old and one of the new version, the same? As components compare them: structure through
// every alias, resources by their place, names without regard to case. What is reported at a definition counts as the
// same wherever the definition is mentioned.

import { packageKey } from '../model/names.ts';
import {
  type CaseDef,
  type FieldDef,
  type Func,
  type Interface,
  type Package,
  resourceOf,
  type Type,
  type TypeDef,
  type World,
} from '../model/package.ts';
import { isLeaf, namedBy, partsOf } from '../model/type.ts';
import { sameShape } from '../syntax/generic-types.ts';

type Owner = Interface | World;

const MAX_DEPTH = 200;

export interface Comparing {
  /** Follow every name to its structure, even where the definitions correspond and differences are reported there. */
  readonly deep?: boolean;
  /** Take `own` and `borrow` of one resource for the same. */
  readonly anyOwnership?: boolean;
}

export class Equality {
  readonly #before: string;
  readonly #after: string;
  /** Owners of the new version by their old counterparts, where the names do not say it. */
  readonly #owners = new Map<string, string>();
  /** Types of the new version that are an old one renamed: `owner#new` → `owner#old`. */
  readonly #renamed = new Map<string, string>();
  /** Answers by mode and pair; what corresponds may grow, then they are forgotten. */
  #known = new Map<string, WeakMap<TypeDef, WeakMap<TypeDef, boolean>>>();
  #depth = 0;
  #renames = false;
  readonly #oldKeys = new WeakMap<Owner, string>();
  readonly #newKeys = new WeakMap<Owner, string>();

  constructor(before: Package, after: Package) {
    this.#before = packageKey(before.id);
    this.#after = packageKey(after.id);
  }

  /** The new owner is the old one, although its name or place does not tell. */
  pairOwners(before: Owner, after: Owner): void {
    // What is inline has no name that another could mention.
    this.#renames ||= after.name !== undefined;
    this.#owners.set(ownerKey(after, this.#after), ownerKey(before, this.#before));
    this.#known = new Map();
  }

  pairTypes(before: TypeDef, after: TypeDef): void {
    this.#renames = true;
    this.#renamed.set(`${this.#newOwner(after.owner)}#${after.name}`, before.name);
    this.#known = new Map();
  }

  /** Does anything go by another name than before? */
  get renames(): boolean {
    return this.#renames;
  }

  /** Are the two the same name of the contract? */
  corresponds(before: TypeDef, after: TypeDef): boolean {
    const owner = this.#newOwner(after.owner);
    if (this.#keyOf(before.owner, this.#before) !== owner) return false;
    if (this.#renamed.size === 0) return before.name === after.name;
    return before.name === (this.#renamed.get(`${owner}#${after.name}`) ?? after.name);
  }

  sameOwner(before: Owner, after: Owner): boolean {
    return this.#keyOf(before, this.#before) === this.#newOwner(after);
  }

  #newOwner(owner: Owner): string {
    const key = this.#keyOf(owner, this.#after);
    return this.#owners.get(key) ?? key;
  }

  #keyOf(owner: Owner, own: string): string {
    const keys = own === this.#before ? this.#oldKeys : this.#newKeys;
    let key = keys.get(owner);
    if (key === undefined) {
      key = ownerKey(owner, own);
      keys.set(owner, key);
    }
    return key;
  }

  /** Is the same written, in the same names? Most of a package, most of the time. */
  written(before: Type | undefined, after: Type | undefined): boolean {
    if (before === undefined || after === undefined) return before === after;
    if (before.kind === 'primitive') return after.kind === 'primitive' && before.name === after.name;
    const [old, now] = [namedBy(before), namedBy(after)];
    if (old !== undefined || now !== undefined)
      return before.kind === after.kind && old !== undefined && now !== undefined && this.corresponds(old, now);
    return this.#sameParts(before, after, (a, b) => this.written(a, b));
  }

  #sameParts(before: Type, after: Type, same: (before: Type, after: Type | undefined) => boolean): boolean {
    if (isLeaf(before) || isLeaf(after) || !sameShape(before, after)) return false;
    const others = partsOf(after);
    return partsOf(before).every((type, index) => same(type, others[index]));
  }

  writtenSignature(before: Func, after: Func): boolean {
    return (
      before.async === after.async &&
      before.params.length === after.params.length &&
      before.params.every(({ name, type }, index) => {
        const other = after.params[index];
        return other !== undefined && name === other.name && this.written(type, other.type);
      }) &&
      this.written(before.result, after.result)
    );
  }

  same(before: Type | undefined, after: Type | undefined, how: Comparing = {}): boolean {
    if (before === undefined || after === undefined) return before === after;
    if (before.kind === 'error' || after.kind === 'error') return true;
    if (before.kind === 'ref' && after.kind === 'ref' && how.deep !== true && this.corresponds(before.def, after.def))
      return true;
    const [a, b] = [expand(before), expand(after)];
    if (a === undefined || b === undefined) return true;
    if (a.kind === 'type' || b.kind === 'type') {
      return a.kind === 'type' && b.kind === 'type' && this.#sameWritten(a.type, b.type, how);
    }
    if (a.handle !== b.handle && !(how.anyOwnership === true && a.handle !== undefined && b.handle !== undefined))
      return false;
    return this.#sameNamed(a.def, b.def, how);
  }

  /** Do two definitions say the same? */
  sameDefinition(before: TypeDef, after: TypeDef, how: Comparing = {}): boolean {
    return this.same(refTo(before), refTo(after), { ...how, deep: true });
  }

  sameSignature(before: Func, after: Func): boolean {
    return (
      before.async === after.async &&
      before.params.length === after.params.length &&
      before.params.every(({ name, type }, index) => {
        const other = after.params[index];
        return other !== undefined && sameName(name, other.name) && this.same(type, other.type);
      }) &&
      this.same(before.result, after.result)
    );
  }

  #sameWritten(before: Type, after: Type, how: Comparing): boolean {
    if (before.kind === 'primitive') return after.kind === 'primitive' && before.name === after.name;
    return this.#sameParts(before, after, (a, b) => this.same(a, b, how));
  }

  #sameNamed(before: TypeDef, after: TypeDef, how: Comparing): boolean {
    const corresponds = this.corresponds(before, after);
    if (before.def.kind === 'resource' || after.def.kind === 'resource') return corresponds;
    if (corresponds && how.deep !== true) return true;
    const mode = `${how.deep === true} ${how.anyOwnership === true}`;
    const rows = this.#known.get(mode) ?? new WeakMap<TypeDef, WeakMap<TypeDef, boolean>>();
    const row = rows.get(before) ?? new WeakMap<TypeDef, boolean>();
    const known = row.get(after);
    if (known !== undefined) return known;
    // So deep only text that nobody wrote by hand is, and the toolchain refuses it.
    if (this.#depth > MAX_DEPTH) return true;
    this.#depth++;
    const same = this.#sameStructure(before, after, how);
    this.#depth--;
    this.#known.set(mode, rows.set(before, row.set(after, same)));
    return same;
  }

  #sameStructure(before: TypeDef, after: TypeDef, how: Comparing): boolean {
    const [a, b] = [membersOf(before), membersOf(after)];
    return (
      before.def.kind === after.def.kind &&
      a.length === b.length &&
      a.every((it, index) => {
        const other = b[index];
        return other !== undefined && sameName(it.name, other.name) && this.same(it.type, other.type, how);
      })
    );
  }
}

/** Fields, cases or flags. */
export function membersOf(type: TypeDef): readonly (FieldDef | CaseDef)[] {
  const { def } = type;
  if (def.kind === 'record') return def.fields;
  return def.kind === 'variant' || def.kind === 'enum' || def.kind === 'flags' ? def.cases : [];
}

/** Parameters, fields and cases are compared without regard to case, functions and types are not. */
export function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

export type Expanded =
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'named'; readonly def: TypeDef; readonly handle: 'own' | 'borrow' | undefined };

/** A type without aliases at its top: what is written, or a record, variant, enum, flags or resource. */
export function expand(type: Type): Expanded | undefined {
  if (type.kind === 'own' || type.kind === 'borrow') {
    const def = resourceOf(type.def);
    return def === undefined ? undefined : { kind: 'named', def, handle: type.kind };
  }
  let at: Type = type;
  for (let steps = 0; at.kind === 'ref'; steps++) {
    const { def } = at.def;
    if (steps > 10_000) return undefined;
    if (def.kind === 'alias') at = def.type;
    else if (def.kind === 'use') {
      if (def.target === undefined) return undefined;
      at = refTo(def.target);
    } else return { kind: 'named', def: at.def, handle: def.kind === 'resource' ? 'own' : undefined };
  }
  if (at.kind === 'error') return undefined;
  return at.kind === 'own' || at.kind === 'borrow' ? expand(at) : { kind: 'type', type: at };
}

export function refTo(def: TypeDef): Type {
  return { kind: 'ref', def, loc: def.loc };
}

/** An owner's name in the contract; what belongs to the package itself has no package name, which may change. */
function ownerKey(owner: Owner, own: string): string {
  if (owner.name === undefined) return `${owner.loc.uri}#${owner.loc.node}`;
  const { package: id } = owner;
  const place = packageKey(id) === own ? '.' : `${id.namespace}:${id.name}`;
  return `${place}/${owner.kind} ${owner.name}`;
}
