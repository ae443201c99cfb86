// Tasks that run a person's own tools on the package of the active editor, and a command that shows and runs one of them.
import * as vscode from 'vscode';
import type { FindProgram } from './fetch.ts';
import { programVersion } from './program-version.ts';
import { findProgram, type Places, type Run, runsOf } from './tools.ts';

const TYPE = 'wit';

export function toolTasks(): vscode.Disposable[] {
  return [
    vscode.tasks.registerTaskProvider(TYPE, { provideTasks: tasksHere, resolveTask: () => undefined }),
    vscode.commands.registerCommand('wit.runTool', runTool),
  ];
}

/** Where a program is and which version, for what runs it in a terminal; nothing is looked for in an untrusted workspace. */
export const installedProgram: FindProgram = async (name) => {
  if (!vscode.workspace.isTrusted) return undefined;
  const places = placesHere();
  const found = findProgram(name, places);
  if (found === undefined) return undefined;
  const version = name === 'wkg' ? await programVersion(found) : undefined;
  return { tool: name, version, ...(typeof places.named[name] === 'string' ? { path: found } : {}) };
};

async function tasksHere(): Promise<vscode.Task[]> {
  const folder = folderHere();
  return folder === undefined ? [] : (await runsIn(folder)).map((it) => taskOf(it, folder));
}

async function runTool(): Promise<void> {
  const folder = folderHere();
  const runs = folder === undefined ? [] : await runsIn(folder);
  if (folder === undefined || runs.length === 0) {
    await vscode.window.showInformationMessage(reasonOfNone());
    return;
  }
  // The list shows the whole command line, so the user sees what will run.
  const items = runs.map((run) => ({ label: run.title, detail: [run.program, ...run.args].join(' '), run }));
  const placeHolder = vscode.l10n.t('Select what to run in {0}', folder.uri.fsPath);
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  if (chosen !== undefined) await vscode.tasks.executeTask(taskOf(chosen.run, folder));
}

function reasonOfNone(): string {
  if (!vscode.workspace.isTrusted) return vscode.l10n.t('Programs are not run in an untrusted workspace.');
  return vscode.l10n.t(
    'None of wit-bindgen, jco, componentize-py and wkg was found on PATH or in the setting wit.tools.',
  );
}

function taskOf({ title, program, args }: Run, folder: vscode.WorkspaceFolder): vscode.Task {
  const run = new vscode.ProcessExecution(program, [...args], { cwd: folder.uri.fsPath });
  const task = new vscode.Task({ type: TYPE, run: title }, folder, title, TYPE, run, '$wit');
  task.detail = [program, ...args].join(' ');
  return task;
}

async function runsIn(folder: vscode.WorkspaceFolder): Promise<Run[]> {
  if (!vscode.workspace.isTrusted || folder.uri.scheme !== 'file') return [];
  const places = placesHere();
  const wkg = findProgram('wkg', places);
  return runsOf(packageIn(folder), places, wkg === undefined ? undefined : await programVersion(wkg));
}

function placesHere(): Places {
  return {
    path: process.env.PATH ?? '',
    named: vscode.workspace.getConfiguration('wit').get<Record<string, unknown>>('tools', {}),
    workspaces: (vscode.workspace.workspaceFolders ?? []).map((it) => it.uri.fsPath),
  };
}

function folderHere(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  const own = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  return own ?? vscode.workspace.workspaceFolders?.[0];
}

/** The directory of the active file's package, seen from the folder; without a WIT file, `wit`, as the tools have it. */
function packageIn(folder: vscode.WorkspaceFolder): string {
  const document = vscode.window.activeTextEditor?.document;
  const root = `${folder.uri.path}/`;
  if (document?.languageId !== 'wit' || !document.uri.path.startsWith(root)) return 'wit';
  const inside = document.uri.path.slice(root.length);
  const directory = /^(.*?)(?:\/deps\/.*|\/[^/]*)$/s.exec(inside)?.[1];
  return directory ?? '.';
}
