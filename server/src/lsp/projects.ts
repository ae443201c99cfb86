// The project files of a session: which one holds where, what they change, and what is wrong in them, said in the files.

import type { Connection, Diagnostic } from 'vscode-languageserver';
import { LineIndex } from '../base/text.ts';
import { basename, dirname, relativeUri } from '../base/uri.ts';
import { projectFindings } from '../features/project/findings.ts';
import type { WacPlaces } from '../features/worlds/compose.ts';
import { PROJECT_FILE } from '../project/project-file.ts';
import { type Project, Projects } from '../project/projects.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Converter } from './convert.ts';
import { OpenTexts } from './open-texts.ts';
import {
  DEFAULT_SETTINGS,
  type FolderSettings,
  projectDefaults,
  readSettings,
  type Settings,
  userSection,
} from './settings.ts';

/** Milliseconds of silence before what is typed in a project file has its effect. */
const SILENCE = 100;

export function isProjectFile(uri: string): boolean {
  return basename(uri) === PROJECT_FILE;
}

/** What the client said, before it is read. */
interface Said {
  /** At the start and by notifications; the later ones win. */
  readonly told: readonly unknown[];
  /** When it was asked. */
  readonly all: unknown;
  readonly folders: ReadonlyMap<string, unknown>;
}

/** What of a session project files need. */
interface ProjectSession extends FolderSettings {
  settings: Settings;
  folderSettings: ReadonlyMap<string, Settings>;
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly convert: Converter;
  readonly ended: boolean;
  readonly worlds: { forget(): void };
  send(what: string, work: () => Promise<unknown>): Promise<void>;
  settle(what: string, work: Promise<unknown>): void;
}

export class ProjectKeeper extends OpenTexts {
  said: Said = { told: [], all: undefined, folders: new Map() };
  /** Told when other settings hold than before. */
  moved: () => void = () => {};
  readonly #session: ProjectSession;
  readonly #projects: Projects;
  /** Those that hold somewhere, by their URIs. */
  #known: ReadonlyMap<string, Project> = new Map();
  /** Directories of files that were opened outside of the folders. */
  readonly #learnt = new Set<string>();
  /** Where target worlds of policies are, beside the packages of the workspace. */
  targets: WacPlaces | undefined;
  #applied = '';
  /** What the client was sent last, by URI. */
  readonly #sent = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: ProjectSession) {
    super();
    this.#session = session;
    const { workspace } = session;
    this.#projects = new Projects(workspace.projectTexts((uri) => this.lines(uri)?.text));
  }

  get #workspace(): Workspace {
    return this.#session.workspace;
  }

  override open(uri: string, text: string, version: number): void {
    super.open(uri, text, version);
    this.changed();
  }

  override close(uri: string): void {
    super.close(uri);
    this.changed();
  }

  /** Is it a project file, or one that is extended? */
  concerns(uri: string): boolean {
    if (isProjectFile(uri)) return true;
    const identity = this.#workspace.identity(uri);
    return [...this.#known.values()].some(({ files }) => files.some((it) => it.uri === identity));
  }

  /** Something in a project file, or its place, has changed. */
  changed(): void {
    const session = this.#session;
    clearTimeout(this.#timer);
    this.#projects.forget();
    if (session.ended) return;
    this.#timer = setTimeout(() => {
      session.settle(
        'reading project files',
        this.apply().then((isOther) => (isOther ? this.moved() : undefined)),
      );
    }, SILENCE);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** A file was opened; it may lie outside of the folders. */
  async learn(uri: string): Promise<void> {
    const directory = dirname(this.#workspace.identity(uri));
    if (this.#learnt.has(directory)) return;
    this.#learnt.add(directory);
    await this.apply();
  }

  /** Puts the settings of the client over those of the project files. True when something else holds than before. */
  async apply(): Promise<boolean> {
    const session = this.#session;
    const { all, folders } = this.said;
    const found = await this.#find();
    session.settings = this.#settings(all, undefined);
    const perFolder = new Map<string, Settings>();
    for (const folder of this.#workspace.folders) {
      perFolder.set(folder, this.#settings(folders.get(folder) ?? all, found.get(folder)));
    }
    for (const [directory, project] of found) {
      const folder = this.#folderOf(directory);
      const value = folder === undefined ? all : (folders.get(folder) ?? all);
      const at = project === undefined ? directory : placeIn(folder, dirname(project.uri));
      if (at !== folder) perFolder.set(at, this.#settings(value, project));
    }
    session.folderSettings = perFolder;
    this.#known = new Map([...found.values()].flatMap((it) => (it === undefined ? [] : [[it.uri, it] as const])));
    await this.#publish();
    const state = JSON.stringify([session.settings, [...perFolder]]);
    if (state === this.#applied) return false;
    this.#applied = state;
    const checks = [...perFolder].map(([folder, settings]) => [folder, settings.check] as const);
    this.#workspace.setSettings(session.settings.check, new Map(checks));
    await this.#loadTargets();
    session.worlds.forget();
    return true;
  }

  /** A user's own settings count less than the project, those of the workspace more. */
  #settings(value: unknown, project: Project | undefined): Settings {
    const all = [...this.said.told, value];
    const own = all.reduce<Settings>((known, it) => readSettings(userSection(it), known), DEFAULT_SETTINGS);
    return all.reduce<Settings>((known, it) => readSettings(it, known), projectDefaults(project, own));
  }

  /** Packages of the worlds that policies ask for. */
  async #loadTargets(): Promise<void> {
    const given = new Map<string, string>();
    const places = new Map<string, string>();
    for (const { policy, values } of this.#known.values()) {
      if (!policy.some(({ rule }) => rule.target !== undefined)) continue;
      for (const [key, uri] of Object.entries(values.dependencies ?? {})) {
        const root = await this.#workspace.visit(uri);
        given.set(key, uri);
        if (root !== undefined) places.set(uri, root.uri);
      }
    }
    this.targets = given.size === 0 ? undefined : { given, places };
  }

  /** What the client says of a file, the strongest last. */
  saidFor(uri: string): readonly unknown[] {
    const { told, all, folders } = this.said;
    const folder = this.#folderOf(uri);
    return [...told, folder === undefined ? all : (folders.get(folder) ?? all)];
  }

  #folderOf(directory: string): string | undefined {
    return this.#workspace.folders.find((it) => relativeUri(it, directory) !== undefined);
  }

  /** The project of each folder, and of each package that has another one. */
  async #find(): Promise<Map<string, Project | undefined>> {
    const found = new Map<string, Project | undefined>();
    for (const folder of this.#workspace.folders) found.set(folder, await this.#projects.nearest(folder));
    const roots = [...this.#workspace.snapshot().roots.values()];
    const directories = new Set(roots.map((it) => (it.kind === 'file' ? dirname(it.uri) : it.uri)));
    for (const directory of [...directories, ...this.#learnt]) {
      if (!directory.startsWith('untitled:') && !found.has(directory)) {
        const project = await this.#projects.nearest(directory);
        const folder = this.#folderOf(directory);
        const above = folder === undefined ? undefined : found.get(folder);
        if (project?.uri !== above?.uri) found.set(directory, project);
      }
    }
    return found;
  }

  /** Says what is wrong in every project file that holds somewhere or is open, and takes back what is not wrong any more. */
  async #publish(): Promise<void> {
    const session = this.#session;
    const projects = new Map(this.#known);
    for (const uri of this.texts.keys()) {
      const project = projects.has(uri) ? undefined : await this.#projects.at(uri);
      if (project !== undefined) projects.set(uri, project);
    }
    const found = new Map<string, Diagnostic[]>();
    const { convert } = session;
    for (const project of projects.values()) {
      for (const [uri, findings] of projectFindings(project)) {
        const lines = new LineIndex(project.files.find((it) => it.uri === uri)?.text ?? '');
        if (!found.has(uri))
          found.set(
            uri,
            findings.map((it) => convert.diagnostic(this.#workspace.snapshot(), lines, it)),
          );
      }
    }
    for (const uri of this.#sent.keys()) if (!found.has(uri)) found.set(uri, []);
    for (const [uri, diagnostics] of found) {
      const text = JSON.stringify(diagnostics);
      if ((this.#sent.get(uri) ?? '[]') === text) continue;
      if (diagnostics.length === 0) this.#sent.delete(uri);
      else this.#sent.set(uri, text);
      const params = { uri: convert.uri(uri), diagnostics };
      void session.send('diagnostics', () => session.connection.sendDiagnostics(params));
    }
  }
}

/** What lies above the folder holds for the folder. */
function placeIn(folder: string | undefined, directory: string): string {
  return folder !== undefined && relativeUri(directory, folder) !== undefined ? folder : directory;
}
