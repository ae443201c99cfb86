// Runs cases.vim in a Vim with ALE (both of Debian), with the server installed from the packed package.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';

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
    mkdirSync(path.join(workspace, 'fetched/wit'), { recursive: true });
    const needs = 'package acme:needs;\n\ninterface j {\n  use acme:other/i@1.0.0.{t};\n\n  f: func() -> t;\n}\n';
    writeFileSync(path.join(workspace, 'fetched/wit/a.wit'), needs);
    const args = ['-N', '-u', 'NONE', '-i', 'NONE', '-n', '-es', '-S', path.join(here, 'cases.vim')];
    const { status, signal, stderr } = spawnSync('vim', args, {
      cwd: workspace,
      encoding: 'utf8',
      timeout: 180_000,
      env: {
        ...process.env,
        HOME: directory,
        TERM: 'dumb',
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        WIT_RUNTIME: path.join(root, 'editors/vim'),
        WIT_ALE: ALE,
        WIT_E2E_RESULTS: output,
      },
    });
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) throw new Error(`Vim ended early (${signal ?? status}):\n${stderr}`);
    const [, number = version] = /Vi IMproved (\S+)/.exec(version) ?? [];
    return { editor: `Vim ${number} with ALE`, results: records.filter((it) => it.title !== undefined) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
