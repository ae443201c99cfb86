// Helix in a terminal that is a tmux, with the file of editors/helix and the server installed from the packed package. What is seen
// is what the screen shows and what is on the disk.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editorsDirectory, installEditors, root } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { runSteps } from '../page.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';

const place = path.join(editorsDirectory, 'helix');
const isThere = () => existsSync(path.join(place, '.complete')) && spawnSync('tmux', ['-V']).status === 0;

const FILES = {
  'config/helix/languages.toml': readFileSync(path.join(root, 'editors/helix/languages.toml'), 'utf8'),
  // Nothing else but what makes waiting short.
  'config/helix/config.toml': '[editor]\nidle-timeout = 50\ncompletion-timeout = 5\n',
  'workspace/duo/prices/wit/prices.wit': 'package acme:prices@1.0.0;\n\ninterface prices {\n  type price = u64;\n}\n',
  'workspace/duo/bill/wit/bill.wit':
    'package acme:bill@1.0.0;\n\ninterface bill {\n  use acme:prices/prices@1.0.0.{price};\n\n  pay: func(p: price);\n}\n',
  'workspace/fetched/wit/a.wit':
    'package acme:needs;\n\ninterface j {\n  use acme:other/i@1.0.0.{t};\n\n  f: func() -> t;\n}\n',
  'workspace/typed/wit/typed.wit': 'package acme:typed;\n\ninterface typed {\n  find: func(sku: strin) -> u8;\n}\n',
  'workspace/typed/wit/more.wit': 'interface more {\n  type amount = u64;\n}\n',
  'workspace/typed/app.wac': 'package acme:app;\n\nlet a = neww acme:typed {};\n',
};

export async function runHelix() {
  if (!isThere()) installEditors();
  if (!isThere()) return { editor: 'no Helix to be had', results: [], skipped: 1 };
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-helix-'));
  const bin = installPacked(path.join(directory, 'package'));
  cpSync(path.join(import.meta.dirname, '../workspace'), path.join(directory, 'workspace'), { recursive: true });
  mkdirSync(path.join(directory, 'workspace/.git'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  makeSteps(path.join(directory, 'workspace/steps'));
  const env = {
    ...process.env,
    HOME: directory,
    XDG_CONFIG_HOME: path.join(directory, 'config'),
    XDG_CACHE_HOME: path.join(directory, 'cache'),
    TERM: 'xterm-256color',
    LC_ALL: 'C.UTF-8',
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
    HELIX_RUNTIME: path.join(place, 'usr/lib/hx/runtime'),
  };
  // Its own C library, and the loader of that.
  const libraries = path.join(place, 'usr/lib/x86_64-linux-gnu');
  const command = [path.join(libraries, 'ld-linux-x86-64.so.2'), '--library-path', libraries];
  command.push(path.join(place, 'usr/lib/hx/hx'));
  const terminal = screen(directory, env);
  try {
    const hx = (...args) => execFileSync(command[0], [...command.slice(1), ...args], { env, encoding: 'utf8' });
    const version = hx('--version').trim();
    const results = await runSteps(steps({ directory, terminal, hx, command, bin, env }));
    return { editor: version.replace(/^helix/, 'Helix'), results };
  } finally {
    terminal.end();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A terminal of its own: a tmux whose socket nobody else knows. */
function screen(directory, env) {
  const tmux = (...args) =>
    spawnSync('tmux', ['-S', path.join(directory, 'tmux'), '-f', '/dev/null', ...args], { env, encoding: 'utf8' });
  return {
    start(command, cwd) {
      const { status, stderr } = tmux('new-session', '-d', '-x', '160', '-y', '50', '-c', cwd, ...command);
      if (status !== 0) throw new Error(stderr);
      // Else a key after Escape is taken as one with Alt.
      tmux('set', '-s', 'escape-time', '0');
    },
    keys: (...names) => tmux('send-keys', ...names),
    // A semicolon at the end would end the command.
    type: (text) => tmux('send-keys', '-l', text.replace(/;$/, '\\;')),
    shown: () => tmux('capture-pane', '-p').stdout,
    end: () => tmux('kill-server'),
  };
}

function steps({ directory, terminal, hx, command, bin, env }) {
  const workspace = path.join(directory, 'workspace');
  const onDisk = (name) => readFileSync(path.join(workspace, name), 'utf8');
  const until = async (what, probe) => {
    const end = Date.now() + 30_000;
    while (!probe()) {
      if (Date.now() > end) throw new Error(`waited 30 s for ${what}; the screen:\n${terminal.shown()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const sees = (text) => until(`"${text}"`, () => terminal.shown().includes(text));
  const seesNot = (text) => until(`no "${text}"`, () => !terminal.shown().includes(text));
  /** A command after the colon, from any mode. */
  const run = async (line) => {
    // An Escape just before another key would be that key with Alt.
    if (!/ NOR /.test(terminal.shown())) terminal.keys('Escape');
    await until('normal mode', () => / NOR /.test(terminal.shown()));
    terminal.type(`:${line}`);
    await sees(`:${line}`);
    terminal.keys('Enter');
    await until('an end of the prompt', () => !terminal.shown().includes(`:${line}`));
  };
  const open = async (name) => {
    await run(`open ${name}`);
    await sees(name);
  };
  /** What the status line says of the cursor. */
  const position = () => /\s(\d+:\d+)\s*$/m.exec(terminal.shown())?.[1];
  /** Key by key, as a person: of a burst of keys, Helix 25.01 sends the changes, and what it asks, in any order. */
  const write = async (text) => {
    for (const key of text) {
      const before = position();
      terminal.type(key);
      await until(`a "${key}"`, () => position() !== before);
    }
  };
  /** The cursor on a line and column, both from 1. */
  const at = async (line, column) => {
    await run(`goto ${line}`);
    terminal.type(`gh${column > 1 ? `${column - 1}l` : ''}`);
    await until(`the cursor at ${line}:${column}`, () => position() === `${line}:${column}`);
  };
  /** The same in the project of the ten steps, by a text. */
  const atText = (text, by) => {
    const before = onDisk('steps/wit/desk.wit').split(text)[0].split('\n');
    return at(before.length, before.at(-1).length + by + 1);
  };
  const outside = (what) =>
    execFileSync('sh', [OUTSIDE, what], { cwd: path.join(workspace, 'steps'), env, stdio: 'pipe' });
  const saved = async (name, fits) => {
    await run('write-all');
    await until(`${name} on the disk`, () => fits(onDisk(name)));
  };

  return [
    [
      'has both languages, with our server found',
      async () => {
        for (const [language, colours] of [
          ['wit', '✓'],
          ['wac', '✘'],
        ]) {
          // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is to go
          const health = hx('--health', language).replace(/\x1b\[[0-9;]*m/g, '');
          if (!/✓ wit-language-server/.test(health)) throw new Error(health);
          if (!health.includes(`Highlight queries: ${colours}`)) throw new Error(health);
        }
      },
    ],
    [
      'shows a finding at open',
      async () => {
        terminal.start([...command, 'typed/wit/typed.wit'], workspace);
        await sees('typed.wit');
        await at(4, 19);
        await sees('● 1');
        await sees('unknown type `strin`');
      },
    ],
    [
      'follows the typing',
      async () => {
        // At the end of the word, after which `g` is typed.
        terminal.type('ea');
        await sees(' INS ');
        await write('g');
        await seesNot('● 1');
        await saved('typed/wit/typed.wit', (it) => it.includes('sku: string)'));
      },
    ],
    [
      'completes a type of another file with its `use`',
      async () => {
        await at(4, 1);
        terminal.type('o');
        await sees(' INS ');
        await write('pay: func(what: amou');
        await until('the completion', () => / amount /.test(terminal.shown()));
        terminal.keys('Tab');
        terminal.keys('Enter');
        await until('the word', () => terminal.shown().includes('what: amount'));
        await write(');');
        await saved('typed/wit/typed.wit', (it) => it.includes('use more.{amount};') && it.includes('what: amount);'));
      },
    ],
    [
      'goes to a definition in a dependency',
      async () => {
        await open('shop/wit/shop.wit');
        await at(5, onDisk('shop/wit/shop.wit').split('\n')[4].indexOf('{amount') + 2);
        terminal.type('gd');
        await sees('money.wit');
        await until('the line', () => position() === '6:10');
      },
    ],
    [
      'renames over two packages',
      async () => {
        await open('duo/bill/wit/bill.wit');
        await at(6, 16);
        terminal.type(' r');
        await sees('rename-to:');
        for (let count = 0; count < 'price'.length; count++) terminal.keys('BSpace');
        terminal.type('cost');
        await sees('rename-to:cost');
        terminal.keys('Enter');
        await sees('p: cost');
        await saved('duo/bill/wit/bill.wit', (it) => it.includes('{cost}') && it.includes('p: cost'));
        await until('the other file', () => onDisk('duo/prices/wit/prices.wit').includes('type cost = u64;'));
      },
    ],
    [
      'formats as `format --check` wants it',
      async () => {
        await open('duo/bill/wit/bill.wit');
        await at(6, 1);
        terminal.type('o');
        await sees(' INS ');
        await write('odd:func( );');
        await run('format');
        await sees('odd: func();');
        await saved('duo/bill/wit/bill.wit', (it) => it.includes('\n  odd: func();\n'));
        const check = ['format', '--check', 'bill.wit'];
        execFileSync(path.join(bin, 'wit-language-server'), check, { cwd: path.join(workspace, 'duo/bill/wit') });
      },
    ],
    [
      'sees what was fetched into deps/ outside',
      async () => {
        await open('fetched/wit/a.wit');
        await sees('● 1');
        const folder = path.join(workspace, 'fetched/wit/deps/other');
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, 'o.wit'), 'package acme:other@1.0.0;\n\ninterface i {\n  type t = u8;\n}\n');
        await seesNot('● 1');
      },
    ],
    [
      'shows what is wrong with a composition',
      async () => {
        await open('typed/app.wac');
        await sees('● ');
      },
    ],
    [
      'goes to a definition in a .wasm',
      async () => {
        await open('steps/wit/desk.wit');
        await sees('● 1');
        await atText('strin)', 4);
        terminal.type('a');
        await sees(' INS ');
        await write('g');
        await saved('steps/wit/desk.wit', (it) => it.includes('id: string)'));
        await seesNot('● 1');
        await atText('instant}', 2);
        terminal.type('gd');
        await sees('clock.wasm');
        await sees('record instant {');
      },
    ],
    [
      'sees a commit',
      async () => {
        await open('steps/wit/desk.wit');
        await atText('find:', 0);
        terminal.type('i');
        await sees(' INS ');
        await write('re');
        await saved('steps/wit/desk.wit', (it) => it.includes('refind:'));
        await sees('● 1');
        outside('commit');
        await seesNot('● 1');
        outside('uncommit');
        await sees('● 1');
        outside('commit');
        await seesNot('● 1');
      },
    ],
    [
      'sees a checkout',
      async () => {
        outside('branch');
        await sees('● 1');
        outside('main');
        await seesNot('● 1');
      },
    ],
    [
      'works again after the server was started again',
      async () => {
        await open('broken/broken.wit');
        await sees('● 3');
        await run('lsp-restart');
        await sees('● 3');
        await at(9, 53);
        terminal.type('i');
        await sees(' INS ');
        terminal.type(';');
        await sees('● 2');
      },
    ],
    [
      'leaves without a word',
      async () => {
        await run('quit-all!');
        await until('an end', () => terminal.shown().trim() === '');
      },
    ],
  ];
}
