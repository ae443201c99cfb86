// The `.wac` files of the folders, on the disk and open: they are among those who depend on contracts.

import { relativeUri } from '../base/uri.ts';
import { type CompositionFile, findCompositions } from '../workspace/compositions.ts';
import type { Host } from '../workspace/host.ts';
import type { OpenTexts } from './open-texts.ts';

interface NamedText {
  readonly name: string;
  readonly text: string;
}

export class CompositionFiles {
  readonly #host: Host;
  readonly #folders: () => readonly string[];
  readonly #open: OpenTexts;
  #files: readonly CompositionFile[] = [];
  #told: readonly NamedText[] = [];

  constructor(host: Host, folders: () => readonly string[], open: OpenTexts) {
    this.#host = host;
    this.#folders = folders;
    this.#open = open;
  }

  /** Looks at the disk again. */
  async look(): Promise<void> {
    this.#files = await findCompositions(this.#host, this.#folders());
  }

  /** As people have them; the same array for as long as they say the same. */
  texts(): readonly NamedText[] {
    const texts = new Map(this.#files.map(({ uri, text }) => [uri, text]));
    for (const uri of this.#open.uris) texts.set(uri, this.#open.lines(uri)?.text ?? '');
    const now = [...texts].map(([uri, text]) => ({ name: this.#nameOf(uri), text }));
    const told = this.#told;
    const isSame =
      now.length === told.length && now.every((it, at) => it.name === told[at]?.name && it.text === told[at].text);
    if (!isSame) this.#told = now;
    return this.#told;
  }

  #nameOf(uri: string): string {
    for (const folder of this.#folders()) {
      const way = relativeUri(folder, uri);
      if (way !== undefined) return way;
    }
    return uri;
  }
}
