// The other WIT extension: where it is installed, too, both complain. Said once. Which of them formats is said in
// package.json, by `editor.defaultFormatter`; VS Code would otherwise use neither on saving.
import * as vscode from 'vscode';

const OFFICIAL = 'bytecodealliance.wit-idl';
const SAID = 'wit.officialExtension';

export async function sayOfficial(context: vscode.ExtensionContext): Promise<void> {
  if (vscode.extensions.getExtension(OFFICIAL) === undefined) return;
  if (context.globalState.get<boolean>(SAID) === true) return;
  await context.globalState.update(SAID, true);
  const show = vscode.l10n.t('Show Extension');
  const message = vscode.l10n.t(
    'The extension WIT IDL is installed, too. WIT Language Server formats WIT files; errors may be shown twice until one of the two is disabled.',
  );
  if ((await vscode.window.showInformationMessage(message, show)) !== show) return;
  await vscode.commands.executeCommand('extension.open', OFFICIAL);
}
