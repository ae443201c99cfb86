// From what is packed alone, away from the repository: install, the first error, its page, its fix, `explain`, `new`,
// `check --fix`, the settings of a status report. The .tgz, the server in the .vsix, and the web build in a browser.
// What only VS Code shows of them is walked in `test/editor`.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXECUTABLE } from './support/browser.ts';
import { TestClient } from './support/server.ts';
import { zipFiles } from './support/zip.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(path.join(tmpdir(), 'wit-walk-'));
const extension = path.join(place, 'vsix/extension');

const BROKEN = 'package acme:cart@0.1.0;\n\ninterface api {\n  greet: func(name: strin) -> string\n}\n';
const FIXED = 'package acme:cart@0.1.0;\n\ninterface api {\n  greet: func(name: string) -> string;\n}\n';

beforeAll(async () => {
  const { packVsix } = await import(pathToFileURL(path.join(root, 'scripts/vsix.mjs')).href);
  const vsix = path.join(place, 'packed.vsix');
  packVsix(vsix);
  for (const [name, content] of zipFiles(readFileSync(vsix))) {
    const file = path.join(place, 'vsix', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const script = path.join(root, 'scripts/npm-package.mjs');
  const tgz = execFileSync(process.execPath, [script, place], { cwd: root, encoding: 'utf8' }).trim();
  mkdirSync(path.join(place, 'npm'));
  writeFileSync(path.join(place, 'npm/package.json'), '{"private":true}');
  const args = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tgz];
  execFileSync('npm', args, { cwd: path.join(place, 'npm'), stdio: 'ignore' });
}, 180_000);

afterAll(() => rmSync(place, { recursive: true, force: true }));

it('the .tgz: a package, its first error, the page, the fix', { timeout: 60_000 }, () => {
  const cwd = path.join(place, 'work');
  mkdirSync(cwd);
  const command = path.join(place, 'npm/node_modules/.bin/wit-language-server');
  const run = (...args: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    return { status, text: stdout + stderr };
  };
  expect(run('new', 'acme:cart').status).toBe(0);
  expect(run('check').text).toContain('no problems');
  const file = path.join(cwd, 'cart/wit/world.wit');
  expect(readFileSync(file, 'utf8')).toContain('world cart {');
  writeFileSync(file, BROKEN);
  const broken = run('check');
  expect(broken.status).toBe(1);
  expect(broken.text).toContain('error[name/unknown-type]: unknown type `strin`; did you mean `string`?');
  expect(run('explain', 'name/unknown-type').text).toMatch(/^Unknown type\n/);
  const fixed = run('check', '--fix');
  expect(fixed.text).toContain('fixed cart/wit/world.wit: Insert `;`');
  expect(readFileSync(file, 'utf8')).toContain('-> string;');
  // A guess at a name is no mechanical repair: it is left to a person.
  writeFileSync(file, FIXED);
  expect(run('check')).toMatchObject({ status: 0, text: expect.stringContaining('no problems') });
  expect(run('check', '--print-config').text).toContain('"from": "default"');
});

const servers = [
  ['the .tgz', () => path.join(place, 'npm/node_modules/wit-language-server/dist/server.js')],
  ['the .vsix', () => path.join(extension, 'dist/server.js')],
] as const;

it.each(servers)('the server of %s: the first error, its page and fix, the settings', async (_, program) => {
  const client = TestClient.spawned(['--stdio'], program());
  await walk(
    (method, params) => client.request(method, params).then((it) => it.result),
    (method, params) => client.notify(method, params),
  );
  // Its page is in what is packed.
  const pages = JSON.parse(readFileSync(path.join(path.dirname(program()), 'pages.json'), 'utf8'));
  expect(pages['name/unknown-type']).toMatch(/^# Unknown type\n/);
});

it.skipIf(!existsSync(EXECUTABLE))('the web build of the .vsix, in a browser', { timeout: 60_000 }, async () => {
  const files = http.createServer(({ url = '/' }, response) => {
    const file = path.join(extension, new URL(url, 'http://localhost').pathname);
    if (url === '/') response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>walk</title>');
    else if (!existsSync(file)) response.writeHead(404).end();
    else {
      response.setHeader('Content-Type', file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');
      response.end(readFileSync(file));
    }
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(files.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.evaluate(WORKER);
    const call = (name: string, method: string, params: unknown): Promise<never> =>
      page.evaluate(
        ([called, ...args]) =>
          (globalThis as unknown as Record<string, (...it: unknown[]) => never>)[called as string]?.(...args) as never,
        [name, method, params],
      );
    const told = { assets: `${address}dist/` };
    await walk(
      (method, params) => call('ask', method, params),
      (method, params) => call('tell', method, params),
      told,
    );
  } finally {
    await browser.close();
    files.close();
  }
});

/** In the page: `ask` and `tell` speak to the server in a worker. Nothing that it asks is answered with more than null. */
const WORKER = `{
  const worker = new Worker('/dist/browser-server.js');
  const waiting = new Map();
  worker.addEventListener('message', ({ data }) => {
    if (data.method === undefined) waiting.get(data.id)?.(data.result);
    else if (data.id !== undefined) worker.postMessage({ jsonrpc: '2.0', id: data.id, result: null });
  });
  globalThis.ask = (method, params) =>
    new Promise((resolve) => {
      waiting.set(waiting.size + 1, resolve);
      worker.postMessage({ jsonrpc: '2.0', id: waiting.size, method, params });
    });
  globalThis.tell = (method, params) => worker.postMessage({ jsonrpc: '2.0', method, params });
}`;

// biome-ignore lint/suspicious/noExplicitAny: results of every shape
type Ask = (method: string, params: unknown) => Promise<any>;

async function walk(ask: Ask, tell: (method: string, params: unknown) => unknown, told: object = {}): Promise<void> {
  const capabilities = {
    workspace: { diagnostics: { refreshSupport: true } },
    textDocument: { diagnostic: {}, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  };
  const { serverInfo } = await ask('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions: told,
  });
  expect(serverInfo.version).toMatch(/^\d+\.\d+\.\d+/);
  await tell('initialized', {});
  const uri = 'untitled:cart.wit';
  await tell('textDocument/didOpen', { textDocument: { uri, languageId: 'wit', version: 1, text: BROKEN } });
  const textDocument = { uri };
  const { items } = await ask('textDocument/diagnostic', { textDocument });
  const codes = items.map((it: { code: string }) => it.code);
  expect(codes).toEqual(expect.arrayContaining(['name/unknown-type', 'syntax/missing-semicolon']));
  let text = BROKEN;
  const places = [...items].sort((a, b) => b.range.start.character - a.range.start.character);
  for (const diagnostic of places) {
    const context = { diagnostics: [diagnostic], only: ['quickfix'] };
    const actions = await ask('textDocument/codeAction', { textDocument, range: diagnostic.range, context });
    const fix = actions.find(
      (it: { isPreferred?: boolean; diagnostics?: unknown[] }) => it.isPreferred && it.diagnostics,
    );
    const edits = fix.edit.changes?.[uri] ?? fix.edit.documentChanges[0].edits;
    const lines = text.split('\n');
    for (const { range, newText } of edits) {
      const line = lines[range.start.line] ?? '';
      lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
    }
    text = lines.join('\n');
  }
  expect(text).toBe(FIXED);
  await tell('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text }] });
  expect((await ask('textDocument/diagnostic', { textDocument })).items).toEqual([]);
  const { settings } = await ask('wit/settings', { textDocument });
  expect(settings).toContainEqual({ key: 'format.width', value: 100, from: 'default' });
}
