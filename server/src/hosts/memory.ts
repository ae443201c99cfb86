// Files that exist only in memory, for tests and for everything else that has no disk. Links are followed as a disk's are.

import { encodeUtf8 } from '../base/encode.ts';
import type { Clock } from '../base/task.ts';
import { dirname, normalizeUri } from '../base/uri.ts';
import type { DirectoryEntry, FileKind, FileStat, Host } from '../workspace/host.ts';

type Entry = { readonly kind: 'file'; readonly bytes: Uint8Array } | { readonly kind: 'link'; readonly target: string };

const MAX_LINKS = 40;

/** Time that passes only while something waits. */
export class StepClock implements Clock {
  time = 0;
  pauses = 0;

  now(): number {
    return this.time;
  }

  async pause(): Promise<void> {
    this.pauses++;
  }
}

export class MemoryHost implements Host {
  readonly clock: Clock;
  /** How often files were read, by URI. */
  readonly reads = new Map<string, number>();
  readonly #entries = new Map<string, Entry>();
  #modified = 0;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, clock: Clock = new StepClock()) {
    this.clock = clock;
    for (const [uri, content] of Object.entries(files)) this.write(uri, content);
  }

  write(uri: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? encodeUtf8(content) : content;
    this.#entries.set(normalizeUri(uri), { kind: 'file', bytes });
    this.#modified++;
  }

  /** A symbolic link; `target` is a URI, which need not exist. */
  link(uri: string, target: string): void {
    this.#entries.set(normalizeUri(uri), { kind: 'link', target: normalizeUri(target) });
  }

  delete(uri: string): void {
    this.#entries.delete(normalizeUri(uri));
    this.#modified++;
  }

  async readFile(uri: string): Promise<Uint8Array | undefined> {
    const real = this.#resolve(normalizeUri(uri));
    const entry = real === undefined ? undefined : this.#entries.get(real);
    if (entry?.kind !== 'file') return undefined;
    this.reads.set(normalizeUri(uri), (this.reads.get(normalizeUri(uri)) ?? 0) + 1);
    return entry.bytes;
  }

  async readDirectory(uri: string): Promise<readonly DirectoryEntry[] | undefined> {
    const real = this.#resolve(normalizeUri(uri));
    if (real === undefined || this.#kind(real) !== 'directory') return undefined;
    const prefix = real.endsWith('/') ? real : `${real}/`;
    const names = new Set<string>();
    for (const key of this.#entries.keys()) {
      if (key.startsWith(prefix)) names.add(key.slice(prefix.length).split('/')[0] ?? '');
    }
    return [...names].map((name) => {
      const inner = this.#resolve(prefix + name);
      const kind = inner === undefined ? 'other' : this.#kind(inner);
      const link = this.#entries.get(prefix + name)?.kind === 'link';
      return { name: decodeURIComponent(name), kind, ...(link ? { link } : {}) };
    });
  }

  async stat(uri: string): Promise<FileStat | undefined> {
    const real = this.#resolve(normalizeUri(uri));
    if (real === undefined) return undefined;
    const entry = this.#entries.get(real);
    const size = entry?.kind === 'file' ? entry.bytes.length : 0;
    return { kind: this.#kind(real), size, modified: this.#modified };
  }

  async realPath(uri: string): Promise<string | undefined> {
    return this.#resolve(normalizeUri(uri));
  }

  #kind(real: string): FileKind {
    if (this.#entries.has(real)) return 'file';
    return this.#isDirectory(real) ? 'directory' : 'other';
  }

  #isDirectory(uri: string): boolean {
    const prefix = uri.endsWith('/') ? uri : `${uri}/`;
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) return true;
    return false;
  }

  /** Follows links in every part of the way. Undefined for what does not exist. */
  #resolve(uri: string, links = 0): string | undefined {
    if (links > MAX_LINKS) return undefined;
    const entry = this.#entries.get(uri);
    if (entry?.kind === 'file') return uri;
    if (entry?.kind === 'link') return this.#resolve(entry.target, links + 1);
    const parent = dirname(uri);
    if (parent === uri) return uri;
    const realParent = this.#resolve(parent, links);
    if (realParent === undefined) return undefined;
    const prefix = parent.endsWith('/') ? parent : `${parent}/`;
    const here = `${realParent.endsWith('/') ? realParent : `${realParent}/`}${uri.slice(prefix.length)}`;
    if (here !== uri) return this.#resolve(here, links + 1);
    return this.#isDirectory(uri) ? uri : undefined;
  }
}
