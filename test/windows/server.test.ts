// The language server on a disk that folds case, with drive letters and CRLF, spelt as VS Code and others spell them.

import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { TestClient } from '../support/server.ts';
import { FoldingHost } from './folding-host.ts';

const APP =
  'package acme:app;\r\n\r\ninterface api {\r\n  use acme:money/types.{amount};\r\n  pay: func(a: amount) -> strin;\r\n}\r\n';
const MONEY = 'package acme:money;\r\n\r\ninterface types {\r\n  type amount = u64;\r\n}\r\n';

const FOLDER = 'file:///c%3A/Users/Me/Shop';

function disk(): FoldingHost {
  return new FoldingHost({
    [`${FOLDER}/wit/App.wit`]: APP,
    [`${FOLDER}/wit/deps/money/Types.wit`]: MONEY,
  });
}

// The same file: as VS Code writes it, as Neovim does, and as somebody types it.
const SPELLINGS = [
  ['file:///c%3A/Users/Me/Shop', 'wit/App.wit'],
  ['file:///C:/Users/Me/Shop', 'wit/App.wit'],
  ['file:///C:/users/me/SHOP', 'WIT/app.WIT'],
] as const;

it.each(SPELLINGS)('%s is one workspace, its %s one file', async (folder, name) => {
  const client = await TestClient.inside(disk());
  await client.initialize({
    workspaceFolders: [{ uri: folder, name: 'shop' }],
    capabilities: { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
  });
  const uri = `${folder}/${name}`;
  client.open(uri, APP);
  const textDocument = { uri };
  const ask = async (method: string, params: object) =>
    (await client.request(method, { textDocument, ...params })).result;
  const { items } = await ask('textDocument/diagnostic', {});
  // Nothing is there twice, and the package in deps/ is found.
  expect(items.map((it: { code: string }) => it.code)).toEqual(['name/unknown-type']);
  expect(items[0].range).toEqual({ start: { line: 4, character: 26 }, end: { line: 4, character: 31 } });
  // What is answered about the file itself has the client's own spelling.
  const position = { line: 4, character: 17 };
  const [definition] = [await ask('textDocument/definition', { position })].flat();
  const target = definition.targetUri ?? definition.uri;
  expect(decodeURIComponent(target).toLowerCase()).toBe('file:///c:/users/me/shop/wit/deps/money/types.wit');
  const edit = await ask('textDocument/rename', { position: { line: 4, character: 3 }, newName: 'charge' });
  const edited = Object.keys(
    edit.changes ??
      Object.fromEntries(
        edit.documentChanges.map((it: { textDocument: { uri: string } }) => [it.textDocument.uri, it]),
      ),
  );
  expect(edited).toEqual([uri]);
});

it('says of a symbol of the workspace once where it is', async () => {
  const client = await TestClient.inside(disk());
  await client.initialize({ workspaceFolders: [{ uri: 'file:///C:/users/ME/shop', name: 'shop' }] });
  client.open(`${FOLDER}/wit/App.wit`, APP);
  const { result } = await client.request('workspace/symbol', { query: 'api' });
  expect(result.map((it: { name: string }) => it.name)).toEqual(['api']);
});

it('formats CRLF as CRLF', async () => {
  const client = await TestClient.inside(disk());
  await client.initialize({ workspaceFolders: [{ uri: FOLDER, name: 'shop' }] });
  const uri = `${FOLDER}/wit/App.wit`;
  client.open(uri, APP.replace('  pay', '      pay'));
  const options = { tabSize: 2, insertSpaces: true };
  const { result } = await client.request('textDocument/formatting', { textDocument: { uri }, options });
  const before = TextDocument.create(uri, 'wit', 1, APP.replace('  pay', '      pay'));
  expect(TextDocument.applyEdits(before, result)).toBe(APP.replace('{amount};', '{amount};\r\n'));
});
