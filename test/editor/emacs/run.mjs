// Runs cases.el in a batch Emacs, with the server installed from the packed package.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';

const here = import.meta.dirname;

export async function runEmacs() {
  if (versionOf('emacs') === undefined) installEditors();
  const version = versionOf('emacs');
  if (version === undefined) throw new Error('emacs is not installed');
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-emacs-'));
  const output = path.join(directory, 'results.jsonl');
  const workspace = path.join(directory, 'workspace');
  try {
    const bin = installPacked(path.join(directory, 'package'));
    cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
    mkdirSync(path.join(workspace, '.git'));
    const { status, signal, stderr } = spawnSync('emacs', ['--batch', '-l', path.join(here, 'cases.el')], {
      cwd: workspace,
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        ...process.env,
        HOME: directory,
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        WIT_CONFIG: path.join(root, 'editors/emacs/wit.el'),
        WIT_E2E_RESULTS: output,
      },
    });
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) throw new Error(`Emacs ended early (${signal ?? status}):\n${stderr}`);
    return { editor: `${version} with eglot`, results: records.filter((it) => it.title !== undefined) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
