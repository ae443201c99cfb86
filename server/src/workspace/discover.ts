// Which files are one package, as the reference finds them (`resolve/fs.rs`): the `*.wit` of a directory, and in its
// `deps/` one group per entry. Names in `deps/` carry no meaning; nothing below an entry of `deps/` is looked at.

import { basename, dirname, joinUri } from '../base/uri.ts';
import type { DirectoryEntry } from './host.ts';
import type { DependencyGroup, PackageRoot } from './package-folders.ts';

/** Lists a directory; undefined when there is none. */
export type List = (uri: string) => Promise<readonly DirectoryEntry[] | undefined>;

/** The directory whose package this file belongs to, whether or not it is there. */
export function rootDirectoryOf(uri: string): string {
  const parent = dirname(uri);
  if (isDeps(parent)) return dirname(parent);
  const grandparent = dirname(parent);
  return isDeps(grandparent) && grandparent !== parent ? dirname(grandparent) : parent;
}

function isDeps(uri: string): boolean {
  return basename(uri) === 'deps';
}

/** Is this a name of a file of a package? Case matters, and a name may be nothing but the ending. */
export function isWitName(name: string): boolean {
  return name.endsWith('.wit');
}

/** The package of a directory; without files when there are none. */
export async function loadRoot(directory: string, list: List): Promise<PackageRoot> {
  const [files, deps] = await Promise.all([witFiles(directory, list), loadDeps(joinUri(directory, 'deps'), list)]);
  return { uri: directory, kind: 'directory', files: files ?? [], deps };
}

/** A file that is a package of its own, with no regard for its neighbours. */
export function fileRoot(uri: string): PackageRoot {
  return { uri, kind: 'file', files: [uri], deps: [] };
}

async function witFiles(directory: string, list: List): Promise<string[] | undefined> {
  const entries = await list(directory);
  const names = entries?.filter((entry) => entry.kind !== 'directory' && isWitName(entry.name));
  return names
    ?.map((entry) => entry.name)
    .sort(byCodePoints)
    .map((name) => joinUri(directory, name));
}

async function loadDeps(deps: string, list: List): Promise<DependencyGroup[]> {
  const entries = await list(deps);
  if (entries === undefined) return [];
  const sorted = [...entries].sort((a, b) => byCodePoints(a.name, b.name));
  const groups = await Promise.all(sorted.map((entry) => dependencyGroup(joinUri(deps, entry.name), entry, list)));
  return groups.filter((group) => group !== undefined);
}

async function dependencyGroup(uri: string, entry: DirectoryEntry, list: List): Promise<DependencyGroup | undefined> {
  if (entry.kind === 'directory') return { uri, kind: 'directory', files: (await witFiles(uri, list)) ?? [] };
  // The extension of `.wit` is none: it is a name that begins with a dot.
  const extension = /[^/]\.([^.]*)$/s.exec(entry.name)?.[1];
  if (extension === 'wit') return { uri, kind: 'file', files: [uri] };
  return extension === 'wasm' || extension === 'wat' ? { uri, kind: 'binary', files: [uri] } : undefined;
}

/** As the reference sorts paths: by their bytes. Comparing code points gives the same order, comparing `<` does not. */
export function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    const surrogates = ((x & 0xf800) === 0xd800) !== ((y & 0xf800) === 0xd800);
    return surrogates ? ((x & 0xf800) === 0xd800 ? 1 : -1) : x - y;
  }
  return a.length - b.length;
}
