// While a file is half typed, the contract changes of other files and of items that nobody touches stay where they are.

import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { type Message, TestClient } from '../support/server.ts';
import { TestRepository } from './repository.ts';

const orders = (state: string, rest = ''): string =>
  `package shop:orders@1.0.0;\n\ninterface first {\n  f: func();\n}\n\ninterface orders {\n  enum state { ${state} }\n  get: func() -> state;\n}\n${rest}`;
const PRICING = 'package shop:orders@1.0.0;\n\ninterface pricing {\n  price: func(item: string) -> u64;\n}\n';

it('findings stay', async () => {
  const repository = TestRepository.create({ 'wit/orders.wit': orders('open, paid'), 'wit/pricing.wit': PRICING });
  const folder = pathToFileURL(repository.path).href;
  const client = TestClient.spawned();
  await client.initialize({ rootUri: folder });
  const [uri, other] = [`${folder}/wit/orders.wit`, `${folder}/wit/pricing.wit`];
  const changed = orders('open, lost, paid');
  client.open(uri, changed);
  client.open(other, PRICING);
  await client.request('wit/contractChanges', { textDocument: { uri } });
  let version = 1;
  const found = async (): Promise<string[]> => {
    const { params } = await client.notified(
      'textDocument/publishDiagnostics',
      (it) => it.uri === uri && it.version === version,
    );
    const items: Message['params'][] = params.diagnostics;
    return items
      .filter((one) => one.code === 'semver/enum-case-added')
      .map((one) => `${one.range.start.line}:${one.range.start.character}`);
  };
  const type = (text: string): void => client.change(uri, ++version, { text });
  type(changed);
  expect(await found()).toEqual(['7:21']);
  client.change(other, 2, { text: PRICING.replace('  price', '  half: fun\n  price') });
  await client.request('wit/contractChanges', { textDocument: { uri } });
  type(changed);
  expect(await found()).toEqual(['7:21']);
  // In the file itself, above the item: it moves with its line.
  type(changed.replace('  f: func();', '  f: func();\n  half: fun'));
  expect(await found()).toEqual(['8:21']);
  // In what the item holds: nothing is said of it.
  type(changed.replace('lost', 'lo st st'));
  expect(await found()).toEqual([]);
  client.change(other, 3, { text: PRICING });
  type(changed);
  expect(await found()).toEqual(['7:21']);
});
