// What happened to one world: what it amounts to is compared, not how it is written; each change stands at the line that
// causes it.

import { memo } from '../base/memo.ts';
import { put } from '../base/multimap.ts';
import { withArticle } from '../base/words.ts';
import { type PackageId, packageKey, unmarked, versionTrack } from '../model/names.ts';
import type { ElaboratedItem, Interface, Loc, Package, Reason, World } from '../model/package.ts';
import { type Comparison, type Found, visibleFuncs, visibleTypes } from './comparison.ts';
import { compareFunc } from './diff-func.ts';
import { compareInterface, type InterfacePair, pairRenamed, pairTypes, pathOf } from './diff-interface.ts';
import type { Pair } from './diff-list.ts';
import { addedRule, removedRule } from './func-rules.ts';
import { checkNewGate, compareGates } from './gates.ts';
import type { RuleId } from './table.ts';
import { funcText, typeDefText } from './text.ts';
import { inlineOf, plain, shortName, WorldNames } from './world-names.ts';
import { causeOf } from './world-statements.ts';

type Direction = 'imports' | 'exports';

/** An item of one direction, and what identifies it in the contract. */
interface Item {
  /** Own interfaces without version, others by track. */
  readonly key: string;
  readonly version: string | undefined;
  readonly item: ElaboratedItem;
}

export interface WorldPair {
  readonly path: string;
  readonly before: World;
  readonly after: World;
  readonly inline: readonly InterfacePair[];
}

/** Renamed interfaces of the package: old name → new name. */
export type Renames = ReadonlyMap<string, string>;

const NO_RENAMES: Renames = new Map();

export function itemsOf(world: World, direction: Direction, own: PackageId, renames: Renames = NO_RENAMES): Item[] {
  return [...world[direction].values()].map((item) => {
    const version = plain(item)?.package.version;
    return { key: identity(item, own, renames), version, item };
  });
}

/** Pairs what both have: the same version first, since a world may have several of one track. The rest by key. */
function pairItems(before: readonly Item[], after: readonly Item[]) {
  const kept: Pair<ElaboratedItem>[] = [];
  const waiting = new Map<string, Item[]>();
  for (const it of before) put(waiting, it.key, it);
  const take = (it: Item, same: (other: Item) => boolean): boolean => {
    const others = waiting.get(it.key) ?? [];
    const at = others.findIndex(same);
    const [other] = at === -1 ? [] : others.splice(at, 1);
    if (other !== undefined) kept.push({ before: other.item, after: it.item });
    return other !== undefined;
  };
  const others = after.filter((it) => !take(it, (other) => other.version === it.version));
  const added = others.filter((it) => !take(it, () => true));
  return { kept, gone: byKey([...waiting.values()].flat()), added: byKey(added) };
}

function byKey(items: readonly Item[]): Map<string, ElaboratedItem> {
  const found = new Map<string, ElaboratedItem>();
  for (const { key, version, item } of items) found.set(found.has(key) ? `${key} ${version ?? ''}` : key, item);
  return found;
}

function identity(item: ElaboratedItem, own: PackageId, renames: Renames): string {
  const target = plain(item);
  if (target === undefined) return item.key;
  const { package: id, name = '' } = target;
  const isOwn = id.name === own.name && id.namespace === own.namespace && id.version === own.version;
  return isOwn ? `./${renames.get(name) ?? name}` : trackPath(target);
}

const trackPath = memo(({ package: id, name = '' }: Interface): string => {
  const track = id.version === undefined ? '' : `@${versionTrack(id.version)}`;
  return `${id.namespace}:${id.name}/${name}${track}`;
});

/** First step: what is inline pairs up by its label. */
export function pairInline(comparison: Comparison, path: string, before: World, after: World): WorldPair {
  const inline: InterfacePair[] = [];
  pairRenamed(comparison, visibleTypes(before), visibleTypes(after));
  for (const direction of ['imports', 'exports'] as const) {
    for (const [key, item] of after[direction]) {
      const old = before[direction].get(key);
      const [a, b] = [old === undefined ? undefined : inlineOf(old), inlineOf(item)];
      if (a === undefined || b === undefined) continue;
      comparison.equal.pairOwners(a, b);
      const role = direction === 'imports' ? 'imported' : 'exported';
      inline.push(pairTypes(comparison, `${path}.${key}`, a, b, role));
    }
  }
  return { path, before, after, inline };
}

/** Second step. */
export function compareWorld(comparison: Comparison, pair: WorldPair, renames: Renames): void {
  const { path, before, after } = pair;
  compareGates(comparison, path, before, after);
  for (const it of pair.inline) compareInterface(comparison, it);
  new WorldDiff(comparison, pair, renames).run();
}

class WorldDiff {
  readonly #comparison: Comparison;
  readonly #path: string;
  readonly #before: World;
  readonly #after: World;
  readonly #gone: Record<Direction, Map<string, ElaboratedItem>>;
  readonly #added: Record<Direction, Map<string, ElaboratedItem>>;
  readonly #kept: Pair<ElaboratedItem>[] = [];
  readonly #names: WorldNames;

  constructor(comparison: Comparison, { path, before, after }: WorldPair, renames: Renames) {
    this.#comparison = comparison;
    this.#path = path;
    this.#before = before;
    this.#after = after;
    const split = (direction: Direction) => {
      const old = itemsOf(before, direction, comparison.before.id, renames);
      const now = itemsOf(after, direction, comparison.after.id);
      const paired = pairItems(old, now);
      this.#kept.push(...paired.kept);
      return paired;
    };
    const [imports, exports] = [split('imports'), split('exports')];
    this.#gone = { imports: imports.gone, exports: exports.gone };
    this.#added = { imports: imports.added, exports: exports.added };
    this.#names = new WorldNames(comparison, this.#kept);
  }

  run(): void {
    for (const pair of this.#kept) this.#compare(pair);
    this.#turned();
    for (const direction of ['imports', 'exports'] as const) {
      this.#moved(direction);
      const gone = [...this.#gone[direction].values()];
      for (const item of gone) if (!this.#hasCause(item, direction)) this.#removed(direction, item);
      for (const item of this.#added[direction].values()) this.#new(direction, item);
    }
  }

  #compare({ before, after }: Pair<ElaboratedItem>): void {
    const isWritten = before.reason.kind === 'statement' && after.reason.kind === 'statement';
    if (!isWritten || before.item.kind !== after.item.kind || before.item.kind === 'interface') {
      this.#stands({ before, after });
      if (!isWritten) return;
    }
    const path = this.#itemPath(after);
    const [old, now] = [before.item, after.item];
    if (old.kind === 'func' && now.kind === 'func') {
      const funcs = { before: old.func, after: now.func };
      compareFunc(this.#comparison, path, funcs, false);
      if (this.#after.imports.get(after.key) === after) this.#comparison.share([funcs]);
    } else if (old.kind === 'type' && now.kind === 'type') {
      const same =
        old.type.def.kind === 'resource' && now.type.def.kind === 'resource'
          ? true
          : this.#comparison.equal.sameAtTop(old.type, now.type);
      if (!same)
        this.#comparison.add('world-type-changed', path, {
          detail: `\`${now.type.name}\` of \`${this.#after.name}\``,
          loc: now.type.def.kind === 'alias' ? now.type.def.type.loc : now.type.loc,
          baseLoc: old.type.def.kind === 'alias' ? old.type.def.type.loc : old.type.loc,
          whole: now.type.item,
          baseWhole: old.type.item,
          before: typeDefText(old.type),
          after: typeDefText(now.type),
          silent: { type: old.type },
        });
    }
    const [a, b] = [gateOf(before, this.#before), gateOf(after, this.#after)];
    compareGates(this.#comparison, path, a, b);
  }

  /** A name that may stand for something else now. */
  #stands({ before, after }: Pair<ElaboratedItem>): void {
    const role = this.#after.imports.get(after.key) === after ? 'imported' : 'exported';
    const found = this.#names.compare({ before, after }, role);
    if (found === undefined) return;
    this.#comparison.add('world-item-changed', this.#itemPath(after), {
      ...this.#places(before, after),
      ...found,
      detail: `\`${unmarked(after.key)}\` of \`${this.#after.name}\` ${found.detail}`,
    });
  }

  /** Imports that are exports now, and the other way round. */
  #turned(): void {
    for (const [from, to] of [
      ['imports', 'exports'],
      ['exports', 'imports'],
    ] as const) {
      for (const [key, item] of [...this.#gone[from]]) {
        const other = this.#added[to].get(key);
        if (other === undefined || item.item.kind !== other.item.kind || item.reason.kind === 'use') continue;
        this.#take(from, key, to, key);
        this.#comparison.add('world-import-to-export', this.#itemPath(other), {
          ...this.#places(item, other),
          detail: `\`${other.key}\` of \`${this.#after.name}\` was ${withArticle(from.slice(0, -1))}, is ${withArticle(to.slice(0, -1))}`,
        });
      }
    }
  }

  /** The same thing under another name, or from another track. */
  #moved(direction: Direction): void {
    for (const [key, item] of [...this.#gone[direction]]) {
      for (const [otherKey, other] of [...this.#added[direction]]) {
        const kind = this.#movedTo(item, other);
        if (kind === undefined) continue;
        this.#take(direction, key, direction, otherKey);
        // One word for all that came from there.
        if (kind === 'dep-track-changed' && this.#comparison.has(kind)) break;
        const detail = `\`${unmarked(item.key)}\` of \`${this.#after.name}\` is \`${unmarked(other.key)}\``;
        this.#comparison.add(kind, this.#itemPath(other), { ...this.#places(item, other), detail });
        break;
      }
    }
  }

  #movedTo(before: ElaboratedItem, after: ElaboratedItem): RuleId | undefined {
    const { equal } = this.#comparison;
    const [a, b] = [before.item, after.item];
    if (a.kind === 'func' && b.kind === 'func')
      return a.func.kind === 'free' && b.func.kind === 'free' && equal.sameSignature(a.func, b.func)
        ? 'world-item-relabelled'
        : undefined;
    if (a.kind !== 'interface' || b.kind !== 'interface') return undefined;
    const [old, now] = [a.interface, b.interface];
    if (old === undefined || now === undefined) return undefined;
    if (old.name !== undefined && now.name !== undefined) {
      if (!equal.sameOwner(old, now)) return undefined;
      // Two full names of one interface: the version is another, which is said of the package as a whole.
      return plain(before) !== undefined && plain(after) !== undefined ? 'dep-track-changed' : 'world-item-relabelled';
    }
    const label = (item: ElaboratedItem, target: Interface): string => target.name ?? item.key;
    if ((old.name === undefined) === (now.name === undefined)) return undefined;
    return label(before, old) === label(after, now) ? 'world-inline-to-named' : undefined;
  }

  /** Is it gone because of something that is said elsewhere: its interface is gone, or the one that imported it? */
  #hasCause(item: ElaboratedItem, direction: Direction): boolean {
    const target = plain(item);
    const { before, after } = this.#comparison;
    if (target !== undefined && isMissing(after, target)) return true;
    if (target !== undefined && packageKey(target.package) === packageKey(before.id)) {
      const now = after.interfaces.get(target.name ?? '');
      if (now === undefined || !now.active) return true;
    }
    if (direction === 'exports') return false;
    for (let reason = item.reason; reason.kind !== 'statement'; ) {
      const user = reason.kind === 'use' ? reason.user : undefined;
      if (user !== undefined && [...this.#gone.imports.values()].some((it) => plain(it) === user)) return true;
      if (reason.from === undefined) return false;
      reason = reason.from;
    }
    return false;
  }

  /** The line of this package that brings an item: what is vendored was written by others. */
  #causeIn(own: { readonly files: readonly string[] }, item: ElaboratedItem, world: World): Loc {
    for (let reason: Reason | undefined = item.reason; reason?.kind === 'use'; reason = reason.from)
      if (own.files.includes(reason.loc.uri)) return reason.loc;
    return causeOf(outermost(item), world);
  }

  #removed(direction: Direction, item: ElaboratedItem): void {
    const path = this.#itemPath(item);
    const found = {
      baseLoc: this.#causeIn(this.#comparison.before, item, this.#before),
      baseWhole: item.reason.loc,
      loc: this.#after.loc,
      before: textOf(item, this.#before),
      detail: `\`${unmarked(item.key)}\` from \`${this.#after.name}\``,
    };
    if (item.item.kind === 'type') return this.#comparison.add('world-type-removed', path, found);
    const func = item.item.kind === 'func' ? item.item.func : undefined;
    if (func?.resource !== undefined) {
      if (this.#after.types.has(func.resource.name)) this.#comparison.add(removedRule(func), path, found);
      return;
    }
    const kind = direction === 'imports' ? 'world-import-removed' : 'world-export-removed';
    if (item.gate.deprecated === undefined) this.#comparison.add(kind, path, found);
    else this.#comparison.add('deprecated-removed-item', path, { ...found, like: kind });
  }

  #new(direction: Direction, item: ElaboratedItem): void {
    const target = plain(item);
    if (target !== undefined && isMissing(this.#comparison.before, target)) return;
    const path = this.#itemPath(item);
    const loc = this.#causeIn(this.#comparison.after, item, this.#after);
    const found: Found = {
      loc,
      whole: item.reason.loc,
      after: textOf(item, this.#after),
      detail: `\`${unmarked(item.key)}\` in \`${this.#after.name}\``,
      ...(item.reason.kind === 'statement'
        ? {}
        : { related: [{ loc: this.#after.loc, message: `world \`${this.#after.name}\` is declared here` }] }),
    };
    const func = item.item.kind === 'func' ? item.item.func : undefined;
    if (item.item.kind === 'type') {
      const used = item.item.type.def.kind === 'use';
      this.#comparison.add(used ? 'use-added' : 'world-type-added', path, found);
    } else if (func?.resource !== undefined) {
      if (this.#before.types.has(func.resource.name)) this.#comparison.add(addedRule(func), path, found);
    } else if (item.reason.kind === 'use' && direction === 'imports') {
      this.#comparison.add('world-use-added', path, found);
    } else {
      this.#comparison.add(direction === 'imports' ? 'world-import-added' : 'world-export-added', path, found);
    }
    if (item.reason.kind === 'statement')
      checkNewGate(this.#comparison, path, { gate: item.gate, loc }, this.#after.items);
  }

  #take(from: Direction, key: string, to: Direction, other: string): void {
    this.#gone[from].delete(key);
    this.#added[to].delete(other);
  }

  #itemPath(item: ElaboratedItem): string {
    const func = item.item.kind === 'func' ? item.item.func : undefined;
    // A function of a world may have another label here than where it was written.
    return func?.resource === undefined ? `${this.#path}.${unmarked(item.key)}` : pathOf(this.#path, func);
  }

  #places(before: ElaboratedItem, after: ElaboratedItem): Omit<Found, 'detail'> {
    return {
      loc: causeOf(after, this.#after),
      baseLoc: causeOf(before, this.#before),
      whole: after.reason.loc,
      baseWhole: before.reason.loc,
      before: textOf(before, this.#before),
      after: textOf(after, this.#after),
    };
  }
}

/** The item as the world itself would say it: without the chain of `use`s below. */
function outermost(item: ElaboratedItem): ElaboratedItem {
  let { reason } = item;
  while (reason.kind === 'use' && reason.from !== undefined) reason = reason.from;
  return { ...item, reason };
}

/** It is mentioned, and the package is not there: nothing is known of what the world has of it. */
function isMissing({ dependencies }: Package, target: Interface): boolean {
  const key = packageKey(target.package);
  return dependencies.has(key) && dependencies.get(key) === undefined;
}

function gateOf(item: ElaboratedItem, world: World) {
  const loc = causeOf(item, world);
  return { gate: item.gate, loc, item: item.reason.loc };
}

function textOf(item: ElaboratedItem, world: World): string {
  if (item.item.kind === 'func') return funcText(item.item.func);
  if (item.item.kind === 'type') return typeDefText(item.item.type);
  const target = item.item.interface;
  if (target?.name !== undefined)
    return item.key.includes('/') ? item.key : `${item.key}: ${shortName(target, target.name, world.package)}`;
  const names = target === undefined ? [] : [...visibleFuncs(target).values()].map(funcText);
  return `${item.key}: interface { ${names.join('; ')} }`;
}
