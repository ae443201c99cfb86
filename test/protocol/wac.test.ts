// `.wac` files in an editor: what is wrong, what a name is, where it leads into the WIT.

import { expect, it, onTestFinished } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';

const FILES = {
  'file:///w/deps/acme/logger/l.wit':
    'package acme:logger;\ninterface log { write: func(s: string); }\nworld logger { export log; }\n',
  'file:///w/deps/acme/app.wit':
    'package acme:app;\nworld app { import acme:logger/log; export run: func(); }\npackage acme:logger { interface log { write: func(s: string); } }\n',
};
const uri = 'file:///w/main.wac';
const WAC = `package acme:whole;
let l = new acme:logger {};
let a = new acme:app { log: l.log };
export a.run;
`;

async function opened(text: string): Promise<TestClient> {
  const client = await TestClient.inside(new MemoryHost(FILES));
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  await client.initialize({ rootUri: 'file:///w' });
  client.open(uri, text);
  return client;
}

const at = (text: string, word: string) => {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  return { textDocument: { uri }, position: { line: before.length - 1, character: (before.at(-1) ?? '').length } };
};

it('finds nothing wrong in what fits', async () => {
  const client = await opened(WAC);
  expect(await client.diagnostics(uri, 1)).toEqual([]);
});

it('says what is missing, unknown or of another type, and follows edits of the file', async () => {
  const client = await opened(`package acme:whole;
let a = new acme:app {};
let b = new acme:nowhere { ... };
export a.stop;
`);
  const found = await client.diagnostics(uri, 1);
  expect(
    found.map((it: { code: string; range: { start: { line: number } } }) => [it.code, it.range.start.line]),
  ).toEqual([
    ['wac/missing-argument', 1],
    ['wac/unknown-package', 2],
    ['wac/unknown-export', 3],
  ]);
  client.change(uri, 2, { text: WAC });
  expect(await client.diagnostics(uri, 2)).toEqual([]);
});

it('leads from names into the WIT', async () => {
  const client = await opened(WAC);
  const go = async (word: string) =>
    (await client.request('textDocument/definition', at(WAC, word))).result.map(
      (it: { uri: string; range: { start: { line: number } } }) => [it.uri, it.range.start.line],
    );
  expect(await go('acme:logger')).toEqual([['file:///w/deps/acme/logger/l.wit', 2]]);
  expect(await go('log }')).toEqual([['file:///w/deps/acme/logger/l.wit', 1]]);
  expect(await go('l.log')).toEqual([[uri, 1]]);
  expect(await go('run')).toEqual([['file:///w/deps/acme/app.wit', 1]]);
  const hovered = (await client.request('textDocument/hover', at(WAC, 'acme:app {'))).result;
  expect(hovered.contents.value).toContain('world app');
  expect((await client.request('textDocument/hover', at(WAC, 'let l'))).result).toBeNull();
  // No other request takes it for WIT.
  expect((await client.request('textDocument/documentLink', { textDocument: { uri } })).result).toBeNull();
});

it('leads to the page of each finding, and finds as severe what somebody has set so', async () => {
  const client = await TestClient.inside(new MemoryHost(FILES));
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  const levels = { 'wac/missing-argument': 'hint', 'wac/unknown-name': 'off' };
  await client.initialize({
    rootUri: 'file:///w',
    initializationOptions: { diagnostics: { levels }, docs: { baseUrl: 'https://docs.test' } },
    capabilities: { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } },
  });
  client.open(uri, 'package acme:whole;\nlet a = new acme:app {};\nexport b.x;\n');
  const found = await client.diagnostics(uri, 1);
  expect(found).toMatchObject([
    {
      code: 'wac/missing-argument',
      severity: 4,
      codeDescription: { href: expect.stringContaining('wac/missing-argument.md') },
    },
  ]);
});
