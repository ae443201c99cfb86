// `breaking --as TOOL`: the verdict of another tool, and why it is not ours.

import { describe, expect, it } from 'vitest';
import { run } from '../support/command.ts';
import { TestRepository } from './repository.ts';

const text = (version: string, body: string): string =>
  `package shop:orders@${version};\n\ninterface orders {\n${body}\n}\n\nworld service { export orders; }\n`;

async function as(tool: string, before: string, after: string, format = 'json') {
  const repository = TestRepository.create({ 'wit/a.wit': before });
  repository.write({ 'wit/a.wit': after });
  const { status, out, err } = await run(repository.path, [
    'breaking',
    '--as',
    tool,
    '--against',
    'HEAD',
    '--format',
    format,
  ]);
  return { status, out, err };
}

describe('wasm-tools', () => {
  it('misses what an import without functions has brought', async () => {
    const deps = 'package shop:base@1.0.0 {\n  interface d { resource r; g: func() -> r; }\n}\n';
    const whole = (imports: string): string =>
      `package shop:orders@1.0.0;\ninterface i { use shop:base/d@1.0.0.{r}; }\nworld w { ${imports} }\n${deps}`;
    const worlds = async (before: string, after: string) => {
      const { out } = await as('wasm-tools', whole(before), whole(after));
      return JSON.parse(out).packages[0].worlds;
    };
    // As measured with wasm-tools 1.263: it misses `shop:base/d`, unless the world has that import by itself.
    expect(await worlds('import i;', '')).toMatchObject([{ world: 'w', accepts: false }]);
    expect(await worlds('import i;', 'import shop:base/d@1.0.0;')).toMatchObject([{ world: 'w', accepts: true }]);
  });

  // Every verdict as measured with wasm-tools 1.263, in both directions.
  it.each([
    ['a label of types alone', 'import l: types;', 'import m: types;', true, true],
    ['a label of functions', 'import l: funcs;', 'import m: funcs;', false, false],
    ['a label of an export', 'export l: types;', 'export m: types;', false, false],
    ['types alone that get a label', 'import types;', 'import l: types;', true, true],
    ['types alone that others use', 'import types; import funcs;', 'import funcs;', true, true],
    ['functions instead of types alone', 'import l: types;', 'import l: other;', true, false],
    ['other functions', 'import l: funcs;', 'import l: other;', false, false],
    ['the same functions from elsewhere', 'import l: funcs;', 'import l: same;', true, true],
    ['an interface of its own', 'import l: other;', 'import l: interface { g: func(); }', true, true],
    ['types alone that are a function', 'import l: types;', 'import l: func();', true, false],
    ['an export of types alone that is an import', 'export types; export funcs;', 'export funcs;', true, false],
    ['a resource of an export from an import', 'export res; export holder;', 'export holder;', false, false],
    ['a resource of no export', 'export res;', 'import res;', true, false],
    [
      'types alone beside an export of that name',
      'import l: types; export l: other;',
      'import m: types; export l: other;',
      true,
      true,
    ],
    [
      'an export beside types alone of that name',
      'import l: types; export l: other;',
      'import l: types; export l: func();',
      false,
      false,
    ],
    ['a function of another world', 'include one;', 'include two;', false, false],
  ])('of names of a world: %s', async (_, before, after, forth, back) => {
    const whole = (body: string): string => `package shop:orders@1.0.0;
interface types { record r { a: u8 } }
interface funcs { use types.{r}; f: func(a: r); }
interface same { use types.{r}; f: func(a: r); }
interface other { g: func(); }
interface res { resource h; }
interface holder { use res.{h}; f: func() -> h; }
world one { import f: func(); }
world two { import f: func(a: u8); }
world w { ${body} }
`;
    for (const [old, now, accepts] of [
      [before, after, forth],
      [after, before, back],
    ] as const) {
      const { packages } = JSON.parse((await as('wasm-tools', whole(old), whole(now))).out);
      const worlds: readonly { world: string; accepts: boolean }[] = packages[0].worlds;
      expect(worlds.find((it) => it.world === 'w')?.accepts, `${old} => ${now}`).toBe(accepts);
    }
  });

  it('refuses a renamed interface that a world has by its name beside a label of it', async () => {
    const whole = (name: string): string =>
      `package shop:orders@1.0.0;\ninterface ${name} { record r { a: u8 } }\nworld w { import l: ${name}; use ${name}.{r}; import f: func(a: r); }\nworld v { import l: ${name}; }\n`;
    const { packages } = JSON.parse((await as('wasm-tools', whole('types'), whole('kinds'))).out);
    expect(packages[0].worlds).toMatchObject([
      { world: 'w', accepts: false },
      { world: 'v', accepts: true },
    ]);
  });

  it('refuses a new type in an exported interface, and we say why we do not', async () => {
    const { status, out } = await as(
      'wasm-tools',
      text('1.0.0', 'get: func();'),
      text('1.0.0', 'get: func(); type t = u8;'),
    );
    expect(status).toBe(1);
    expect(JSON.parse(out).packages[0].worlds).toEqual([
      {
        world: 'service',
        accepts: false,
        because: [{ kind: 'alias-introduced', item: 'orders.t', message: 'alias added: `t`' }],
        differs: 'it refuses every new name in an exported interface, which hosts do not ask for',
      },
    ]);
  });

  it('sees no version, and we say so', async () => {
    const before = text('1.0.0', 'get: func();');
    const { status, out } = await as('wasm-tools', before, before.replace('@1.0.0', ''), 'pretty');
    expect(status).toBe(0);
    expect(out).toBe(
      'shop:orders/service: `wasm-tools component semver-check` accepts it\n  we say something else: it compares names without their versions\n',
    );
  });

  it('is of our mind where nothing is explained', async () => {
    const { status, out } = await as('wasm-tools', text('1.0.0', 'get: func();'), text('1.0.0', 'get: func(a: u8);'));
    expect(status).toBe(1);
    expect(JSON.parse(out).packages[0].worlds[0]).toMatchObject({ accepts: false, differs: null });
  });
});

describe('wkg', () => {
  it('asks the mirror image: a new function of an export passes, a removed one does not', async () => {
    const [few, many] = [text('1.0.0', 'get: func();'), text('1.1.0', 'get: func(); put: func();')];
    expect((await as('wkg', few, many)).status).toBe(0);
    const removed = await as('wkg', many, few, 'pretty');
    expect(removed.status).toBe(1);
    expect(removed.out).toContain('`wkg publish` refuses it');
  });
});

it('has no other formats', async () => {
  const { status, err } = await as('wkg', text('1.0.0', ''), text('1.0.0', ''), 'sarif');
  expect(status).toBe(2);
  expect(err).toContain('`--as wkg` is written as `pretty` or `json`, not as `sarif`');
});
