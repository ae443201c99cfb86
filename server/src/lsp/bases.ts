// Finds out what the packages of the workspace are compared with, and reads it, behind the back of whoever types. A
// keystroke asks git nothing; a commit, a checkout or a fetch is seen, and the bases are looked for anew.

import { Task } from '../base/task.ts';
import { basename, dirname, joinUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { TreePackage } from '../semver/package-pairs.ts';
import { nameOf } from '../semver/package-pairs.ts';
import { type BaseQuestion, type CommitBase, chooseBase, lastRelease } from '../workspace/base.ts';
import type { Bases, NoBase, RootBase } from '../workspace/bases.ts';
import { contractsOf } from '../workspace/contract.ts';
import {
  contractsAt,
  holds,
  loadPlaces,
  type OldTree,
  oldContracts,
  openCommit,
  openTree,
  type Place,
  type Reading,
} from '../workspace/contract-base.ts';
import { isGitFailure, type Repository } from '../workspace/git.ts';
import { parseBaseUri } from '../workspace/git-tree.ts';
import type { Host } from '../workspace/host.ts';
import { findIgnoreFile } from '../workspace/ignore-file.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { ContractBase } from './contract-protocol.ts';
import { Repositories } from './repositories.ts';
import type { Session } from './session.ts';
import { settingsFor } from './settings.ts';

/** A machine that was too busy for git may have time later. */
const AGAIN = 5000;

const KINDS: ReadonlyMap<string, ContractBase['kind']> = new Map([
  ['heads', 'branch'],
  ['remotes', 'remote branch'],
  ['tags', 'tag'],
] as const);

export class BaseKeeper {
  readonly #session: Session;
  readonly #host: Host;
  /** Tells that something else is compared than before. */
  readonly #changed: () => void;
  readonly #repositories: Repositories;
  readonly #trees = new Map<string, Promise<OldTree | NoBase>>();
  /** What is known of each root, with the names it had then. */
  readonly #known = new Map<string, { readonly names: string; readonly base: RootBase | NoBase }>();
  /** What a person chose in place of the settings, by folder; `` for all. */
  readonly #chosen = new Map<string, string>();
  #turn = 0;
  #queue: Promise<void> = Promise.resolve();
  #again: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(session: Session, host: Host, changed: () => void) {
    this.#session = session;
    this.#host = session.client.trusted ? host : withoutGit(host);
    this.#changed = changed;
    this.#repositories = new Repositories(
      this.#host,
      () => session.workspace.folders,
      () => this.lookAgain(),
    );
  }

  get bases(): Bases {
    return new Map([...this.#known].map(([uri, { base }]) => [uri, base]));
  }

  /** Looks for the bases of roots, unless they are known. */
  want(roots: readonly PackageRoot[]): void {
    const missing = roots.filter((root) => this.#isWanted(root));
    if (missing.length === 0) return;
    const turn = this.#turn;
    this.#queue = this.#queue
      .then(() => this.#find(missing, turn))
      .catch((error: unknown) => this.#session.log('looking for the base failed', error));
  }

  /** Settles when nothing is being looked for. */
  get idle(): Promise<void> {
    return this.#queue;
  }

  /** The settings have changed, or git has moved. */
  restart(): void {
    this.#turn++;
    const wanted = [...this.#known.keys()];
    this.#known.clear();
    this.#repositories.forget();
    const { roots } = this.#session.workspace.snapshot();
    // What nobody has looked at waits until somebody does.
    this.want(wanted.map((uri) => roots.get(uri)).filter((it) => it !== undefined));
  }

  choose(folder: string, base: string | undefined): void {
    if (base === undefined) this.#chosen.delete(folder);
    else this.#chosen.set(folder, base);
    this.restart();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#again);
    this.#repositories.stop();
  }

  /** A document of an old version: of a base, or of any commit that a client still shows. */
  async textAt(uri: string): Promise<string | undefined> {
    await this.#session.ready;
    await this.#queue;
    for (const { base } of this.#known.values()) {
      const text = base.kind === 'base' ? base.snapshot.tree(uri)?.text : undefined;
      if (text !== undefined) return text;
    }
    const commit = parseBaseUri(uri)?.commit;
    if (commit === undefined) return undefined;
    for (const repository of await this.#repositories.all()) {
      const tree = await this.#tree(repository, commit, repository.top);
      const bytes = 'kind' in tree ? undefined : await tree.host.readFile(uri);
      if (bytes !== undefined) return decodeUtf8(bytes).text;
    }
    return undefined;
  }

  /** Names that a person may want to compare with: branches, tags, the last commit. */
  async choices(uri: string | undefined): Promise<readonly ContractBase[]> {
    const { workspace } = this.#session;
    const place = uri === undefined ? workspace.folders[0] : dirname(uri);
    const repository = place === undefined ? undefined : await this.#repositories.of(place);
    if (repository === undefined || 'kind' in repository) return [];
    const refs = await repository.refs(['refs/remotes', 'refs/heads', 'refs/tags']);
    const head = await repository.commit('HEAD');
    const named = [...refs].flatMap(([name, commit]): ContractBase[] => {
      const match = /^refs\/(remotes|heads|tags)\/(.+)$/.exec(name);
      const kind = KINDS.get(match?.[1] ?? '');
      return match?.[2] === undefined || kind === undefined ? [] : [{ base: match[2], kind, commit }];
    });
    return [...(isGitFailure(head) ? [] : [{ base: 'HEAD', kind: 'commit', commit: head } as const]), ...named];
  }

  #isWanted(root: PackageRoot): boolean {
    if (root.files.length === 0 || !root.uri.startsWith('file:')) return false;
    const known = this.#known.get(root.uri);
    return known === undefined || known.names !== this.#namesOf(root).join();
  }

  #namesOf(root: PackageRoot): string[] {
    const snapshot = this.#session.workspace.snapshot();
    return contractsOf(snapshot, root, '').map(nameOf).sort();
  }

  async #find(roots: readonly PackageRoot[], turn: number): Promise<void> {
    const task = new Task(this.#session.workspace.clock);
    let found = false;
    for (const root of roots) {
      if (this.#stopped || turn !== this.#turn || !(await task.yield())) return;
      if (!this.#isWanted(root)) continue;
      const names = this.#namesOf(root);
      const base = await this.#baseOf(root, new Set(names), task).catch((error: unknown) => this.#failed(error));
      if (turn !== this.#turn) return;
      this.#known.set(root.uri, { names: names.join(), base });
      found = true;
    }
    if (!found) return;
    this.#retryTimeouts();
    this.#session.workspace.setBases(this.bases);
    this.#changed();
  }

  /** Not tried again with every keystroke. */
  #failed(error: unknown): NoBase {
    this.#session.log('looking for the base failed', error);
    return none('failed', 'the base could not be read: the log has more');
  }

  async #baseOf(root: PackageRoot, names: ReadonlySet<string>, task: Task): Promise<RootBase | NoBase> {
    const base = await this.#chooseBase(root, names, task);
    if (base.kind === 'none') return base;
    const ignores = await findIgnoreFile(this.#host, root.kind === 'file' ? dirname(root.uri) : root.uri);
    if (ignores === undefined) return base;
    return { ...base, ignores, options: { ...base.options, choices: () => ignores.levels } };
  }

  async #chooseBase(root: PackageRoot, names: ReadonlySet<string>, task: Task): Promise<RootBase | NoBase> {
    const { semver } = settingsFor(this.#session, root.uri);
    const against = this.#choiceFor(root.uri) ?? semver.base;
    if (against === 'off') return none('off', 'contract changes are switched off');
    const directory = root.kind === 'file' ? dirname(root.uri) : root.uri;
    if (looksLikePath(against)) return this.#fromPath(root, directory, against, task);
    const repository = await this.#repositories.of(directory);
    if ('kind' in repository) return repository;
    const path = repository.pathOf(root.uri);
    if (path === undefined) return none('no-repository', 'this is not in a git repository');
    const places = [{ path, kind: root.kind }];
    const question: BaseQuestion = {
      against,
      names: tagNames(names, root.uri),
      holds: async (commit) => {
        const tree = await this.#tree(repository, commit, root.uri);
        return !('kind' in tree) && holds(tree, places, names);
      },
    };
    const base = await chooseBase(repository, question);
    if (isGitFailure(base)) return none(base.reason, base.message);
    return this.#fromCommit(repository, root, base, question, { names, places, task });
  }

  async #fromCommit(
    repository: Repository,
    root: PackageRoot,
    base: CommitBase,
    question: BaseQuestion,
    { names, places, task }: { names: ReadonlySet<string>; places: readonly Place[]; task: Task },
  ): Promise<RootBase | NoBase> {
    const tree = await this.#tree(repository, base.commit, root.uri);
    if ('kind' in tree) return tree;
    const packages = await oldContracts(tree, places, names, task);
    if (tree.incomplete()) return none('partial', 'the base is incomplete: a partial clone without its files');
    const { semver } = settingsFor(this.#session, root.uri);
    const release =
      semver.bumpPolicy === 'at-change' ? undefined : await this.#release(repository, base, question, root.uri);
    const released = release === undefined ? undefined : await this.#tree(repository, release, root.uri);
    const options = {
      role: semver.role,
      policy: semver.bumpPolicy,
      ...(released === undefined || 'kind' in released
        ? {}
        : { release: await oldContracts(released, places, names, task) }),
    };
    return {
      kind: 'base',
      label: base.label,
      commit: base.commit,
      ...(base.note === undefined ? {} : { note: base.note }),
      place: places[0]?.path ?? '',
      top: repository.top,
      oldTop: tree.top,
      packages,
      snapshot: tree.workspace.snapshot(),
      options,
    };
  }

  async #release(
    repository: Repository,
    base: CommitBase,
    question: BaseQuestion,
    uri: string,
  ): Promise<string | undefined> {
    const { releaseBase } = settingsFor(this.#session, uri).semver;
    if (releaseBase === 'none') return undefined;
    const head = await repository.commit(releaseBase === 'auto' ? 'HEAD' : releaseBase);
    if (isGitFailure(head)) return undefined;
    const commit = releaseBase === 'auto' ? (await lastRelease(repository, question, head))?.commit : head;
    return commit === base.commit ? undefined : commit;
  }

  /** A directory or file beside the folder that is open, or anywhere. */
  async #fromPath(root: PackageRoot, directory: string, against: string, task: Task): Promise<RootBase | NoBase> {
    const folder = this.#session.workspace.folders.find((it) => relativeUri(it, root.uri) !== undefined) ?? directory;
    const uri = against.startsWith('/') ? joinUri('file:///', against) : joinUri(folder, against);
    const stat = await this.#host.stat(uri);
    if (stat === undefined) return none('no-path', `there is no \`${against}\``);
    const top = stat.kind === 'directory' ? uri : dirname(uri);
    const tree = openTree(this.#host, top, this.#reading(root.uri));
    const place = stat.kind === 'directory' ? '' : basename(uri);
    const kind = stat.kind === 'directory' ? ('directory' as const) : ('file' as const);
    const roots = await loadPlaces(tree, [{ path: place, kind }], task);
    const found: readonly TreePackage[] =
      roots.length > 0
        ? contractsAt(tree.workspace.snapshot(), top, roots)
        : await oldContracts(tree, [], new Set(this.#namesOf(root)), task);
    const { semver } = settingsFor(this.#session, root.uri);
    return {
      kind: 'base',
      label: against,
      place,
      top: root.uri,
      oldTop: top,
      packages: found,
      snapshot: tree.workspace.snapshot(),
      options: { role: semver.role, policy: semver.bumpPolicy },
    };
  }

  #choiceFor(uri: string): string | undefined {
    const folders = [...this.#chosen.keys()].filter((it) => it === '' || relativeUri(it, uri) !== undefined);
    folders.sort((a, b) => b.length - a.length);
    return folders[0] === undefined ? undefined : this.#chosen.get(folders[0]);
  }

  #reading(uri: string): Reading {
    const { workspace } = this.#session;
    return {
      host: this.#host,
      parser: workspace.parser,
      trees: workspace.trees,
      settings: settingsFor(this.#session, uri).check,
    };
  }

  /** Something that the comparison depends on may be another one. */
  lookAgain(): void {
    void this.#refresh().catch((error: unknown) => this.#session.log('looking for the base failed', error));
  }

  #retryTimeouts(): void {
    clearTimeout(this.#again);
    const late = [...this.#known.values()].some(({ base }) => base.kind === 'none' && base.reason === 'timeout');
    if (!late || this.#stopped) return;
    this.#again = setTimeout(() => {
      this.#repositories.forget();
      this.lookAgain();
    }, AGAIN);
  }

  /** Looks again; what has not moved stays, since everything is remembered by its object id. */
  async #refresh(): Promise<void> {
    await this.#queue;
    const before = new Map(this.#known);
    const turn = ++this.#turn;
    const task = new Task(this.#session.workspace.clock);
    let changed = false;
    for (const [uri, { names, base }] of before) {
      const root = this.#session.workspace.snapshot().roots.get(uri);
      if (root === undefined) {
        this.#known.delete(uri);
        continue;
      }
      const now = await this.#baseOf(root, new Set(names.split(',').filter((it) => it !== '')), task);
      if (this.#stopped || turn !== this.#turn) return;
      if (sameBase(base, now)) continue;
      this.#known.set(uri, { names, base: now });
      changed = true;
    }
    this.#retryTimeouts();
    if (!changed) return;
    this.#session.workspace.setBases(this.bases);
    this.#changed();
  }

  #tree(repository: Repository, commit: string, uri: string): Promise<OldTree | NoBase> {
    const { check } = settingsFor(this.#session, uri);
    const key = `${repository.top} ${commit} ${JSON.stringify(check)}`;
    const known = this.#trees.get(key);
    if (known !== undefined) return known;
    const opening = openCommit(repository, commit, this.#reading(uri)).then((it) => {
      if (!isGitFailure(it)) return it;
      this.#trees.delete(key);
      return none(it.reason, it.message);
    });
    this.#trees.set(key, opening);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > TREES && oldest !== undefined) this.#trees.delete(oldest);
    return opening;
  }
}

/** So many old versions are kept in memory. */
const TREES = 6;

function none(reason: string, message: string): NoBase {
  return { kind: 'none', reason, message };
}

function withoutGit(host: Host): Host {
  return {
    clock: host.clock,
    readFile: (uri) => host.readFile(uri),
    readDirectory: (uri) => host.readDirectory(uri),
    stat: (uri) => host.stat(uri),
    realPath: (uri) => host.realPath(uri),
  };
}

/** Nothing moved: the same commit for the same reason, counted from the same release. */
function sameBase(a: RootBase | NoBase, b: RootBase | NoBase): boolean {
  if (a.kind === 'none' || b.kind === 'none')
    return a.kind === b.kind && 'message' in a && 'message' in b && a.message === b.message;
  return (
    a.commit !== undefined &&
    a.commit === b.commit &&
    a.label === b.label &&
    a.note === b.note &&
    a.options.role === b.options.role &&
    a.options.policy === b.options.policy &&
    a.ignores?.text === b.ignores?.text &&
    versionsOf(a) === versionsOf(b)
  );
}

function versionsOf({ options }: RootBase): string {
  return (options.release ?? []).map((it) => it.stable.key).join();
}

function looksLikePath(text: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/)/.test(text) || /\.(?:wit|wasm)$/.test(text);
}

/** The beginnings of a package's release tags. */
function tagNames(names: ReadonlySet<string>, uri: string): string[] {
  const all = [...names].flatMap((it) => {
    const [namespace = '', name = ''] = it.split(':');
    return [name, `${namespace}-${name}`, it];
  });
  return [...all, basename(uri), basename(dirname(uri))].filter((it) => it !== '');
}
