// Compositions over the protocol: what is coloured, folded, selected, shown between the lines, and offered to be done.

import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type InlayHint,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { LineIndex, Span } from '../../base/text.ts';
import type { Fold } from '../../features/folding.ts';
import type { SemanticToken } from '../../features/semantic-tokens.ts';
import type { SignatureHelp } from '../../features/signature-help.ts';
import { wacActions } from '../../features/wac/actions.ts';
import type { WacText } from '../../features/wac/format.ts';
import { wacInlayHints } from '../../features/wac/inlay.ts';
import { wacLens } from '../../features/wac/lens.ts';
import { wacSignatureHelp } from '../../features/wac/signature.ts';
import { wacFolds, wacSelections } from '../../features/wac/structure.ts';
import { wacSemanticTokens } from '../../features/wac/tokens.ts';
import { problemDiagnostic, type WacDocument } from '../../features/wac/wac.ts';
import { readWac } from '../../wac/reader.ts';
import type { Session } from '../session.ts';
import { settingsFor } from '../settings.ts';
import { PREVIEW_COMPOSITION, SHOW_COMPOSITION } from '../world-protocol.ts';
import { missingPackageActions } from './missing-packages.ts';

interface Opened {
  readonly document: WacDocument;
  readonly lines: LineIndex;
}

async function opened(session: Session, uri: string): Promise<Opened | undefined> {
  const document = await session.compositions.document(session, uri);
  const lines = session.compositions.lines(uri);
  // It may have been edited or closed while its packages were loaded.
  return document === undefined || lines?.text !== document.text ? undefined : { document, lines };
}

/** What can be said of the text alone. */
function textOf(session: Session, uri: string): (WacText & { readonly lines: LineIndex }) | undefined {
  const lines = session.compositions.lines(uri);
  return lines === undefined ? undefined : { lines, text: lines.text, file: readWac(lines.text) };
}

export async function compositionTokens(
  session: Session,
  uri: string,
  range?: Range,
): Promise<{ readonly uri: string; readonly lines: LineIndex; readonly tokens: readonly SemanticToken[] } | undefined> {
  const it = await opened(session, uri);
  if (it === undefined) return undefined;
  const { document, lines } = it;
  const span = range === undefined ? undefined : session.convert.span(lines, range);
  return { uri: document.uri, lines, tokens: wacSemanticTokens(session.workspace.snapshot(), document, span) };
}

export function compositionFolds(
  session: Session,
  uri: string,
): { readonly lines: LineIndex; readonly folds: readonly Fold[] } | undefined {
  const it = textOf(session, uri);
  return it === undefined ? undefined : { lines: it.lines, folds: wacFolds(it) };
}

export function compositionSelections(
  session: Session,
  uri: string,
  position: Position,
): { readonly lines: LineIndex; readonly chain: readonly Span[] } | undefined {
  const it = textOf(session, uri);
  if (it === undefined) return undefined;
  return { lines: it.lines, chain: wacSelections(it, session.convert.offset(it.lines, position)) };
}

export async function compositionSignature(
  session: Session,
  uri: string,
  position: Position,
): Promise<SignatureHelp | undefined> {
  const it = await opened(session, uri);
  if (it === undefined) return undefined;
  return wacSignatureHelp(session.workspace.snapshot(), it.document, session.convert.offset(it.lines, position));
}

export async function compositionHints(session: Session, uri: string, range: Range): Promise<InlayHint[] | null> {
  const it = await opened(session, uri);
  if (it === undefined) return null;
  const { document, lines } = it;
  if (!settingsFor(session, document.uri).inlayHints.implicitImports) return [];
  const hints = wacInlayHints(session.workspace.snapshot(), document, session.convert.span(lines, range));
  return hints.map(({ offset, text, tooltip }) => ({
    position: session.convert.position(lines, offset),
    label: text,
    ...(tooltip === undefined ? {} : { tooltip: session.convert.markup(tooltip) }),
    paddingLeft: true,
  }));
}

/** What a click does comes first: editors cut long lenses. */
export function previewTitle(title: string, command: string): string {
  return command === '' ? title : `Preview · ${title}`;
}

export async function compositionLenses(session: Session, uri: string): Promise<CodeLens[] | null> {
  const it = await opened(session, uri);
  if (it === undefined) return null;
  if (!settingsFor(session, it.document.uri).codeLens.worlds) return [];
  const lens = wacLens(session.workspace.snapshot(), it.document);
  if (lens === undefined) return [];
  const own = session.client.showsDocuments ? SHOW_COMPOSITION : '';
  const command = session.client.commands.has(PREVIEW_COMPOSITION) ? PREVIEW_COMPOSITION : own;
  const title = previewTitle(lens.title, command);
  return [
    {
      range: session.convert.range(it.lines, lens.span),
      command: { title, command, arguments: [session.convert.uri(it.document.uri)] },
    },
  ];
}

/** `wanted`: which kinds of actions are asked for. */
export async function compositionActions(
  session: Session,
  params: { readonly textDocument: { readonly uri: string }; readonly range: Range },
  wanted: (kind: string) => boolean,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { uri } = params.textDocument;
  const it = await opened(session, uri);
  if (it === undefined || token.isCancellationRequested) return [];
  const { document, lines } = it;
  const { convert } = session;
  const snapshot = session.workspace.snapshot();
  const shown = convert.uri(document.uri);
  const span = convert.span(lines, params.range);
  const missing = wanted(CodeActionKind.QuickFix) ? await missingPackageActions(session, document, lines, span) : [];
  const own = wacActions(snapshot, document, span)
    .filter((action) => wanted(action.kind))
    .map(({ title, kind, edits, preferred, problem }) => {
      const changes = convert.textEdits(lines, edits);
      const version = session.compositions.version(uri) ?? null;
      const diagnostic = problem === undefined ? undefined : problemDiagnostic(snapshot, document, problem);
      return {
        title,
        kind,
        ...(preferred ? { isPreferred: true } : {}),
        ...(diagnostic === undefined ? {} : { diagnostics: [convert.diagnostic(snapshot, lines, diagnostic)] }),
        edit: convert.edit([{ textDocument: { uri: shown, version }, edits: changes }]),
      };
    });
  return [...own, ...missing];
}
