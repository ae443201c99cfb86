// Asks the client for its settings, and to be told when they change.

import { type ConfigurationItem, DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Asks the client, for everything and for each folder; without an answer, what was `told` before holds, the last the most. */
export async function fetchSettings(session: Session, told: readonly unknown[]): Promise<void> {
  const { connection, workspace, client } = session;
  const folders = workspace.folders;
  let values: readonly unknown[] = [];
  if (client.hasConfiguration) {
    const items: ConfigurationItem[] = [
      { section: 'wit' },
      ...folders.map((folder) => ({ scopeUri: session.convert.uri(folder), section: 'wit' })),
    ];
    const answer: unknown = await connection.sendRequest('workspace/configuration', { items });
    values = Array.isArray(answer) ? answer : [];
  }
  session.projects.said = {
    told,
    all: values[0],
    folders: new Map(folders.map((folder, index) => [folder, values[index + 1] ?? values[0]])),
  };
  await session.projects.apply();
}

export async function registerSettings({ client, connection }: Session): Promise<void> {
  if (!client.registersConfiguration) return;
  await connection.client.register(DidChangeConfigurationNotification.type, { section: 'wit' });
}
