// Commands about published packages. The server carries them out; they are registered here and not by the library, which knows
// them only while the server runs: the palette would say "command not found" before that.
import * as vscode from 'vscode';
import { PUBLISHED_COMMANDS } from '../../server/src/lsp/published-protocol.ts';
import type { Server } from './server.ts';

export function publishedCommands(server: Server): vscode.Disposable[] {
  return Object.values(PUBLISHED_COMMANDS).map((command) =>
    vscode.commands.registerCommand(command, async (...values: unknown[]) => {
      const client = await server.ready();
      return client?.sendRequest('workspace/executeCommand', { command, arguments: values });
    }),
  );
}
