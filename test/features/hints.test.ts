// Inlay hints and code lenses: the text with what is shown in it.

import { describe, expect, it } from 'vitest';
import { type CodeLensKind, codeLenses, resolveCodeLens } from '../../server/src/features/code-lens.ts';
import { inlayHints, shortList } from '../../server/src/features/inlay-hints.ts';
import { fixture } from '../support/fixture.ts';

const OFF = { implicitImports: false, versions: false, flagBits: false, discriminants: false };

/** The first file with its hints between `‹` and `›`. */
async function shown(text: string, settings: Partial<typeof OFF>): Promise<string> {
  const { snapshot, uri, texts } = await fixture(text);
  const source = texts.get(uri) ?? '';
  let result = '';
  let at = 0;
  for (const hint of inlayHints(snapshot, uri, { start: 0, end: source.length }, { ...OFF, ...settings })) {
    result += `${source.slice(at, hint.offset)}‹${hint.text}›`;
    at = hint.offset;
  }
  return result + source.slice(at);
}

describe('implicit imports', () => {
  const text =
    'package a:b;\ninterface t { type x = u8; }\ninterface u { use t.{x}; type y = x; }\ninterface v { use u.{y}; f: func(a: y); }\n';

  it('of what is imported and exported', async () => {
    expect(await shown(`${text}world w {\n  import v;\n}\n`, { implicitImports: true })).toContain(
      'import v;‹imports t, u›\n',
    );
    expect(await shown(`${text}world w {\n  export u;\n}\n`, { implicitImports: true })).toContain(
      'export u;‹imports t›\n',
    );
  });

  it('of a `use`: only what it does not name', async () => {
    expect(await shown(`${text}world w {\n  use u.{y};\n}\n`, { implicitImports: true })).toContain(
      'use u.{y};‹imports t›\n',
    );
    expect(await shown(`${text}world w {\n  use t.{x};\n}\n`, { implicitImports: true })).toContain('use t.{x};\n');
  });

  it('nothing when all is written', async () => {
    expect(await shown(`${text}world w {\n  import t;\n  import u;\n}\n`, { implicitImports: true })).not.toContain(
      '‹',
    );
  });

  it('what an include brings', async () => {
    expect(
      await shown(`${text}world o { import v; export f: func(); }\nworld w {\n  include o;\n}\n`, {
        implicitImports: true,
      }),
    ).toContain('include o;‹3 imports, 1 export›\n');
  });

  it('many are counted', async () => {
    const many = ['a', 'b', 'c', 'd'].map((it) => `interface ${it} { type ${it}x = u8; }\n`).join('');
    const uses = ['a', 'b', 'c', 'd'].map((it) => `use ${it}.{${it}x};`).join(' ');
    expect(
      await shown(`package p:q;\n${many}interface z { ${uses} }\nworld w { import z; }\n`, { implicitImports: true }),
    ).toContain('import z;‹imports a, b and 2 more›');
  });
});

it('versions behind a name', async () => {
  const text =
    '//- wit/a.wit\npackage a:b@3.0.0;\nuse c:d/t@1.2.0;\nuse c:d/t@1.2.0 as u;\ninterface own {}\nworld w { import t; export u; import own; import c:d/s@1.2.0; }\n' +
    '//- wit/deps/c.wit\npackage c:d@1.2.0;\ninterface t {}\ninterface s {}\n';
  expect(await shown(text, { versions: true })).toContain(
    'import t‹@1.2.0›; export u‹@1.2.0›; import own; import c:d/s@1.2.0;',
  );
});

it('bits and discriminants, each if wanted', async () => {
  const text = 'package a:b;\ninterface i { flags f { a, b, c } enum e { x, y } variant v { p(u8), q } }\n';
  expect(await shown(text, { flagBits: true })).toContain('{ a‹= 0x1›, b‹= 0x2›, c‹= 0x4› } enum e { x, y }');
  expect(await shown(text, { discriminants: true })).toContain(
    'flags f { a, b, c } enum e { x‹= 0›, y‹= 1› } variant v { p‹= 0›(u8), q‹= 1› }',
  );
});

it('numbers go on after the ninth, in hexadecimal for bits, each with what it is', async () => {
  const cases = Array.from({ length: 34 }, (_, at) => `c${at}`).join(', ');
  const { snapshot, uri } = await fixture(`package a:b;\ninterface i { flags f { ${cases} } enum e { ${cases} } }\n`);
  const whole = { start: 0, end: 10_000 };
  const bits = inlayHints(snapshot, uri, whole, { ...OFF, flagBits: true });
  expect([3, 4, 11, 31, 33].map((at) => [bits[at]?.text, bits[at]?.tooltip])).toEqual([
    ['= 0x8', 'bit 3'],
    ['= 0x10', 'bit 4'],
    ['= 0x800', 'bit 11'],
    ['= 0x80000000', 'bit 31'],
    ['= 0x200000000', 'bit 33'],
  ]);
  const numbers = inlayHints(snapshot, uri, whole, { ...OFF, discriminants: true });
  expect([9, 10, 33].map((at) => [numbers[at]?.text, numbers[at]?.tooltip])).toEqual([
    ['= 9', 'discriminant 9'],
    ['= 10', 'discriminant 10'],
    ['= 33', 'discriminant 33'],
  ]);
});

it('three names are written out, of four two', () => {
  expect(shortList([])).toBe('');
  expect(shortList(['a'])).toBe('a');
  expect(shortList(['a', 'b', 'c'])).toBe('a, b, c');
  expect(shortList(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more');
});

it('each hint says all in its tooltip, and leads to what it is about where that is one thing', async () => {
  const { snapshot, uri } = await fixture(`package a:b;
interface t { type x = u8; }
interface u { use t.{x}; use c:d/s@1.2.0.{z}; type y = x; type k = z; }
interface v { use t.{x}; f: func(a: x); }
world o { import v; export run: func(); }
world w { import u; }
world one { import v; }
world most { include o; }
//- deps/c.wit
package c:d@1.2.0;
interface s { type z = u8; }
`);
  const hints = inlayHints(snapshot, uri, { start: 0, end: 10_000 }, { ...OFF, implicitImports: true });
  expect(
    hints.map(({ text, tooltip, target }) => [text, tooltip, target === undefined ? undefined : 'target']),
  ).toEqual([
    ['imports t', 'Imported too, because of what is used:\n\n- `t`', 'target'],
    ['imports t, c:d/s@1.2.0', 'Imported too, because of what is used:\n\n- `t`\n- `c:d/s@1.2.0`', undefined],
    ['imports t', 'Imported too, because of what is used:\n\n- `t`', 'target'],
    [
      '2 imports, 1 export',
      'Brought by this `include`:\n\n- import `a:b/t`\n- import `a:b/v`\n- export `run`',
      undefined,
    ],
  ]);
});

it('only in the range', async () => {
  const { snapshot, uri } = await fixture('package a:b;\ninterface i { flags f { a, b } }\n');
  expect(inlayHints(snapshot, uri, { start: 0, end: 20 }, { ...OFF, flagBits: true })).toEqual([]);
});

describe('code lenses', () => {
  const text =
    '//- a.wit\npackage a:b;\ninterface i { type t = u8; f: func(a: t, b: t); }\ninterface j { use i.{t}; }\nworld v { import i; }\nworld w { include v; export j; }\n';

  async function lenses(kind: CodeLensKind): Promise<string[]> {
    const { snapshot, uri, texts } = await fixture(text);
    const all = codeLenses(snapshot, uri, {
      references: kind === 'references',
      implementers: kind === 'implementers',
      contracts: false,
      worlds: kind === 'world',
    });
    return all.map(({ span, kind: own }) => {
      const found = resolveCodeLens(snapshot, uri, span.start, own);
      return `${texts.get(uri)?.slice(span.start, span.end)}: ${found?.title} (${found?.places.length})`;
    });
  }

  it('worlds', async () => {
    expect(await lenses('implementers')).toEqual([
      'i: imported by 2 worlds (2)',
      'j: exported by 1 world (1)',
      'v: included 1 time (1)',
    ]);
  });

  it('references', async () => {
    expect(await lenses('references')).toEqual([
      'i: 2 references (2)',
      't: 3 references (3)',
      'j: 1 reference (1)',
      'v: 1 reference (1)',
      'w: no references (0)',
    ]);
  });

  it('what worlds ask for', async () => {
    expect(await lenses('world')).toEqual([
      'v: 1 import · no exports · host-defined: a:b (0)',
      'w: 1 import · 1 export · host-defined: a:b (0)',
    ]);
  });

  it('none where a name is missing', async () => {
    const { snapshot, uri } = await fixture('package a:b;\ninterface {}\n');
    expect(codeLenses(snapshot, uri, { references: true, implementers: true, contracts: true, worlds: true })).toEqual(
      [],
    );
  });
});
