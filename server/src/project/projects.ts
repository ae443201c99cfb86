// The project file that holds for a directory: the nearest one upwards, with what it extends. Editor and command line read it
// here and nowhere else.

import type { Span } from '../base/text.ts';
import { dirname, joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { PolicyRule } from '../world/policy-rule.ts';
import {
  PROJECT_FILE,
  type ProjectFile,
  type ProjectProblem,
  type ProjectValues,
  readProjectFile,
} from './project-file.ts';

/** Where texts come from; an editor has some that are not saved. */
export interface ProjectTexts {
  read(uri: string): Promise<string | undefined>;
  exists(uri: string): Promise<boolean>;
}

/** The texts of a disk. */
export function textsOf(host: {
  readFile(uri: string, limit?: number): Promise<Uint8Array | undefined>;
  stat(uri: string): Promise<object | undefined>;
}): ProjectTexts {
  return {
    async read(uri) {
      const bytes = await host.readFile(uri, LARGEST);
      return bytes === undefined ? undefined : decodeUtf8(bytes).text;
    },
    exists: async (uri) => (await host.stat(uri)) !== undefined,
  };
}

/** A rule of the policy, and where it is written. */
export interface PlacedRule {
  readonly rule: PolicyRule;
  readonly uri: string;
  readonly span: Span;
  /** Of the file. */
  readonly text: string;
}

export interface Project {
  /** The nearest file. */
  readonly uri: string;
  readonly text: string;
  /** All files, what is extended before what extends it. */
  readonly files: readonly ProjectFile[];
  /** Merged; `dependencies` are URIs. */
  readonly values: Omit<ProjectValues, 'policy' | 'extends' | '$schema'>;
  readonly policy: readonly PlacedRule[];
  /** The file that each value comes from, by its key; entries of maps as `levels.CODE`. */
  readonly origins: ReadonlyMap<string, string>;
  readonly problems: readonly (ProjectProblem & { readonly uri: string })[];
}

/** Bytes; a project file of this size is none. */
const LARGEST = 1_000_000;
const MOST_FILES = 50;

export class Projects {
  readonly #texts: ProjectTexts;
  /** By directory, for as long as nothing changes. */
  readonly #nearest = new Map<string, Promise<Project | undefined>>();
  readonly #projects = new Map<string, Promise<Project | undefined>>();

  constructor(texts: ProjectTexts) {
    this.#texts = texts;
  }

  forget(): void {
    this.#nearest.clear();
    this.#projects.clear();
  }

  /** As far up as the top of the repository. */
  nearest(directory: string): Promise<Project | undefined> {
    const known = this.#nearest.get(directory) ?? this.#find(directory);
    this.#nearest.set(directory, known);
    return known;
  }

  /** One step at a time, so that every directory on the way is known afterwards. */
  async #find(directory: string): Promise<Project | undefined> {
    const own = await this.at(joinUri(directory, PROJECT_FILE));
    if (own !== undefined) return own;
    const above = dirname(directory);
    const isTop = above === directory || (await this.#texts.exists(joinUri(directory, '.git')));
    return isTop ? undefined : this.nearest(above);
  }

  /** The project that a file describes; undefined when it cannot be read. */
  at(uri: string): Promise<Project | undefined> {
    const known = this.#projects.get(uri) ?? this.#read(uri);
    this.#projects.set(uri, known);
    return known;
  }

  async #read(uri: string): Promise<Project | undefined> {
    const text = await this.#texts.read(uri);
    if (text === undefined) return undefined;
    const files: ProjectFile[] = [];
    const problems: (ProjectProblem & { uri: string })[] = [];
    const above = new Set<string>();
    const first = readProjectFile(uri, text);
    // What is extended comes before what extends it; a file that is on the way here extends itself.
    const waiting: { file: ProjectFile; done: boolean }[] = [{ file: first, done: false }];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const { file, done } = at;
      if (done) {
        above.delete(file.uri);
        files.push(file);
        continue;
      }
      above.add(file.uri);
      problems.push(...file.problems.map((it) => ({ ...it, uri: file.uri })));
      waiting.push({ file, done: true });
      for (const { path, span } of [...file.parents].reverse()) {
        const refuse = (message: string): void =>
          void problems.push({ code: 'project/extends', message, span, uri: file.uri });
        const parent = placeOf(file.uri, path);
        if (files.some((it) => it.uri === parent)) continue;
        if (above.has(parent)) refuse(`\`${path}\` extends this file: neither comes first`);
        else if (files.length + waiting.length > MOST_FILES) refuse(`more than ${MOST_FILES} files are extended`);
        else {
          const its = await this.#texts.read(parent);
          if (its === undefined) refuse(`\`${path}\` cannot be read`);
          else waiting.push({ file: readProjectFile(parent, its), done: false });
        }
      }
    }
    return { uri, text, files, problems, ...merged(files) };
  }
}

/** A path of a file, from where the file lies; with `/` or `\` between names, or absolute. */
function placeOf(from: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return /^(?:\/|[A-Za-z]:\/)/.test(slashed) ? joinUri('file:///', slashed) : joinUri(dirname(from), slashed);
}

/** Maps are merged by entry and rules of policies add up; of everything else the last file has its say. */
const MAPS = ['levels', 'capabilities', 'dependencies', 'format'] as const;

function merged(files: readonly ProjectFile[]): Pick<Project, 'values' | 'policy' | 'origins'> {
  const values: Record<string, unknown> = {};
  const policy: PlacedRule[] = [];
  const origins = new Map<string, string>();
  const isMap = (key: string): boolean => MAPS.some((it) => it === key);
  for (const { uri, text, values: own, rules } of files) {
    const { policy: ownRules = [], extends: _, $schema: _schema, ...rest } = own;
    const read = ownRules.length === rules.length ? rules : [];
    for (const [index, rule] of ownRules.entries())
      policy.push({ rule, uri, text, span: read[index] ?? { start: 0, end: 0 } });
    for (const [key, value] of Object.entries(placed(rest, uri))) {
      if (!isMap(key)) origins.set(key, uri);
      else for (const entry of Object.keys(value as object)) origins.set(`${key}.${entry}`, uri);
      values[key] = isMap(key) ? { ...(values[key] as object | undefined), ...(value as object) } : value;
    }
  }
  return { values, policy, origins };
}

function placed(values: ProjectValues, uri: string): ProjectValues {
  const { dependencies } = values;
  if (dependencies === undefined) return values;
  const places = Object.entries(dependencies).map(([key, path]) => [key, placeOf(uri, path)] as const);
  return { ...values, dependencies: Object.fromEntries(places) };
}
