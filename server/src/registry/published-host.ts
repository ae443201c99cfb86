// Published versions as files that can be read like any other: `wit-registry:/HOST/REPOSITORY/VERSION/NAME.wit`.

import { encodeUtf8 } from '../base/encode.ts';
import type { Clock } from '../base/task.ts';
import { dirname, joinUri, parseUri } from '../base/uri.ts';
import type { DirectoryEntry, FileStat, Host } from '../workspace/host.ts';

export const REGISTRY_SCHEME = 'wit-registry';

/** `version`: or another tag. */
export function publishedUri(host: string, repository: string, version: string): string {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return joinUri(`${REGISTRY_SCHEME}:/`, host, repository, version, `${name}.wit`);
}

/** What a URI of a published version names; undefined for every other. */
export function parsePublishedUri(
  uri: string,
): { readonly host: string; readonly repository: string; readonly version: string } | undefined {
  const { scheme, path } = parseUri(uri);
  const [, host, repository, version] =
    scheme === REGISTRY_SCHEME ? (/^\/([^/]+)\/(.+)\/([^/]+)\/[^/]+\.wit$/.exec(path) ?? []) : [];
  return host === undefined || repository === undefined || version === undefined
    ? undefined
    : { host, repository, version };
}

export class PublishedHost implements Host {
  readonly clock: Clock;
  readonly #texts: ReadonlyMap<string, string>;

  /** `texts`: by the URI of the file. */
  constructor(clock: Clock, texts: ReadonlyMap<string, string>) {
    this.clock = clock;
    this.#texts = texts;
  }

  async readFile(uri: string): Promise<Uint8Array | undefined> {
    const text = this.#texts.get(uri);
    return text === undefined ? undefined : encodeUtf8(text);
  }

  async readDirectory(uri: string): Promise<readonly DirectoryEntry[] | undefined> {
    const inside = [...this.#texts.keys()].filter((it) => dirname(it) === uri);
    return inside.length === 0
      ? undefined
      : inside.map((it) => ({ name: it.slice(it.lastIndexOf('/') + 1), kind: 'file' as const }));
  }

  async stat(uri: string): Promise<FileStat | undefined> {
    const text = this.#texts.get(uri);
    if (text !== undefined) return { kind: 'file', size: text.length, modified: 0 };
    return [...this.#texts.keys()].some((it) => it.startsWith(`${uri}/`))
      ? { kind: 'directory', size: 0, modified: 0 }
      : undefined;
  }

  async realPath(uri: string): Promise<string | undefined> {
    return (await this.stat(uri)) === undefined ? undefined : uri;
  }
}
