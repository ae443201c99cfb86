// The panel of documentation as a person uses it: opened at a name, through a link to another package and back, to the source,
// after the cursor, and on with what is typed.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { webview } from '../../vscode-window.mjs';
import { command, goTo, openFile } from './steps.mjs';

const SHOP = `package acme:shop@0.1.0;

interface orders {
  use acme:money/amounts@1.0.0.{amount};
  /// Places an order of list<u8>, and **pays** an [\`amount\`]. <b>No tag</b>
  place: func(sum: amount);
  last: func();
}

interface stock {
  count: func() -> u32;
}
`;
const MONEY = 'package acme:money@1.0.0;\n\ninterface amounts {\n  record amount { units: s64 }\n}\n';

export const documentationCases = {
  'documentation is opened, followed through links to its source, follows the cursor and what is typed': {
    prepare(directory) {
      mkdirSync(path.join(directory, 'wit/deps/money'), { recursive: true });
      writeFileSync(path.join(directory, 'wit/shop.wit'), SHOP);
      writeFileSync(path.join(directory, 'wit/deps/money/money.wit'), MONEY);
      return directory;
    },
    async look(page) {
      await openFile(page, 'shop.wit');
      await goTo(page, '6:4');
      await command(page, 'WIT: Open Documentation');
      const panel = await webview(page, 'main h1');
      const heading = (text) => panel.locator('main h1', { hasText: text }).waitFor({ timeout: 30_000 });
      await heading('interface orders');
      const place = panel.locator('.item.here', { hasText: 'place' });
      await place.locator('.docs strong', { hasText: 'pays' }).waitFor({ timeout: 30_000 });
      const text = await place.locator('.docs').textContent();
      if (text.trim() !== 'Places an order of list<u8>, and pays an amount. <b>No tag</b>') throw new Error(text);
      // Into the other package, and back.
      await place.locator('.docs a', { hasText: 'amount' }).click();
      await heading('interface amounts');
      await panel.locator('.item.here', { hasText: 'units: s64' }).waitFor({ timeout: 30_000 });
      await panel.getByRole('button', { name: 'Back' }).click();
      await heading('interface orders');
      await panel.getByRole('button', { name: 'Forward' }).click();
      await heading('interface amounts');
      await panel.locator('.item a.source').click();
      await page.locator('.tab.active', { hasText: 'money.wit' }).waitFor({ timeout: 30_000 });
      // After the cursor.
      const follow = panel.getByRole('button', { name: 'Follow the cursor' });
      await follow.click();
      await follow.and(panel.locator('[aria-pressed=true]')).waitFor({ timeout: 30_000 });
      await page.locator('.tab', { hasText: 'shop.wit' }).first().click();
      await page.locator('.tab.active', { hasText: 'shop.wit' }).waitFor({ timeout: 30_000 });
      await goTo(page, '11:4');
      await heading('interface stock');
      await panel.locator('.item.here', { hasText: 'count' }).waitFor({ timeout: 30_000 });
      // And on with what is typed.
      await goTo(page, '11:99');
      await page.keyboard.type(' again: func();');
      await panel.locator('.item', { hasText: 'again: func();' }).waitFor({ timeout: 30_000 });
    },
  },
};
