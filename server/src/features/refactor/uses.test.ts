// `use` statements in order: in every body of a file, one for each path, its names sorted, comments and attributes left alone.

import { expect, it } from 'vitest';
import { fixture } from '../../../../test/support/fixture.ts';
import { applyEdits } from '../../base/text.ts';
import { organizeUses } from './uses.ts';

async function organized(text: string): Promise<string | undefined> {
  const { snapshot, uri } = await fixture(text);
  const found = organizeUses(snapshot, uri);
  if (found === undefined) return undefined;
  expect([found.title, found.kind, found.edits.map((it) => it.uri)]).toEqual([
    'Organize uses',
    'source.organizeImports',
    [uri],
  ]);
  return applyEdits(text, found.edits[0]?.edits ?? []);
}

it('in interfaces, worlds, and inline interfaces that are imported or exported', async () => {
  const messy = 'use c:d/e.{f}; use b.{z, a};';
  const tidy = 'use b.{a, z}; use c:d/e.{f};';
  for (const body of [
    'interface i { USES }',
    'world w { USES }',
    'world w { import x: interface { USES } }',
    'world w { export x: interface { USES } }',
    'package n:p { interface i { USES } }',
    'interface one { USES }\ninterface two { USES }',
  ]) {
    const text = `package a:b;\n${body}\n`;
    expect(await organized(text.replaceAll('USES', messy))).toBe(text.replaceAll('USES', tidy));
    expect(await organized(text.replaceAll('USES', tidy))).toBeUndefined();
  }
});

it('own interfaces first, then packages by their names; one statement for each path, duplicates gone', async () => {
  const inside = (lines: readonly string[]) =>
    `package a:b;\ninterface i {\n${lines.map((it) => `  ${it}\n`).join('')}}\n`;
  expect(
    await organized(
      inside(['use z.{a};', 'use x:y/b.{c};', 'use m.{q as r, p};', 'use a:a/b.{d};', 'use m.{p, n};', 'use z.{a};']),
    ),
  ).toBe(inside(['use m.{n, p, q as r};', 'use z.{a};', 'use a:a/b.{d};', 'use x:y/b.{c};']));
});

it('what has a comment or an attribute stays, and parts what is around it', async () => {
  const inside = (lines: readonly string[]) =>
    `package a:b;\ninterface i {\n${lines.map((it) => `  ${it}\n`).join('')}}\n`;
  const kept = [
    ...['use d.{a};', 'use c.{a};'],
    ...['// why', 'use b.{a};', '@since(version = 1.0.0)', 'use a.{z, a};', 'use y.{/* c */ b, a};'],
    ...['use x.{a};', 'use w.{b, a};'],
  ];
  expect(await organized(inside(kept))).toBe(
    inside([
      ...['use c.{a};', 'use d.{a};'],
      ...['// why', 'use b.{a};', '@since(version = 1.0.0)', 'use a.{z, a};', 'use y.{/* c */ b, a};'],
      ...['use w.{a, b};', 'use x.{a};'],
    ]),
  );
});

it('not in a file with errors', async () => {
  expect(await organized('package a:b;\ninterface i { use c.{z, a}; f: func( }\n')).toBeUndefined();
});
