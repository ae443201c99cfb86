// What hover computes: sizes, places, core values and what a world comes to. The numbers are those of the canonical ABI, worked
// out by hand.

import { expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { hover } from './hover.ts';

/** The lines of facts at the cursor, without where the thing is. */
async function facts(text: string): Promise<string[]> {
  const { snapshot, uri, offset } = await fixture(text);
  const said = hover(snapshot, uri, offset)?.text ?? '';
  const lines = said.split('---\n\n')[1]?.split('\n\n')[0]?.split('  \n') ?? [];
  return lines.filter((it) => !it.includes('](file:'));
}

const types = (text: string) => facts(`package a:b;\ninterface i {\n${text}\n}\n`);
const ABI = '(canonical ABI)';

it.each([
  ['type $0t = u8;', `1 byte, aligned to 1, 1 core value ${ABI}`],
  ['type $0t = string;', `8 bytes, aligned to 4, 2 core values ${ABI}`],
  ['type $0t = option<u64>;', `16 bytes, aligned to 8, 2 core values ${ABI}`],
  ['record $0r { a: u8, b: u64, c: u8 }', `24 bytes, aligned to 8, 3 core values ${ABI}`],
  ['type u = u16; type $0t = u;', `2 bytes, aligned to 2, 1 core value ${ABI}`],
])('a type: %s', async (text, layout) => {
  expect(await types(text)).toEqual([layout]);
});

it('a resource is a handle', async () => {
  expect(await types('resource $0r;')).toEqual(['A handle: 4 bytes, 1 core value']);
});

it('flags, enums and variants say how they are numbered', async () => {
  const cases = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`).join(', ');
  expect((await types(`flags $0f { ${cases(1)} }`))[1]).toBe('1 flag in 8 bits');
  expect((await types(`flags $0f { ${cases(8)} }`))[1]).toBe('8 flags in 8 bits');
  expect((await types(`flags $0f { ${cases(9)} }`))[1]).toBe('9 flags in 16 bits');
  expect((await types(`flags $0f { ${cases(16)} }`))[1]).toBe('16 flags in 16 bits');
  expect((await types(`flags $0f { ${cases(17)} }`))[1]).toBe('17 flags in 32 bits');
  expect((await types(`enum $0e { ${cases(2)} }`))[1]).toBe('2 cases, numbered in 1 byte');
  expect((await types(`enum $0e { ${cases(256)} }`))[1]).toBe('256 cases, numbered in 1 byte');
  expect((await types(`enum $0e { ${cases(257)} }`))[1]).toBe('257 cases, numbered in 2 bytes');
  expect(await types('variant $0v { a(u32), b }')).toEqual([
    `8 bytes, aligned to 4, 2 core values ${ABI}`,
    '2 cases, numbered in 1 byte',
  ]);
});

it('a field says where it lies, the last one after all gaps', async () => {
  const record = (at: number) => {
    const names = ['a', 'b', 'c'].map((it, index) => (index === at ? `$0${it}` : it));
    return types(`record r { ${names[0]}: u8, ${names[1]}: u32, ${names[2]}: u16 }`);
  };
  expect(await record(0)).toEqual([`At offset 0: 1 byte, aligned to 1, 1 core value ${ABI}`]);
  expect(await record(1)).toEqual([`At offset 4: 4 bytes, aligned to 4, 1 core value ${ABI}`]);
  expect(await record(2)).toEqual([`At offset 8: 2 bytes, aligned to 2, 1 core value ${ABI}`]);
});

it('a case says its number, and what its value is', async () => {
  expect(await types('enum e { a, b, $0c }')).toEqual(['Case 2 of 3, counted from 0']);
  expect(await types('variant v { a, $0b(string) }')).toEqual([
    'Case 1 of 2, counted from 0',
    `Its value: 8 bytes, aligned to 4, 2 core values ${ABI}`,
  ]);
  expect(await types('variant v { $0a, b(string) }')).toEqual(['Case 0 of 2, counted from 0']);
  expect(await types('flags f { a, $0b }')).toEqual(['Bit 1 of 8']);
});

it('a parameter says what it is in memory', async () => {
  expect(await types('f: func(a: u8, $0b: list<u8>);')).toEqual([`8 bytes, aligned to 4, 2 core values ${ABI}`]);
});

it.each([
  ['$0f: func();', '0 core parameters; 0 core results'],
  ['$0f: func(a: string) -> u8;', '2 core parameters; 1 core result'],
  ['$0f: func() -> string;', '0 core parameters; 2 core results, which go through memory'],
  ['resource r { $0f: func(a: u8); }', '2 core parameters; 0 core results'],
  ['resource r { $0f: static func(a: u8); }', '1 core parameter; 0 core results'],
  ['resource r { $0constructor(a: u8); }', '1 core parameter; 1 core result'],
  [
    `$0f: func(${Array.from({ length: 8 }, (_, at) => `p${at}: string`).join(', ')});`,
    '16 core parameters; 0 core results',
  ],
  [
    `$0f: func(${Array.from({ length: 8 }, (_, at) => `p${at}: string`).join(', ')}, last: bool);`,
    '17 core parameters, which go through memory; 0 core results',
  ],
])('a call: %s', async (text, call) => {
  expect(await types(text)).toEqual([`${call} ${ABI}`]);
});

it('an interface counts what it has, without what it uses', async () => {
  const text =
    'package a:b;\ninterface j { type t = u8; type u = u8; }\ninterface $0i { use j.{t, u}; record r { a: t } f: func(); g: func(); }\n';
  expect(await facts(text)).toEqual(['1 type, 2 functions']);
});

it('a world lists what it imports and exports, up to twenty', async () => {
  const funcs = (count: number) => Array.from({ length: count }, (_, at) => `export f${at}: func();`).join('\n');
  const world = (count: number) => facts(`package a:b;\ninterface i {}\nworld $0w { import i;\n${funcs(count)} }\n`);
  const names = (count: number) => Array.from({ length: count }, (_, at) => `\`f${at}\``).join(', ');
  expect((await world(0)).slice(0, 2)).toEqual(['Imports: `a:b/i`', 'Exports: none']);
  expect((await world(20))[1]).toBe(`Exports: ${names(20)}`);
  expect((await world(21))[1]).toBe(`Exports: ${names(20)} and 1 more`);
  expect((await world(25))[1]).toBe(`Exports: ${names(20)} and 5 more`);
});

it('a world that lacks something says what, and what its component could do', async () => {
  const world = (body: string) => facts(`package a:b;\ninterface i {}\nworld $0w { ${body} }\n`);
  expect((await world('import i; import x:y/z@1.0.0; import q:r/s;'))[2]).toBe(
    'Incomplete: x:y/z@1.0.0, q:r/s not found',
  );
  expect(await world('import i;')).toHaveLength(2);
  const clocks = `package a:b;
world $0w { import wasi:clocks/monotonic-clock@0.2.0; }
//- deps/clocks/x.wit
package wasi:clocks@0.2.0;
interface monotonic-clock { now: func() -> u64; }
`;
  expect((await facts(clocks))[2]).toMatch(/^A component of it: .+/);
});

it('`include` says what it brings, under its new names, and what was there anyway', async () => {
  const text = `package a:b;
interface i {}
interface j {}
world one { import i; import j; import log: func(); export run: func(); }
world two { import i; $0include one with { log as logger } }
`;
  expect(await facts(text)).toEqual([
    'Brings the imports: `a:b/j`, `logger`',
    'Brings the exports: `run`',
    '1 item of it is in this world anyway',
  ]);
  expect(await facts(text.replace('import i; $0', 'import i; import j; $0'))).toContain(
    '2 items of it are in this world anyway',
  );
  expect(await facts(text.replace('import i; $0', '$0'))).toEqual([
    'Brings the imports: `a:b/i`, `a:b/j`, `logger`',
    'Brings the exports: `run`',
  ]);
});

it('gates are facts: deprecated, and not there', async () => {
  const gated = (gate: string) => facts(`package a:b@1.1.0;\ninterface i {\n${gate}\nrecord $0r { a: u8 }\n}\n`);
  expect(await gated('@since(version = 1.0.0)')).toEqual([`1 byte, aligned to 1, 1 core value ${ABI}`]);
  expect(await gated('@since(version = 1.0.0) @deprecated(version = 1.1.0)')).toContain('Deprecated since 1.1.0');
  expect(await gated('@unstable(feature = beta)')).toContain('Not there: the feature `beta` is not active');
  for (const holder of [
    'interface $0j {}',
    'world $0w {}',
    'world w { @unstable(feature = beta) import $0f: func(); }',
  ])
    expect(await facts(`package a:b@1.1.0;\n@unstable(feature = beta)\n${holder}\n`)).toContain(
      'Not there: the feature `beta` is not active',
    );
});

it('a package says which versions are known, and what is in it', async () => {
  const text = `package a:$0b@2.0.0;
interface i {}
interface j {}
world w {}
//- deps/old/x.wit
package a:b@1.0.0;
//- deps/longer/x.wit
package a:bc@3.0.0;
`;
  expect(await facts(text)).toEqual(['Known versions: 1.0.0, 2.0.0', '2 interfaces, 1 world in 1 file']);
  expect(await facts('package a:$0b;\n')).toEqual(['Known versions: none', '0 interfaces, 0 worlds in 1 file']);
  const missing = 'package a:b;\ninterface i { use x:$0y/z@1.0.0.{t}; }\n';
  expect(await facts(missing)).toEqual(['Not found']);
});
