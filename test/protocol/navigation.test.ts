// Where names lead, asked as an editor asks: across packages, from unsaved text, behind characters outside the BMP.

import { expect, it } from 'vitest';
import { pathToUri } from '../../server/src/hosts/node.ts';
import { directoryWith } from '../support/command.ts';
import { TestClient } from '../support/server.ts';

const MONEY = 'package acme:money@1.0.0;\n\ninterface types {\n  /// In cents.\n  type amount = u64;\n}\n';
const SHOP =
  'package acme:shop;\n\ninterface cart {\n  use acme:money/types@1.0.0.{amount};\n  /* 🛒 */ total: func() -> amount;\n}\n';

it('definition, references and hover go into a dependency and back', async () => {
  const folder = directoryWith({ 'wit/deps/money/types.wit': MONEY, 'wit/shop.wit': '// another text on the disk\n' });
  const client = TestClient.spawned();
  await client.initialize({ rootUri: pathToUri(folder), capabilities: {} });
  const uri = pathToUri(`${folder}/wit/shop.wit`);
  client.open(uri, SHOP);
  const line = SHOP.split('\n')[4] ?? '';
  const at = { textDocument: { uri }, position: { line: 4, character: line.indexOf('amount') + 2 } };
  const money = pathToUri(`${folder}/wit/deps/money/types.wit`);
  const name = { start: { line: 4, character: 7 }, end: { line: 4, character: 13 } };
  expect((await client.request('textDocument/definition', at)).result).toEqual([{ uri: money, range: name }]);
  const { result } = await client.request('textDocument/references', { ...at, context: { includeDeclaration: true } });
  const places = (result as { uri: string; range: { start: { line: number } } }[]).map(
    (it) => `${it.uri === uri ? 'shop' : 'money'}:${it.range.start.line}`,
  );
  expect(places.sort()).toEqual(['money:4', 'shop:3', 'shop:4']);
  const hovered = (await client.request('textDocument/hover', at)).result as { contents: { value: string } };
  expect(hovered.contents.value).toContain('type amount = u64');
  expect(hovered.contents.value).toContain('In cents.');
});
