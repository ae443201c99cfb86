// The project files of a command line: found for what is read, refused when anything in them is not understood, and
// overruled by options.

import path from 'node:path';
import { LineIndex } from '../base/text.ts';
import { dirname } from '../base/uri.ts';
import { type CheckSettings, DEFAULT_SETTINGS } from '../check/settings.ts';
import { pathToUri } from '../hosts/node.ts';
import { type PlacedRule, type Project, Projects, textsOf } from '../project/projects.ts';
import type { Failure } from './io.ts';
import type { GivenSettings } from './package-options.ts';
import { shownPath } from './shown-path.ts';

export class ProjectSettings {
  readonly #cwd: string;
  readonly #given: GivenSettings;
  readonly #adapt: (settings: CheckSettings) => CheckSettings;
  readonly #projects: Projects;
  readonly #known = new Map<string, Project | undefined>();
  #policy: readonly PlacedRule[] = [];

  /** `adapt`: what other options of the command change. */
  constructor(
    { host, cwd }: { readonly host: Parameters<typeof textsOf>[0]; readonly cwd: string },
    given: GivenSettings,
    adapt: (settings: CheckSettings) => CheckSettings = (it) => it,
  ) {
    this.#cwd = cwd;
    this.#given = given;
    this.#adapt = adapt;
    this.#projects = new Projects(textsOf(host));
  }

  /** Finds the projects of directories, and that of the current one. Says what is wrong in them. */
  async load(directories: readonly string[]): Promise<Failure | undefined> {
    const failures = new Set<string>();
    const { config, policy } = this.#given;
    const given = policy === undefined ? undefined : await this.#named(policy);
    if (policy !== undefined && given === undefined) return { failures: [`cannot read ${policy}`] };
    for (const it of given === undefined ? [] : problemsOf(given, this.#cwd)) failures.add(it);
    // A policy without rules would let pass everything.
    if (given?.problems.length === 0 && given.policy.length === 0)
      failures.add(`${policy} has no rules: it needs the key \`policy\``);
    this.#policy = given?.policy ?? [];
    const named = config === undefined ? undefined : await this.#named(config);
    if (config !== undefined && named === undefined) return { failures: [`cannot read ${config}`] };
    for (const directory of [pathToUri(this.#cwd), ...directories]) {
      const project = named ?? (await this.#projects.nearest(directory));
      this.#known.set(directory, project);
      for (const it of project === undefined ? [] : problemsOf(project, this.#cwd)) failures.add(it);
    }
    return failures.size === 0 ? undefined : { failures: [...failures] };
  }

  #named(config: string): Promise<Project | undefined> {
    return this.#projects.at(pathToUri(path.resolve(this.#cwd, config)));
  }

  /** Of a directory that was loaded; of the current directory for any other. */
  project(directory: string = pathToUri(this.#cwd)): Project | undefined {
    return this.#known.get(this.#known.has(directory) ? directory : pathToUri(this.#cwd));
  }

  /** The rules that hold in a directory that was loaded. */
  policy(directory?: string): readonly PlacedRule[] {
    return [...(this.project(directory)?.policy ?? []), ...this.#policy];
  }

  settings(directory?: string): CheckSettings {
    const { features, allFeatures, resolve, initial, maxFileSize } = this.#given;
    const own = this.project(directory)?.values ?? {};
    return this.#adapt({
      features: features ?? own.features ?? [],
      allFeatures: allFeatures || own.allFeatures === true,
      resolve: resolve ?? own.resolve ?? initial,
      maxFileSize: maxFileSize ?? DEFAULT_SETTINGS.maxFileSize,
      levels: own.levels ?? {},
    });
  }

  get given(): GivenSettings {
    return this.#given;
  }

  /** The settings of each directory that was loaded. */
  get folders(): ReadonlyMap<string, CheckSettings> {
    return new Map([...this.#known.keys()].map((directory) => [directory, this.settings(directory)] as const));
  }
}

/** `path:line:column: message`, in the order of the files. */
function problemsOf({ files, problems }: Project, cwd: string): string[] {
  return problems.map(({ uri, message, span }) => {
    const text = files.find((it) => it.uri === uri)?.text ?? '';
    const { line, character } = new LineIndex(text).position(span.start);
    return `${shownPath(uri, cwd)}:${line + 1}:${character + 1}: ${message}`;
  });
}

/** Where the project of what lies at a place is looked for. */
export function projectDirectory({ uri, kind }: { readonly uri: string; readonly kind: string }): string {
  return kind === 'file' ? dirname(uri) : uri;
}
