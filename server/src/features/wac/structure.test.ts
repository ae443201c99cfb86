// The outline of a composition, its folds, what a selection grows to, the names that it gives, and the `new` around a place.

import { describe, expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { applyEdits } from '../../base/text.ts';
import { readWac } from '../../wac/reader.ts';
import { instantiationAt, localNameAt, renameLocal } from './names.ts';
import { wacFolds, wacSelections } from './structure.ts';
import { wacSymbols, wacWorkspaceSymbols } from './symbols.ts';
import type { WacDocument } from './wac.ts';

const TEXT = `package acme:whole@1.0.0;
import clock: wasi:clocks/wall-clock@0.2.0;
import log: func(line: string);
import named as other: interface { ping: func(); };
record point { x: u8, y: u8 }
variant found { none, some(string) }
enum level { low, high }
flags marks { a, b }
type line = string;
interface api { use x:y/z.{t}; resource file { constructor(); read: func(); } f: func(); type k = u8; }
world whole { import one: func(); export two: func(); }
let app = new acme:app { clock, "x:y/z": clock.inner, log: log, ... };
let part = app.run;
export app.run;
export part as go;
export app...;
`;

it('the outline has what a composition names, each with what it is and its members', () => {
  const all = wacSymbols(readWac(TEXT), TEXT);
  expect(all.map((it) => `${it.kind} ${it.name} | ${it.detail}`)).toEqual([
    'property clock | import',
    'func log | import',
    'property named | import',
    'record point | record',
    'variant found | variant',
    'enum level | enum',
    'flags marks | flags',
    'type line | alias',
    'interface api | interface',
    'world whole | world',
    'property app | new acme:app',
    'property part | let',
    'property run | export app.run',
    'property go | export part',
  ]);
  const children = Object.fromEntries(
    all.flatMap((it) =>
      it.children.length === 0 ? [] : [[it.name, it.children.map((one) => `${one.kind} ${one.name}`)]],
    ),
  );
  expect(children).toEqual({
    api: ['resource file', 'func f', 'type k'],
    whole: ['property one', 'property two'],
  });
  for (const it of all) {
    expect(TEXT.slice(it.selection.start, it.selection.end)).toBe(it.name);
    expect(it.span.start).toBeLessThanOrEqual(it.selection.start);
    expect(it.span.end).toBeGreaterThanOrEqual(it.selection.end);
  }
});

it('the workspace finds them by their letters, members by what they are in, exports not at all', () => {
  const found = (query: string) =>
    wacWorkspaceSymbols(TEXT, query).map((it) => `${it.kind} ${it.container} ${it.name}`);
  expect(found(' %PoI ')).toEqual(['record acme:whole@1.0.0 point']);
  expect(found('two')).toEqual(['property acme:whole@1.0.0/whole two']);
  expect(found('run')).toEqual([]);
  expect(found('xyz')).toEqual([]);
  expect(wacWorkspaceSymbols('let ABC-d = e;', 'abc').map((it) => it.name)).toEqual(['ABC-d']);
  expect(found('')).toHaveLength(17);
  expect(wacWorkspaceSymbols('let a = b;', 'a')).toEqual([
    { name: 'a', kind: 'property', container: '', span: { start: 4, end: 5 } },
  ]);
});

it('folds runs of imports, and what stands in braces', () => {
  const text =
    'package a:b;\nimport c: d:e/f;\nimport g: h:i/j;\nlet k = new l:m {\n  n: o,\n};\nimport p: q:r/s;\nimport t: u:v/w;\n';
  const line = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  const folds = wacFolds({ text, file: readWac(text) }).filter((it) => line(it.start) < line(it.end));
  expect(folds.map((it) => [line(it.start), line(it.end), it.kind ?? 'brackets'])).toEqual(
    expect.arrayContaining([
      [1, 2, 'imports'],
      [3, 5, 'brackets'],
      [6, 7, 'imports'],
    ]),
  );
  expect(folds).toHaveLength(3);
});

it('a selection grows from a word over its argument and its `new` to the file', () => {
  const text = 'package a:b;\nlet k = new l:m { n: p.inner, ...o };\n';
  const grown = (word: string) =>
    wacSelections({ text, file: readWac(text) }, text.indexOf(word) + 1).map((it) => text.slice(it.start, it.end));
  expect(grown('inner').filter((it) => it !== text)).toEqual([
    'inner',
    'p.inner',
    'n: p.inner',
    expect.stringContaining('n: p.inner, ...o'),
    ...grown('inner').slice(4, -1),
  ]);
  expect(grown('inner')).toContain('new l:m { n: p.inner, ...o }');
  expect(grown('inner')).toContain('let k = new l:m { n: p.inner, ...o };');
  expect(grown('inner').at(-1)).toBe(text);
  expect(grown('l:m')).toContain('l:m');
  const lengths = grown('inner').map((it) => it.length);
  expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
});

describe('names', () => {
  const document = (text: string): WacDocument => ({
    uri: 'file:///w/a.wac',
    text,
    file: readWac(text),
    beside: { unread: [], places: new Map(), present: [] },
  });
  const snapshot = async () =>
    (
      await fixture(
        '//- deps/m.wit\npackage l:m;\nworld m { import n: func(); import q: func(); export run: func(); }\n',
      )
    ).snapshot;
  const LET =
    'package a:b;\nimport n: func();\nlet k = new l:m { n, q: n };\nlet z = k.run;\nexport k.run;\nexport n as %new;\n';

  it('are mentioned in the order of the text, from wherever one asks', async () => {
    const at = async (offset: number) => {
      const found = localNameAt(await snapshot(), document(LET), offset);
      return found?.spans.map(({ start }) => start);
    };
    const mentions = [LET.indexOf('n: func'), LET.indexOf('n, q'), LET.indexOf('n };'), LET.indexOf('n as')];
    for (const it of mentions) expect(await at(it)).toEqual(mentions);
    expect(await at(LET.indexOf('k = '))).toEqual([
      LET.indexOf('k = '),
      LET.indexOf('k.run;\nexport'),
      LET.indexOf('k.run;\nexport n'),
    ]);
    expect(await at(LET.indexOf('= new'))).toBeUndefined();
  });

  it('are renamed everywhere; an argument that is only a name keeps saying which import it is for', async () => {
    const renamed = async (newName: string, text = LET) => {
      const it = document(text);
      const found = localNameAt(await snapshot(), it, text.indexOf('n: func'));
      if (found === undefined) throw new Error('no name');
      const edits = renameLocal(await snapshot(), it, found, newName);
      return typeof edits === 'string' ? edits : applyEdits(text, edits);
    };
    expect(await renamed('other')).toBe(
      'package a:b;\nimport other: func();\nlet k = new l:m { n: other, q: other };\nlet z = k.run;\nexport k.run;\nexport other as %new;\n',
    );
    // A word of the language is escaped.
    expect(await renamed('let')).toContain('import %let: func();');
    expect(await renamed('%let')).toContain('q: %let }');
    expect(await renamed('n')).toBe(LET);
    expect(await renamed('k')).toBe('`k` is a name of this file already');
    expect(await renamed('Not A Name')).toBe('`Not A Name` is not in kebab case, like `an-example`');
  });

  it('the `new` around a place is the innermost whose braces hold it', () => {
    const text = 'package a:b;\nlet k = new l:m { n: new o:p { q }, r };\nlet open = new s:t { u';
    const at = (offset: number) => instantiationAt(document(text), offset)?.path.text;
    expect(at(text.indexOf('n:'))).toBe('l:m');
    expect(at(text.indexOf('q'))).toBe('o:p');
    expect(at(text.indexOf(', r') + 1)).toBe('l:m');
    // Before a brace and behind one is outside.
    expect(at(text.indexOf('{ n'))).toBeUndefined();
    expect(at(text.indexOf('{ n') + 1)).toBe('l:m');
    expect(at(text.indexOf('{ q'))).toBe('l:m');
    expect(at(text.indexOf('};\nlet open') + 1)).toBeUndefined();
    expect(at(text.indexOf('package'))).toBeUndefined();
    // What is not closed goes on to the end.
    expect(at(text.length)).toBe('s:t');
  });
});
