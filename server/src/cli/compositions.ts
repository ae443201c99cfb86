// The `.wac` files at the paths of a command, which are among those who depend on what changed.

import path from 'node:path';
import { joinUri } from '../base/uri.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { CompositionText } from '../features/contracts/dependents.ts';
import { pathToUri } from '../hosts/node.ts';
import type { Io } from './io.ts';
import { shownPath } from './report.ts';

/** Directories that are looked into; a tree that is larger is not one of sources. */
const DIRECTORIES = 20_000;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'target', '.git', '.hg', 'deps']);

export async function compositionsAt({ host, cwd }: Io, paths: readonly string[]): Promise<readonly CompositionText[]> {
  const found: CompositionText[] = [];
  const waiting = paths.map((it) => pathToUri(path.resolve(cwd, it)));
  let seen = 0;
  for (let at = waiting.pop(); at !== undefined && seen < DIRECTORIES; at = waiting.pop(), seen++) {
    for (const { name, kind } of (await host.readDirectory(at)) ?? []) {
      const uri = joinUri(at, name);
      if (kind === 'directory' && !SKIPPED.has(name)) waiting.push(uri);
      if (kind !== 'file' || !name.endsWith('.wac')) continue;
      const bytes = await host.readFile(uri);
      if (bytes !== undefined) found.push({ name: shownPath(uri, cwd), text: decodeUtf8(bytes).text });
    }
  }
  return found;
}
