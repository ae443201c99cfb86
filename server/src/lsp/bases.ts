// Finds out what the packages of the workspace are compared with, and reads it, in the background. A
// keystroke asks git nothing; a commit, a checkout or a fetch is seen, and the bases are looked for anew.

import { Task } from '../base/task.ts';
import { dirname, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { BaseSettings } from '../contract/base-settings.ts';
import {
  type Bases,
  type EarlierReport,
  type FoundBase,
  type NoBase,
  noBase,
  type RootBase,
} from '../contract/bases.ts';
import { parseBaseUri } from '../contract/commit-host.ts';
import { compareRoot } from '../contract/compare.ts';
import { BaseFinder } from '../contract/find-base.ts';
import { isGitFailure } from '../contract/git.ts';
import { type FoundRoot, findGone, type Gone } from '../contract/gone.ts';
import { declaredIn, namesOfRoot } from '../contract/package-contracts.ts';
import { failure, isRegistryFailure, type RegistryFailure } from '../registry/failure.ts';
import type { Registry } from '../registry/registry.ts';
import type { Host } from '../workspace/host.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { CompositionFiles } from './composition-files.ts';
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

/** Published versions that are offered as a base. */
const MOST_VERSIONS = 8;

export class BaseKeeper {
  readonly #session: Session;
  readonly #host: Host;
  /** Tells that something else is compared than before. */
  readonly #changed: () => void;
  readonly #repositories: Repositories;
  readonly #finder: BaseFinder;
  readonly #compositions: CompositionFiles;
  /** The last comparison of each root while it could be read. */
  readonly #earlier = new Map<string, EarlierReport>();
  #bases: Bases = this.#basesOf(new Map());
  /** What is known of each root, with the names it had then. */
  readonly #known = new Map<string, { readonly names: string; readonly base: FoundBase }>();
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
    const { parser, trees } = session.workspace;
    const repositoryOf = (directory: string) => this.#repositories.of(directory);
    this.#compositions = new CompositionFiles(host, () => session.workspace.folders, session.compositions);
    this.#finder = new BaseFinder({ host: this.#host, parser, trees, repositoryOf, registry: () => this.#registry() });
  }

  async #registry(): Promise<Registry | RegistryFailure> {
    return this.#session.published?.registry() ?? failure('unreachable', 'there is no network here');
  }

  /** What is known now; the same object until that changes. */
  get bases(): Bases {
    return this.#bases;
  }

  /** Keeps the comparison of a root, if every file of it can be read, for when it cannot. */
  remember(snapshot: Snapshot, root: PackageRoot): void {
    const base = this.#bases.known.get(root.uri);
    if (base?.kind !== 'base') return;
    const reports = compareRoot(snapshot, base, root);
    if (reports.every((it) => it.unread === undefined)) this.#earlier.set(root.uri, { base, snapshot, reports });
  }

  /** Old packages below the folders of which nothing is left. */
  async gone(snapshot: Snapshot): Promise<readonly Gone[]> {
    await this.#queue;
    const task = new Task(this.#session.workspace.clock);
    const found: FoundRoot[] = [];
    for (const root of snapshot.workRoots) {
      const base = this.#known.get(root.uri)?.base;
      if (base?.kind === 'base') found.push({ root, base, settings: this.#settingsOf(root) });
    }
    const reports = new Map(found.map(({ root, base }) => [root, compareRoot(snapshot, base, root)] as const));
    const { folders } = this.#session.workspace;
    for (const uri of folders) {
      // Where nothing is left at all, the folder itself leads to the old version.
      if (found.some((it) => relativeUri(uri, it.root.uri) !== undefined)) continue;
      const root: PackageRoot = { uri, kind: 'directory', files: [], deps: [] };
      const base = await this.#baseOf(root, new Set(), task);
      if (base.kind === 'base') found.push({ root, base, settings: this.#settingsOf(root) });
    }
    return findGone({ finder: this.#finder, snapshot, task, below: folders, found, reports });
  }

  #publish(): void {
    const known = new Map([...this.#known].map(([uri, { base }]) => [uri, base]));
    for (const [uri, { base }] of this.#earlier) if (known.get(uri) !== base) this.#earlier.delete(uri);
    this.#bases = this.#basesOf(known);
  }

  #basesOf(known: Bases['known']): Bases {
    return { known, earlier: (root) => this.#earlier.get(root), compositions: () => this.#compositions.texts() };
  }

  /** Looks for the bases of roots, unless they are known. */
  want(roots: readonly PackageRoot[]): void {
    const missing = roots.filter((root) => this.#isWanted(root));
    if (missing.length === 0) return;
    const turn = this.#turn;
    this.#queue = this.#queue
      .then(() => this.#find(missing, turn))
      .catch((error: unknown) => this.#session.fault('looking for the base failed', error));
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
    this.#publish();
    this.#repositories.forget();
    const { roots } = this.#session.workspace.snapshot();
    // Packages that nothing has asked about are compared on demand.
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
      const { check } = settingsFor(this.#session, repository.top);
      const tree = await this.#finder.commit(repository, commit, check);
      const bytes = 'kind' in tree ? undefined : await tree.host.readFile(uri);
      if (bytes !== undefined) return decodeUtf8(bytes).text;
    }
    return undefined;
  }

  /** Names that a person may want to compare with: branches, tags, the last commit. */
  async choices(uri: string | undefined): Promise<readonly ContractBase[]> {
    const { workspace } = this.#session;
    const place = uri === undefined ? workspace.folders[0] : dirname(uri);
    if (uri !== undefined) await workspace.load(uri, this.#session.task());
    const published = place === undefined ? [] : await this.#publishedChoices(uri ?? place);
    const repository = place === undefined ? undefined : await this.#repositories.of(place);
    if (repository === undefined || 'kind' in repository) return published;
    const refs = await repository.refs(['refs/remotes', 'refs/heads', 'refs/tags']);
    const head = await repository.commit('HEAD');
    const named = [...refs].flatMap(([name, commit]): ContractBase[] => {
      const match = /^refs\/(remotes|heads|tags)\/(.+)$/.exec(name);
      const kind = KINDS.get(match?.[1] ?? '');
      return match?.[2] === undefined || kind === undefined ? [] : [{ base: match[2], kind, commit }];
    });
    return [
      ...(await this.#automatic(uri)),
      ...(isGitFailure(head) ? [] : [{ base: 'HEAD', kind: 'commit', commit: head } as const]),
      ...published,
      ...named,
    ];
  }

  /** The newest published version of the track, and those of the package that are known. */
  async #publishedChoices(uri: string): Promise<ContractBase[]> {
    const { published, workspace } = this.#session;
    if (published === undefined || published.refusal(uri) !== undefined) return [];
    const snapshot = workspace.snapshot();
    const root = snapshot.rootOf(uri);
    const own = root === undefined ? undefined : declaredIn(snapshot, root);
    const registry = await published.registry();
    if (own === undefined || isRegistryFailure(registry) || !registry.isConfigured(own.name)) return [];
    const known = published.knowledge.get(own.name);
    const versions = [...(known?.versions ?? [])].reverse().slice(0, MOST_VERSIONS);
    const bases = ['registry', ...versions.map((it) => `registry:${known?.name ?? ''}@${it.version}`)];
    return bases.map((base) => ({ base, kind: 'published version', commit: '' }));
  }

  /** What `auto` is now: for the package of a file, else for the first one. */
  async #automatic(uri: string | undefined): Promise<ContractBase[]> {
    const snapshot = this.#session.workspace.snapshot();
    const root = uri === undefined ? snapshot.workRoots[0] : snapshot.rootOf(uri);
    if (root === undefined) return [];
    const task = new Task(this.#session.workspace.clock);
    const found = await this.#baseOf(root, new Set(this.#namesOf(root)), task, 'auto');
    if (found.kind === 'none' || found.commit === undefined) return [];
    return [{ base: 'auto', kind: 'auto', commit: found.commit, label: found.label }];
  }

  #isWanted(root: PackageRoot): boolean {
    if (root.files.length === 0 || !root.uri.startsWith('file:')) return false;
    const known = this.#known.get(root.uri);
    return known === undefined || known.names !== this.#namesOf(root).join();
  }

  #namesOf(root: PackageRoot): string[] {
    const snapshot = this.#session.workspace.snapshot();
    return [...namesOfRoot(snapshot, root)].sort();
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
    await this.#compositions.look();
    this.#retryTimeouts();
    this.#publish();
    this.#changed();
  }

  /** Not tried again with every keystroke. */
  #failed(error: unknown): NoBase {
    this.#session.fault('looking for the base failed', error);
    return noBase('failed', 'the base could not be read: the log has more');
  }

  #baseOf(root: PackageRoot, names: ReadonlySet<string>, task: Task, choice?: string): Promise<FoundBase> {
    const settings = this.#settingsOf(root);
    return this.#finder.find(root, names, choice === undefined ? settings : { ...settings, against: choice }, task);
  }

  #settingsOf(root: PackageRoot): BaseSettings {
    const { check, semver } = settingsFor(this.#session, root.uri);
    const { folders } = this.#session.workspace;
    const folder = folders.find((it) => relativeUri(it, root.uri) !== undefined) ?? dirname(root.uri);
    const { role, bumpPolicy: policy, releaseBase } = semver;
    const against = this.#choiceFor(root.uri) ?? semver.base;
    const declared = declaredIn(this.#session.workspace.snapshot(), root);
    const registryRefusal = this.#registryRefusal(root);
    return { against, releaseBase, role, policy, check, directory: folder, mirror: folder, declared, registryRefusal };
  }

  /** Published versions are a base where a person has chosen so, or where the setting lets registries be asked at any time. */
  #registryRefusal({ uri }: PackageRoot): string | undefined {
    const refused = this.#session.published?.refusal(uri);
    if (refused !== undefined) return refused;
    if (this.#choiceFor(uri) !== undefined || settingsFor(this.#session, uri).registryCheck === 'on open')
      return undefined;
    return 'a published version is compared with when it is chosen, or with `wit.registry.check` set to `on open`';
  }

  #choiceFor(uri: string): string | undefined {
    const folders = [...this.#chosen.keys()].filter((it) => it === '' || relativeUri(it, uri) !== undefined);
    folders.sort((a, b) => b.length - a.length);
    return folders[0] === undefined ? undefined : this.#chosen.get(folders[0]);
  }

  /** Something that the comparison depends on may be another one. */
  lookAgain(): void {
    void this.#refresh().catch((error: unknown) => this.#session.fault('looking for the base failed', error));
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
    await this.#compositions.look();
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
    this.#publish();
    this.#changed();
  }
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
function sameBase(a: FoundBase, b: FoundBase): boolean {
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
