// The page of the world preview in a browser, and what the extension would tell it: answers of the real server.

import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../client/webview/html.ts';
import type { Choice, FromPage, ToPage } from '../../client/webview/messages.ts';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

interface Opened {
  readonly page: Page;
  readonly errors: string[];
  readonly requests: string[];
  said(): Promise<FromPage[]>;
}

/** The page as VS Code would load it, and all that it says, asks and complains about. */
export async function openPage(browser: Browser, name = 'preview'): Promise<Opened> {
  const [title, nonce] = ['A page', 'abc123'];
  const script = pathToFileURL(path.join(dist, `${name}.js`)).href;
  const style = pathToFileURL(path.join(dist, `${name}.css`)).href;
  const directory = directoryWith({ 'page.html': pageHtml({ title, script, style, source: 'file:', nonce }) });
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

export function show(page: Page, message: ToPage): Promise<void> {
  return page.evaluate((it) => window.dispatchEvent(new MessageEvent('message', { data: it })), message).then(() => {});
}

/** A package with so many interfaces, all imported by its world, half of them through a `use`. */
export function made(count: number): string {
  const one = (index: number): string =>
    index === 0
      ? 'interface i0 { type t = u8; f: func(); }'
      : `interface i${index} { use i${index - 1}.{t}; f${index}: func(a: t); }`;
  const interfaces = Array.from({ length: count }, (_, index) => one(index)).join('\n');
  const imports = Array.from({ length: count / 2 }, (_, index) => `  import i${2 * index + 1};`).join('\n');
  return `package big:town@1.0.0;\n${interfaces}\nworld big {\n${imports}\n  export run: func();\n}\nworld small { import i0; }\n`;
}

/** Components to put together, and a `.wac` that does. */
const PARTS = `package shop:parts@1.0.0;
interface log { write: func(line: string); }
interface store { get: func(key: string) -> option<string>; }
world app { import log; import store; import tick: func(); export run: func(); }
world logger { export log; }
world quiet { export log; }
world db { import log; export store; }
`;

/** A server with one open file, and what it answers. */
export async function serving(text: string) {
  const directory = directoryWith({ 'wit/a.wit': text });
  const uri = `${pathToUri(directory)}/wit/a.wit`;
  const client = TestClient.spawned();
  await client.initialize({ workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }] });
  client.open(uri, text);
  const ask = async (method: string, params: object) => (await client.request(method, params)).result;
  return { client, uri, ask };
}

/** A server, and what the extension would do with what the page says. */
export async function composing(): Promise<{
  message: (choice: Choice | undefined) => Promise<ToPage>;
  uri: string;
  wac: (choice: Choice) => Promise<string>;
}> {
  const { uri, ask } = await serving(PARTS);
  const world = 'shop:parts/app@1.0.0';
  const worldsOf = (choice: Choice | undefined) =>
    choice?.how === 'compose'
      ? {
          worlds: [{ uri, world }, ...choice.parts.map((it) => ({ uri: it.uri, world: it.path }))],
          wires: choice.wires,
        }
      : { worlds: [{ uri, world }] };
  return {
    uri,
    message: async (choice) => ({
      kind: 'show',
      result: await ask('wit/worldPreview', { uri, world }),
      picture: (await ask('wit/renderWorld', { ...worldsOf(choice), format: 'picture' })).picture,
      worlds: await ask('wit/worlds', {}),
      ...(choice === undefined
        ? {}
        : { second: { choice, composed: await ask('wit/composeWorlds', worldsOf(choice)) } }),
    }),
    wac: async (choice) => (await ask('wit/renderWorld', { ...worldsOf(choice), format: 'wac' })).text,
  };
}
