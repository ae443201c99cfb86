// The page of the world preview in a real browser, with answers of the real server: drawn, searched, clicked through to the
// source, exported; no error in the console, no request that leaves it. `PICTURES=DIR` keeps what it looks like.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Choice, FromPage, ToPage } from '../../client/webview/messages.ts';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { readWac } from '../../server/src/wac/reader.ts';
import { EXECUTABLE } from '../support/browser.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';
import { composing, made, openPage, serving, show } from './support.ts';

async function answers(text: string, world: string, errorAfter = false): Promise<ToPage> {
  const { client, uri, ask } = await serving(text);
  if (errorAfter) {
    await ask('wit/worldPreview', { uri, world });
    client.change(uri, 2, {
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
      text: 'interface {',
    });
  }
  const result = await ask('wit/worldPreview', { uri, world });
  const { picture } = await ask('wit/renderWorld', { worlds: [{ uri, world }], format: 'picture' });
  return { kind: 'show', result, picture, worlds: await ask('wit/worlds', {}) };
}

const THEMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  light: {
    'editor-background': '#ffffff',
    foreground: '#3b3b3b',
    descriptionForeground: '#6b6b6b',
    'textLink-foreground': '#005fb8',
    focusBorder: '#005fb8',
    'input-background': '#ffffff',
    'input-foreground': '#3b3b3b',
    'input-border': '#cecece',
    'editorWidget-background': '#f8f8f8',
    'editorWidget-border': '#c8c8c8',
    'button-secondaryBackground': '#e5e5e5',
    'button-secondaryForeground': '#3b3b3b',
    'panel-border': '#e5e5e5',
    'editorWarning-foreground': '#bf8803',
  },
  dark: {
    'editor-background': '#1f1f1f',
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'textLink-foreground': '#4daafc',
    focusBorder: '#0078d4',
    'input-background': '#313131',
    'input-foreground': '#cccccc',
    'input-border': '#3c3c3c',
    'editorWidget-background': '#202020',
    'editorWidget-border': '#454545',
    'button-secondaryBackground': '#313131',
    'button-secondaryForeground': '#cccccc',
    'panel-border': '#2b2b2b',
    'editorWarning-foreground': '#cca700',
  },
  'high-contrast': {
    'editor-background': '#000000',
    foreground: '#ffffff',
    descriptionForeground: '#ffffff',
    'textLink-foreground': '#21a6ff',
    focusBorder: '#f38518',
    'input-background': '#000000',
    'input-foreground': '#ffffff',
    'input-border': '#6fc3df',
    contrastBorder: '#6fc3df',
    'editorWidget-background': '#0c141f',
    'editorWidget-border': '#6fc3df',
    'button-secondaryForeground': '#ffffff',
    'panel-border': '#6fc3df',
    'editorWarning-foreground': '#ffd370',
  },
};

describe.skipIf(!existsSync(EXECUTABLE))('the page of a world preview', { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser?.close());

  it('is drawn, searched, clicked through to the source, and exported', async () => {
    const { page, errors, requests, said } = await openPage(browser);
    await show(page, await answers(made(60), 'big'));
    expect(await said()).toEqual([{ kind: 'ready' }]);
    expect(await page.locator('h1').textContent()).toBe('big:town/big@1.0.0');
    expect(await page.locator('.imports h2').textContent()).toBe('Imports (60)');
    expect(await page.locator('.exports .item').count()).toBe(1);
    expect(await page.locator('.graph .row').count()).toBe(61);
    await page.getByRole('searchbox').fill('i17');
    expect(await page.locator('.item:visible').count()).toBe(1);
    expect(await page.locator('.graph .row:not(.dimmed)').count()).toBe(1);
    await page.getByRole('button', { name: /import .*i17.*: go to its definition/ }).click();
    const opening = (await said()).at(-1);
    expect(opening).toMatchObject({ kind: 'open', place: { range: { start: { line: 18, character: 10 } } } });
    await page.locator('.graph .row', { hasText: 'i17' }).click();
    expect((await said()).at(-1)).toEqual(opening);
    await page.getByRole('searchbox').fill('');
    await page.locator('.item.implicit summary').first().press('Enter');
    expect(await page.locator('.why[open] li').first().textContent()).toContain('big:town/big');
    for (const [name, format] of [
      ['Export SVG', 'svg'],
      ['Export Mermaid', 'mermaid'],
      ['Export WIT', 'wit'],
    ]) {
      await page.getByRole('button', { name: name ?? '' }).click();
      expect((await said()).at(-1)).toEqual({ kind: 'export', format });
    }
    await page.getByRole('combobox').selectOption('Compose with big:town/small@1.0.0');
    expect((await said()).at(-1)).toMatchObject({
      kind: 'second',
      choice: { how: 'compose', parts: [{ path: 'big:town/small@1.0.0' }], wires: [] },
    });
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('says when it shows how it was', async () => {
    const { page } = await openPage(browser);
    await show(page, await answers(made(4), 'big', true));
    expect(await page.getByRole('status').textContent()).toMatch(
      /^The package has \d+ errors?; this is how it was before\.$/,
    );
    expect(await page.locator('.imports .item').count()).toBe(4);
  });

  it('draws three hundred interfaces in under a second', async () => {
    const { page, errors } = await openPage(browser);
    const message = await answers(made(300), 'big');
    const took = await page.evaluate((it) => {
      const start = performance.now();
      window.dispatchEvent(new MessageEvent('message', { data: it }));
      document.body.getBoundingClientRect();
      return performance.now() - start;
    }, message);
    console.log(`300 interfaces drawn in ${took.toFixed(0)} ms`);
    expect(took).toBeLessThan(1000);
    expect(errors).toEqual([]);
  });

  /** What the page asked for last. */
  async function choiceOf(said: () => Promise<FromPage[]>): Promise<Choice | undefined> {
    const last = (await said()).at(-1);
    return last?.kind === 'second' ? last.choice : undefined;
  }

  it('puts worlds together: parts picked, wired by a click, saved as .wac', async () => {
    const { page, errors, said } = await openPage(browser);
    const { message, wac, uri } = await composing();
    await show(page, await message(undefined));
    await page
      .getByRole('combobox', { name: 'With a second world' })
      .selectOption('Compose with shop:parts/logger@1.0.0');
    await show(page, await message(await choiceOf(said)));
    for (const path of ['shop:parts/quiet@1.0.0', 'shop:parts/db@1.0.0']) {
      await page.getByRole('combobox', { name: 'Add a component' }).selectOption(path);
      await show(page, await message(await choiceOf(said)));
    }
    expect(await page.locator('.part h3 .link').allTextContents()).toEqual(
      ['app', 'logger', 'quiet', 'db'].map((it) => `shop:parts/${it}@1.0.0`),
    );
    expect(await page.locator('.second').textContent()).toContain('could be given by several');
    // In the list …
    await page
      .getByRole('combobox', { name: 'What gives shop:parts/log@1.0.0 to app' })
      .selectOption('quiet: shop:parts/log@1.0.0');
    const wire = { import: 'shop:parts/log@1.0.0', export: 'shop:parts/log@1.0.0' };
    expect(await choiceOf(said)).toMatchObject({ wires: [{ part: 'app', from: 'quiet', ...wire }] });
    await show(page, await message(await choiceOf(said)));
    // … and in the drawing.
    await page.locator('.graph g', { hasText: 'db' }).locator('.row', { hasText: '← shop:parts/log' }).last().click();
    expect(await page.locator('.second [role=status]').textContent()).toBe(
      'What gives shop:parts/log@1.0.0 to db? Click an export, or another import.',
    );
    await page.locator('.graph .row', { hasText: '→ shop:parts/log' }).first().click();
    const choice = await choiceOf(said);
    expect(choice).toMatchObject({
      wires: [
        { part: 'app', from: 'quiet', ...wire },
        { part: 'db', from: expect.stringMatching(/^(?:logger|quiet)$/), ...wire },
      ],
    });
    await show(page, await message(choice));
    expect(await page.locator('.second .sound').count()).toBe(1);
    await page.getByRole('button', { name: 'Remove shop:parts/logger@1.0.0' }).click();
    expect(await choiceOf(said)).toMatchObject({
      parts: [
        { uri, path: 'shop:parts/quiet@1.0.0' },
        { uri, path: 'shop:parts/db@1.0.0' },
      ],
    });
    await page.getByRole('button', { name: 'Add a component in a .wasm file' }).click();
    expect((await said()).at(-1)).toEqual({ kind: 'pick' });
    await page.getByRole('button', { name: 'Save the composition as a .wac file' }).click();
    expect((await said()).at(-1)).toEqual({ kind: 'export', format: 'wac' });
    expect(choice === undefined ? '' : readWac(await wac(choice)).problems).toEqual([]);
    expect(choice === undefined ? '' : await wac(choice)).toContain('let app = new local:app {');
    expect(errors).toEqual([]);
  });

  it('shows what a .wac puts together, and what is wrong with it', async () => {
    const { page, errors, said } = await openPage(browser);
    await show(page, await compositionAnswer());
    expect(await page.locator('h1').textContent()).toBe('whole.wac');
    expect(await page.locator('.problems li').allTextContents()).toEqual([
      expect.stringMatching(/^line 5: package `shop:nowhere` not found/),
    ]);
    expect(await page.locator('.part h3').allTextContents()).toEqual(['shop:logger/logger', 'shop:app/app']);
    expect(await page.getByRole('combobox').count()).toBe(0);
    await page.getByRole('button', { name: 'line 5' }).click();
    expect((await said()).at(-1)).toMatchObject({ kind: 'open', place: { range: { start: { line: 4 } } } });
    await show(page, { kind: 'gone', world: '' });
    expect(await page.getByRole('status').first().textContent()).toContain('not there any more');
    expect(errors).toEqual([]);
  });

  describe.each([480, 1280])('%i pixels wide', (width) => {
    it.each(Object.entries(THEMES))('compositions can be read and used in a %s theme', async (name, theme) => {
      const { page } = await openPage(browser);
      await page.setViewportSize({ width, height: 1000 });
      await page.evaluate((it) => {
        for (const [key, value] of Object.entries(it))
          document.documentElement.style.setProperty(`--vscode-${key}`, value);
      }, theme);
      const { message, uri } = await composing();
      const parts = ['logger', 'quiet', 'db'].map((it) => ({ uri, path: `shop:parts/${it}@1.0.0` }));
      for (const [what, answer] of [
        ['composing', await message({ how: 'compose', parts, wires: [] })],
        ['composition', await compositionAnswer()],
      ] as const) {
        await show(page, answer);
        // Nothing sticks out, and everything that can be clicked can be seen.
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
          0,
        );
        for (const control of await page.locator('.second button:visible, .second select:visible').all()) {
          const box = await control.boundingBox();
          expect(box === null || (box.x >= 0 && box.x + box.width <= width && box.height >= 14), what).toBe(true);
        }
        const pictures = process.env.PICTURES;
        if (pictures === undefined) continue;
        mkdirSync(pictures, { recursive: true });
        writeFileSync(path.join(pictures, `${what}-${name}-${width}.png`), await page.screenshot({ fullPage: true }));
      }
    });
  });

  it.each(Object.entries(THEMES))('can be read in a %s theme', async (name, colours) => {
    const { page } = await openPage(browser);
    await page.evaluate((it) => {
      for (const [key, value] of Object.entries(it))
        document.documentElement.style.setProperty(`--vscode-${key}`, value);
    }, colours);
    await show(page, await answers(SHOP, 'storefront'));
    const [foreground, background] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    expect(foreground).not.toBe(background);
    const pictures = process.env.PICTURES;
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    writeFileSync(path.join(pictures, `preview-${name}.png`), await page.screenshot());
  });
});

const COMPOSITION = `package shop:whole;

let logger = new shop:logger {};
let app = new shop:app { log: logger.log, ... };
let wrong = new shop:nowhere { ... };
export app.run;
`;
const DEPS = {
  'deps/shop/logger/l.wit':
    'package shop:logger;\ninterface log { write: func(line: string); }\nworld logger { export log; }\n',
  'deps/shop/app/a.wit':
    'package shop:app;\nworld app { import shop:logger/log; import tick: func(); export run: func(); }\npackage shop:logger { interface log { write: func(line: string); } }\n',
};

async function compositionAnswer(): Promise<ToPage> {
  const directory = directoryWith({ 'whole.wac': COMPOSITION, ...DEPS });
  const uri = `${pathToUri(directory)}/whole.wac`;
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }] });
  return { kind: 'composition', result: (await client.request('wit/composition', { uri })).result };
}

const SHOP = `package shop:front@1.0.0;
interface prices { type amount = u64; price: func(name: string) -> amount; }
interface basket { use prices.{amount}; resource line { total: func() -> amount; } add: func(name: string); }
world storefront {
  import basket;
  import log: func(text: string);
  import wasi:sockets/tcp@0.2.0;
  export run: func() -> result;
}
package wasi:sockets@0.2.0 { interface tcp { connect: func(); } }
`;
