// Runs eglot.el and lsp-mode.el in a batch Emacs each, with the server installed from the packed package.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';

const here = import.meta.dirname;
/** Where Debian puts packages of Emacs. */
const PACKAGES = '/usr/share/emacs/site-lisp/elpa-src';

export async function runEmacs() {
  if (versionOf('emacs') === undefined || !hasClients()) installEditors();
  const version = versionOf('emacs');
  if (version === undefined || !hasClients()) throw new Error('emacs, eglot, lsp-mode and company are not installed');
  const results = ['eglot', 'lsp-mode'].flatMap((client) =>
    runClient(client).map((it) => ({ ...it, title: `${client}: ${it.title}` })),
  );
  return { editor: version, results };
}

function hasClients() {
  const found = existsSync(PACKAGES) ? readdirSync(PACKAGES) : [];
  return ['eglot', 'lsp-mode', 'company'].every((client) => found.some((it) => it.startsWith(client)));
}

/** The cases of a client in an Emacs: Debian's, or another with how that is started. */
export function runClient(client, { command = 'emacs', args = [], env = process.env } = {}) {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-emacs-'));
  const output = path.join(directory, 'results.jsonl');
  const workspace = path.join(directory, 'workspace');
  try {
    const bin = installPacked(path.join(directory, 'package'));
    cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
    mkdirSync(path.join(workspace, '.git'));
    makeSteps(path.join(workspace, 'steps'));
    const { status, signal, stderr } = spawnSync(command, [...args, '--batch', '-l', path.join(here, `${client}.el`)], {
      cwd: workspace,
      encoding: 'utf8',
      timeout: 180_000,
      env: {
        ...env,
        HOME: directory,
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        WIT_CONFIG: path.join(root, 'editors/emacs'),
        WIT_OUTSIDE: OUTSIDE,
        WIT_E2E_RESULTS: output,
      },
    });
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) throw new Error(`Emacs ended early (${signal ?? status}):\n${stderr}`);
    return records.filter((it) => it.title !== undefined);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
