// What a snapshot means: the packages of its files, resolved on demand. One per snapshot; what outlives it is in the caches.

import { memo } from '../base/memo.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import { checkFile } from '../check/run.ts';
import type { CheckSettings } from '../check/settings.ts';
import type { Features } from '../model/gates.ts';
import { packageId, packageKey } from '../model/names.ts';
import type { Loc, Package } from '../model/package.ts';
import type { ItemTree } from '../syntax/items.ts';
import { rankCopies } from './copies.ts';
import { Environment, type ModelCounters, type Outside } from './environment.ts';
import { EnvironmentCache, type References } from './environment-cache.ts';
import type { FilesView } from './files.ts';
import { type PlacedRef, refsOf } from './name-table.ts';
import type { PackageRoot } from './package-folders.ts';
import type { Need } from './package-sources.ts';

/** What was computed for earlier snapshots and may still hold. */
export class SemanticCaches {
  readonly counters: ModelCounters = { packagesResolved: 0 };
  readonly #environments = new Map<string, { readonly key: string; readonly cache: EnvironmentCache }>();
  readonly #everything = new Map<string, EnvironmentCache>();
  /** Roots by the packages that they define, with all that it was made from. */
  index:
    | {
        readonly roots: readonly PackageRoot[];
        readonly disk: object;
        readonly names: string;
        readonly index: ReadonlyMap<string, readonly PackageRoot[]>;
      }
    | undefined;

  #settled: Settled | undefined;
  readonly #references: References;

  constructor(references: References = 'all') {
    this.#references = references;
  }

  /** Packages that can only change with the index, that is with the disk or with a name that an open file declares. */
  settled(index: object): Settled {
    if (this.#settled?.index !== index) this.#settled = { index, found: new Map(), packages: new WeakSet() };
    return this.#settled;
  }

  /** Settings may lead to other packages. */
  unsettle(): void {
    this.#settled = undefined;
  }

  environment(uri: string, features: Features): EnvironmentCache {
    const key = features.all ? '*' : [...features.active].sort().join();
    const known = this.#environments.get(uri);
    if (known?.key === key) return known.cache;
    const cache = new EnvironmentCache(features, this.#references);
    this.#environments.set(uri, { key, cache });
    return cache;
  }

  /** The second view of a root, kept beside the first. */
  everything(uri: string): EnvironmentCache {
    const cache = this.#everything.get(uri) ?? new EnvironmentCache({ all: true, active: new Set() }, this.#references);
    this.#everything.set(uri, cache);
    return cache;
  }

  /** Lets go of roots that are no longer there. */
  retain(roots: ReadonlyMap<string, PackageRoot>): void {
    for (const known of [this.#environments, this.#everything])
      for (const uri of known.keys()) if (!roots.has(uri)) known.delete(uri);
  }
}

interface Settled {
  readonly index: object;
  /** By the root, the name and the view that they were found with. */
  readonly found: Map<string, Package>;
  readonly packages: WeakSet<Package>;
}

/** A package of a root, in one of the two views. */
interface Foreign {
  readonly root: PackageRoot;
  readonly key: string;
  readonly view: string;
  readonly environment: (root: PackageRoot) => Environment;
}

/** What the meaning of the files is made from, at one moment. */
export interface SemanticsView {
  readonly roots: ReadonlyMap<string, PackageRoot>;
  readonly workRoots: readonly PackageRoot[];
  rootsSeenFrom(uri: string): readonly PackageRoot[];
  settings(uri: string): CheckSettings;
  tree(uri: string): ItemTree | undefined;
  rootOf(uri: string): PackageRoot | undefined;
}

export class Semantics {
  readonly #snapshot: SemanticsView;
  readonly #caches: SemanticCaches;
  readonly #files: FilesView;
  readonly #environments = new Map<PackageRoot, Environment>();
  readonly #everything = new Map<PackageRoot, Environment>();
  readonly #refs = new Map<string, readonly PlacedRef[]>();
  readonly #resolving = new Set<string>();
  #index: ReadonlyMap<string, readonly PackageRoot[]> | undefined;

  constructor(snapshot: SemanticsView, caches: SemanticCaches, files: FilesView) {
    this.#snapshot = snapshot;
    this.#caches = caches;
    this.#files = files;
  }

  /** The packages that the files of a root can see. */
  environment(root: PackageRoot): Environment {
    const known = this.#environments.get(root);
    if (known !== undefined) return known;
    const { features, allFeatures, resolve } = this.#snapshot.settings(root.uri);
    const cache = this.#caches.environment(root.uri, { all: allFeatures, active: new Set(features) });
    const outside = resolve === 'workspace' ? this.#outside(root) : undefined;
    const environment = new Environment(root, (uri) => this.#snapshot.tree(uri), cache, this.#caches.counters, outside);
    this.#environments.set(root, environment);
    return environment;
  }

  /** The same with every feature gate open; the very same where no file mentions one. */
  everything(root: PackageRoot): Environment {
    const known = this.#everything.get(root);
    if (known !== undefined) return known;
    const { allFeatures, resolve } = this.#snapshot.settings(root.uri);
    const around = resolve === 'workspace' ? this.#snapshot.rootsSeenFrom(root.uri) : [root];
    if (allFeatures || !this.#mentionFeatures(around)) {
      const environment = this.environment(root);
      this.#everything.set(root, environment);
      return environment;
    }
    const outside = resolve === 'workspace' ? this.#outside(root, '*', (other) => this.everything(other)) : undefined;
    const cache = this.#caches.everything(root.uri);
    const environment = new Environment(root, (uri) => this.#snapshot.tree(uri), cache, this.#caches.counters, outside);
    this.#everything.set(root, environment);
    return environment;
  }

  #mentionFeatures(roots: Iterable<PackageRoot>): boolean {
    for (const root of roots) {
      for (const { files } of [root, ...root.deps])
        if (files.some((uri) => hasFeatures(this.#snapshot.tree(uri)))) return true;
    }
    return false;
  }

  environmentOf(uri: string): Environment | undefined {
    const root = this.#snapshot.rootOf(uri);
    return root === undefined ? undefined : this.environment(root);
  }

  /** The packages that have a part in a file: its own, and those nested in it. */
  packagesOf(uri: string): readonly Package[] {
    return this.environmentOf(uri)?.packagesOf(uri) ?? [];
  }

  /** Every name of a file and what it means, in the order of the text. */
  refs(uri: string): readonly PlacedRef[] {
    const known = this.#refs.get(uri);
    if (known !== undefined) return known;
    const tree = this.#snapshot.tree(uri);
    const refs = tree === undefined ? [] : refsOf(uri, tree, this.packagesOf(uri));
    this.#refs.set(uri, refs);
    return refs;
  }

  /** Every package of the work, or of these roots, vendored ones included. */
  *allPackages(
    roots: Iterable<PackageRoot> = this.#snapshot.workRoots,
  ): Generator<{ readonly root: PackageRoot; readonly package: Package }> {
    for (const root of roots) {
      for (const it of this.environment(root).packages()) yield { root, package: it };
    }
  }

  /** Findings in one file beyond its syntax, with the catalogue's severities. */
  diagnostics(uri: string): readonly Diagnostic[] {
    const environment = this.environmentOf(uri);
    return environment === undefined ? [] : checkFile(this.#snapshot, environment, uri);
  }

  #outside(
    root: PackageRoot,
    view = '',
    environment: (root: PackageRoot) => Environment = (it) => this.environment(it),
  ): Outside {
    return {
      find: (key, from, wanted) => {
        const index = this.#roots();
        const settled = this.#caches.settled(index);
        const place = `${from.uri} ${root.uri} ${key} ${view} ${wanted.join()}`;
        const known = settled.found.get(place);
        if (known !== undefined) return known;
        const chosen = this.#chosen(root, key, from, wanted);
        if (chosen === undefined) return undefined;
        const mark = `${chosen.uri} ${key} ${view}`;
        if (this.#resolving.has(mark)) return 'cycle';
        this.#resolving.add(mark);
        try {
          this.#resolveBelow({ root: chosen, key, view, environment });
          const result = environment(chosen).package(key);
          if (result !== undefined && this.#isSettled(environment(chosen), result, settled))
            settled.found.set(place, result);
          return result;
        } finally {
          this.#resolving.delete(mark);
        }
      },
      known: () => [...this.#roots().keys()],
      copies: (key, from, wanted) => {
        const named = this.#named(root, key);
        const others = this.#copies(key, from, wanted);
        const all = named === undefined ? others : [named, ...others.filter((it) => it !== named)];
        return all.flatMap((it) => this.#declarationIn(it, key) ?? []);
      },
    };
  }

  #chosen(root: PackageRoot, key: string, from: PackageRoot, wanted: readonly string[]): PackageRoot | undefined {
    return this.#named(root, key) ?? this.#copies(key, from, wanted)[0];
  }

  /** Resolves what a package of another root needs of further roots, the last one first: chains of them may be long. */
  #resolveBelow({ root, key, view, environment }: Foreign): void {
    const open: { root: PackageRoot; key: string; mark: string; needs: readonly Need[]; next: number }[] = [];
    const enter = (at: PackageRoot, wanted: string): void => {
      const mark = `${at.uri} ${wanted} ${view}`;
      this.#resolving.add(mark);
      open.push({ root: at, key: wanted, mark, needs: environment(at).needs(wanted), next: 0 });
    };
    enter(root, key);
    try {
      for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
        const need = top.needs[top.next++];
        if (need !== undefined) {
          const next = this.#chosen(top.root, need.key, top.root, need.wanted);
          const isOpen = next === undefined || this.#resolving.has(`${next.uri} ${need.key} ${view}`);
          if (!isOpen && !environment(next).isResolved(need.key)) enter(next, need.key);
          continue;
        }
        // The first is resolved by whoever asked for it.
        if (open.length === 1) return;
        environment(top.root).package(top.key);
        this.#resolving.delete(top.mark);
        open.pop();
      }
    } finally {
      for (const { mark } of open.slice(1)) this.#resolving.delete(mark);
    }
  }

  /** The root that a manifest of the package leads to, if it has the package: as its own, or in its `deps/`. */
  #named(root: PackageRoot, key: string): PackageRoot | undefined {
    const named = (root.named ?? []).map((uri) => this.#snapshot.roots.get(uri)).filter((it) => it !== undefined);
    return named.find((it) =>
      [it, ...it.deps].some(({ files }) => files.some((uri) => this.#namesIn(uri).includes(key))),
    );
  }

  #declarationIn(root: PackageRoot, key: string): Loc | undefined {
    for (const uri of [root, ...root.deps].flatMap((it) => it.files)) {
      const entry = this.#snapshot.tree(uri)?.entries.find(({ chunk: { decl } }) => {
        const isPackage = decl.kind === 'package' || decl.kind === 'nested-package';
        return isPackage && packageKey(packageId(decl.name)) === key;
      });
      const decl = entry?.chunk.decl;
      if (entry !== undefined && (decl?.kind === 'package' || decl?.kind === 'nested-package'))
        return { uri, node: entry.base + decl.name.node };
    }
    return undefined;
  }

  #copies(key: string, from: PackageRoot, wanted: readonly string[]): readonly PackageRoot[] {
    const candidates =
      this.#roots()
        .get(key)
        ?.filter((it) => it.uri !== from.uri) ?? [];
    if (candidates.length === 0) return candidates;
    return rankCopies(candidates, from.uri, (copy) => {
      const items = new Set(copy.files.flatMap((uri) => itemNames(this.#snapshot.tree(uri))));
      return wanted.filter((name) => !items.has(name)).length;
    });
  }

  /** Can no keystroke change this package? None of the files that it was made from is open. */
  #isSettled(environment: Environment, it: Package, settled: Settled): boolean {
    if (settled.packages.has(it)) return true;
    if (this.#isOpen(environment.root)) return false;
    const reached = new Set([it]);
    for (const at of reached) {
      for (const other of environment.foundFor(at)) {
        if (other === undefined || (other !== 'cycle' && settled.packages.has(other))) continue;
        if (other === 'cycle' || !environment.has(other)) return false;
        reached.add(other);
      }
    }
    for (const at of reached) settled.packages.add(at);
    return true;
  }

  #isOpen(root: PackageRoot): boolean {
    const { open } = this.#files;
    return open.some((uri) => root.files.includes(uri) || root.deps.some((group) => group.files.includes(uri)));
  }

  /** Loaded roots by the packages that their own files define; kept while no file says another name. */
  #roots(): ReadonlyMap<string, readonly PackageRoot[]> {
    if (this.#index !== undefined) return this.#index;
    const roots = this.#snapshot.workRoots;
    const { disk, open } = this.#files;
    const names = open.map((uri) => `${uri} ${this.#namesIn(uri).join()}`).join('\n');
    const known = this.#caches.index;
    if (known?.roots === roots && known.disk === disk && known.names === names) {
      this.#index = known.index;
      return known.index;
    }
    const index = new Map<string, PackageRoot[]>();
    for (const root of roots) {
      const keys = new Set(root.files.flatMap((uri) => this.#namesIn(uri)));
      for (const key of keys) index.set(key, [...(index.get(key) ?? []), root]);
    }
    this.#caches.index = { roots, disk, names, index };
    this.#index = index;
    return index;
  }

  #namesIn(uri: string): readonly string[] {
    const tree = this.#snapshot.tree(uri);
    return tree === undefined ? [] : packageNames(tree);
  }
}

const mentionsFeatures = memo((tree: ItemTree): boolean => tree.text.includes('@unstable'));

/** Is there an item that only some features show? */
export function hasFeatures(tree: ItemTree | undefined): boolean {
  return tree !== undefined && mentionsFeatures(tree);
}

/** What a file calls its package and those nested in it. */
const packageNames = memo((tree: ItemTree): readonly string[] => {
  const names: string[] = [];
  for (const { chunk } of tree.entries) {
    if (chunk.decl.kind !== 'package' && chunk.decl.kind !== 'nested-package') continue;
    const { namespace, name, version } = chunk.decl.name;
    names.push(
      version === undefined ? `${namespace.text}:${name.text}` : `${namespace.text}:${name.text}@${version.text}`,
    );
  }
  return names;
});

const items = new WeakMap<ItemTree, readonly string[]>();

/** Names of the interfaces and worlds that a file defines. */
function itemNames(tree: ItemTree | undefined): readonly string[] {
  if (tree === undefined) return [];
  const known = items.get(tree);
  if (known !== undefined) return known;
  const all = tree.entries.flatMap((entry) => [entry, ...entry.members]);
  const names = all.flatMap(({ chunk: { decl } }) =>
    decl.kind === 'interface' || decl.kind === 'world' ? [decl.name.text] : [],
  );
  items.set(tree, names);
  return names;
}
