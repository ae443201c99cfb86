// A page whose server runs on the machine: the parts of editors/browser over its bridge, and the steps of ../steps.mjs in a
// repository on the disk.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withPage } from '../page.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';
import { same, tools, until, visible } from './tools.mjs';

/**
 * Opens the page and gives its steps to `run`.
 * @param directory as the README of editors/browser makes it, with its packages
 */
export async function withSocketPage(directory, run) {
  const place = path.join(directory, 'socket');
  cpSync(path.join(import.meta.dirname, 'socket'), place, { recursive: true });
  for (const name of ['language.js', 'words.js', 'socket.js', 'workspace.js'])
    cpSync(path.join(directory, name), path.join(place, name));
  const bundle = ['esbuild', 'main.js', '--bundle', '--format=esm', '--outfile=socket-page.js'];
  execFileSync(path.join(directory, 'node_modules/.bin', bundle[0]), bundle.slice(1), { cwd: place, stdio: 'ignore' });
  const project = path.join(directory, 'steps');
  makeSteps(project);
  const bin = path.join(directory, 'node_modules/.bin');
  const home = path.join(directory, 'home');
  mkdirSync(home);
  const env = { ...process.env, HOME: home, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  delete env.XDG_CACHE_HOME;
  const { bridge } = await import(pathToFileURL(path.join(directory, 'bridge.mjs')).href);
  let address = '';
  const attach = (server, own) => {
    address = own;
    bridge(server, new URL(own).origin, { cwd: project, env });
  };
  const use = async (opened) => {
    await opened.page.waitForFunction(() => globalThis.show !== undefined);
    return run(socketSteps(opened, { project, env, address }));
  };
  return withPage(place, use, { answer: (...both) => disk(project, directory, ...both), attach });
}

const OPENED = ['wit/desk.wit', 'wit/types.wit', 'needs/wit/needs.wit'];

/** The files of the machine, as the page asks for them: those of the project, and what the server made in its cache. */
function disk(project, directory, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  const uriOf = (name) => pathToFileURL(path.join(project, name)).href;
  if (pathname === '/project') {
    const root = pathToFileURL(project).href;
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ root, opened: OPENED.map(uriOf) }));
    return true;
  }
  if (pathname !== '/file') return false;
  const file = fileURLToPath(searchParams.get('uri'));
  if (!file.startsWith(`${directory}${path.sep}`)) response.writeHead(403).end();
  else if (request.method !== 'PUT') response.setHeader('Content-Type', 'text/plain').end(readFileSync(file));
  else {
    const chunks = [];
    request.on('data', (it) => chunks.push(it));
    request.on('end', () => {
      writeFileSync(file, Buffer.concat(chunks));
      response.writeHead(204).end();
    });
  }
  return true;
}

function socketSteps({ page, errors, elsewhere }, { project, env, address }) {
  const { cursor, textOf, underlined, finding, accept } = tools(page);
  const uriOf = (name) => pathToFileURL(path.join(project, name)).href;
  const DESK = uriOf('wit/desk.wit');
  const TYPES = uriOf('wit/types.wit');
  const open = (uri) => page.evaluate((it) => globalThis.show(it, false) && undefined, uri);
  const save = (...uris) => page.evaluate((all) => Promise.all(all.map((it) => globalThis.save(it))), uris);
  const onDisk = (name) => readFileSync(path.join(project, name), 'utf8');
  const has = (text, uri = DESK) => until(`the text ${text}`, async () => (await textOf(uri)).includes(text));
  const outside = (what) => {
    const { status, stdout, stderr } = spawnSync(OUTSIDE, [what], { cwd: project, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${what}: ${stdout}${stderr}`);
  };
  /** Contract findings are warnings. */
  const warned = (wanted) =>
    until(wanted ? 'a warning' : 'no warning', async () => {
      const count = await page.locator(`${visible} .cm-lintRange-warning`).count();
      return count > 0 === wanted;
    });
  const complete = async (line, name) => {
    await cursor(DESK, '  find: ', 0);
    await page.keyboard.type(`  ${line}`);
    await accept(name);
    await page.keyboard.type(';');
    await page.keyboard.press('Enter');
    await has(`func() -> ${name};\n`);
    await finding();
  };
  const definition = async (text, name, line) => {
    await cursor(DESK, text, 2);
    await page.keyboard.press('F12');
    await page.locator(`${visible} .cm-content[aria-label="${name}"]`).waitFor();
    const at = () =>
      page.evaluate((it) => {
        const found = [...globalThis.views].find(([uri]) => uri.endsWith(`/${it}`))[1].view.state;
        return [found.readOnly, found.doc.lineAt(found.selection.main.head).text];
      }, name);
    await until('the place', async () => (await at())[1] === line);
    same((await at())[0], true);
    same(await underlined(), []);
  };

  return [
    [
      'shows a finding at open',
      async () => {
        await open(DESK);
        await finding('strin');
      },
    ],
    [
      'follows the typing',
      async () => {
        await cursor(DESK, 'strin)', 5);
        await page.keyboard.type('g');
        await finding();
        await save(DESK);
      },
    ],
    ['accepts a completion', () => complete('now: func() -> amo', 'amount')],
    [
      'accepts a completion with its `use`',
      async () => {
        await complete('part: func() -> perc', 'percent');
        await has('{amount, percent}');
        await save(DESK);
      },
    ],
    ['goes to a definition in a dependency', () => definition('amount, percent}', 'money.wit', '  record amount {')],
    ['goes to a definition in a .wasm', () => definition('instant}', 'clock.wasm.wit', '  record instant {')],
    [
      'finds the references of a type of another file',
      async () => {
        await cursor(DESK, 'order}', 2);
        await page.keyboard.press('Shift+F12');
        const panel = page.locator(`${visible} .cm-lsp-reference-panel`);
        await panel.waitFor();
        const shown = await panel.textContent();
        for (const name of ['desk.wit', 'types.wit']) same([name, shown.includes(name)], [name, true]);
        await page.keyboard.press('Escape');
        await panel.waitFor({ state: 'detached' });
      },
    ],
    [
      'renames over two files',
      async () => {
        await cursor(DESK, 'order}', 2);
        await page.keyboard.press('F2');
        const input = page.locator(`${visible} .cm-lsp-rename-panel [name=name]`);
        await input.waitFor();
        await input.fill('sale');
        await input.press('Enter');
        await has('use types.{sale};');
        await has('record sale {', TYPES);
        await save(DESK, TYPES);
        same(onDisk('wit/types.wit').includes('record sale {'), true);
        same(onDisk('wit/desk.wit').includes('order'), false);
        await finding();
      },
    ],
    [
      'formats as `format --check` wants it',
      async () => {
        await cursor(DESK, 'interface desk {', 'interface desk {'.length);
        await page.keyboard.type('\n\n      ');
        await page.keyboard.press('Shift+Alt+f');
        await has('interface desk {\n  use types.{sale};');
        await save(DESK);
        outside('formatted');
      },
    ],
    [
      'sees what was fetched into deps/ outside',
      async () => {
        await open(uriOf('needs/wit/needs.wit'));
        await until('the finding', async () => (await underlined()).length > 0);
        outside('fetch');
        await finding();
      },
    ],
    [
      'sees a commit',
      async () => {
        await open(DESK);
        for (const what of ['commit', 'uncommit', 'commit']) {
          await warned(what === 'commit');
          outside(what);
        }
        await warned(false);
      },
    ],
    [
      'sees a checkout',
      async () => {
        outside('branch');
        await until('the finding', async () => (await underlined()).length > 0);
        outside('main');
        await finding();
      },
    ],
    [
      'works again after the server was started again',
      async () => {
        await page.locator('#restart').click();
        await cursor(DESK, 'string)', 6);
        await page.keyboard.type('x');
        await finding('stringx');
        await page.keyboard.press('Backspace');
        await finding();
        await definition('instant}', 'clock.wasm.wit', '  record instant {');
      },
    ],
    [
      'refuses a page of another origin',
      async () => {
        const headers = {
          Connection: 'Upgrade',
          Upgrade: 'websocket',
          'Sec-WebSocket-Version': '13',
          'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        };
        const status = await new Promise((resolve, reject) => {
          const request = http.get(address, { headers: { ...headers, Origin: 'http://elsewhere.example' } });
          request.on('response', (it) => resolve(it.statusCode));
          request.on('upgrade', (it, socket) => {
            socket.destroy();
            resolve(it.statusCode);
          });
          request.on('error', reject);
        });
        same(status, 401);
      },
    ],
    ['asks nothing of a network, and says no error in the console', async () => same([elsewhere, errors], [[], []])],
  ];
}
