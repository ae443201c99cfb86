// The first quarter of an hour of somebody who has just installed the extension, in an empty folder, by keys and by what is seen:
// a package, an interface, the first error, the first dependency. No step may end in nothing to do.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until, webview } from '../../vscode-window.mjs';
import { command, goTo, problem, terminalAnyway } from './steps.mjs';

const line = (page, text) => page.locator('.view-line', { hasText: text });
const suggestion = (page, text) => page.locator('.suggest-widget .monaco-list-row.focused', { hasText: text });

/** Types the beginning of a word and takes what is suggested first, which has to be `label`. */
async function take(page, typed, label = typed) {
  await page.keyboard.type(typed);
  // A slow machine may have asked before the server had the text.
  await until(`the suggestion ${label}`, 60_000, async () => {
    if (await suggestion(page, label).isVisible()) return true;
    await page.waitForTimeout(700);
    if (await suggestion(page, label).isVisible()) return true;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
    return false;
  });
  await page.keyboard.press('Tab');
}

/** Fills in the places of a snippet. */
async function fill(page, ...words) {
  for (const word of words) {
    await page.keyboard.type(word);
    // Nothing is suggested for a new name: a key that goes on would take it instead.
    await page.waitForTimeout(800);
    if (await page.locator('.suggest-widget.visible').isVisible())
      throw new Error(`a suggestion for the new name ${word}`);
    await page.keyboard.press('Tab');
  }
}

/** Takes a quick fix at the cursor by its title. */
async function fix(page, title) {
  const row = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  await until(`the fix ${title}`, 60_000, async () => {
    await page.keyboard.press('Control+.');
    await page.waitForTimeout(1000);
    if (await row.isVisible()) return true;
    await page.keyboard.press('Escape');
    return false;
  });
  // By keys: the list keeps the mouse away.
  const focused = page.locator('.action-widget .monaco-list-row.focused', { hasText: title });
  for (let i = 0; i < 20 && !(await focused.isVisible()); i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

async function newFile(page, name) {
  await command(page, 'File: New File...');
  const box = page.locator('.explorer-folders-view input, .explorer-viewlet input').first();
  await box.waitFor({ timeout: 30_000 });
  await box.fill(name);
  await box.press('Enter');
  await page.locator('.tab.active', { hasText: path.basename(name) }).waitFor({ timeout: 30_000 });
  await page.locator('.monaco-editor.focused').waitFor({ timeout: 30_000 });
}

const sound = (page) =>
  until(
    'a file without errors',
    60_000,
    async () => (await page.locator('.monaco-editor .squiggly-error').count()) === 0,
  );

let folder;

function emptyFolder(directory) {
  folder = path.join(directory, 'my-shop');
  mkdirSync(folder);
  return folder;
}

export const newcomerCases = {
  'a newcomer: an empty folder, a file by hand, an interface, an error, a dependency that is fetched': {
    prepare: emptyFolder,
    async look(page) {
      await newFile(page, 'wit/cart.wit');
      // The first line is offered first, with places for its two names.
      await take(page, 'pack', 'package');
      await fill(page, 'acme', 'cart');
      await line(page, 'package acme:cart;').waitFor({ timeout: 30_000 });
      await page.keyboard.press('Enter');
      await take(page, 'inter', 'interface');
      await fill(page, 'items');
      await take(page, 'rec', 'record');
      await fill(page, 'item', 'name');
      // A type that is not there: said while typing, with the word that was meant, and its repair.
      await page.keyboard.type('strin');
      await page.keyboard.press('Escape');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 30_000 });
      await page.keyboard.press('Control+Shift+M');
      await problem(page, 'unknown type `strin`; did you mean `string`?');
      await goTo(page, '5:13');
      await fix(page, 'Change to `string`');
      await line(page, 'name: string,').waitFor({ timeout: 30_000 });
      await sound(page);
      // Its page is there without a network.
      await goTo(page, '5:17');
      await page.keyboard.type('s');
      await problem(page, 'unknown type `strings`');
      await page.locator('.markers-panel a', { hasText: 'name/unknown-type' }).first().click();
      await page.locator('.tab.active', { hasText: /unknown-type/ }).waitFor({ timeout: 30_000 });
      await page
        .locator('.tab.active', { hasText: /unknown-type/ })
        .locator('.codicon-close')
        .click();
      await line(page, 'name: strings').click();
      await page.locator('.monaco-editor.focused').waitFor({ timeout: 30_000 });
      await page.keyboard.press('Control+z');
      await sound(page);
      // A package of others: what is missing is said with the way to get it.
      await goTo(page, '7:2');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await take(page, 'worl', 'world');
      await fill(page, 'shop');
      await page.keyboard.type('import wasi:clocks/wall-clock@0.2.0;');
      await problem(page, 'package `wasi:clocks@0.2.0` not found');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Control+ArrowLeft');
      await fix(page, 'Fetch dependencies with `wkg`');
      await terminalAnyway(page);
      await line(page, 'import wasi:clocks').click();
      await page.keyboard.press('Control+s');
      // What the command writes is seen by itself.
      const deps = path.join(folder, 'wit/deps/wasi-clocks-0.2.0');
      mkdirSync(deps, { recursive: true });
      const clocks = 'package wasi:clocks@0.2.0;\n\ninterface wall-clock {\n  now: func() -> u64;\n}\n';
      writeFileSync(path.join(deps, 'package.wit'), clocks);
      await sound(page);
      const text = readFileSync(path.join(folder, 'wit/cart.wit'), 'utf8');
      if (!text.startsWith('package acme:cart;\n')) throw new Error(text);
    },
    settings: { 'wit.tools': { wkg: '/nowhere/wkg' } },
  },
  'a newcomer: two packages from the command, one of which needs the other': {
    prepare: emptyFolder,
    async look(page) {
      const box = page.locator('.quick-input-widget input').first();
      const make = async (typed) => {
        const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: 'WIT: New WIT Package' }).first();
        // A window that has just opened does not know all commands yet.
        await until('the command', 60_000, async () => {
          await page.keyboard.press('F1');
          await box.fill('>WIT: New WIT Package');
          await page.waitForTimeout(700);
          if (await entry.isVisible()) return true;
          await page.keyboard.press('Escape');
          return false;
        });
        await entry.click();
        await page.locator('.quick-input-title', { hasText: 'New WIT Package' }).waitFor({ timeout: 30_000 });
        await box.fill(typed);
      };
      await make('Cart');
      await page.locator('.quick-input-message', { hasText: 'A name has two parts' }).waitFor({ timeout: 30_000 });
      await box.fill('acme:money');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'WIT Only' }).click();
      await line(page, 'package acme:money@0.1.0;').waitFor({ timeout: 30_000 });
      await sound(page);
      // The second goes to a folder of its own.
      await make('acme:cart');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'WIT Only' }).click();
      await line(page, 'package acme:cart@0.1.0;').waitFor({ timeout: 30_000 });
      if (!existsSync(path.join(folder, 'cart/wit/world.wit'))) throw new Error(`${readdirSync(folder)}`);
      // Its first dependency: a word and a key; taken from the workspace, which is said, since tools would not find it.
      await line(page, 'export api;').click();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await take(page, 'impor', 'import');
      await take(page, 'mon', 'acme:money/api');
      await line(page, 'import acme:money/api@0.1.0;').waitFor({ timeout: 30_000 });
      await page.keyboard.press('Control+Shift+M');
      await problem(page, 'is taken from elsewhere in the workspace');
      await line(page, 'import acme:money/api@0.1.0;').click({ position: { x: 100, y: 8 } });
      await fix(page, 'Copy `acme:money@0.1.0` to `deps/money/`');
      const copy = path.join(folder, 'cart/wit/deps/money/world.wit');
      await until('the copy on the disk', 30_000, () => existsSync(copy) && readFileSync(copy, 'utf8') !== '');
      if (readFileSync(copy, 'utf8') !== readFileSync(path.join(folder, 'wit/world.wit'), 'utf8'))
        throw new Error('the copy is another text');
      await page.locator('.markers-panel', { hasText: 'No problems' }).waitFor({ timeout: 30_000 });
      // What a component of it needs and offers.
      await page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
      const preview = await webview(page, '.imports .item');
      await preview.locator('.imports .item', { hasText: 'acme:money/api' }).waitFor({ timeout: 30_000 });
    },
  },
};
