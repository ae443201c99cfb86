// The comparison behind `breaking`: finds the packages at the paths and compares each with its base.

import path from 'node:path';
import { Task } from '../base/task.ts';
import { dirname } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { type BaseSettings, looksLikePath } from '../contract/base-settings.ts';
import { type NoBase, noBase, type RootBase } from '../contract/bases.ts';
import type { Ci } from '../contract/ci.ts';
import { compareRoot } from '../contract/compare.ts';
import { BaseFinder } from '../contract/find-base.ts';
import { isGitFailure, nearestGit, Repository } from '../contract/git.ts';
import { type FoundRoot, findGone } from '../contract/gone.ts';
import type { IgnoreFile } from '../contract/ignore-file.ts';
import { declaredIn, namesOfRoot } from '../contract/package-contracts.ts';
import { pathToUri } from '../hosts/node.ts';
import { isBuild } from '../model/names.ts';
import type { PlacedRule } from '../project/projects.ts';
import { publishedReference } from '../registry/reference.ts';
import type { WorldRole } from '../semver/levels.ts';
import type { PackageReport } from '../semver/verdict.ts';
import { Trees } from '../workspace/files.ts';
import { findRoots } from '../workspace/find-roots.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { BreakingArguments } from './breaking-args.ts';
import { type Target, targetsAt } from './engine.ts';
import { type Failure, type Io, isFailure } from './io.ts';
import { ProjectSettings, projectDirectory } from './project.ts';
import { openRegistry } from './registry-options.ts';

export interface BaseInfo {
  readonly kind: 'commit' | 'directory' | 'file' | 'published';
  readonly label: string;
  readonly commit: string | undefined;
  readonly note?: string;
  /** What the version of the next release tag is put behind. */
  readonly tagHead?: string;
  /** The versions that are published, ascending. */
  readonly published?: readonly string[];
}

/** Packages that were compared with one base. */
export interface Compared {
  readonly base: BaseInfo;
  /** The top of the repository that has the base. */
  readonly top?: string;
  readonly reports: readonly PackageReport[];
  /** What the base accepts. */
  readonly oldIgnores: IgnoreFile | undefined;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** A path that a person named, and the packages there. */
interface Named {
  readonly uri: string;
  readonly targets: readonly Target[];
}

/** What was compared, and why some of it was not. */
export interface Comparison {
  readonly compared: readonly Compared[];
  readonly uncompared: readonly string[];
  /** Rules of the policies that hold for a package. */
  readonly policyOf: (report: PackageReport) => readonly PlacedRule[];
}

export async function compareContracts(io: Io, args: BreakingArguments): Promise<Comparison | Failure> {
  const task = new Task(io.host.clock);
  const named: Named[] = [];
  const failures: string[] = [];
  for (const shown of args.paths) {
    const given = pathToUri(path.resolve(io.cwd, shown));
    const uri = (await io.host.realPath(given)) ?? given;
    const targets = await targetsAt(io.host, uri, shown, task);
    if (typeof targets !== 'string') named.push({ uri, targets });
    // The base may have what is no longer here.
    else if ((await io.host.stat(uri))?.kind === 'directory') named.push({ uri, targets: [] });
    else failures.push(targets);
  }
  if (failures.length > 0) return { failures };
  const projects = new ProjectSettings(io, args.given);
  const refused = await projects.load(named.flatMap((it) => [directoryOf(it), ...it.targets.map(projectDirectory)]));
  if (refused !== undefined) return refused;
  const parser = await io.parser();
  const comparing = new Comparing(
    io,
    { args, projects },
    new Workspace(io.host, parser, new Trees(parser), 'none'),
    task,
  );
  const compared = await comparing.run(named);
  const policyOf = (report: PackageReport): readonly PlacedRule[] => {
    const [file] = report.after?.stable.files ?? [];
    return projects.policy(file === undefined ? undefined : dirname(file));
  };
  return isFailure(compared) ? compared : { compared, uncompared: comparing.uncompared, policyOf };
}

class Comparing {
  readonly #io: Io;
  readonly #args: BreakingArguments;
  readonly #projects: ProjectSettings;
  readonly #workspace: Workspace;
  readonly #task: Task;
  readonly #finder: BaseFinder;
  /** By the top directory, and by the directory that git was asked in. */
  readonly #repositories = new Map<string, Repository>();
  #ci: Ci | undefined;
  /** Why some of the packages could not be compared. */
  readonly uncompared: string[] = [];
  readonly #places = new Map<string, Promise<Repository | NoBase>>();
  readonly #gits = new Map<string, string | undefined>();

  constructor(
    io: Io,
    { args, projects }: { readonly args: BreakingArguments; readonly projects: ProjectSettings },
    workspace: Workspace,
    task: Task,
  ) {
    this.#io = io;
    this.#args = args;
    this.#projects = projects;
    this.#workspace = workspace;
    this.#task = task;
    const { host } = io;
    const { parser, trees } = workspace;
    const now = () => workspace.snapshot();
    const repositoryOf = (directory: string) => this.#repository(directory);
    const registry = openRegistry(io, args);
    this.#finder = new BaseFinder({ host, parser, trees, now, repositoryOf, registry });
  }

  async run(named: readonly Named[]): Promise<readonly Compared[] | Failure> {
    this.#ci = await ciOf(this.#io);
    try {
      const missing = await this.#load(named);
      if (missing !== undefined) return missing;
      return await this.#compare(named);
    } finally {
      for (const repository of this.#repositories.values()) repository.close();
    }
  }

  /** Reads the packages at the paths and all that they may refer to. */
  async #load(named: readonly Named[]): Promise<Failure | undefined> {
    const [first] = named;
    const own = first === undefined ? undefined : this.#projects.project(directoryOf(first));
    const against = this.#args.against ?? own?.values.base ?? 'auto';
    const files = named.flatMap((it) => it.targets).filter((it) => it.kind === 'file');
    const isPath = looksLikePath(against);
    const isPublished = publishedReference(against) !== undefined;
    const tops = new Set<string>();
    for (const it of named) {
      const directory = directoryOf(it);
      const repository = isPath ? undefined : await this.#repository(directory);
      if (repository === undefined) tops.add(directory);
      else if (!('kind' in repository)) tops.add(repository.top);
      else if (isPublished) tops.add(directory);
      else if (await this.#exists(against)) tops.add(directory);
      else return { failures: [withHint(repository, against)] };
    }
    const roots: string[] = [];
    for (const top of (isPath || isPublished) && files.length > 0 ? [] : tops)
      roots.push(...((await findRoots(top, this.#io.host, this.#task)) ?? []));
    // Errors in the project file of a package that was not named are reported when it is.
    await this.#projects.load(roots);
    const settings = this.#projects.settings();
    // The neighbours of a single file have nothing to do with it.
    const alone =
      isPath || isPublished ? files.map((it) => [it.uri, { ...settings, resolve: 'toolchain' as const }] as const) : [];
    this.#workspace.setSettings(settings, new Map([...this.#projects.folders, ...alone]));
    this.#workspace.setFolders([...tops]);
    for (const uri of roots) await this.#workspace.loadDirectory(uri, this.#task);
    return undefined;
  }

  async #exists(shown: string): Promise<boolean> {
    if (shown === 'auto') return false;
    return (await this.#io.host.stat(pathToUri(path.resolve(this.#io.cwd, shown)))) !== undefined;
  }

  async #repository(directory: string): Promise<Repository | NoBase> {
    // Without a sign of one, links may still lead to a repository.
    const place = (await nearestGit(this.#io.host, directory, this.#gits)) ?? directory;
    const known = this.#places.get(place) ?? this.#open(place);
    this.#places.set(place, known);
    return known;
  }

  async #open(directory: string): Promise<Repository | NoBase> {
    const found = await Repository.at(this.#io.host, directory);
    if (isGitFailure(found)) return noBase(found.reason, found.message);
    const repository = this.#repositories.get(found.top) ?? found;
    this.#repositories.set(found.top, repository);
    return repository;
  }

  async #compare(named: readonly Named[]): Promise<readonly Compared[] | Failure> {
    const found: FoundRoot[] = [];
    const empty: FoundRoot[] = [];
    const failures = new Set<string>();
    for (const it of named) {
      const settings = this.#settingsFor(it);
      const roots = await this.#rootsAt(it);
      for (const root of roots.length > 0 ? roots : [nothingAt(it.uri)]) {
        const names = new Set(namesOfRoot(this.#workspace.snapshot(), root));
        const declared = declaredIn(this.#workspace.snapshot(), root);
        const used = [...names].some(isBuild) ? this.#settingsFor(it, 'component') : settings;
        const base = await this.#finder.find(root, names, { ...used, declared }, this.#task);
        if (base.kind === 'none') failures.add(`no base to compare with: ${base.message}`);
        else (roots.length > 0 ? found : empty).push({ root, base, settings: used });
      }
    }
    if (failures.size > 0 && found.length === 0) return { failures: [...failures] };
    this.uncompared.push(...failures);
    const after = this.#workspace.snapshot();
    const reports = new Map(found.map(({ root, base }) => [root, compareRoot(after, base, root)] as const));
    const gone = await findGone({
      ...{ finder: this.#finder, snapshot: after, task: this.#task, reports },
      below: named.map((it) => it.uri),
      found: [...found, ...empty],
    });
    const taken = new Set(gone.flatMap((it) => it.reports.flatMap((report) => report.after ?? [])));
    const compared = found.map(({ root, base }) => {
      const own = reports.get(root)?.filter((it) => it.after === undefined || !taken.has(it.after)) ?? [];
      return comparedWith(base, own, after);
    });
    const lost = gone.map((it) => comparedWith(it.base, it.reports, after));
    const all = [...compared, ...lost].filter((it) => it.reports.length > 0);
    return all.length > 0 ? all : this.#nothing();
  }

  #nothing(): Failure {
    return { failures: this.#args.paths.map((shown) => `no WIT files in ${shown}, neither here nor in the base`) };
  }

  /** `usual`: the role of worlds when nobody says one. What was built has a world of its own, which no other implements. */
  #settingsFor(it: Named, usual: WorldRole = 'strict'): BaseSettings {
    const { against, releaseBase, role, policy, trustedIgnores } = this.#args;
    const directory = directoryOf(it);
    const own = this.#projects.project(directory)?.values ?? {};
    const isFile = it.targets.some((target) => target.kind === 'file');
    return {
      against: against ?? own.base ?? 'auto',
      releaseBase: releaseBase ?? own.release ?? 'auto',
      role: role ?? own.role ?? usual,
      policy: policy ?? own.bumpPolicy ?? 'at-release',
      trustedIgnores,
      check: this.#projects.settings(directory),
      ci: this.#ci,
      directory: pathToUri(this.#io.cwd),
      mirror: isFile ? it.uri : directory,
    };
  }

  async #rootsAt({ targets }: Named): Promise<readonly PackageRoot[]> {
    const roots: PackageRoot[] = [];
    for (const { uri, kind } of targets) {
      const load = kind === 'file' ? this.#workspace.loadAt(uri, this.#task) : this.#workspace.loadDirectory(uri);
      const root = await load;
      if (root !== undefined) roots.push(root);
    }
    return roots;
  }
}

function comparedWith(base: RootBase, reports: readonly PackageReport[], after: Snapshot): Compared {
  const { commit, label, note, top, snapshot, oldIgnores } = base;
  const { published } = base;
  const file = base.isFile === true ? 'file' : 'directory';
  const kind = commit !== undefined ? 'commit' : published !== undefined ? 'published' : file;
  const info: BaseInfo = {
    ...{ kind, label, commit },
    ...(note === undefined ? {} : { note }),
    ...(base.tagHead === undefined ? {} : { tagHead: base.tagHead }),
    ...(published === undefined ? {} : { published: published.versions }),
  };
  return { base: info, ...(commit === undefined ? {} : { top }), reports, oldIgnores, before: snapshot, after };
}

/** The environment of the job, with the event that GitHub writes into a file. */
async function ciOf({ env, host }: Io): Promise<Ci> {
  const file = env.GITHUB_EVENT_PATH;
  const bytes = file === undefined || file === '' ? undefined : await host.readFile(pathToUri(file));
  return { env, event: bytes === undefined ? undefined : decodeUtf8(bytes).text };
}

/** A place in which there are no packages now. */
function nothingAt(uri: string): PackageRoot {
  return { uri, kind: 'directory', files: [], deps: [] };
}

function directoryOf({ uri, targets }: Named): string {
  return targets.some((target) => target.kind === 'file') ? dirname(uri) : uri;
}

function withHint({ reason, message }: NoBase, against: string): string {
  if (reason !== 'no-repository') return message;
  return against === 'auto'
    ? `${message}; name a directory or a file to compare with: \`--against PATH\``
    : `${message}, and there is no file or directory \`${against}\``;
}
