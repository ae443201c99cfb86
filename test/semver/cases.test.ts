// Every rule of the table on a pair of its own, and every version of every pair against itself. `UPDATE=1` writes what the
// comparison says into the fixtures; read the difference before it goes in.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../server/src/semver/table.ts';
import { compareTrees } from '../../server/src/semver/verdict.ts';
import { compareArchive, readArchive, render } from './fixture.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const cases = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(path.join(HERE, name)).map((file) => [name, file.replace(/\.txt$/, '')] as const));

/** Rules whose whole point is that nothing is reported. */
const QUIET = new Set([
  'files-reorganised',
  'func-reordered',
  'spelling-only',
  'alias-inlined',
  'world-include-flattened',
  'world-include-narrowed',
  'world-reordered',
  'docs-changed',
]);

/** Cases that show where a rule stops. */
const COUNTER = new Set([
  'func-renamed not-alike',
  'type-renamed old-name-kept',
  'bump-missing covered-since-release',
  'bump-missing new-since-release',
  'prerelease-reused next',
  'bump-missing unversioned',
  'unstable-added exported-and-active',
  'since-raised new-track',
  'since-raised next-prerelease',
  'world-item-changed same-shape',
  'primitive-respelled not-on-a-new-track',
  'primitive-respelled not-without-an-interface',
]);

describe('the table', () => {
  it('has a fixture for every rule, and no fixture without one', () => {
    expect([...new Set(cases.map(([rule]) => rule))].sort()).toEqual(RULES.map((rule) => rule.id).sort());
  });
});

describe.each(cases)('%s, %s', (rule, name) => {
  const file = path.join(HERE, rule, `${name}.txt`);
  const text = readFileSync(file, 'utf8');
  const archive = readArchive(text);

  it('is reported as expected', async () => {
    const compared = await compareArchive(archive);
    const found = render(compared);
    if (process.env.UPDATE !== undefined) {
      const [versions = ''] = text.split('//- expect');
      writeFileSync(file, `${versions.trimEnd()}\n//- expect\n${found}`);
    } else expect(found).toBe(archive.expected);
    const kinds = compared.reports.flatMap((report) => report.changes.map((it) => it.kind));
    if (QUIET.has(rule)) expect(kinds).not.toContain(rule);
    else if (!COUNTER.has(`${rule} ${name}`)) expect(kinds).toContain(rule);
  });

  it('is nothing against itself', async () => {
    const { before, after } = await compareArchive(archive);
    for (const { packages } of [before, after]) {
      const readable = packages.filter((it) => it.broken === undefined);
      const reports = compareTrees(readable, readable, { role: 'strict', policy: 'at-change' });
      const kinds = reports.flatMap((report) => report.changes.map((it) => it.kind));
      // What is wrong with the new version as it stands is wrong in both.
      expect(kinds.filter((it) => it !== 'dep-version-skew')).toEqual([]);
    }
  });
});
