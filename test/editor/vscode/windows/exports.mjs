// What the preview of a world hands out as WIT: a new document, which is no part of the package that it was made from.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { until, webview } from '../../vscode-window.mjs';
import { openFile } from './steps.mjs';

let folder;
/** All files below the folder, each with its text. */
function snapshot() {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  const files = names.map((it) => path.join(it.parentPath ?? it.path, it.name));
  return JSON.stringify(files.sort().map((it) => [it, readFileSync(it, 'utf8')]));
}

export const exportCases = {
  'a world is exported as WIT into a new document, without an error, and its package stays as it was': {
    workspace: 'shop',
    prepare(directory) {
      folder = directory;
      return directory;
    },
    async look(page) {
      const before = snapshot();
      await openFile(page, 'shop.wit');
      await page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
      const preview = await webview(page, '.exports .item');
      await preview.getByRole('button', { name: 'Export WIT' }).click();
      // Next to its source it would be a second world of that name.
      await page.locator('.tab.active.dirty', { hasText: 'shop.wit' }).waitFor({ timeout: 30_000 });
      await page.locator('.view-line', { hasText: 'import acme:money/amounts@1.0.0;' }).waitFor({ timeout: 30_000 });
      await page.locator('.statusbar-item', { hasText: /^WIT$/ }).first().waitFor({ timeout: 30_000 });
      // All that it names is in it. That it is checked is seen by a mistake.
      await page.keyboard.press('Control+Shift+M');
      await page.locator('.view-line', { hasText: 'import acme:money/amounts@1.0.0;' }).click();
      await page.keyboard.press('End');
      await page.keyboard.type('}');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ timeout: 30_000 });
      await page.keyboard.press('Backspace');
      await page.locator('.markers-panel', { hasText: 'No problems' }).waitFor({ timeout: 30_000 });
      if (snapshot() !== before) throw new Error('a file was written');
      await page.keyboard.press('Control+S');
      const saved = path.join(folder, 'exported/shop.wit');
      await until('the saved file', 30_000, () => existsSync(saved) && readFileSync(saved, 'utf8') !== '');
      rmSync(path.dirname(saved), { recursive: true });
      if (snapshot() !== before) throw new Error('another file was written');
      await page.locator('.markers-panel', { hasText: 'No problems' }).waitFor({ timeout: 30_000 });
    },
  },
};
