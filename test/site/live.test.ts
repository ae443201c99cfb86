// Pages in an editor are those of a site: held against what `docs` writes of the same files, byte for byte.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { pageHtml } from '../../server/src/site/html.ts';
import { livePage } from '../../server/src/site/live.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { directoryWith, run } from '../support/command.ts';
import { testParser } from '../support/parser.ts';
import { filesOf } from './crawl.ts';

const CORPUS = path.resolve(import.meta.dirname, '../../../shared/corpus');

/** Every page that `docs` writes of a directory, and the same one of a workspace. */
async function both(directory: string, file: string): Promise<(readonly [name: string, site: string, live: string])[]> {
  const out = path.join(directoryWith({}), 'site');
  const source = 'https://x.invalid/{path}#L{line}';
  const { status, err } = await run(directory, [
    'docs',
    '.',
    '--out',
    out,
    '--title',
    'T',
    '--source',
    source,
    '--quiet',
  ]);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const workspace = new Workspace(nodeHost(), await testParser());
  workspace.setFolders([pathToUri(directory)]);
  for (const uri of (await workspace.discover()) ?? []) await workspace.loadDirectory(uri);
  const view = {
    snapshot: workspace.snapshot(),
    uri: pathToUri(path.join(directory, file)),
    policyOf: () => undefined,
    sourceOf: (uri: string, line: number) => `https://x.invalid/${uri.slice(pathToUri(directory).length + 1)}#L${line}`,
  };
  const files = filesOf(out);
  // The history of a package is that of a site alone.
  const histories = new Set(
    files.filter((it) => it.endsWith('/feed.xml')).map((it) => it.replace('feed.xml', 'index.html')),
  );
  const isCompared = (it: string): boolean => it.endsWith('.html') && it.includes('/') && !it.includes('/latest/');
  const pages = files.filter((it) => isCompared(it) && !histories.has(it));
  return pages.map((name) => {
    const page = livePage(view, name);
    const live = page === undefined ? '' : pageHtml(page, { title: 'T', links: [] });
    return [name, readFileSync(path.join(out, name), 'utf8'), live] as const;
  });
}

it('of several packages, with what uses what', async () => {
  const pages = await both(
    directoryWith({
      'wit/deps/money/money.wit':
        '/// Money.\npackage acme:money@1.0.0;\ninterface types { record amount { cents: s64 } }\n',
      'wit/shop.wit': `/// A shop, see [\`orders\`].
package acme:shop@0.2.0;
interface orders {
  use acme:money/types@1.0.0.{amount};
  /// See [\`place\`].
  record order { total: amount }
  place: func(o: order) -> result<amount>;
  @unstable(feature = fancy)
  fancy: func();
}
world shop { export orders; import now: func() -> u64; import log: interface { write: func(s: string); } }
`,
      'web/web.wit': 'package acme:web@0.1.0;\nworld site { import acme:shop/orders@0.2.0; }\n',
    }),
    'wit/shop.wit',
  );
  expect(pages.map(([name]) => name)).toEqual([
    'acme/money/1.0.0/index.html',
    'acme/money/1.0.0/interface.types.html',
    'acme/money/index.html',
    'acme/shop/0.2.0/index.html',
    'acme/shop/0.2.0/interface.orders.html',
    'acme/shop/0.2.0/world.shop.html',
    'acme/shop/index.html',
    'acme/web/0.1.0/index.html',
    'acme/web/0.1.0/world.site.html',
    'acme/web/index.html',
  ]);
  for (const [name, site, live] of pages) expect(live, name).toBe(site);
});

it.skipIf(!existsSync(CORPUS))('of WASI', async () => {
  const pages = await both(path.join(CORPUS, 'WebAssembly+wasi-cli'), 'wit/command.wit');
  expect(pages.length).toBeGreaterThan(40);
  for (const [name, site, live] of pages) expect(live, name).toBe(site);
});

it.skipIf(existsSync(CORPUS))('the pages of WASI were not looked at: ../shared/corpus is not here', () => undefined);
