// Finds and reads the old version of a package root: in git, or in a directory or file on the disk. The language server and
// the command line ask here, so that both compare with the same base.

import { Task } from '../base/task.ts';
import { basename, dirname, joinUri, relativeUri } from '../base/uri.ts';
import type { CheckSettings } from '../check/settings.ts';
import type { WorldRole } from '../semver/levels.ts';
import { nameOf, type TreePackage } from '../semver/package-pairs.ts';
import type { BumpPolicy, LevelChoices, VerdictOptions } from '../semver/verdict.ts';
import type { WitParser } from '../syntax/parser.ts';
import { Trees } from '../workspace/files.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { type FoundBase, type NoBase, noBase, type RootBase } from './bases.ts';
import { type BaseQuestion, chooseBase } from './choose-base.ts';
import type { Ci } from './ci.ts';
import { isGitFailure, type Repository } from './git.ts';
import { findIgnoreFile, type IgnoreFile } from './ignore-file.ts';
import {
  contractsAt,
  holds,
  loadAll,
  loadPlaces,
  type OldTree,
  oldContracts,
  openCommit,
  openTree,
  type Place,
} from './old-version.ts';
import { type CommitBase, lastReleases, type Releases, releaseTag, tagPrefixes } from './release.ts';

/** What a person has chosen for the comparison. */
export interface BaseSettings {
  /** `auto`, a git revision, a directory, a `.wit` file or a `.wasm` package; `off` compares nothing. */
  readonly against: string;
  /** `auto`, a git revision, or `none`. */
  readonly releaseBase: string;
  readonly role: WorldRole;
  readonly policy: BumpPolicy;
  readonly check: CheckSettings;
  /** The environment of a CI job; absent in an editor. */
  readonly ci?: Ci | undefined;
  /** Only what this revision accepts too is accepted; `base` stands for what is compared with. */
  readonly trustedIgnores?: string | undefined;
  /** Relative paths start here. */
  readonly directory: string;
  /** The directory that a directory to compare with is the old version of. */
  readonly mirror: string;
}

export interface Surroundings {
  readonly host: Host;
  readonly parser: WitParser;
  /** Shared with the new version, so that equal texts are read once. */
  readonly trees?: Trees;
  /** The repository around a directory. */
  readonly repositoryOf: (directory: string) => Promise<Repository | NoBase>;
}

/** Maximum number of old versions kept in memory. */
const TREES = 8;

export class BaseFinder {
  readonly #host: Host;
  readonly #parser: WitParser;
  readonly #trees: Trees;
  readonly #repositoryOf: Surroundings['repositoryOf'];
  readonly #commits = new Map<string, Promise<OldTree | NoBase>>();
  readonly #paths = new WeakMap<Task, Map<string, Promise<OldPackages | NoBase>>>();

  constructor({ host, parser, trees, repositoryOf }: Surroundings) {
    this.#host = host;
    this.#parser = parser;
    this.#trees = trees ?? new Trees(parser);
    this.#repositoryOf = repositoryOf;
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
    const ignores = await findIgnoreFile(this.#host, directoryOf(root));
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
    const old = await this.#packagesAt(repository, base.commit, { names, places, settings, task });
    if ('kind' in old) return old;
    const releases = await releasesFor(repository, base, question, settings.releaseBase);
    if ('kind' in releases) return releases;
    const options = await this.#options(repository, base, releases, { names, places, settings, task });
    if ('kind' in options) return options;
    const tag = releases.prerelease ?? releases.stable;
    return {
      kind: 'base',
      label: base.label,
      commit: base.commit,
      ...(base.note === undefined ? {} : { note: base.note }),
      tagHead: releaseTag(tag?.label ?? '')?.head ?? 'v',
      place: path,
      top: repository.top,
      oldTop: old.tree.top,
      packages: old.packages,
      snapshot: old.tree.workspace.snapshot(),
      options,
    };
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
    const packages = await oldContracts(tree, places, names, task);
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
    const reading = { host: this.#host, parser: this.#parser, trees: this.#trees, settings: check };
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
      .map((it) => (it.root === from ? { ...it, root: place } : it));
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
      parser: this.#parser,
      trees: this.#trees,
      // The neighbours of a single file have nothing to do with it.
      settings: isFile ? { ...check, resolve: 'toolchain' } : check,
    });
    const place: Place = isFile ? { path: basename(uri), kind: 'file' } : { path: '', kind: 'directory' };
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
    const roots = (await loadAll(tree, task)).filter((it) => {
      const place = relativeUri(tree.top, it.uri) ?? '';
      const inside = (directory: string): boolean => place === directory || place.startsWith(`${directory}/`);
      // What is in a submodule has a history of its own.
      return !except.has(place) && (path === '' || inside(path)) && !tree.modules.some(inside);
    });
    return contractsAt(tree.workspace.snapshot(), tree.top, roots);
  }

  async #revision(base: RootBase, revision: string): Promise<RootBase | NoBase> {
    const repository = await this.#repositoryOf(base.top);
    if ('kind' in repository) return repository;
    const commit = await repository.commit(revision);
    return isGitFailure(commit) ? noBase(commit.reason, commit.message) : { ...base, commit };
  }

  async #treeOf(base: RootBase, settings: BaseSettings, task: Task): Promise<OldTree | undefined> {
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
  readonly places: readonly Place[];
  readonly settings: BaseSettings;
  readonly task: Task;
}

interface OldPackages {
  readonly tree: OldTree;
  readonly packages: readonly TreePackage[];
  readonly isFile?: boolean;
}

/** The releases that versions are counted from. */
async function releasesFor(
  repository: Repository,
  base: CommitBase,
  question: BaseQuestion,
  releaseBase: string,
): Promise<Releases | NoBase> {
  if (releaseBase === 'none') return { stable: undefined, prerelease: undefined };
  if (releaseBase === 'auto') return lastReleases(repository, question, base.commit);
  const commit = await repository.commit(releaseBase);
  if (isGitFailure(commit)) return noBase(commit.reason, `no release to count from: ${commit.message}`);
  const stable: CommitBase = { kind: 'commit', label: releaseBase, commit, refs: [releaseBase] };
  return { stable, prerelease: undefined };
}

/** The choices that both sides make. */
function common(levels: LevelChoices, old: LevelChoices | undefined): LevelChoices {
  return new Map([...levels].filter(([code, level]) => old?.get(code) === level));
}

function directoryOf(root: PackageRoot): string {
  return root.kind === 'file' ? dirname(root.uri) : root.uri;
}

function pathUri({ against, directory }: BaseSettings): string {
  const slashed = against.includes('/') ? against : against.replaceAll('\\', '/');
  if (/^[a-zA-Z]:\//.test(slashed)) return joinUri('file:///', `/${slashed}`);
  return slashed.startsWith('/') ? joinUri('file:///', slashed) : joinUri(directory, slashed);
}

/** Paths that git could not take for a revision; any other name may be either. */
export function looksLikePath(text: string): boolean {
  return /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[a-zA-Z]:[/\\])/.test(text) || /\.(?:wit|wasm)$/.test(text);
}
