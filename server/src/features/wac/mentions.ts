// Where compositions mention what WIT declares: by path, as an export behind a `.`, as the name of an argument.

import type { Span, TextEdit } from '../../base/text.ts';
import { itemPath } from '../../model/names.ts';
import type { Entity } from '../../model/package.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { nameOf, originalOf, sameEntity } from '../names/name-at.ts';
import { composed, entityOf, refAt, type WacDocument } from './wac.ts';

/** The entity of WIT that a place mentions; undefined for names of the file. */
export function entityAt(
  snapshot: Snapshot,
  document: WacDocument,
  offset: number,
): { readonly entity: Entity; readonly span: Span } | undefined {
  const ref = refAt(snapshot, document, offset);
  if (ref === undefined || ref.target.kind === 'local') return undefined;
  const entity = originalOf(entityOf(ref.target));
  return { entity, span: partOf(document.text, ref.span, nameOf(entity)) ?? ref.span };
}

/** Every place of the file that mentions one of the entities; of a path only the name, where it has it. */
export function wacMentions(snapshot: Snapshot, document: WacDocument, wanted: readonly Entity[]): readonly Span[] {
  const found = new Map<number, Span>();
  for (const { span, target } of composed(snapshot, document).refs) {
    if (target.kind === 'local') continue;
    const entity = originalOf(entityOf(target));
    if (!wanted.some((it) => isSame(it, entity))) continue;
    const part = partOf(document.text, span, nameOf(entity)) ?? span;
    found.set(part.start, part);
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The edits that give an entity another name wherever the file writes the name. */
export function wacRenames(
  snapshot: Snapshot,
  document: WacDocument,
  entity: Entity,
  newName: string,
): readonly TextEdit[] {
  const name = nameOf(entity);
  return wacMentions(snapshot, document, [entity]).flatMap(({ start, end }) => {
    const written = document.text.slice(start, end);
    return written.replace(/^%/, '') === name ? [{ start, end, text: newName }] : [];
  });
}

/** A package may lie in several places: its items are known by their paths. */
function isSame(a: Entity, b: Entity): boolean {
  if (sameEntity(a, b)) return true;
  if (a.kind === 'interface' && b.kind === 'interface')
    return a.name !== undefined && itemPath(a.package, a.name) === itemPath(b.package, b.name ?? '');
  if (a.kind !== 'func' || b.kind !== 'func' || a.func.name !== b.func.name) return false;
  return a.owner.kind === 'interface' && b.owner.kind === 'interface' && isSame(a.owner, b.owner);
}

/** Where a name stands in what mentions it: itself, or the item of a path, in quotes or not. */
function partOf(text: string, { start, end }: Span, name: string): Span | undefined {
  const written = text.slice(start, end);
  if (written.replace(/^%/, '') === name) return { start, end };
  const found = new RegExp(`[/"](%?${name})(?=[@"]|$)`).exec(written);
  if (found?.[1] === undefined) return undefined;
  const at = start + found.index + found[0].length - found[1].length;
  return { start: at, end: at + found[1].length };
}
