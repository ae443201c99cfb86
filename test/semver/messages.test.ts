// What a change says in words: where a removed interface went, both names of what was renamed, how many gates came.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { compareArchive, readArchive } from './fixture.ts';

async function messagesOf(archive: string): Promise<string[]> {
  const text = readFileSync(path.join(import.meta.dirname, `${archive}.txt`), 'utf8');
  const { reports } = await compareArchive(readArchive(text));
  return reports.flatMap((it) => it.changes.map(({ message }) => message));
}

it('a removed interface names the places of what it had', async () => {
  const messages = await messagesOf('interface-removed/split');
  expect(messages).toContain('interface removed: `api`; what it had is now in `reading`, `writing`');
  expect(messages).toContain('interface removed: `other`; what it had is now in `a:c/other`');
});

it('a renamed interface names the places of what was left out', async () => {
  expect(await messagesOf('interface-renamed/split')).toContain(
    'interface renamed: `all` is `one`; a part of it is now in `two`',
  );
});

it('a package that was split says where its interfaces went', async () => {
  expect(await messagesOf('package-removed/split')).toContain(
    'package removed: `a:b@1.0.0`; `x` is in `a:c/x` now, `y` is in `a:d/y` now',
  );
});

it('what is renamed and retyped says both names and both types', async () => {
  const messages = await messagesOf('record-field-type-changed/renamed-too');
  expect(messages).toContain('record field type changed: `id: u32` of `r` is `key: string`');
  expect(messages).toContain('parameter type changed: `id: u32` of `get` is `key: string`');
});

it('gates that came all at once are counted', async () => {
  expect(await messagesOf('gate-added/everywhere')).toEqual([
    'gate added to an existing item: `api` says since 1.0.0, and 5 more items',
  ]);
});
