// Which packages have in an old version the files that they have now, told from object ids: nothing of them is read. What they
// refer to may have changed (touched.ts).

import { joinUri, relativeUri } from '../base/uri.ts';
import { sourcesOf } from '../model/source.ts';
import type { Git, Host } from '../workspace/host.ts';
import { namesDependencies } from '../workspace/manifests.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import { referencedKeys } from '../workspace/package-sources.ts';
import { filesOf, type Snapshot } from '../workspace/snapshot.ts';
import type { TreeEntries } from './git.ts';
import { isPlain } from './touched.ts';

/** Takes what an object is known to hold. */
export type Hold = (oid: string, content: string | Uint8Array) => void;

/** What is there now, and where its top is. */
export interface Now {
  readonly snapshot: Snapshot;
  readonly top: string;
  readonly host: Host;
  readonly git: Pick<Git, 'blobId'>;
}

/**
 * Roots whose own files and `deps/` are the same, by their places. What they name elsewhere may have changed. `hold` is told the
 * contents of their objects.
 */
export async function sameFiles(entries: TreeEntries, now: Now, hold: Hold): Promise<ReadonlyMap<string, PackageRoot>> {
  const old = filesByPlace(entries);
  const manifests = new Manifests(entries, now);
  const same = new Map<string, PackageRoot>();
  for (const root of now.snapshot.workRoots) {
    const place = relativeUri(now.top, root.uri);
    const before = place === undefined ? undefined : old.get(place);
    if (place === undefined || before === undefined || !isPlain(root)) continue;
    const contents = sameContents(root, before, now);
    if (contents === undefined || !(await manifests.areSame(place))) continue;
    same.set(place, root);
    for (const [oid, content] of contents) hold(oid, content);
  }
  return same;
}

/** `ns:name` of every package that the files of a root, or of its `deps/`, refer to or declare. */
export function namedBy(snapshot: Snapshot, root: PackageRoot): ReadonlySet<string> {
  const { groups } = snapshot.semantics.environment(root);
  const keys = groups.flatMap(sourcesOf).flatMap((it) => [it.key, ...referencedKeys(it)]);
  return new Set(keys.map((key) => key.split('@', 1)[0] ?? key));
}

/** What the files of a root hold, by object ids; undefined where one is another, or there is one more or less. */
function sameContents(
  root: PackageRoot,
  before: ReadonlyMap<string, string>,
  { snapshot, top, git }: Now,
): ReadonlyMap<string, string | Uint8Array> | undefined {
  const files = filesOf(root);
  if (files.length !== before.size) return undefined;
  const found = new Map<string, string | Uint8Array>();
  for (const uri of files) {
    const oid = before.get(relativeUri(top, uri) ?? '');
    const file = oid === undefined ? undefined : snapshot.file(uri);
    if (oid === undefined || file === undefined) return undefined;
    const content = file.bytes ?? (file.fault === undefined ? file.items.text : undefined);
    if (content === undefined || git.blobId(content, oid.length) !== oid) return undefined;
    found.set(oid, content);
  }
  return found;
}

/** Paths and object ids of the files that packages may be read from, by the place of the package; without those with links. */
function filesByPlace(entries: TreeEntries): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  const odd = new Set<string>();
  for (const [path, { kind, oid }] of entries) {
    const deps = `/${path}`.indexOf('/deps/');
    const directory = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    const place = deps === -1 ? directory : path.slice(0, Math.max(deps - 1, 0));
    if (kind !== 'file') {
      odd.add(place);
      continue;
    }
    if (!(deps === -1 ? /\.wit$/ : /\.(?:wit|wasm|wat)$/).test(path)) continue;
    const files = found.get(place) ?? new Map<string, string>();
    found.set(place, files.set(path, oid));
  }
  for (const place of odd) found.delete(place);
  return found;
}

/** Manifests of the old version on the way to packages: what they say may be about these. */
class Manifests {
  readonly #now: Now;
  readonly #old = new Map<string, { readonly path: string; readonly oid: string }[]>();
  readonly #same = new Map<string, Promise<boolean>>();

  constructor(entries: TreeEntries, now: Now) {
    this.#now = now;
    for (const [path, { oid }] of entries) {
      const slash = path.lastIndexOf('/');
      if (!namesDependencies(path.slice(slash + 1))) continue;
      const directory = path.slice(0, Math.max(slash, 0));
      this.#old.set(directory, [...(this.#old.get(directory) ?? []), { path, oid }]);
    }
  }

  async areSame(place: string): Promise<boolean> {
    for (let at = place; ; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
      for (const { path, oid } of this.#old.get(at) ?? []) {
        const asked = this.#same.get(path) ?? this.#isSame(path, oid);
        this.#same.set(path, asked);
        if (!(await asked)) return false;
      }
      if (at === '') return true;
    }
  }

  async #isSame(path: string, oid: string): Promise<boolean> {
    const { host, git, top } = this.#now;
    const bytes = await host.readFile(joinUri(top, path));
    return bytes !== undefined && git.blobId(bytes, oid.length) === oid;
  }
}
