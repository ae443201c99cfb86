// Typing, as it is seen: squiggles that come and go, a completion that brings its import along, what is chosen in lists.
import { until } from '../../vscode-window.mjs';
import { command, git, goTo, makeRepository, openFile } from './steps.mjs';

export const editingCases = {
  'squiggles come and go while somebody types': {
    workspace: 'shop',
    async look(page) {
      await openFile(page, 'shop.wit');
      await page.locator('.codelens-decoration').first().waitFor({ timeout: 60_000 });
      const squiggles = page.locator('.monaco-editor .squiggly-error');
      if ((await squiggles.count()) > 0) throw new Error('the file was to be without errors');
      await goTo(page, '12:99');
      await page.keyboard.press('Backspace');
      await squiggles.first().waitFor({ timeout: 30_000 });
      await page.keyboard.type(';');
      await squiggles.first().waitFor({ state: 'detached', timeout: 30_000 });
    },
  },
  'a completion that is accepted brings in what it needs': {
    workspace: 'two',
    async look(page) {
      await openFile(page, 'app.wit');
      // The `use` is gone, and with it what `thing` means.
      await goTo(page, '4:1');
      await page.keyboard.press('Control+Shift+K');
      const squiggles = page.locator('.monaco-editor .squiggly-error');
      await squiggles.first().waitFor({ timeout: 60_000 });
      await goTo(page, '5:99');
      for (let i = 0; i < 'ing;'.length; i++) await page.keyboard.press('Backspace');
      const suggestions = page.locator('.suggest-widget');
      await until('the suggestion', 30_000, async () => {
        await page.keyboard.press('Control+Space');
        return suggestions.locator('.monaco-list-row.focused', { hasText: 'thing' }).isVisible();
      });
      await page.keyboard.press('Enter');
      await page.keyboard.type(';');
      await page.locator('.view-line', { hasText: 'use two:api/things@1.0.0.{thing};' }).waitFor({ timeout: 30_000 });
      await page.locator('.view-line', { hasText: 'first: func() -> thing;' }).waitFor({ timeout: 30_000 });
      await squiggles.first().waitFor({ state: 'detached', timeout: 30_000 });
    },
  },
  'the base of contract changes is chosen from a list, and the view lists what has changed since': {
    prepare(directory) {
      makeRepository(directory);
      git(directory, 'tag', 'v0.1.0');
      git(directory, 'commit', '-a', '-m', 'two');
      return directory;
    },
    async look(page) {
      await openFile(page, 'orders.wit');
      const verdict = page.locator('.statusbar-item', { hasText: '1 breaking' });
      await verdict.waitFor({ timeout: 60_000 });
      await verdict.click();
      const tree = page.locator('.pane', { hasText: 'WIT Contract Changes' });
      await tree.locator('.monaco-list-row', { hasText: 'a:orders' }).first().waitFor({ timeout: 30_000 });
      await command(page, 'WIT: Choose');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'HEAD' }).first().click();
      await verdict.waitFor({ state: 'detached', timeout: 30_000 });
      await command(page, 'WIT: Choose');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'As the Setting Says' }).first().click();
      await verdict.waitFor({ timeout: 30_000 });
    },
  },
};
