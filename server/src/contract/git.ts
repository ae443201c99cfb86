// What is asked of a repository: which commit a word means, where two histories parted, which tags came before, what a
// commit holds. Plumbing only; everything named by object id is remembered.

import { basename, dirname, joinUri, relativeUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Git, GitAnswer, GitObjects, Host } from '../workspace/host.ts';

/** Why git cannot help. */
export interface GitFailure {
  readonly kind: 'failure';
  readonly reason:
    | 'no-git'
    | 'no-repository'
    | 'bare'
    | 'dubious-ownership'
    | 'unborn'
    | 'unknown-revision'
    | 'no-merge-base'
    | 'shallow'
    | 'timeout'
    | 'itself'
    | 'unreadable';
  /** For a person. */
  readonly message: string;
}

export function isGitFailure<T>(it: T | GitFailure): it is GitFailure {
  return typeof it === 'object' && it !== null && 'kind' in it && it.kind === 'failure';
}

function failure(reason: GitFailure['reason'], message: string): GitFailure {
  return { kind: 'failure', reason, message };
}

export interface TreeEntry {
  readonly kind: 'file' | 'link' | 'module';
  /** The object; of a module the commit of its own repository. */
  readonly oid: string;
  /** The repository that has the object, when it is another one. */
  readonly from?: Repository;
}

/** Paths of a commit, from the top, with `/`. A submodule is one entry. */
export type TreeEntries = ReadonlyMap<string, TreeEntry>;

/** The tree without files, which every repository knows. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Maximum number of commits whose lists of files are remembered. */
const TREES = 8;
const BLOBS = 4096;

/** Where a tag is made or a branch is pushed, nothing else may change. */
const WATCHED_REFS = ['heads', 'tags', 'remotes/origin', 'remotes/upstream'] as const;

export class Repository {
  /** The directory that holds everything, spelled as the caller spells it. */
  readonly top: string;
  /** Directories of git's own in which something is replaced when HEAD, a branch or a tag moves. */
  readonly watched: readonly string[];
  readonly shallow: boolean;
  readonly #git: Git;
  readonly #trees = new Map<string, TreeEntries>();
  readonly #mergeBases = new Map<string, string>();
  readonly #blobs = new Map<string, Uint8Array>();
  /** What was asked since something last moved. */
  readonly #answers = new Map<string, Promise<GitAnswer>>();
  #objects: GitObjects | undefined;
  #leftOut: Promise<ReadonlyMap<string, string>> | undefined;
  readonly #modules: Repository[] = [];

  constructor(git: Git, place: { top: string; watched: readonly string[]; shallow: boolean }) {
    this.#git = git;
    this.top = place.top;
    this.watched = place.watched;
    this.shallow = place.shallow;
  }

  /** The repository around a directory. */
  static async at(host: Host, directory: string): Promise<Repository | GitFailure> {
    const { git } = host;
    if (git === undefined) return failure('no-git', 'git is not asked in an untrusted or virtual workspace');
    const existing = await nearestDirectory(host, directory);
    if (existing === undefined) return failure('no-repository', 'there is no such directory');
    const questions = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir', '--is-shallow-repository'];
    const answer = await git.run(existing, ['rev-parse', ...questions, '--show-prefix']);
    if (answer.kind !== 'done' || answer.status !== 0) return refusal(answer);
    const lines = decodeUtf8(answer.out).text.split('\n');
    const [top = '', gitDirectory = '', common = '', shallow = '', prefix = ''] = lines;
    const topUri = above(existing, prefix) ?? fromPath(top);
    const ownUri = fromPath(gitDirectory);
    // Relative to where git was asked.
    const commonUri = isAbsolute(common) ? fromPath(common) : joinUri(existing, common);
    const names = WATCHED_REFS.map((it) => joinUri(commonUri, 'refs', it));
    const watched = [...new Set([ownUri, commonUri]), ...names];
    return new Repository(git, { top: topUri, watched, shallow: shallow === 'true' });
  }

  /** Names may mean other commits now. */
  forget(): void {
    this.#answers.clear();
    this.#leftOut = undefined;
  }

  #ask(args: readonly string[]): Promise<GitAnswer> {
    const key = args.join('\0');
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const asking = this.#git.run(this.top, args).then((answer) => {
      // It may have more time, or be there, when it is asked again.
      if (answer.kind !== 'done') this.#answers.delete(key);
      return answer;
    });
    this.#answers.set(key, asking);
    return asking;
  }

  /** The commit that a word means. */
  async commit(revision: string): Promise<string | GitFailure> {
    if (!isRevision(revision)) return failure('unknown-revision', `\`${revision}\` is not a git revision`);
    const answer = await this.#ask([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      // A search for a message goes on to its end.
      revision.startsWith(':/') ? revision : `${revision}^{commit}`,
    ]);
    const [oid] = linesOf(answer);
    if (answer.kind === 'done' && answer.status === 0 && oid !== undefined && /^[0-9a-f]{40,64}$/.test(oid)) return oid;
    if (answer.kind !== 'done') return refusal(answer);
    if (revision === 'HEAD') return failure('unborn', 'the branch has no commit yet');
    const hint = this.shallow ? '; the history here is cut off (a shallow clone): fetch more of it' : '';
    return failure('unknown-revision', `git knows no commit \`${revision}\`${hint}`);
  }

  /** Names below these prefixes, with the commit of each. */
  async refs(prefixes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const format = '--format=%(objectname) %(*objectname) %(refname)';
    const answer = await this.#ask(['for-each-ref', format, ...prefixes]);
    return new Map(refLines(answer).map(({ name, commit }) => [name, commit]));
  }

  /** The branch that is checked out, with its section of the configuration; undefined where none is. */
  async branch(): Promise<{ readonly name: string; readonly config: ReadonlyMap<string, string> } | undefined> {
    const [ref] = linesOf(await this.#ask(['symbolic-ref', '--quiet', 'HEAD']));
    if (ref === undefined || !ref.startsWith('refs/heads/')) return undefined;
    const name = ref.slice('refs/heads/'.length);
    const all = await this.#config('^branch\\.');
    const own = all.filter(([key]) => key.startsWith(`branch.${name}.`));
    return { name, config: new Map(own.map(([key, value]) => [key.slice(`branch.${name}.`.length), value])) };
  }

  /** Addresses of remotes by their names. */
  async remotes(): Promise<ReadonlyMap<string, string>> {
    const all = await this.#config('^remote\\..*\\.url$');
    return new Map(all.map(([key, value]) => [key.slice('remote.'.length, -'.url'.length), value]));
  }

  /** Keys, whose last part is in lower case, with their values. */
  async #config(pattern: string): Promise<readonly (readonly [string, string])[]> {
    const answer = await this.#ask(['config', '--null', '--get-regexp', pattern]);
    if (answer.kind !== 'done' || answer.status !== 0) return [];
    const rows = decodeUtf8(answer.out).text.split('\0');
    return rows.flatMap((row) => {
      const at = row.indexOf('\n');
      return at === -1 ? [] : [[row.slice(0, at), row.slice(at + 1)] as const];
    });
  }

  /** Tags that a commit comes after, the newest first. */
  async tags(commit: string): Promise<readonly { readonly name: string; readonly commit: string }[]> {
    if (commit === EMPTY_TREE) return [];
    const format = '--format=%(objectname) %(*objectname) %(refname)';
    const sorted = ['--sort=-version:refname', '--sort=-creatordate'];
    const answer = await this.#ask(['for-each-ref', format, ...sorted, `--merged=${commit}`, 'refs/tags']);
    return refLines(answer).map(({ name, commit: oid }) => ({ name: name.slice('refs/tags/'.length), commit: oid }));
  }

  /** Where two histories parted. */
  async mergeBase(a: string, b: string): Promise<string | GitFailure> {
    if (a === b) return a;
    const key = `${a} ${b}`;
    const known = this.#mergeBases.get(key);
    if (known !== undefined) return known;
    const answer = await this.#git.run(this.top, ['merge-base', a, b]);
    const [oid] = linesOf(answer);
    if (answer.kind !== 'done') return refusal(answer);
    if (answer.status === 0 && oid !== undefined) {
      this.#mergeBases.set(key, oid);
      return oid;
    }
    if (this.shallow) return failure('shallow', 'the history here is cut off (a shallow clone) before the two meet');
    return failure('no-merge-base', 'the two have no common history');
  }

  /** Parents of a commit, as far as they are here. */
  async parents(commit: string): Promise<readonly string[]> {
    const bytes = await this.#read(commit);
    if (bytes === undefined) return [];
    const head = decodeUtf8(bytes).text.split('\n\n', 1)[0] ?? '';
    return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, oid = '']) => oid);
  }

  /** The day of a commit, where it was made: `2026-12-31`. */
  async date(commit: string): Promise<string | undefined> {
    const bytes = await this.#read(commit);
    const head = bytes === undefined ? '' : (decodeUtf8(bytes).text.split('\n\n', 1)[0] ?? '');
    const [, seconds, sign, hours, minutes] = /^committer .*> (\d+) ([+-])(\d\d)(\d\d)$/m.exec(head) ?? [];
    if (seconds === undefined) return undefined;
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
    const date = new Date((Number(seconds) + offset) * 1000);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
  }

  /** All files of a commit. */
  async tree(commit: string): Promise<TreeEntries | GitFailure> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const answer = await this.#git.run(this.top, ['ls-tree', '-r', '-z', '--full-tree', commit]);
    if (answer.kind !== 'done' || answer.status !== 0) {
      if (answer.kind !== 'done') return refusal(answer);
      return failure('unreadable', `the files of ${commit.slice(0, 10)} are not all here${firstLine(answer.err)}`);
    }
    const entries = readTree(decodeUtf8(answer.out).text);
    this.#trees.set(commit, entries);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > TREES && oldest !== undefined) this.#trees.delete(oldest);
    return entries;
  }

  /** Paths that a sparse checkout leaves out, with the objects of the index: nobody has removed them. */
  leftOut(): Promise<ReadonlyMap<string, string>> {
    this.#leftOut ??= this.#ask(['ls-files', '-t', '-s', '-z', '--full-name']).then((answer) => {
      if (answer.kind !== 'done' || answer.status !== 0) return new Map();
      const records = decodeUtf8(answer.out).text.split('\0');
      return new Map(records.flatMap((it) => leftOutIn(it)));
    });
    return this.#leftOut;
  }

  /** The content of a file. */
  async blob(oid: string): Promise<Uint8Array | undefined> {
    const known = this.#blobs.get(oid);
    if (known !== undefined) return known;
    const bytes = await this.#read(oid);
    if (bytes === undefined) return undefined;
    this.#blobs.set(oid, bytes);
    const [oldest] = this.#blobs.keys();
    if (this.#blobs.size > BLOBS && oldest !== undefined) this.#blobs.delete(oldest);
    return bytes;
  }

  #read(oid: string): Promise<Uint8Array | undefined> {
    this.#objects ??= this.#git.objects(this.top);
    return this.#objects.read(oid);
  }

  /** The way from the top to a place; undefined for a place outside. */
  pathOf(uri: string): string | undefined {
    return relativeUri(this.top, uri);
  }

  watch(changed: () => void): () => void {
    const ends = this.watched.map((directory) => this.#git.watch(directory, changed));
    return () => {
      for (const end of ends) end();
    };
  }

  /** A submodule whose objects are read through this repository: it is closed with it. */
  adopt(module: Repository): void {
    this.#modules.push(module);
  }

  close(): void {
    for (const module of this.#modules.splice(0)) module.close();
    this.#objects?.close();
    this.#objects = undefined;
  }
}

/** Whatever git takes for a commit (gitrevisions(7)), but nothing that begins like an option. */
function isRevision(text: string): boolean {
  return text !== '' && text.length < 1000 && !text.startsWith('-') && !/[\0\n]/.test(text);
}

/**
 * The directory above, or the one given, that has a `.git`: git is asked once for all packages of a repository. `known`: what
 * was found at the same moment for other directories.
 */
export async function nearestGit(
  host: Host,
  directory: string,
  known: Map<string, string | undefined> = new Map(),
): Promise<string | undefined> {
  const asked: string[] = [];
  let found: string | undefined;
  for (let at = directory; ; at = dirname(at)) {
    const isKnown = known.has(at);
    if (!isKnown) asked.push(at);
    found = isKnown ? known.get(at) : (await host.stat(joinUri(at, '.git'))) === undefined ? undefined : at;
    if (isKnown || found !== undefined || dirname(at) === at) break;
  }
  for (const at of asked) known.set(at, found);
  return found;
}

async function nearestDirectory(host: Host, uri: string): Promise<string | undefined> {
  for (let at = uri; ; at = dirname(at)) {
    const stat = await host.stat(at);
    if (stat?.kind === 'directory') return at;
    if (dirname(at) === at) return undefined;
  }
}

function refusal(answer: GitAnswer): GitFailure {
  if (answer.kind === 'missing') return failure('no-git', 'there is no git on this machine');
  if (answer.kind !== 'done') return failure('timeout', 'git took too long');
  if (answer.err.includes('dubious ownership')) {
    const command = /git config --global --add safe\.directory \S+/.exec(answer.err)?.[0];
    const hint = command === undefined ? '' : `; if you trust it: \`${command}\``;
    return failure('dubious-ownership', `the repository belongs to another user, and git refuses to read it${hint}`);
  }
  if (answer.err.includes('must be run in a work tree')) {
    const message = 'this is a bare repository (or the inside of a `.git`), which has no files to compare';
    return failure('bare', `${message}: check it out, for example with \`git worktree add\``);
  }
  if (answer.err.includes('not a git repository')) return failure('no-repository', 'this is not in a git repository');
  return failure('unreadable', `git cannot read the repository${firstLine(answer.err)}`);
}

function firstLine(err: string): string {
  const line = err.split('\n', 1)[0]?.trim() ?? '';
  return line === '' ? '' : `: ${line}`;
}

function linesOf(answer: GitAnswer): string[] {
  if (answer.kind !== 'done') return [];
  const { text } = decodeUtf8(answer.out);
  return text.split('\n').filter((line) => line !== '');
}

/** `S <mode> <object> <stage>\t<path>`, where `S` says that it is left out. */
function leftOutIn(record: string): [path: string, oid: string][] {
  const [, oid, path] = /^S \d+ ([0-9a-f]+) \d\t(.+)$/s.exec(record) ?? [];
  return oid === undefined || path === undefined ? [] : [[path, oid]];
}

/** `<object> <object behind a tag> <name>` */
function refLines(answer: GitAnswer): { name: string; commit: string }[] {
  return linesOf(answer).flatMap((line) => {
    const [object = '', behind = '', ...name] = line.split(' ');
    return [{ name: name.join(' '), commit: behind === '' ? object : behind }];
  });
}

/** `<mode> <type> <object>\t<path>\0`… */
function readTree(text: string): TreeEntries {
  const entries = new Map<string, TreeEntry>();
  for (const record of text.split('\0')) {
    const tab = record.indexOf('\t');
    const [mode, type, oid = ''] = record.slice(0, tab).split(' ');
    if (tab === -1 || (type !== 'blob' && type !== 'commit')) continue;
    const kind = type === 'commit' ? 'module' : mode === '120000' ? 'link' : 'file';
    entries.set(record.slice(tab + 1), { kind, oid });
  }
  return entries;
}

/** A directory without the way from the top that git says led there; undefined when a symbolic link led elsewhere. */
function above(directory: string, prefix: string): string | undefined {
  let at = directory;
  for (const name of prefix
    .split('/')
    .filter((it) => it !== '')
    .reverse()) {
    if (basename(at) !== name) return undefined;
    at = dirname(at);
  }
  return at;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-zA-Z]:/.test(path);
}

/** Git writes `/` on every system; a drive needs one before it. */
function fromPath(path: string): string {
  const slashed = path.startsWith('/') ? path : `/${path}`;
  return joinUri('file:///', slashed);
}
