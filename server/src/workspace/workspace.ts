// The one thing that changes: what is open, what is on the disk, what a person has set. Gives out snapshots, which do not.

import { type Clock, Task } from '../base/task.ts';
import type { TextEdit } from '../base/text.ts';
import { basename, dirname, joinUri, normalizeUri, relativeUri } from '../base/uri.ts';
import { type CheckSettings, DEFAULT_SETTINGS } from '../check/settings.ts';
import type { WitParser } from '../syntax/parser.ts';
import { fileRoot, isWitName, loadRoot, rootDirectoryOf } from './discover.ts';
import { Files, Trees } from './files.ts';
import { findRoots } from './find-roots.ts';
import type { DirectoryEntry, Host } from './host.ts';
import { dependencyPaths, lockedPackages, manifestsOf } from './manifests.ts';
import type { PackageRoot } from './package-folders.ts';
import { SemanticCaches } from './semantics.ts';
import { createSnapshot, filesOf, type Snapshot } from './snapshot.ts';

/** Takes URIs in any spelling. */
export class Workspace {
  readonly #host: Host;
  readonly parser: WitParser;
  /** Every text is read once; shared with workspaces of old versions. */
  readonly trees: Trees;
  readonly #files: Files;
  /** What was computed for earlier snapshots and may still hold. */
  readonly caches = new SemanticCaches();
  #version = 0;
  #snapshot: Snapshot | undefined;
  #roots: ReadonlyMap<string, PackageRoot> = new Map();
  /** Grows when what lies where may have changed; a package that was listed before is listed again. */
  #layout = 0;
  /** Roots whose manifests were followed. */
  readonly #named = new Map<string, PackageRoot>();
  #folders: readonly string[] = [];
  #settings: CheckSettings = DEFAULT_SETTINGS;
  #folderSettings: ReadonlyMap<string, CheckSettings> = new Map();

  /** Workspaces that look at the same files may share `trees`. */
  constructor(host: Host, parser: WitParser, trees: Trees = new Trees(parser)) {
    this.#host = host;
    this.parser = parser;
    this.trees = trees;
    this.#files = new Files(host, parser, trees);
  }

  get clock(): Clock {
    return this.#host.clock;
  }

  /** Puts a text into a file that goes away with the server. */
  async temporary(name: string, text: string): Promise<string | undefined> {
    return this.#host.temporary?.(name, text);
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** URIs of open files. */
  get open(): readonly string[] {
    return this.#files.overlays;
  }

  snapshot(): Snapshot {
    this.#snapshot ??= createSnapshot({
      version: this.#version,
      files: this.#files.view(),
      roots: this.#roots,
      settings: settingsLookup(this.#settings, this.#folderSettings),
      caches: this.caches,
      read: (text) => this.parser.read(text),
    });
    return this.#snapshot;
  }

  #changed(): void {
    this.#version++;
    this.#snapshot = undefined;
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders.map((uri) => joinUri(uri));
    this.#changed();
  }

  /** Packages below a folder that goes are forgotten, but for those of open files. */
  changeFolders(added: readonly string[], removed: readonly string[]): void {
    const gone = removed.map((uri) => joinUri(uri));
    this.#folders = [...this.#folders.filter((uri) => !gone.includes(uri)), ...added.map((uri) => joinUri(uri))];
    const outside = (uri: string): boolean => !this.#folders.some((folder) => relativeUri(folder, uri) !== undefined);
    const open = this.#files.overlays.map(rootDirectoryOf);
    this.#dropRoots((root) => outside(root.uri) && !open.includes(root.uri));
    const kept = new Set([...this.#roots.values()].flatMap(filesOf));
    this.#files.forget(this.#files.loaded.filter((uri) => !kept.has(uri)));
    this.#changed();
  }

  /** What holds everywhere, and what holds below single folders. */
  setSettings(settings: CheckSettings, folders: ReadonlyMap<string, CheckSettings> = new Map()): void {
    this.caches.unsettle();
    this.#settings = settings;
    this.#folderSettings = new Map([...folders].map(([uri, it]) => [joinUri(uri), it]));
    this.#changed();
  }

  openFile(uri: string, text: string, version: number): void {
    const normal = normalizeUri(uri);
    this.#files.open(normal, text, version);
    if (this.snapshot().rootOf(normal) === undefined) this.#refreshRootOf(normal);
    this.#changed();
  }

  /** Edits apply one after another. */
  changeFile(uri: string, edits: readonly TextEdit[], version: number): void {
    this.#files.change(normalizeUri(uri), edits, version);
    this.#changed();
  }

  closeFile(uri: string): void {
    const normal = normalizeUri(uri);
    this.#files.close(normal);
    // What is on the disk may be older or newer than what the editor had.
    this.#files.forget([normal]);
    this.#refreshRootOf(normal);
    this.#changed();
  }

  /** Files have another content on the disk. */
  savedOnDisk(uris: readonly string[]): void {
    this.#files.forget(uris.map(normalizeUri));
    this.#changed();
  }

  /** Something appeared or went away on the disk: files, or directories with all that is in them. */
  movedOnDisk(uris: readonly string[]): void {
    const places = uris.map(normalizeUri);
    const below = (uri: string): boolean => places.some((place) => relativeUri(place, uri) !== undefined);
    this.#files.forget(this.#files.loaded.filter(below));
    this.#dropRoots((root) => below(root.uri) || places.some((place) => relativeUri(root.uri, place) !== undefined));
    this.#changed();
  }

  /** A file that no listing knows yet, or that only the editor had, changes its package. */
  #refreshRootOf(uri: string): void {
    const directory = rootDirectoryOf(uri);
    this.#dropRoots((root) => root.uri === directory || root.uri === uri);
  }

  #dropRoots(drop: (root: PackageRoot) => boolean): void {
    this.#layout++;
    this.#roots = new Map([...this.#roots].filter(([, root]) => !drop(root)));
  }

  /** Brings the package of a file, with what is vendored beside it, into memory. Undefined when given up. */
  async load(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const normal = normalizeUri(uri);
    if (!isWitName(basename(normal)) || normal.startsWith('untitled:')) return this.loadFile(normal, task);
    const listed = await this.loadDirectory(rootDirectoryOf(normal), task);
    const root = listed === undefined ? undefined : await this.withLocks(listed);
    if (root !== undefined && this.snapshot().settings(normal).resolve === 'workspace')
      await this.#loadNamed(root, task);
    return root;
  }

  /** The same package, knowing what lock files say, for whoever tells people what is missing. */
  async withLocks(root: PackageRoot): Promise<PackageRoot> {
    if (root.locked !== undefined) return root;
    const locked = await lockedPackages(root.uri, this.#host);
    const now = this.#roots.get(root.uri);
    if (now === undefined || now.locked !== undefined) return now ?? root;
    const known = { ...now, locked };
    this.#roots = new Map(this.#roots).set(root.uri, known);
    this.#changed();
    return known;
  }

  /** The texts of the manifests and lock files that speak for a package. */
  async manifestsOf(root: PackageRoot): ReturnType<typeof manifestsOf> {
    return manifestsOf(root.uri, this.#host);
  }

  /** Packages that `wkg.toml` or `deps.toml` name by path; once loaded, the root finds them as it finds any other. */
  async #loadNamed(root: PackageRoot, task: Task): Promise<void> {
    if (this.#named.get(root.uri) === root) return;
    this.#named.set(root.uri, root);
    for (const uri of await dependencyPaths(root.uri, this.#host)) {
      const stat = await this.#host.stat(uri);
      if (stat?.kind === 'directory') await this.loadDirectory(uri, task);
      else if (stat?.kind === 'file' && isWitName(basename(uri))) await this.loadFile(uri, task);
    }
  }

  /** A file as a package of its own. */
  async loadFile(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const normal = normalizeUri(uri);
    return this.#loadRoot(normal, async () => fileRoot(normal), task);
  }

  /** What a path means, if it is there: of a component with code, its world. */
  async loadAt(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const stat = await this.#host.stat(uri);
    if (stat?.kind === 'directory') return this.loadDirectory(uri, task);
    if (stat?.kind !== 'file') return undefined;
    const normal = normalizeUri(uri);
    this.#files.components.add(normal);
    if (this.#files.get(normal)?.fault?.kind === 'component') this.#files.forget([normal]);
    return this.loadFile(uri, task);
  }

  async loadDirectory(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const normal = joinUri(uri);
    return this.#loadRoot(normal, () => loadRoot(normal, (directory) => this.#list(directory)), task);
  }

  async #loadRoot(uri: string, list: () => Promise<PackageRoot>, task: Task): Promise<PackageRoot | undefined> {
    for (;;) {
      const known = this.#roots.get(uri);
      const layout = this.#layout;
      const root = known ?? (await list());
      const before = this.#files.revision;
      const loaded = await this.#files.load(filesOf(root), task);
      if (before !== this.#files.revision) this.#changed();
      if (!loaded) return undefined;
      // Meanwhile something moved: what was listed may be wrong.
      if (known === undefined && layout !== this.#layout) continue;
      if (known !== undefined && this.#roots.get(uri) !== known) continue;
      const now = this.#roots.get(uri);
      if (now !== undefined) return now;
      this.#roots = new Map(this.#roots).set(uri, root);
      this.#changed();
      return root;
    }
  }

  /** Finds the packages below a directory. Undefined when given up. */
  async find(directory: string, task: Task = new Task(this.clock)): Promise<readonly string[] | undefined> {
    return findRoots(joinUri(directory), this.#host, task);
  }

  /** A directory as the disk has it, and with the files that only the editor has. */
  async #list(directory: string): Promise<readonly DirectoryEntry[] | undefined> {
    const entries = await this.#host.readDirectory(directory);
    const names = new Set(entries?.map((entry) => entry.name));
    const added: DirectoryEntry[] = [];
    for (const uri of this.#files.overlays) {
      const way = relativeUri(directory, uri)?.split('/');
      const name = way?.[0];
      if (way === undefined || name === undefined || name === '' || names.has(name)) continue;
      names.add(name);
      added.push({ name, kind: way.length > 1 ? 'directory' : 'file' });
    }
    return entries === undefined && added.length === 0 ? undefined : [...(entries ?? []), ...added];
  }
}

/** The settings of the innermost folder that holds a file. */
function settingsLookup(
  settings: CheckSettings,
  folders: ReadonlyMap<string, CheckSettings>,
): (uri: string) => CheckSettings {
  if (folders.size === 0) return () => settings;
  const known = new Map<string, CheckSettings>();
  const find = (uri: string): CheckSettings => {
    for (let at = uri; ; at = dirname(at)) {
      const own = folders.get(at);
      if (own !== undefined) return own;
      if (dirname(at) === at) return settings;
    }
  };
  return (uri) => {
    const found = known.get(uri) ?? find(uri);
    known.set(uri, found);
    return found;
  };
}
