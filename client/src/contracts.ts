// Everything that shows contract changes, put together.
import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { contractCommands } from './contract-commands.ts';
import { ContractMarks } from './contract-marks.ts';
import { ContractSource } from './contract-source.ts';
import { ContractStatus } from './contract-status.ts';
import { ContractTree } from './contract-tree.ts';

/** Returns what is to be told of each new client. */
export function showContracts(context: vscode.ExtensionContext): (client: BaseLanguageClient) => void {
  const source = new ContractSource(context.workspaceState);
  const tree = new ContractTree(source);
  context.subscriptions.push(
    source,
    tree,
    new ContractMarks(source),
    new ContractStatus(source),
    ...contractCommands(source, tree),
  );
  return (client) => source.follow(client);
}
