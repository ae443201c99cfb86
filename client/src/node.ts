// The desktop entry: the server is a process beside this file, spoken to over IPC.
import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { activate as activateShared, type Launch } from './extension.ts';
import { installedProgram, toolTasks } from './tasks.ts';

export { deactivate } from './extension.ts';

export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath(path.join('dist', 'server.js'));
  // Not the workspace's folder, which is the default: nothing that lies there may be taken for a program.
  const run: NodeModule = { module, transport: TransportKind.ipc, options: { cwd: path.dirname(module) } };
  const debug: NodeModule = { ...run, options: { ...run.options, execArgv: ['--nolazy', '--inspect=6009'] } };
  const launch: Launch = (options) => new LanguageClient('wit', 'WIT Language Server', { run, debug }, options);
  activateShared(context, launch, { findProgram: installedProgram });
  context.subscriptions.push(...toolTasks());
}
