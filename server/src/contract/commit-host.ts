// The files of one commit as a host, so that an old version of a workspace is read like the current one.

import { encodeUtf8 } from '../base/encode.ts';
import type { Clock } from '../base/task.ts';
import { joinUri, parseUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { DirectoryEntry, FileStat, Host } from '../workspace/host.ts';
import { storedObject } from '../workspace/lfs.ts';
import type { Repository, TreeEntries } from './git.ts';

/** `wit-base:/<commit>/<path>`: also the address of old versions in clients. */
export const BASE_SCHEME = 'wit-base';

const MAX_LINKS = 40;

export function baseUri(commit: string, path: string): string {
  return joinUri(`${BASE_SCHEME}:/`, commit, path);
}

/** The commit and path of a base URI; undefined for every other. */
export function parseBaseUri(uri: string): { readonly commit: string; readonly path: string } | undefined {
  const { scheme, path } = parseUri(uri);
  const match = scheme === BASE_SCHEME ? /^\/([0-9a-f]{40,64})(?:\/(.*))?$/s.exec(path) : null;
  return match?.[1] === undefined ? undefined : { commit: match[1], path: match[2] ?? '' };
}

export class GitTreeHost implements Host {
  readonly clock: Clock;
  readonly tracked = true;
  readonly #repository: Repository;
  readonly #commit: string;
  readonly #entries: TreeEntries;
  readonly #disk: Host;
  /** Names in each directory. */
  readonly #directories = new Map<string, Set<string>>([['', new Set()]]);
  readonly #held = new Map<string, string | Uint8Array>();
  /** Set when something that the commit has could not be read: a partial clone without it. */
  incomplete = false;

  /** `disk`: where the repository is. */
  constructor(repository: Repository, commit: string, entries: TreeEntries, disk: Host) {
    this.#disk = disk;
    this.#repository = repository;
    this.#commit = commit;
    this.#entries = entries;
    this.clock = disk.clock;
    for (const path of entries.keys()) this.#addParents(path);
  }

  #addParents(path: string): void {
    for (let at = path; at !== ''; ) {
      const slash = at.lastIndexOf('/');
      const parent = slash === -1 ? '' : at.slice(0, slash);
      const names = this.#directories.get(parent);
      const name = at.slice(slash + 1);
      if (names?.has(name) === true) return;
      if (names === undefined) this.#directories.set(parent, new Set([name]));
      else names.add(name);
      at = parent;
    }
  }

  /** What an object holds, so that git need not be asked. */
  hold(oid: string, content: string | Uint8Array): void {
    this.#held.set(oid, content);
  }

  async readFile(uri: string): Promise<Uint8Array | undefined> {
    const path = await this.#resolve(uri);
    const entry = path === undefined ? undefined : this.#entries.get(path);
    if (entry?.kind !== 'file') return undefined;
    const held = this.#held.get(entry.oid);
    if (held !== undefined) return typeof held === 'string' ? encodeUtf8(held) : held;
    const bytes = await (entry.from ?? this.#repository).blob(entry.oid);
    if (bytes === undefined) this.incomplete = true;
    return bytes;
  }

  async lfsObject(uri: string, object: string): Promise<Uint8Array | undefined> {
    const path = await this.#resolve(uri);
    const from = path === undefined ? undefined : this.#entries.get(path)?.from;
    return storedObject(this.#disk, (from ?? this.#repository).top, object);
  }

  async readDirectory(uri: string): Promise<readonly DirectoryEntry[] | undefined> {
    const path = await this.#resolve(uri);
    const names = path === undefined ? undefined : this.#directories.get(path);
    if (path === undefined || names === undefined) return undefined;
    return Promise.all(
      [...names].map(async (name) => {
        const place = path === '' ? name : `${path}/${name}`;
        const kind = (await this.#kind(place)) ?? 'other';
        return this.#entries.get(place)?.kind === 'link' ? { name, kind, link: true as const } : { name, kind };
      }),
    );
  }

  async stat(uri: string): Promise<FileStat | undefined> {
    const path = await this.#resolve(uri);
    const kind = path === undefined ? undefined : await this.#kind(path);
    // A commit never changes.
    return kind === undefined ? undefined : { kind, size: 0, modified: 0 };
  }

  async realPath(uri: string): Promise<string | undefined> {
    const path = await this.#resolve(uri);
    return path === undefined ? undefined : baseUri(this.#commit, path);
  }

  async #kind(path: string): Promise<'file' | 'directory' | undefined> {
    const real = await this.#follow(path, 0);
    if (real === undefined) return undefined;
    return this.#directories.has(real) ? 'directory' : 'file';
  }

  #resolve(uri: string): Promise<string | undefined> {
    const parsed = parseBaseUri(uri);
    if (parsed === undefined || parsed.commit !== this.#commit) return Promise.resolve(undefined);
    return this.#follow(parsed.path.replace(/\/$/, ''), 0);
  }

  /** The path without symbolic links; undefined for what is not there or leads out of the repository. */
  async #follow(path: string, links: number): Promise<string | undefined> {
    if (links > MAX_LINKS) return undefined;
    if (this.#directories.has(path)) return path;
    const entry = this.#entries.get(path);
    if (entry?.kind === 'file') return path;
    const slash = path.lastIndexOf('/');
    const parent = slash === -1 ? '' : path.slice(0, slash);
    if (entry?.kind === 'link') {
      const target = await (entry.from ?? this.#repository).blob(entry.oid);
      if (target === undefined) return undefined;
      const next = join(parent, decodeUtf8(target).text);
      return next === undefined ? undefined : this.#follow(next, links + 1);
    }
    if (path === '') return undefined;
    const real = await this.#follow(parent, links);
    if (real === undefined || real === parent) return undefined;
    return this.#follow(real === '' ? path.slice(slash + 1) : `${real}/${path.slice(slash + 1)}`, links + 1);
  }
}

/** A relative path from a directory; undefined when it leaves the top. */
function join(directory: string, path: string): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
