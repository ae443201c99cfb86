// A link to the documentation of the name at the cursor, on the project's own site.

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { DOCUMENTATION_LINK, type DocumentationResult } from '../../server/src/lsp/documentation-protocol.ts';

/** Returns what is to be told of each new client. */
export function documentationLinks(context: vscode.ExtensionContext): (client: BaseLanguageClient) => void {
  let client: BaseLanguageClient | undefined;
  context.subscriptions.push(vscode.commands.registerCommand('wit.copyDocumentationLink', () => copyLink(client)));
  return (it) => {
    client = it;
  };
}

async function copyLink(client: BaseLanguageClient | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (client === undefined || editor?.document.languageId !== 'wit') return;
  const { line, character } = editor.selection.active;
  const params = { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
  const result = await client.sendRequest<DocumentationResult | null>(DOCUMENTATION_LINK, params).catch(() => null);
  if (result?.link != null) return vscode.env.clipboard.writeText(result.link);
  const text =
    result === null
      ? vscode.l10n.t('There is nothing with documentation here.')
      : vscode.l10n.t('No site is configured: set `wit.docs.site`, or `site` in `wit-language-server.json`.');
  await vscode.window.showInformationMessage(text);
}
