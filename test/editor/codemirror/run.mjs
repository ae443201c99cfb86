// CodeMirror in Chromium, twice: the example page of editors/browser, made as its README says of the packed npm package, with
// the server in a worker; and a page whose server runs on the machine, over a WebSocket, as most pages have one.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { pagePackages, runSteps, versionIn, withPage } from '../page.mjs';
import { withSocketPage } from './socket.mjs';
import { workerSteps } from './worker.mjs';

/** The folder that one gets by the README: what it installs is here already, and its last line serves. */
function made(directory, packages) {
  const modules = path.join(directory, 'node_modules');
  installPacked(directory);
  const linked = (name, to) => {
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(to, path.join(modules, name));
  };
  for (const name of readdirSync(packages).filter((it) => !it.startsWith('.'))) linked(name, path.join(packages, name));
  linked('esbuild', path.join(root, 'node_modules/esbuild'));
  mkdirSync(path.join(modules, '.bin'), { recursive: true });
  symlinkSync('../esbuild/bin/esbuild', path.join(modules, '.bin/esbuild'));
  cpSync(path.join(modules, 'wit-language-server/editors/browser'), directory, { recursive: true });
  const recipe = /```sh\n(.*?)```/s.exec(readFileSync(path.join(directory, 'README.md'), 'utf8'))?.[1] ?? '';
  const lines = recipe.trim().split('\n');
  const [install = '', ...rest] = lines;
  const wanted = install.replace('npm install ', '').split(' ');
  for (const name of wanted) versionIn(modules, name);
  for (const line of rest.slice(0, -1))
    execFileSync('bash', ['-c', line], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'], timeout: 120_000 });
}

export async function runCodemirror() {
  const packages = pagePackages();
  // Caches of editors that are older than the second page.
  if (!existsSync(path.join(packages, 'ws'))) installEditors();
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-codemirror-'));
  const named = (kind, results) => results.map((it) => ({ ...it, title: `${kind}: ${it.title}` }));
  try {
    made(directory, packages);
    const worker = await withPage(directory, async (opened) => ({
      version: opened.version.split('.')[0],
      results: await runSteps(workerSteps(opened, directory)),
    }));
    const socket = await withSocketPage(directory, (steps) => runSteps(steps));
    const client = versionIn(packages, '@codemirror/lsp-client');
    return {
      editor: `CodeMirror (lsp-client ${client}) in Chromium ${worker.version}`,
      results: [...named('a worker', worker.results), ...named('a WebSocket', socket)],
    };
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
