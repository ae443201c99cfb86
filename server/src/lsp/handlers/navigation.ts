// Where names lead: definition and its kin, references, highlights, hovers.

import {
  type CancellationToken,
  DeclarationRequest,
  DefinitionRequest,
  type DocumentHighlight,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type Hover,
  HoverRequest,
  ImplementationRequest,
  type Location,
  MarkupKind,
  type ReferenceParams,
  ReferencesRequest,
  type TextDocumentPositionParams,
  TypeDefinitionRequest,
} from 'vscode-languageserver';
import type { LineIndex, Span } from '../../base/text.ts';
import { contractHover } from '../../features/contracts/hover.ts';
import { manifestHover } from '../../features/dependencies/manifest.ts';
import { hover } from '../../features/hover/hover.ts';
import { declaration, definition, type Targets, typeDefinition } from '../../features/names/definition.ts';
import { highlight } from '../../features/names/highlight.ts';
import { implementation } from '../../features/names/implementation.ts';
import { references } from '../../features/names/references.ts';
import { wacDefinition, wacHover } from '../../features/wac/wac.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isComposition } from '../compositions.ts';
import { inParts, type Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { compositionHighlights, compositionReferences } from './compositions.ts';
import { type Row, row } from './row.ts';

type Find = (snapshot: Snapshot, uri: string, offset: number) => Targets | undefined;

const toTargets =
  (find: Find) =>
  async (
    session: Session,
    params: TextDocumentPositionParams,
    token: CancellationToken,
  ): Promise<Location[] | null> => {
    const place = await session.place(params, token);
    const found = place === undefined ? undefined : find(place.snapshot, place.uri, place.offset);
    return place === undefined || found === undefined ? null : locations(session, place.snapshot, found.targets);
  };

export const NAVIGATION_ROWS: readonly Row[] = [
  row(DefinitionRequest.type, () => ({ definitionProvider: true }), defined),
  row(DeclarationRequest.type, () => ({ declarationProvider: true }), toTargets(declaration)),
  row(TypeDefinitionRequest.type, () => ({ typeDefinitionProvider: true }), toTargets(typeDefinition)),
  row(ImplementationRequest.type, () => ({ implementationProvider: true }), toTargets(implementation)),
  row(ReferencesRequest.type, () => ({ referencesProvider: true }), allReferences),
  row(DocumentHighlightRequest.type, () => ({ documentHighlightProvider: true }), highlights),
  row(HoverRequest.type, () => ({ hoverProvider: true }), hovered),
];

async function defined(
  session: Session,
  params: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<Location[] | null> {
  const { uri } = params.textDocument;
  if (!isComposition(uri)) return toTargets(definition)(session, params, token);
  const document = await session.compositions.document(session, uri);
  const lines = session.compositions.lines(uri);
  if (document === undefined || lines === undefined) return null;
  const snapshot = session.workspace.snapshot();
  const targets = wacDefinition(snapshot, document, session.convert.offset(lines, params.position));
  return targets.flatMap((it) =>
    it.uri === document.uri
      ? [{ uri: session.convert.uri(it.uri), range: session.convert.range(lines, it.span) }]
      : locations(session, snapshot, [it]),
  );
}

async function hoveredComposition(session: Session, params: TextDocumentPositionParams): Promise<Hover | null> {
  const { uri } = params.textDocument;
  const document = await session.compositions.document(session, uri);
  const lines = session.compositions.lines(uri);
  if (document === undefined || lines === undefined) return null;
  const { capabilities } = settingsFor(session, document.uri);
  const offset = session.convert.offset(lines, params.position);
  const found = wacHover(session.workspace.snapshot(), document, offset, capabilities);
  if (found === undefined) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.text },
    range: session.convert.range(lines, found.span),
  };
}

function locations(
  session: Session,
  snapshot: Snapshot,
  places: readonly { readonly uri: string; readonly span: Span }[],
): Location[] {
  const found: Location[] = [];
  for (const { uri, span } of places) {
    const lines = snapshot.lines(uri);
    if (lines !== undefined) found.push({ uri: session.convert.uri(uri), range: session.convert.range(lines, span) });
  }
  return found;
}

async function allReferences(
  session: Session,
  params: ReferenceParams,
  token: CancellationToken,
): Promise<Location[] | null> {
  const { uri } = params.textDocument;
  if (isComposition(uri))
    return compositionReferences(session, uri, params.position, params.context.includeDeclaration);
  const place = await session.place(params, token);
  if (place === undefined) return null;
  const found = references(place.snapshot, place.uri, place.offset, params.context.includeDeclaration);
  if (found === undefined) return null;
  return inParts(session, params.partialResultToken, locations(session, place.snapshot, found));
}

async function highlights(
  session: Session,
  params: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<DocumentHighlight[] | null> {
  const { uri } = params.textDocument;
  if (isComposition(uri)) return compositionHighlights(session, uri, params.position);
  const place = await session.place(params, token);
  const found = place === undefined ? undefined : highlight(place.snapshot, place.uri, place.offset);
  if (place === undefined || found === undefined) return null;
  return found.map(({ span, kind }) => ({
    range: session.convert.range(place.lines, span),
    kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

async function hoveredManifest(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
  lines: LineIndex,
): Promise<Hover | null> {
  await session.ready;
  const offset = session.convert.offset(lines, position);
  const found = manifestHover(
    session.workspace.snapshot(),
    session.workspace.identity(textDocument.uri),
    lines.text,
    offset,
  );
  if (found === undefined) return null;
  const { span, text: value } = found;
  return { contents: { kind: MarkupKind.Markdown, value }, range: session.convert.range(lines, span) };
}

async function hovered(
  session: Session,
  params: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<Hover | null> {
  if (isComposition(params.textDocument.uri)) return hoveredComposition(session, params);
  const manifest = session.manifests.lines(params.textDocument.uri);
  if (manifest !== undefined) return hoveredManifest(session, params, manifest);
  const place = await session.place(params, token);
  if (place === undefined) return null;
  const { snapshot, uri, offset, lines } = place;
  const found = hover(snapshot, uri, offset, { capabilities: settingsFor(session, uri).capabilities });
  const contract = contractHover(snapshot, session.contractBases, uri, offset);
  const span = contract?.span ?? found?.span;
  if (span === undefined) return null;
  // What has changed is what somebody asks who sees it marked.
  const value = [contract?.text, found?.text].filter((it) => it !== undefined).join('\n\n---\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range: session.convert.range(lines, span) };
}
