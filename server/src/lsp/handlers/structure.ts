// The structure of a text over the protocol: folding, growing selections, links, linked names, help inside brackets.

import {
  type CancellationToken,
  type DocumentLink,
  DocumentLinkRequest,
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  FoldingRangeRequest,
  LinkedEditingRangeRequest,
  type LinkedEditingRanges,
  type Position,
  type SelectionRange,
  type SelectionRangeParams,
  SelectionRangeRequest,
  type SignatureHelp,
  SignatureHelpRequest,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import type { LineIndex, Span } from '../../base/text.ts';
import { manifestLinks } from '../../features/dependencies/manifest.ts';
import { type Fold, folds } from '../../features/folding.ts';
import { documentLinks, type DocumentLink as Link } from '../../features/links.ts';
import { linkedPlaces } from '../../features/names/linked-editing.ts';
import { selections } from '../../features/selection.ts';
import { type SignatureHelp as Help, signatureHelp } from '../../features/signature-help.ts';
import { isComposition } from '../compositions.ts';
import type { Session } from '../session.ts';
import { compositionFolds, compositionSelections, compositionSignature } from './composition-hints.ts';
import { type Row, row } from './row.ts';

export const STRUCTURE_ROWS: readonly Row[] = [
  row(FoldingRangeRequest.type, () => ({ foldingRangeProvider: true }), foldingRanges),
  row(SelectionRangeRequest.type, () => ({ selectionRangeProvider: true }), selectionRanges),
  row(DocumentLinkRequest.type, () => ({ documentLinkProvider: {} }), links),
  row(LinkedEditingRangeRequest.type, () => ({ linkedEditingRangeProvider: true }), linked),
  row(
    SignatureHelpRequest.type,
    () => ({ signatureHelpProvider: { triggerCharacters: ['<', '(', '{', ','] } }),
    signature,
  ),
];

async function foldingRanges(
  session: Session,
  params: FoldingRangeParams,
  token: CancellationToken,
): Promise<FoldingRange[] | null> {
  const { uri } = params.textDocument;
  if (isComposition(uri)) {
    const found = compositionFolds(session, uri);
    return found?.folds.flatMap((fold) => foldingRange(session, found.lines, fold)) ?? null;
  }
  const file = await session.file(uri, token);
  const tree = file?.snapshot.tree(file.uri);
  if (file === undefined || tree === undefined) return null;
  return folds(tree).flatMap((fold) => foldingRange(session, file.lines, fold));
}

const FOLDS = { comment: FoldingRangeKind.Comment, imports: FoldingRangeKind.Imports } as const;

function foldingRange(session: Session, lines: LineIndex, fold: Fold): FoldingRange[] {
  const start = session.convert.position(lines, fold.start);
  const end = session.convert.position(lines, fold.end);
  const own = lines.text.slice(lines.lineStart(end.line), fold.end).trim() === '';
  const endLine = fold.closes && own && session.client.foldsLines ? end.line - 1 : end.line;
  if (endLine <= start.line) return [];
  const kind = fold.kind === undefined ? {} : { kind: FOLDS[fold.kind] };
  if (session.client.foldsLines) return [{ startLine: start.line, endLine, ...kind }];
  // The bracket itself stays.
  const startCharacter = fold.closes ? start.character + 1 : start.character;
  return [{ startLine: start.line, startCharacter, endLine, endCharacter: end.character, ...kind }];
}

async function selectionRanges(
  session: Session,
  { textDocument, positions }: SelectionRangeParams,
  token: CancellationToken,
): Promise<SelectionRange[] | null> {
  const { uri } = textDocument;
  if (isComposition(uri)) {
    if (session.compositions.lines(uri) === undefined) return null;
    return positions.map((position) =>
      selectionRange(session, position, compositionSelections(session, uri, position)),
    );
  }
  const file = await session.file(uri, token);
  const tree = file?.snapshot.tree(file.uri);
  if (file === undefined || tree === undefined) return null;
  const { lines } = file;
  return positions.map((position) =>
    selectionRange(session, position, { lines, chain: selections(tree, session.convert.offset(lines, position)) }),
  );
}

/** `chain`: from the smallest span to the largest. */
function selectionRange(
  session: Session,
  position: Position,
  found: { readonly lines: LineIndex; readonly chain: readonly Span[] } | undefined,
): SelectionRange {
  let parent: SelectionRange | undefined;
  if (found !== undefined)
    for (const span of [...found.chain].reverse())
      parent = { range: session.convert.range(found.lines, span), ...(parent === undefined ? {} : { parent }) };
  return parent ?? { range: { start: position, end: position } };
}

async function links(
  session: Session,
  params: { readonly textDocument: { readonly uri: string } },
  token: CancellationToken,
): Promise<DocumentLink[] | null> {
  const { uri } = params.textDocument;
  const shown = (lines: LineIndex, found: readonly Link[]): DocumentLink[] =>
    found.map(({ span, target, tooltip }) => ({
      ...{ range: session.convert.range(lines, span), target },
      ...(session.client.linkTooltips ? { tooltip } : {}),
    }));
  const manifest = session.manifests.lines(uri);
  if (manifest !== undefined) {
    await session.ready;
    return shown(manifest, manifestLinks(session.workspace.snapshot(), session.workspace.identity(uri), manifest.text));
  }
  const file = await session.file(uri, token);
  return file === undefined ? null : shown(file.lines, documentLinks(file.snapshot, file.uri));
}

async function linked(
  session: Session,
  params: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<LinkedEditingRanges | null> {
  const place = await session.place(params, token);
  const places = place === undefined ? undefined : linkedPlaces(place.snapshot, place.uri, place.offset);
  if (place === undefined || places === undefined) return null;
  return {
    ranges: places.map((span) => session.convert.range(place.lines, span)),
    wordPattern: '%?[a-zA-Z][a-zA-Z0-9-]*',
  };
}

async function signature(
  session: Session,
  params: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<SignatureHelp | null> {
  const { uri } = params.textDocument;
  const found = isComposition(uri)
    ? await compositionSignature(session, uri, params.position)
    : await witSignature(session, params, token);
  if (found === undefined) return null;
  const { label, docs, parameters, active } = found;
  return {
    signatures: [
      {
        label,
        documentation: session.convert.markup(docs, 'signature'),
        parameters: parameters.map((it) => ({ label: it })),
      },
    ],
    activeSignature: 0,
    activeParameter: active,
  };
}

async function witSignature(
  session: Session,
  params: TextDocumentPositionParams,
  token: CancellationToken,
): Promise<Help | undefined> {
  const place = await session.place(params, token);
  const tree = place?.snapshot.tree(place.uri);
  return place === undefined || tree === undefined ? undefined : signatureHelp(tree, place.offset);
}
