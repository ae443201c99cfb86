// Renaming, symbols and the structure of texts over the protocol.

import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const at = (line: number, character: number) => ({ line, character });

it('renames over two packages, says where, and refuses with a reason', async () => {
  const directory = directoryWith({
    'a/a.wit': 'package x:a;\n/* 𝔘 */ interface i { type t = u8; }\n',
    'b/b.wit': 'package x:b;\r\ninterface j { use x:a/i.{t}; f: func() -> t; }\r\n',
  });
  const uri = `${pathToUri(directory)}/a/a.wit`;
  const client = TestClient.spawned();
  await client.initialize({
    rootUri: pathToUri(directory),
    workspaceFolders: [{ uri: pathToUri(directory), name: 'w' }],
    capabilities: {
      workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
      textDocument: { rename: { prepareSupport: true } },
    },
  });
  client.open(uri, 'package x:a;\n/* 𝔘 */ interface i { type t = u8; }\n');
  const place = { textDocument: { uri }, position: at(1, 28) };
  const { result: prepared } = await client.request('textDocument/prepareRename', place);
  expect(prepared).toEqual({ range: { start: at(1, 28), end: at(1, 29) }, placeholder: 't' });
  const { result } = await client.request('textDocument/rename', { ...place, newName: 'list' });
  const edits = Object.fromEntries(
    result.documentChanges.map((it: { textDocument: { uri: string }; edits: unknown }) => [
      it.textDocument.uri.split('/').at(-1),
      it.edits,
    ]),
  );
  expect(edits['a.wit']).toEqual([{ range: { start: at(1, 28), end: at(1, 29) }, newText: '%list' }]);
  expect(edits['b.wit']).toEqual([
    { range: { start: at(1, 25), end: at(1, 26) }, newText: '%list', annotationId: 'elsewhere' },
    { range: { start: at(1, 42), end: at(1, 43) }, newText: '%list', annotationId: 'elsewhere' },
  ]);
  expect(result.changeAnnotations.elsewhere.label).toBe('Other packages');
  const { error } = await client.request('textDocument/rename', { ...place, newName: '2x' });
  expect(error?.message).toBe('`2x` is not a valid name: an identifier must start with a letter');
});

it('outlines, folds, selects, links and helps in the units of the client', async () => {
  const client = TestClient.spawned();
  const uri = 'file:///nowhere/a.wit';
  await client.initialize({
    capabilities: {
      general: { positionEncodings: ['utf-8'] },
      textDocument: {
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        foldingRange: { lineFoldingOnly: true },
      },
    },
  });
  client.open(uri, 'package a:b;\n/* 𝔘 */ interface i {\n  type t = list<u8>; // https://example.invalid\n}\n');
  const document = { textDocument: { uri } };
  const symbols = (await client.request('textDocument/documentSymbol', document)).result;
  expect(symbols[1]).toMatchObject({ name: 'i', kind: 11, selectionRange: { start: at(1, 21), end: at(1, 22) } });
  expect(symbols[1].children[0]).toMatchObject({ name: 't', detail: 'list<u8>' });
  expect((await client.request('textDocument/foldingRange', document)).result).toEqual([{ startLine: 1, endLine: 2 }]);
  const [selection] = (await client.request('textDocument/selectionRange', { ...document, positions: [at(1, 21)] }))
    .result;
  expect(selection.range).toEqual({ start: at(1, 21), end: at(1, 22) });
  expect(selection.parent.range.start).toEqual(at(1, 11));
  const [link] = (await client.request('textDocument/documentLink', document)).result;
  expect(link).toMatchObject({ target: 'https://example.invalid', range: { start: at(2, 24), end: at(2, 47) } });
  const help = (await client.request('textDocument/signatureHelp', { ...document, position: at(2, 16) })).result;
  expect(help.signatures[0].label).toBe('list<element, length>');
  const everywhere = (await client.request('workspace/symbol', { query: 't' })).result;
  expect(everywhere[0]).toMatchObject({ name: 't', containerName: 'a:b/i', location: { uri } });
  const [item] = (await client.request('textDocument/prepareTypeHierarchy', { ...document, position: at(2, 7) }))
    .result;
  expect((await client.request('typeHierarchy/supertypes', { item })).result).toEqual([]);
});

it('sends many references in parts to a client that asks for parts', async () => {
  const client = TestClient.spawned();
  const uri = 'file:///nowhere/many.wit';
  await client.initialize({});
  const uses = Array.from({ length: 1200 }, (_, index) => `  f${index}: func() -> t;`).join('\n');
  client.open(uri, `package a:b;\ninterface i {\n  type t = u8;\n${uses}\n}\n`);
  const place = { textDocument: { uri }, position: at(2, 7), context: { includeDeclaration: true } };
  const { result: whole } = await client.request('textDocument/references', place);
  expect(whole).toHaveLength(1201);
  const { result: rest } = await client.request('textDocument/references', { ...place, partialResultToken: 'parts' });
  const parts = client.notifications.filter((it) => it.method === '$/progress' && it.params.token === 'parts');
  expect(parts.map((it) => it.params.value.length)).toEqual([500, 500, 201]);
  expect([...parts.flatMap((it) => it.params.value), ...rest]).toEqual(whole);
});
