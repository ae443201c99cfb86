// The packages that can see each other: those of one package root and of its `deps/`. Resolves each on demand, and keeps
// what it resolved for as long as neither its own text nor what it depends on says anything else.

import { basename } from '../base/uri.ts';
import { type Encoded, encodedWith } from '../model/encoded.ts';
import { ALL_FEATURES } from '../model/gates.ts';
import { UNNAMED } from '../model/names.ts';
import type { Loc, Package, Problem } from '../model/package.ts';
import type { ModelCode } from '../model/problems.ts';
import type { Dependencies } from '../model/resolution.ts';
import { resolvePackage } from '../model/resolve.ts';
import {
  type GroupSource,
  isAnonymous,
  type PackageSource,
  readGroup,
  type SourceFile,
  sourcesOf,
} from '../model/source.ts';
import type { ItemTree } from '../syntax/items.ts';
import { components } from './dependency-cycles.ts';
import { type CachedPackage, type EnvironmentCache, saysTheSame } from './environment-cache.ts';
import { type DepsFault, filesIn, type PackageRoot } from './package-folders.ts';
import { cacheKey, type Need, referencedKeys, sourcesByFile, wantedNames } from './package-sources.ts';

/** Counts the work done, for tests that hold the promise of reuse. */
export interface ModelCounters {
  packagesResolved: number;
}

/** Finds packages outside a root and its `deps/`: elsewhere in the workspace. */
export interface Outside {
  /** `wanted`: names of interfaces and worlds that are asked for. */
  find(key: string, from: PackageRoot, wanted: readonly string[]): Package | 'cycle' | undefined;
  known(): readonly string[];
  /** Where the copies of the package say its name, the chosen one first. */
  copies(key: string, from: PackageRoot, wanted: readonly string[]): readonly Loc[];
}

export class Environment {
  readonly root: PackageRoot;
  readonly cache: EnvironmentCache;
  readonly main: GroupSource;
  readonly groups: readonly GroupSource[];
  readonly #sources = new Map<string, PackageSource>();
  readonly #resolved = new Map<string, Package>();
  readonly #here = new Set<Package>();
  #known: readonly string[] | undefined;
  #all: readonly Problem[] | undefined;
  readonly #problems: Problem[] = [];
  readonly #counters: ModelCounters;
  readonly #outside: Outside | undefined;
  #encoded: Encoded | undefined;
  #cycles: ReadonlyMap<string, number> | undefined;
  #byFile: ReadonlyMap<string, readonly PackageSource[]> | undefined;

  constructor(
    root: PackageRoot,
    tree: (uri: string) => ItemTree | undefined,
    cache: EnvironmentCache,
    counters: ModelCounters,
    outside?: Outside,
  ) {
    this.root = root;
    this.cache = cache;
    this.#counters = counters;
    this.#outside = outside;
    this.main = this.#group(root.uri, root.files, tree);
    const deps = root.deps.map((it) => this.#group(it.uri, it.files, tree));
    this.groups = [this.main, ...deps];
    const isBinary = (at: number): boolean => root.deps[at]?.kind === 'binary';
    this.#index(this.main);
    for (const [at, group] of deps.entries()) if (!isBinary(at)) this.#index(group);
    this.#indexBinaries(deps.filter((_, at) => isBinary(at)));
    // What the toolchain refuses stands behind what it takes.
    for (const source of this.groups.flatMap((group) => group.strays))
      if (!this.#sources.has(source.key)) this.#sources.set(source.key, source);
    for (const it of root.deps) if (it.kind === 'directory' && it.files.length === 0) this.#emptyDependency(it.uri);
    for (const fault of root.depsFaults ?? []) this.#depsFault(fault);
    this.#forgetOld();
  }

  /** Typing in a `package` line leaves a package of another name behind with every key. */
  #forgetOld(): void {
    const { packages, groups } = this.cache;
    const count = this.groups.reduce((sum, it) => sum + sourcesOf(it).length, 0);
    if (packages.size > count + SPARE) {
      const now = new Set(this.groups.flatMap(sourcesOf).map(cacheKey));
      for (const key of packages.keys()) if (!now.has(key)) packages.delete(key);
    }
    if (groups.size <= this.groups.length + SPARE) return;
    const now = new Set([this.root.uri, ...this.root.deps.map((it) => it.uri)]);
    for (const uri of groups.keys()) if (!now.has(uri)) groups.delete(uri);
  }

  /** All packages, the main one first. Resolves everything. */
  packages(): Package[] {
    return [...this.#sources.keys()].map((key) => this.package(key)).filter((it) => it !== undefined);
  }

  /** Packages of the root's own files: the main one and those nested in it. */
  ownPackages(): Package[] {
    const { main } = this.main;
    // A binary package carries copies of others; of a component, the others are what it is made of.
    if (main !== undefined && this.#isBinary(main) && main.id.namespace !== 'root') return [this.#resolve(main)];
    return sourcesOf(this.main).map((source) => this.#resolve(source));
  }

  /** Packages that have a part in a file. */
  packagesOf(uri: string): Package[] {
    this.#byFile ??= sourcesByFile(this.groups);
    return (this.#byFile.get(uri) ?? []).map((source) => this.#resolve(source));
  }

  /** The package of a source of one of the groups. */
  packageOf(source: PackageSource): Package {
    return this.#resolve(source);
  }

  /** What a package of this environment found when it looked for other packages. */
  foundFor(it: Package): Iterable<Package | 'cycle' | undefined> {
    return this.cache.found.get(it)?.values() ?? [];
  }

  /** Is it one of those here? */
  has(it: Package): boolean {
    return this.#here.has(it);
  }

  package(key: string): Package | undefined {
    const source = this.#sources.get(key);
    return source === undefined ? undefined : this.#resolve(source);
  }

  isResolved(key: string): boolean {
    const source = this.#sources.get(key);
    return source === undefined || this.#resolved.has(cacheKey(source));
  }

  /** What a package, and those here that it leads to, look for outside; without what is resolved already. */
  needs(key: string): readonly Need[] {
    const needs: Need[] = [];
    const first = this.#sources.get(key);
    const reached = new Set(first === undefined ? [] : [first]);
    for (const source of reached) {
      if (this.#resolved.has(cacheKey(source))) continue;
      for (const other of referencedKeys(source)) {
        const target = this.#sources.get(other);
        if (target !== undefined) reached.add(target);
        else needs.push({ key: other, wanted: wantedNames(source, other) });
      }
    }
    return needs;
  }

  /** Keys of all packages here, sorted. */
  known(): readonly string[] {
    this.#known ??= [...this.#sources.keys()].filter((key) => key !== UNNAMED).sort();
    return this.#known;
  }

  /** What is encoded with the root's package; of packages nested in it, only what it needs itself. */
  encoded(): Encoded {
    this.#encoded ??= encodedWith(this.main.main === undefined ? this.ownPackages() : [this.#resolve(this.main.main)]);
    return this.#encoded;
  }

  isVendored(uri: string): boolean {
    return !filesIn(this.root).own.has(uri);
  }

  /** Was this package found outside the root and its `deps/`? */
  isOutside(key: string): boolean {
    return !this.#sources.has(key);
  }

  /** Where the copies of a package that is not here say its name, the chosen one first. */
  copies(key: string): readonly Loc[] {
    const wanted = this.groups.flatMap(sourcesOf).flatMap((source) => wantedNames(source, key));
    return this.#outside?.copies(key, this.root, wanted) ?? [];
  }

  /** Problems of groups and of the whole; those of packages are theirs. */
  problems(): readonly Problem[] {
    this.#all ??= this.#allProblems();
    return this.#all;
  }

  #allProblems(): readonly Problem[] {
    // What is wrong with a binary is said of its file as a whole.
    const groups = this.groups.flatMap(({ problems }, index) =>
      this.root.deps[index - 1]?.kind === 'binary'
        ? problems.filter((it) => it.code === 'package/missing-declaration')
        : problems,
    );
    return [...groups, ...this.#problems];
  }

  #group(uri: string, files: readonly string[], tree: (uri: string) => ItemTree | undefined): GroupSource {
    const present: SourceFile[] = [];
    for (const file of files) {
      const found = tree(file);
      if (found !== undefined) present.push({ uri: file, tree: found });
    }
    const known = this.cache.groups.get(uri);
    if (
      known !== undefined &&
      known.files.length === present.length &&
      present.every((it, index) => it.tree === known.files[index]?.tree && it.uri === known.files[index].uri)
    ) {
      return known.group;
    }
    const group = readGroup(present);
    this.cache.groups.set(uri, { files: present, group });
    return group;
  }

  /** The reference refuses a whole package for one empty directory in `deps/`. */
  #emptyDependency(uri: string): void {
    const message = `\`deps/${basename(uri)}\` has no \`.wit\` file in it; every directory in \`deps/\` must be a package`;
    this.#refused('package/missing-declaration', message);
  }

  #depsFault({ uri, kind }: DepsFault): void {
    const messages: Readonly<Record<DepsFault['kind'], string>> = {
      'dead-link': `\`deps/${basename(uri)}\` is a symbolic link that leads nowhere: remove it, or put the package where it leads`,
      file: '`deps` is a file: dependencies lie in a folder of this name',
      'link-as-text':
        '`deps` is a file with the path of a symbolic link: git checked the link out as text; set `core.symlinks` and check it out again',
    };
    this.#refused('package/unreadable-file', messages[kind]);
  }

  /** Said where the package says its name, since there is no other file to say it in. */
  #refused(code: ModelCode, message: string): void {
    const [file] = this.root.files;
    if (file === undefined) return;
    this.#problems.push({ code, loc: this.main.main?.declarations[0] ?? { uri: file, node: -1 }, message });
  }

  /**
   * Binary packages carry copies of what they depend on, which may have less in them than the package itself. As in the
   * reference, several copies are merged.
   */
  #indexBinaries(groups: readonly GroupSource[]): void {
    for (const { main } of groups)
      if (main !== undefined && !this.#sources.has(main.key)) this.#sources.set(main.key, main);
    const copies = new Map<string, PackageSource[]>();
    for (const source of groups.flatMap(({ nested }) => nested))
      copies.set(source.key, [...(copies.get(source.key) ?? []), source]);
    for (const [key, all] of copies) {
      const [first, ...others] = all;
      if (first === undefined || this.#sources.has(key)) continue;
      const parts = all.flatMap((it) => it.parts);
      this.#sources.set(key, others.length === 0 ? first : { ...first, parts, merged: true });
    }
  }

  #index(group: GroupSource): void {
    for (const source of sourcesOf(group)) {
      if (group.strays.includes(source)) continue;
      const first = this.#sources.get(source.key);
      if (first === undefined) {
        this.#sources.set(source.key, source);
        continue;
      }
      if (isAnonymous(source)) continue;
      const [at] = source.declarations;
      const [other] = first.declarations;
      if (at === undefined) continue;
      this.#problems.push({
        code: 'package/duplicate',
        loc: at,
        message: `package \`${source.key}\` is defined in two places`,
        ...(other === undefined ? {} : { related: [{ loc: other, message: `\`${source.key}\` is defined here too` }] }),
      });
    }
  }

  /** Packages come after those that they refer to, so that no chain of them is as deep as the call stack. */
  #resolve(source: PackageSource): Package {
    const known = this.#resolved.get(cacheKey(source));
    if (known !== undefined) return known;
    const open = [{ source, keys: referencedKeys(source), next: 0 }];
    const seen = new Set([source]);
    for (let top = open.at(-1); top !== undefined && open.length > 0; top = open.at(-1)) {
      const key = top.keys[top.next++];
      if (key === undefined) {
        this.#resolveOne(top.source);
        open.pop();
        continue;
      }
      const target = this.#sources.get(key);
      if (target === undefined || seen.has(target) || this.#resolved.has(cacheKey(target))) continue;
      if (this.#isCycle(top.source, key)) continue;
      seen.add(target);
      open.push({ source: target, keys: referencedKeys(target), next: 0 });
    }
    return this.#resolveOne(source);
  }

  #resolveOne(source: PackageSource): Package {
    const key = cacheKey(source);
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    const cached = this.cache.packages.get(key);
    const result =
      cached !== undefined && this.#holds(cached, source) ? cached.result : this.#resolveAnew(source, cached?.result);
    const now = this.cache.packages.get(key);
    if (now !== undefined) {
      now.parts = source.parts;
      this.cache.found.set(result, now.found);
    }
    this.#resolved.set(key, result);
    this.#here.add(result);
    return result;
  }

  #resolveAnew(source: PackageSource, earlier: Package | undefined): Package {
    const found = new Map<string, Package | 'cycle' | undefined>();
    let missing = false;
    const dependencies: Dependencies = {
      find: (key) => {
        if (found.has(key)) return found.get(key);
        const result = this.#find(source, key);
        found.set(key, result);
        missing ||= result === undefined;
        return result;
      },
      known: () => this.allKnown(),
      places: this.#places(),
      locked: (namespace, name) =>
        this.root.locked?.get(`${namespace}:${name}`) ??
        this.root.locked?.get(name) ??
        this.root.locked?.get(`${namespace}-${name}`),
    };
    this.#counters.packagesResolved++;
    // What a gate took away is not in a binary any more, and what is in it is there.
    const features = this.#isBinary(source) ? ALL_FEATURES : this.cache.features;
    const { references } = this.cache;
    const isKnown = references === 'own' ? source.parts.some(({ uri }) => !this.isVendored(uri)) : references === 'all';
    const result = resolvePackage(source, dependencies, features, earlier, isKnown);
    const known = missing ? this.#knownNow() : undefined;
    this.cache.packages.set(cacheKey(source), { parts: source.parts, found, known, result });
    return result;
  }

  #isBinary(source: PackageSource): boolean {
    const [part] = source.parts;
    return part !== undefined && /\.(?:wasm|wat)$/.test(part.uri);
  }

  /** Where packages are looked for, for the message when one is not found. */
  #places(): string {
    if (this.root.kind === 'file')
      return this.#outside === undefined ? 'a single file has no `deps/`' : 'looked in the workspace';
    return this.#outside === undefined ? 'looked in `deps/`' : 'looked in `deps/` and in the workspace';
  }

  #holds(cached: CachedPackage, source: PackageSource): boolean {
    if (!saysTheSame(cached, source)) return false;
    for (const [key, result] of cached.found) if (this.#find(source, key) !== result) return false;
    return cached.known === undefined || cached.known === this.#knownNow();
  }

  /** All that the message about a missing package is made from. */
  #knownNow(): string {
    return [...this.allKnown(), ...(this.root.locked ?? [])].join();
  }

  /** Keys of all packages that can be referred to, elsewhere in the workspace too. */
  allKnown(): readonly string[] {
    const outside = this.#outside?.known() ?? [];
    return outside.length === 0 ? this.known() : [...new Set([...this.known(), ...outside])].sort();
  }

  #find(from: PackageSource, key: string): Package | 'cycle' | undefined {
    const source = this.#sources.get(key);
    if (source === undefined) return this.#outside?.find(key, this.root, wantedNames(from, key));
    return this.#isCycle(from, key) ? 'cycle' : this.#resolve(source);
  }

  #isCycle(from: PackageSource, key: string): boolean {
    const component = this.#components();
    const own = component.get(from.key);
    return own !== undefined && own === component.get(key) && this.#sources.get(from.key) === from;
  }

  /** For each package that lies on a cycle, the number of its strongly connected component. */
  #components(): ReadonlyMap<string, number> {
    if (this.#cycles !== undefined) return this.#cycles;
    const edges = new Map<string, readonly string[]>();
    for (const [key, source] of this.#sources) edges.set(key, referencedKeys(source));
    const headers = [...edges].map(([key, targets]) => `${key}>${targets.join()}`);
    const old = this.cache.index;
    if (
      old !== undefined &&
      old.headers.length === headers.length &&
      headers.every((it, index) => it === old.headers[index])
    ) {
      this.#cycles = old.cycles;
      return old.cycles;
    }
    const cycles = components(edges);
    this.cache.index = { headers, cycles, edges };
    this.#cycles = cycles;
    return cycles;
  }
}

/** Maximum number of results kept of packages that are gone, for an undo. */
const SPARE = 16;
