// "Check Dependencies": what `deps/` lacks of what the lock files say, as a list to choose from; the server has compared.
import * as vscode from 'vscode';
import type { Location } from 'vscode-languageclient';
import { DEPENDENCY_STATUS, type DependencyResult, type PackageDependencies } from '../../server/src/lsp/requests.ts';
import { toRange } from './contract-source.ts';
import type { Server } from './server.ts';

interface Choice extends vscode.QuickPickItem {
  readonly choose?: () => Thenable<unknown>;
}

export function dependencyChecks(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand('wit.checkDependencies', async () => {
    const client = await server.ready();
    if (client === undefined) return;
    const { packages } = await client.sendRequest<DependencyResult>(DEPENDENCY_STATUS, {});
    await tell(packages);
  });
}

async function tell(packages: readonly PackageDependencies[]): Promise<void> {
  const stale = packages.filter((it) => it.findings.length > 0);
  if (packages.length === 0) {
    const message = vscode.l10n.t('No package in this workspace has a manifest or lock file of wkg or wit-deps.');
    await vscode.window.showInformationMessage(message);
  } else if (stale.length === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t('deps/ is up to date: it has what the lock files name.'));
  } else {
    const title = vscode.l10n.t('deps/ is not what the lock files say');
    const items = stale.flatMap(choicesOf);
    const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    await chosen?.choose?.();
  }
}

/** What is wrong leads to its place, and the tool that repairs it comes last. */
function choicesOf({ directory, name, tool, findings }: PackageDependencies): Choice[] {
  const uri = vscode.Uri.parse(directory);
  const place = vscode.workspace.asRelativePath(uri);
  const label = name === null ? place : `${name} (${place})`;
  return [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...findings.map(({ message, location }) => ({
      label: message,
      ...(location === null ? {} : { choose: () => show(location) }),
    })),
    {
      label: `$(cloud-download) ${vscode.l10n.t('Fetch Dependencies…')}`,
      description: vscode.l10n.t('{0}, in a terminal', tool),
      choose: () => vscode.commands.executeCommand('wit.fetchDependencies', directory, tool),
    },
  ];
}

async function show({ uri, range }: Location): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: toRange(range) });
}
