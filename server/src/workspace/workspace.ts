// The one thing that changes: what is open, what is on the disk, what a person has set. Gives out snapshots, which do not.

import { type Clock, Task } from '../base/task.ts';
import type { LineIndex, TextEdit } from '../base/text.ts';
import { basename, dirname, joinUri, normalizeUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { type CheckSettings, DEFAULT_SETTINGS } from '../check/settings.ts';
import type { FormatOptions } from '../format/options.ts';
import { type ProjectTexts, textsOf } from '../project/projects.ts';
import type { WitParser } from '../syntax/parser.ts';
import { fileRoot, isWitName, loadRoot, rootDirectoryOf } from './discover.ts';
import { EditorConfigs } from './editorconfig.ts';
import type { References } from './environment-cache.ts';
import { Files, Trees } from './files.ts';
import { findRoots } from './find-roots.ts';
import type { DirectoryEntry, Host } from './host.ts';
import { Identities } from './identity.ts';
import { dependencyPaths, lockedPackages, ManifestTexts, manifestsOf, workspaceDependencies } from './manifests.ts';
import type { PackageRoot } from './package-folders.ts';
import { SemanticCaches } from './semantics.ts';
import { createSnapshot, filesOf, linesOf, type Snapshot } from './snapshot.ts';
import { WorkRoots } from './work-roots.ts';

/** Takes URIs in any spelling. */
export class Workspace {
  readonly #host: Host;
  readonly parser: WitParser;
  /** Every text is read once; shared with workspaces of old versions. */
  readonly trees: Trees;
  readonly #files: Files;
  readonly #identities: Identities;
  /** What was computed for earlier snapshots and may still hold. */
  readonly caches: SemanticCaches;
  /** What links lead to, where that is not the file itself. */
  shown: ((uri: string) => string) | undefined;
  #version = 0;
  #snapshot: Snapshot | undefined;
  #roots: ReadonlyMap<string, PackageRoot> = new Map();
  /** Grows when what lies where may have changed; a package that was listed before is listed again. */
  #layout = 0;
  readonly #manifests: ManifestTexts;
  readonly #work: WorkRoots;
  #folders: readonly string[] = [];
  #settings: CheckSettings = DEFAULT_SETTINGS;
  #folderSettings: ReadonlyMap<string, CheckSettings> = new Map();

  /**
   * Workspaces that look at the same files may share `trees`. `references`: `none` for callers that only read what is
   * declared, `own` for those that ask nothing of names in vendored files.
   */
  constructor(host: Host, parser: WitParser, trees: Trees = new Trees(parser), references: References = 'all') {
    this.#host = host;
    this.caches = new SemanticCaches(references);
    this.parser = parser;
    this.trees = trees;
    this.#identities = new Identities(host);
    this.#manifests = new ManifestTexts(host);
    this.#work = new WorkRoots(host);
    this.#files = new Files(host, parser, trees, this.#identities);
  }

  get clock(): Clock {
    return this.#host.clock;
  }

  /** The text of any file on the disk. */
  async readText(uri: string): Promise<string | undefined> {
    const bytes = await this.#host.readFile(uri);
    return bytes === undefined ? undefined : decodeUtf8(bytes).text;
  }

  /** Puts a text into a file that goes away with the server. */
  async temporary(name: string, text: string): Promise<string | undefined> {
    return this.#host.temporary?.(name, text);
  }

  /** Where project files are read; what an editor has open comes first. */
  projectTexts(open: (uri: string) => string | undefined): ProjectTexts {
    const disk = textsOf(this.#host);
    return { ...disk, read: async (uri) => open(uri) ?? disk.read(uri) };
  }

  /** `base`, changed by what `.editorconfig` files say about a file. */
  formatOptions(uri: string, base: FormatOptions): Promise<FormatOptions> {
    return new EditorConfigs(this.#host).options(uri, base);
  }

  get folders(): readonly string[] {
    return this.#folders.map((uri) => this.#identities.known(uri));
  }

  /** The one name of a file, which every snapshot knows it by; `uri` in any spelling. Without asking the disk. */
  identity(uri: string): string {
    return this.#identities.known(normalizeUri(uri));
  }

  /** The same after asking the disk. */
  async identify(uri: string): Promise<string> {
    const normal = normalizeUri(uri);
    const before = this.#identities.known(normal);
    const identity = await this.#identities.of(normal);
    if (identity !== before) {
      this.#files.revision++;
      this.#changed();
    }
    return identity;
  }

  /** How a person knows a file: as the editor has it open, or below the folder as the editor has that open. */
  spelling(identity: string): string {
    const open = this.#files.spellingOf(identity);
    if (open !== undefined) return open;
    for (const folder of this.#folders) {
      const real = this.#identities.known(folder);
      const way = real === folder ? undefined : relativeUri(real, identity);
      if (way !== undefined) return joinUri(folder, way);
    }
    return identity;
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
      workRoots: this.#work.among(this.#roots),
      settings: settingsLookup(this.#settings, this.#folderSettings),
      spelling: (uri) => this.shown?.(uri) ?? this.spelling(uri),
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
    const { folders } = this;
    const outside = (uri: string): boolean => !folders.some((folder) => relativeUri(folder, uri) !== undefined);
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
    const lookup = settingsLookup(this.#settings, this.#folderSettings);
    this.#files.limit((uri) => lookup(uri).maxFileSize);
    this.#changed();
  }

  openFile(uri: string, text: string, version: number): void {
    const normal = normalizeUri(uri);
    this.#files.open(normal, text, version);
    const identity = this.#identities.known(normal);
    if (this.snapshot().rootOf(identity) === undefined) this.#refreshRootOf(identity);
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
    const identity = this.#identities.known(normal);
    // What is on the disk may be older or newer than what the editor had.
    this.#files.forget([identity]);
    this.#refreshRootOf(identity);
    this.#changed();
  }

  /** Files have another content on the disk. */
  savedOnDisk(uris: readonly string[]): void {
    this.#files.forget(uris.map((uri) => this.identity(uri)));
    this.#changed();
  }

  /** Something appeared or went away on the disk: files, or directories with all that is in them. */
  movedOnDisk(uris: readonly string[]): void {
    // A link itself may have moved, or what it leads to.
    const places = [...new Set(uris.flatMap((uri) => [normalizeUri(uri), this.identity(uri)]))];
    this.#identities.doubt();
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
    this.#manifests.forget();
    this.#roots = new Map([...this.#roots].filter(([, root]) => !drop(root)));
  }

  /** Brings the package of a file, with what is vendored beside it, into memory. Undefined when given up. */
  async load(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const normal = await this.identify(uri);
    if (!isWitName(basename(normal)) || normal.startsWith('untitled:')) return this.loadFile(normal, task);
    return this.loadDirectory(rootDirectoryOf(normal), task);
  }

  /** After a file was closed: its package as the disk has it, or none if only the editor wanted to see it. */
  async restore(uri: string): Promise<void> {
    const root = await this.load(uri);
    if (root === undefined) return;
    const { overlays } = this.#files;
    if (
      (this.#work.isFound(root.uri) && root.files.length > 0) ||
      filesOf(root).some((file) => overlays.includes(file))
    )
      return;
    this.#dropRoots((it) => it === root);
    this.#work.forget(root.uri);
    const kept = new Set([...this.#roots.values()].flatMap(filesOf));
    this.#files.forget(filesOf(root).filter((file) => !kept.has(file)));
    this.#changed();
  }

  /** The texts of the manifests and lock files that speak for a package. */
  async manifestsOf(root: PackageRoot): ReturnType<typeof manifestsOf> {
    return manifestsOf(root.uri, this.#manifests);
  }

  /** Loads what manifests name as the dependencies of a package: it finds them before all others. */
  async #loadNamed(root: PackageRoot, task: Task): Promise<void> {
    const { named = [] } = root;
    if (named.length === 0 || this.snapshot().settings(root.uri).resolve !== 'workspace') return;
    for (const uri of named) if (!this.#roots.has(uri)) await this.#loadListed(uri, task);
  }

  /** URIs of the roots that hold what manifests name. */
  async #named(directory: string): Promise<string[]> {
    const found: string[] = [];
    for (const uri of await dependencyPaths(directory, this.#manifests)) {
      const stat = await this.#host.stat(uri);
      const real = await this.identify(uri);
      // A folder in `deps/` is known through the package that owns `deps/`.
      if (stat?.kind === 'directory') found.push(rootDirectoryOf(joinUri(real, '.wit')));
      else if (stat?.kind === 'file' && isWitName(basename(uri))) found.push(real);
    }
    const shared = await workspaceDependencies(directory, this.#manifests);
    if (shared !== undefined && (await this.#host.stat(shared))?.kind === 'directory') found.push(dirname(shared));
    return [...new Set(found)].filter((uri) => uri !== directory);
  }

  /** A file as a package of its own. */
  async loadFile(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const normal = await this.identify(uri);
    return this.#loadRoot(normal, async () => fileRoot(normal), task);
  }

  /** What a path means, if it is there: of a component or core module, its world. */
  async loadAt(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const stat = await this.#host.stat(uri);
    if (stat?.kind === 'directory') return this.loadDirectory(uri, task);
    if (stat?.kind !== 'file') return undefined;
    const normal = await this.identify(uri);
    this.#files.components.add(normal);
    const fault = this.#files.get(normal)?.fault?.kind;
    if (fault === 'component' || fault === 'core-module') this.#files.forget([normal]);
    return this.loadFile(uri, task);
  }

  /** The same on behalf of something that is not WIT: others do not see files that were not loaded before. */
  async visit(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const identity = await this.identify(uri);
    const isNew = !this.#roots.has(identity);
    const root = await this.loadAt(identity, task);
    if (isNew && root !== undefined && !this.#work.isFound(root.uri)) {
      this.#work.visited(root.uri);
      this.#changed();
    }
    return root;
  }

  async loadDirectory(uri: string, task: Task = new Task(this.clock)): Promise<PackageRoot | undefined> {
    const root = await this.#loadListed(await this.identify(joinUri(uri)), task);
    if (root === undefined) return undefined;
    if (await this.#work.loaded(root)) this.#changed();
    await this.#loadNamed(root, task);
    return root;
  }

  #loadListed(uri: string, task: Task): Promise<PackageRoot | undefined> {
    const disk = {
      list: (directory: string) => this.#list(directory),
      identify: (link: string) => this.identify(link),
      textKind: async (file: string) => {
        const bytes = await this.#host.readFile(file);
        const isPath = bytes !== undefined && bytes.length < 1024 && /^[^\n]*\/[^\n]*\n?$/.test(decodeUtf8(bytes).text);
        return isPath ? ('link-as-text' as const) : ('file' as const);
      },
    };
    const list = async (): Promise<PackageRoot> => {
      const root = await loadRoot(uri, disk);
      const named = await this.#named(uri);
      return { ...root, named, locked: await lockedPackages(uri, this.#manifests) };
    };
    return isWitName(basename(uri))
      ? this.#loadRoot(uri, async () => ((await this.#host.stat(uri))?.kind === 'file' ? fileRoot(uri) : list()), task)
      : this.#loadRoot(uri, list, task);
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

  /** The text that the editor has open under this spelling. */
  openText(uri: string): LineIndex | undefined {
    const tree = this.#files.textOf(normalizeUri(uri));
    return tree === undefined ? undefined : linesOf(tree);
  }

  /** Asks the disk where the folders really are. */
  async settleFolders(): Promise<void> {
    for (const folder of this.#folders) await this.identify(folder);
  }

  /** Finds the packages below a directory. Undefined when given up. */
  async find(directory: string, task: Task = new Task(this.clock)): Promise<readonly string[] | undefined> {
    return findRoots(await this.identify(joinUri(directory)), this.#host, task);
  }

  /** Finds the packages of the folders: from then on they are the work, and nothing else is. Undefined when given up. */
  async discover(task: Task = new Task(this.clock)): Promise<readonly string[] | undefined> {
    await this.settleFolders();
    const found = await this.#work.search(this.folders, this.#files.overlays, task);
    if (found !== undefined) this.#changed();
    return found;
  }

  /** What lies in a directory, with the files that only the editor has. Undefined when it is none. */
  entries(directory: string): Promise<readonly DirectoryEntry[] | undefined> {
    return this.#list(directory);
  }

  /** URIs of the compositions of the work, as they were found last. */
  get compositions(): readonly string[] {
    return this.#work.compositions;
  }

  /** A file that is no WIT, as it lies on the disk. */
  async textOnDisk(uri: string): Promise<string | undefined> {
    const bytes = await this.#host.readFile(uri);
    return bytes === undefined ? undefined : decodeUtf8(bytes).text;
  }

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
