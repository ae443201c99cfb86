// Repairs at a place and of a whole file, and rewritings.

import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { LineIndex } from '../../base/text.ts';
import { missingPackages, quickFixes, refactorings, sourceActions } from '../../features/code-actions.ts';
import { newSinceRelease } from '../../features/contracts/fixes.ts';
import { type BringAction, bringActions } from '../../features/dependencies/bring-package.ts';
import { fixAll } from '../../features/fix-all.ts';
import type { Refactoring } from '../../features/refactor/selection.ts';
import { explicitImports } from '../../features/worlds/explicit-imports.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { isComposition } from '../compositions.ts';
import { contractActions } from '../contracts.ts';
import { FETCH } from '../requests.ts';
import type { Session, Stretch } from '../session.ts';
import { compositionActions } from './composition-hints.ts';
import { publishedCodeActions } from './published.ts';
import { type Row, row } from './row.ts';

const KINDS = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.RefactorMove,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.SourceFixAll,
  CodeActionKind.SourceOrganizeImports,
] as const;

export const CODE_ACTION_ROWS: readonly Row[] = [
  row(
    CodeActionRequest.type,
    (client) => (client.codeActions ? { codeActionProvider: { codeActionKinds: [...KINDS] } } : undefined),
    codeActions,
  ),
];

/** Getting what is missing is the package tool's work, and the client's to start. */
function fetchActions({ client, convert }: Session, { snapshot, uri, lines, span }: Stretch): CodeAction[] {
  const root = snapshot.rootOf(uri);
  const missing = missingPackages(snapshot, uri, span);
  if (root === undefined || missing.length === 0 || !client.commands.has(FETCH)) return [];
  const title = 'Fetch dependencies with `wkg`';
  const command = { title, command: FETCH, arguments: [convert.uri(root.uri)] };
  const diagnostics = missing.map((it) => convert.diagnostic(snapshot, lines, it));
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics, command }];
}

/** What lies elsewhere in the workspace is copied by the client, or named in a manifest for the package tool. */
async function bringPackages(session: Session, stretch: Stretch): Promise<CodeAction[]> {
  const { client, convert, workspace } = session;
  const { snapshot, uri, lines, span } = stretch;
  const root = snapshot.rootOf(uri);
  if (root === undefined || missingPackages(snapshot, uri, span).length === 0) return [];
  const manifests = (await workspace.manifestsOf(root)).map((it) => ({
    ...it,
    text: session.manifests.lines(workspace.spelling(it.uri))?.text ?? it.text,
  }));
  return bringActions(snapshot, uri, span, manifests)
    .filter((it) => it.creates.length === 0 || client.createsFiles)
    .map((it) => ({
      title: it.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [convert.diagnostic(snapshot, lines, it.diagnostic)],
      edit: bringEdit(session, snapshot, it),
    }));
}

function bringEdit(session: Session, snapshot: Snapshot, { creates, manifest }: BringAction): WorkspaceEdit {
  if (manifest === undefined) return editOf(session, snapshot, { edits: [], creates });
  const { convert } = session;
  const place = { start: manifest.offset, end: manifest.offset };
  const edits = convert.textEdits(new LineIndex(manifest.text), [{ ...place, text: manifest.insert }]);
  const uri = convert.uri(manifest.uri);
  const version = session.manifests.version(session.workspace.spelling(manifest.uri)) ?? null;
  return convert.edit([{ textDocument: { uri, version }, edits }]);
}

async function codeActions(
  session: Session,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const wanted = (kind: string): boolean =>
    params.context.only?.some((it) => it === '' || kind === it || kind.startsWith(`${it}.`)) ??
    !kind.startsWith(CodeActionKind.Source);
  if (isComposition(params.textDocument.uri)) return compositionActions(session, params, wanted, token);
  const stretch = await session.stretch(params, token);
  if (stretch === undefined) return [];
  const { snapshot, uri, lines, span } = stretch;
  const { convert } = session;
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const isNew = newSinceRelease(snapshot, session.contractBases, uri);
    for (const { diagnostic, fix } of quickFixes(snapshot, uri, span)) {
      if (diagnostic.code === 'lint/missing-since' && isNew.has(diagnostic.span.start)) continue;
      const edit = convert.fixEdit(snapshot, fix);
      if (edit === undefined) continue;
      const diagnostics = [convert.diagnostic(snapshot, lines, diagnostic)];
      const isPreferred = fix.preferred === true;
      actions.push({ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred, edit });
    }
  }
  if (wanted(CodeActionKind.QuickFix)) actions.push(...contractActions(session, stretch));
  if (wanted(CodeActionKind.QuickFix))
    actions.push(
      ...fetchActions(session, stretch),
      ...(await bringPackages(session, stretch)),
      ...publishedCodeActions(session, stretch),
    );
  const explicit = wanted(CodeActionKind.QuickFix) ? explicitImports(snapshot, uri, span) : undefined;
  if (explicit !== undefined) {
    const edit = convert.workspaceEdit(snapshot, explicit.edits);
    actions.push({ title: explicit.title, kind: CodeActionKind.QuickFix, edit });
  }
  actions.push(...rewritings(session, stretch, wanted));
  const all = wanted(CodeActionKind.SourceFixAll) ? fixAll(snapshot, uri) : undefined;
  if (all !== undefined) {
    const edit = convert.workspaceEdit(snapshot, all.edits);
    actions.push({ title: all.title, kind: CodeActionKind.SourceFixAll, edit });
  }
  return actions;
}

function rewritings(
  session: Session,
  { snapshot, uri, span, lines }: Stretch,
  wanted: (kind: string) => boolean,
): CodeAction[] {
  // No version that was released has what is new since.
  const isNew = new Set([...newSinceRelease(snapshot, session.contractBases, uri)].map((at) => lines.lineOf(at)));
  const here = KINDS.some((kind) => kind.startsWith(CodeActionKind.Refactor) && wanted(kind));
  const found = [
    ...(here ? refactorings(snapshot, uri, span) : []),
    ...(wanted(CodeActionKind.SourceOrganizeImports) ? sourceActions(snapshot, uri) : []),
  ];
  return found
    .filter((it) => it.sinceAt === undefined || !isNew.has(lines.lineOf(it.sinceAt)))
    .filter((it) => wanted(it.kind) && (it.creates === undefined || session.client.createsFiles))
    .map((it) => ({ title: it.title, kind: it.kind, edit: editOf(session, snapshot, it) }));
}

/** New files come first, each empty and then with its text. */
function editOf(
  { convert }: Session,
  snapshot: Snapshot,
  { edits, creates = [] }: Pick<Refactoring, 'edits' | 'creates'>,
): WorkspaceEdit {
  if (creates.length === 0) return convert.workspaceEdit(snapshot, edits);
  const start = { line: 0, character: 0 };
  const made = creates.flatMap(({ uri, text }) => [
    { kind: 'create' as const, uri: convert.uri(uri) },
    {
      textDocument: { uri: convert.uri(uri), version: null },
      edits: [{ range: { start, end: start }, newText: text }],
    },
  ]);
  return { documentChanges: [...made, ...convert.documentEdits(snapshot, edits)] };
}
