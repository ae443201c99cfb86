// Takes docs/images/published-contracts.png: three commands against a real registry, as a terminal shows them.
// Usage: node scripts/published-picture.mjs    Needs docker-registry, wkg, wasm-tools (scripts/rust-tools.sh) and Chromium.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const work = mkdtempSync(path.join(tmpdir(), 'wit-picture-'));
const tools = execFileSync('bash', ['scripts/rust-tools.sh', '--folder'], { cwd: root, encoding: 'utf8' }).trim();
const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: found } = server.address();
    server.close(() => resolve(found));
  });
});
const host = `127.0.0.1:${port}`;
const env = {
  ...process.env,
  PATH: `${tools}/bin:${process.env.PATH}`,
  WKG_CONFIG_FILE: path.join(work, 'config.toml'),
  WKG_CACHE_DIR: path.join(work, 'wkg'),
  XDG_CACHE_HOME: path.join(work, 'cache'),
};

const log = (version, cases, docs = '') =>
  `package acme:log@${version};\n\n/// Lines of a log.\ninterface api {\n  /// How bad it is.\n  enum level { ${cases} }\n\n  ${docs}write: func(l: level, text: string);\n}\n`;

function write(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(work, name)), { recursive: true });
    writeFileSync(path.join(work, name), text);
  }
}

const run = (program, args, cwd) =>
  execFileSync(program, args, { cwd: path.join(work, cwd), env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** What a command prints in a terminal, whatever its exit status. */
function shown(cwd, args) {
  try {
    return run(process.execPath, [path.join(root, 'dist/server.js'), ...args, '--color', 'always'], cwd);
  } catch (error) {
    return error.stdout;
  }
}

const COLORS = {
  1: 'font-weight:bold',
  31: 'color:#f48771',
  32: 'color:#89d185',
  33: 'color:#e2c08d',
  36: 'color:#75beff',
  2: 'opacity:.6',
  90: 'opacity:.6',
};

function html(text) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(host, 'registry.acme.example');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
  return escaped.replace(/\x1b\[(\d+)m/g, (_, code) =>
    COLORS[code] === undefined ? '</span>' : `<span style="${COLORS[code]}">`,
  );
}

const registry = spawn('docker-registry', ['serve', path.join(work, 'registry.yml')], { stdio: 'ignore' });
try {
  write({
    'registry.yml': `version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: ${work}/data\nhttp:\n  addr: ${host}\n`,
    'config.toml': `[namespace_registries]\nacme = "${host}"\n[registry."${host}".oci]\nprotocol = "http"\n`,
    'log/wit/log.wit': log('0.2.1', 'debug, info'),
    'site/wit/site.wit': 'package acme:site@1.0.0;\n\nworld site {\n  import acme:log/api@0.2.1;\n}\n',
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  run('wkg', ['publish', 'wit'], 'log');
  write({ 'log/wit/log.wit': log('0.3.0', 'debug, info, fatal') });
  run('wkg', ['publish', 'wit'], 'log');
  run('wkg', ['fetch'], 'site');
  run('wasm-tools', ['component', 'embed', '--dummy', 'wit', '-w', 'site', '-o', 'core.wasm'], 'site');
  run('wasm-tools', ['component', 'new', 'core.wasm', '-o', 'site.wasm'], 'site');
  run('wkg', ['oci', 'push', '--insecure', host, `${host}/acme/site:1.0.0`, 'site.wasm'], 'site');
  write({
    'log/wit/log.wit': log('0.2.2', 'debug, info, fatal', '/// Writes a line.\n  '),
    'log/wkg.toml': '[metadata]\ndescription = "Logs"\nlicenses = "MIT"\n',
  });
  const lines = [
    ['log', ['breaking', 'wit', '--against', 'registry']],
    ['log', ['impact', 'acme:log']],
    ['site', ['outdated', 'wit']],
  ].map(
    ([cwd, args]) =>
      `<span style="color:#89d185">${cwd} $</span> <b>wit-language-server ${args.join(' ')}</b>\n${html(shown(cwd, args)).trimEnd()}\n`,
  );
  const page = `<body style="margin:0;background:#1f1f1f;display:inline-block"><pre style="margin:0;padding:18px 22px;width:940px;white-space:pre-wrap;color:#ccc;font:13px/1.45 'DejaVu Sans Mono',monospace">${lines.join('\n')}</pre>`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const tab = await browser.newPage({ deviceScaleFactor: 1.5 });
  await tab.setContent(page);
  await tab.locator('pre').screenshot({ path: path.join(root, 'docs/images/published-contracts.png') });
  await browser.close();
} finally {
  registry.kill();
  rmSync(work, { recursive: true, force: true });
}
