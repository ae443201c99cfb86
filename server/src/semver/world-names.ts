// What a name of a world stands for, where that is not written in one place in both versions: another interface, one of the
// world's own, or what another included world has. It is compared as a component sees it, which knows only the name.

import { memo, WeakPairMap } from '../base/memo.ts';
import { put } from '../base/multimap.ts';
import { withArticle } from '../base/words.ts';
import { interfaceKey, type PackageId, packageKey } from '../model/names.ts';
import type { ElaboratedItem, Interface, TypeDef, World, WorldItemKind } from '../model/package.ts';
import { Comparison, type Found } from './comparison.ts';
import { compareInterface, pairTypes } from './diff-interface.ts';
import type { Pair } from './diff-list.ts';
import { highest, type InterfaceRole, isAtLeast } from './levels.ts';
import type { Equality } from './types-equal.ts';

type Difference = Pick<Found, 'detail' | 'level' | 'parts'>;

/** Changes of one interface against another that took its place. */
type Known = WeakPairMap<Interface, Interface, Difference['parts']>;

export class WorldNames {
  readonly #comparison: Comparison;
  readonly #kept: readonly Pair<ElaboratedItem>[];
  #equal: Equality | undefined;
  #types: ReadonlyMap<TypeDef, TypeDef> | undefined;
  readonly #known: Readonly<Record<InterfaceRole, Known>> = {
    imported: new WeakPairMap(),
    exported: new WeakPairMap(),
  };

  /** `kept`: what both versions of the world have under one name. */
  constructor(comparison: Comparison, kept: readonly Pair<ElaboratedItem>[]) {
    this.#comparison = comparison;
    this.#kept = kept;
  }

  /** Nothing where it is the same, or where the difference is reported somewhere else. */
  compare({ before, after }: Pair<ElaboratedItem>, role: InterfaceRole): Difference | undefined {
    if (this.#isIncluded(before, after, role)) return undefined;
    const [old, now] = [before.item, after.item];
    if (old.kind !== now.kind) return { detail: `was ${kindOf(old)}, is ${kindOf(now)}` };
    if (old.kind === 'func' && now.kind === 'func')
      return this.#here().sameSignature(old.func, now.func) ? undefined : { detail: 'is another function' };
    if (old.kind === 'type' && now.kind === 'type') {
      const isSame = isResource(old.type) && isResource(now.type) ? true : this.#here().sameAtTop(old.type, now.type);
      return isSame ? undefined : { detail: 'is another type' };
    }
    return this.#interfaces(before, after, role);
  }

  /** Do both come from one name of one included world of the package? Then they are compared there. */
  #isIncluded({ item: old, reason: before }: ElaboratedItem, after: ElaboratedItem, role: InterfaceRole): boolean {
    if (before.kind !== 'include' || after.reason.kind !== 'include') return false;
    const [was, is] = [before.world, after.reason.world];
    if (packageKey(was.package) !== packageKey(this.#comparison.before.id)) return false;
    if (!this.#comparison.equal.sameOwner(was, is)) return false;
    const direction = role === 'imported' ? 'imports' : 'exports';
    const keys = keysOf(was[direction]).get(contentOf(old) ?? was) ?? [];
    return keys.some((key) => contentOf(is[direction].get(key)?.item) === contentOf(after.item));
  }

  #interfaces(before: ElaboratedItem, after: ElaboratedItem, role: InterfaceRole): Difference | undefined {
    // By its full name it is the same one.
    if (plain(before) !== undefined && plain(after) !== undefined) return undefined;
    // Both are written here, and compared as what they are.
    if (inlineOf(before) !== undefined && inlineOf(after) !== undefined) return undefined;
    const [old, now] = [interfaceOf(before), interfaceOf(after)];
    if (old === undefined || now === undefined) return undefined;
    const isNamed = old.name !== undefined && now.name !== undefined;
    if (isNamed && this.#comparison.equal.sameOwner(old, now)) return undefined;
    const parts = this.#parts(old, now, role);
    if (parts.length === 0) return undefined;
    const level = highest(parts.map((it) => it.level));
    const isInline = old.name === undefined && now.name === undefined;
    const { before: own } = this.#comparison;
    const [was, is] = [old, now].map((it) =>
      it.name === undefined ? 'an inline interface' : `\`${shortName(it, it.name, own.id)}\``,
    );
    const detail = isInline ? 'is another inline interface' : `was ${was}, is ${is}`;
    return { detail, parts, ...(level === 'major' ? {} : { level }) };
  }

  #parts(before: Interface, after: Interface, role: InterfaceRole): NonNullable<Difference['parts']> {
    const known = this.#known[role].get(before, after);
    if (known !== undefined) return known;
    const { before: old, after: now, options } = this.#comparison;
    const equal = this.#here().within(old, now, this.#sameTypes());
    equal.pairOwners(before, after);
    const comparison = new Comparison(old, now, options, equal);
    compareInterface(comparison, pairTypes(comparison, '', before, after, role));
    const parts = comparison.finish().filter((it) => isAtLeast(it.level, 'minor'));
    this.#known[role].set(before, after, parts);
    return parts;
  }

  /** Types that go by one name in this world are the same there, wherever they are written. */
  #here(): Equality {
    const { equal, before, after } = this.#comparison;
    this.#equal ??= equal.within(before, after, this.#sameTypes());
    return this.#equal;
  }

  #sameTypes(): ReadonlyMap<TypeDef, TypeDef> {
    this.#types ??= new Map(
      this.#kept.flatMap(({ before: { item: old }, after: { item: now } }) =>
        old.kind === 'type' && now.kind === 'type' ? [[now.type, old.type] as const] : [],
      ),
    );
    return this.#types;
  }
}

/** The interface behind an item that is known by its full name. */
export function plain(item: ElaboratedItem): Interface | undefined {
  return item.key.includes('/') ? interfaceOf(item) : undefined;
}

/** An interface declared in the world itself. */
export function inlineOf(item: ElaboratedItem): Interface | undefined {
  const found = item.reason.kind === 'statement' ? interfaceOf(item) : undefined;
  return found?.name === undefined ? found : undefined;
}

function interfaceOf({ item }: ElaboratedItem): Interface | undefined {
  return item.kind === 'interface' ? item.interface : undefined;
}

/** What an item is: the same object in every world that has it. */
function contentOf(item: WorldItemKind | undefined): object | undefined {
  if (item === undefined) return undefined;
  return item.kind === 'interface' ? item.interface : item.kind === 'func' ? item.func : item.type;
}

const keysOf = memo((side: World['imports']): ReadonlyMap<object, readonly string[]> => {
  const found = new Map<object, string[]>();
  for (const { key, item } of side.values()) put(found, contentOf(item) ?? side, key);
  return found;
});

function isResource({ def }: TypeDef): boolean {
  return def.kind === 'resource';
}

function kindOf({ kind }: WorldItemKind): string {
  return withArticle(kind === 'func' ? 'function' : kind);
}

/** As the package itself writes it. */
export function shortName(it: Interface, name: string, own: PackageId): string {
  return it.package.namespace === own.namespace && it.package.name === own.name ? name : interfaceKey(it);
}
