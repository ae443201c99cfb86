// The example page of editors/browser: CodeMirror with the server in a worker. There is no disk and no git in a browser, so the
// steps of a .wasm, a commit and a checkout are in socket.mjs alone.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { same, tools, until, visible } from './tools.mjs';

const ROOT = 'file:///cart/wit';
const CART = `${ROOT}/cart.wit`;

export function workerSteps({ page, errors, elsewhere }, directory) {
  const { cursor, textOf, underlined, finding, accept } = tools(page);
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
        await accept('line-item');
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
