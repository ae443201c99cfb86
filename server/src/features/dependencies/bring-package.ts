// A package that lies elsewhere in the workspace, made available where the toolchain looks: copied to `deps/` with
// what it needs, or named by a path in a manifest, from which the package tool copies it.

import type { Span } from '../../base/text.ts';
import { basename, joinUri } from '../../base/uri.ts';
import type { Diagnostic } from '../../check/diagnostic.ts';
import { type PackageId, packageKey } from '../../model/names.ts';
import type { Loc } from '../../model/package.ts';
import { type PackageSource, packageReferences, type SourcePart, sourcesOf } from '../../model/source.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import { sizeOf } from '../../workspace/package-sources.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { findingsAt } from '../findings-at.ts';
import { placeOf } from '../names/name-at.ts';
import { packageTexts } from './extract-package.ts';
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
interface LocatedPackage {
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
  const found = findingsAt(snapshot, uri, span).filter((it) => it.code === 'package/resolved-from-workspace');
  return found.flatMap((diagnostic) => {
    const place = placeOfPackage(snapshot, diagnostic.related[0]);
    if (place === undefined) return [];
    const shown = `\`${packageKey(place.source.id)}\``;
    const places = withNeeded(snapshot, root, place);
    const { folders, files } = copied(root, places);
    const copy = { title: `Copy ${shown} to \`deps/${folders[0]}/\``, diagnostic, creates: files };
    const named = manifests.flatMap((manifest) => {
      const edit = pathEntries(manifest, places.flatMap(locationsOf));
      const title = `Add a path for ${shown} to \`${basename(manifest.uri)}\``;
      return edit === undefined || place.source.nested ? [] : [{ title, diagnostic, creates: [], manifest: edit }];
    });
    return [copy, ...named];
  });
}

/** The package that says its name there. */
function placeOfPackage(snapshot: Snapshot, at: { uri: string; span: Span } | undefined): LocatedPackage | undefined {
  const root = at === undefined ? undefined : snapshot.rootOf(at.uri);
  if (at === undefined || root === undefined) return undefined;
  const isThere = (loc: Loc): boolean => loc.uri === at.uri && placeOf(snapshot, loc)?.span.start === at.span.start;
  return placeIn(snapshot, root, (it) => it.declarations.some(isThere));
}

/** Of copies, the whole package before what others carry of it, and of these the largest. */
function placeIn(
  snapshot: Snapshot,
  root: PackageRoot,
  fits: (it: PackageSource) => boolean,
): LocatedPackage | undefined {
  const { groups } = snapshot.semantics.environment(root);
  let source: PackageSource | undefined;
  for (const it of groups.flatMap(sourcesOf))
    if (fits(it) && (source === undefined || rankOf(it) > rankOf(source))) source = it;
  return source === undefined ? undefined : { source, root };
}

function rankOf(source: PackageSource): number {
  return source.nested ? sizeOf(source) : Number.POSITIVE_INFINITY;
}

/** The directory, or the single file, that holds the package; nothing leads to one that is nested in another. */
function locationsOf({ source, root }: LocatedPackage): PackageLocation[] {
  if (source.nested) return [];
  const uri = source.parts[0]?.uri ?? root.uri;
  const { uri: location, kind } = root.deps.find((it) => it.files.includes(uri)) ?? root;
  return [{ id: source.id, uri: location, isDirectory: kind === 'directory' }];
}

interface Copies {
  readonly folders: readonly string[];
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** The package and all that it needs and `root` lacks. */
function withNeeded(snapshot: Snapshot, root: PackageRoot, first: LocatedPackage): readonly LocatedPackage[] {
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

function copied(root: PackageRoot, places: readonly LocatedPackage[]): Copies {
  const taken = new Set(root.deps.map((it) => basename(it.uri)));
  const folders: string[] = [];
  const files: { uri: string; text: string }[] = [];
  // A file brings what is nested in it.
  const whole = new Set(places.flatMap(({ source }) => (source.nested ? [] : source.parts.filter(isText))).map(uriOf));
  for (const { source } of places) {
    if (source.nested && source.parts.every((it) => whole.has(it.uri))) continue;
    const folder = folderFor(source.id, taken);
    folders.push(folder);
    taken.add(folder);
    for (const { name, text } of textsOf(source)) files.push({ uri: joinUri(root.uri, 'deps', folder, name), text });
  }
  return { folders, files };
}

function isText({ uri }: SourcePart): boolean {
  return uri.endsWith('.wit');
}

function uriOf({ uri }: SourcePart): string {
  return uri;
}

/** Files of WIT that say what the package is: its own, or those made of a binary or of a nested package. */
function textsOf({ nested, parts, declarations }: PackageSource): { name: string; text: string }[] {
  return parts.flatMap((part) => {
    const { uri, tree } = part;
    if (nested) {
      const found = packageTexts(tree).nested.filter(({ node }) => declarations.some((it) => it.node === node));
      return found.map(({ text }) => ({ name: 'package.wit', text }));
    }
    if (isText(part)) return [{ name: basename(uri), text: tree.text }];
    const { path, text } = packageTexts(tree).own;
    return [{ name: path, text }];
  });
}

/** Where the package has it from: its own `deps/`, or elsewhere in the workspace. */
function neededBy(snapshot: Snapshot, { root }: LocatedPackage, key: string): LocatedPackage | undefined {
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
