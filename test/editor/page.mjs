// Pages in Chromium: a directory served on this machine, and a browser that reaches nothing else.
import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { editorsDirectory, installEditors } from './installed.mjs';

const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
};

/** Where npm's packages for pages are, with a browser for them; installs what is missing. */
export function pagePackages() {
  const place = path.join(editorsDirectory, 'page');
  const isThere = () => existsSync(path.join(place, '.complete')) && existsSync(executable);
  if (!isThere()) installEditors();
  if (!isThere()) throw new Error('there is no browser, or no packages for pages');
  return path.join(place, 'node_modules');
}

/** The version of an installed package. */
export function versionIn(packages, name) {
  return JSON.parse(readFileSync(path.join(packages, name, 'package.json'), 'utf8')).version;
}

/**
 * Opens `index.html` of a directory, calls back, and closes.
 * @param use gets the page, the browser's version, what the page complained of, and what it asked of elsewhere
 * @param answer of a request that is for no file: true where it took it
 * @param attach gets the server and its address before the page is opened
 */
export async function withPage(directory, use, { answer = () => false, attach = () => {} } = {}) {
  const server = http.createServer((request, response) => {
    if (answer(request, response)) return;
    const file = path.join(directory, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const found = existsSync(file) && statSync(file).isDirectory() ? path.join(file, 'index.html') : file;
    if (existsSync(found))
      response.setHeader('Content-Type', types[path.extname(found)] ?? 'text/plain').end(readFileSync(found));
    // Browsers ask for it by themselves.
    else response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  attach(server, address);
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await chromium.launch({ executablePath: executable, args, timeout: 60_000 });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(30_000);
    const errors = [];
    const elsewhere = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
    });
    await page.goto(address);
    return await use({ page, version: browser.version(), errors, elsewhere });
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/** Runs the steps in order; gives what `run.mjs` prints. A step that throws has failed, and the next one is tried. */
export async function runSteps(steps) {
  const results = [];
  for (const [title, step] of steps) {
    const start = Date.now();
    const error = await step().then(
      () => undefined,
      (reason) => `${reason?.stack ?? reason}`,
    );
    results.push({ title, milliseconds: Date.now() - start, ...(error === undefined ? {} : { error }) });
  }
  return results;
}
