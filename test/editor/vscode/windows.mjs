// What needs a window of its own, looked at as a person does: a workspace that is not trusted, and two root folders.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, makeProfile, removeProfile, startWindow, until, webview } from '../vscode-window.mjs';

const settings = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'wit.codeLens.worlds': true,
};

/** Waits for a piece of text in the Problems view. */
async function problem(page, text) {
  await page.locator('.markers-panel .monaco-list-row', { hasText: text }).first().waitFor({ timeout: 30_000 });
}

async function openFile(page, name) {
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor({ timeout: 30_000 });
  await page.keyboard.press('Enter');
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
}

/** Puts the cursor at `line:column`. */
async function goTo(page, place) {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(place);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The number of colours in the editor's text. */
function colours(page) {
  return page.locator('.monaco-editor .view-line span[class*=mtk]').evaluateAll((spans) => {
    return new Set(spans.map((it) => /mtk\d+/.exec(it.className)?.[0])).size;
  });
}

/** A package whose last change breaks its users, in git. */
function makeRepository(directory) {
  const names = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', '-c', 'init.defaultBranch=main'];
  const git = (...args) => execFileSync('git', [...names, ...args], { cwd: directory, stdio: 'pipe' });
  const text = 'package a:orders@0.1.0;\n\ninterface orders {\n  pay: func(id: u32);\n}\n';
  writeFileSync(path.join(directory, 'orders.wit'), text);
  git('init');
  git('add', '.');
  git('commit', '-m', 'one');
  writeFileSync(path.join(directory, 'orders.wit'), text.replace('u32', 'u64'));
  mkdirSync(path.join(directory, 'other'));
  writeFileSync(path.join(directory, 'other/broken.wit'), 'package a:other;\ninterface broken { type t = u8 }\n');
}

const cases = {
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
    trusted: true,
    prepare(directory) {
      cpSync(path.join(import.meta.dirname, '../workspace/shop'), directory, { recursive: true });
      return directory;
    },
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
    trusted: true,
    prepare(directory) {
      cpSync(path.join(import.meta.dirname, '../workspace/two'), directory, { recursive: true });
      return directory;
    },
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
    trusted: true,
    prepare(directory) {
      mkdirSync(path.join(directory, 'wit/deps'), { recursive: true });
      writeFileSync(path.join(directory, 'wit/app.wit'), 'package a:app;\nworld app {}\n');
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
      // This VS Code has no shell to show what is typed (test/extension/fetch-command.test.ts knows what is).
      await page.locator('.terminal-wrapper').first().waitFor({ timeout: 60_000 });
    },
  },
  /** A package in each; the second is found from the first. */
  'two root folders are one workspace': {
    trusted: true,
    prepare(directory) {
      cpSync(path.join(import.meta.dirname, '../workspace/two'), directory, { recursive: true });
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

/** Runs a command of the palette by its title. */
async function command(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
}

export async function runWindows(serverRoot, vsix, grep = '') {
  const results = [];
  for (const [title, { trusted, prepare, look }] of Object.entries(cases)) {
    if (!title.includes(grep)) continue;
    const start = Date.now();
    const profile = makeProfile({ settings });
    const directory = mkdtempSync(path.join(tmpdir(), 'wit-window-'));
    let window;
    let failure;
    try {
      installExtension(serverRoot, profile, vsix);
      const place = prepare(directory);
      window = await startWindow(serverRoot, profile, { trusted });
      await window.open(place);
      await window.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
      await look(window.page);
    } catch (error) {
      await window?.page.screenshot({ path: path.join(tmpdir(), 'wit-window-failed.png') }).catch(() => undefined);
      failure = error.stack ?? `${error}`;
    } finally {
      await window?.close();
      removeProfile(profile);
      rmSync(directory, { recursive: true, force: true });
    }
    const milliseconds = Date.now() - start;
    results.push(failure === undefined ? { title, milliseconds } : { title, milliseconds, error: failure });
  }
  return results;
}
