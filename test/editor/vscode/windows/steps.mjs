// What a person does in a window, by keys and by what is seen: shared by the cases beside this file.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Waits for a piece of text in the Problems view. */
export async function problem(page, text) {
  await page.locator('.markers-panel .monaco-list-row', { hasText: text }).first().waitFor({ timeout: 30_000 });
}

/** What opens the list may be too early: a new file is not known yet, or something else takes the focus and the list is gone. */
export async function again(page, attempt) {
  for (let left = 3; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await page.keyboard.press('Escape');
      await page.waitForTimeout(1000);
    }
  }
}

export async function openFile(page, name) {
  await again(page, async () => {
    await page.keyboard.press('Control+P');
    const input = page.locator('.quick-input-widget input');
    await input.waitFor({ timeout: 10_000 });
    await input.fill(name);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor({ timeout: 10_000 });
    await page.keyboard.press('Enter');
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 20_000 });
  });
}

/** Puts the cursor at `line:column`. */
export async function goTo(page, place) {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(place);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The number of colours in the editor's text. */
export function colours(page) {
  return page.locator('.monaco-editor .view-line span[class*=mtk]').evaluateAll((spans) => {
    return new Set(spans.map((it) => /mtk\d+/.exec(it.className)?.[0])).size;
  });
}

/** The words of the editor with the class that colours them. */
export async function colouredWords(page) {
  const spans = page.locator('.monaco-editor .view-line span[class*=mtk]');
  const words = await spans.evaluateAll((all) =>
    all.map((it) => [it.textContent.trim(), /mtk\d+/.exec(it.className)?.[0]]),
  );
  return new Map(words);
}

export function git(directory, ...args) {
  const names = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...names, ...args], { cwd: directory, stdio: 'pipe' });
}

/** A package whose last change breaks its users, in git. */
export function makeRepository(directory) {
  const text = 'package a:orders@0.1.0;\n\ninterface orders {\n  pay: func(id: u32);\n}\n';
  writeFileSync(path.join(directory, 'orders.wit'), text);
  git(directory, 'init');
  git(directory, 'add', '.');
  git(directory, 'commit', '-m', 'one');
  writeFileSync(path.join(directory, 'orders.wit'), text.replace('u32', 'u64'));
  mkdirSync(path.join(directory, 'other'));
  writeFileSync(path.join(directory, 'other/broken.wit'), 'package a:other;\ninterface broken { type t = u8 }\n');
}

/** Runs a command of the palette by its title. */
export async function command(page, title) {
  await again(page, async () => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill(`>${title}`, { timeout: 10_000 });
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    await row.click({ timeout: 10_000 });
  });
}

/**
 * Takes what installs `wkg`, where the settings name one that is not there, and goes on to the terminal. This VS Code has no shell
 * to show what is typed (test/extension/fetch-command.test.ts knows what is).
 */
export async function terminalAnyway(page) {
  const told = page.locator('.notification-toast', { hasText: 'cargo install wkg' });
  await told.waitFor({ timeout: 30_000 });
  await told.hover();
  await told.getByRole('button', { name: 'Open Terminal Anyway' }).click();
  await page.locator('.terminal-wrapper').first().waitFor({ timeout: 60_000 });
}
