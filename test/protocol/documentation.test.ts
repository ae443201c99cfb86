// Links to documentation, for any editor: the address of what a name means, and where the project's site has it.

import { describe, expect, it, onTestFinished } from 'vitest';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { TestClient } from '../support/server.ts';

const uri = 'file:///w/wit/shop.wit';
const MONEY =
  'package acme:money@1.0.0;\n/// Amounts.\ninterface types { /// An amount.\n record amount { cents: s64 } }\n';
const SHOP = `/// A shop.
package acme:shop@0.2.0;
interface orders {
  use acme:money/types@1.0.0.{amount};
  /// Places an [\`order\`] 🛒 <script>alert(1)</script>.
  place: func(o: order) -> amount;
  record order { id: u64 }
}

world till { export orders; }
`;

async function opened(init: Readonly<Record<string, unknown>> = {}, files: Readonly<Record<string, string>> = {}) {
  const client = await TestClient.inside(
    new MemoryHost({ [uri]: SHOP, 'file:///w/wit/deps/money/m.wit': MONEY, ...files }),
  );
  onTestFinished(async () => {
    await client.request('shutdown');
  });
  await client.initialize({ rootUri: 'file:///w', ...init });
  client.open(uri, SHOP);
  return client;
}

/** At the first place of a text, in UTF-16 units. */
function at(needle: string, text = SHOP) {
  const offset = text.indexOf(needle);
  const before = text.slice(0, offset).split('\n');
  return { textDocument: { uri }, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}

it.each([
  ['a package', 'acme:shop@', 'acme/shop/0.2.0/index.html', ''],
  ['an interface', 'orders {', 'acme/shop/0.2.0/interface.orders.html', ''],
  ['a function', 'place:', 'acme/shop/0.2.0/interface.orders.html', 'func.place'],
  ['a field', 'id: u64', 'acme/shop/0.2.0/interface.orders.html', 'type.order.id'],
  ['a type of another package, where it is used', 'amount;', 'acme/money/1.0.0/interface.types.html', 'type.amount'],
  ['an interface of another package', 'types@', 'acme/money/1.0.0/interface.types.html', ''],
  ['a world', 'till', 'acme/shop/0.2.0/world.till.html', ''],
  ['no name: the interface around it', 'func(o', 'acme/shop/0.2.0/interface.orders.html', ''],
  ['no name at all: the package', '\nworld', 'acme/shop/0.2.0/index.html', ''],
])('%s', async (_, needle, page, anchor) => {
  const client = await opened();
  const { result } = await client.request('wit/documentationLink', at(needle));
  expect(result).toEqual({ address: anchor === '' ? page : `${page}#${anchor}`, link: null });
});

it('says where the site of the project has it', async () => {
  const site = { 'file:///w/wit-language-server.json': '{ "site": "https://example.com/wit/" }' };
  const client = await opened({}, site);
  const link = 'https://example.com/wit/acme/shop/0.2.0/interface.orders.html#func.place';
  expect((await client.request('wit/documentationLink', at('place:'))).result.link).toBe(link);
  const set = await opened({ initializationOptions: { docs: { site: 'https://other.example/x' } } });
  expect((await set.request('wit/documentationLink', at('acme:shop@'))).result.link).toBe(
    'https://other.example/x/acme/shop/0.2.0/index.html',
  );
});

const isChange = ({ method }: { readonly method?: string }): boolean => method === 'wit/worldsChanged';

describe('the page itself', () => {
  const asked = async (client: TestClient, params: object) =>
    (await client.request('wit/documentationPage', { textDocument: { uri }, ...params })).result;

  it('is about what is at the position, with links that lead on, in Markdown too', async () => {
    const client = await opened();
    const { address, page } = await asked(client, at('place:'));
    expect(address).toBe('acme/shop/0.2.0/interface.orders.html#func.place');
    expect([page.path, page.kind, page.heading]).toEqual([
      'acme/shop/0.2.0/interface.orders.html',
      'interface',
      'orders',
    ]);
    const [place] = page.sections.find(({ id }: { id: string }) => id === 'functions').blocks[0].items;
    expect(place.docs.markdown).toBe('Places an [`order`](#type.order) 🛒 <script>alert(1)</script>.');
    expect(place.source).toBe(`${uri}#L6`);
    const links = place.code[0].parts.flatMap((it: { href?: string }) => it.href ?? []);
    expect(links).toEqual(['#type.order', '../../money/1.0.0/interface.types.html#type.amount']);
  });

  it('is found by its address, as far as the file sees it: of packages, of everything', async () => {
    const client = await opened();
    const headings = [];
    for (const address of [
      'acme/money/1.0.0/interface.types.html#type.amount',
      'acme/shop/0.2.0/index.html',
      'acme/shop/index.html',
      'acme/shop/0.2.0/world.till.html',
      'index.html',
    ])
      headings.push((await asked(client, { address })).page.heading);
    expect(headings).toEqual(['types', 'acme:shop', 'acme:shop', 'till', 'Packages']);
    for (const address of ['acme/shop/0.2.0/interface.gone.html', 'acme/shop/9.0.0/index.html', '../x', ''])
      expect(await asked(client, { address }), address).toBeNull();
  });

  it('follows the text, and the client hears of it', async () => {
    const client = await opened();
    const address = 'acme/shop/0.2.0/interface.orders.html';
    await asked(client, { address });
    const before = client.notifications.length;
    client.change(uri, 2, { text: SHOP.replace('place:', 'order-it:') });
    await client.notified('wit/worldsChanged', () => client.notifications.slice(before).some(isChange));
    const { page } = await asked(client, { address });
    const [functions] = page.sections.find(({ id }: { id: string }) => id === 'functions').blocks;
    expect(functions.items.map((it: { name: string }) => it.name)).toEqual(['order-it']);
  });

  it('shows what is behind a gate, and what the policy of the project says', async () => {
    const gated = `${SHOP.replace('export orders', 'import orders')}@unstable(feature = fancy)\ninterface secret { f: func(); }\n`;
    const project =
      '{ "policy": [{ "name": "no-orders", "for": ["acme:shop/till"], "interfaces": { "deny": ["acme:shop/orders"] } }] }';
    const client = await opened({}, { 'file:///w/wit-language-server.json': project });
    client.change(uri, 2, { text: gated });
    const secret = await asked(client, { address: 'acme/shop/0.2.0/interface.secret.html' });
    expect(secret.page.badges).toMatchObject([{ text: 'unstable: fancy' }]);
    const till = await asked(client, { address: 'acme/shop/0.2.0/world.till.html' });
    const policy = till.page.sections.find(({ id }: { id: string }) => id === 'policy');
    expect(policy.blocks[0].rows[0].badges).toMatchObject([{ style: 'bad' }]);
  });
});
