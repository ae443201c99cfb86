// What needs a window of its own, looked at as a person does.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until, webview } from '../../vscode-window.mjs';
import { colours, command, goTo, makeRepository, openFile, problem, terminalAnyway } from './steps.mjs';

export const cases = {
  /** Everything but git: findings are there, contract changes are not; the grammar colours without any server. */
  'an untrusted workspace has findings, but none from git until it is trusted': {
    trusted: false,
    prepare(directory) {
      makeRepository(directory);
      return directory;
    },
    async look(page) {
      await openFile(page, 'orders.wit');
      await until('colours', 30_000, async () => (await colours(page)) > 2);
      await page.keyboard.press('Control+Shift+M');
      await openFile(page, 'broken.wit');
      await problem(page, 'expected `;`');
      // The server has looked for changes, without git, and says so.
      await command(page, 'WIT: Show Contract Changes');
      const list = page.locator('.pane', { hasText: 'WIT Contract Changes' }).locator('.monaco-list-row');
      await list.filter({ hasText: 'git is not asked in an untrusted' }).first().waitFor({ timeout: 30_000 });
      if ((await page.locator('.markers-panel', { hasText: 'u64' }).count()) > 0) throw new Error('git was asked');
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill('>Manage Workspace Trust');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Trust' }).first().waitFor();
      await page.keyboard.press('Enter');
      await page
        .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
        .first()
        .click();
      // The server starts again, and may ask git now.
      await problem(page, 'u64');
    },
  },
  /** From the lens to the panel, from there to the source, and on with every keystroke. */
  'a world is previewed, follows an edit, and leads to its source': {
    workspace: 'shop',
    async look(page) {
      await openFile(page, 'shop.wit');
      await page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
      const preview = await webview(page, '.exports .item');
      await preview.getByRole('button', { name: /^import .*amounts.*: go to its definition/ }).click();
      await page.locator('.tab.active', { hasText: 'money.wit' }).waitFor({ timeout: 30_000 });
      await page.locator('.tab', { hasText: 'shop.wit' }).first().click();
      await page.locator('.tab.active', { hasText: 'shop.wit' }).waitFor({ timeout: 30_000 });
      await goTo(page, '16:99');
      await page.keyboard.type(' import note: func();');
      await preview.locator('.imports .item', { hasText: 'note' }).waitFor({ timeout: 30_000 });
      await page.keyboard.type(' import');
      await preview.getByRole('status').filter({ hasText: 'how it was before' }).waitFor({ timeout: 30_000 });
    },
  },
  /** What a person sees before a rename over two packages is done, and after. */
  'references are peeked at, and a rename over two packages is looked at before it is done': {
    workspace: 'two',
    async look(page) {
      await openFile(page, 'api.wit');
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      await goTo(page, '4:12');
      await page.keyboard.press('Shift+F12');
      const peek = page.locator('.peekview-widget');
      await peek.locator('.ref-tree .monaco-list-row', { hasText: 'app.wit' }).first().waitFor({ timeout: 30_000 });
      await page.keyboard.press('Escape');
      await peek.waitFor({ state: 'detached' });
      await page.keyboard.press('F2');
      const box = page.locator('.rename-box input');
      await box.waitFor({ timeout: 30_000 });
      await box.fill('line-item');
      await box.press('Control+Enter');
      const preview = page.locator('.bulk-edit-panel');
      await preview.locator('.monaco-list-row', { hasText: 'app.wit' }).first().waitFor({ timeout: 30_000 });
      await preview.getByRole('button', { name: 'Apply' }).click();
      await page.locator('.view-line', { hasText: 'record line-item' }).waitFor({ timeout: 30_000 });
      await openFile(page, 'app.wit');
      await page.locator('.view-line', { hasText: 'line-item' }).first().waitFor({ timeout: 30_000 });
    },
  },
  /** From the list to the place, and to the terminal of the tool that repairs it. */
  'a check of dependencies lists what the lock file has, and leads to a terminal for what is missing': {
    prepare(directory) {
      mkdirSync(path.join(directory, 'wit/deps'), { recursive: true });
      writeFileSync(path.join(directory, 'wit/app.wit'), 'package a:app;\nworld app { import a:gone/i@0.1.0; }\n');
      writeFileSync(path.join(directory, 'wit/deps/money.wit'), 'package a:money@1.2.0;\n');
      const locked = (name, version) =>
        `[[packages]]\nname = "${name}"\n\n[[packages.versions]]\nversion = "${version}"\n\n`;
      const text = `version = 1\n\n${locked('a:money', '1.3.0')}${locked('a:gone', '0.1.0')}`;
      writeFileSync(path.join(directory, 'wkg.lock'), text);
      return directory;
    },
    async look(page) {
      await openFile(page, 'app.wit');
      await command(page, 'WIT: Check Dependencies');
      const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text });
      await row('a:money is locked at 1.3.0, but deps/ has 1.2.0').waitFor({ timeout: 60_000 });
      await row('a:gone 0.1.0 is in wkg.lock').click();
      await page.locator('.tab.active', { hasText: 'wkg.lock' }).waitFor({ timeout: 30_000 });
      await page.locator('.statusbar-item', { hasText: 'Ln 10, Col 15 (6 selected)' }).waitFor({ timeout: 30_000 });
      await command(page, 'WIT: Check Dependencies');
      await row('Fetch Dependencies').click();
      await terminalAnyway(page);
    },
    settings: { 'wit.tools': { wkg: '/nowhere/wkg' } },
  },
  /** A package in each; the second is found from the first. */
  'two root folders are one workspace': {
    workspace: 'two',
    prepare(directory) {
      const file = path.join(directory, 'both.code-workspace');
      writeFileSync(
        path.join(directory, 'app/wrong.wit'),
        'package two:app@1.0.0;\ninterface j { use two:api/things@1.0.0.{thingy}; }\n',
      );
      writeFileSync(file, JSON.stringify({ folders: [{ path: 'app' }, { path: 'api' }] }));
      return file;
    },
    async look(page) {
      await openFile(page, 'wrong.wit');
      await page.keyboard.press('Control+Shift+M');
      // Knows what the package of the other folder has.
      await problem(page, 'thingy');
    },
  },
};
