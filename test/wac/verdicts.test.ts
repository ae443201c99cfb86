// What is valid WAC: our verdict on each statement of verdicts.txt is wac's, and wac still says what is written there.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { wacPackages } from '../../server/src/features/worlds/compose.ts';
import type { WacPackages } from '../../server/src/wac/composition.ts';
import { readWac } from '../../server/src/wac/reader.ts';
import { composeWac } from '../../server/src/wac/resolve.ts';
import { directoryWith } from '../support/command.ts';
import { fixture } from '../support/fixture.ts';
import { runTool, tool } from '../support/tools.ts';

const PARTS = `package acme:parts;

interface out {
  write: func(line: string);
}

interface types {
  record money { cents: u64 }
  resource r { m: func(); }
}

interface shop {
  use types.{money, r};
  pay: func(m: money) -> r;
}

interface holder {
  resource h { m: func(); }
  resource k { m: func(); }
  record hh { h: h }
  record kk { h: k }
  record more { h: h, n: u8 }
  type also = h;
  get: func() -> hh;
}
`;

/** A type of each kind, as a world has them. */
const KINDS =
  'record q { a: u16 } variant v { x, y(u8) } enum e { red, green } flags g { read, write } type n = list<string>; ' +
  'type s = u8; record outer { inner: q, rest: list<n> } type al = q;';

const WORLDS: Readonly<Record<string, string>> = {
  app: 'import log: interface { write: func(line: string); } export run: func();',
  logger: 'export write: func(line: string);',
  speaker: 'export acme:parts/out;',
  listener: 'import acme:parts/out; export run: func();',
  two: 'import f: func(a: u32); import acme:parts/out; export acme:parts/out; export g: func() -> u32;',
  seller: 'export acme:parts/shop; export acme:parts/types;',
  buyer: 'import acme:parts/shop; export run: func();',
  funcs:
    'import nothing: func(); import pair: func(a: u8, b: u8); import texts: func(a: list<string>); ' +
    'import maybe: func(a: option<u8>); import both: func(a: tuple<u8, string>); ' +
    'import answer: func() -> result<u8, string>; import bytes: func(a: stream<u8>) -> future<u8>; ' +
    'import later: async func(); export run: func();',
  shapes:
    'import point: interface { record p { x: u8, y: u8 } f: func(a: p); } ' +
    'import choice: interface { variant v { a, b(u8) } f: func(a: v); } ' +
    'import colour: interface { enum e { red, green } f: func(a: e); } ' +
    'import rights: interface { flags g { read, write } f: func(a: g); } ' +
    'import file: interface { resource h { constructor(a: u8); size: func() -> u64; all: static func() -> list<h>; } ' +
    'f: func(a: borrow<h>) -> h; } ' +
    'import name: interface { type n = string; f: func(a: n); } export run: func();',
  alike: 'import log: interface { write: func(line: string); read: func() -> string; } export stop: func();',
  typed: 'use acme:parts/types.{money, r}; export run: func(m: money); export go: func() -> r; export calm: func();',
  'own-typed': 'record q { a: u8 } import f: func(a: q); export run: func(a: q);',
  kinds: `${KINDS} import f: func(q: q, v: v, e: e, g: g, n: n, s: s, x: outer, al: al); export calm: func();`,
  args: `${KINDS} export f: func(q: q, v: v, e: e, g: g, n: n, s: s, x: outer, al: al); export calm: func();`,
  held: 'resource h { m: func(); } record hh { h: h } import f: func(h: h, hh: hh); export calm: func();',
  payer: 'use acme:parts/types.{money}; import f: func(m: money); export calm: func();',
  store: 'export acme:parts/holder;',
  giver: 'use acme:parts/holder.{h, hh}; export f: func(a: h, b: hh); export calm: func();',
  boxer: 'use acme:parts/holder.{h}; record box { h: h } export f: func(b: box); export calm: func();',
  plain: 'resource h { m: func(); } import f: func(h: h); export calm: func();',
  bare: 'resource h; record hh { h: h } export f: func(x: hh); export calm: func();',
  taker: 'resource h; record hh { h: h } import f: func(x: hh); export calm: func();',
  taker2: 'resource h; record hh { h: h } import f: func(a: h, b: hh); export calm: func();',
  pair2: 'resource h; resource k; record hh { h: h, k: k } export f: func(x: hh); export calm: func();',
  unlike: 'import log: interface { write: func(line: u8); } export stop: func();',
};

interface Row {
  readonly step: 'parse' | 'compose';
  readonly accepts: boolean;
  readonly text: string;
}

const ROWS: Row[] = [];
let step: Row['step'] = 'parse';
for (const line of readFileSync(new URL('verdicts.txt', import.meta.url), 'utf8').split('\n')) {
  if (line === '# parse' || line === '# compose') step = line.slice(2) as Row['step'];
  const match = /^(accepts|refuses) {2}(.*)$/.exec(line);
  if (match === null) continue;
  const statements = (match[2] ?? '').replace(/\\(n|r|u[0-9a-f]{4})/g, (it) => JSON.parse(`"${it}"`));
  const text = statements.startsWith('package a:b ') ? statements : `package a:b;\n${statements}\n`;
  ROWS.push({ step, accepts: match[1] === 'accepts', text });
}

let packages: WacPackages;
beforeAll(async () => {
  const worlds = Object.entries(WORLDS).map(([name, body]) => `package acme:${name} { world ${name} { ${body} } }`);
  const versioned = 'package acme:speaker@1.0.0 { world speaker { export acme:parts/out; } }';
  const { snapshot } = await fixture(`${PARTS}${worlds.join('\n')}\n${versioned}\n`);
  packages = wacPackages([snapshot]);
});

describe('our verdict', () => {
  it('there are many rows of either verdict', () => {
    for (const accepts of [true, false])
      expect(ROWS.filter((it) => it.accepts === accepts).length).toBeGreaterThan(200);
  });

  it.each(ROWS)('$step $accepts: $text', (row) => {
    const file = readWac(row.text);
    // `wac parse` resolves nothing; where `...` may stand it leaves to the next step, which we do not.
    const late = row.step === 'parse' && /\.\.\. ?, [.c]/.test(row.text);
    const problems = row.step === 'parse' ? readWac(row.text).problems : composeWac(file, packages).problems;
    expect(problems.length === 0 || late, JSON.stringify(problems)).toBe(row.accepts);
  });
});

describe('wac itself', () => {
  const wac = tool('wac');
  const wasmTools = tool('wasm-tools');

  it.skipIf(wac === undefined || wasmTools === undefined)(
    'says what is written down',
    { timeout: 300_000 },
    async () => {
      if (wac === undefined || wasmTools === undefined) return;
      const cwd = directoryWith({ 'parts/parts.wit': PARTS, 'deps/acme/parts/parts.wit': PARTS });
      mkdirSync(path.join(cwd, 'deps/acme/speaker'), { recursive: true });
      for (const [name, body] of Object.entries(WORLDS)) {
        writeFileSync(
          path.join(cwd, 'parts/world.wit'),
          `package acme:parts;\nworld ${name} { ${body.replaceAll('acme:parts/', '')} }\n`,
        );
        const made = path.join(cwd, 'deps/acme', name === 'speaker' ? 'speaker/1.0.0.wasm' : `${name}.wasm`);
        expect(
          runTool(wasmTools, ['component', 'embed', '--dummy', '-w', name, 'parts', '-o', 'core.wasm'], cwd).status,
        ).toBe(0);
        expect(runTool(wasmTools, ['component', 'new', 'core.wasm', '-o', made], cwd).status).toBe(0);
      }
      const speaker = path.join(cwd, 'deps/acme/speaker/1.0.0.wasm');
      const differ: string[] = [];
      for (const [index, { step, text, accepts }] of ROWS.entries()) {
        // The test runner wants to hear from us.
        if (index % 20 === 0) await setImmediate();
        writeFileSync(path.join(cwd, 'whole.wac'), text);
        // A directory of versions hides the binary without one; an option that names it hides the versions.
        const dep = text.includes('speaker@') ? [] : ['--dep', `acme:speaker=${speaker}`];
        const args = step === 'parse' ? ['parse', 'whole.wac'] : ['compose', ...dep, 'whole.wac', '-o', 'out.wasm'];
        if ((runTool(wac, args, cwd).status === 0) !== accepts) differ.push(text);
      }
      expect(differ).toEqual([]);
    },
  );
});
