// Real commits of WASI with known verdicts.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compareTrees } from '../../server/src/semver/verdict.ts';
import { render, treeOf } from './fixture.ts';

const PAIRS = fileURLToPath(new URL('../../../shared/pairs/', import.meta.url));
const FOUND = existsSync(PAIRS);

function filesBelow(directory: string, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(directory)) {
    const file = path.join(directory, name);
    if (statSync(file).isDirectory()) for (const it of filesBelow(file, `${prefix}${name}/`)) found.set(...it);
    else if (name.endsWith('.wit')) found.set(prefix + name, readFileSync(file, 'utf8'));
  }
  return found;
}

const rows = FOUND
  ? readFileSync(path.join(PAIRS, 'EXPECTED.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
  : [];

describe.skipIf(!FOUND)('real commits (skipped without ../shared/pairs)', () => {
  it.each(rows)('%s is %s: %s', async (pair = '', verdict, rule = '') => {
    const before = await treeOf(filesBelow(path.join(PAIRS, pair, 'before')));
    const after = await treeOf(filesBelow(path.join(PAIRS, pair, 'after')));
    const reports = compareTrees(before.packages, after.packages, { role: 'strict', policy: 'at-release' });
    const text = render({ before, after, reports });
    if (process.env.SHOW !== undefined) console.log(`${pair} ${verdict} ${rule}\n${text}`);
    const breaking = reports.some((it) => it.level === 'major');
    expect(breaking ? 'breaking' : 'compatible', text).toBe(verdict);
  });
});
