// Runs cases.vim in a Vim with ALE (both of Debian), with the server installed from the packed package.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';

const here = import.meta.dirname;
const ALE = '/usr/share/vim-ale';

export async function runVim() {
  if (versionOf('vim') === undefined || !existsSync(ALE)) installEditors();
  const version = versionOf('vim');
  if (version === undefined || !existsSync(ALE)) throw new Error('vim and vim-ale are not installed');
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-vim-'));
  const output = path.join(directory, 'results.jsonl');
  const workspace = path.join(directory, 'workspace');
  try {
    const bin = installPacked(path.join(directory, 'package'));
    cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
    // What ALE takes for the root of a project.
    mkdirSync(path.join(workspace, '.git'));
    makeSteps(path.join(workspace, 'steps'));
    const args = ['-N', '-u', 'NONE', '-i', 'NONE', '-n', '-es', '-S', path.join(here, 'cases.vim')];
    // Its standard input stays open, since Vim leaves the insert mode at its end.
    const vim = spawn('vim', args, {
      cwd: workspace,
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: 180_000,
      env: {
        ...process.env,
        HOME: directory,
        TERM: 'dumb',
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        WIT_RUNTIME: path.join(root, 'editors/vim'),
        WIT_ALE: ALE,
        WIT_OUTSIDE: OUTSIDE,
        WIT_E2E_RESULTS: output,
      },
    });
    const chunks = [];
    vim.stderr.on('data', (it) => chunks.push(it));
    const [status, signal] = await once(vim, 'close');
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) throw new Error(`Vim ended early (${signal ?? status}):\n${chunks.join('')}`);
    const [, number = version] = /Vi IMproved (\S+)/.exec(version) ?? [];
    return { editor: `Vim ${number} with ALE`, results: records.filter((it) => it.title !== undefined) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
