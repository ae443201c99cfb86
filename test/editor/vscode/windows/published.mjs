// Published versions as they are seen in a window, from a docker-registry: the lens, and a published version as the base.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { command, openFile } from './steps.mjs';

const LOG = 'package acme:log@0.1.6;\n\ninterface api {\n  enum level { a, b }\n  log: func(l: level);\n}\n';

export const publishedCases = {
  'a published version is chosen as the base of contract changes, and the lens says what is published': {
    registry: true,
    prepare(directory) {
      writeFileSync(path.join(directory, 'log.wit'), LOG);
      return directory;
    },
    async look(page) {
      await openFile(page, 'log.wit');
      // The server is there.
      await page.locator('.codelens-decoration', { hasText: 'in no world' }).waitFor({ timeout: 60_000 });
      await command(page, 'WIT: Check Published Versions');
      const said = page.locator('.notification-toast', { hasText: 'Newest published: acme:log 0.2.0.' });
      await said.waitFor({ timeout: 60_000 });
      const lens = page.locator('.codelens-decoration', {
        hasText: '0.1.5 published · 0.2.1 is free · 1 breaking since 0.1.5',
      });
      await lens.waitFor({ timeout: 60_000 });
      await command(page, 'WIT: Choose');
      const row = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text });
      await row('acme:log@0.1.0').waitFor({ timeout: 30_000 });
      await row('published version').first().click();
      await page.locator('.statusbar-item', { hasText: '1 breaking' }).waitFor({ timeout: 60_000 });
    },
  },
};
