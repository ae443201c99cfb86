// Sites in a real browser and under the rules of HTML: valid, without an error on the console, without a request elsewhere,
// readable by everybody (axe), at every width, in light and dark; search and theme work from the disk, and all else without
// scripts. `PICTURES=DIR` keeps what they look like.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../server/src/cli/main.ts';
import { nodeHost } from '../../server/src/hosts/node.ts';
import { TestRepository } from '../semver/repository.ts';
import { testParser } from '../support/parser.ts';
import { crawl, filesOf } from './crawl.ts';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PICTURES = process.env.PICTURES;
const ROOT = path.resolve(import.meta.dirname, '../..');
const CORPUS = path.resolve(ROOT, '../shared/corpus');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const made: string[] = [];

function temporary(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-site-'));
  made.push(directory);
  return directory;
}

afterAll(() => {
  for (const it of made) rmSync(it, { recursive: true, force: true });
});

/** As the built program does it, with what it brings. */
async function build(cwd: string, ...args: string[]): Promise<string> {
  const out = path.join(temporary(), 'site');
  let err = '';
  const status = await main(['docs', ...args, '--out', out, '--quiet'], {
    cwd,
    env: {},
    host: nodeHost(),
    terminal: { out: false, err: false },
    out: () => undefined,
    err: (text) => {
      err += text;
    },
    parser: testParser,
    pages: async () => new Map(),
    siteAssets: async () =>
      new Map(Object.entries(JSON.parse(readFileSync(path.join(ROOT, 'dist/site.json'), 'utf8')))),
  });
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return out;
}

const HOSTILE = `package evil:docs@1.0.0;
/// <script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">
/// [a](javascript:window.hacked=3) ![p](https://evil.invalid/p.png) <b onclick="window.hacked=4">b</b>
/// <iframe src="https://evil.invalid"></iframe><style>* { display: none !important }</style>
///
/// | a | b
/// |---|---
/// | <svg onload=window.hacked=5> | \`c
///
/// # Heading
/// ###### Small
/// 1. one
///    - two
///
/// > quote
///
///     code
interface i {
  /// </code></pre><script>window.hacked = 6</script>
  f: func();
}
`;

function repository(): TestRepository {
  const body = (version: string, more: string): string =>
    `/// A shop.\npackage acme:shop@${version};\n/// See [\`order\`].\ninterface orders {\n  /// An order.\n  record order {\n    /// Its number.\n    id: u64,\n  }\n  enum state { open, paid${more} }\n  @since(version = 0.1.0)\n  place: func(o: order) -> result<state>;\n  resource basket { constructor(); add: func(o: order); }\n}\nworld shop { export orders; import now: func() -> u64; import log: interface { write: func(s: string); } }\n`;
  const it = new TestRepository(temporary());
  it.git('init', '-q', '-b', 'main');
  it.commit({ 'wit/shop.wit': body('0.1.0', '') });
  it.tag('v0.1.0');
  it.commit({ 'wit/shop.wit': body('0.2.0', ', sent'), 'evil/e.wit': HOSTILE });
  it.tag('v0.2.0');
  return it;
}

/** Rules that forbid what we do on purpose are named with the reason. */
const VALIDATE = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Names of WIT are the anchors: `import.wasi:io/streams@0.2.0`.
    'valid-id': ['error', { relaxed: true }],
    'long-title': 'off',
    // A page is written by a program: nobody looks at the white space.
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    // `hidden` until a script has filled it.
    'hidden-focusable': 'off',
    'no-inline-style': 'error',
    // Wide code scrolls: it takes the focus so that the keyboard can scroll it.
    'no-implicit-button-type': 'error',
  },
});

async function invalid(site: string, names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const { results } = await VALIDATE.validateString(readFileSync(path.join(site, name), 'utf8'));
    for (const { messages } of results)
      for (const it of messages) found.push(`${name}:${it.line}:${it.column} ${it.ruleId}: ${it.message}`);
  }
  return found;
}

describe('HTML', () => {
  it('of every kind of page is valid', async () => {
    const { path: cwd } = repository();
    const site = await build(cwd, '.', '--history', 'HEAD', '--source', 'https://example.com/{path}#L{line}');
    const pages = filesOf(site).filter((it) => it.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(15);
    expect((await invalid(site, pages)).slice(0, 20)).toEqual([]);
  });

  it.skipIf(!existsSync(CORPUS))('of WASI 0.2 and 0.3 is valid, and every link leads somewhere', async () => {
    const site = await build(
      CORPUS,
      'WebAssembly+WASI',
      'WebAssembly+wasi-cli',
      'bytecodealliance+wasmtime/crates/wasi-http',
    );
    expect(crawl(site).problems).toEqual([]);
    const pages = filesOf(site).filter((it) => it.endsWith('.html') && !it.includes('/latest/'));
    expect((await invalid(site, pages)).slice(0, 20)).toEqual([]);
  });
});

describe.skipIf(!existsSync(EXECUTABLE))('in Chromium', () => {
  let browser: Browser;
  let site: string;
  let cwd: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] });
    cwd = repository().path;
    site = await build(cwd, '.', '--history', 'HEAD');
  });

  afterAll(async () => browser?.close());

  interface Opened {
    readonly page: Page;
    /** Messages on the console, errors, and requests that left the site. */
    readonly heard: string[];
  }

  async function open(name: string, options: BrowserContextOptions = {}, at = site): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(pathToFileURL(at).href)) heard.push(`request: ${request.url()}`);
    });
    page.on('requestfailed', (request) => heard.push(`failed: ${request.url()}`));
    const [file = '', anchor] = name.split('#');
    await page.goto(pathToFileURL(path.join(at, file)).href + (anchor === undefined ? '' : `#${anchor}`));
    return { page, heard };
  }

  const NAMES = [
    'index.html',
    'problems.html',
    'acme/shop/index.html',
    'acme/shop/0.2.0/index.html',
    'acme/shop/0.2.0/interface.orders.html',
    'acme/shop/0.2.0/world.shop.html',
    'evil/docs/1.0.0/interface.i.html',
  ];

  it.each(NAMES)(
    '%s: nothing on the console, no request elsewhere, no scrolling sideways, and axe is content',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, heard } = await open(name, { colorScheme });
        for (const width of [360, 768, 1280, 1920]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBeLessThanOrEqual(width);
          if (PICTURES !== undefined) {
            mkdirSync(PICTURES, { recursive: true });
            await page.screenshot({
              path: path.join(PICTURES, `${name.replaceAll('/', '_')}-${width}-${colorScheme}.png`),
            });
          }
        }
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.evaluate(AXE);
        const found = (await page.evaluate(
          'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], preload: false })',
        )) as { violations: { id: string; impact: string; nodes: { html: string }[] }[]; passes: unknown[] };
        expect(found.passes.length).toBeGreaterThan(10);
        expect(found.violations.map((it) => `${it.impact} ${it.id}: ${it.nodes[0]?.html}`)).toEqual([]);
        expect(heard).toEqual([]);
        await page.context().close();
      }
    },
  );

  it('hostile documentation does nothing', async () => {
    const { page, heard } = await open('evil/docs/1.0.0/interface.i.html');
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('.docs').first().isVisible()).toBe(true);
    for (const link of await page.locator('.docs a').all()) await link.click({ trial: true });
    expect(heard).toEqual([]);
    await page.context().close();
  });

  it('a script in the page would not run: the policy is strict', async () => {
    const { page, heard } = await open('index.html');
    await page.evaluate(
      `{ const it = document.createElement('script'); it.textContent = 'window.ran = 1'; document.body.append(it); const b = document.createElement('b'); b.setAttribute('onclick', 'window.ran = 2'); document.body.append(b); b.click(); const i = document.createElement('img'); i.src = 'https://evil.invalid/p.png'; document.body.append(i); }`,
    );
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    // The browser tells of a request that it does not make.
    expect(heard.filter((it) => it.includes('request: '))).toHaveLength(
      heard.filter((it) => it.includes('failed: ')).length,
    );
    expect(heard.join('\n')).toContain('Content Security Policy');
    await page.context().close();
  });

  it('search by keyboard leads to the item', async () => {
    const { page, heard } = await open('problems.html');
    await page.keyboard.press('/');
    await page.keyboard.type('pla');
    const options = page.locator('#results [role=option]');
    await options.first().waitFor();
    expect(await options.first().textContent()).toContain('orders.place');
    await page.fill('#search', '-> result<state>');
    expect(await options.count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/interface\.orders\.html#func\.place$/);
    await page.keyboard.press('s');
    await page.keyboard.type('zzzz');
    expect(await page.locator('#results').textContent()).toContain('Nothing found');
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate('axe.run(document, { preload: false })')) as {
      violations: { id: string }[];
    };
    expect(violations.map((it) => it.id)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('#results').isHidden()).toBe(true);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  it('the theme that somebody chose stays', async () => {
    const { page } = await open('index.html', { colorScheme: 'light' });
    const back = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await back()).toBe('rgb(255, 255, 255)');
    await page.click('.theme');
    await page.click('.theme');
    expect(await back()).toBe('rgb(13, 17, 23)');
    await page.reload();
    expect(await back()).toBe('rgb(13, 17, 23)');
    await page.context().close();
  });

  it('without scripts everything but search and theme is there', async () => {
    const { page } = await open('index.html', { javaScriptEnabled: false });
    expect(await page.locator('.search').isHidden()).toBe(true);
    expect(await page.locator('.theme').isHidden()).toBe(true);
    await page.click('text=acme:shop');
    await page.click('main >> text=orders');
    expect(await page.locator('h1').textContent()).toContain('interface orders');
    await page.goto(pathToFileURL(path.join(site, 'acme/shop/latest/interface.orders.html')).href);
    await page.waitForURL(/acme\/shop\/0\.2\.0\/interface\.orders\.html$/);
    await page.context().close();
  });

  it('`latest` takes the anchor along', async () => {
    const { page } = await open('acme/shop/latest/interface.orders.html#type.state');
    await page.waitForURL(/acme\/shop\/0\.2\.0\/interface\.orders\.html#type\.state$/);
    await page.context().close();
  });

  it('is readable on paper', async () => {
    const { page } = await open('acme/shop/0.2.0/interface.orders.html', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isHidden()).toBe(true);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    await page.context().close();
  });

  it.skipIf(!existsSync(CORPUS))(
    'pages of WASI have no serious issue',
    async () => {
      const wasi = await build(CORPUS, 'WebAssembly+wasi-cli', 'bytecodealliance+wasmtime/crates/wasi-http');
      const names = filesOf(wasi).filter((it) => it.endsWith('.html') && !it.includes('/latest/'));
      for (const name of names.filter((_, at) => at % Math.ceil(names.length / 12) === 0)) {
        const { page, heard } = await open(name, {}, wasi);
        await page.evaluate(AXE);
        const { violations } = (await page.evaluate('axe.run(document, { preload: false })')) as {
          violations: { id: string; impact: string; nodes: { html: string }[] }[];
        };
        const told = violations.filter((it) => it.impact === 'serious' || it.impact === 'critical');
        expect(told.map((it) => `${name} ${it.id}: ${it.nodes[0]?.html}`)).toEqual([]);
        expect(heard).toEqual([]);
        await page.context().close();
      }
    },
    240_000,
  );
});

it.skipIf(existsSync(EXECUTABLE))(
  'the tests of sites in a browser were skipped: there is no Chromium',
  () => undefined,
);
