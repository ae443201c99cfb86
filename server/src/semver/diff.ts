// The structural difference of two versions of one package: all changes of the contract in one view of the feature gates.

import { packageKey } from '../model/names.ts';
import type { Func, Interface, Package, World } from '../model/package.ts';
import type { Change } from './changes.ts';
import { Comparison, type ComparisonOptions, visibleFuncs, visibleTypes } from './comparison.ts';
import { compareDependencies, type DependencyOptions, mayDiffer } from './diff-deps.ts';
import { pairTypes } from './diff-interface.ts';
import { compareWorld, itemsOf, pairInline, type Renames } from './diff-world.ts';
import { checkNewGate } from './gates.ts';
import type { InterfaceRole } from './levels.ts';
import { pairInterfaces } from './same.ts';
import { likeName, overlap } from './similar.ts';
import type { RuleId } from './table.ts';
import { funcText, typeDefText } from './text.ts';

export interface DiffOptions extends ComparisonOptions, DependencyOptions {
  /** Own interfaces that a world of another package exports, when this is compared for that package. */
  readonly exported?: ReadonlySet<string>;
}

const NO_WORLDS: ReadonlyMap<string, World> = new Map();
const NO_ROLES: ReadonlyMap<string, InterfaceRole> = new Map();

export function diffPackages(before: Package, after: Package, options: DiffOptions): readonly Change[] {
  const comparison = new Comparison(before, after, options);
  const interfaces = match(before.interfaces, after.interfaces, readings);
  // Worlds of a dependency, and what it refers to itself, are nothing to who refers to its interfaces.
  const isDependency = options.exported !== undefined;
  for (const [old, now] of interfaces.renamed) comparison.equal.pairOwners(old, now);
  const renames = new Map(interfaces.renamed.map(([old, now]) => [old.name ?? '', now.name ?? '']));
  const worlds = match(
    isDependency ? NO_WORLDS : before.worlds,
    isDependency ? NO_WORLDS : after.worlds,
    (it) => [worldContentOf(it, before, renames)],
    (it) => [worldContentOf(it, after)],
  );
  for (const [old, now] of worlds.renamed) comparison.equal.pairOwners(old, now);

  const differs = ([, it]: readonly [unknown, Interface | World]): boolean => mayDiffer(options, after, it);
  const kept = interfaces.kept.filter(differs);
  const roles = kept.length === 0 ? NO_ROLES : rolesOf(before, options.exported);
  const comparing: (() => void)[] = [];
  for (const [old, now] of kept) {
    const compare = pairInterfaces(comparison, old, now, roles.get(now.name ?? '') ?? 'imported');
    if (compare !== undefined) comparing.push(compare);
  }
  // Not to be compared, but what is in them goes by their new names.
  for (const [old, now] of interfaces.renamed) pairTypes(comparison, now.name ?? '', old, now, 'imported');
  const worldPairs = worlds.kept.filter(differs).map(([old, now]) => pairInline(comparison, now.name, old, now));

  if (!isDependency) compareDependencies(comparison, options, diffPackages);
  for (const compare of comparing) compare();
  for (const pair of worldPairs) compareWorld(comparison, pair, renames);
  for (const [old, now] of interfaces.renamed) renamed(comparison, 'interface-renamed', old, now);
  for (const [old, now] of worlds.renamed) renamed(comparison, 'world-renamed', old, now);
  for (const it of interfaces.gone) removed(comparison, 'interface-removed', it);
  for (const it of worlds.gone) removed(comparison, 'world-removed', it);
  for (const it of interfaces.added) added(comparison, 'interface-added', it);
  for (const it of worlds.added) added(comparison, 'world-added', it);
  return comparison.finish();
}

interface Matched<T> {
  readonly kept: readonly (readonly [before: T, after: T])[];
  readonly renamed: readonly (readonly [before: T, after: T])[];
  readonly gone: readonly T[];
  readonly added: readonly T[];
}

/** Those that are there, by name; then what is gone and what is new with mostly the same content. */
function match<T extends Interface | World>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  content: (it: T) => readonly ReadonlySet<string>[],
  contentAfter = content,
): Matched<T> {
  const kept: (readonly [T, T])[] = [];
  const gone: T[] = [];
  for (const [name, it] of before) {
    if (!it.active) continue;
    const other = after.get(name);
    if (other?.active === true) kept.push([it, other]);
    else gone.push(it);
  }
  const added = [...after.values()].filter((it) => it.active && before.get(it.name ?? '')?.active !== true);
  const renamed: (readonly [T, T])[] = [];
  if (gone.length === 0 || added.length === 0) return { kept, renamed, gone, added };
  const contents = new Map(added.map((it) => [it, contentAfter(it)]));
  for (const it of gone) {
    const mine = content(it);
    const scored = [...contents].map(([other, theirs]) => ({ other, score: likeness(mine, theirs) }));
    scored.sort((a, b) => b.score - a.score);
    const [best] = scored;
    const enough = best !== undefined && likeName(it.name ?? '', best.other.name ?? '') ? 0.3 : 0.5;
    if (best === undefined || best.score < enough) continue;
    contents.delete(best.other);
    renamed.push([it, best.other]);
  }
  const found = new Set(renamed.flat());
  return { kept, renamed, gone: gone.filter((it) => !found.has(it)), added: added.filter((it) => !found.has(it)) };
}

/** Of several readings the one in which the two are most alike. */
function likeness(a: readonly ReadonlySet<string>[], b: readonly ReadonlySet<string>[]): number {
  return Math.max(...a.map((mine, index) => overlap(mine, b[index] ?? new Set())));
}

/** As it is, and without the names of its own types, which may have changed with its own. */
function readings(it: Interface): readonly ReadonlySet<string>[] {
  const lines = contentOf(it);
  const hide = (word: string): string => (it.types.has(word) ? '$' : word);
  return [lines, new Set([...lines].map((line) => line.replace(/[a-zA-Z][\w-]*/g, hide)))];
}

/** What an interface says, line by line. */
export function contentOf(it: Interface): ReadonlySet<string> {
  const types = [...visibleTypes(it).values()].map(typeDefText);
  const funcs = [...visibleFuncs(it).values()].map((func: Func) => `${func.resource?.name ?? ''} ${funcText(func)}`);
  return new Set([...types, ...funcs]);
}

function worldContentOf(world: World, own: Package, renames?: Renames): ReadonlySet<string> {
  const imports = itemsOf(world, 'imports', own.id, renames).map(({ key }) => `import ${key}`);
  const exports = itemsOf(world, 'exports', own.id, renames).map(({ key }) => `export ${key}`);
  return new Set([...imports, ...exports]);
}

/** On which side old components are. An interface in no world is one that others import. */
function rolesOf(own: Package, exported?: ReadonlySet<string>): ReadonlyMap<string, InterfaceRole> {
  const roles = new Map<string, InterfaceRole>([...(exported ?? [])].map((name) => [name, 'exported']));
  if (exported !== undefined) return roles;
  for (const world of own.worlds.values()) {
    if (!world.active) continue;
    for (const { item } of world.exports.values()) {
      const target = item.kind === 'interface' ? item.interface : undefined;
      if (target?.name !== undefined && packageKey(target.package) === own.key) roles.set(target.name, 'exported');
    }
  }
  return roles;
}

function renamed(comparison: Comparison, kind: RuleId, before: Interface | World, after: Interface | World): void {
  comparison.add(kind, after.name ?? '', {
    detail: `\`${before.name}\` is \`${after.name}\``,
    loc: after.loc,
    baseLoc: before.loc,
    whole: after.item,
    baseWhole: before.item,
  });
}

function removed(comparison: Comparison, kind: RuleId, it: Interface | World): void {
  const deprecated = it.gate.deprecated !== undefined;
  comparison.add(deprecated ? 'deprecated-removed-item' : kind, it.name ?? '', {
    like: kind,
    detail: `\`${it.name}\``,
    loc: comparison.packageLoc,
    baseLoc: it.loc,
    baseWhole: it.item,
  });
}

function added(comparison: Comparison, kind: RuleId, it: Interface | World): void {
  comparison.add(kind, it.name ?? '', { detail: `\`${it.name}\``, loc: it.loc, whole: it.item });
  const siblings = [...comparison.after.interfaces.values(), ...comparison.after.worlds.values()];
  checkNewGate(comparison, it.name ?? '', it, siblings);
}
