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
  type ReferenceParams,
  ReferencesRequest,
  type TextDocumentPositionParams,
  TypeDefinitionRequest,
} from 'vscode-languageserver';
import { guarded } from '../../base/fault.ts';
import type { LineIndex, Span } from '../../base/text.ts';
import { contractHover } from '../../features/contracts/hover.ts';
import { manifestHover } from '../../features/dependencies/manifest.ts';
import { hover } from '../../features/hover/hover.ts';
import { declaration, definition, type Targets, typeDefinition } from '../../features/names/definition.ts';
import { highlight } from '../../features/names/highlight.ts';
import { implementation } from '../../features/names/implementation.ts';
import { namesAt, originalOf } from '../../features/names/name-at.ts';
import { references } from '../../features/names/references.ts';
import { compositionVersions, manifestVersions, publishedHover } from '../../features/published/hover.ts';
import { wacDefinition, wacHover } from '../../features/wac/wac.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isComposition } from '../compositions.ts';
import { wantNamed } from '../named-versions.ts';
import { policyText } from '../policy.ts';
import { inParts, type Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { compositionHighlights, compositionReferences, mentionsInCompositions } from './compositions.ts';
import { publishedLocation } from './published.ts';
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
  if (!isComposition(uri)) {
    const found = await toTargets(definition)(session, params, token);
    if (found !== null && found.length > 0) return found;
    const place = await session.place(params, token);
    return place === undefined ? found : (publishedLocation(session, place) ?? found);
  }
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
  wantNamed(session, uri);
  const found = wacHover(session.workspace.snapshot(), document, offset, capabilities);
  const published = compositionVersions(document, offset, session.published?.knowledge ?? new Map());
  const span = found?.span ?? published?.span;
  if (span === undefined) return null;
  const value = [found?.text, published?.text].filter((it) => it !== undefined).join('\n\n---\n\n');
  return { contents: session.convert.markup(value), range: session.convert.range(lines, span) };
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
  const entities = namesAt(place.snapshot, place.uri, place.offset).map((it) => originalOf(it.target));
  const all = [...locations(session, place.snapshot, found), ...(await mentionsInCompositions(session, entities))];
  return inParts(session, params.partialResultToken, all);
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
  wantNamed(session, textDocument.uri);
  const { workspace } = session;
  const uri = workspace.identity(textDocument.uri);
  const offset = session.convert.offset(lines, position);
  const found = manifestHover(workspace.snapshot(), uri, lines.text, offset);
  if (found === undefined) return null;
  const { span, text, name, version } = found;
  const known = session.published?.knowledge.get(name);
  const versions =
    known === undefined
      ? undefined
      : manifestVersions(workspace.snapshot(), known, version, await governedBy(session, uri));
  const value = versions === undefined ? text : `${text}\n\n${versions}`;
  return { contents: session.convert.markup(value), range: session.convert.range(lines, span) };
}

/** The packages that a manifest speaks for. */
async function governedBy({ workspace }: Session, manifest: string): Promise<PackageRoot[]> {
  const roots: PackageRoot[] = [];
  for (const root of workspace.snapshot().workRoots)
    if ((await workspace.manifestsOf(root)).some((it) => it.uri === manifest)) roots.push(root);
  return roots;
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
  const contract = guarded(
    `comparing the contracts of ${uri} failed`,
    () => contractHover(snapshot, session.contractBases, uri, offset),
    () => undefined,
  );
  const published = publishedHover(snapshot, uri, offset, session.published?.knowledge ?? new Map());
  const span = contract?.span ?? found?.span ?? published?.span;
  if (span === undefined) return null;
  // On a marked item, the hover begins with what changed.
  const value = [contract?.text, policyText(session, snapshot, uri, offset), found?.text, published?.text]
    .filter((it) => it !== undefined)
    .join('\n\n---\n\n');
  return { contents: session.convert.markup(value), range: session.convert.range(lines, span) };
}
