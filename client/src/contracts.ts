// Everything that shows contract changes, put together.
import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { contractCommands } from './contract-commands.ts';
import { ContractMarks } from './contract-marks.ts';
import { ContractSource } from './contract-source.ts';
import { ContractStatus } from './contract-status.ts';
import { ContractTree } from './contract-tree.ts';
import type { Server } from './server.ts';
import { walkthroughSteps } from './walkthrough.ts';

export interface Contracts {
  readonly source: ContractSource;
  /** Told of every client before it starts. */
  readonly follow: (client: BaseLanguageClient) => void;
}

export function showContracts(context: vscode.ExtensionContext, server: Server): Contracts {
  const source = new ContractSource(context.workspaceState);
  const tree = new ContractTree(source);
  context.subscriptions.push(
    source,
    tree,
    new ContractMarks(source),
    new ContractStatus(source),
    walkthroughSteps(source),
    ...contractCommands({ source, tree, server }),
  );
  return { source, follow: (client) => source.follow(client) };
}
