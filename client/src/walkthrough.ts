// "First Steps with WIT": a step that no command completes has a context, which is set once what the step asks for is there.
import * as vscode from 'vscode';
import type { ContractSource } from './contract-source.ts';

/** As `package.json` names them, in `completionEvents`, beside `wit.hasPreview`. */
type Step = 'wit.hasPackage' | 'wit.hasDependency' | 'wit.hasContractChange';

export function walkthroughSteps(source: ContractSource): vscode.Disposable {
  const open = new Set<Step>(['wit.hasPackage', 'wit.hasDependency', 'wit.hasContractChange']);
  const look = async (): Promise<void> => {
    for (const step of [...open]) {
      if (!(await isDone(step, source))) continue;
      open.delete(step);
      await vscode.commands.executeCommand('setContext', step, true);
    }
    if (open.size === 0) listeners.dispose();
  };
  // Dependencies may be put there by any program.
  const files = vscode.workspace.createFileSystemWatcher('**/*.{wit,wasm}', false, true, true);
  const listeners = vscode.Disposable.from(
    files,
    files.onDidCreate(() => void look()),
    source.onDidChange(() => void look()),
  );
  void look();
  return listeners;
}

/** Said by the preview itself: the command of a lens is not one that VS Code counts. */
export function previewSeen(): void {
  void vscode.commands.executeCommand('setContext', 'wit.hasPreview', true);
}

async function isDone(step: Step, source: ContractSource): Promise<boolean> {
  const { findFiles } = vscode.workspace;
  switch (step) {
    case 'wit.hasPackage':
      return (await findFiles('**/*.wit', '**/deps/**', 1)).length > 0;
    case 'wit.hasDependency':
      return (await findFiles('**/deps/**/*.{wit,wasm}', null, 1)).length > 0;
    case 'wit.hasContractChange':
      return (await source.changes()).packages.some((it) => it.changes.length > 0);
  }
}
