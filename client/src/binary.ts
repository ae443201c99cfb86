// WIT packages in `.wasm` files: a view as text, which the server makes, and a copy of it on the disk.
import * as vscode from 'vscode';

/** As in server/src/lsp/binary-uri.ts. */
const SCHEME = 'wit-wasm';

export function binaryCommands(): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('wit.openBinary', openBinary),
    vscode.commands.registerCommand('wit.extractBinary', extractBinary),
  ];
}

async function openBinary(file?: vscode.Uri): Promise<void> {
  const uri = file ?? (await chooseBinary());
  if (uri !== undefined) await vscode.window.showTextDocument(await viewOf(uri));
}

/** Asks for a folder, unless one is given. */
async function extractBinary(file?: vscode.Uri, folder?: vscode.Uri): Promise<void> {
  const uri = file ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) return;
  const text = (await viewOf(uri)).getText();
  if (!/^package /m.test(text)) {
    await vscode.window.showWarningMessage(vscode.l10n.t('There is no WIT package in this file.'));
    return;
  }
  const directory = folder ?? (await chooseFolder());
  if (directory === undefined) return;
  const name = /([^/]*?)\.wasm(?:\.wit)?$/.exec(uri.path)?.[1] ?? 'package';
  const target = vscode.Uri.joinPath(directory, `${name}.wit`);
  if (await exists(target)) {
    const replace = vscode.l10n.t('Replace');
    const question = vscode.l10n.t('{0} exists.', `${name}.wit`);
    if ((await vscode.window.showWarningMessage(question, { modal: true }, replace)) !== replace) return;
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target);
}

async function viewOf(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const view = uri.scheme === SCHEME ? uri : uri.with({ scheme: SCHEME, path: `/${uri.scheme}${uri.path}.wit` });
  return vscode.workspace.openTextDocument(view);
}

async function chooseBinary(): Promise<vscode.Uri | undefined> {
  return (await vscode.window.showOpenDialog({ filters: { WebAssembly: ['wasm'] } }))?.[0];
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const openLabel = vscode.l10n.t('Extract Here');
  return (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel }))?.[0];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
