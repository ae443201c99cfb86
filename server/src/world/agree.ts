// Do the types of an import and of the export that is to satisfy it agree? Today's rule of the Component Model: the export
// may have more, what both have must be equal, names and order included, and handles must be of the same resource.

import { resultOf, type Steps } from '../base/steps.ts';
import { withArticle } from '../base/words.ts';
import { definitionBehind, type Func, type Interface, type Loc, type Type, type TypeDef } from '../model/package.ts';
import { typeText } from '../model/print.ts';
import { isLeaf, partsOf } from '../model/type.ts';
import { sameShape } from '../syntax/generic-types.ts';
import { liveImports } from './live.ts';
import { interfaceOf, type Port, type Ties } from './parts.ts';

/** The smallest thing in which the two differ, with a place in each. */
export interface Difference {
  /** The way to it: ``r.m, parameter `a` → `order`, field `lines` ``. */
  readonly path: string;
  readonly message: string;
  /** In the world that imports. */
  readonly wanted: Loc;
  /** In the world that exports. */
  readonly given: Loc;
}

/** The first difference, or undefined when the export satisfies the import. */
export function difference(ties: Ties, wanted: Port, given: Port): Difference | undefined {
  return new Agreement(ties, wanted, given).difference();
}

/** The same, where resources of one name are equal: how wac compares what a component gets, before it is known which they are. */
export function differenceByName(ties: Ties, wanted: Port, given: Port): Difference | undefined {
  return new Agreement(ties, wanted, given, { byName: true }).difference();
}

/**
 * The first thing that two imports both have and in which they differ. Undefined when one import can be made of them, with
 * the items of both (wac-graph merges the imports that are left in this way).
 */
export function conflict(ties: Ties, one: Port, other: Port): Difference | undefined {
  return new Agreement(ties, one, other, { shared: true }).difference();
}

/** All functions and types of an interface in which the two differ. */
export function differences(ties: Ties, wanted: Port, given: Port): readonly Difference[] {
  return new Agreement(ties, wanted, given).differences();
}

class Agreement {
  readonly #ties: Ties;
  readonly #wanted: Port;
  readonly #given: Port;
  /** Pairs of definitions that were found equal, or are being compared. */
  readonly #equal = new Map<TypeDef, Set<TypeDef>>();
  /** Only what both sides have is compared. */
  readonly #shared: boolean;
  /** Are resources of one name equal? */
  readonly #byName: boolean;
  /** What messages call the two. */
  readonly #sides: readonly [wanted: string, given: string];

  constructor(
    ties: Ties,
    wanted: Port,
    given: Port,
    { shared = false, byName = false }: { readonly shared?: boolean; readonly byName?: boolean } = {},
  ) {
    this.#shared = shared;
    this.#byName = byName;
    this.#sides = shared ? [`\`${wanted.part.name}\``, `\`${given.part.name}\``] : ['the import', 'the export'];
    this.#ties = ties;
    this.#wanted = wanted;
    this.#given = given;
  }

  difference(): Difference | undefined {
    const [wanted, given] = [this.#wanted.item.item, this.#given.item.item];
    if (wanted.kind === 'func' && given.kind === 'func') return this.#func(wanted.func, given.func, wanted.func.label);
    if (wanted.kind === 'type' && given.kind === 'type')
      return this.#agree(unfold(refTo(wanted.type)), unfold(refTo(given.type)), wanted.type.name);
    const mine = interfaceOf(this.#wanted.item);
    const theirs = interfaceOf(this.#given.item);
    if (mine !== undefined && theirs !== undefined) {
      for (const first of this.#interfaces(mine, theirs)) return first;
      return undefined;
    }
    const words = { func: 'a function', type: 'a type', interface: 'an interface' } as const;
    const message = `${this.#sides[0]} is ${words[wanted.kind]}, ${this.#sides[1]} is ${words[given.kind]}`;
    return { path: '', message, wanted: locOf(this.#wanted), given: locOf(this.#given) };
  }

  /** Every function and every type that differs, each with the first thing in it that does. */
  differences(): readonly Difference[] {
    const mine = interfaceOf(this.#wanted.item);
    const theirs = interfaceOf(this.#given.item);
    if (mine !== undefined && theirs !== undefined) return [...this.#interfaces(mine, theirs)];
    const first = this.difference();
    return first === undefined ? [] : [first];
  }

  *#interfaces(wanted: Interface, given: Interface): Generator<Difference> {
    for (const func of wanted.funcs.values()) {
      if (!func.active) continue;
      const other = given.funcs.get(func.name);
      const found =
        other?.active === true
          ? this.#func(func, other, funcTitle(func))
          : this.#missing(`function \`${funcTitle(func)}\``, func.loc, given);
      if (found !== undefined) yield found;
    }
    for (const type of neededTypes(this.#wanted)) {
      const other = given.types.get(type.name);
      const found =
        other?.active === true
          ? this.#definitions(type, other, type.name)
          : this.#missing(`type \`${type.name}\``, type.loc, given);
      if (found !== undefined) yield found;
    }
  }

  #missing(what: string, wanted: Loc, given: Interface): Difference | undefined {
    if (this.#shared) return undefined;
    return { path: '', message: `${this.#sides[1]} has no ${what}`, wanted, given: given.loc };
  }

  #func(wanted: Func, given: Func, path: string): Difference | undefined {
    const differ = (message: string, a: Loc = wanted.loc, b: Loc = given.loc): Difference => ({
      path,
      message,
      wanted: a,
      given: b,
    });
    if (wanted.async !== given.async)
      return differ(
        `one is an \`async\` function, the other is not: ${this.#sides[0]} ${wanted.async ? 'is' : 'is not'}`,
      );
    for (const [index, param] of wanted.params.entries()) {
      const other = given.params[index];
      if (other === undefined) return differ(`${this.#sides[1]} has no parameter \`${param.name}\``, param.loc);
      if (param.name !== other.name)
        return differ(
          `parameter ${index + 1} is \`${param.name}\` in ${this.#sides[0]}, \`${other.name}\` in ${this.#sides[1]}`,
          param.loc,
          other.loc,
        );
      const found = this.#agree(param.type, other.type, `${path}, parameter \`${param.name}\``);
      if (found !== undefined) return found;
    }
    const extra = given.params[wanted.params.length];
    if (extra !== undefined)
      return differ(`${this.#sides[1]} has one more parameter, \`${extra.name}\``, wanted.loc, extra.loc);
    if (wanted.result === undefined || given.result === undefined) {
      if (wanted.result === given.result) return undefined;
      return differ(
        `only ${this.#sides[wanted.result === undefined ? 1 : 0]} has a result`,
        wanted.result?.loc,
        given.result?.loc,
      );
    }
    return this.#agree(wanted.result, given.result, `${path}, result`);
  }

  #definitions(wanted: TypeDef, given: TypeDef, path: string): Difference | undefined {
    return this.#agree(refTo(wanted), refTo(given), path);
  }

  #agree(wanted: Type, given: Type, path: string): Difference | undefined {
    return resultOf(this.#types(wanted, given, path));
  }

  *#types(wanted: Type, given: Type, path: string): Steps<Difference | undefined> {
    // Under the names of aliases, too: what they stand for may be built of each other as often as it likes.
    if (wanted.kind === 'ref' && given.kind === 'ref' && this.#isKnown(wanted.def, given.def)) return undefined;
    const a = unfold(wanted);
    const b = unfold(given);
    if (a.kind === 'error' || b.kind === 'error') return undefined;
    const differ = (message?: string): Difference => ({
      path,
      message: message ?? `${this.#sides[0]} has \`${shown(wanted)}\`, ${this.#sides[1]} \`${shown(given)}\``,
      wanted: wanted.loc,
      given: given.loc,
    });
    const mine = this.#handle(this.#wanted, a);
    const theirs = this.#handle(this.#given, b);
    if (mine !== undefined || theirs !== undefined) {
      if (mine === undefined || theirs === undefined || mine.kind !== theirs.kind) return differ();
      if (mine.id === theirs.id) return undefined;
      return differ(`\`${shown(wanted)}\` is another resource here than there: ${mine.id}, but ${theirs.id}`);
    }
    if (a.kind === 'ref' && b.kind === 'ref') {
      const known = a === wanted && b === given;
      return !known && this.#isKnown(a.def, b.def) ? undefined : yield this.#named(a.def, b.def, path, differ);
    }
    if (a.kind === 'primitive' && b.kind === 'primitive') return a.name === b.name ? undefined : differ();
    if (isLeaf(a) || isLeaf(b) || !sameShape(a, b)) return differ();
    const [left, right] = [partsOf(a), partsOf(b)];
    for (const [index, part] of left.entries()) {
      const other = right[index];
      const found = other === undefined ? undefined : yield this.#types(part, other, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Were the two found equal, or are they being compared? From now on they count as such: the first difference ends it all. */
  #isKnown(wanted: TypeDef, given: TypeDef): boolean {
    const known = this.#equal.get(wanted) ?? new Set<TypeDef>();
    if (known.has(given)) return true;
    this.#equal.set(wanted, known.add(given));
    return false;
  }

  /** The resource behind a handle; undefined for other types. */
  #handle(port: Port, type: Type): { readonly kind: 'own' | 'borrow'; readonly id: string } | undefined {
    if (type.kind !== 'ref' && type.kind !== 'own' && type.kind !== 'borrow') return undefined;
    const resource = this.#ties.resourceAt(port, type.def);
    if (resource === undefined) return undefined;
    return {
      kind: type.kind === 'borrow' ? 'borrow' : 'own',
      id: this.#byName ? `\`${resource.type.name}\`` : resource.id,
    };
  }

  *#named(
    wanted: TypeDef,
    given: TypeDef,
    path: string,
    differ: (message?: string) => Difference,
  ): Steps<Difference | undefined> {
    if (wanted === given && this.#wanted.part === this.#given.part) return undefined;
    const [a, b] = [wanted.def, given.def];
    if (a.kind !== b.kind)
      return differ(
        `\`${wanted.name}\` is ${withArticle(a.kind)} in ${this.#sides[0]}, ${withArticle(b.kind)} in ${this.#sides[1]}`,
      );
    if (a.kind === 'record' && b.kind === 'record')
      return yield this.#members(wanted, given, a.fields, b.fields, 'field', path);
    if ((a.kind === 'variant' || a.kind === 'enum' || a.kind === 'flags') && 'cases' in b)
      return yield this.#members(wanted, given, a.cases, b.cases, a.kind === 'flags' ? 'flag' : 'case', path);
    return a.kind === 'resource' ? undefined : differ(`\`${path}\` differs`);
  }

  *#members(
    wanted: TypeDef,
    given: TypeDef,
    mine: readonly Member[],
    theirs: readonly Member[],
    word: string,
    way: string,
  ): Steps<Difference | undefined> {
    for (let index = 0; index < Math.max(mine.length, theirs.length); index++) {
      const a = mine[index];
      const b = theirs[index];
      const path = way === wanted.name ? `\`${wanted.name}\`` : `${way} → \`${wanted.name}\``;
      const at = { path, wanted: a?.loc ?? wanted.loc, given: b?.loc ?? given.loc };
      if (a === undefined) return { ...at, message: `${this.#sides[1]} has one more ${word}, \`${b?.name ?? ''}\`` };
      if (b === undefined) return { ...at, message: `${this.#sides[1]} has no ${word} \`${a.name}\`` };
      if (a.name !== b.name)
        return {
          ...at,
          message: `${word} ${index + 1} is \`${a.name}\` in ${this.#sides[0]}, \`${b.name}\` in ${this.#sides[1]}`,
        };
      if ((a.type === undefined) !== (b.type === undefined))
        return { ...at, message: `only in ${this.#sides[a.type === undefined ? 1 : 0]} has \`${a.name}\` a type` };
      const found =
        a.type === undefined || b.type === undefined
          ? undefined
          : yield this.#types(a.type, b.type, `${path}, ${word} \`${a.name}\``);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

interface Member {
  readonly name: string;
  readonly type?: Type;
  readonly loc: Loc;
}

/** Types of the interface that a component with this port knows of. */
export function neededTypes({ part, direction, item }: Port): readonly TypeDef[] {
  const own = [...(interfaceOf(item)?.types.values() ?? [])].filter((def) => def.active);
  if (direction === 'export') return own;
  const live = liveImports(part.world).types(item.key);
  return own.filter((def) => live.has(def));
}

function refTo(def: TypeDef): Type {
  return { kind: 'ref', def, loc: def.loc };
}

/** Through names to what they stand for; what stands for nothing, or for itself, is an error. */
function unfold(type: Type): Type {
  if (type.kind !== 'ref') return type;
  const { loc } = type;
  const end = definitionBehind(type.def);
  if (end === undefined) return { kind: 'error', loc };
  if (end === type.def && end.def.kind !== 'alias') return type;
  return end.def.kind === 'alias' ? { ...end.def.type, loc } : { kind: 'ref', def: end, loc };
}

/** As WIT says it: `r.m` for a method, `r constructor` for a constructor. */
function funcTitle({ name, resource }: Func): string {
  if (name.startsWith('[constructor]')) return `${resource?.name ?? ''} constructor`;
  return name.replace(/^\[[^\]]*\]/, '');
}

function shown(type: Type): string {
  return typeText(type);
}

function locOf({ item }: Port): Loc {
  if (item.item.kind === 'func') return item.item.func.loc;
  if (item.item.kind === 'type') return item.item.type.loc;
  return item.item.interface?.loc ?? item.reason.loc;
}
