// The example page of editors/browser in Chromium, made as its README says, of the packed npm package: CodeMirror with the server
// in a worker. There is no git in a browser, so the step of a commit is not there.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { pagePackages, runSteps, versionIn, withPage } from '../page.mjs';

const ROOT = 'file:///cart/wit';
const CART = `${ROOT}/cart.wit`;

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
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-codemirror-'));
  try {
    made(directory, packages);
    return await withPage(directory, async (opened) => {
      const results = await runSteps(steps(opened, directory));
      const client = versionIn(packages, '@codemirror/lsp-client');
      return { editor: `CodeMirror (lsp-client ${client}) in Chromium ${opened.version.split('.')[0]}`, results };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function steps({ page, errors, elsewhere }, directory) {
  /** Puts the cursor `by` characters behind the first place of a text, in a file that it shows. */
  const cursor = (uri, text, by) =>
    page.evaluate(
      ([file, part, offset]) => {
        const view = globalThis.show(file, false);
        const at = view.state.doc.toString().indexOf(part);
        if (at < 0) throw new Error(`there is no ${part}`);
        view.dispatch({ selection: { anchor: at + offset } });
      },
      [uri, text, by],
    );
  const textOf = (uri) => page.evaluate((it) => globalThis.client.workspace.getFile(it)?.text.toString(), uri);
  const visible = 'main > div:not([hidden])';
  const until = async (what, probe) => {
    const end = Date.now() + 30_000;
    for (;;) {
      const found = await probe();
      if (found) return found;
      if (Date.now() > end) throw new Error(`waited 30 s for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** What the editor in front underlines as an error. */
  const underlined = () => page.locator(`${visible} .cm-lintRange-error`).allTextContents();
  const same = (found, expected) => {
    const [a, b] = [found, expected].map((it) => JSON.stringify(it));
    if (a !== b) throw new Error(`expected ${b}, found ${a}`);
  };
  const finding = (...expected) =>
    until(`the findings ${expected}`, async () => `${await underlined()}` === `${expected}`);

  return [
    [
      'shows a finding at open',
      async () => {
        const text =
          'interface lists {\n  use shop:money/types@1.0.0.{amount};\n\n  sum: func(of: list<amont>) -> amount;\n}\n';
        await page.evaluate(([uri, it]) => globalThis.files.set(uri, it), [`${ROOT}/lists.wit`, text]);
        await page.evaluate((uri) => globalThis.show(uri, false), `${ROOT}/lists.wit`);
        await finding('amont');
      },
    ],
    [
      'follows the typing',
      async () => {
        await cursor(`${ROOT}/lists.wit`, 'amont', 3);
        await page.keyboard.type('u');
        await finding();
        await page.keyboard.press('Backspace');
        await finding('amont');
        await page.keyboard.type('u');
        await finding();
      },
    ],
    [
      'completes a type of another file with its `use`',
      async () => {
        await cursor(`${ROOT}/lists.wit`, '\n}', 0);
        await page.keyboard.type('\n  first: func() -> line');
        const options = page.locator(`${visible} .cm-tooltip-autocomplete li[aria-selected]`);
        const offered = async () => (await options.allTextContents()).some((it) => it.includes('line-item'));
        await until('the completion', offered);
        // A hyphen belongs to the name: the list stays.
        await page.keyboard.type('-');
        same(await offered(), true);
        // By the mouse: keys are ignored while a list is new.
        await options.filter({ hasText: 'line-item' }).first().click();
        await page.keyboard.type(';');
        await until('the text', async () => (await textOf(`${ROOT}/lists.wit`)).includes('func() -> line-item;'));
        await until('its use', async () => (await textOf(`${ROOT}/lists.wit`)).includes('use lines.{line-item};'));
        await finding();
      },
    ],
    [
      'goes to a definition in a dependency',
      async () => {
        await cursor(CART, 'amount}', 2);
        await page.keyboard.press('F12');
        const money = `${visible} .cm-content[aria-label="deps/money/money.wit"]`;
        await page.locator(money).waitFor();
        const at = () =>
          page.evaluate((uri) => {
            const { state } = globalThis.views.get(uri).view;
            return [state.readOnly, state.doc.lineAt(state.selection.main.head).text];
          }, `${ROOT}/deps/money/money.wit`);
        await until('the place', async () => (await at())[1] === '  type amount = u64;');
        same((await at())[0], true);
      },
    ],
    [
      'finds the references of a type of another file',
      async () => {
        await cursor(CART, 'line-item}', 2);
        await page.keyboard.press('Shift+F12');
        const panel = page.locator(`${visible} .cm-lsp-reference-panel`);
        await panel.waitFor();
        const shown = await panel.textContent();
        for (const name of ['cart.wit', 'lines.wit']) same([name, shown.includes(name)], [name, true]);
        await page.keyboard.press('Escape');
        await panel.waitFor({ state: 'detached' });
      },
    ],
    [
      'renames over two files, one of them without an editor',
      async () => {
        await cursor(CART, 'line-item}', 2);
        await page.keyboard.press('F2');
        const input = page.locator(`${visible} .cm-lsp-rename-panel [name=name]`);
        await input.waitFor();
        same(await input.inputValue(), 'line-item');
        await input.fill('order-line');
        await input.press('Enter');
        await until('the new name', async () => (await textOf(CART)).includes('{order-line}'));
        same(await page.evaluate((uri) => globalThis.views.has(uri), `${ROOT}/lines.wit`), false);
        same((await textOf(`${ROOT}/lines.wit`)).includes('record order-line {'), true);
        same((await textOf(CART)).includes('line-item'), false);
        await finding();
      },
    ],
    [
      'formats as `format --check` wants it',
      async () => {
        await cursor(CART, '\nworld', 0);
        await page.keyboard.type('interface   odd{a:func( );}');
        await page.keyboard.press('Shift+Alt+f');
        await until('the format', async () => (await textOf(CART)).includes('interface odd {\n  a: func();\n}'));
        const place = path.join(directory, 'formatted');
        mkdirSync(place);
        writeFileSync(path.join(place, 'cart.wit'), await textOf(CART));
        const command = path.join(directory, 'node_modules/.bin/wit-language-server');
        execFileSync(command, ['format', '--check', 'cart.wit'], { cwd: place, timeout: 60_000 });
      },
    ],
    [
      'sees what was fetched into deps/ outside',
      async () => {
        const uri = `${ROOT}/needs.wit`;
        const text = 'interface needs {\n  use shop:later/i@1.0.0.{t};\n\n  f: func() -> t;\n}\n';
        await page.evaluate(([it, all]) => globalThis.files.set(it, all), [uri, text]);
        await page.evaluate((it) => globalThis.show(it, false), uri);
        await until('the finding', async () => (await underlined()).length > 0);
        const later = 'package shop:later@1.0.0;\n\ninterface i {\n  type t = u8;\n}\n';
        await page.evaluate(([it, all]) => globalThis.files.set(it, all), [`${ROOT}/deps/later/later.wit`, later]);
        await finding();
      },
    ],
    [
      'shows what the documentation says of a type',
      async () => {
        await page.evaluate((uri) => globalThis.show(uri, false), CART);
        const shown = page.locator('.cm-lsp-hover-tooltip');
        await until('the tooltip', async () => {
          const at = await page.evaluate((uri) => {
            const { view } = globalThis.views.get(uri);
            const { left, top } = view.coordsAtPos(view.state.doc.toString().indexOf('amount}') + 2);
            return { x: left + 1, y: top + 5 };
          }, CART);
          // It follows a movement within the editor, once that has been laid out.
          await page.mouse.move(at.x - 30, at.y);
          await page.mouse.move(at.x, at.y, { steps: 3 });
          const visibleSoon = shown.waitFor({ timeout: 2000 });
          return visibleSoon.then(
            () => true,
            () => false,
          );
        });
        same((await shown.textContent()).includes('In the smallest unit of its currency.'), true);
      },
    ],
    [
      'shows what was found before a file had an editor',
      async () => {
        await page.evaluate((uri) => {
          const { workspace } = globalThis.client;
          const from = workspace.getFile(uri).text.toString().indexOf('u32');
          workspace.updateFile(uri, { changes: { from, to: from + 3, insert: 'u33' } });
        }, `${ROOT}/lines.wit`);
        await until('the change', async () => (await textOf(`${ROOT}/lines.wit`)).includes('u33'));
        await page.getByRole('tab', { name: 'lines.wit' }).click();
        await finding('u33');
        await cursor(`${ROOT}/lines.wit`, 'u33', 3);
        await page.keyboard.press('Backspace');
        await page.keyboard.type('2');
        await finding();
      },
    ],
    [
      'works again after the server was started again',
      async () => {
        await page.evaluate((uri) => {
          const view = globalThis.show(uri, false);
          const at = view.state.doc.toString().indexOf('-> amount;') + '-> amo'.length;
          view.dispatch({ changes: { from: at, to: at + 1, insert: '' } });
        }, CART);
        await finding('amont');
        await page.locator('#restart').click();
        await cursor(CART, 'amont;', 3);
        await page.keyboard.type('u');
        await finding();
        await page.keyboard.press('Backspace');
        await finding('amont');
      },
    ],
    [
      'colours words and comments',
      async () => {
        const kinds = await page.evaluate(() => {
          const line = [...document.querySelectorAll('main > div:not([hidden]) .cm-line')];
          const spans = line.flatMap((it) => [...it.querySelectorAll('span[class]')]);
          const classOf = (text) => spans.find((it) => it.textContent === text)?.className;
          return [classOf('interface'), classOf('list')];
        });
        if (kinds.some((it) => it === undefined) || kinds[0] === kinds[1]) throw new Error(`${kinds}`);
      },
    ],
    ['asks nothing of a network, and says no error in the console', async () => same([elsewhere, errors], [[], []])],
  ];
}
