// Components put together in the preview, by hand: parts picked, wired by clicks, saved as a `.wac`, which is then open.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until, webview } from '../../vscode-window.mjs';
import { openFile } from './steps.mjs';

const PARTS = `package shop:parts@1.0.0;

interface log {
  write: func(line: string);
}
world app {
  import log;
  export run: func();
}
world logger {
  export log;
}
world quiet {
  export log;
}
`;

let folder;

export const compositionCases = {
  'components are put together in the preview and saved as a .wac': {
    prepare(directory) {
      folder = directory;
      mkdirSync(path.join(directory, 'wit'));
      writeFileSync(path.join(directory, 'wit/parts.wit'), PARTS);
      return directory;
    },
    async look(page) {
      await openFile(page, 'parts.wit');
      await page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
      const preview = await webview(page, '.imports .item');
      await preview
        .getByRole('combobox', { name: 'With a second world' })
        .selectOption('Compose with shop:parts/logger@1.0.0');
      await preview.locator('.second .sound').waitFor({ timeout: 30_000 });
      await preview.getByRole('combobox', { name: 'Add a component' }).selectOption('shop:parts/quiet@1.0.0');
      await preview.locator('.second', { hasText: 'could be given by several' }).waitFor({ timeout: 30_000 });
      // What gives it is clicked: the import, then the export of one of the two.
      await preview.locator('.graph .row', { hasText: '← shop:parts/log' }).first().click();
      await preview.locator('.second [role=status]', { hasText: 'Click an export' }).waitFor({ timeout: 30_000 });
      await preview
        .locator('.graph g', { hasText: 'quiet' })
        .locator('.row', { hasText: '→ shop:parts/log' })
        .last()
        .click();
      await preview.locator('.second .sound').waitFor({ timeout: 30_000 });
      await preview.getByRole('button', { name: 'Save the composition as a .wac file' }).click();
      const input = page.locator('.quick-input-widget input[type=text], .quick-input-widget input').first();
      await input.waitFor({ timeout: 30_000 });
      // The place that is offered, once it stands there.
      const file = path.join(folder, 'wit/whole.wac');
      await until('the offered place', 30_000, async () => (await input.inputValue()) === file);
      await input.press('Enter');
      await until('the file', 30_000, () => existsSync(file) && readFileSync(file, 'utf8') !== '');
      const text = readFileSync(file, 'utf8');
      const wanted = [
        '// Build: wac compose whole.wac --dep local:app=app.wasm',
        'log@1.0.0": quiet["shop:parts/log@1.0.0"]',
        'export app["run"];',
      ];
      for (const it of wanted) if (!text.includes(it)) throw new Error(`the file lacks ${it}:\n${text}`);
      await openFile(page, 'whole.wac');
      await page.locator('.view-line', { hasText: 'let app = new local:app' }).waitFor({ timeout: 30_000 });
    },
  },
};
