import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fixture } from '../../../../../test/support/fixture.ts';

const TEXT = `package a:b@1.0.0;
interface i {
  p: get() -> u8;
  p: set(v: u8);
  f: func(a: list<u8, 4>, b: option<map<string, u8>>, c: error-context);
  @external-id("g")
  g: func();
  get: func(set: list<u8>);
}
world v { import q: get() -> u8; }
world w {
  include v;
  import q: set(v: u8);
  import other: i;
  import inline: interface { h: func(); }
}
`;

it('names each construct and the tools that refuse it, and only when asked', async () => {
  const levels = { 'lint/not-yet-everywhere': 'information' } as const;
  const { snapshot, uri, texts } = await fixture(TEXT, { levels });
  const source = texts.get(uri) ?? '';
  const found = snapshot.diagnostics(uri).map(({ code, span, message }) => {
    expect(code).toBe('lint/not-yet-everywhere');
    return `${source.slice(span.start, span.end)}: ${message}`;
  });
  const both = 'wasmtime 48 to 50 and componentize-py 0.25';
  const all = 'wasmtime 48 to 50, jco-transpile 0.15, wac 0.12 and componentize-py 0.25';
  expect(found.sort()).toEqual([
    'error-context: `error-context` is refused by wasmtime 48 to 50',
    `g: \`@external-id\` is refused by ${both}`,
    `get: getters and setters are refused by ${all}`,
    `get: getters and setters are refused by ${all}`,
    `list: a list of fixed length is refused by ${both}`,
    `map: \`map\` is refused by ${both}`,
    `other: an interface under a label is refused by ${both}`,
  ]);
  // The page says the same.
  const page = readFileSync('docs/diagnostics/lint/not-yet-everywhere.md', 'utf8');
  const rows = [...page.matchAll(/^\| (?!construct|-)[^|]+ \| ([^|]+) \|$/gm)].map(([, tools]) => tools);
  const told = [...new Set(found)].map((it) => it.split(' refused by ')[1]?.replace(' and ', ', '));
  expect(rows.sort()).toEqual(told.sort());
  const { snapshot: plain } = await fixture(TEXT);
  expect(plain.diagnostics(uri)).toEqual([]);
});
