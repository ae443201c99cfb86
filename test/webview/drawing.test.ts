// The drawing of a world's preview, comparisons and composition: what is shown first, how it is marked, what opens.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Choice, ToPage } from '../../client/webview/messages.ts';
import { EXECUTABLE } from '../support/browser.ts';
import { composing, made, openPage, serving, show } from './support.ts';

type Asking = (picture?: object) => Promise<ToPage>;

/** The answer about a world, as the extension gives it to its page: with what is asked of the picture beside its format. */
async function answering(text: string, world: string): Promise<Asking> {
  const { uri, ask } = await serving(text);
  return async (picture = {}) => {
    const result = await ask('wit/worldPreview', { uri, world });
    const drawn = await ask('wit/renderWorld', { worlds: [{ uri, world }], format: 'picture', ...picture });
    return { kind: 'show', result, picture: drawn.picture, worlds: await ask('wit/worlds', {}) };
  };
}

describe.skipIf(!existsSync(EXECUTABLE))('the preview of a world', { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser?.close());

  it('draws a large package as one row that opens, with buttons beside the drawing, and fills the window', async () => {
    const { page, errors, said } = await openPage(browser);
    const answer = await answering(made(60), 'big');
    await show(page, await answer({ most: 12 }));
    expect(await page.locator('.graph .row').allTextContents()).toEqual(['▸ 60 interfaces', 'runƒ']);
    // Readable: not made smaller than it was drawn.
    expect((await page.locator('.graph .box').first().boundingBox())?.height).toBeGreaterThanOrEqual(50);
    await page.locator('.graph .row', { hasText: '60 interfaces' }).click();
    const asked = (await said()).at(-1);
    const boxes = asked?.kind === 'opened' ? asked.boxes : [];
    expect(boxes).toEqual(['import big:town@1.0.0']);
    await show(page, await answer({ most: 12, opened: boxes }));
    expect(await page.locator('.graph .row').count()).toBe(62);
    const tools = await page.locator('.drawing > .tools').boundingBox();
    const canvas = await page.locator('.canvas').boundingBox();
    expect((tools?.y ?? 0) + (tools?.height ?? 0)).toBeLessThanOrEqual(canvas?.y ?? 0);
    await page.locator('.graph .row', { hasText: 'fewer' }).click();
    expect((await said()).at(-1)).toEqual({ kind: 'opened', boxes: [] });
    await page.getByRole('button', { name: 'Full window, and back' }).click();
    const full = await page.locator('.drawing').boundingBox();
    expect([full?.x, full?.y, full?.width, full?.height]).toEqual([0, 0, 1000, 900]);
    await page.keyboard.press('Escape');
    expect((await page.locator('.drawing').boundingBox())?.height).toBeLessThan(900);
    await page.getByRole('button', { name: 'Copy as Mermaid' }).click();
    expect((await said()).at(-1)).toEqual({ kind: 'copy', format: 'mermaid' });
    expect(errors).toEqual([]);
  });

  it('colours a comparison by the verdict of each line', async () => {
    const { page } = await openPage(browser);
    await show(page, await comparing());
    const lines = await page.locator('.changes li').allTextContents();
    expect(lines.filter((it) => !/^(?:gains|loses)/.test(it))).toEqual([
      expect.stringMatching(/^breakingadded: import a:b\/extra/),
      expect.stringMatching(/^compatibleremoved: import a:b\/gone/),
      expect.stringMatching(/^breakingchanged: export api- f: func\(\);\n\+ f: func\(x: u8\);\n$/s),
    ]);
    const colour = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((it) => getComputedStyle(it).color);
    await page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-errorForeground', 'rgb(255, 0, 0)');
      document.documentElement.style.setProperty('--vscode-gitDecoration-addedResourceForeground', 'rgb(0, 128, 0)');
    });
    expect(await colour('.changes .breaking')).toBe('rgb(255, 0, 0)');
    expect(await colour('.changes .compatible')).toBe('rgb(0, 128, 0)');
  });

  it('says first what does not fit, then what is given, and in one line what is left', async () => {
    const { page } = await openPage(browser);
    const { message, uri } = await composing();
    const parts = ['logger', 'quiet'].map((it) => ({ uri, path: `shop:parts/${it}@1.0.0` }));
    await show(page, await message({ how: 'compose', parts, wires: [] }));
    const [app] = await page.locator('.part').all();
    expect(await app?.locator('.links > li .link:first-child').allTextContents()).toEqual([
      'shop:parts/log@1.0.0',
      'shop:parts/store@1.0.0',
      'tick',
    ]);
    expect(await app?.locator('summary').textContent()).toBe('2 imports are left to the host');
    expect(await app?.locator('details').getAttribute('open')).toBeNull();
    await app?.locator('summary').click();
    expect(await app?.locator('details .link').first().isVisible()).toBe(true);
  });
});

/** A world beside an older one: an import more and one less, and a function of an export that changed. */
async function comparing(): Promise<ToPage> {
  const text = `package a:b;
interface extra {}
interface gone {}
world old { import gone; export api: interface { f: func(); } }
world new { import extra; export api: interface { f: func(x: u8); } }
`;
  const { uri, ask } = await serving(text);
  const choice: Choice = { how: 'compare', uri, path: 'a:b/old' };
  const compared = await ask('wit/compareWorlds', { old: { uri, world: 'old' }, new: { uri, world: 'new' } });
  const result = await ask('wit/worldPreview', { uri, world: 'new' });
  const worlds = await ask('wit/worlds', {});
  return { kind: 'show', result, picture: undefined, worlds, second: { choice, compared } };
}
