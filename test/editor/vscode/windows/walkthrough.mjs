// "First Steps with WIT" in an empty folder: no step is complete before it is done, each completes by itself.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../../vscode-window.mjs';
import { again, command, git, openFile } from './steps.mjs';

let folder;

const STEPS = ['Make a package', 'Use another package', 'See a contract change', 'Preview a world'];

/** The titles of the steps that are complete, in their order. */
function complete(page) {
  const checked = '.getting-started-step:has(.codicon-getting-started-step-checked.complete)';
  return page
    .locator(checked)
    .evaluateAll((all) => all.map((it) => it.querySelector('.step-title')?.textContent?.trim() ?? ''));
}

/** Other editors may have taken the place of the page. */
async function openSteps(page) {
  await again(page, async () => {
    await command(page, 'Welcome: Open Walkthrough...');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'First Steps with WIT' }).first();
    await row.click({ timeout: 10_000 });
    await page.locator('.getting-started-step', { hasText: STEPS[3] }).waitFor({ timeout: 20_000 });
  });
}

async function expectComplete(page, count) {
  await openSteps(page);
  const wanted = STEPS.slice(0, count).join(', ');
  let found = '';
  await until(`complete: ${wanted}`, 60_000, async () => {
    found = (await complete(page)).join(', ');
    return found === wanted;
  }).catch((error) => {
    throw new Error(`${error.message}; found ${found}`);
  });
}

export const walkthroughCases = {
  'the first steps complete by themselves, one after another': {
    prepare(directory) {
      folder = path.join(directory, 'my-shop');
      mkdirSync(folder);
      git(folder, 'init');
      return folder;
    },
    async look(page) {
      await expectComplete(page, 0);
      await page.getByRole('button', { name: 'New WIT Package…' }).click();
      await page.locator('.quick-input-title', { hasText: 'New WIT Package' }).waitFor({ timeout: 60_000 });
      await page.locator('.quick-input-widget input').first().fill('acme:cart');
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'WIT Only' }).click();
      await page.locator('.view-line', { hasText: 'package acme:cart@0.1.0;' }).waitFor({ timeout: 60_000 });
      await expectComplete(page, 1);
      // As a program such as wkg writes it.
      mkdirSync(path.join(folder, 'wit/deps/money'), { recursive: true });
      writeFileSync(path.join(folder, 'wit/deps/money/money.wit'), 'package acme:money;\ninterface api {}\n');
      await expectComplete(page, 2);
      git(folder, 'add', '.');
      git(folder, 'commit', '-m', 'one');
      const world = path.join(folder, 'wit/world.wit');
      writeFileSync(world, readFileSync(world, 'utf8').replace('-> string', '-> u32'));
      await expectComplete(page, 3);
      await openFile(page, 'world.wit');
      await page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click({ timeout: 60_000 });
      await expectComplete(page, 4);
    },
  },
};
