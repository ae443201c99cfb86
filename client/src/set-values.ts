// The settings that are set explicitly, without defaults: only so can the server put a project file between a user's own settings
// and those of the workspace.
import * as vscode from 'vscode';
import type { ConfigurationParams } from 'vscode-languageclient';

/** Answers `workspace/configuration`: what the workspace says, and below `user` what the user says. */
export function setValues({ items }: ConfigurationParams, packageJson: unknown): unknown[] {
  return items.map(({ scopeUri, section = '' }) => {
    const scope = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
    const configuration = vscode.workspace.getConfiguration(section, scope);
    if (section !== 'wit') return configuration;
    const workspace: Record<string, unknown> = {};
    const user: Record<string, unknown> = {};
    for (const key of keysOf(packageJson)) {
      const found = configuration.inspect(key);
      put(user, key, found?.globalValue);
      put(workspace, key, merged(found?.workspaceValue, found?.workspaceFolderValue));
    }
    return { ...workspace, user };
  });
}

/** Names of our settings, without `wit.`. */
function keysOf(packageJson: unknown): string[] {
  const { contributes } = packageJson as { contributes: { configuration: { properties: Record<string, unknown> } } };
  const names = Object.keys(contributes.configuration.properties);
  return names.filter((it) => it.startsWith('wit.')).map((it) => it.slice('wit.'.length));
}

function put(into: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) return;
  const names = key.split('.');
  const last = names.pop() ?? '';
  let at = into;
  for (const name of names) {
    at[name] ??= {};
    at = at[name] as Record<string, unknown>;
  }
  at[last] = value;
}

/** As VS Code merges them: entry by entry. */
function merged(workspace: unknown, folder: unknown): unknown {
  const isObject = (it: unknown): it is object => typeof it === 'object' && it !== null && !Array.isArray(it);
  return isObject(workspace) && isObject(folder) ? { ...workspace, ...folder } : (folder ?? workspace);
}
