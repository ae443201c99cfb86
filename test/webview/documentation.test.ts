// The panel of documentation in a real browser, with pages of the real server: what it shows and says, that it looks as on a
// site, and that documentation of others can do no harm, whatever a renderer of Markdown makes of it.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import MarkdownIt from 'markdown-it';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageRenderer } from '../../client/src/documentation-page.ts';
import type { ShownPage } from '../../client/webview/documentation-messages.ts';
import { pageHtml } from '../../server/src/site/html.ts';
import type { Page as SitePage } from '../../server/src/site/page.ts';
import { EXECUTABLE } from '../support/browser.ts';
import { openPage, serving } from './support.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** As VS Code's Markdown has it: HTML in it is HTML. */
const MARKDOWN = new MarkdownIt({ html: true, linkify: true });

const SHOP = `/// A shop.
package acme:shop@0.2.0;
/// Orders of a \`list<u8>\`, and list<u8> as text. See [\`order\`], [the place][\`place\`] and [elsewhere](https://example.com/a).
///
/// # Use
/// 1. one
///
/// | a | b |
/// |---|---|
/// | 1 | [x](README.md) |
interface orders {
  /// An order, see [\`place\`].
  record order {
    /// Its number.
    id: u64,
  }
  /// Places one.
  place: func(o: order) -> result<u64>;
  other: func(o: order);
}
world shop { export orders; import now: func() -> u64; }
`;

const ADDRESS = 'acme/shop/0.2.0/interface.orders.html';

type Render = (markdown: string) => string;

/** A page as the extension tells it to the panel. */
async function answer(
  text: string,
  {
    address = ADDRESS,
    anchor = '',
    render = (it) => MARKDOWN.render(it),
  }: Partial<{ address: string; anchor: string | null; render: Render }> = {},
) {
  const { client, uri, ask } = await serving(text);
  const { page } = await ask('wit/documentationPage', { textDocument: { uri }, address });
  await client.request('shutdown');
  const message: ShownPage = {
    kind: 'page',
    ...(await new PageRenderer(async (it) => render(it)).render(page)),
    anchor,
    kept: { uri, address, follow: false },
    back: true,
    forward: false,
  };
  return { message, uri, page };
}

function show(page: Page, message: ShownPage): Promise<void> {
  return page.evaluate((it) => window.dispatchEvent(new MessageEvent('message', { data: it })), message).then(() => {});
}

/** A page in whose Markdown addresses stand for names, for the renderer of sites, which knows names. */
function followed(page: unknown): SitePage {
  const addresses = (key: string, value: unknown): unknown =>
    key === 'links' ? Object.fromEntries(Object.values(value as object).map((it) => [it, it])) : value;
  return JSON.parse(JSON.stringify(page), addresses);
}

describe.skipIf(!existsSync(EXECUTABLE))('the panel of documentation', { timeout: 120_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser?.close());

  it('says what is clicked, leads to items, and stays where it is while the text changes', async () => {
    const { page, errors, requests, said } = await openPage(browser, 'documentation');
    expect(await said()).toEqual([{ kind: 'ready' }]);
    const { message, uri } = await answer(SHOP, { anchor: 'func.place' });
    await show(page, message);
    expect(await page.locator('h1').textContent()).toBe('interface orders');
    expect(await page.locator('.here').getAttribute('id')).toBe('func.place');
    const last = async (): Promise<unknown> => (await said()).at(-1);
    await page.locator('#func\\.place pre a', { hasText: 'order' }).click();
    expect(await last()).toEqual({ kind: 'link', href: '#type.order' });
    await page.locator('#func\\.place .source').click();
    expect(await last()).toEqual({ kind: 'link', href: `${uri}#L18` });
    await page.locator('.crumbs a', { hasText: '0.2.0' }).press('Enter');
    expect(await last()).toEqual({ kind: 'link', href: 'index.html' });
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await last()).toEqual({ kind: 'back' });
    expect(await page.getByRole('button', { name: 'Forward' }).isDisabled()).toBe(true);
    const follow = page.getByRole('button', { name: 'Follow the cursor' });
    await follow.click();
    expect(await last()).toEqual({ kind: 'follow', on: true });
    expect(await follow.getAttribute('aria-pressed')).toBe('true');
    expect(await page.evaluate('acquireVsCodeApi().getState()')).toMatchObject({ address: ADDRESS });

    await page.setViewportSize({ width: 400, height: 200 });
    await page.locator('#type\\.order details summary').click();
    await page.evaluate('window.scrollTo(0, 150)');
    const edited = await answer(SHOP.replace('Places one', 'Places an order'), { anchor: null });
    await show(page, edited.message);
    expect((await page.locator('#func\\.place .docs').textContent())?.trim()).toBe('Places an order.');
    expect(await page.evaluate('window.scrollY')).toBe(150);
    expect(await page.locator('#type\\.order details').getAttribute('open')).not.toBeNull();
    await page.evaluate(() => window.dispatchEvent(new MessageEvent('message', { data: { kind: 'gone' } })));
    expect(await page.getByRole('status').textContent()).toContain('how it was');
    expect({ errors, requests }).toEqual({ errors: [], requests: [] });
  });

  it('shows what a site shows', async () => {
    for (const address of [ADDRESS, 'acme/shop/0.2.0/world.shop.html', 'acme/shop/0.2.0/index.html']) {
      const { page } = await openPage(browser, 'documentation');
      const { message, page: plain } = await answer(SHOP, { address });
      await show(page, message);
      const panel = await page.locator('main').innerHTML();
      const site = await browser.newPage({ javaScriptEnabled: false });
      await site.setContent(pageHtml(followed(plain), { title: 'T', links: [] }));
      const bare = (html: string): string =>
        html.replaceAll(/\s*\n\s*/g, '').replaceAll(/ (?:rel|class="here")(?:="[^"]*")?/g, '');
      expect(bare(panel)).toBe(bare(await site.locator('main').innerHTML()));
      await site.close();
      await page.close();
    }
  });

  it.each([
    ['as it is written', (it: string) => MARKDOWN.render(it), false],
    // Hidden brackets are shown again before: nothing else may hold it.
    ['where HTML gets through the renderer', (it: string) => MARKDOWN.render(it.replaceAll('\u{10fff0}', '<')), true],
    ['where the renderer does nothing', (it: string) => it.replaceAll('\u{10fff0}', '<'), true],
  ])('hostile documentation does nothing, %s', async (_, render, isHtml) => {
    const lines = [
      '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">',
      '[a](javascript:window.hacked=3) ![p](https://evil.invalid/p.png) <b onclick="window.hacked=4">bold</b>',
      '<iframe src="https://evil.invalid"></iframe><style>* { display: none !important }</style>',
      '<svg onload=window.hacked=5><script>window.hacked=6</script></svg><math><mtext><img src=x onerror=window.hacked=7></mtext></math>',
      '<form action="https://evil.invalid"><input autofocus onfocus=window.hacked=8></form><base href="https://evil.invalid">',
      '<meta http-equiv="refresh" content="0; url=https://evil.invalid"><link rel=stylesheet href="https://evil.invalid/x.css">',
      '<a href="vscode://evil" id="main" style="position:fixed">link</a> <a href="command:evil">x</a> <a href="file:///etc/passwd">f</a>',
      '</main></div><h1 class="bar">Not a heading of ours</h1><template><script>window.hacked=9</script></template>',
      '<details open ontoggle=window.hacked=10><summary>s</summary>x</details>',
    ];
    const deep = '<div>'.repeat(5000);
    const docs = [...lines, deep].map((it) => `/// ${it}\n///\n`).join('');
    const { page, errors, requests } = await openPage(browser, 'documentation');
    const { message } = await answer(`package acme:shop@0.2.0;\n${docs}interface orders {\n${docs}f: func();\n}\n`, {
      render,
    });
    await show(page, message);
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('.docs').count()).toBe(2);
    const inside = await page
      .locator('.docs *')
      .evaluateAll((all) =>
        all.flatMap((it) => [
          it.localName,
          ...[...it.attributes].map(({ name, value }) => `${it.localName} ${name}=${value}`),
        ]),
      );
    const allowed =
      /^(?:p|b?r|ul|ol|li|pre|code|em|strong|s|del|blockquote|a(?: href=https:.*)?|h[1-6]|table|thead|tbody|t[rhd]|div|div (?:class=wide|tabindex=0)|pre tabindex=0)$/;
    expect(inside.filter((it) => !allowed.test(it))).toEqual([]);
    expect(await page.locator('main h1').count()).toBe(1);
    expect(await page.locator('h1').textContent()).toContain('orders');
    // Chromium tells of handlers that it does not even let a document have that is never shown.
    expect(errors.filter((it) => !(isHtml && it.includes('Content Security Policy')))).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  it('a script in the page would not run: the policy is strict', async () => {
    const { page, errors } = await openPage(browser, 'documentation');
    const { message } = await answer(SHOP);
    await show(page, {
      ...message,
      body: '<main><img src=x onerror="window.hacked=1"><img src="https://evil.invalid/x.png"></main>',
    });
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(errors.join('\n')).toContain('Content Security Policy');
    await page.close();
  });

  it('is text where nobody renders Markdown', async () => {
    const { page, errors } = await openPage(browser, 'documentation');
    const { message } = await answer(SHOP);
    const docs = message.docs.map(({ level, links }) => ({
      level,
      links,
      text: '<b>Text</b> of [`order`](#type.order)',
    }));
    await show(page, { ...message, docs });
    expect((await page.locator('.docs').first().textContent())?.trim()).toBe('<b>Text</b> of [`order`](#type.order)');
    expect(errors).toEqual([]);
    await page.close();
  });

  it.each([
    [
      'vscode-light',
      {
        'editor-background': '#ffffff',
        foreground: '#3b3b3b',
        descriptionForeground: '#616161',
        'textLink-foreground': '#005fb8',
        'textCodeBlock-background': '#f8f8f8',
        'button-secondaryBackground': '#e5e5e5',
        'button-secondaryForeground': '#3b3b3b',
        'editor-selectionBackground': '#add6ff',
      },
    ],
    [
      'vscode-dark',
      {
        'editor-background': '#1f1f1f',
        foreground: '#cccccc',
        descriptionForeground: '#9d9d9d',
        'textLink-foreground': '#4daafc',
        'textCodeBlock-background': '#2b2b2b',
        'button-secondaryBackground': '#313131',
        'button-secondaryForeground': '#cccccc',
        'editor-selectionBackground': '#264f78',
      },
    ],
    [
      'vscode-high-contrast',
      {
        'editor-background': '#000000',
        foreground: '#ffffff',
        descriptionForeground: '#ffffff',
        'textLink-foreground': '#21a6ff',
        'textCodeBlock-background': '#000000',
        contrastBorder: '#6fc3df',
        'button-secondaryForeground': '#ffffff',
        'editor-selectionBackground': '#1a1a1a',
      },
    ],
  ])('can be read by everybody in %s, at any width', async (theme, colours) => {
    const { page } = await openPage(browser, 'documentation');
    await page.evaluate(
      ([name, all]) => {
        document.body.className = name;
        for (const [key, value] of Object.entries(all))
          document.documentElement.style.setProperty(`--vscode-${key}`, value);
      },
      [theme, colours] as const,
    );
    for (const address of [ADDRESS, 'acme/shop/0.2.0/world.shop.html']) {
      const { message } = await answer(SHOP, { address, anchor: 'func.place' });
      await show(page, message);
      for (const width of [360, 768, 1400]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      if (process.env.PICTURES !== undefined)
        await page.screenshot({
          path: `${process.env.PICTURES}/documentation-${theme}-${address.length}.png`,
          fullPage: true,
        });
      await page.evaluate(AXE);
      const { violations, passes } = (await page.evaluate('axe.run(document, { preload: false })')) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
        passes: unknown[];
      };
      expect(passes.length).toBeGreaterThan(10);
      expect(violations.map((it) => `${it.impact} ${it.id}: ${it.nodes[0]?.html}`)).toEqual([]);
    }
    await page.close();
  });
});
