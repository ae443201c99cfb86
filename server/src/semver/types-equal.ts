// When are two types, one of the old and one of the new version, the same? As components compare them: structure through
// every alias, resources by their place, every name letter by letter. What is reported at a definition counts as the
// same wherever the definition is mentioned.

import { WeakPairMap } from '../base/memo.ts';
import { packageKey } from '../model/names.ts';
import {
  type CaseDef,
  definitionBehind,
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
  #known = new Map<string, Memory>();
  #renames = false;
  /** Old types by new ones, where only a part of the contract takes the one for the other. */
  #here: ReadonlyMap<TypeDef, TypeDef> | undefined;
  readonly #oldKeys = new WeakMap<Owner, string>();
  readonly #newKeys = new WeakMap<Owner, string>();

  constructor(before: Package, after: Package) {
    this.#before = packageKey(before.id);
    this.#after = packageKey(after.id);
  }

  /** The same, for a part of the contract in which these types correspond, whatever they are called elsewhere. */
  within(before: Package, after: Package, here: ReadonlyMap<TypeDef, TypeDef>): Equality {
    const copy = new Equality(before, after);
    for (const [now, old] of this.#owners) copy.#owners.set(now, old);
    for (const [now, old] of this.#renamed) copy.#renamed.set(now, old);
    copy.#renames = this.#renames;
    copy.#here = here;
    return copy;
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
    const here = this.#here?.get(after);
    if (here !== undefined) return here === before;
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

  /** Without recursion, and each pair of definitions once: definitions may be built of each other as often as they like. */
  same(before: Type | undefined, after: Type | undefined, how: Comparing = {}): boolean {
    const known = this.#memory(how);
    const visited = new Map<TypeDef, Set<TypeDef>>();
    const waiting: TypePair[] = [{ before, after, within: undefined }];
    const assumed: TypePair[] = [];
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      const names = namesOf(pair);
      let answer: boolean | undefined;
      if (names !== undefined) {
        answer = known.get(names[0], names[1]);
        const row = visited.get(names[0]) ?? new Set<TypeDef>();
        if (answer === undefined && row.has(names[1])) continue;
        visited.set(names[0], row.add(names[1]));
        if (answer === undefined) assumed.push(pair);
      }
      answer ??= this.#step(pair, how, waiting);
      if (answer) continue;
      for (let at: TypePair | undefined = pair; at !== undefined; at = at.within) remember(known, at, false);
      return false;
    }
    for (const pair of assumed) remember(known, pair, true);
    return true;
  }

  #memory(how: Comparing): Memory {
    const mode = `${how.deep === true} ${how.anyOwnership === true}`;
    const known: Memory = this.#known.get(mode) ?? new WeakPairMap();
    this.#known.set(mode, known);
    return known;
  }

  /** False when the two differ at the top; else their parts wait to be compared. */
  #step(pair: TypePair, how: Comparing, waiting: TypePair[]): boolean {
    const { before, after } = pair;
    if (before === undefined || after === undefined) return before === after;
    if (before.kind === 'error' || after.kind === 'error') return true;
    if (before.kind === 'ref' && after.kind === 'ref' && how.deep !== true && this.corresponds(before.def, after.def))
      return true;
    const [a, b] = [expand(before), expand(after)];
    if (a === undefined || b === undefined) return true;
    if (a.kind === 'type' || b.kind === 'type') {
      return a.kind === 'type' && b.kind === 'type' && stepWritten(a.type, b.type, pair, waiting);
    }
    if (a.handle !== b.handle && !(how.anyOwnership === true && a.handle !== undefined && b.handle !== undefined))
      return false;
    const corresponds = this.corresponds(a.def, b.def);
    if (a.def.def.kind === 'resource' || b.def.def.kind === 'resource') return corresponds;
    if (corresponds && how.deep !== true) return true;
    // Under its own name the pair may have been compared already.
    if (a.def !== defOf(before) || b.def !== defOf(after)) {
      waiting.push({ before: refTo(a.def), after: refTo(b.def), within: pair });
      return true;
    }
    return stepMembers(a.def, b.def, pair, waiting);
  }

  /** Are the two the same as they are written here? What they mention is compared where it is defined. */
  sameAtTop(before: TypeDef, after: TypeDef): boolean {
    const [a, b] = [before.def, after.def];
    if (a.kind === 'alias' && b.kind === 'alias') return this.same(a.type, b.type);
    if (a.kind !== b.kind || a.kind === 'use' || a.kind === 'alias') return this.sameDefinition(before, after);
    const parts: TypePair[] = [];
    if (!stepMembers(before, after, undefined, parts)) return false;
    return parts.every((it) => this.same(it.before, it.after));
  }

  /** Do two definitions say the same? */
  sameDefinition(before: TypeDef, after: TypeDef, how: Comparing = {}): boolean {
    return this.same(refTo(before), refTo(after), { ...how, deep: true });
  }

  sameSignature(before: Func, after: Func): boolean {
    return (
      before.params.every(({ name }, index) => name === after.params[index]?.name) && this.sameTypes(before, after)
    );
  }

  /** Is the signature the same but for the names of parameters? */
  sameTypes(before: Func, after: Func): boolean {
    return (
      before.async === after.async &&
      before.params.length === after.params.length &&
      before.params.every(({ type }, index) => this.same(type, after.params[index]?.type)) &&
      this.same(before.result, after.result)
    );
  }
}

interface TypePair {
  readonly before: Type | undefined;
  readonly after: Type | undefined;
  /** What differs if these two do. */
  readonly within: TypePair | undefined;
}

type Memory = WeakPairMap<TypeDef, TypeDef, boolean>;

function defOf(type: Type | undefined): TypeDef | undefined {
  return type?.kind === 'ref' ? type.def : undefined;
}

function namesOf({ before, after }: TypePair): readonly [TypeDef, TypeDef] | undefined {
  const [a, b] = [defOf(before), defOf(after)];
  return a === undefined || b === undefined ? undefined : [a, b];
}

function remember(known: Memory, pair: TypePair, answer: boolean): void {
  const names = namesOf(pair);
  if (names === undefined) return;
  known.set(names[0], names[1], answer);
}

function stepWritten(before: Type, after: Type, within: TypePair, waiting: TypePair[]): boolean {
  if (before.kind === 'primitive') return after.kind === 'primitive' && before.name === after.name;
  if (isLeaf(before) || isLeaf(after) || !sameShape(before, after)) return false;
  const others = partsOf(after);
  for (const [index, type] of partsOf(before).entries()) waiting.push({ before: type, after: others[index], within });
  return true;
}

function stepMembers(before: TypeDef, after: TypeDef, within: TypePair | undefined, waiting: TypePair[]): boolean {
  const [a, b] = [membersOf(before), membersOf(after)];
  if (before.def.kind !== after.def.kind || a.length !== b.length) return false;
  for (const [index, it] of a.entries()) {
    const other = b[index];
    if (other?.name !== it.name) return false;
    if (it.type !== undefined || other.type !== undefined) waiting.push({ before: it.type, after: other.type, within });
  }
  return true;
}

/** Fields, cases or flags. */
export function membersOf(type: TypeDef): readonly (FieldDef | CaseDef)[] {
  const { def } = type;
  if (def.kind === 'record') return def.fields;
  return def.kind === 'variant' || def.kind === 'enum' || def.kind === 'flags' ? def.cases : [];
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
  if (at.kind === 'ref') {
    const end = definitionBehind(at.def);
    if (end === undefined) return undefined;
    if (end.def.kind !== 'alias')
      return { kind: 'named', def: end, handle: end.def.kind === 'resource' ? 'own' : undefined };
    at = end.def.type;
  }
  if (at.kind === 'error' || at.kind === 'ref') return undefined;
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
