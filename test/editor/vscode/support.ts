// What the suites share: waiting for something to become true, files of the workspace, the language server's process.
import { readdirSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';

type Falsy = undefined | null | false | 0 | '';

/** Asks until the answer is truthy; `what` names it in the failure, with what was seen last. */
export async function until<T>(
  what: string,
  probe: () => T | PromiseLike<T>,
  milliseconds = 20_000,
): Promise<Exclude<T, Falsy>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await probe();
    if (answer) return answer as Exclude<T, Falsy>;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

export function uriOf(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the workspace in an editor. */
export async function show(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uriOf(name));
  return vscode.window.showTextDocument(document);
}

/** Opens an unsaved file with this text, as WIT. */
export async function showText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'wit', content });
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === content) return editor;
  // Its name was that of an unsaved file just closed, of which not all of VS Code has heard.
  const all = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  await editor.edit((it) => it.replace(all, content));
  return editor;
}

/** Throws away what was typed and closes every editor. What was edited unseen has no tab yet, but is dirty all the same. */
export async function closeAll(): Promise<void> {
  const nextDirty = (): vscode.TextDocument | undefined => vscode.workspace.textDocuments.find((it) => it.isDirty);
  for (let dirty = nextDirty(); dirty !== undefined; dirty = nextDirty()) {
    const document = dirty;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(`${document.uri} to be clean`, () => document.isClosed || !document.isDirty);
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** `code@line:column` of every diagnostic, in order of position; lines and columns from 0. */
export function codesOf(uri: vscode.Uri): string[] {
  return [...vscode.languages.getDiagnostics(uri)]
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map((it) => `${codeOf(it)}@${it.range.start.line}:${it.range.start.character}`);
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until a file has exactly these diagnostics, as `codesOf` writes them. */
export async function expectCodes(uri: vscode.Uri, expected: readonly string[]): Promise<void> {
  const wanted = expected.join(' ');
  await until('diagnostics', () => codesOf(uri).join(' ') === wanted).catch(() => {
    throw new Error(`expected the diagnostics [${wanted}], found [${codesOf(uri).join(' ')}]`);
  });
}

/** The process of our language server: a child of this extension host. */
export function serverPid(): number | undefined {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
      const ours =
        command.includes('--node-ipc') && command.some((it) => /wit-language-server.*dist.server\.js$/.test(it));
      if (ours && Number(parent) === process.pid) return Number(name);
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}
