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

const DEPS = 'deps';

function isDeps(uri: string): boolean {
  return basename(uri) === DEPS;
}

/** Is this a name of a file of a package? Case matters, and a name may be nothing but the ending. */
export function isWitName(name: string): boolean {
  return name.endsWith('.wit');
}

/** Is this a name of a composition? */
export function isWacName(name: string): boolean {
  return name.endsWith('.wac');
}

/** What a package is read from. */
export interface Disk {
  readonly list: List;
  /** Where a link leads. */
  readonly identify: (link: string) => Promise<string>;
  /** Is a file in place of a directory the text of a link? */
  readonly textKind: (file: string) => Promise<'file' | 'link-as-text'>;
}

/** The package of a directory; without files when there are none. Files are known by their real paths. */
export async function loadRoot(directory: string, disk: Disk): Promise<PackageRoot> {
  const entries = (await disk.list(directory)) ?? [];
  const files = await witFiles(directory, entries, disk);
  const deps = entries.find((entry) => entry.name === DEPS);
  const loaded = await loadDeps(directory, deps, disk);
  return { uri: directory, kind: 'directory', files, ...loaded };
}

/** A file that is a package of its own, with no regard for its neighbours. */
export function fileRoot(uri: string): PackageRoot {
  return { uri, kind: 'file', files: [uri], deps: [] };
}

/** Sorted by the names that they have here, wherever links lead. */
async function witFiles(directory: string, entries: readonly DirectoryEntry[], disk: Disk): Promise<string[]> {
  const own = entries.filter((entry) => entry.kind !== 'directory' && isWitName(entry.name));
  own.sort((a, b) => byCodePoints(a.name, b.name));
  return Promise.all(own.map((entry) => place(directory, entry, disk)));
}

async function place(directory: string, { name, link }: DirectoryEntry, disk: Disk): Promise<string> {
  const uri = joinUri(directory, name);
  return link === true ? disk.identify(uri) : uri;
}

type Loaded = Pick<PackageRoot, 'deps' | 'depsFaults'>;

async function loadDeps(root: string, deps: DirectoryEntry | undefined, disk: Disk): Promise<Loaded> {
  // A dead link in place of `deps/` is no `deps/`.
  if (deps === undefined || deps.kind === 'other') return { deps: [] };
  const uri = joinUri(root, DEPS);
  if (deps.kind === 'file') return { deps: [], depsFaults: [{ uri, kind: await disk.textKind(uri) }] };
  const entries = (await disk.list(await place(root, deps, disk))) ?? [];
  const dead = entries.filter((entry) => entry.kind === 'other' && entry.link === true);
  const depsFaults = dead.map((entry) => ({ uri: joinUri(uri, entry.name), kind: 'dead-link' as const }));
  const sorted = entries.filter((it) => !dead.includes(it)).sort((a, b) => byCodePoints(a.name, b.name));
  const directory = await place(root, deps, disk);
  const groups = await Promise.all(
    sorted.map((entry) => dependencyGroup(joinUri(root, DEPS, entry.name), directory, entry, disk)),
  );
  return { deps: groups.filter((group) => group !== undefined), depsFaults };
}

/** `uri`: as the root sees it; `directory`: where `deps/` really is. */
async function dependencyGroup(
  uri: string,
  directory: string,
  entry: DirectoryEntry,
  disk: Disk,
): Promise<DependencyGroup | undefined> {
  const real = await place(directory, entry, disk);
  if (entry.kind === 'directory')
    return { uri, kind: 'directory', files: await witFiles(real, (await disk.list(real)) ?? [], disk) };
  // The extension of `.wit` is none: it is a name that begins with a dot.
  const extension = /[^/]\.([^.]*)$/s.exec(entry.name)?.[1];
  if (extension === 'wit') return { uri, kind: 'file', files: [real] };
  return extension === 'wasm' || extension === 'wat' ? { uri, kind: 'binary', files: [real] } : undefined;
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
