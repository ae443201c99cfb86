// Does a renaming change the meaning of anything? Reads the files as they would be and compares every name that may be
// concerned: each must mean what it meant, and nothing may be wrong that was not wrong before.

import { applyEdits, type TextEdit } from '../../base/text.ts';
import { basename } from '../../base/uri.ts';
import type { Diagnostic } from '../../check/diagnostic.ts';
import { labelKey, packageKey } from '../../model/names.ts';
import type { Entity, Package } from '../../model/package.ts';
import { KEYWORDS } from '../../syntax/lexer.ts';
import type { PlacedRef } from '../../workspace/name-table.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { originalOf, placeOf } from './name-at.ts';
import type { Refused, RenamedFile, Renaming } from './rename-edits.ts';

/** Names that are known by their text: what they are called afterwards, and in which files. */
export interface Renamed {
  readonly package?: { readonly from: string; readonly to: string; readonly in: ReadonlySet<string> };
  readonly feature?: { readonly from: string; readonly to: string; readonly in: ReadonlySet<string> };
}

/** Refuses what touches vendored files or changes a meaning. */
export function checked(
  snapshot: Snapshot,
  files: readonly RenamedFile[],
  packages: readonly Package[],
  renamed: Renamed = {},
): Renaming | Refused {
  const vendored = files.find((it) => isVendored(snapshot, it.uri));
  if (vendored !== undefined)
    return { refused: `${shortPath(vendored.uri)} mentions it, and what is vendored does not change` };
  const concerned = packages.flatMap((it) => it.files);
  if (isFresh(snapshot, files, packages)) return { files };
  const reason = brokenBy(snapshot, files, concerned, renamed);
  return reason === undefined ? { files } : { refused: `that would break ${reason}` };
}

/**
 * A name that stands in no text that is concerned, in any case and with any hyphens, can be taken for nothing else. Asked of
 * all that the packages depend on, too: an `include` brings names that are not in the text.
 */
function isFresh(snapshot: Snapshot, files: readonly RenamedFile[], packages: readonly Package[]): boolean {
  const names = new Set(files.flatMap((it) => it.edits.map((edit) => edit.text)));
  const [name] = names;
  if (
    name === undefined ||
    names.size !== 1 ||
    !/^[a-z][a-z0-9-]*$/.test(name) ||
    KEYWORDS.has(name) ||
    name === 'self'
  )
    return false;
  const all = new Set(packages);
  for (const it of all) for (const other of it.dependencies.values()) if (other !== undefined) all.add(other);
  const uris = new Set([...all].flatMap((it) => it.files));
  for (const { uri } of files) uris.add(uri);
  const key = labelKey(name);
  return [...uris].every((uri) => !labelKey(snapshot.tree(uri)?.text ?? '').includes(key));
}

/** Why the renaming must not be done; undefined when it may. `uris`: the files that may be concerned. */
function brokenBy(
  snapshot: Snapshot,
  files: readonly RenamedFile[],
  uris: Iterable<string>,
  renamed: Renamed = {},
): string | undefined {
  const edits = new Map(files.map((it) => [it.uri, it.edits]));
  const texts = new Map<string, string>();
  for (const { uri, edits: list } of files) {
    const tree = snapshot.tree(uri);
    if (tree !== undefined) texts.set(uri, applyEdits(tree.text, list));
  }
  const after = snapshot.supposing(texts);
  const move = (uri: string, offset: number): number => moved(edits.get(uri) ?? [], offset);
  for (const uri of new Set(uris)) {
    const problem = newProblem(snapshot, after, uri, move);
    if (problem !== undefined) return `${placeText(after, uri, problem.span.start)}: ${problem.message}`;
    const changed = changedName(snapshot, after, uri, move, renamed);
    if (changed === undefined) continue;
    const text = after.tree(uri)?.text.slice(move(uri, changed.span.start)) ?? '';
    const word = /^%?[\w-]*/.exec(text)?.[0] ?? '';
    return `${placeText(snapshot, uri, changed.span.start)}: \`${word}\` would mean something else there`;
  }
  return undefined;
}

function placeText(snapshot: Snapshot, uri: string, offset: number): string {
  const line = snapshot.lines(uri)?.position(offset).line ?? 0;
  return `${basename(uri)}:${line + 1}`;
}

/** Where what began at an offset begins afterwards. */
function moved(edits: readonly TextEdit[], offset: number): number {
  let by = 0;
  for (const edit of edits) {
    const before = edit.end <= offset && (edit.start < offset || edit.start === edit.end);
    if (before) by += edit.text.length - (edit.end - edit.start);
    else if (edit.start > offset) break;
  }
  return offset + by;
}

function changedName(
  snapshot: Snapshot,
  after: Snapshot,
  uri: string,
  move: (uri: string, offset: number) => number,
  renamed: Renamed,
): PlacedRef | undefined {
  const now = new Map<number, string[]>();
  for (const { span, role, target } of after.semantics.refs(uri)) {
    const key = `${role} ${meaning(after, target, (_, offset) => offset)}`;
    const list = now.get(span.start);
    if (list === undefined) now.set(span.start, [key]);
    else list.push(key);
  }
  return snapshot.semantics.refs(uri).find((ref) => {
    const key = `${ref.role} ${meaning(snapshot, ref.target, move, renamed, uri)}`;
    return now.get(move(uri, ref.span.start))?.includes(key) !== true;
  });
}

/** What an entity is, by its place; the same for the same thing before and after. */
function meaning(
  snapshot: Snapshot,
  entity: Entity,
  move: (uri: string, offset: number) => number,
  renamed: Renamed = {},
  uri = '',
): string {
  const original = originalOf(entity);
  if (original.kind === 'package') {
    const key = packageKey(original.id);
    const ours = original.loc === undefined ? '' : original.loc.uri;
    const is = renamed.package !== undefined && renamed.package.from === key && renamed.package.in.has(ours);
    return `package ${is ? renamed.package.to : key} ${ours}`;
  }
  if (original.kind === 'feature') {
    const { feature } = renamed;
    const is = feature !== undefined && feature.from === original.name && feature.in.has(uri);
    return `feature ${is ? feature.to : original.name}`;
  }
  const place = placeOf(snapshot, original.loc);
  return place === undefined ? 'nothing' : `${place.uri}#${move(place.uri, place.span.start)}`;
}

/** The first error that was not there before. */
function newProblem(
  snapshot: Snapshot,
  after: Snapshot,
  uri: string,
  move: (uri: string, offset: number) => number,
): Diagnostic | undefined {
  const known = new Map<string, number>();
  const errors = (it: Snapshot): Diagnostic[] => it.diagnostics(uri).filter(({ severity }) => severity === 'error');
  const before = errors(snapshot);
  for (const { code } of before) known.set(code, (known.get(code) ?? 0) + 1);
  const places = new Set(before.map(({ code, span }) => `${code} ${move(uri, span.start)}`));
  const now = errors(after);
  for (const { code } of now) known.set(code, (known.get(code) ?? 0) - 1);
  const more = now.filter(({ code }) => (known.get(code) ?? 0) < 0);
  return more.find(({ code, span }) => !places.has(`${code} ${span.start}`)) ?? more[0];
}

/** Is the file one that others made, and that a tool may write again: in `deps/`, or decoded from a binary? */
export function isVendored(snapshot: Snapshot, uri: string): boolean {
  return snapshot.semantics.environmentOf(uri)?.isVendored(uri) !== false;
}

export function vendoredText(uri: string): string {
  return `it is defined in ${shortPath(uri)}, which is vendored: a change there would be lost`;
}

function shortPath(uri: string): string {
  const segments = uri.split('/');
  const deps = segments.lastIndexOf('deps');
  return deps < 0 ? basename(uri) : decodeURIComponent(segments.slice(deps).join('/'));
}
