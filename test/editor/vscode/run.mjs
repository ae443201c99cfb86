// Packs the extension, installs it in a VS Code of its own, and runs the suites (*.e2e.ts) in its extension host.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { newestServer, root, vscodeServer } from '../installed.mjs';
import { startRegistry } from '../registry.mjs';
import { installExtension, makeProfile, removeProfile } from '../vscode-window.mjs';
import { runWindows } from './windows.mjs';

const here = import.meta.dirname;

/** The .vsix as `npm run package` makes it. */
export function packExtension() {
  execFileSync('npm', ['run', '--silent', 'package'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
  });
  return path.join(root, 'wit-language-server.vsix');
}

/** Bundles the suites into an extension that does nothing else: tests are found by the place of an extension. */
async function bundleSuites() {
  const outdir = path.join(root, '.cache/editor');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const suites = readdirSync(here).filter((it) => it.endsWith('.e2e.ts'));
  await build({
    absWorkingDir: root,
    entryPoints: ['main.ts', ...suites].map((it) => path.join(here, it)),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const manifest = {
    name: 'wit-e2e',
    publisher: 'test',
    version: '0.0.0',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
  };
  writeFileSync(path.join(outdir, 'package.json'), JSON.stringify(manifest));
  return outdir;
}

/** Runs the suites in the extension host of a VS Code; `install` puts the packed extension into its profile. */
export async function runSuites(executable, { packed, grep, install }) {
  // Without one, what needs it is skipped.
  const registry = await startRegistry();
  const tests = await bundleSuites();
  const profile = makeProfile();
  const workspace = mkdtempSync(path.join(tmpdir(), 'wit-e2e-'));
  cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
  const output = path.join(profile.directory, 'results.jsonl');
  try {
    install(profile, packed);
    const status = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: tests,
      extensionTestsPath: path.join(tests, 'main.js'),
      extensionTestsEnv: {
        ...{ WIT_E2E_RESULTS: output, ...registry?.env },
        ...(grep === undefined ? {} : { WIT_E2E_GREP: grep }),
      },
      launchArgs: [workspace, `--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`],
    }).catch((error) => `${error}`);
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    const start = records.find((it) => it.vscode !== undefined);
    // A run that ended early must not look like a short one.
    if (start === undefined || !records.some((it) => it.ended)) throw new Error(`VS Code ended early: ${status}`);
    const results = records.filter((it) => it.title !== undefined && !it.skipped);
    return { version: start.vscode, results, skipped: records.filter((it) => it.skipped).length };
  } finally {
    registry?.stop();
    removeProfile(profile);
    rmSync(workspace, { recursive: true, force: true });
  }
}

export async function runVscode({ vsix, grep } = {}) {
  const server = vscodeServer();
  process.env.VSCODE_SERVER_ROOT = server;
  const packed = vsix ?? packExtension();
  const install = (profile) => installExtension(server, profile, packed);
  const shim = path.join(here, '../vscode-shim.mjs');
  const { version, results, skipped } = await runSuites(shim, { packed, grep, install });
  return { editor: `VS Code ${version}`, results, skipped };
}

/** What only a window can show, each in a window of its own. */
export async function runVscodeWindows({ vsix, grep } = {}) {
  const server = vscodeServer();
  process.env.VSCODE_SERVER_ROOT = server;
  const { results, skipped } = await runWindows(server, vsix ?? packExtension(), grep);
  return { editor: 'windows of VS Code', results, skipped };
}

/** The same suites in the newest VS Code; windows of their own are looked at in the oldest one only. */
export async function runNewest({ vsix, grep } = {}) {
  const { server, node } = newestServer();
  const packed = vsix ?? packExtension();
  const before = {
    VSCODE_SERVER_ROOT: process.env.VSCODE_SERVER_ROOT,
    VSCODE_SERVER_NODE: process.env.VSCODE_SERVER_NODE,
  };
  Object.assign(process.env, { VSCODE_SERVER_ROOT: server, VSCODE_SERVER_NODE: node });
  try {
    const install = (profile) => installExtension(server, profile, packed);
    const shim = path.join(here, '../vscode-shim.mjs');
    const { version, results, skipped } = await runSuites(shim, { packed, grep, install });
    return { editor: `VS Code ${version}`, results, skipped };
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
