// "New WIT Package": asks for a name, writes the files and opens the first.
import * as vscode from 'vscode';
import { newPackage } from '../../server/src/features/new-package.ts';
import { kebab } from '../../server/src/syntax/words.ts';

/** The command takes the URI of a folder and a name; it asks for what is not given. Returns the file that was opened. */
export function newPackageCommand(): vscode.Disposable {
  return vscode.commands.registerCommand('wit.newPackage', async (into?: unknown, given?: unknown) => {
    const folder = into instanceof vscode.Uri ? into : await chooseFolder();
    if (folder === undefined) return undefined;
    const name = typeof given === 'string' ? given : await askName(folder);
    if (name === undefined) return undefined;
    const wkg = typeof given === 'string' ? false : await wantsManifest(folder);
    return wkg === undefined ? undefined : write(folder, name, wkg);
  });
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const openLabel = vscode.l10n.t('Make Package Here');
  return (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel }))?.[0];
}

async function askName(folder: vscode.Uri): Promise<string | undefined> {
  const directory = folder.path.slice(folder.path.lastIndexOf('/') + 1);
  const namespace = 'local';
  const suggested = `${namespace}:${kebab(directory) ?? 'name'}`;
  return vscode.window.showInputBox({
    title: vscode.l10n.t('New WIT Package'),
    prompt: vscode.l10n.t('namespace:name, if you like with @version. The namespace says who makes it.'),
    value: 'files' in newPackage(suggested, { wkg: false }) ? suggested : `${namespace}:name`,
    valueSelection: [0, namespace.length],
    validateInput: (text) => faultOf(text),
  });
}

function faultOf(text: string): string | undefined {
  const made = newPackage(text.trim(), { wkg: false });
  if ('files' in made) return undefined;
  return made.kind === 'part'
    ? made.message
    : vscode.l10n.t('A name has two parts, such as acme:cart or acme:cart@0.1.0.');
}

/** Undefined when given up. There may be one already. */
async function wantsManifest(folder: vscode.Uri): Promise<boolean | undefined> {
  if (await exists(vscode.Uri.joinPath(folder, 'wkg.toml'))) return false;
  const items = [
    { label: vscode.l10n.t('WIT Only'), description: 'wit/world.wit', wkg: false },
    { label: vscode.l10n.t('WIT and Manifest of wkg'), description: 'wit/world.wit, wkg.toml', wkg: true },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('New WIT Package') }))?.wkg;
}

/** Beside a package that is there already, in a folder of its own. */
async function write(folder: vscode.Uri, name: string, wkg: boolean): Promise<vscode.Uri | undefined> {
  const made = newPackage(name.trim(), { wkg });
  if (!('files' in made)) {
    await vscode.window.showErrorMessage(faultOf(name) ?? name);
    return undefined;
  }
  const isTaken = await exists(vscode.Uri.joinPath(folder, 'wit'));
  const target = isTaken ? vscode.Uri.joinPath(folder, made.name) : folder;
  const edit = new vscode.WorkspaceEdit();
  const files = [...made.files].map(([path, text]) => ({ uri: vscode.Uri.joinPath(target, path), text }));
  for (const { uri } of files) {
    if (!(await exists(uri))) continue;
    await vscode.window.showErrorMessage(vscode.l10n.t('{0} is there already.', vscode.workspace.asRelativePath(uri)));
    return undefined;
  }
  for (const { uri, text } of files) edit.createFile(uri, { contents: new TextEncoder().encode(text) });
  if (!(await vscode.workspace.applyEdit(edit))) return undefined;
  const [first] = files;
  if (first === undefined) return undefined;
  await vscode.window.showTextDocument(first.uri);
  return first.uri;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
