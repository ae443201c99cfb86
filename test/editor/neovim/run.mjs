// Runs the cases (cases/*.lua) in a headless Neovim, against the built server over stdio.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root, versionOf } from '../installed.mjs';

const here = import.meta.dirname;

export async function runNeovim({ grep } = {}) {
  const server = path.join(root, 'dist/server.js');
  if (!existsSync(server)) throw new Error(`${server} is not built`);
  if (versionOf('nvim') === undefined) installEditors();
  const version = versionOf('nvim');
  if (version === undefined) throw new Error('nvim is not installed');
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-neovim-'));
  const workspace = path.join(directory, 'workspace');
  const output = path.join(directory, 'results.jsonl');
  cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
  try {
    // Neovim waits for its servers to exit, so it ends with all of them; the limit is for a Neovim that hangs.
    const args = ['--headless', '--clean', '-n', '-i', 'NONE', '-S', path.join(here, 'main.lua')];
    const { status, signal, stderr } = spawnSync('nvim', args, {
      cwd: workspace,
      encoding: 'utf8',
      timeout: 180_000,
      env: {
        ...process.env,
        XDG_STATE_HOME: directory,
        XDG_CACHE_HOME: directory,
        XDG_DATA_HOME: directory,
        WIT_SERVER: server,
        WIT_NODE: process.execPath,
        WIT_E2E: here,
        WIT_E2E_RESULTS: output,
        WIT_E2E_GREP: grep ?? '',
      },
    });
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) throw new Error(`Neovim ended early (${signal ?? status}):\n${stderr}`);
    return { editor: version.replace(/^NVIM v/, 'Neovim '), results: records.filter((it) => it.title !== undefined) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
