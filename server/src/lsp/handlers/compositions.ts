// Requests about `.wac` files over the protocol: the same methods as for WIT, answered from compositions.

import type { DocumentHighlight, Location, Position, TextEdit } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver';
import { LineIndex, type Span, type TextEdit as SpanEdit } from '../../base/text.ts';
import { definitionOf } from '../../features/names/definition.ts';
import { nameOf, namesAt, originalOf } from '../../features/names/name-at.ts';
import { references } from '../../features/names/references.ts';
import { prepareRename } from '../../features/names/rename.ts';
import type { DocumentSymbol } from '../../features/symbols.ts';
import { type WacCompletions, wacComplete } from '../../features/wac/completion.ts';
import { entityAt, wacMentions, wacRenames } from '../../features/wac/mentions.ts';
import { localNameAt, renameLocal } from '../../features/wac/names.ts';
import { wacSymbols } from '../../features/wac/symbols.ts';
import type { WacDocument } from '../../features/wac/wac.ts';
import type { Entity } from '../../model/package.ts';
import { readWac } from '../../wac/reader.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { Session } from '../session.ts';

interface WacPosition {
  readonly document: WacDocument;
  readonly lines: LineIndex;
  readonly offset: number;
  readonly snapshot: Snapshot;
  /** What WIT declares and the word there means. */
  readonly found: ReturnType<typeof entityAt>;
}

async function placeOf(session: Session, uri: string, position: Position): Promise<WacPosition | undefined> {
  const document = await session.compositions.document(session, uri);
  const lines = session.compositions.lines(uri);
  if (document === undefined || lines === undefined) return undefined;
  const offset = session.convert.offset(lines, position);
  const snapshot = session.workspace.snapshot();
  return { document, lines, offset, snapshot, found: entityAt(snapshot, document, offset) };
}

export async function completeComposition(
  session: Session,
  uri: string,
  position: Position,
): Promise<(WacCompletions & { readonly lines: LineIndex }) | undefined> {
  const place = await placeOf(session, uri, position);
  if (place === undefined) return undefined;
  return { ...wacComplete(place.snapshot, place.document, place.offset), lines: place.lines };
}

/** Places of a name of the file, or of what it means in WIT: there, here, and in other compositions. */
export async function compositionReferences(
  session: Session,
  uri: string,
  position: Position,
  includeDeclaration: boolean,
): Promise<Location[] | null> {
  const place = await placeOf(session, uri, position);
  if (place === undefined) return null;
  const { document, lines, offset, snapshot, found } = place;
  const local = localNameAt(snapshot, document, offset);
  if (found !== undefined) {
    const defined = definitionOf(snapshot, document.uri, found.entity);
    const inWit =
      defined === undefined
        ? []
        : (references(snapshot, defined.uri, defined.span.start, includeDeclaration) ?? []).flatMap((it) =>
            locationOf(session, snapshot, it),
          );
    return [...(await mentionsInCompositions(session, [found.entity])), ...inWit];
  }
  if (local === undefined) return null;
  return local.spans
    .filter((span) => includeDeclaration || span.start !== local.name.span.start)
    .map((span) => ({ uri: session.convert.uri(document.uri), range: session.convert.range(lines, span) }));
}

function locationOf(session: Session, snapshot: Snapshot, { uri, span }: { uri: string; span: Span }): Location[] {
  const lines = snapshot.lines(uri);
  return lines === undefined ? [] : [{ uri: session.convert.uri(uri), range: session.convert.range(lines, span) }];
}

/** Where compositions, open or not, mention what WIT declares. */
export async function mentionsInCompositions(session: Session, wanted: readonly Entity[]): Promise<Location[]> {
  const [first] = wanted;
  if (first === undefined) return [];
  const found: Location[] = [];
  for (const document of await session.compositions.documentsWith(session, nameOf(first))) {
    const lines = new LineIndex(document.text);
    for (const span of wacMentions(session.workspace.snapshot(), document, wanted))
      found.push({ uri: session.convert.uri(document.uri), range: session.convert.range(lines, span) });
  }
  return found;
}

export async function compositionHighlights(
  session: Session,
  uri: string,
  position: Position,
): Promise<DocumentHighlight[] | null> {
  const place = await placeOf(session, uri, position);
  if (place === undefined) return null;
  const { document, lines, offset, snapshot, found } = place;
  if (found !== undefined)
    return wacMentions(snapshot, document, [found.entity]).map((span) => ({
      range: session.convert.range(lines, span),
      kind: DocumentHighlightKind.Read,
    }));
  const local = localNameAt(snapshot, document, offset);
  if (local === undefined) return null;
  return local.spans.map((span) => ({
    range: session.convert.range(lines, span),
    kind: span.start === local.name.span.start ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The range and the text of the name that can be renamed at a place; a string says why it cannot. */
export async function compositionName(
  session: Session,
  uri: string,
  position: Position,
): Promise<{ readonly range: Location['range']; readonly placeholder: string } | string | undefined> {
  const place = await placeOf(session, uri, position);
  if (place === undefined) return undefined;
  const { document, lines, offset, snapshot, found } = place;
  if (found !== undefined) {
    const defined = definitionOf(snapshot, document.uri, found.entity);
    const prepared = defined === undefined ? undefined : prepareRename(snapshot, defined.uri, defined.span.start);
    if (prepared === undefined) return undefined;
    if ('refused' in prepared) return prepared.refused;
    return { range: session.convert.range(lines, found.span), placeholder: nameOf(found.entity) };
  }
  const local = localNameAt(snapshot, document, offset);
  const here = local?.spans.find((it) => it.start <= offset && offset <= it.end);
  if (local === undefined || here === undefined) return undefined;
  return { range: session.convert.range(lines, here), placeholder: local.name.text };
}

export interface RenamedComposition {
  readonly uri: string;
  readonly version: number | null;
  readonly edits: TextEdit[];
}

/** The edits of a renaming here, and the place in WIT that has to be renamed, too; or why there are none. */
export async function renameInComposition(
  session: Session,
  uri: string,
  position: Position,
  newName: string,
): Promise<
  { readonly file?: RenamedComposition; readonly wit?: { uri: string; offset: number } } | string | undefined
> {
  const place = await placeOf(session, uri, position);
  if (place === undefined) return undefined;
  const { document, lines, offset, snapshot, found } = place;
  if (found !== undefined) {
    const defined = definitionOf(snapshot, document.uri, found.entity);
    return defined === undefined ? undefined : { wit: { uri: defined.uri, offset: defined.span.start } };
  }
  const local = localNameAt(snapshot, document, offset);
  if (local === undefined) return undefined;
  const edits = renameLocal(snapshot, document, local, newName);
  return typeof edits === 'string' ? edits : { file: renamedFile(session, document, lines, edits) };
}

/** What a renaming in WIT changes in compositions. */
export async function renamesInCompositions(
  session: Session,
  uri: string,
  offset: number,
  newName: string,
): Promise<RenamedComposition[]> {
  const snapshot = session.workspace.snapshot();
  const [named] = namesAt(snapshot, uri, offset);
  if (named === undefined) return [];
  const entity = originalOf(named.target);
  const found: RenamedComposition[] = [];
  for (const document of await session.compositions.documentsWith(session, nameOf(entity))) {
    const edits = wacRenames(session.workspace.snapshot(), document, entity, newName.trim());
    if (edits.length > 0) found.push(renamedFile(session, document, new LineIndex(document.text), edits));
  }
  return found;
}

function renamedFile(
  session: Session,
  { uri }: WacDocument,
  lines: LineIndex,
  edits: readonly SpanEdit[],
): RenamedComposition {
  const shown = session.convert.uri(uri);
  return {
    uri: shown,
    version: session.compositions.version(shown) ?? null,
    edits: session.convert.textEdits(lines, edits),
  };
}

export function compositionSymbols(
  session: Session,
  uri: string,
): { readonly symbols: readonly DocumentSymbol[]; readonly lines: LineIndex } | undefined {
  const lines = session.compositions.lines(uri);
  return lines === undefined ? undefined : { symbols: wacSymbols(readWac(lines.text), lines.text), lines };
}
