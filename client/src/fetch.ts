// Fetching dependencies with the person's own `wkg` or `wit-deps`, in a terminal where the command can be read before it runs.
import * as vscode from 'vscode';
import { type FetchProgram, type FetchTool, fetchCommand } from './fetch-command.ts';

/** Undefined where there is none. */
export type FindProgram = (tool: FetchTool) => Promise<FetchProgram | undefined>;

/** `find` is absent where programs cannot be run. */
export function fetchDependencies(find: FindProgram | undefined): vscode.Disposable {
  return vscode.commands.registerCommand('wit.fetchDependencies', (directory?: string, tool: FetchTool = 'wkg') =>
    fetchInTerminal(find, directory, tool),
  );
}

/** Takes the URI of a package's directory; without one, the package of the active editor. */
async function fetchInTerminal(find: FindProgram | undefined, directory: string | undefined, tool: FetchTool) {
  const active = vscode.window.activeTextEditor?.document.uri;
  const place = directory === undefined ? active && vscode.Uri.joinPath(active, '..') : vscode.Uri.parse(directory);
  if (place === undefined) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t('Open a file of the package whose dependencies to fetch.'),
    );
    return;
  }
  if (find === undefined) {
    await vscode.window.showWarningMessage(vscode.l10n.t('Programs are not run in a browser.'));
    return;
  }
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showWarningMessage(vscode.l10n.t('Programs are not run in an untrusted workspace.'));
    return;
  }
  const found = await find(tool);
  if (found === undefined && !(await wantsAnyway(tool))) return;
  const cwd = tool === 'wkg' ? await directoryOfManifest(place) : vscode.Uri.joinPath(place, '..');
  const terminal = vscode.window.createTerminal({ name: tool, cwd });
  terminal.show();
  // Typed, not run: the user sees it before Enter.
  terminal.sendText(fetchCommand(found ?? { tool }, relative(cwd, place)), false);
}

/** A shell may know a program that is not on the PATH of the editor. */
async function wantsAnyway(tool: FetchTool): Promise<boolean> {
  const install = `cargo install ${tool === 'wkg' ? 'wkg' : 'wit-deps-cli'}`;
  const message = vscode.l10n.t(
    '{0} was found neither on PATH nor in the setting wit.tools. It is installed with: {1}',
    tool,
    install,
  );
  const terminal = vscode.l10n.t('Open Terminal Anyway');
  const copy = vscode.l10n.t('Copy Install Command');
  const choice = await vscode.window.showWarningMessage(message, terminal, copy);
  if (choice === copy) await vscode.env.clipboard.writeText(install);
  return choice === terminal;
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
