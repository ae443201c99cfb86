// A link to the documentation of the name at the cursor, on the project's own site.

import * as vscode from 'vscode';
import { DOCUMENTATION_LINK, type DocumentationResult } from '../../server/src/lsp/documentation-protocol.ts';
import type { Server } from './server.ts';

export function documentationLinks(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand('wit.copyDocumentationLink', () => copyLink(server));
}

async function copyLink(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'wit') return;
  const { line, character } = editor.selection.active;
  const client = await server.ready();
  if (client === undefined) return;
  const params = { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
  const result = await client.sendRequest<DocumentationResult | null>(DOCUMENTATION_LINK, params).catch(() => null);
  if (result?.link != null) return vscode.env.clipboard.writeText(result.link);
  const text =
    result === null
      ? vscode.l10n.t('There is nothing with documentation here.')
      : vscode.l10n.t('No site is configured: set `wit.docs.site`, or `site` in `wit-language-server.json`.');
  await vscode.window.showInformationMessage(text);
}
