// Findings for clients that ask for them.

import { DocumentDiagnosticRequest, type ServerCapabilities, WorkspaceDiagnosticRequest } from 'vscode-languageserver';
import type { Client } from '../client.ts';
import { documentReport, workspaceReport } from '../diagnostics.ts';
import { type Row, row } from './row.ts';

const provided = (client: Client): Partial<ServerCapabilities> | undefined =>
  client.pullsDiagnostics
    ? { diagnosticProvider: { identifier: 'wit', interFileDependencies: true, workspaceDiagnostics: true } }
    : undefined;

export const DIAGNOSTIC_ROWS: readonly Row[] = [
  row(DocumentDiagnosticRequest.type, provided, documentReport),
  row(WorkspaceDiagnosticRequest.type, provided, workspaceReport),
];
