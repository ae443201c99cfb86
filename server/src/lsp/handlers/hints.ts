// What is shown between the lines and in them: inlay hints, and code lenses, which say what they have when they are seen.

import {
  type CancellationToken,
  type CodeLens,
  CodeLensRequest,
  CodeLensResolveRequest,
  type InlayHint,
  type InlayHintParams,
  InlayHintRequest,
  type Location,
} from 'vscode-languageserver';
import { type CodeLensKind, codeLenses, resolveCodeLens } from '../../features/code-lens.ts';
import { contractLenses } from '../../features/contracts/lens.ts';
import { type InlayHint as Hint, inlayHints } from '../../features/inlay-hints.ts';
import { spanOf } from '../../syntax/items.ts';
import { isComposition } from '../compositions.ts';
import { DOCUMENT_COMMANDS, SHOW_CONTRACTS } from '../requests.ts';
import type { OpenedFile, Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { PREVIEW_WORLD, SHOW_WORLD } from '../world-protocol.ts';
import { compositionHints, compositionLenses, previewTitle } from './composition-hints.ts';
import { publishedHintsOf, publishedLensOf } from './published.ts';
import { type Row, row } from './row.ts';

export const HINT_ROWS: readonly Row[] = [
  row(InlayHintRequest.type, () => ({ inlayHintProvider: true }), hints),
  row(
    CodeLensRequest.type,
    () => ({ codeLensProvider: { resolveProvider: true } }),
    async (session, params, token) => {
      if (isComposition(params.textDocument.uri)) return compositionLenses(session, params.textDocument.uri);
      const file = await session.file(params.textDocument.uri, token);
      if (file === undefined) return null;
      const settings = settingsFor(session, file.uri).codeLens;
      const lenses = codeLenses(file.snapshot, file.uri, settings).map(({ span, kind }) => ({
        range: session.convert.range(file.lines, span),
        data: { uri: file.uri, offset: span.start, kind },
      }));
      const published = publishedLensOf(session, file);
      return settings.contracts
        ? [...contractLensesOf(session, file), ...published, ...lenses]
        : [...published, ...lenses];
    },
  ),
  row(CodeLensResolveRequest.type, () => ({}), resolveLens),
];

async function hints(session: Session, params: InlayHintParams, token: CancellationToken): Promise<InlayHint[] | null> {
  if (isComposition(params.textDocument.uri)) return compositionHints(session, params.textDocument.uri, params.range);
  const it = await session.stretch(params, token);
  if (it === undefined) return null;
  const settings = settingsFor(session, it.uri).inlayHints;
  const own = inlayHints(it.snapshot, it.uri, it.span, settings).map((hint) => converted(session, it, hint));
  return [...own, ...publishedHintsOf(session, it, it.span)];
}

function converted(session: Session, file: OpenedFile, { offset, text, tooltip, target }: Hint): InlayHint {
  const targetTree = target === undefined ? undefined : file.snapshot.tree(target.uri);
  const location =
    target === undefined || targetTree === undefined
      ? undefined
      : locationOf(session, file, target.uri, spanOf(targetTree, target.node));
  return {
    position: session.convert.position(file.lines, offset),
    label: location === undefined ? text : [{ value: text, location }],
    ...(tooltip === undefined ? {} : { tooltip: session.convert.markup(tooltip) }),
    // A version belongs to its name.
    paddingLeft: !text.startsWith('@'),
  };
}

function locationOf(
  session: Session,
  { snapshot }: OpenedFile,
  uri: string,
  span: { readonly start: number; readonly end: number },
): Location | undefined {
  const lines = snapshot.lines(uri);
  return lines === undefined ? undefined : { uri: session.convert.uri(uri), range: session.convert.range(lines, span) };
}

/** These say at once what they have: it is known already. */
function contractLensesOf(
  { convert, client, contractBases }: Session,
  { snapshot, uri, lines }: OpenedFile,
): CodeLens[] {
  const own = client.showsDocuments ? DOCUMENT_COMMANDS.report : '';
  const command = client.commands.has(SHOW_CONTRACTS) ? SHOW_CONTRACTS : own;
  return contractLenses(snapshot, contractBases, uri).map(({ span, title, item }) => ({
    range: convert.range(lines, span),
    command: { title, command, arguments: [convert.uri(uri), item ?? null] },
  }));
}

async function resolveLens(session: Session, lens: CodeLens, token: CancellationToken): Promise<CodeLens> {
  if (lens.command !== undefined) return lens;
  const data = dataOf(lens.data);
  const file = data === undefined ? undefined : await session.file(data.uri, token);
  if (data === undefined || file === undefined) return { ...lens, command: { title: '', command: '' } };
  const { capabilities } = settingsFor(session, file.uri);
  const found = resolveCodeLens(file.snapshot, file.uri, data.offset, data.kind, capabilities);
  const places = (found?.places ?? []).flatMap(({ uri, span }) => locationOf(session, file, uri, span) ?? []);
  const { showReferences, commands } = session.client;
  const title = found?.title ?? '';
  if (found?.world !== undefined) {
    const own = session.client.showsDocuments ? SHOW_WORLD : '';
    const command = commands.has(PREVIEW_WORLD) ? PREVIEW_WORLD : own;
    const args = [session.convert.uri(file.uri), found.world];
    return { ...lens, command: { title: previewTitle(title, command), command, arguments: args } };
  }
  if (showReferences === undefined || places.length === 0) return { ...lens, command: { title, command: '' } };
  const args = [session.convert.uri(file.uri), lens.range.start, places];
  return { ...lens, command: { title, command: showReferences, arguments: args } };
}

function dataOf(data: unknown): { uri: string; offset: number; kind: CodeLensKind } | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { uri, offset, kind } = data as Record<string, unknown>;
  if (typeof uri !== 'string' || typeof offset !== 'number') return undefined;
  return kind === 'references' || kind === 'implementers' || kind === 'world' ? { uri, offset, kind } : undefined;
}
