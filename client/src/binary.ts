// WIT packages and components in `.wasm` files: a view as text, which the server makes, and a copy of it on the disk.
import * as vscode from 'vscode';
import { BINARY_SCHEME } from '../../server/src/lsp/binary-uri.ts';
import { EXTRACT_BINARY, type ExtractResult } from '../../server/src/lsp/requests.ts';
import type { Server } from './server.ts';

/** The server makes the text of a view, so each way to one waits for it. */
export function binaryViews(context: vscode.ExtensionContext, server: Server): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('wit.openBinary', (file?: vscode.Uri) => openBinary(server, file)),
    vscode.commands.registerCommand('wit.extractBinary', (file?: vscode.Uri, folder?: vscode.Uri) =>
      extractBinary(server, file, folder),
    ),
    vscode.window.registerCustomEditorProvider('wit.binary', insteadOfBytes(server)),
    vscode.window.tabGroups.onDidChangeTabs(() => void offerOnce(context.globalState, server)),
  );
}

/** "Reopen Editor With…": the text in an editor of its own, since only there one can ask on. */
function insteadOfBytes(server: Server): vscode.CustomReadonlyEditorProvider {
  return {
    openCustomDocument: (uri) => ({ uri, dispose() {} }),
    async resolveCustomEditor({ uri }, panel) {
      const column = panel.viewColumn;
      if ((await server.ready()) === undefined) {
        panel.webview.html = vscode.l10n.t('The WIT language server is not running.');
        return;
      }
      const view = await viewOf(uri);
      panel.dispose();
      await vscode.window.showTextDocument(view, column === undefined ? {} : { viewColumn: column });
    },
  };
}

async function openBinary(server: Server, file?: vscode.Uri): Promise<void> {
  const uri = file ?? activeBinary() ?? (await chooseBinary());
  if (uri === undefined || (await server.ready()) === undefined) return;
  await vscode.window.showTextDocument(await viewOf(uri));
}

/** The `.wasm` of the active tab: bytes have no text editor. */
function activeBinary(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isFile = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return isFile && input.uri.scheme !== BINARY_SCHEME && input.uri.path.endsWith('.wasm') ? input.uri : undefined;
}

const OFFERED = 'wit.binaryOffered';

/** A person who opens a `.wasm` is told once, in all windows, that it can be read. */
async function offerOnce(state: vscode.Memento, server: Server): Promise<void> {
  const uri = activeBinary();
  if (uri === undefined || state.get<boolean>(OFFERED) === true) return;
  await state.update(OFFERED, true);
  const open = vscode.l10n.t('Open as WIT');
  const message = vscode.l10n.t('What this WebAssembly imports and exports can be read as WIT.');
  if ((await vscode.window.showInformationMessage(message, open)) === open) await openBinary(server, uri);
}

/** Asks for a folder, unless one is given. */
async function extractBinary(server: Server, file?: vscode.Uri, folder?: vscode.Uri): Promise<void> {
  const uri = file ?? activeBinary() ?? vscode.window.activeTextEditor?.document.uri ?? (await chooseBinary());
  const client = uri === undefined ? undefined : await server.ready();
  if (uri === undefined || client === undefined) return;
  const { files, reason } = await client.sendRequest<ExtractResult>(EXTRACT_BINARY, { uri: uri.toString() });
  if (files.length === 0) {
    await vscode.window.showWarningMessage(reason ?? vscode.l10n.t('There is no WIT in this file.'));
    return;
  }
  const directory = folder ?? (await chooseFolder());
  if (directory === undefined) return;
  const targets = files.map(({ path, text }) => ({ uri: vscode.Uri.joinPath(directory, path), path, text }));
  if (!(await mayReplace(targets))) return;
  for (const it of targets) await vscode.workspace.fs.writeFile(it.uri, new TextEncoder().encode(it.text));
  const [first] = targets;
  if (first !== undefined) await vscode.window.showTextDocument(first.uri);
}

async function mayReplace(targets: readonly { readonly uri: vscode.Uri; readonly path: string }[]): Promise<boolean> {
  const there = await Promise.all(targets.map(async ({ uri, path }) => ((await exists(uri)) ? [path] : [])));
  const names = there.flat();
  if (names.length === 0) return true;
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('These files exist: {0}', names.join(', '));
  return (await vscode.window.showWarningMessage(question, { modal: true }, replace)) === replace;
}

async function viewOf(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const view =
    uri.scheme === BINARY_SCHEME ? uri : uri.with({ scheme: BINARY_SCHEME, path: `/${uri.scheme}${uri.path}.wit` });
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
