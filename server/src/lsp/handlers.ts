// Every request that is answered: one row each, with what it adds to the capabilities. A row converts and decides nothing.

import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  DocumentDiagnosticRequest,
  type ProtocolRequestType,
  type ServerCapabilities,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver';
import { fixAll, quickFixes } from '../features/code-actions.ts';
import type { Client } from './client.ts';
import { documentReport, workspaceReport } from './diagnostics.ts';
import { answered, type Session } from './session.ts';

export interface Row {
  readonly method: string;
  /** Undefined: this client gets no such answer. */
  readonly capabilities: (client: Client) => Partial<ServerCapabilities> | undefined;
  readonly listen: (session: Session) => void;
}

export function row<P, R, PR, E, O>(
  type: ProtocolRequestType<P, R, PR, E, O>,
  capabilities: Row['capabilities'],
  answer: (session: Session, params: P, token: CancellationToken) => R | Promise<R>,
): Row {
  return {
    method: type.method,
    capabilities,
    listen(session) {
      session.connection.onRequest<unknown, void>(type.method, (params: P, token: CancellationToken) =>
        answered(session, type.method, token, () => answer(session, params, token)),
      );
    },
  };
}

const DIAGNOSTICS = {
  diagnosticProvider: { identifier: 'wit', interFileDependencies: true, workspaceDiagnostics: true },
};

export const ROWS: readonly Row[] = [
  row(DocumentDiagnosticRequest.type, (client) => (client.pullsDiagnostics ? DIAGNOSTICS : undefined), documentReport),
  row(
    WorkspaceDiagnosticRequest.type,
    (client) => (client.pullsDiagnostics ? DIAGNOSTICS : undefined),
    workspaceReport,
  ),
  row(
    CodeActionRequest.type,
    (client) =>
      client.codeActions
        ? { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] } }
        : undefined,
    codeActions,
  ),
];

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
  const all = wanted(CodeActionKind.SourceFixAll) ? fixAll(snapshot, uri) : undefined;
  if (all !== undefined) {
    const edit = convert.workspaceEdit(snapshot, all.edits);
    actions.push({ title: all.title, kind: CodeActionKind.SourceFixAll, edit });
  }
  return actions;
}
