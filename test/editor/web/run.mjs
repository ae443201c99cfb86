// Runs a suite in VS Code for the Web: the packed extension in the browser's worker host, its server in a worker.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { newestServer, root, vscodeServer } from '../installed.mjs';
import { packExtension } from '../vscode/run.mjs';
import { installExtension, makeProfile, removeProfile, startWindow } from '../vscode-window.mjs';

const here = import.meta.dirname;
const types = { '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };

/** What VS Code itself complains of here, without a gallery, accounts, caches or the compiled parts of its server. */
const notOurs =
  /Failed to load resource|favicon|Service Worker|service-worker|AccountPolicy|Chat|AgentHost|product\.json|build\/Release|bindings|sandbox|ERR_NAME_NOT_RESOLVED|marketplace|gallery|when fetching the script/i;

/**
 * What one version says besides. 1.139.1 asks at its start for a GitHub account, and its own extension for that does not
 * register in this browser. Nothing of ours asks for an account.
 */
const besides = {
  '1.139.1': /^%c {2}ERR color: #f33 Error: Timed out waiting for authentication provider 'github' to register\.\n/,
};

/** Workers cannot be made from the files of a remote window, so the extension comes over HTTP, as from a gallery. */
async function serve(directory) {
  const server = http.createServer((request, response) => {
    const file = path.join(directory, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    response.setHeader('Access-Control-Allow-Origin', '*');
    try {
      const content = readFileSync(file);
      response.setHeader('Content-Type', types[path.extname(file)] ?? 'application/octet-stream').end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The installed extension and the bundled suite beside each other. */
async function prepare(serverRoot, vsix) {
  const profile = makeProfile();
  installExtension(serverRoot, profile, vsix);
  const name = readdirSync(profile.extensions).find((it) => it.startsWith('wit-language-server'));
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-web-'));
  cpSync(path.join(profile.extensions, name), path.join(directory, 'wit'), { recursive: true });
  removeProfile(profile);
  mkdirSync(path.join(directory, 'suite'));
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(here, 'suite.ts')],
    outfile: path.join(directory, 'suite/suite.js'),
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const manifest = { name: 'wit-web-e2e', publisher: 'test', version: '0.0.0', engines: { vscode: '^1.100.0' } };
  writeFileSync(
    path.join(directory, 'suite/package.json'),
    JSON.stringify({ ...manifest, browser: './suite.js', activationEvents: [] }),
  );
  return directory;
}

/** Names the extensions under development in the configuration that the page carries. */
async function injectExtensions(page, port) {
  const at = (file) => ({ scheme: 'http', authority: `localhost:${port}`, path: `/${file}` });
  const developmentOptions = {
    extensions: [at('wit'), at('suite')],
    extensionTestsPath: at('suite/suite.js'),
  };
  await page.route(
    (url) => url.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/,
        (_, before, value) => {
          const settings = JSON.parse(
            value
              .replaceAll('&quot;', '"')
              .replaceAll('&#39;', "'")
              .replaceAll('&lt;', '<')
              .replaceAll('&gt;', '>')
              .replaceAll('&amp;', '&'),
          );
          const changed = JSON.stringify({ ...settings, developmentOptions });
          return `${before}${changed.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
        },
      );
      const dropped = ['content-security-policy', 'content-length'];
      const headers = Object.fromEntries(
        Object.entries(response.headers()).filter(([name]) => !dropped.includes(name)),
      );
      await route.fulfill({ response, body: html, headers });
    },
  );
}

/** The suite in the oldest VS Code, which counts as `web`, and in the newest. */
export const runWeb = (values) => runIn(vscodeServer(), values);

export async function runNewestWeb(values) {
  const { server, node } = newestServer();
  const before = process.env.VSCODE_SERVER_NODE;
  process.env.VSCODE_SERVER_NODE = node;
  try {
    return await runIn(server, values);
  } finally {
    if (before === undefined) delete process.env.VSCODE_SERVER_NODE;
    else process.env.VSCODE_SERVER_NODE = before;
  }
}

async function runIn(serverRoot, { vsix } = {}) {
  const directory = await prepare(serverRoot, vsix ?? packExtension());
  const files = await serve(directory);
  const profile = makeProfile();
  const workspace = mkdtempSync(path.join(tmpdir(), 'wit-e2e-'));
  cpSync(path.join(here, '../workspace'), workspace, { recursive: true });
  const results = [];
  const errors = [];
  let version = '';
  let window;
  try {
    window = await startWindow(serverRoot, profile);
    const { page } = window;
    const ended = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('no end after 120 s')), 120_000).unref();
      page.on('crash', () => reject(new Error('the page of the browser crashed')));
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    page.on('pageerror', (error) => errors.push(`${error}`));
    page.on('console', (message) => {
      const text = message.text();
      const record = /E2E-RESULT (.*)/.exec(text)?.[1];
      if (record !== undefined) {
        const { vscode, ...result } = JSON.parse(record);
        if (vscode === undefined) results.push(result);
        else version = vscode;
      } else if (message.type() === 'error' && !notOurs.test(text)) errors.push(text);
    });
    await injectExtensions(page, files.address().port);
    await window.open(workspace);
    await ended;
    if (results.length === 0) throw new Error(`no test ran:\n${errors.join('\n')}`);
    const seen = errors.filter((it) => besides[version]?.test(it) !== true);
    const error = seen.length === 0 ? {} : { error: seen.join('\n') };
    results.push({ title: 'says no error in the console', milliseconds: 0, ...error });
    return { editor: `VS Code for the Web ${version}`, results };
  } finally {
    await window?.close();
    files.close();
    removeProfile(profile);
    for (const it of [workspace, directory]) rmSync(it, { recursive: true, force: true });
  }
}
