// Fetching dependencies with the person's own `wkg` or `wit-deps`, in a terminal where the command can be read before it runs.
import * as vscode from 'vscode';
import { type FetchTool, fetchCommand } from './fetch-command.ts';

/** Takes the URI of a package's directory; without one, the package of the active editor. */
export async function fetchDependencies(directory?: string, tool: FetchTool = 'wkg'): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const place = directory === undefined ? active && vscode.Uri.joinPath(active, '..') : vscode.Uri.parse(directory);
  if (place === undefined) return;
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showWarningMessage(vscode.l10n.t('Programs are not run in an untrusted workspace.'));
    return;
  }
  const cwd = tool === 'wkg' ? await directoryOfManifest(place) : vscode.Uri.joinPath(place, '..');
  const terminal = vscode.window.createTerminal({ name: tool, cwd });
  terminal.show();
  // Typed, not run: whoever presses Enter has seen it.
  terminal.sendText(fetchCommand(tool, relative(cwd, place)), false);
}

/** The nearest directory with a `wkg.toml` or `wkg.lock`; else the one above the package. */
async function directoryOfManifest(place: vscode.Uri): Promise<vscode.Uri> {
  for (let at = place; at.path !== '/'; at = vscode.Uri.joinPath(at, '..')) {
    for (const name of ['wkg.toml', 'wkg.lock']) {
      const found = await vscode.workspace.fs.stat(vscode.Uri.joinPath(at, name)).then(
        () => true,
        () => false,
      );
      if (found) return at;
    }
    if (vscode.workspace.getWorkspaceFolder(vscode.Uri.joinPath(at, '..')) === undefined) break;
  }
  return vscode.workspace.getWorkspaceFolder(place)?.uri ?? vscode.Uri.joinPath(place, '..');
}

function relative(from: vscode.Uri, to: vscode.Uri): string {
  return to.path.startsWith(`${from.path}/`) ? to.path.slice(from.path.length + 1) : '.';
}
