// Runs cases.vim in a Vim with one of its clients, with the server installed from the packed package.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';

const here = import.meta.dirname;

/** Vim's clients that Debian has: its folder, and what the run is called. */
const ALE = { name: 'ALE', script: 'ale.vim', plugin: '/usr/share/vim-ale' };
const YCM = { name: 'YouCompleteMe', script: 'ycm.vim', plugin: '/usr/share/vim-youcompleteme', terminal: true };
/** Those that no registry has, from a folder in the environment: scripts/vim-clients.sh. */
const CLONES = {
  'vim-lsp': { name: 'vim-lsp', script: 'vim-lsp.vim', folder: 'VIM_LSP', has: 'autoload/lsp.vim' },
  yegappan: { name: 'yegappan/lsp', script: 'yegappan.vim', folder: 'YEGAPPAN_LSP', has: 'autoload/lsp/lsp.vim' },
  coc: { name: 'coc.nvim', script: 'coc.vim', folder: 'COC', has: 'build/index.js' },
};

export const runClones = Object.fromEntries(
  Object.entries(CLONES).map(([key, { name, script, folder, has }]) => [
    key,
    () => {
      const plugin = process.env[folder] ?? '';
      if (!existsSync(path.join(plugin, has))) throw new Error(`${folder} is no folder of ${name}: it has no ${has}`);
      const commit = spawnSync('git', ['-C', plugin, 'describe', '--always', '--tags'], { encoding: 'utf8' });
      return runClient({ name: `${name} ${commit.stdout.trim()}`.trim(), script, plugin, terminal: true });
    },
  ]),
);

function runDebian(client) {
  if (versionOf('vim') === undefined || !existsSync(client.plugin)) installEditors();
  return runClient(client);
}
export const runVim = () => runDebian(ALE);
export const runYcm = () => runDebian(YCM);

/**
 * Takes a Vim with a client through the steps.
 * @param script one of clients/
 * @param plugin the folder of the client
 * @param terminal it needs one to see what is typed; the others have a Vim that shows nothing
 */
export async function runClient({ name, script, plugin, terminal = false }) {
  const version = versionOf('vim');
  if (version === undefined || !existsSync(plugin)) throw new Error(`vim or ${plugin} is not there`);
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-vim-'));
  const output = path.join(directory, 'results.jsonl');
  const workspace = path.join(directory, 'workspace');
  try {
    const bin = installPacked(path.join(directory, 'package'));
    cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
    // What ALE takes for the root of a project.
    mkdirSync(path.join(workspace, '.git'));
    makeSteps(path.join(workspace, 'steps'));
    const args = [
      '-N',
      '-u',
      'NONE',
      '-i',
      'NONE',
      '-n',
      ...(terminal ? [] : ['-es']),
      '-S',
      path.join(here, 'cases.vim'),
    ];
    const [program, ...rest] = terminal
      ? ['script', '-qec', `exec vim ${args.join(' ')}`, '/dev/null']
      : ['vim', ...args];
    // Its standard input stays open, since Vim leaves the insert mode at its end.
    const vim = spawn(program, rest, {
      cwd: workspace,
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: 180_000,
      env: {
        ...process.env,
        HOME: directory,
        TMPDIR: directory,
        TERM: terminal ? 'xterm' : 'dumb',
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        WIT_RUNTIME: path.join(root, 'editors/vim'),
        WIT_PLUGIN: plugin,
        WIT_CLIENT: path.join(here, 'clients', script),
        WIT_OUTSIDE: OUTSIDE,
        WIT_E2E_RESULTS: output,
      },
    });
    const chunks = [];
    vim.stderr.on('data', (it) => chunks.push(it));
    const [status, signal] = await once(vim, 'close');
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) {
      const last = records.at(-1)?.title ?? 'nothing';
      throw new Error(`Vim ended early (${signal ?? status}), after: ${last}\n${chunks.join('')}`);
    }
    const [, number = version] = /Vi IMproved (\S+)/.exec(version) ?? [];
    return { editor: `Vim ${number} with ${name}`, results: records.filter((it) => it.title !== undefined) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
