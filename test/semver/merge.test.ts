// What happens unnoticed: the toolchain merges imports of one version track without comparing their types. For every
// fixture of an imported interface, a module that uses both versions is made into a component; if that works although the
// contract broke, we must have said `silent`, and otherwise not; but for changes after which no value is taken for another.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../oracle/files.ts';
import { Reference } from '../oracle/reference.ts';
import { compareArchive, readArchive } from './fixture.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const reference = await Reference.load();

/** Interfaces and types of a package of one file, without its worlds. */
function body(text: string): string {
  return text.replace(/^package [^;]*;/, '').replace(/^world [^\n]*\n/gm, '');
}

const found = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(path.join(HERE, name)).map((file) => `${name}/${file}`))
  .map((file) => ({ file, archive: readArchive(readFileSync(path.join(HERE, file), 'utf8')) }))
  .filter(({ archive: { files } }) =>
    ['before/a.wit', 'after/a.wit'].every((name) => files.get(name)?.includes('\nworld guest { import api; }\n')),
  );

/** Merged without a word, and yet every value means what it meant, or there is none. */
const HARMLESS: ReadonlySet<string> = new Set([
  'alias-target-changed/covered-not-silent.txt',
  'alias-target-changed/unused.txt',
  'case-recased/enum.txt',
  'case-recased/record.txt',
  'enum-case-removed/last.txt',
  'enum-case-renamed/imported.txt',
  'enum-case-renamed/two.txt',
  'flag-added/imported.txt',
  'flag-added/passed-flat.txt',
  'flag-renamed/imported.txt',
  'record-field-renamed/imported.txt',
  'record-field-renamed/two.txt',
  'type-renamed/imported.txt',
  'variant-case-renamed/imported.txt',
]);

/** Both versions in one world, one patch apart. */
async function merges(before: string, after: string): Promise<boolean> {
  const text = `package x:y;
package a:b@1.0.0 {${body(before)}}
package a:b@1.0.1 {${body(after)}}
world both { import a:b/api@1.0.0; import a:b/api@1.0.1; }
`;
  const files = memoryFiles(new Map([['/w/a.wit', new TextEncoder().encode(text)]]));
  const component = await reference.component({ path: '/w/a.wit', files }, 'both');
  return component.kind === 'value';
}

it('has something to look at', () => {
  expect(found.length).toBeGreaterThan(90);
});

describe.each(found)('$file', ({ file, archive }) => {
  it('is silent exactly when the toolchain says nothing', async () => {
    const { reports } = await compareArchive(archive);
    const changes = reports
      .flatMap((report) => report.changes)
      .filter((it) => it.importer === 'breaks' && it.implementer === 'breaks');
    const breaking = changes.filter((it) => it.level === 'major');
    if (breaking.length === 0) return;
    const merged = await merges(archive.files.get('before/a.wit') ?? '', archive.files.get('after/a.wit') ?? '');
    const silent = breaking.some((it) => it.hazard === 'silent');
    expect({ silent, merged }).toEqual({ silent: merged && !HARMLESS.has(file), merged: merged || HARMLESS.has(file) });
  });
});
