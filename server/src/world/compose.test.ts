import { describe, expect, it } from 'vitest';
import { excerpt, fixture } from '../../../test/support/fixture.ts';
import { spanOf } from '../syntax/items.ts';
import { type ComposeOptions, type Composition, compose } from './compose.ts';
import { printWorld } from './print.ts';

/** Composes worlds of one file, the parts in the order of their names. */
async function composed(text: string, names: string, options: ComposeOptions = {}) {
  const { snapshot, uri } = await fixture(text);
  const packages = snapshot.semantics.packagesOf(uri);
  const parts = names.split(' ').map((name) => {
    const world = packages.flatMap((it) => [...it.worlds.values()]).find((it) => it.name === name);
    if (world === undefined) throw new Error(`no world ${name}`);
    return { name, world };
  });
  const composition = compose(parts, options);
  const place = (loc: { uri: string; node: number }): string => {
    const tree = snapshot.tree(loc.uri);
    return tree === undefined ? '' : excerpt(snapshot, loc.uri, spanOf(tree, loc.node));
  };
  return { composition, place };
}

function outcomes({ links }: Composition): string[] {
  return links.map(({ wanted, outcome }) => {
    const from = 'given' in outcome ? ` by ${outcome.given.part.name} ${outcome.given.item.key}` : '';
    return `${wanted.part.name} ${wanted.item.key}: ${outcome.kind}${from}`;
  });
}

function whole(composition: Composition): string {
  return printWorld(composition.world, { from: composition.world.package });
}

const SHOP = `package shop:parts@1.0.0;
interface types { record money { cents: u64 } }
interface pay { use types.{money}; resource card { charge: func(amount: money); } open: func(token: string) -> card; }
interface log { write: func(text: string); }
interface run { run: func(); }
world app { import pay; import log; export run; }
world bank { import log; export types; export pay; }
`;

describe('who satisfies what', () => {
  it('ties imports to exports of the same name and leaves the rest', async () => {
    const { composition } = await composed(SHOP, 'app bank');
    expect(outcomes(composition)).toEqual([
      'app shop:parts/types@1.0.0: satisfied by bank shop:parts/types@1.0.0',
      'app shop:parts/pay@1.0.0: satisfied by bank shop:parts/pay@1.0.0',
      'app shop:parts/log@1.0.0: left',
      'bank shop:parts/log@1.0.0: left',
    ]);
    expect(composition.problems).toEqual([]);
    expect(whole(composition)).toBe(`world composed {
  import shop:parts/log@1.0.0;

  export shop:parts/run@1.0.0;
}
`);
  });

  it('ties functions, and labels to labels only', async () => {
    const { composition } = await composed(
      `package a:b;
interface i { f: func(); }
world one { import log: func(text: string); import x: i; export go: func(); }
world two { export log: func(text: string); export i; }`,
      'one two',
    );
    expect(outcomes(composition)).toEqual(['one x: left', 'one log: satisfied by two log']);
    expect(composition.unused.map((it) => it.item.key)).toEqual(['a:b/i']);
  });

  it('does as told before it looks for names', async () => {
    const text = `package a:b;
interface i { f: func(); }
world one { import i; import x: i; }
world two { export i; }
world three { export i; export mine: i; }`;
    expect(outcomes((await composed(text, 'one two three')).composition)[0]).toBe('one a:b/i: ambiguous');
    const wires = [
      { part: 'one', import: 'i', from: 'three', export: 'a:b/i' },
      { part: 'one', import: 'x', from: 'two', export: 'i' },
      { part: 'one', import: 'nope', from: 'two', export: 'i' },
      { part: 'one', import: 'x', from: 'four', export: 'i' },
    ];
    const { composition } = await composed(text, 'one two three', { wires });
    expect(outcomes(composition)).toEqual(['one a:b/i: satisfied by three a:b/i', 'one x: satisfied by two a:b/i']);
    expect(composition.problems.map((it) => it.message)).toEqual([
      '`one` has no import `nope`',
      'there is no component `four`',
    ]);
  });

  it('takes versions of one track for one another, and says which is newer', async () => {
    const { composition } = await composed(
      `package a:b;
world one { import c:d/i@0.2.1; import c:d/j@0.2.1; import c:e/i@1.0.0; }
world two { export c:d/i@0.2.3; export c:d/j@0.2.0; export c:e/i@2.0.0; }
package c:d@0.2.0 { interface j { f: func(); } }
package c:d@0.2.1 { interface i { f: func(); } interface j { f: func(); } }
package c:d@0.2.3 { interface i { f: func(); more: func(); } }
package c:e@1.0.0 { interface i { f: func(); } }
package c:e@2.0.0 { interface i { f: func(); } }`,
      'one two',
    );
    expect(composition.links.map(({ outcome }) => ('version' in outcome ? outcome.version : outcome.kind))).toEqual([
      'newer',
      'older',
      'left',
    ]);
  });

  it('breaks circles where they close', async () => {
    const { composition } = await composed(
      `package a:b;
interface i { f: func(); }
interface j { f: func(); }
world one { import i; export j; }
world two { import j; export i; }`,
      'one two',
    );
    expect(outcomes(composition)).toEqual(['one a:b/i: satisfied by two a:b/i', 'two a:b/j: cycle by one a:b/j']);
  });

  it('needs nothing for types alone', async () => {
    const { composition } = await composed(SHOP.replace('import pay; ', 'import types; '), 'app');
    expect(outcomes(composition)[0]).toBe('app shop:parts/types@1.0.0: types');
  });
});

describe('whether types agree', () => {
  /** The first difference between an interface as `one` imports it and as `two`, of another package version, exports it. */
  async function differs(wanted: string, given: string): Promise<string | undefined> {
    const { composition, place } = await composed(
      `package a:b;
world one { import c:d/i@1.0.0; }
world two { export c:d/i@1.0.1; }
package c:d@1.0.0 { interface i {
${wanted}
} }
package c:d@1.0.1 { interface i {
${given}
} }`,
      'one two',
    );
    const outcome = composition.links[0]?.outcome;
    if (outcome?.kind !== 'mismatch') return outcome?.kind;
    const [first] = outcome.differences;
    if (first === undefined) return 'no difference';
    const { path, message, wanted: mine, given: theirs } = first;
    return `${path}: ${message} | ${place(mine)} | ${place(theirs)}`;
  }

  it.each([
    ['f: func();', 'f: func(); g: func();', 'satisfied'],
    ['f: func(); record unused { a: u8 }', 'f: func(); record unused { a: u16 }', 'satisfied'],
    [
      'f: func(a: u8);',
      'f: func(a: u16);',
      'f, parameter `a`: the import has `u8`, the export `u16` | a.wit:5 f: func(a: ‹u8›); | a.wit:8 f: func(a: ‹u16›);',
    ],
    [
      'f: func(a: u8);',
      'f: func(b: u8);',
      'f: parameter 1 is `a` in the import, `b` in the export | a.wit:5 f: func(‹a›: u8); | a.wit:8 f: func(‹b›: u8);',
    ],
    [
      'f: func();',
      'g: func();',
      ': the export has no function `f` | a.wit:5 ‹f›: func(); | a.wit:7 package c:d@1.0.1 { interface ‹i› {',
    ],
    [
      'f: async func();',
      'f: func();',
      'f: one is an `async` function, the other is not: the import is | a.wit:5 ‹f›: async func(); | a.wit:8 ‹f›: func();',
    ],
    [
      'record r { a: u8, b: u8 }\nf: func(it: r);',
      'record r { b: u8, a: u8 }\nf: func(it: r);',
      'f, parameter `it` → `r`: field 1 is `a` in the import, `b` in the export | a.wit:5 record r { ‹a›: u8, b: u8 } | a.wit:9 record r { ‹b›: u8, a: u8 }',
    ],
    [
      'variant v { a(string) }\nf: func() -> list<v>;',
      'variant v { a(list<u8>) }\nf: func() -> list<v>;',
      'f, result → `v`, case `a`: the import has `string`, the export `list<u8>` | a.wit:5 variant v { a(‹string›) } | a.wit:9 variant v { a(‹list<u8>›) }',
    ],
    [
      'enum e { a }\nf: func() -> e;',
      'enum e { a, b }\nf: func() -> e;',
      'f, result → `e`: the export has one more case, `b` | a.wit:5 enum ‹e› { a } | a.wit:9 enum e { a, ‹b› }',
    ],
    ['type t = u8;\nf: func(a: t);', 'type u = u8;\nf: func(a: u);', ': the export has no type `t` | '],
    ['type t = u8;\nf: func(a: t);', 'type t = u8;\nf: func(a: u8);', 'satisfied'],
    [
      'resource r;\nf: func(a: r);',
      'resource r;\nf: func(a: borrow<r>);',
      'f, parameter `a`: the import has `r`, the export `borrow<r>` | ',
    ],
    ['resource r { m: func(); }', 'resource r;', ': the export has no function `r.m` | '],
    ['f: func() -> u8;', 'f: func();', 'f: only the import has a result | '],
  ])('%s / %s', async (wanted, given, expected) => {
    const found = await differs(wanted, given);
    if (expected.endsWith('| ')) expect(found).toContain(expected);
    else expect(found).toBe(expected);
  });

  const HANDLES = `package a:b;
interface io { resource body; read: func(it: borrow<body>); }
interface http { use io.{body}; get: func() -> body; }
world app { import http; }
world server { export http; }
world both { export io; export http; }
world disk { export io; }
`;

  it('knows one resource from another of the same name', async () => {
    const same = await composed(HANDLES, 'app server');
    expect(outcomes(same.composition)).toEqual([
      'app a:b/io: left',
      'app a:b/http: satisfied by server a:b/http',
      'server a:b/io: left',
    ]);
    const shared = await composed(HANDLES, 'app server disk');
    expect(outcomes(shared.composition).every((it) => it.includes('satisfied'))).toBe(true);
    const wires = [{ part: 'app', import: 'http', from: 'both', export: 'http' }];
    const { composition } = await composed(HANDLES, 'app both disk', { wires });
    const [, link] = composition.links;
    expect(link?.outcome.kind === 'mismatch' && link.outcome.differences[0]?.message).toBe(
      '`body` is another resource here than there: imported a:b/io.body, but both exports a:b/io.body',
    );
  });

  it('says what nobody outside could name', async () => {
    const { composition } = await composed(HANDLES, 'app disk');
    expect(composition.problems.map((it) => it.message)).toEqual([
      '`app` still imports `a:b/http`, which uses the type `body` that `disk` makes; nobody outside can know it',
    ]);
  });
});

it('gives a world that says the types of its functions', async () => {
  const { composition } = await composed(
    `package a:b;
interface i { type size = u8; f: func(); }
world one { use i.{size}; record r { a: size } type unused = u8; import log: func(it: list<r>); export go: func(it: size); }`,
    'one',
  );
  expect(whole(composition)).toBe(`world composed {
  import a:b/i;
  use a:b/i.{size};

  record r {
    a: size,
  }
  import log: func(it: list<r>);

  export go: func(it: size);
}
`);
});

describe('imports that are left', () => {
  const LOGS = (one: string, two: string): string => `package a:b;
world app { import ${one}; import store; export run: func(); }
world db { import ${two}; export store; }
interface store { get: func() -> u8; }
`;

  it('are one import with the items of all parts', async () => {
    const text = `${LOGS('c:d/log@1.0.0', 'c:d/log@1.0.1')}
package c:d@1.0.0 { interface log { resource r { m: func(); } write: func(to: borrow<r>); } }
package c:d@1.0.1 { interface log { resource r { m: func(); } verbose: func(to: borrow<r>); type t = u8; } }`;
    const { composition } = await composed(text, 'app db');
    expect(composition.problems).toEqual([]);
    const [[key, item] = []] = [...composition.world.imports];
    expect(key).toBe('c:d/log@1.0.1');
    const found = item?.item.kind === 'interface' ? item.item.interface : undefined;
    expect([...(found?.funcs.keys() ?? [])]).toEqual(['[method]r.m', 'verbose', 'write']);
    expect([...(found?.types.keys() ?? [])]).toEqual(['r', 't']);
    expect(whole(composition)).toBe(`world composed {
  import c:d/log@1.0.1;

  export run: func();
}
`);
  });

  it.each([
    ['another track', '2.0.0'],
    ['a prerelease', '1.0.1-rc.1'],
  ])('stay two in %s', async (_, version) => {
    const text = `${LOGS('c:d/log@1.0.0', `c:d/log@${version}`)}
package c:d@1.0.0 { interface log { f: func(); } }
package c:d@${version} { interface log { f: func(a: u8); } }`;
    const { composition } = await composed(text, 'app db');
    expect(composition.problems).toEqual([]);
    expect([...composition.world.imports.keys()]).toEqual(['c:d/log@1.0.0', `c:d/log@${version}`]);
  });

  it.each([
    ['f: func(a: u8);', 'f: func(a: u16);', 'f, parameter `a`: `db` has `u16`, `app` `u8`'],
    ['type t = u8; f: func(a: t);', 'type t = u16; f: func(a: t);', 'f, parameter `a`: `db` has `t`, `app` `t`'],
    ['f: func();', 'f: async func();', 'f: one is an `async` function, the other is not: `db` is'],
  ])('are in conflict when they have one name for two things: %s %s', async (one, two, message) => {
    const text = `${LOGS('c:d/log@1.0.0', 'c:d/log@1.0.1')}
package c:d@1.0.0 { interface log { ${one} } }
package c:d@1.0.1 { interface log { ${two} } }`;
    const { composition } = await composed(text, 'app db');
    expect(composition.problems.map((it) => it.message)).toEqual([
      `\`db\` and \`app\` both import \`c:d/log@1.0.0\`, but not the same: ${message}`,
    ]);
  });
});

describe('several that could give an import', () => {
  it('the only one that fits is taken, and it is said why not the others', async () => {
    const text = `package a:b;
world app { import p; export run: func(); }
world one { export p: interface { f: func(a: u8); } }
world right { export p; }
interface p { f: func(); }
package c:d@1.0.1 { interface p { f: func(); } }
`;
    const { composition } = await composed(text.replaceAll('p: interface', 'p-other: interface'), 'app right one');
    expect(outcomes(composition)).toEqual(['app a:b/p: satisfied by right a:b/p']);
    const two = `package a:b;
world app { import c:d/p@1.0.0; export run: func(); }
world one { export c:d/p@1.0.1; }
world right { export c:d/p@1.0.2; }
package c:d@1.0.0 { interface p { f: func(); } }
package c:d@1.0.1 { interface p { f: func(a: u8); } }
package c:d@1.0.2 { interface p { f: func(); } }`;
    for (const order of ['app one right', 'app right one', 'right one app']) {
      const { composition: it } = await composed(two, order);
      expect(outcomes(it)).toEqual(['app c:d/p@1.0.0: satisfied by right c:d/p@1.0.2']);
      expect(it.passed.map(({ candidate, difference }) => `${candidate.part.name}: ${difference.message}`)).toEqual([
        'one: the export has one more parameter, `a`',
      ]);
    }
  });

  const CHAIN = `package a:b;
interface h { handle: func(); }
world front { import h; export run: func(); }
world auth { import h; export h; }
world cache { import h; export h; }
world origin { export h; }`;

  it('a middleware stands between the importer and the origin', async () => {
    const { composition } = await composed(CHAIN, 'front auth origin');
    expect(outcomes(composition)).toEqual([
      'front a:b/h: satisfied by auth a:b/h',
      'auth a:b/h: satisfied by origin a:b/h',
    ]);
    expect(composition.problems).toEqual([]);
  });

  it('two middlewares can stand in either order, so somebody has to say; nothing else is complained about', async () => {
    const { composition } = await composed(CHAIN, 'front auth cache origin');
    expect(outcomes(composition)[0]).toBe('front a:b/h: ambiguous');
    expect(composition.problems).toEqual([]);
  });
});

it('keeps a resource of a world of which only the functions are left', async () => {
  const { composition } = await composed(
    `package shop:files;
world app {
  use other.{entry};
  resource file { constructor(); read: func() -> u8; most: static func(e: entry) -> u32; }
  export run: func();
}
interface other { record entry { n: u8 } }
`,
    'app',
  );
  expect(whole(composition)).toBe(`world composed {
  import shop:files/other;
  use shop:files/other.{entry};

  resource file {
    constructor();
    read: func() -> u8;
    most: static func(e: entry) -> u32;
  }

  export run: func();
}
`);
});
