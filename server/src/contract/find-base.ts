// Finds and reads the old version of a package root, in git or on the disk; the same for the server and the command line.

import { Task } from '../base/task.ts';
import { basename, dirname, joinUri, relativeUri } from '../base/uri.ts';
import type { CheckSettings } from '../check/settings.ts';
import { isBuild } from '../model/names.ts';
import { isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import { type PublishedReference, publishedReference } from '../registry/reference.ts';
import type { Registry } from '../registry/registry.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import type { LevelChoices, VerdictOptions } from '../semver/verdict.ts';
import type { WitParser } from '../syntax/parser.ts';
import { Trees } from '../workspace/files.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { absentFor } from './absent.ts';
import { type BaseSettings, looksLikePath, pathUri } from './base-settings.ts';
import { type FoundBase, type NoBase, noBase, type RootBase } from './bases.ts';
import { type BaseQuestion, chooseBase } from './choose-base.ts';
import { Differing } from './differing.ts';
import { isGitFailure, type Repository } from './git.ts';
import { findIgnoreFile, type IgnoreFile, IgnoreFiles } from './ignore-file.ts';
import {
  contractsAt,
  holds,
  loadAll,
  loadPlaces,
  type OldTree,
  oldContracts,
  openCommit,
  openTree,
  type PackageLocation,
} from './old-version.ts';
import { fromFailure, PublishedVersions, pairedPackages } from './published-base.ts';
import { type CommitBase, type Releases, releasesFor, releaseTag, tagPrefixes } from './release.ts';

export interface Surroundings {
  readonly host: Host;
  readonly parser: WitParser;
  /** Shared with the new version, so that equal texts are read once. */
  readonly trees?: Trees;
  /** Everything as it is now, where that does not change any more: what is the same in an old version is not read there. */
  readonly now?: () => Snapshot;
  /** The repository around a directory. */
  readonly repositoryOf: (directory: string) => Promise<Repository | NoBase>;
  /** What published versions are read from; absent where that must not happen. */
  readonly registry?: () => Promise<Registry | RegistryFailure>;
}

/** Maximum number of old versions kept in memory. */
const TREES = 8;

export class BaseFinder {
  readonly #host: Host;
  readonly #reading: { readonly parser: WitParser; readonly trees: Trees; readonly once: boolean };
  readonly #repositoryOf: Surroundings['repositoryOf'];
  readonly #registry: Surroundings['registry'];
  readonly #published: PublishedVersions;
  readonly #now: Surroundings['now'];
  readonly #ignores = new WeakMap<Task, IgnoreFiles>();
  readonly #differing = new WeakMap<OldTree, Promise<Differing>>();
  readonly #commits = new Map<string, Promise<OldTree | NoBase>>();
  readonly #paths = new WeakMap<Task, Map<string, Promise<OldPackages | NoBase>>>();

  constructor({ host, parser, trees, now, repositoryOf, registry }: Surroundings) {
    this.#now = now;
    this.#host = host;
    this.#reading = { parser, trees: trees ?? new Trees(parser), once: now !== undefined };
    this.#repositoryOf = repositoryOf;
    this.#registry = registry;
    this.#published = new PublishedVersions(host, { parser, trees: this.#reading.trees });
  }

  /** The base of a root whose packages have these names (`ns:name`). */
  async find(
    root: PackageRoot,
    names: ReadonlySet<string>,
    settings: BaseSettings,
    task: Task = new Task(this.#host.clock),
  ): Promise<FoundBase> {
    const base = await this.#find(root, names, settings, task);
    if (base.kind === 'none') return base;
    const today = new Date().toISOString().slice(0, 10);
    const ignores = await this.#ignoresOf(task).above(directoryOf(root));
    if (ignores === undefined) return { ...base, today };
    const oldIgnores = await this.#oldIgnores(base, root, settings, task);
    if (oldIgnores !== undefined && 'reason' in oldIgnores) return oldIgnores;
    const levels = settings.trustedIgnores !== undefined ? common(ignores.levels, oldIgnores?.levels) : ignores.levels;
    return {
      ...{ ...base, today, ignores },
      ...(oldIgnores === undefined ? {} : { oldIgnores }),
      options: { ...base.options, choices: () => levels },
    };
  }

  /** The disk may have changed for the next task. */
  #ignoresOf(task: Task): IgnoreFiles {
    const known = this.#ignores.get(task) ?? new IgnoreFiles(this.#host);
    this.#ignores.set(task, known);
    return known;
  }

  /** The ignore file that the base had for a root. */
  async #oldIgnores(
    base: RootBase,
    root: PackageRoot,
    settings: BaseSettings,
    task: Task,
  ): Promise<IgnoreFile | NoBase | undefined> {
    const { trustedIgnores = 'base' } = settings;
    const at = trustedIgnores === 'base' ? base : await this.#revision(base, trustedIgnores);
    if (at.kind === 'none') return at;
    const tree = await this.#treeOf(at, settings, task);
    if (tree === undefined) return undefined;
    const place = base.commit === undefined ? '' : base.place;
    const uri = joinUri(tree.top, place);
    return findIgnoreFile(tree.host, root.kind === 'file' && place !== '' ? dirname(uri) : uri, tree.top);
  }

  async #find(root: PackageRoot, names: ReadonlySet<string>, settings: BaseSettings, task: Task): Promise<FoundBase> {
    const { against } = settings;
    if (against === 'off') return noBase('off', 'contract changes are switched off');
    const published = publishedReference(against);
    if (published !== undefined) return this.#fromRegistry(root, names, settings, published);
    if (looksLikePath(against)) return this.#fromPath(root, names, settings, task);
    const found = await this.#fromGit(root, names, settings, task);
    // A name that is no revision may be a directory.
    if (found.kind === 'base' || against === 'auto' || !(await this.#isPath(settings))) return found;
    return this.#fromPath(root, names, settings, task);
  }

  async #fromGit(
    root: PackageRoot,
    names: ReadonlySet<string>,
    settings: BaseSettings,
    task: Task,
  ): Promise<FoundBase> {
    const repository = await this.#repositoryOf(directoryOf(root));
    if ('kind' in repository) return repository;
    const path = repository.pathOf(root.uri);
    if (path === undefined) return noBase('no-repository', 'this is not in a git repository');
    const places = [{ path, kind: root.kind }];
    const question: BaseQuestion = {
      against: settings.against,
      ci: settings.ci,
      prefixes: tagPrefixes(names, root.uri, path),
      holds: async (commit) => {
        const tree = await this.commit(repository, commit, settings.check);
        return !('kind' in tree) && holds(tree, places, names);
      },
    };
    const base = await chooseBase(repository, question);
    if (isGitFailure(base)) return noBase(base.reason, base.message);
    const releases = await releasesFor(repository, base, question, settings.releaseBase);
    if ('kind' in releases) return releases;
    const tag = releases.prerelease ?? releases.stable;
    const facts = {
      kind: 'base',
      ...{ label: base.label, commit: base.commit },
      ...(base.note === undefined ? {} : { note: base.note }),
      tagHead: releaseTag(tag?.label ?? '')?.head ?? 'v',
      place: path,
      top: repository.top,
    } as const;
    const wanted = { names, places, settings, task };
    const tree = await this.commit(repository, base.commit, settings.check);
    const missing = 'kind' in tree ? {} : absentFor(tree.absent, places, base.note);
    const unchanged = await this.#unchangedSince(repository, base, releases, wanted);
    if (unchanged !== undefined && missing.absent === undefined) {
      const { role, policy } = settings;
      const snapshot = unchanged.workspace.snapshot();
      const empty = { oldTop: unchanged.top, packages: [], snapshot, options: { role, policy } };
      return { ...facts, ...missing, isUnchanged: true, ...empty };
    }
    const old = await this.#packagesAt(repository, base.commit, wanted);
    if ('kind' in old) return old;
    const options = await this.#options(repository, base, releases, wanted);
    if ('kind' in options) return options;
    return {
      ...facts,
      ...missing,
      oldTop: old.tree.top,
      packages: old.packages,
      snapshot: old.tree.workspace.snapshot(),
      options: { ...options, ...(await this.#sameIn(old.tree)) },
    };
  }

  /** The old version, if neither it nor a release has anything else in these places. */
  async #unchangedSince(
    repository: Repository,
    base: CommitBase,
    { stable, prerelease }: Releases,
    { places, settings, task }: Wanted,
  ): Promise<OldTree | undefined> {
    const trees: OldTree[] = [];
    for (const commit of new Set([base, stable, prerelease].flatMap((it) => it?.commit ?? []))) {
      const tree = await this.commit(repository, commit, settings.check);
      const differing = 'kind' in tree ? undefined : await this.#differingIn(tree, repository, task);
      if ('kind' in tree || !places.every(({ path }) => differing?.unchanged.has(path) === true)) return undefined;
      trees.push(tree);
    }
    return trees[0];
  }

  async #sameIn(tree: OldTree): Promise<Pick<VerdictOptions, 'isSame'>> {
    const differing = await this.#differing.get(tree);
    return differing === undefined ? {} : { isSame: (it, item) => differing.isSame(it, item) };
  }

  /** Undefined where everything is to be read. */
  async #differingIn(tree: OldTree, { top }: Repository, task: Task): Promise<Differing | undefined> {
    const { git } = this.#host;
    const { entries } = tree;
    if (this.#now === undefined || git === undefined || entries === undefined) return undefined;
    const now = { snapshot: this.#now(), top, host: this.#host, git };
    const known = this.#differing.get(tree) ?? Differing.of(tree, entries, now, task);
    this.#differing.set(tree, known);
    return known;
  }

  async #options(
    repository: Repository,
    base: CommitBase,
    { stable, prerelease }: Releases,
    wanted: Wanted,
  ): Promise<VerdictOptions | NoBase> {
    const { role, policy } = wanted.settings;
    const at = (it: CommitBase | undefined): Promise<OldPackages | NoBase> | undefined =>
      it === undefined || it.commit === base.commit ? undefined : this.#packagesAt(repository, it.commit, wanted);
    const [last, candidate] = [await at(stable), await at(prerelease)];
    if (last !== undefined && 'kind' in last) return last;
    if (candidate !== undefined && 'kind' in candidate) return candidate;
    return {
      ...{ role, policy },
      ...(last === undefined ? {} : { release: last.packages }),
      ...(candidate === undefined ? {} : { prerelease: candidate.packages }),
    };
  }

  async #packagesAt(
    repository: Repository,
    commit: string,
    { names, places, settings, task }: Wanted,
  ): Promise<{ readonly tree: OldTree; readonly packages: readonly TreePackage[] } | NoBase> {
    const tree = await this.commit(repository, commit, settings.check);
    if ('kind' in tree) return tree;
    const differing = await this.#differingIn(tree, repository, task);
    const load = differing === undefined ? undefined : () => differing.load();
    const packages = await oldContracts(tree, places, names, task, load);
    if (!tree.incomplete()) return { tree, packages };
    const what = `the base is incomplete: a partial clone without the files of ${commit.slice(0, 10)}`;
    return noBase('partial', what);
  }

  /** The old version at a commit; the same object for as long as it is remembered. */
  commit(repository: Repository, commit: string, check: CheckSettings): Promise<OldTree | NoBase> {
    const key = `${repository.top} ${commit} ${JSON.stringify(check)}`;
    const known = this.#commits.get(key);
    if (known !== undefined) {
      this.#commits.delete(key);
      this.#commits.set(key, known);
      return known;
    }
    const reading = { ...this.#reading, host: this.#host, settings: check };
    const opening = openCommit(repository, commit, reading).then((it) => {
      if (!isGitFailure(it)) return it;
      this.#commits.delete(key);
      return noBase(it.reason, it.message);
    });
    this.#commits.set(key, opening);
    const [oldest] = this.#commits.keys();
    if (this.#commits.size > TREES && oldest !== undefined) this.#commits.delete(oldest);
    return opening;
  }

  async #fromRegistry(
    root: PackageRoot,
    names: ReadonlySet<string>,
    settings: BaseSettings,
    reference: PublishedReference,
  ): Promise<FoundBase> {
    if (reference.kind === 'wrong') return noBase('no-reference', reference.message);
    const { registryRefusal: refusal = this.#registry === undefined ? 'there is no network here' : undefined } =
      settings;
    if (refusal !== undefined || this.#registry === undefined) return noBase('no-network', refusal ?? '');
    const registry = await this.#registry();
    if (isRegistryFailure(registry)) return fromFailure(registry);
    const { declared, check, role, policy, mirror } = settings;
    const own = { name: declared?.name, version: declared?.version };
    const base = await this.#published.base(registry, reference, own, check);
    if (base.kind === 'none') return base;
    const place = relativeUri(mirror, root.uri) ?? '';
    const paired = (it: readonly TreePackage[] | undefined) => pairedPackages({ packages: it ?? [] }, names, place);
    const packages = paired(base.packages);
    if (packages.length === 0) return noBase('another', `${base.label} is a ${base.kind} of another name`);
    if ([...names].some(isBuild) && base.kind === 'package')
      return noBase('another', `${base.label} is a WIT package, and this is a component: compare its package instead`);
    return {
      kind: 'base',
      label: base.label,
      isFile: true,
      ...(base.note === undefined ? {} : { note: base.note }),
      place,
      top: mirror,
      oldTop: base.tree.top,
      packages,
      published: { registry: base.place.registry, versions: base.versions },
      snapshot: base.tree.workspace.snapshot(),
      options: {
        ...{ role, policy },
        ...(base.stable === undefined ? {} : { release: paired(base.stable) }),
        ...(base.prerelease === undefined ? {} : { prerelease: paired(base.prerelease) }),
      },
    };
  }

  async #isPath(settings: BaseSettings): Promise<boolean> {
    return (await this.#host.stat(pathUri(settings))) !== undefined;
  }

  async #fromPath(
    root: PackageRoot,
    names: ReadonlySet<string>,
    settings: BaseSettings,
    task: Task,
  ): Promise<FoundBase> {
    const old = await this.#pathTree(settings, task);
    if ('kind' in old) return old;
    const place = relativeUri(settings.mirror, root.uri) ?? '';
    const roots = new Set(old.packages.map((it) => it.root));
    // A single old package is the old version of the single package that it is compared with.
    const from = place === '' && roots.size === 1 ? [...roots][0] : place;
    const packages = old.packages
      .filter((it) => it.root === from || names.has(nameOf(it)))
      .map((it) => (it.root === from ? { ...it, all: it.all, root: place } : it));
    const { role, policy, against } = settings;
    return {
      kind: 'base',
      label: against,
      isFile: old.isFile === true,
      place,
      top: settings.mirror,
      oldTop: old.tree.top,
      packages,
      snapshot: old.tree.workspace.snapshot(),
      options: { role, policy },
    };
  }

  /** All packages in the directory or file that is compared with; read once for each task, since the disk changes. */
  #pathTree(settings: BaseSettings, task: Task): Promise<OldPackages | NoBase> {
    const known = this.#paths.get(task) ?? new Map<string, Promise<OldPackages | NoBase>>();
    this.#paths.set(task, known);
    const uri = pathUri(settings);
    const key = `${uri} ${JSON.stringify(settings.check)}`;
    const reading = known.get(key) ?? this.#readPath(uri, settings, task);
    known.set(key, reading);
    return reading;
  }

  async #readPath(uri: string, settings: BaseSettings, task: Task): Promise<OldPackages | NoBase> {
    const { against, check } = settings;
    const stat = await this.#host.stat(uri);
    if (stat === undefined) return noBase('no-path', `no such file or directory: ${against}`);
    const isFile = stat.kind !== 'directory';
    const tree = openTree(this.#host, isFile ? dirname(uri) : uri, {
      ...this.#reading,
      // The neighbours of a single file have nothing to do with it.
      settings: isFile ? { ...check, resolve: 'toolchain' } : check,
    });
    const place: PackageLocation = isFile ? { path: basename(uri), kind: 'file' } : { path: '', kind: 'directory' };
    const here = await loadPlaces(tree, [place], task);
    const roots = isFile || here.length > 0 ? here : await loadAll(tree, task);
    if (roots.length === 0) return noBase('no-path', `no WIT files in ${against}`);
    const snapshot = tree.workspace.snapshot();
    if (snapshot.file(uri)?.fault !== undefined) return noBase('unreadable', `${against} is not a WIT package`);
    return { tree, packages: contractsAt(snapshot, tree.top, roots), isFile };
  }

  /** Every package of the old version that a base belongs to, below a path, but for some places. */
  async below(
    base: RootBase,
    settings: BaseSettings,
    { path, except }: { readonly path: string; readonly except: ReadonlySet<string> },
    task: Task,
  ): Promise<readonly TreePackage[]> {
    const tree = await this.#treeOf(base, settings, task);
    if (tree === undefined) return [];
    const differing = await this.#differing.get(tree);
    // What is unchanged is still there.
    const roots = (differing?.changed ?? (await loadAll(tree, task))).filter((it) => {
      const place = relativeUri(tree.top, it.uri) ?? '';
      const inside = (directory: string): boolean => place === directory || place.startsWith(`${directory}/`);
      // What is in a submodule has a history of its own.
      return !except.has(place) && (path === '' || inside(path)) && !tree.modules.some(inside);
    });
    // What they refer to is part of what they say.
    if (roots.length > 0) await differing?.load();
    return contractsAt(tree.workspace.snapshot(), tree.top, roots);
  }

  async #revision(base: RootBase, revision: string): Promise<RootBase | NoBase> {
    const repository = await this.#repositoryOf(base.top);
    if ('kind' in repository) return repository;
    const commit = await repository.commit(revision);
    return isGitFailure(commit) ? noBase(commit.reason, commit.message) : { ...base, commit };
  }

  async #treeOf(base: RootBase, settings: BaseSettings, task: Task): Promise<OldTree | undefined> {
    // What was published is one file, which has been read whole.
    if (base.published !== undefined) return undefined;
    if (base.commit === undefined) {
      const old = await this.#pathTree(settings, task);
      return 'kind' in old ? undefined : old.tree;
    }
    const repository = await this.#repositoryOf(base.top);
    if ('kind' in repository) return undefined;
    const tree = await this.commit(repository, base.commit, settings.check);
    return 'kind' in tree ? undefined : tree;
  }
}

interface Wanted {
  readonly names: ReadonlySet<string>;
  readonly places: readonly PackageLocation[];
  readonly settings: BaseSettings;
  readonly task: Task;
}

interface OldPackages {
  readonly tree: OldTree;
  readonly packages: readonly TreePackage[];
  readonly isFile?: boolean;
}

/** The choices that both sides make. */
function common(levels: LevelChoices, old: LevelChoices | undefined): LevelChoices {
  return new Map([...levels].filter(([code, level]) => old?.get(code) === level));
}

function directoryOf(root: PackageRoot): string {
  return root.kind === 'file' ? dirname(root.uri) : root.uri;
}
