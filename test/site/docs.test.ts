// `docs`: what stands on the pages, where links lead, what is written again; and that texts of others can do no harm.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';
import { runTool, tool } from '../support/tools.ts';
import { crawl, filesOf } from './crawl.ts';
import { page, site, textOf } from './support.ts';

const CORPUS = path.resolve(import.meta.dirname, '../../../shared/corpus');
const hasCorpus = existsSync(CORPUS);

const SHOP = {
  'wit/deps/money/money.wit': `/// Amounts.
package acme:money@1.0.0;
interface types {
  /// An amount.
  record amount { cents: s64 }
}
`,
  'wit/shop.wit': `/// Orders of a shop.
package acme:shop@0.2.0;

/// Orders: see [\`order\`], [\`order.id\`], [the basket][\`basket\`], [\`basket.add\`] and [money](acme:money/types).
/// Not a link: \`[\`order\`]\`.
interface orders {
  use acme:money/types@1.0.0.{amount};
  /// An order.
  record order {
    /// Its number. See [\`total\`].
    id: u64,
    total: amount,
  }
  resource basket {
    constructor(of: list<order>);
    /// Adds one.
    add: func(o: borrow<basket>) -> result<order, string>;
    empty: static func() -> basket;
  }
  /// Places an [\`order\`] for [\`nobody\`].
  @since(version = 0.1.0)
  place: func(o: order) -> result<u64>;
  @deprecated(version = 0.2.0)
  @since(version = 0.1.0)
  old: func();
  @unstable(feature = fancy)
  fancy: async func() -> stream<order>;
}

/// A shop.
world shop {
  export orders;
  import log: interface { write: func(line: string); }
  import now: func() -> u64;
  export now: func() -> u64;
}
`,
};

it('has a page for each interface and world, and everything on it leads somewhere', async () => {
  const out = await site(directoryWith(SHOP), 'wit');
  expect(filesOf(out).filter((it) => it.endsWith('.html') && !it.includes('latest'))).toEqual([
    'acme/money/1.0.0/index.html',
    'acme/money/1.0.0/interface.types.html',
    'acme/money/index.html',
    'acme/shop/0.2.0/index.html',
    'acme/shop/0.2.0/interface.orders.html',
    'acme/shop/0.2.0/world.shop.html',
    'acme/shop/index.html',
    'index.html',
    'problems.html',
  ]);
  const orders = page(out, 'acme/shop/0.2.0/interface.orders.html');
  expect(orders).toContain('total: <a href="../../money/1.0.0/interface.types.html#type.amount">amount</a>,');
  expect(orders).toContain('<span class="keyword">stream</span>&lt;<a href="#type.order">order</a>&gt;');
  expect(orders).toContain('<span class="badge since">since 0.1.0</span>');
  expect(orders).toContain('<span class="badge deprecated">deprecated since 0.2.0</span>');
  expect(orders).toContain('>unstable: fancy</span>');
  for (const id of ['type.order', 'type.order.id', 'constructor.basket.constructor', 'method.basket.add', 'func.place'])
    expect(orders.split(` id="${id}"`)).toHaveLength(2);
  expect(textOf(orders)).toContain('16 bytes, aligned to 8');
});

it('links in documentation lead to items, as far as these exist', async () => {
  const out = await site(directoryWith(SHOP), 'wit');
  const orders = page(out, 'acme/shop/0.2.0/interface.orders.html');
  expect(orders).toContain(
    '<a href="#type.order"><code>order</code></a>, <a href="#type.order.id"><code>order.id</code></a>',
  );
  expect(orders).toContain(
    '<a href="#type.basket">the basket</a>, <a href="#method.basket.add"><code>basket.add</code></a>',
  );
  expect(orders).toContain('<a href="../../money/1.0.0/interface.types.html">money</a>');
  expect(orders).toContain('Its number. See <a href="#type.order.total"><code>total</code></a>.');
  expect(orders).toContain('for [<code>nobody</code>].');
  expect(textOf(page(out, 'problems.html'))).toContain('orders.place links to nobody');
});

it('says who uses what', async () => {
  const out = await site(
    directoryWith({
      ...SHOP,
      'till/till.wit':
        'package acme:till@1.0.0;\ninterface sell { use acme:shop/orders@0.2.0.{order}; sell: func(o: order); }\nworld till { import acme:shop/orders@0.2.0; }\n',
    }),
    '.',
  );
  const orders = textOf(page(out, 'acme/shop/0.2.0/interface.orders.html'));
  expect(orders).toContain('Imported by# acme:till/till@1.0.0');
  expect(orders).toContain('Exported by# shop');
  expect(orders).toContain('Its types are used by# acme:till/sell@1.0.0');
  expect(orders).toMatch(/Used by \d+(?:orders\.[\w.-]+)+acme:till\/sell@1\.0\.0#sell/);
  expect(textOf(page(out, 'acme/shop/0.2.0/index.html'))).toContain('Used by# acme:till@1.0.0');
});

it('a world tells what it imports and why, what a component can do, and what both sides have', async () => {
  const out = await site(directoryWith(SHOP), 'wit');
  const world = page(out, 'acme/shop/0.2.0/world.shop.html');
  expect(textOf(world)).toContain('acme:money/types@1.0.0 implicit');
  expect(textOf(world)).toContain('acme:shop/orders@0.2.0 → use acme:money/types@1.0.0');
  expect(textOf(world)).toContain('A component of it can do what the host provides as log (host-defined).');
  // One name on both sides is two things.
  for (const id of ['import.now', 'export.now', 'import.log', 'import.log.func.write', 'imports.now', 'exports.now'])
    expect(world.split(` id="${id}"`)).toHaveLength(2);
  expect(world).toContain('<a href="../../money/1.0.0/interface.types.html"><text');
});

it('leads to the source where somebody says where that is', async () => {
  const directory = directoryWith(SHOP);
  const out = await site(directory, 'wit', '--source', 'https://example.com/{version}/{revision}/{path}?a=1&b#L{line}');
  const orders = page(out, 'acme/shop/0.2.0/interface.orders.html');
  expect(orders).toContain('href="https://example.com/0.2.0/HEAD/wit/shop.wit?a=1&amp;b#L9"');
});

it('writes what has changed, removes what is gone, and leaves all else alone', async () => {
  const directory = directoryWith({ ...SHOP, 'b/b.wit': 'package acme:b@1.0.0;\ninterface i { f: func(); }\n' });
  const build = async (): Promise<string> => (await run(directory, ['docs', 'wit', 'b', '--out', 'site'])).err;
  const first = await build();
  expect(first).toMatch(/^(\d+) files, \1 written\n$/);
  writeFileSync(path.join(directory, 'site/CNAME'), 'example.com');
  expect(await build()).toMatch(/^\d+ files, 0 written\n$/);
  writeFileSync(path.join(directory, 'b/b.wit'), 'package acme:b@1.0.0;\ninterface j { f: func(); }\n');
  // The index, the page of the package, the catalogue, the problems; a page each that came and went, and where `latest` leads.
  expect(await build()).toMatch(/^\d+ files, [5-7] written, 2 removed\n$/);
  expect(existsSync(path.join(directory, 'site/acme/b/1.0.0/interface.i.html'))).toBe(false);
  rmSync(path.join(directory, 'b'), { recursive: true });
  expect((await run(directory, ['docs', 'wit', '--out', 'site'])).err).toContain(' removed\n');
  expect(existsSync(path.join(directory, 'site/acme/b'))).toBe(false);
  expect(page(path.join(directory, 'site'), 'CNAME')).toBe('example.com');
});

it('a list of files that leads out of the site removes nothing', async () => {
  const directory = directoryWith({
    ...SHOP,
    'keep.txt': 'x',
    'site/wit-site.json': '{"files":["../keep.txt","/etc/x",3]}',
  });
  await site(directory, 'wit');
  expect(existsSync(path.join(directory, 'keep.txt'))).toBe(true);
});

it('says the same byte for byte, wherever and whenever it is made', async () => {
  const [one, two] = [await site(directoryWith(SHOP), 'wit'), await site(directoryWith(SHOP), './wit/', 'wit')];
  expect(filesOf(two)).toEqual(filesOf(one));
  for (const name of filesOf(one)) expect(page(two, name)).toBe(page(one, name));
});

it('has a catalogue for other programs that follows its schema', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../schemas/catalog.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv({ allErrors: true }).compile(schema);
  const catalog = JSON.parse(page(await site(directoryWith(SHOP), 'wit', '--title', 'Acme'), 'catalog.json'));
  expect(validate(catalog), JSON.stringify(validate.errors)).toBe(true);
  expect(catalog.title).toBe('Acme');
  expect(catalog.packages.map((it: { name: string }) => it.name)).toEqual(['acme:money', 'acme:shop']);
  expect(catalog.packages[1].versions[0].worlds[0]).toMatchObject({
    name: 'shop',
    page: 'acme/shop/0.2.0/world.shop.html',
    summary: 'A shop.',
    exports: expect.arrayContaining(['acme:shop/orders@0.2.0', 'now']),
  });
});

describe('documentation of others', () => {
  const HOSTILE = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](vbscript:x) [e](//evil.example/x) [f](../../x)',
    '![picture](https://evil.example/p.png)',
    '<https://evil.example/"onmouseover="alert(1)>',
    '[`"><script>alert(1)</script>`] [x][`" onclick="alert(1)`]',
    '| a | b |',
    '|---|',
    '| <b onclick=alert(1)> | | | |',
    '```html"><script>',
    '</code></pre><script>alert(1)</script>',
    '```',
    '<!-- --><style>*{display:none}</style><iframe src="https://evil.example"></iframe>',
    '&#x6a;avascript&colon;alert(1) [g](&#x6a;avascript&colon;alert(1)) [h](java\u0000script:alert(1))',
    '\u202eetirw\u202c \u0007',
  ];
  const text = `package evil:docs@1.0.0;\n${HOSTILE.map((it) => `/// ${it}\n`).join('')}interface i {\n${HOSTILE.map((it) => `/// ${it}\n`).join('')}f: func();\n}\n`;

  it('stays text: no element, attribute or address of theirs', async () => {
    const out = await site(directoryWith({ 'a.wit': text }), '.');
    for (const name of filesOf(out).filter((it) => it.endsWith('.html'))) {
      const html = page(out, name);
      expect(html.replaceAll(/<script src="[^"]*static\.files\/\w+\.js"(?: defer)?><\/script>/g, '')).not.toMatch(
        /<script/i,
      );
      expect(html).not.toMatch(/<(?:img|iframe|style|b|object|embed|form|base)\b/i);
      expect(html).not.toMatch(/<[^>]*\son\w+=/i);
      for (const [, href = ''] of html.matchAll(/<a [^>]*href="([^"]*)"/g))
        expect(href).toMatch(/^(?:https?:\/\/evil\.example\/|[\w./#@%+-]*$)/);
    }
    expect(crawl(out).problems).toEqual([]);
  });

  it('of five megabytes, of endless brackets, quotes and tables, takes no time', async () => {
    const long = [
      '['.repeat(50_000),
      '>'.repeat(50_000),
      '`'.repeat(50_000),
      '*a'.repeat(25_000),
      '[`a`]'.repeat(10_000),
    ];
    const table = `| ${'a | '.repeat(1000)}\n/// |${'---|'.repeat(1000)}\n/// ${'| '.repeat(1000)}`;
    const big = `package evil:big@1.0.0;\n${[...long, table].map((it) => `/// ${it}\n///\n`).join('')}interface a { f: func(); }\n/// ${'word '.repeat(1_000_000)}\ninterface b { f: func(); }\n`;
    const begin = process.cpuUsage();
    const out = await site(directoryWith({ 'a.wit': big }), '.');
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(20);
    const html = page(out, 'evil/big/1.0.0/interface.b.html');
    expect(html).toContain('more characters');
    expect(html.length).toBeLessThan(1_000_000);
  });
});

it('documents broken packages as far as they can be read', async () => {
  const files = {
    'a/a.wit':
      'package a:a@1.0.0;\ninterface i { f: func(x: nowhere) -> list<; record r { a: u8, a: u8 } }\ninterface i { g: func(); }\n',
    'b/b.wit': 'interface unnamed { f: func(); }\n',
    'c/c.wit': 'package c:c@not-a-version;\nworld w { import nowhere:x/y@1.0.0; include gone; }\n',
    'd/d.wit': 'package a:a@1.0.0;\ninterface other { f: func(); }\n',
  };
  const out = await site(directoryWith(files), '.');
  expect(crawl(out).problems).toEqual([]);
  expect(page(out, 'a/a/1.0.0/interface.i.html')).toContain('x: nowhere');
  expect(textOf(page(out, 'problems.html'))).toContain('Packages with errors# a:a@1.0.0');
});

it.each([
  [['wit'], '`docs` needs a directory to write to: --out DIRECTORY'],
  [['nowhere', '--out', 'o'], 'no such file or directory: nowhere'],
  [['.', '--out', 'o'], 'no WIT files in .'],
  [['.', '--out', 'o', '--history', 'HEAD'], 'no WIT files in .'],
  [
    ['.', '--out', 'o', '--url', 'javascript:alert(1)'],
    '`--url` must be an address that begins with https:// or http://, not `javascript:alert(1)`',
  ],
])('%j is refused in words', async (args, message) => {
  const { status, err } = await run(directoryWith({ 'a.txt': '' }), ['docs', ...args]);
  expect({ status, err: err.split('\n')[0] }).toEqual({ status: 2, err: `wit-language-server: ${message}` });
});

it('a place that cannot be written to is said', async () => {
  const { status, err } = await run(directoryWith({ ...SHOP, file: 'x' }), ['docs', 'wit', '--out', 'file']);
  expect(status).toBe(2);
  expect(err).toMatch(/^wit-language-server: the site cannot be written: /);
});

it("the project's own site: examples, and every page of the documentation, with no dead link", async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const out = path.join(directoryWith({}), 'site');
  const { status, err } = await run(root, ['docs', 'examples', '--guides', 'docs', '--out', out, '--quiet']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const { pages, problems } = crawl(out);
  expect(problems).toEqual([]);
  expect(pages).toBeGreaterThan(200);
  const diagnostic = page(out, 'guide.files/pages/diagnostics/lint/dead-doc-link.html');
  expect(diagnostic).toContain('<a href="../../site.html"><code>docs</code></a>');
  expect(diagnostic.match(/<h1/g)).toHaveLength(1);
  // The figures are there, the marks around them are for the script that writes them.
  const reliability = page(out, 'guide.files/pages/reliability.html');
  expect(reliability).toContain('<td>keystroke to diagnostics, p95</td>');
  expect(reliability).not.toMatch(/<p><\/p>|(?:&lt;|<)!--/);
});

describe.skipIf(!hasCorpus)('sites of real packages', () => {
  const WASI = ['WebAssembly+WASI', 'WebAssembly+wasi-cli', 'bytecodealliance+wasmtime'];

  it('have no dead link', async () => {
    const directory = directoryWith({});
    const out = await site(directory, ...WASI.map((it) => path.join(CORPUS, it)));
    expect(crawl(out).problems).toEqual([]);
  });
});

const WASM_TOOLS = tool('wasm-tools');

describe.skipIf(!hasCorpus || WASM_TOOLS === undefined)("every declaration of the reference's JSON", () => {
  interface Json {
    readonly packages: readonly {
      readonly name: string;
      readonly interfaces: Record<string, number>;
      readonly worlds: Record<string, number>;
    }[];
    readonly interfaces: readonly {
      readonly types: Record<string, number>;
      readonly functions: Record<string, unknown>;
    }[];
    readonly worlds: readonly {
      readonly imports: Record<string, unknown>;
      readonly exports: Record<string, unknown>;
    }[];
  }

  function anchorOf(name: string): string {
    const match = /^\[(method|static|constructor)\]([^.]+)(?:\.(.+))?$/.exec(name);
    if (match === null) return `func.${name}`;
    return `${match[1]}.${match[2]}.${match[3] ?? 'constructor'}`;
  }

  it.each([
    'bytecodealliance+wasip3-prototyping/crates/wasi-http/wit',
    'bytecodealliance+wasmtime/crates/wasi/src/p3/wit',
    'WebAssembly+wasi-cli/wit',
    'bytecodealliance+wasmtime/crates/wasi-http/wit',
  ])('%s stands on exactly one page', async (place) => {
    const directory = path.join(CORPUS, place);
    if (!existsSync(directory)) throw new Error(`the corpus has no ${place}`);
    const { out: printed, status } = runTool(WASM_TOOLS ?? '', [
      'component',
      'wit',
      '--json',
      '--all-features',
      directory,
    ]);
    expect(status).toBe(0);
    const json = JSON.parse(printed) as Json;
    const out = await site(directoryWith({}), directory);
    const ids = new Map<string, string[]>();
    for (const name of filesOf(out).filter((it) => it.endsWith('.html') && !it.includes('/latest/')))
      for (const [, id = ''] of page(out, name).matchAll(/<[a-z][^<>]* id="([^"]*)"/g))
        ids.set(id, [...(ids.get(id) ?? []), name]);
    let count = 0;
    const expected = new Set<string>();
    const folders: string[] = [];
    for (const { name, interfaces, worlds } of json.packages) {
      const [, namespace, own, version = 'unversioned'] = /^([^:]+):([^@]+)(?:@(.+))?$/.exec(name) ?? [];
      const folder = `${namespace}/${own}/${version}/`;
      folders.push(`${folder}interface.`);
      const on = (id: string, file: string): void => {
        count++;
        if (file.startsWith('interface.')) expected.add(`${folder}${file}#${id}`);
        const found = (ids.get(id) ?? []).filter((it) => it === folder + file);
        expect(found, `${name} ${file} ${id}`).toEqual([folder + file]);
      };
      for (const [label, index] of Object.entries(interfaces)) {
        for (const type of Object.keys(json.interfaces[index]?.types ?? {}))
          on(`type.${type}`, `interface.${label}.html`);
        for (const func of Object.keys(json.interfaces[index]?.functions ?? {}))
          on(anchorOf(func), `interface.${label}.html`);
      }
      for (const label of Object.keys(worlds)) on('main', `world.${label}.html`);
    }
    expect(count).toBeGreaterThan(50);
    // And nothing else stands on the pages of interfaces: no declaration is on a second page.
    const isDeclaration = /^(?:type\.[^.]+|func\.[^.]+|(?:method|static|constructor)\.[^.]+\.[^.]+)$/;
    const actual = [...ids].flatMap(([id, files]) =>
      isDeclaration.test(id)
        ? files.filter((it) => folders.some((folder) => it.startsWith(folder))).map((it) => `${it}#${id}`)
        : [],
    );
    expect(actual.sort()).toEqual([...expected].sort());
  });
});

it.skipIf(hasCorpus)('the tests of real packages were skipped: ../shared/corpus is not here', () => undefined);
it.skipIf(WASM_TOOLS !== undefined)(
  "the tests of the reference's JSON were skipped: wasm-tools is not here",
  () => undefined,
);
