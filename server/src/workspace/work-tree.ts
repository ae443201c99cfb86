// Which files are the work. In a git work tree: what git tracks, and what no ignore rule names. Elsewhere: what does not lie
// in a folder that tools keep for themselves. Git is never run: its files are read.

import { dirname, joinUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { PROJECT_FILE } from '../project/project-file.ts';
import { Projects, textsOf } from '../project/projects.ts';
import { readGitIndex } from './git-index.ts';
import type { Host } from './host.ts';
import { type IgnoreRules, readIgnoreRules } from './ignore-rules.ts';

/** Folders of tools, where no git says what belongs to the work; folders whose names begin with a dot are left out, too. */
const TOOL_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'target',
  '__pycache__',
  'site-packages',
]);

/** The stronger first. */
const RULE_FILES = ['.ignore', '.gitignore'];

interface Repository {
  readonly top: string;
  /** Paths from the top: tracked WIT and Wasm files, and the directories that hold them. */
  readonly tracked: ReadonlySet<string>;
  readonly trackedDirectories: ReadonlySet<string>;
  readonly ignoreCase: boolean;
}

interface LevelRules {
  /** Where the rules lie, as a path from the top; ends with `/` unless it is empty. */
  readonly prefix: string;
  readonly rules: IgnoreRules;
}

/** A directory, and what the rules in force there say of what lies in it. */
export interface Ground {
  readonly uri: string;
  /** From the top of the work tree, or from where the search began. */
  readonly path: string;
  readonly repository: Repository | undefined;
  /** The strongest first. */
  readonly levels: readonly LevelRules[];
  /** Is what no rule names left out when it is a folder of tools? Not in git, and not in a commit. */
  readonly rest: 'tools' | 'work';
  readonly ignored: boolean;
  /** What project files leave out, tracked or not. */
  readonly excludes: readonly LevelRules[];
  readonly excluded: boolean;
}

/** The rules for one folder and all that lies below it. URIs are real paths. Reads each rule file once. */
export class WorkTree {
  readonly #host: Host;
  readonly #projects: Projects;
  readonly start: string;
  #begin: Promise<Ground> | undefined;
  /** One entry for each directory that was asked for, for as long as one search runs. */
  readonly #grounds = new Map<string, Promise<Ground>>();

  constructor(host: Host, start: string) {
    this.#host = host;
    this.#projects = new Projects(textsOf(host));
    this.start = start;
  }

  /** Links that lead out of this are not followed. */
  async boundary(): Promise<string> {
    return (await this.begin()).repository?.top ?? this.start;
  }

  /** The ground of the folder itself. A user who names an ignored folder means it: then rules above it do not apply. */
  begin(): Promise<Ground> {
    this.#begin ??= this.#findBegin();
    return this.#begin;
  }

  async #findBegin(): Promise<Ground> {
    const top = this.#host.tracked === true ? undefined : await this.#topOf(this.start);
    const way = top === undefined ? undefined : relativeUri(top, this.start);
    if (top === undefined || way === undefined) return this.#plain(this.start);
    const found = await this.#descend(await this.#top(top), way);
    return found.ignored && !mayHoldWork(found) ? this.#plain(this.start) : found;
  }

  /** The ground of any directory inside the boundary; undefined for others. */
  async groundOf(directory: string): Promise<Ground | undefined> {
    const begin = await this.begin();
    const below = relativeUri(begin.uri, directory);
    if (below !== undefined) return this.#descend(begin, below);
    const { repository } = begin;
    const way = repository === undefined ? undefined : relativeUri(repository.top, directory);
    return repository === undefined || way === undefined
      ? undefined
      : this.#descend(await this.#top(repository.top), way);
  }

  /** Is this file, or the file that an editor has not saved yet, a part of the work? */
  async isWork(uri: string): Promise<boolean> {
    const directory = dirname(uri);
    const ground = await this.groundOf(directory);
    return ground !== undefined && isWorkFile(ground, uri.slice(directory.length + 1));
  }

  /** Goes down along a decoded path. */
  async #descend(from: Ground, way: string): Promise<Ground> {
    let at = from;
    for (const name of way === '' ? [] : way.split('/')) at = await this.enter(at, name);
    return at;
  }

  /** One directory further down. `names`: what lies in it, where that is known. */
  enter(from: Ground, name: string, names?: ReadonlySet<string>): Promise<Ground> {
    const uri = joinUri(from.uri, name);
    const known = this.#grounds.get(uri) ?? this.#below(from, name, uri, names);
    this.#grounds.set(uri, known);
    return known;
  }

  async #below(from: Ground, name: string, uri: string, names: ReadonlySet<string> | undefined): Promise<Ground> {
    const excluded = from.excluded || isExcluded(from, name, true);
    const ignored = excluded || from.ignored || isIgnored(from, name, true);
    // A repository inside of another one has rules of its own.
    const nested =
      this.#host.tracked !== true && !ignored && (names === undefined || names.has('.git'))
        ? await this.#repository(uri)
        : undefined;
    if (nested !== undefined) return this.#repositoryGround(nested);
    const path = from.path === '' ? name : `${from.path}/${name}`;
    const below = { ...from, uri, path, ignored, excluded };
    return ignored && !mayHoldWork(below) ? below : this.#withOwnRules(below, names);
  }

  async #withOwnRules(ground: Ground, names?: ReadonlySet<string>): Promise<Ground> {
    const own: LevelRules[] = [];
    const prefix = ground.path === '' ? '' : `${ground.path}/`;
    for (const name of RULE_FILES) {
      const applies = name === '.ignore' || ground.repository !== undefined;
      if (this.#host.tracked === true || !applies || (names !== undefined && !names.has(name))) continue;
      const rules = await this.#rules(joinUri(ground.uri, name), ground.repository?.ignoreCase ?? false);
      if (rules !== undefined) own.push({ prefix, rules });
    }
    const excludes = await this.#excludes(ground, prefix, names);
    if (own.length === 0 && excludes.length === 0) return ground;
    return { ...ground, levels: [...own, ...ground.levels], excludes: [...excludes, ...ground.excludes] };
  }

  async #excludes(ground: Ground, prefix: string, names: ReadonlySet<string> | undefined): Promise<LevelRules[]> {
    if (this.#host.tracked === true || (names !== undefined && !names.has(PROJECT_FILE))) return [];
    const project = await this.#projects.at(joinUri(ground.uri, PROJECT_FILE));
    const patterns = project?.values.exclude ?? [];
    const rules = readIgnoreRules(patterns.join('\n'), ground.repository?.ignoreCase ?? false);
    return rules === undefined ? [] : [{ prefix, rules }];
  }

  async #rules(uri: string, ignoreCase: boolean): Promise<IgnoreRules | undefined> {
    const bytes = await this.#host.readFile(uri);
    return bytes === undefined ? undefined : readIgnoreRules(decodeUtf8(bytes).text, ignoreCase);
  }

  #plain(uri: string): Promise<Ground> {
    const rest = this.#host.tracked === true ? 'work' : 'tools';
    return this.#withOwnRules({ uri, path: '', repository: undefined, levels: [], rest, ...NOTHING_LEFT_OUT });
  }

  async #top(uri: string): Promise<Ground> {
    const known = this.#grounds.get(uri) ?? this.#topGround(uri);
    this.#grounds.set(uri, known);
    return known;
  }

  async #topGround(uri: string): Promise<Ground> {
    const repository = await this.#repository(uri);
    return repository === undefined ? this.#plain(uri) : this.#repositoryGround(repository);
  }

  async #repositoryGround({ exclude, ...repository }: Opened): Promise<Ground> {
    const levels = exclude === undefined ? [] : [{ prefix: '', rules: exclude }];
    return this.#withOwnRules({ uri: repository.top, path: '', repository, levels, rest: 'work', ...NOTHING_LEFT_OUT });
  }

  /** The nearest directory above, or this one, that is the top of a work tree. */
  async #topOf(directory: string): Promise<string | undefined> {
    for (let at = directory; ; at = dirname(at)) {
      if ((await this.#gitDirectory(at)) !== undefined) return at;
      if (dirname(at) === at) return undefined;
    }
  }

  /** Where git keeps what it knows of a work tree: `.git`, or what the file `.git` of a linked one or a submodule names. */
  async #gitDirectory(top: string): Promise<string | undefined> {
    const place = joinUri(top, '.git');
    const stat = await this.#host.stat(place);
    if (stat === undefined) return undefined;
    const directory = stat.kind === 'directory' ? place : await this.#pointedAt(place, top, 'gitdir: ');
    if (directory === undefined) return undefined;
    return (await this.#host.stat(joinUri(directory, 'HEAD'))) === undefined ? undefined : directory;
  }

  /** The directory that a small file names, from a directory. */
  async #pointedAt(file: string, from: string, prefix = ''): Promise<string | undefined> {
    const bytes = await this.#host.readFile(file);
    const line = bytes === undefined ? '' : (decodeUtf8(bytes).text.split(/\r?\n/)[0] ?? '');
    if (!line.startsWith(prefix) || line === prefix) return undefined;
    const path = line.slice(prefix.length).replaceAll('\\', '/');
    if (/^[a-z]:\//i.test(path)) return joinUri('file:///', path);
    return path.startsWith('/') ? joinUri('file:///', path) : joinUri(from, path);
  }

  async #repository(top: string): Promise<Opened | undefined> {
    const directory = await this.#gitDirectory(top);
    if (directory === undefined) return undefined;
    const common = (await this.#pointedAt(joinUri(directory, 'commondir'), directory)) ?? directory;
    const config = await this.#host.readFile(joinUri(common, 'config'));
    const ignoreCase = config !== undefined && /^\s*ignorecase\s*=\s*true\s*$/im.test(decodeUtf8(config).text);
    const exclude = await this.#rules(joinUri(common, 'info', 'exclude'), ignoreCase);
    const tracked = new Set(await this.#tracked(directory));
    const trackedDirectories = new Set([...tracked].flatMap(directoriesOf));
    return { top, tracked, trackedDirectories, ignoreCase, ...(exclude === undefined ? {} : { exclude }) };
  }

  async #tracked(directory: string): Promise<readonly string[]> {
    const index = await this.#index(joinUri(directory, 'index'));
    if (index?.shared === undefined) return index?.paths ?? [];
    const shared = await this.#index(joinUri(directory, `sharedindex.${index.shared}`));
    return [...(shared?.paths ?? []), ...index.paths];
  }

  async #index(uri: string): Promise<ReturnType<typeof readGitIndex>> {
    const bytes = await this.#host.readFile(uri);
    return bytes === undefined ? undefined : readGitIndex(bytes, (path) => /\.(?:wit|wasm|wat)$/.test(path));
  }
}

const NOTHING_LEFT_OUT = { ignored: false, excludes: [], excluded: false } as const;

interface Opened extends Repository {
  readonly exclude?: IgnoreRules;
}

function directoriesOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** May a directory hold files of the work, however deep? */
export function mayHoldWork({ ignored, excluded, repository, path }: Ground): boolean {
  if (excluded) return false;
  return !ignored || repository?.trackedDirectories.has(path) === true;
}

export function isWorkFile(ground: Ground, name: string): boolean {
  const path = ground.path === '' ? name : `${ground.path}/${name}`;
  if (ground.excluded || isExcluded(ground, name, false)) return false;
  if (ground.repository?.tracked.has(path) === true) return true;
  return !ground.ignored && !isIgnored(ground, name, false);
}

/** Does a project file leave it out? */
function isExcluded({ path, excludes }: Ground, name: string, isDirectory: boolean): boolean {
  const whole = path === '' ? name : `${path}/${name}`;
  const verdicts = excludes.map(({ prefix, rules }) => rules.verdict(whole.slice(prefix.length), isDirectory));
  return verdicts.find((it) => it !== undefined) === 'ignored';
}

/** What the rules of a directory say of a name in it. */
export function isIgnored({ path, levels, rest }: Ground, name: string, isDirectory: boolean): boolean {
  if (name === '.git') return true;
  const whole = path === '' ? name : `${path}/${name}`;
  for (const { prefix, rules } of levels) {
    const verdict = rules.verdict(whole.slice(prefix.length), isDirectory);
    if (verdict !== undefined) return verdict === 'ignored';
  }
  return rest === 'tools' && isDirectory && (name.startsWith('.') || TOOL_FOLDERS.has(name));
}
