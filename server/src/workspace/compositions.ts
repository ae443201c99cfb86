// The `.wac` files below directories: compositions, which are among those who depend on a contract.

import { joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Host } from './host.ts';

export interface CompositionFile {
  readonly uri: string;
  readonly text: string;
}

/** Directories that are looked into; a tree that is larger is not one of sources. */
const DIRECTORIES = 20_000;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'target', '.git', '.hg', 'deps']);

/** In the order of their paths. */
export async function findCompositions(
  host: Host,
  directories: readonly string[],
): Promise<readonly CompositionFile[]> {
  const found = new Map<string, CompositionFile>();
  const waiting = [...directories];
  let seen = 0;
  for (let at = waiting.pop(); at !== undefined && seen < DIRECTORIES; at = waiting.pop(), seen++) {
    for (const { name, kind, link } of (await host.readDirectory(at)) ?? []) {
      const uri = joinUri(at, name);
      // A link may lead back up.
      if (kind === 'directory' && link !== true && !SKIPPED.has(name)) waiting.push(uri);
      if (kind !== 'file' || !name.endsWith('.wac')) continue;
      const bytes = await host.readFile(uri);
      if (bytes !== undefined) found.set(uri, { uri, text: decodeUtf8(bytes).text });
    }
  }
  return [...found.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
}
