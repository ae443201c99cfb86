// A package that lies elsewhere in the workspace, brought to where the toolchain looks: copied to `deps/` with what it needs, or
// named by a path in a manifest, from which the package tool copies it.

import type { Span } from '../../base/text.ts';
import { basename, joinUri } from '../../base/uri.ts';
import type { Diagnostic } from '../../check/diagnostic.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import { type PackageSource, packageReferences, sourcesOf } from '../../model/source.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { type ManifestEdit, type PackageLocation, pathEntries } from './path-entry.ts';
import type { ManifestText } from './status.ts';

export interface BringAction {
  readonly title: string;
  readonly diagnostic: Diagnostic;
  readonly creates: readonly { readonly uri: string; readonly text: string }[];
  /** In a file that the snapshot does not have. */
  readonly manifest?: ManifestEdit;
}

/** A package and the directory or file that it lies in. */
interface Place {
  readonly source: PackageSource;
  readonly root: PackageRoot;
}

/** For each package that is taken from the workspace where the span touches. */
export function bringActions(
  snapshot: Snapshot,
  uri: string,
  span: Span,
  manifests: readonly ManifestText[],
): readonly BringAction[] {
  const root = snapshot.rootOf(uri);
  if (root?.kind !== 'directory') return [];
  const found = snapshot
    .diagnostics(uri)
    .filter((it) => it.code === 'package/resolved-from-workspace')
    .filter((it) => it.span.start <= span.end && span.start <= it.span.end);
  return found.flatMap((diagnostic) => {
    const place = placeOfPackage(snapshot, diagnostic.related[0]);
    if (place === undefined) return [];
    const shown = `\`${packageKey(place.source.id)}\``;
    const places = withNeeded(snapshot, root, place);
    const copies = copied(root, places);
    const [folder = ''] = copies?.folders ?? [];
    const copy =
      copies === undefined
        ? []
        : [{ title: `Copy ${shown} to \`deps/${folder}/\``, diagnostic, creates: copies.files }];
    const named = manifests.flatMap((manifest) => {
      const edit = pathEntries(manifest, places.map(locationOf));
      const title = `Add a path for ${shown} to \`${basename(manifest.uri)}\``;
      return edit === undefined ? [] : [{ title, diagnostic, creates: [], manifest: edit }];
    });
    return [...copy, ...named];
  });
}

/** The package that says its name there. */
function placeOfPackage(snapshot: Snapshot, at: { uri: string; span: Span } | undefined): Place | undefined {
  const root = at === undefined ? undefined : snapshot.rootOf(at.uri);
  if (at === undefined || root === undefined) return undefined;
  return placeIn(snapshot, root, (it) => it.declarations.some((loc) => loc.uri === at.uri));
}

function placeIn(snapshot: Snapshot, root: PackageRoot, fits: (it: PackageSource) => boolean): Place | undefined {
  const { groups } = snapshot.semantics.environment(root);
  const source = groups.flatMap(sourcesOf).find((it) => !it.nested && fits(it));
  return source === undefined ? undefined : { source, root };
}

/** The directory, or the single file, that holds the package. */
function locationOf({ source, root }: Place): PackageLocation {
  const uri = source.parts[0]?.uri ?? root.uri;
  const { uri: location, kind } = root.deps.find((it) => it.files.includes(uri)) ?? root;
  return { id: source.id, uri: location, isDirectory: kind === 'directory' };
}

interface Copies {
  readonly folders: readonly string[];
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** The package and all that it needs and `root` lacks. */
function withNeeded(snapshot: Snapshot, root: PackageRoot, first: Place): readonly Place[] {
  const own = snapshot.semantics.environment(root);
  const seen = new Set([first.source.key]);
  const places = [first];
  for (const place of places) {
    for (const { key } of packageReferences(place.source)) {
      if (seen.has(key) || !own.isOutside(key)) continue;
      seen.add(key);
      const needed = neededBy(snapshot, place, key);
      if (needed !== undefined) places.push(needed);
    }
  }
  return places;
}

/** Undefined where one of them is no WIT text that could be copied. */
function copied(root: PackageRoot, places: readonly Place[]): Copies | undefined {
  const taken = new Set(root.deps.map((it) => basename(it.uri)));
  const folders: string[] = [];
  const files: { uri: string; text: string }[] = [];
  for (const { source } of places) {
    const folder = folderFor(source.id, taken);
    folders.push(folder);
    taken.add(folder);
    for (const { uri, tree } of source.parts) {
      if (!uri.endsWith('.wit')) return undefined;
      files.push({ uri: joinUri(root.uri, 'deps', folder, basename(uri)), text: tree.text });
    }
  }
  return { folders, files };
}

/** Where the package has it from: its own `deps/`, or elsewhere in the workspace. */
function neededBy(snapshot: Snapshot, { root }: Place, key: string): Place | undefined {
  const beside = placeIn(snapshot, root, (it) => it.key === key);
  if (beside !== undefined) return beside;
  const [loc] = snapshot.semantics.environment(root).copies(key);
  const other = loc === undefined ? undefined : snapshot.rootOf(loc.uri);
  return other === undefined ? undefined : placeIn(snapshot, other, (it) => it.key === key);
}

function folderFor({ namespace, name, version }: PackageId, taken: ReadonlySet<string>): string {
  const names = [name, `${namespace}-${name}`, `${namespace}-${name}-${version ?? ''}`];
  return names.find((it) => !taken.has(it)) ?? `${names[1]}-${taken.size}`;
}
