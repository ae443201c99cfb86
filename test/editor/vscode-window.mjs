// A real VS Code: the server that code-server carries, its workbench in a headless Chromium.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** Nothing that moves, asks or saves by itself. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing leaves the machine, whatever the workbench asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  // A page that a test has had its hands on counts as one of the net, which may not speak to this machine.
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
];

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A profile of its own; its directories must exist before the server starts. */
export function makeProfile({ userData, extensions, settings = {} } = {}) {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-vscode-'));
  const profile = {
    directory,
    userData: userData ?? path.join(directory, 'data'),
    extensions: extensions ?? path.join(directory, 'extensions'),
  };
  mkdirSync(path.join(profile.userData, 'User'), { recursive: true });
  mkdirSync(profile.extensions, { recursive: true });
  const file = path.join(profile.userData, 'User/settings.json');
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  return profile;
}

function serverCommand(serverRoot, profile) {
  const node = process.env.VSCODE_SERVER_NODE ?? process.execPath;
  const main = path.join(serverRoot, 'out/server-main.js');
  const directories = ['--server-data-dir', profile.directory, '--user-data-dir', profile.userData];
  const args = [main, '--accept-server-license-terms', ...directories, '--extensions-dir', profile.extensions];
  // No gallery: the extension comes from the file that is tested.
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}' };
  delete env.NODE_OPTIONS;
  return { node, args, env };
}

export function installExtension(serverRoot, profile, vsix) {
  const { node, args, env } = serverCommand(serverRoot, profile);
  const command = [...args, '--install-extension', path.resolve(vsix)];
  const { status, stdout, stderr } = spawnSync(node, command, { env, encoding: 'utf8', timeout: 120_000 });
  if (status !== 0) throw new Error(`${vsix} was not installed (status ${status}):\n${stdout}\n${stderr}`);
}

/**
 * Starts the server and a browser. `open` shows a folder; `close` ends both, with every process that they started.
 */
export async function startWindow(
  serverRoot,
  profile,
  { trusted = true, size = { width: 1280, height: 800 }, scale = 1, env: more = {} } = {},
) {
  const port = await freePort();
  const { node, args, env } = serverCommand(serverRoot, profile);
  const logFile = path.join(profile.directory, 'server.log');
  const log = openSync(logFile, 'w');
  const flags = ['--without-connection-token', '--enable-smoke-test-driver', '--disable-telemetry'];
  if (trusted) flags.push('--disable-workspace-trust');
  const server = spawn(node, [...args, '--host', '127.0.0.1', '--port', String(port), ...flags], {
    env: { ...env, ...more },
    // A group of its own, so that extension hosts and language servers end with it.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  endWith(process.pid, server.pid);
  let exited = false;
  server.once('exit', () => {
    exited = true;
  });
  let browser;
  const signal = (name) => {
    try {
      process.kill(-server.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  const close = async () => {
    await browser?.close().catch(() => undefined);
    signal('SIGTERM');
    for (let i = 0; i < 50 && signal(0); i++) await pause(100);
    signal('SIGKILL');
  };
  try {
    const authority = `127.0.0.1:${port}`;
    await until('the VS Code server', 60_000, async () => {
      if (exited) throw new Error(`the VS Code server ended:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
      return (await fetch(`http://${authority}/version`).catch(() => undefined))?.ok;
    });
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, args: browserFlags });
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
    const open = async (folder, payload = []) => {
      const kind = folder?.endsWith('.code-workspace') ? 'workspace' : 'folder';
      const where = folder === undefined ? 'ew=true' : `${kind}=${encodeURIComponent(path.resolve(folder))}`;
      await page.goto(`http://${authority}/?${where}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    };
    const remote = (file) => `vscode-remote://${authority}${path.resolve(file)}`;
    return { page, open, remote, close, serverPid: server.pid };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ends a process group once a process is gone, however it went: whoever kills this one cannot reach that group. */
function endWith(pid, group) {
  const script = `while kill -0 ${pid} && kill -0 -${group}; do sleep 1; done; kill -TERM -${group}; sleep 5; kill -KILL -${group}`;
  spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' }).unref();
}

/** The document inside a webview, once it has what a selector finds. */
export async function webview(page, selector) {
  const inner = page.frameLocator('iframe.webview').frameLocator('iframe');
  await inner.locator(selector).first().waitFor({ timeout: 60_000 });
  return inner;
}

export function removeProfile(profile) {
  rmSync(profile.directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Asks until the answer is truthy. */
export async function until(what, milliseconds, probe) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}`);
    await pause(50);
  }
}
