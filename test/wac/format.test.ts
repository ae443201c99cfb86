// The formatter of compositions: its style, what it keeps, over the protocol and on files that nobody wrote.
// FORMAT_FUZZ=100000 makes as many, FORMAT_SEED=N begins at another place.

import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { applyEdits, LineIndex } from '../../server/src/base/text.ts';
import {
  formatComposition,
  formatCompositionOnType,
  formatCompositionRange,
} from '../../server/src/features/wac/format.ts';
import { DEFAULT_FORMAT } from '../../server/src/format/options.ts';
import { difference } from '../../server/src/format/verify.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { WAC } from '../../server/src/wac/language.ts';
import { readWac } from '../../server/src/wac/reader.ts';
import { damage, layOut, random } from '../format/mutate.ts';
import { TestClient } from '../support/server.ts';

function styled(text: string, options = DEFAULT_FORMAT): string {
  const { edits, bug } = formatComposition({ text, file: readWac(text) }, options);
  expect(bug).toBeUndefined();
  return applyEdits(text, edits);
}

const UGLY = `// 𝔘 head
package   a:b   targets c:d/e@1.0.0 ;
/// docs of i
import i : c:d/e; import j as "x-y": interface { f: func( a :u8 , b: list <u8>,) -> result< _ , e >; g: func(); /* c */ } ;
let x=new a:b@1.0.0{...};
let y = new a:b { x , ... z, "k": x . run ["q"] , ..., } ; // why
let z = (new a:b{
   x, // one
   n: new d:e { q , w } , ... })
  .foo;


export x ... ; export z as "q";
record r{a:  u8, b: string}
interface k { use i.{a,b as c}; resource r { constructor(a : u8); m: static func() ; } f: t;
type q = func();
}
world w { import k; include v with {x as y,}; export g: interface { h: func(); }; }`;

const NICE = `// 𝔘 head
package a:b targets c:d/e@1.0.0;

/// docs of i
import i: c:d/e;
import j as "x-y": interface {
  f: func(a: u8, b: list<u8>) -> result<_, e>;

  g: func(); /* c */
};
let x = new a:b@1.0.0 { ... };
let y = new a:b { x, ...z, "k": x.run["q"], ... }; // why
let z = (new a:b {
  x, // one
  n: new d:e { q, w },
  ...
}).foo;

export x...;
export z as "q";
record r {
  a: u8,
  b: string,
}

interface k {
  use i.{a, b as c};

  resource r {
    constructor(a: u8);
    m: static func();
  }

  f: t;
  type q = func();
}

world w {
  import k;
  include v with { x as y };
  export g: interface {
    h: func();
  };
}
`;

describe('the style', () => {
  it('of every construct', () => {
    expect(styled(UGLY)).toBe(NICE);
    expect(styled(NICE)).toBe(NICE);
  });

  it('keeps the line ends of the file', () => {
    expect(styled(UGLY.replaceAll('\n', '\r\n'))).toBe(NICE.replaceAll('\n', '\r\n'));
  });

  it('gives arguments a line each when they are too long, or were on lines of their own', () => {
    const long = `package a:b;\n\nlet x = new c:d { first, second: new e:f { third, ... }, ... };\n`;
    expect(styled(long)).toBe(long);
    expect(styled(long, { ...DEFAULT_FORMAT, width: 40 })).toBe(`package a:b;

let x = new c:d {
  first,
  second: new e:f { third, ... },
  ...
};
`);
    expect(styled(long, { ...DEFAULT_FORMAT, width: 20 })).toBe(`package a:b;

let x = new c:d {
  first,
  second: new e:f {
    third,
    ...
  },
  ...
};
`);
    const byHand = 'package a:b;\n\nlet x = new c:d {\n  y,\n};\n';
    expect(styled(byHand)).toBe(byHand);
    expect(styled('package a:b;\n\nlet x = new c:d { y: new e:f {\n z } };\n')).toBe(
      'package a:b;\n\nlet x = new c:d {\n  y: new e:f {\n    z,\n  },\n};\n',
    );
  });

  it.each([
    ['let x = y\nexport   z;\n', 'let x = y\nexport z;\n'],
    ['let x  = new a:b { c:  ;\nexport   z;\n', 'let x  = new a:b { c:  ;\nexport z;\n'],
    ['record r {a:u8}\nexport   z;\n', 'record r {a:u8}\nexport z;\n'],
    ['}  }\nexport   z;\n', '}  }\nexport z;\n'],
    ['let x  = "open;\nexport   z;\n', 'let x  = "open;\nexport z;\n'],
    [
      '// wit-format: off\nlet x  = y;\n// wit-format: on\nexport   z;\n',
      '// wit-format: off\nlet x  = y;\n// wit-format: on\nexport z;\n',
    ],
  ])('leaves what is broken or switched off: %s', (text, expected) => {
    expect(styled(`package a:b;\n\n${text}`)).toBe(`package a:b;\n\n${expected}`);
  });

  it('does nothing while a merge is not resolved', () => {
    const text = 'package a:b;\n<<<<<<< mine\nlet x =   y;\n=======\nlet x = z;\n>>>>>>> theirs\n';
    expect(styled(text)).toBe(text);
  });
});

describe('over the protocol', () => {
  const URI = 'file:///w/whole.wac';

  async function open(text: string, files: Record<string, string> = {}): Promise<TestClient> {
    const client = await TestClient.inside(new MemoryHost({ ...files, [URI]: 'package never:read;' }));
    await client.initialize({ rootUri: 'file:///w', capabilities: {} });
    client.notify('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'wac', version: 1, text } });
    return client;
  }

  async function changed(client: TestClient, text: string, method: string, params: object): Promise<string> {
    const options = { tabSize: 8, insertSpaces: false };
    const { result } = await client.request(method, { textDocument: { uri: URI }, options, ...params });
    const lines = new LineIndex(text);
    type Edit = { range: { start: never; end: never }; newText: string };
    const edits = result.map(({ range, newText }: Edit) => ({
      start: lines.offset(range.start),
      end: lines.offset(range.end),
      text: newText,
    }));
    return applyEdits(text, edits);
  }

  it.each([UGLY, UGLY.replaceAll('\n', '\r\n')])('formats an unsaved file', async (text) => {
    const client = await open(text);
    const expected = text.includes('\r') ? NICE.replaceAll('\n', '\r\n') : NICE;
    expect(await changed(client, text, 'textDocument/formatting', {})).toBe(expected);
  });

  it('follows .editorconfig', async () => {
    const text = 'package a:b;\n\nrecord r { a: u8 }\n';
    const client = await open(text, { 'file:///w/.editorconfig': '[*.wac]\nindent_style = tab\n' });
    expect(await changed(client, text, 'textDocument/formatting', {})).toBe(
      'package a:b;\n\nrecord r {\n\ta: u8,\n}\n',
    );
  });

  it('formats the statements of a range and no others', async () => {
    const text = 'package a:b;\nlet 𝔘 = 1;\nlet x  =  y;\nlet z  =  y;\n';
    const client = await open(text);
    const range = { start: { line: 2, character: 5 }, end: { line: 2, character: 6 } };
    expect(await changed(client, text, 'textDocument/rangeFormatting', { range })).toBe(
      text.replace('let x  =  y;', 'let x = y;'),
    );
  });

  it.each([
    ['let x = new a:b {\nc,\n};', '\n', { line: 2, character: 0 }, 'let x = new a:b {\n  c,\n};'],
    ['let x  =  new a:b { c,d };', ';', { line: 1, character: 26 }, 'let x = new a:b { c, d };'],
    ['interface i {\nf:  func();\n}', ';', { line: 2, character: 11 }, 'interface i {\n  f: func();\n}'],
  ])('formats what is typed: %j', async (statement, ch, position, expected) => {
    const text = `package a:b;\n${statement}\n`;
    const client = await open(text);
    expect(await changed(client, text, 'textDocument/onTypeFormatting', { ch, position })).toBe(
      `package a:b;\n${expected}\n`,
    );
  });
});

const STATEMENTS = [
  'import i: c:d/e@1.0.0-rc.1+b ;',
  'import f as "a:b/c" : func ( a: u8 , b: tuple < list < string > , option < t > > , ) -> result < _ , e > ;',
  'import j as k: interface { use c:d/e@1.0.0 . { x , y as z , } ; f: async func ( ) ; g: h ; }  ;',
  'let x = new a:b { } ;',
  'let y = new a:b@1.0.0 { x , ... z , "k": y . z [ "w" ] , import: ( x ) , n: new d:e { q , ... } , ... } . out ;',
  'let first-name-that-is-long = new a-namespace:a-package-that-is-long { one-argument , two: three , four: new b:c { five , six } } ;',
  'export x ... ;',
  'export ( y . z ) as "a:b/c" ;',
  'type t = async func ( a: stream < u8 > ) -> future ;',
  'record r { type: u8 , b: list < u8 > }',
  'variant v { a , b ( u8 ) , }',
  'enum e { a , b }',
  'flags f { a }',
  'interface k { resource r ; resource s { constructor ( a: u8 ) ; m: static func ( ) ; n: func ( ) -> borrow < s > ; } type q = u8 ; enum e { a } }',
  'world w { import k ; import c:d/e ; export g: interface { h: func ( ) ; } ; include v with { x as y , } ; use k . { q } ; resource r ; }',
];

function madeTokens(next: () => number): string[] {
  const pick = (): string => STATEMENTS[Math.floor(next() * STATEMENTS.length)] ?? '';
  return ['package a:b targets c:d/e ;', pick(), pick(), pick(), pick()].flatMap((it) => it.split(/\s+/));
}

/** What a file says, without places. */
function meaning(text: string): string {
  return JSON.stringify(readWac(text).statements, (key, value) =>
    key === 'span' ? undefined : key === 'fill' ? '...' : value,
  );
}

const COUNT = Number(process.env.FORMAT_FUZZ ?? 3000);
const FIRST = Number(process.env.FORMAT_SEED ?? 1);
const TIMEOUT = 20_000 + COUNT * 20;

/** Formats until nothing changes, `rounds` times at most: how a broken file is read can depend on its layout. */
function formatted(seed: number, text: string, rounds: number): string {
  const options = { ...DEFAULT_FORMAT, width: seed % 3 === 0 ? 40 : 100, insertSpaces: seed % 5 > 0 };
  let before = text;
  for (let round = 0; ; round++) {
    const { edits, bug } = formatComposition({ text: before, file: readWac(before) }, options);
    if (bug !== undefined) expect.fail(`seed ${seed}: ${bug}\n${before}`);
    if (edits.length === 0) return before;
    const after = applyEdits(before, edits);
    if (round === rounds) expect(after, `seed ${seed}:\n${text}`).toBe(before);
    const lost = difference(before, after, WAC);
    if (lost !== undefined) expect.fail(`seed ${seed}: ${lost}\n${before}`);
    before = after;
  }
}

describe('made files', () => {
  it('keep tokens, comments and meaning, and stay as formatted', { timeout: TIMEOUT }, async () => {
    for (let seed = FIRST; seed < FIRST + COUNT / 2; seed++) {
      // The test runner wants to hear from us.
      if (seed % 500 === 0) await setImmediate();
      const next = random(seed);
      const text = layOut(madeTokens(next), next, [0, 0.05, 0.3][seed % 3] ?? 0);
      const { problems } = readWac(text);
      if (problems.length > 0) expect(problems, `seed ${seed}:\n${text}`).toEqual([]);
      const after = formatted(seed, text, 1);
      if (meaning(after) !== meaning(text)) expect(after, `seed ${seed}`).toBe(text);
    }
  });

  it('keep tokens and comments when damaged, in whole and in parts', { timeout: TIMEOUT }, async () => {
    for (let seed = FIRST; seed < FIRST + COUNT / 2; seed++) {
      if (seed % 500 === 0) await setImmediate();
      const next = random(-seed);
      const text = damage(layOut(madeTokens(next), next, seed % 2 === 0 ? 0 : 0.05), next);
      formatted(seed, text, 8);
      const start = Math.floor(next() * text.length);
      const end = start + Math.floor(next() * (text.length - start));
      const it = { text, file: readWac(text) };
      const part = formatCompositionRange(it, { start, end }, DEFAULT_FORMAT);
      const typed = formatCompositionOnType(it, end, text[end - 1] ?? '', DEFAULT_FORMAT);
      for (const { edits, bug } of [part, typed]) {
        const lost = bug ?? difference(text, applyEdits(text, edits), WAC);
        if (lost !== undefined) expect.fail(`seed ${seed}, ${start} to ${end}: ${lost}\n${text}`);
      }
    }
  });
});
