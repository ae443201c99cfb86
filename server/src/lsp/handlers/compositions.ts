// Requests about `.wac` files over the protocol: the same methods as for WIT, answered from compositions.

import type { DocumentHighlight, Location, Position, TextEdit } from 'vscode-languageserver';
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { LineIndex } from '../../base/text.ts';
import type { DocumentSymbol } from '../../features/symbols.ts';
import { type WacCompletions, wacComplete } from '../../features/wac/completion.ts';
import { type LocalName, localNameAt, renameLocal } from '../../features/wac/names.ts';
import { wacSymbols } from '../../features/wac/symbols.ts';
import type { WacDocument } from '../../features/wac/wac.ts';
import { readWac } from '../../wac/reader.ts';
import type { Session } from '../session.ts';

interface Place {
  readonly document: WacDocument;
  readonly lines: LineIndex;
  readonly offset: number;
}

async function placeOf(session: Session, uri: string, position: Position): Promise<Place | undefined> {
  const document = await session.compositions.document(session, uri);
  const lines = session.compositions.lines(uri);
  if (document === undefined || lines === undefined) return undefined;
  return { document, lines, offset: session.convert.offset(lines, position) };
}

export async function completeComposition(
  session: Session,
  uri: string,
  position: Position,
): Promise<(WacCompletions & { readonly lines: LineIndex }) | undefined> {
  const place = await placeOf(session, uri, position);
  if (place === undefined) return undefined;
  return { ...wacComplete(session.workspace.snapshot(), place.document, place.offset), lines: place.lines };
}

async function localAt(
  session: Session,
  uri: string,
  position: Position,
): Promise<(Place & { readonly local: LocalName }) | undefined> {
  const place = await placeOf(session, uri, position);
  const local =
    place === undefined ? undefined : localNameAt(session.workspace.snapshot(), place.document, place.offset);
  return place === undefined || local === undefined ? undefined : { ...place, local };
}

export async function compositionReferences(
  session: Session,
  uri: string,
  position: Position,
  includeDeclaration: boolean,
): Promise<Location[] | null> {
  const found = await localAt(session, uri, position);
  if (found === undefined) return null;
  const { local, lines, document } = found;
  return local.spans
    .filter((span) => includeDeclaration || span.start !== local.name.span.start)
    .map((span) => ({ uri: session.convert.uri(document.uri), range: session.convert.range(lines, span) }));
}

export async function compositionHighlights(
  session: Session,
  uri: string,
  position: Position,
): Promise<DocumentHighlight[] | null> {
  const found = await localAt(session, uri, position);
  if (found === undefined) return null;
  return found.local.spans.map((span) => ({
    range: session.convert.range(found.lines, span),
    kind: span.start === found.local.name.span.start ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The range and the text of the name that can be renamed at a place. */
export async function compositionName(
  session: Session,
  uri: string,
  position: Position,
): Promise<{ readonly range: Location['range']; readonly placeholder: string } | undefined> {
  const found = await localAt(session, uri, position);
  const here = found?.local.spans.find((it) => it.start <= found.offset && found.offset <= it.end);
  if (found === undefined || here === undefined) return undefined;
  return { range: session.convert.range(found.lines, here), placeholder: found.local.name.text };
}

/** The edits of a renaming, or why there are none. */
export async function renameInComposition(
  session: Session,
  uri: string,
  position: Position,
  newName: string,
): Promise<{ readonly uri: string; readonly version: number | null; readonly edits: TextEdit[] } | string | undefined> {
  const found = await localAt(session, uri, position);
  if (found === undefined) return undefined;
  const edits = renameLocal(found.document, found.local, newName);
  if (typeof edits === 'string') return edits;
  return {
    uri: session.convert.uri(found.document.uri),
    version: session.compositions.version(uri) ?? null,
    edits: session.convert.textEdits(found.lines, edits),
  };
}

export function compositionSymbols(
  session: Session,
  uri: string,
): { readonly symbols: readonly DocumentSymbol[]; readonly lines: LineIndex } | undefined {
  const lines = session.compositions.lines(uri);
  return lines === undefined ? undefined : { symbols: wacSymbols(readWac(lines.text), lines.text), lines };
}
