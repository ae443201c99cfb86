// What happened to the packages that a package refers to: other versions, and other contents under one version or track.

import { memo, WeakPairMap } from '../base/memo.ts';
import { compareVersions, type PackageId, packageKey, packageName, versionTrack } from '../model/names.ts';
import type { Interface, Loc, Package, World } from '../model/package.ts';
import { gatedDependencies } from './active-dependencies.ts';
import type { Change } from './changes.ts';
import type { Comparison } from './comparison.ts';

export interface DependencyOptions {
  /** Names (`ns:name`) of packages that are compared on their own; what changed in them is said there. */
  readonly siblings?: ReadonlySet<string>;
  /** Is an interface or world of a new package known to be what it was, with all that it refers to? */
  readonly isSame?: (after: Package, item: string) => boolean;
  /** The package itself says what it said; what it refers to may not. */
  readonly sameText?: boolean;
}

/** Is an interface or world of a new package not known to be what it was? */
export function mayDiffer({ isSame }: DependencyOptions, after: Package, { name }: Interface | World): boolean {
  return name === undefined || isSame?.(after, name) !== true;
}

/** How two packages are compared: `diffPackages`, which itself comes here. */
export type Diff = (
  before: Package,
  after: Package,
  options: DependencyOptions & { readonly role: 'strict'; readonly exported: ReadonlySet<string> },
) => readonly Change[];

export function compareDependencies(comparison: Comparison, options: DependencyOptions, diff: Diff): void {
  const { before, after } = comparison;
  if (options.sameText !== true) compareMentions(comparison);
  const siblings = options.siblings ?? new Set();
  const packages = packagesOf(before);
  // An earlier version that is still there is not what a later one was.
  const gone = new Map([...packages].filter(([key]) => !packagesOf(after).has(key)));
  for (const [key, it] of reachedBy(after, options)) {
    const other = packages.get(key) ?? onTrack(gone, it.package);
    if (siblings.has(packageName(it.package.id)) || other === undefined || other === it.package) continue;
    if ([...it.interfaces].every((name) => options.isSame?.(it.package, name) === true)) continue;
    contentChanged(comparison, other, it, changesIn(other, it, options, diff));
  }
}

/** Other versions of what is mentioned. */
function compareMentions(comparison: Comparison): void {
  const [old, now] = [versionsOf(comparison.before), versionsOf(comparison.after)];
  for (const [name, ids] of now) {
    const others = old.get(name);
    if (others === undefined) continue;
    const gone = others.filter((id) => !ids.some((it) => it.version === id.version));
    const added = ids.filter((id) => !others.some((it) => it.version === id.version));
    for (const id of added) {
      const from = gone.find((it) => track(it) === track(id)) ?? gone[0];
      if (from === undefined) continue;
      gone.splice(gone.indexOf(from), 1);
      versionChanged(comparison, name, from, id);
    }
  }
}

/** An earlier version that tools take for compatible. */
function onTrack(packages: ReadonlyMap<string, Package>, { id }: Package): Package | undefined {
  return [...packages.values()].find((it) => packageName(it.id) === packageName(id) && track(it.id) === track(id));
}

function track(id: PackageId): string {
  return id.version === undefined ? '' : versionTrack(id.version);
}

/** The packages that are referred to by name, with all versions of each. */
function versionsOf(it: Package): Map<string, PackageId[]> {
  const found = new Map<string, PackageId[]>();
  const gated = gatedDependencies(it);
  for (const key of it.dependencies.keys()) {
    if (gated.has(key)) continue;
    const match = /^([^:]*):([^@]*)(?:@(.*))?$/s.exec(key);
    const [, namespace = '', name = '', version] = match ?? [];
    const id = { namespace, name, ...(version === undefined ? {} : { version }) };
    if (id.namespace === it.id.namespace && id.name === it.id.name) continue;
    const known = found.get(`${namespace}:${name}`) ?? [];
    found.set(`${namespace}:${name}`, [...known, id]);
  }
  return found;
}

function versionChanged(comparison: Comparison, name: string, before: PackageId, after: PackageId): void {
  const { loc, others } = mentionsOf(comparison.after, after);
  const places = {
    loc,
    baseLoc: mentionsOf(comparison.before, before).loc,
    before: packageKey(before),
    after: packageKey(after),
    related: others.map((at) => ({ loc: at, message: `\`${packageKey(after)}\` is mentioned here too` })),
  };
  const detail = `\`${packageKey(before)}\` is \`${packageKey(after)}\``;
  if (track(before) !== track(after)) return comparison.add('dep-track-changed', name, { ...places, detail });
  const lower = compareVersions(after.version ?? '', before.version ?? '') < 0;
  comparison.add('dep-version-raised', name, {
    ...places,
    detail: lower ? `${detail}, an earlier one` : detail,
    ...(lower ? { level: 'dangerous' as const } : {}),
  });
}

const SHOWN = 5;

/** Where a package mentions another one. */
function mentionsOf(it: Package, id: PackageId): { loc: Loc | undefined; others: readonly Loc[] } {
  const key = packageKey(id);
  const found: Loc[] = [];
  for (const { loc, role, target } of it.refs) {
    if (role === 'reference' && target.kind === 'package' && packageKey(target.id) === key) found.push(loc);
  }
  found.sort((a, b) => (a.uri === b.uri ? a.node - b.node : a.uri < b.uri ? -1 : 1));
  return { loc: found[0], others: found.slice(1, SHOWN) };
}

interface Reached {
  readonly package: Package;
  readonly interfaces: Set<string>;
  readonly exported: Set<string>;
}

/**
 * Interfaces of other packages that are part of this package's contract: in its worlds, and behind its `use`s. What is the
 * same refers to nothing that is not.
 */
function reachedBy(it: Package, options: DependencyOptions): Map<string, Reached> {
  const packages = packagesOf(it);
  const found = new Map<string, Reached>();
  const seen = new Set<Interface>();
  const reach = (first: Interface | undefined, isExported: boolean): void => {
    const waiting = [{ target: first, exported: isExported }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { target, exported } = next;
      if (target?.name === undefined) continue;
      const key = packageKey(target.package);
      const owner = packages.get(key);
      if (owner !== undefined) {
        const reached = found.get(key) ?? { package: owner, interfaces: new Set(), exported: new Set() };
        found.set(key, reached);
        reached.interfaces.add(target.name);
        if (exported) reached.exported.add(target.name);
      }
      if (seen.has(target)) continue;
      seen.add(target);
      // The first of them is the next.
      for (let at = target.uses.length - 1; at >= 0; at--) {
        const use = target.uses[at];
        if (use?.active === true) waiting.push({ target: use.target, exported: false });
      }
    }
  };
  const differs = (owner: Interface | World): boolean => mayDiffer(options, it, owner);
  for (const owner of [...it.interfaces.values()].filter(differs)) {
    if (owner.active) for (const use of owner.uses) if (use.active) reach(use.target, false);
  }
  for (const world of [...it.worlds.values()].filter(differs)) {
    for (const { item } of world.imports.values()) if (item.kind === 'interface') reach(item.interface, false);
    for (const { item } of world.exports.values()) if (item.kind === 'interface') reach(item.interface, true);
  }
  return found;
}

/** Everything below a package, without itself. */
const packagesOf = memo((it: Package): ReadonlyMap<string, Package> => {
  const found = new Map<string, Package>();
  const waiting = [it];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const dependency of at.dependencies.values()) {
      if (dependency === undefined || found.has(dependency.key) || dependency.key === it.key) continue;
      found.set(dependency.key, dependency);
      waiting.push(dependency);
    }
  }
  return found;
});

/** Dependencies stay the same objects while they do not change: one comparison is enough. */
const known = new WeakPairMap<Package, Package, Map<string, readonly Change[]>>();

function changesIn(before: Package, reached: Reached, options: DependencyOptions, diff: Diff): readonly Change[] {
  const key = [...reached.exported].sort().join();
  const cell = known.get(before, reached.package) ?? new Map<string, readonly Change[]>();
  known.set(before, reached.package, cell);
  const cached = cell.get(key);
  if (cached !== undefined) return cached;
  const changes = diff(before, reached.package, {
    ...{ role: 'strict', exported: reached.exported },
    ...(options.isSame === undefined ? {} : { isSame: options.isSame }),
  });
  cell.set(key, changes);
  return changes;
}

function contentChanged(comparison: Comparison, before: Package, reached: Reached, changes: readonly Change[]): void {
  const broken = changes.filter((it) => it.level === 'major' && reached.interfaces.has(it.item.split('.')[0] ?? ''));
  const [first] = broken;
  if (first === undefined) return;
  const { id } = reached.package;
  const { loc } = mentionsOf(comparison.after, id);
  const more = broken.length === 1 ? '' : ` and ${broken.length - 1} more`;
  comparison.add('dep-changed', packageName(reached.package.id), {
    detail: `\`${packageKey(id)}\`, ${first.message}${more}`,
    loc: loc ?? comparison.packageLoc,
    baseLoc: first.baseLoc ?? before.loc,
    related: broken
      .slice(0, SHOWN)
      .flatMap((it) => (it.loc === undefined ? [] : [{ loc: it.loc, message: it.message }])),
  });
}
