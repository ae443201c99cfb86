// One name for each file, however many ways lead to it: its real path. What the file system says is remembered, so that names
// that were asked about before can be had without waiting.

import { basename, dirname, joinUri } from '../base/uri.ts';
import type { Host } from './host.ts';

/** By their endings files are taken for what they are. */
const FILES: ReadonlySet<string> = new Set(['.wit', '.wasm', '.wat', '.wac']);

/** Maximum number of cached paths; then all are looked up again. */
const MAX_KNOWN = 50_000;

export class Identities {
  readonly #host: Host;
  /** Ways that lead elsewhere, by their spelling. */
  readonly #elsewhere = new Map<string, string>();
  /** Spellings that were looked at since the disk last changed. */
  #fresh = new Set<string>();
  /** What `known` answered since a way last changed. */
  #answers = new Map<string, string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** As far as it is known by now; a path that was not looked up stands for itself. */
  known(uri: string): string {
    // Most workspaces have no link at all.
    if (this.#elsewhere.size === 0) return uri;
    let answer = this.#answers.get(uri);
    if (answer === undefined) {
      answer = this.#search(uri);
      if (this.#answers.size >= MAX_KNOWN) this.#answers.clear();
      this.#answers.set(uri, answer);
    }
    return answer;
  }

  #search(uri: string): string {
    const names: string[] = [];
    for (let at = uri; ; ) {
      const real = this.#elsewhere.get(at);
      if (real !== undefined) return names.length === 0 ? real : joinUri(real, ...names);
      const above = dirname(at);
      if (above === at) return uri;
      names.unshift(basename(at));
      at = above;
    }
  }

  /** Asks the disk. A file that is not there yet is where its directory is. */
  async of(uri: string): Promise<string> {
    if (this.#fresh.has(uri)) return this.known(uri);
    const real = await this.#real(uri);
    if (real !== this.known(uri)) this.#answers.clear();
    if (real === uri) this.#elsewhere.delete(uri);
    else this.#elsewhere.set(uri, real);
    if (this.#fresh.size >= MAX_KNOWN) this.#fresh.clear();
    this.#fresh.add(uri);
    return real;
  }

  async #real(uri: string): Promise<string> {
    const names: string[] = [];
    for (let at = uri; ; ) {
      const above = dirname(at);
      // Nothing of the way exists: it is a document of an editor alone.
      if (above === at) return uri;
      const real = await this.#host.realPath(at);
      if (real !== undefined) return names.length === 0 ? this.#fileName(uri, real) : joinUri(real, ...names);
      names.unshift(basename(at));
      at = above;
    }
  }

  /** A link to a file that is not called `.wit` is what makes WIT of it: it keeps its own name. */
  async #fileName(uri: string, real: string): Promise<string> {
    const extension = /\.[a-z]+$/.exec(uri)?.[0] ?? '';
    if (!FILES.has(extension) || real.endsWith(extension)) return real;
    if ((await this.#host.stat(real))?.kind !== 'file') return real;
    const directory = await this.#host.realPath(dirname(uri));
    return directory === undefined ? real : joinUri(directory, basename(uri));
  }

  /** Links may lead elsewhere now. Known identities hold until the next lookup. */
  doubt(): void {
    this.#fresh = new Set();
  }
}
