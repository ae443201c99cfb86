// The page of the world preview in a real browser, with answers of the real server: drawn, searched, clicked through to the
// source, exported; no error in the console, no request that leaves it. `PICTURES=DIR` keeps what it looks like.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageHtml } from '../../client/webview/html.ts';
import type { FromPage, ToPage } from '../../client/webview/messages.ts';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** A package with so many interfaces, all imported by its world, half of them through a `use`. */
function made(count: number): string {
  const one = (index: number): string =>
    index === 0
      ? 'interface i0 { type t = u8; f: func(); }'
      : `interface i${index} { use i${index - 1}.{t}; f${index}: func(a: t); }`;
  const interfaces = Array.from({ length: count }, (_, index) => one(index)).join('\n');
  const imports = Array.from({ length: count / 2 }, (_, index) => `  import i${2 * index + 1};`).join('\n');
  return `package big:town@1.0.0;\n${interfaces}\nworld big {\n${imports}\n  export run: func();\n}\nworld small { import i0; }\n`;
}

async function answers(text: string, world: string, errorAfter = false): Promise<ToPage> {
  const directory = directoryWith({ 'wit/a.wit': text });
  const uri = `${pathToUri(directory)}/wit/a.wit`;
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }] });
  client.open(uri, text);
  const ask = async (method: string, params: object) => (await client.request(method, params)).result;
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

  /** The page as VS Code would load it, and all that it says, asks and complains about. */
  async function opened(): Promise<{ page: Page; errors: string[]; requests: string[]; said(): Promise<FromPage[]> }> {
    const nonce = 'abc123';
    const script = pathToFileURL(path.join(dist, 'preview.js')).href;
    const style = pathToFileURL(path.join(dist, 'preview.css')).href;
    const directory = directoryWith({ 'page.html': pageHtml({ script, style, source: 'file:', nonce }) });
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    const errors: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('request', (request) => !request.url().startsWith('file:') && requests.push(request.url()));
    await page.addInitScript(() => {
      const said: unknown[] = [];
      let state: unknown;
      Object.assign(globalThis, {
        said,
        acquireVsCodeApi: () => ({
          postMessage: (it: unknown) => said.push(it),
          getState: () => state,
          setState: (it: unknown) => {
            state = it;
          },
        }),
      });
    });
    await page.goto(pathToFileURL(path.join(directory, 'page.html')).href);
    return { page, errors, requests, said: () => page.evaluate('said') };
  }

  const show = (page: Page, message: ToPage): Promise<void> =>
    page.evaluate((it) => window.dispatchEvent(new MessageEvent('message', { data: it })), message).then(() => {});

  it('is drawn, searched, clicked through to the source, and exported', async () => {
    const { page, errors, requests, said } = await opened();
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
      choice: { how: 'compose', path: 'big:town/small@1.0.0' },
    });
    expect(errors).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('says when it shows how it was', async () => {
    const { page } = await opened();
    await show(page, await answers(made(4), 'big', true));
    expect(await page.getByRole('status').textContent()).toMatch(
      /^The package has \d+ errors?; this is how it was before\.$/,
    );
    expect(await page.locator('.imports .item').count()).toBe(4);
  });

  it('draws three hundred interfaces in under a second', async () => {
    const { page, errors } = await opened();
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

  it.each(Object.entries(THEMES))('can be read in a %s theme', async (name, colours) => {
    const { page } = await opened();
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
