// `changelog` over real repositories: which releases there are, what it says of each, as Markdown and as JSON.

import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestRepository, wit } from './repository.ts';

const SCHEMA = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/changelog.schema.json', import.meta.url), 'utf8')),
);

async function changelog(repository: TestRepository, ...args: string[]): Promise<string> {
  const { status, out, err } = await run(repository.path, ['changelog', ...args]);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return out;
}

async function json(repository: TestRepository, ...args: string[]) {
  const parsed = JSON.parse(await changelog(repository, '--format', 'json', ...args));
  expect(SCHEMA(parsed), JSON.stringify(SCHEMA.errors)).toBe(true);
  return parsed;
}

/** `0.1.0`, `0.2.0` with breaks, and files that are not released yet. */
function shop(): TestRepository {
  const text = (version: string, body: string, world: string): string =>
    `package demo:shop@${version};\r\n\r\ninterface orders {\r\n  record order { id: u64 }\r\n${body}\r\n}\r\nworld w {\r\n  import orders;\r\n${world}\r\n}\r\n`;
  const repository = TestRepository.create({
    'wit/shop.wit': text('0.1.0', 'enum state { open, paid }\nplace: func(o: order) -> string;\ngone: func();', ''),
    'wit/deps/sockets/a.wit': 'package wasi:sockets@0.2.0;\ninterface tcp { resource s; f: func() -> s; }\n',
  });
  repository.tag('v0.1.0');
  const second = text(
    '0.2.0',
    'enum state { open, paid, sent }\nplace: func(o: order, express: bool) -> string;\nlist-all: func() -> list<order>;',
    'import wasi:sockets/tcp@0.2.0;',
  );
  repository.commit({ 'wit/shop.wit': second });
  repository.tag('v0.2.0');
  repository.write({ 'wit/more.wit': 'interface more { f: func(); }\n' });
  return repository;
}

it('writes the releases of a package, the newest first, with signatures before and after', async () => {
  expect(await changelog(shop())).toMatchInlineSnapshot(`
    "## \`demo:shop\` 0.2.0 (2026-01-01)

    3 breaking, 2 additive changes since 0.1.0.

    ### Breaking changes

    - **\`orders.state\`**: enum case added: \`sent\`. Breaks importers and implementers.
      \`\`\`diff
      -enum state { open, paid }
      +enum state { open, paid, sent }
      \`\`\`
    - **\`orders.place\`**: parameter added: \`express: bool\`. Breaks importers and implementers.
      \`\`\`diff
      -func(o: order) -> string
      +func(o: order, express: bool) -> string
      \`\`\`
    - **\`orders.gone\`**: function removed. Breaks importers.
      \`\`\`diff
      -gone: func()
      \`\`\`

    ### Additions

    - **\`orders.list-all\`**: function added. Breaks implementers.
      \`\`\`diff
      +list-all: func() -> list<order>
      \`\`\`
    - **\`w.wasi:sockets/tcp@0.2.0\`**: world import added: \`wasi:sockets/tcp@0.2.0\` in \`w\`. Breaks implementers.

    A component of world \`w\` can now use TCP.

    ## \`demo:shop\` 0.1.0 (2026-01-01)

    First version.
    "
  `);
});

it('`--unreleased` is what changed since the last release, in files that are not committed', async () => {
  expect(await changelog(shop(), '--unreleased')).toBe(
    '## `demo:shop` 0.2.0 (unreleased)\n\n1 additive change since 0.2.0. Needs version **0.2.1**.\n\n### Additions\n\n- **`more`**: interface added.\n',
  );
});

it('`--from` and `--to` are any revisions, and a release between them is one of its own', async () => {
  const repository = shop();
  const first = repository.git('rev-parse', 'v0.1.0^{commit}');
  repository.commit();
  const headings = async (...args: string[]): Promise<string[]> =>
    (await changelog(repository, ...args)).split('\n').filter((line) => line.startsWith('## '));
  expect(await headings('--from', 'v0.1.0', '--to', 'v0.2.0')).toEqual(['## `demo:shop` 0.2.0 (2026-01-01)']);
  expect(await headings('--from', first, '--to', 'HEAD')).toEqual([
    '## `demo:shop` 0.2.0 (HEAD, 2026-01-01)',
    '## `demo:shop` 0.2.0 (2026-01-01)',
  ]);
  expect(await headings('--from', 'v0.1.0', '--unreleased')).toEqual([
    '## `demo:shop` 0.2.0 (unreleased)',
    '## `demo:shop` 0.2.0 (2026-01-01)',
  ]);
  // Backwards: what the older one does not have is gone.
  expect(await changelog(repository, '--from', 'v0.2.0', '--to', 'v0.1.0')).toContain(
    '- **`orders.list-all`**: function removed. Breaks importers.\n  ```diff\n  -list-all: func() -> list<order>\n',
  );
});

it('JSON follows its schema and says who breaks', async () => {
  const { version, packages } = await json(shop(), '--unreleased', '--from', 'v0.1.0');
  expect(version).toBe(1);
  expect(packages.map((it: { name: string }) => it.name)).toEqual(['demo:shop']);
  const [unreleased, second] = packages[0].releases;
  expect(unreleased).toMatchObject({ label: null, commit: null, required: '0.2.1', covered: false, level: 'minor' });
  expect(second).toMatchObject({
    ...{ label: 'v0.2.0', version: '0.2.0', baseVersion: '0.1.0', date: '2026-01-01', covered: true, level: 'major' },
    capabilities: [{ world: 'w', gains: ['TCP'], losses: [] }],
  });
  expect(second.commit).toMatch(/^[0-9a-f]{40}$/);
  expect(second.changes.find((it: { item: string }) => it.item === 'orders.place')).toEqual({
    verdict: 'breaking',
    item: 'orders.place',
    rules: ['semver/param-added'],
    messages: ['parameter added: `express: bool` in `place`'],
    before: 'func(o: order) -> string',
    after: 'func(o: order, express: bool) -> string',
    importersBreak: true,
    implementersBreak: true,
    hazard: expect.stringMatching(/^(?:silent|link)$/),
    accepted: null,
  });
});

it('a tag with the name of a package releases that package alone', async () => {
  const repository = TestRepository.create({
    'cart/cart.wit': wit('a: func();', '1.0.0', 'shop:cart'),
    'stock/stock.wit': wit('a: func();', '1.0.0', 'shop:stock'),
  });
  repository.tag('cart-v1.0.0');
  repository.tag('stock-v1.0.0');
  repository.commit({
    'cart/cart.wit': wit('a: func(); b: func();', '1.1.0', 'shop:cart'),
    'stock/stock.wit': wit('', '1.0.0', 'shop:stock'),
  });
  repository.tag('cart-v1.1.0');
  const { packages } = await json(repository);
  expect(
    packages.map((it: { name: string; releases: { label: string }[] }) => [
      it.name,
      it.releases.map((one) => one.label),
    ]),
  ).toEqual([
    ['shop:cart', ['cart-v1.1.0', 'cart-v1.0.0']],
    ['shop:stock', ['stock-v1.0.0']],
  ]);
  const below = await changelog(repository, 'cart');
  expect(below).toContain('- **`api.b`**: function added. Breaks implementers.\n  ```diff\n  +b: func()\n  ```\n');
  expect(below).not.toContain('stock');
});

it('follows a package that moved, was renamed, and was removed', async () => {
  const repository = TestRepository.create({
    'a/cart.wit': wit('f: func(); g: func(); h: func();', '1.0.0', 'shop:cart'),
    'b/old.wit': wit('k: func();', '1.0.0', 'shop:old'),
  });
  repository.tag('v1.0.0');
  repository.remove('a');
  repository.commit({ 'c/cart.wit': wit('f: func(); g: func(); h: func(); i: func();', '1.1.0', 'shop:cart') });
  repository.tag('v1.1.0');
  repository.remove('b', 'c');
  repository.commit({ 'c/basket.wit': wit('f: func(); g: func(); h: func(); i: func();', '2.0.0', 'shop:basket') });
  repository.tag('v2.0.0');
  const { packages } = await json(repository);
  const told = packages.flatMap((it: { name: string; releases: Record<string, string>[] }) =>
    it.releases.map((one) => [it.name, one.version, one.kind, one.baseName, one.baseVersion]),
  );
  expect(told).toEqual([
    ['shop:basket', '2.0.0', 'changed', 'shop:cart', '1.1.0'],
    ['shop:cart', '1.1.0', 'changed', null, '1.0.0'],
    ['shop:cart', '1.0.0', 'first', null, null],
    ['shop:old', null, 'removed', null, '1.0.0'],
    ['shop:old', '1.0.0', 'first', null, null],
  ]);
});

it('versions of a package that lie side by side follow each other', async () => {
  const repository = TestRepository.create({
    '1/a.wit': wit('f: func();', '1.0.0'),
    '2/a.wit': wit('f: func(); g: func();', '1.1.0'),
  });
  repository.tag('v1.0.0');
  repository.commit({ '3/a.wit': wit('f: func(a: u8);', '2.0.0') });
  repository.tag('v2.0.0');
  const { packages } = await json(repository);
  const told = packages[0].releases.map((it: Record<string, string>) => [it.baseVersion, it.version, it.level]);
  expect(told).toEqual([
    ['1.1.0', '2.0.0', 'major'],
    ['1.0.0', '1.1.0', 'minor'],
    [null, '1.0.0', 'none'],
  ]);
});

it('says why a change is accepted, as the release itself did', async () => {
  const repository = TestRepository.create({ 'a.wit': wit('f: func(); g: func();') });
  repository.tag('v1.0.0');
  const entry = {
    package: 'shop:cart',
    codes: ['semver/func-removed'],
    reason: 'nobody ever\ncalled it',
    expires: '2026-01-02',
  };
  repository.commit({ 'a.wit': wit('f: func();', '1.0.1'), '.wit-ignore.json': JSON.stringify({ ignore: [entry] }) });
  repository.tag('v1.0.1');
  expect(await changelog(repository)).toContain(
    '- **`api.g`**: function removed. Breaks importers. Accepted: nobody ever called it\n',
  );
});

it('compares what it can of broken versions, and says what it cannot', async () => {
  const repository = TestRepository.create({ 'a.wit': wit('f: func();') });
  repository.tag('v1.0.0');
  repository.commit({ 'a.wit': 'package shop:cart@1.1.0;\ninterface api { f: func( }\n' });
  repository.tag('v1.1.0');
  repository.commit({ 'a.wit': wit('f: func(); g: func();', '1.2.0') });
  repository.tag('v1.2.0');
  const text = await changelog(repository);
  expect(text).toContain('## `shop:cart` 1.1.0 (2026-01-01)\n\nNot compared: `a.wit` has a syntax error in line 2.\n');
  expect(text).toContain('## `shop:cart` 1.2.0');
});

it.each([
  [['nowhere'], 'no such file or directory: nowhere'],
  [['--from', 'v9'], 'git knows no commit `v9`'],
  [['--to', '--from'], '`--to` needs a value: --to=REV'],
  [['--unreleased', '--to', 'HEAD'], '`--unreleased` ends with the files as they are now: it excludes `--to`'],
  [[], 'no release tag has a package in .; name revisions with --from and --to'],
])('%j is refused in words', async (args, message) => {
  const repository = TestRepository.create({ 'a.wit': wit('f: func();') });
  const { status, out, err } = await run(repository.path, ['changelog', ...args]);
  expect({ status, out, err: err.split('\n')[0] }).toEqual({
    status: 2,
    out: '',
    err: `wit-language-server: ${message}`,
  });
});

it('a directory outside of any repository has no history', async () => {
  const { status, err } = await run('/', ['changelog']);
  expect({ status, err }).toEqual({ status: 2, err: 'wit-language-server: this is not in a git repository\n' });
});
