import { describe, expect, it } from 'vitest';
import { fixture } from '../../../test/support/fixture.ts';
import { packageKey } from '../model/names.ts';
import { printWorld } from '../world/print.ts';
import type { WacComposition, WacPackages } from './composition.ts';
import { readWac } from './reader.ts';
import { composeWac } from './resolve.ts';

const PACKAGES = `package shop:api@1.0.0;
interface types { record money { cents: u64 } }
interface pay { use types.{money}; open: func(amount: money); }
interface log { write: func(text: string); }
interface run { run: func(); }
package shop:app { world app { import shop:api/pay@1.0.0; import shop:api/log@1.0.0; export shop:api/run@1.0.0; } }
package shop:bank { world anything { import shop:api/log@1.0.0; export shop:api/types@1.0.0; export shop:api/pay@1.0.0; } }
package shop:tools { world a { export go: func(); } world b {} }
package shop:greeter { world greeter { import name: func() -> string; export greet: func() -> string; } }
package shop:name { world name { export name: func() -> string; export other: func() -> u8; } }
`;

async function packages(): Promise<WacPackages> {
  const { snapshot, uri } = await fixture(PACKAGES);
  const all = snapshot.semantics.packagesOf(uri);
  const find = (id: Parameters<WacPackages['worlds']>[0]) => all.find((it) => packageKey(it.id) === packageKey(id));
  return {
    worlds: (id) => {
      const found = find(id);
      return found === undefined ? undefined : [...found.worlds.values()];
    },
    interface: (id, name) => find(id)?.interfaces.get(name),
    world: (id, name) => find(id)?.worlds.get(name),
  };
}

const known = await packages();

function evaluate(text: string): WacComposition {
  return composeWac(readWac(text), known);
}

/** Every problem: its code, the text it stands at, and what it says. */
function problems(text: string): string[] {
  return evaluate(text).problems.map(
    ({ code, span, message }) => `${code} ‹${text.slice(span.start, span.end)}› ${message}`,
  );
}

function whole({ composition }: WacComposition): string {
  return printWorld(composition.world, { from: composition.world.package });
}

describe('a composition', () => {
  it('gives each import what the file says', () => {
    const text = `package shop:all;
let bank = new shop:bank { ... };
let app = new shop:app { pay: bank.pay, ...bank, ... };
export app.run;
export bank["shop:api/pay@1.0.0"] as "payments";
`;
    const result = evaluate(text);
    expect(problems(text)).toEqual([]);
    expect(
      result.composition.links.map((it) => `${it.wanted.part.name} ${it.wanted.item.key} ${it.outcome.kind}`),
    ).toEqual([
      'bank shop:api/log@1.0.0 left',
      'app shop:api/types@1.0.0 satisfied',
      'app shop:api/pay@1.0.0 satisfied',
      'app shop:api/log@1.0.0 left',
    ]);
    expect(whole(result)).toBe(`world all {
  import shop:api/log@1.0.0;

  export shop:api/run@1.0.0;
  export payments: shop:api/pay@1.0.0;
}
`);
  });

  it('takes its own imports, by name and under another one', () => {
    const text = `package shop:all;
import log: shop:api/log@1.0.0;
import pay as "my-pay": shop:api/pay@1.0.0;
let app = new shop:app { log, "shop:api/pay@1.0.0": pay, ... };
export app...;
`;
    expect(problems(text)).toEqual([]);
    expect(whole(evaluate(text))).toBe(`world all {
  import shop:api/log@1.0.0;
  import shop:api/types@1.0.0;
  import my-pay: shop:api/pay@1.0.0;

  export shop:api/run@1.0.0;
}
`);
  });

  it('passes functions on, nested and in parentheses', () => {
    const text = `package shop:all;
export new shop:greeter { name: (new shop:name {}).name }.greet;
`;
    expect(problems(text)).toEqual([]);
    expect(whole(evaluate(text))).toBe('world all {\n  export greet: func() -> string;\n}\n');
  });

  it('knows what each name means', () => {
    const text =
      'package a:b;\nlet n = new shop:name {};\nlet g = new shop:greeter { name: n.name };\nexport g.greet;\n';
    const { refs } = evaluate(text);
    expect(
      refs.map(({ span, target }) => {
        const what =
          target.kind === 'world'
            ? target.world.name
            : target.kind === 'port'
              ? `${target.port.direction} of ${target.port.part.name}`
              : target.kind === 'local'
                ? target.name.span.start
                : '';
        return `${text.slice(span.start, span.end)}: ${target.kind} ${what}`;
      }),
    ).toEqual([
      'shop:name: world name',
      'n: local 17',
      'shop:greeter: world greeter',
      'n: local 17',
      'name: port export of n',
      'name: port import of g',
      'g: local 43',
      'g: local 43',
      'greet: port export of g',
    ]);
  });
});

describe('what is wrong', () => {
  it.each([
    [
      'let a = new shop:nope {};',
      ['wac/unknown-package ‹shop:nope› package `shop:nope` not found: neither in `deps/` nor in the workspace'],
    ],
    [
      'let a = new shop:tools {};',
      ['wac/no-world ‹shop:tools› package `shop:tools` has several worlds, and none is called `tools`'],
    ],
    ['let a = new shop:api@1.0.0 {};', ['wac/no-world ‹shop:api@1.0.0› package `shop:api@1.0.0` has no world']],
    [
      'let a = new shop:app { };',
      [
        'wac/missing-argument ‹shop:app› `a` needs `shop:api/types@1.0.0`, `shop:api/pay@1.0.0`, `shop:api/log@1.0.0`; give it, or end the arguments with `...` to import it',
      ],
    ],
    [
      'let a = new shop:greeter { nope: b };',
      [
        'wac/unknown-name ‹b› unknown name `b`; a name is known after its declaration',
        'wac/unknown-argument ‹nope› `a` has no import `nope`; it has `name`',
        'wac/missing-argument ‹shop:greeter› `a` needs `name`; give it, or end the arguments with `...` to import it',
      ],
    ],
    [
      'let n = new shop:name {};\nlet g = new shop:greeter { name: n.other };',
      [
        'wac/argument-type ‹n.other› `other` is not what `name` needs: name, result: the import has `string`, the export `u8`',
      ],
    ],
    [
      'let n = new shop:name {};\nlet g = new shop:greeter { name: n };',
      ['wac/argument-type ‹n› `name` takes a function, and `n` is an instance; give one of its exports, like `n.name`'],
    ],
    [
      'let n = new shop:name {};\nlet g = new shop:app { ...n, ... };',
      ['wac/nothing-spread ‹n› `n` exports nothing that `g` still needs'],
    ],
    [
      'let n = new shop:name {};\nexport n;',
      [
        'wac/not-exportable ‹n› a component is exported under a name: add `as "name"`, export one of its exports like `it.run`, or all with `...`',
      ],
    ],
    [
      'let n = new shop:name {};\nexport n.nope;',
      ['wac/unknown-export ‹nope› `n` has no export `nope`; it has `name`, `other`'],
    ],
    ['let n = new shop:name {};\nlet n = new shop:name {};', ['wac/duplicate-name ‹n› the name `n` is given twice']],
    [
      'let g = new shop:greeter { name: n, name: n, ... };\nlet n = new shop:name {};',
      [
        'wac/unknown-name ‹n› unknown name `n`; a name is known after its declaration',
        'wac/unknown-name ‹n› unknown name `n`; a name is known after its declaration',
        'wac/duplicate-argument ‹name› the import `name` is given twice',
      ],
    ],
    [
      'import x: shop:api/nope@1.0.0;',
      ['wac/unknown-package ‹shop:api/nope@1.0.0› there is no interface `shop:api/nope@1.0.0`'],
    ],
  ])('%s', (text, expected) => {
    expect(problems(`package a:b;\n${text}\n`)).toEqual(expected);
  });
});

describe('the reader', () => {
  it('reads every kind of statement', () => {
    const text = `package a:b targets c:d/w@1.0.0;
interface i { f: func(); resource r { m: func(); } }
world w { import x: interface { f: func(); }; }
record r { a: u8 }
type t = func();
import f: func(a: string) -> u8;
import i as "x:y/z": interface { f: func(); };
let a = new b:c@1.0.0-rc.1 { d, e: f, "g:h/i": j[ "k" ].l, ...m, ... };
export a;`;
    const file = readWac(text);
    expect(file.problems).toEqual([]);
    expect(file.targets).toMatchObject({ namespace: 'c', name: 'd', item: 'w', version: '1.0.0' });
    expect(file.statements.map((it) => it.kind)).toEqual([
      'type',
      'type',
      'type',
      'type',
      'import',
      'import',
      'let',
      'export',
    ]);
    expect(file.statements[6]).toMatchObject({
      value: {
        kind: 'new',
        path: { text: 'b:c@1.0.0-rc.1' },
        args: [{ kind: 'inferred' }, { kind: 'named' }, { kind: 'named', exact: true }, { kind: 'spread' }],
        fill: { start: 315, end: 318 },
      },
    });
  });

  it.each([
    ['let a = new b:c {};', ['0 a composition must begin with a line like `package namespace:name;`']],
    ['package a:b\nlet a = new b:c {};', ['11 expected `;` at the end of this statement']],
    ['package a:b;\nlet = new b:c {};', ['16 expected a name after `let`']],
    [
      'package a:b;\nlet a new b:c {}\nexport a;',
      ['18 expected `=` and a value', '29 expected `;` at the end of this statement'],
    ],
    [
      'package a:b;\nlet a = new ;\nexport a...;',
      ['24 expected a package like `namespace:name` after `new`', '24 expected `{` and the arguments'],
    ],
    ['package a:b;\nlet a = new b:c { d: };', ['33 expected a name here, or `new`']],
    [
      'package a:b;\nlet a = new b:c { d',
      ['32 expected `}` at the end of the arguments', '32 expected `;` at the end of this statement'],
    ],
    ['package a:b;\n! let a = b;', ['13 expected `import`, `let`, `export` or the definition of a type']],
  ])('%s', (text, expected) => {
    expect(readWac(text).problems.map((it) => `${it.span.start} ${it.message}`)).toEqual(expected);
  });

  it('ends on every text', () => {
    const piece = 'let a = ( new b:c { ... [ "x" . } ) ; export import package { /* */ // \n';
    for (let seed = 0; seed < 500; seed++) {
      const words = Array.from({ length: 30 }, (_, at) => piece.split(' ')[(seed * 7 + at * at * 13) % 20]);
      expect(readWac(words.join(' ')).statements.length).toBeLessThan(40);
    }
    expect(readWac(`package a:b;\nexport ${'('.repeat(10_000)}`).problems.length).toBeGreaterThan(0);
    expect(readWac(`package a:b;\nexport a${'.b'.repeat(100_000)};`).problems.length).toBeGreaterThan(0);
  });
});
