// A disk as Windows has it: names are found in any case, and keep the one that they were written with.

import { dirname, normalizeUri } from '../../server/src/base/uri.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';

export class FoldingHost extends MemoryHost {
  /** What is really there, by its folded spelling. */
  readonly #real = new Map<string, string>();

  constructor(files: Readonly<Record<string, string>>) {
    super(files);
    for (const uri of Object.keys(files)) this.#remember(normalizeUri(uri));
  }

  override write(uri: string, content: string | Uint8Array): void {
    super.write(uri, content);
    // Also called by the constructor of the host, when there is nothing to remember it in.
    if (#real in this) this.#remember(normalizeUri(uri));
  }

  override readFile(uri: string): Promise<Uint8Array | undefined> {
    return super.readFile(this.#found(uri));
  }

  override readDirectory(uri: string): ReturnType<MemoryHost['readDirectory']> {
    return super.readDirectory(this.#found(uri));
  }

  override stat(uri: string): ReturnType<MemoryHost['stat']> {
    return super.stat(this.#found(uri));
  }

  override realPath(uri: string): Promise<string | undefined> {
    return super.realPath(this.#found(uri));
  }

  #found(uri: string): string {
    const normal = normalizeUri(uri);
    return this.#real.get(folded(normal)) ?? normal;
  }

  #remember(uri: string): void {
    let at = uri;
    while (!this.#real.has(folded(at))) {
      this.#real.set(folded(at), at);
      const parent = dirname(at);
      if (parent === at) return;
      at = parent;
    }
  }
}

function folded(uri: string): string {
  return decodeURIComponent(uri).toLowerCase();
}
