// Who breaks here: the worlds, interfaces, packages and compositions of the workspace that import or implement what changed.

import type { ElaboratedItem, Interface, Package } from '../../model/package.ts';
import type { Change } from '../../semver/changes.ts';
import type { PackageReport } from '../../semver/verdict.ts';

export interface Dependents {
  /** Paths of worlds, interfaces and packages, names of `.wac` files. Empty where importers do not break. */
  readonly importers: readonly string[];
  readonly implementers: readonly string[];
}

/** A `.wac` file: its name as people know it, and its text. */
export interface CompositionText {
  readonly name: string;
  readonly text: string;
}

/** By `ns:name` of a package, `ns:name/interface` and `ns:name/world`. */
type Index = ReadonlyMap<
  string,
  { readonly importers: ReadonlySet<string>; readonly implementers: ReadonlySet<string> }
>;

/** Made when it is first asked about something that breaks. */
export class DependentsIndex {
  readonly #packages: () => readonly Package[];
  readonly #texts: () => readonly CompositionText[];
  #index: Index | undefined;
  /** Names of compositions by package, and the texts that this was read from. */
  #compositions: { readonly of: readonly CompositionText[]; readonly byPackage: ReadonlyMap<string, Set<string>> };

  /** `texts` gives the same array for as long as nothing in it changes. */
  constructor(packages: () => readonly Package[], texts: () => readonly CompositionText[] = () => NONE) {
    this.#packages = packages;
    this.#texts = texts;
    this.#compositions = { of: NONE, byPackage: new Map() };
  }

  #compositionsOf(name: string): string[] {
    const texts = this.#texts();
    if (this.#compositions.of !== texts) this.#compositions = { of: texts, byPackage: compositionsByPackage(texts) };
    return [...(this.#compositions.byPackage.get(name) ?? [])];
  }

  of({ name, before }: Pick<PackageReport, 'name' | 'before'>, changes: readonly Change[]): Dependents {
    const breaks = (side: 'importer' | 'implementer'): boolean => changes.some((it) => it[side] === 'breaks');
    if (!breaks('importer') && !breaks('implementer')) return { importers: [], implementers: [] };
    const [first] = changes;
    const item = first === undefined ? undefined : (formerName(first, before?.stable) ?? first.item);
    const top = item === undefined || /[:/@]/.test(item) ? undefined : item.split('.', 1)[0];
    this.#index ??= indexOf(this.#packages());
    const found = this.#index.get(top === undefined ? name : `${name}/${top}`);
    // A composition ties the sides together: it breaks with either of them.
    const compositions = this.#compositionsOf(name);
    return {
      importers: breaks('importer') ? [...(found?.importers ?? []), ...compositions].sort() : [],
      implementers: breaks('implementer') ? [...(found?.implementers ?? []), ...compositions].sort() : [],
    };
  }
}

/** Who depends on a renamed interface or world knows it by the name that it had. */
function formerName({ kind, baseLoc }: Change, before: Package | undefined): string | undefined {
  if (kind !== 'interface-renamed' && kind !== 'world-renamed') return undefined;
  const all = [...(before?.interfaces.values() ?? []), ...(before?.worlds.values() ?? [])];
  return all.find(({ loc }) => loc.uri === baseLoc?.uri && loc.node === baseLoc.node)?.name;
}

const NONE: readonly CompositionText[] = [];

function compositionsByPackage(texts: readonly CompositionText[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, text } of texts)
    for (const [, key = ''] of text.matchAll(PACKAGE)) found.set(key, (found.get(key) ?? new Set()).add(name));
  return found;
}

function indexOf(packages: readonly Package[]): Index {
  const index = new Map<string, { importers: Set<string>; implementers: Set<string> }>();
  const add = (key: string, side: 'importers' | 'implementers', who: string): void => {
    const row = index.get(key) ?? { importers: new Set<string>(), implementers: new Set<string>() };
    index.set(key, row);
    row[side].add(who);
  };
  for (const it of packages) {
    for (const key of it.dependencies.keys()) add(withoutVersion(key), 'importers', it.key);
    for (const owner of it.interfaces.values()) addUses(it, owner, add);
    for (const world of it.worlds.values()) {
      const who = pathOf(it, world.name);
      for (const [items, side] of [[world.imports, 'importers'] as const, [world.exports, 'implementers'] as const])
        for (const item of items.values()) for (const key of keysOf(item)) add(key, side, who);
      for (const { target, active } of world.includes) {
        if (target === undefined || !active) continue;
        // Whoever includes a world is on both sides of it.
        add(nameIn(target.package, target.name), 'importers', who);
        add(nameIn(target.package, target.name), 'implementers', who);
      }
    }
  }
  return index;
}

/** `ns:name` in a composition. */
const PACKAGE = /(?<![\w:/-])([a-z][\w-]*:[a-z][\w-]*)/g;

function addUses(it: Package, owner: Interface, add: (key: string, side: 'importers', who: string) => void): void {
  for (const { target, active } of owner.uses) {
    if (active && target?.name !== undefined)
      add(nameIn(target.package, target.name), 'importers', pathOf(it, owner.name ?? ''));
  }
}

function keysOf({ item }: ElaboratedItem): string[] {
  const target = item.kind === 'interface' ? item.interface : undefined;
  return target?.name === undefined ? [] : [nameIn(target.package, target.name)];
}

function nameIn({ namespace, name }: Package['id'], item: string): string {
  return `${namespace}:${name}/${item}`;
}

function pathOf({ id }: Package, item: string): string {
  return nameIn(id, item);
}

function withoutVersion(key: string): string {
  return key.split('@', 1)[0] ?? key;
}
