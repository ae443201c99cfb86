// Asks the client for its settings, and to be told when they change.

import { type ConfigurationItem, DidChangeConfigurationNotification } from 'vscode-languageserver';
import type { Session } from './session.ts';
import { readSettings, type Settings } from './settings.ts';

/** Asks the client, for everything and for each folder; without an answer the `fallback` holds. */
export async function fetchSettings(session: Session, fallback: Settings): Promise<void> {
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
  session.settings = readSettings(values[0], fallback);
  session.folderSettings = new Map(
    folders.map((folder, index) => [folder, readSettings(values[index + 1] ?? values[0], fallback)]),
  );
  const perFolder = [...session.folderSettings].map(([folder, settings]) => [folder, settings.check] as const);
  workspace.setSettings(session.settings.check, new Map(perFolder));
  session.worlds.forget();
}

export async function registerSettings({ client, connection }: Session): Promise<void> {
  if (!client.registersConfiguration) return;
  await connection.client.register(DidChangeConfigurationNotification.type, { section: 'wit' });
}
