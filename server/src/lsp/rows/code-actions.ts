// Repairs at a place, and of a whole file.

import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
} from 'vscode-languageserver';
import { fixAll, missingPackages, quickFixes } from '../../features/code-actions.ts';
import { explicitImports } from '../../features/explicit-imports.ts';
import { contractActions } from '../contracts.ts';
import { FETCH } from '../requests.ts';
import { type Row, row } from '../row.ts';
import type { Session, Stretch } from '../session.ts';

export const CODE_ACTION_ROWS: readonly Row[] = [
  row(
    CodeActionRequest.type,
    (client) =>
      client.codeActions
        ? { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] } }
        : undefined,
    codeActions,
  ),
];

/** Getting what is missing is the package tool's work, and the client's to start. */
function fetchActions({ client, convert }: Session, { snapshot, uri, lines, span }: Stretch): CodeAction[] {
  const root = snapshot.rootOf(uri);
  const missing = missingPackages(snapshot, uri, span);
  if (root === undefined || missing.length === 0 || !client.commands.has(FETCH)) return [];
  const title = 'Fetch dependencies (`wkg wit fetch`)';
  const command = { title, command: FETCH, arguments: [convert.uri(root.uri)] };
  const diagnostics = missing.map((it) => convert.diagnostic(snapshot, lines, it));
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics, command }];
}

async function codeActions(
  session: Session,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const stretch = await session.stretch(params, token);
  if (stretch === undefined) return [];
  const { snapshot, uri, lines, span } = stretch;
  const { convert } = session;
  const wanted = (kind: string): boolean =>
    params.context.only?.some((it) => kind === it || kind.startsWith(`${it}.`)) ?? kind === CodeActionKind.QuickFix;
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    for (const { diagnostic, fix } of quickFixes(snapshot, uri, span)) {
      actions.push({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [convert.diagnostic(snapshot, lines, diagnostic)],
        isPreferred: fix.preferred === true,
        edit: convert.workspaceEdit(snapshot, fix.edits),
      });
    }
  }
  if (wanted(CodeActionKind.QuickFix)) actions.push(...contractActions(session, stretch));
  if (wanted(CodeActionKind.QuickFix)) actions.push(...fetchActions(session, stretch));
  const explicit = wanted(CodeActionKind.QuickFix) ? explicitImports(snapshot, uri, span) : undefined;
  if (explicit !== undefined) {
    const edit = convert.workspaceEdit(snapshot, explicit.edits);
    actions.push({ title: explicit.title, kind: CodeActionKind.QuickFix, edit });
  }
  const all = wanted(CodeActionKind.SourceFixAll) ? fixAll(snapshot, uri) : undefined;
  if (all !== undefined) {
    const edit = convert.workspaceEdit(snapshot, all.edits);
    actions.push({ title: all.title, kind: CodeActionKind.SourceFixAll, edit });
  }
  return actions;
}
