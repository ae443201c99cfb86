// Every world of real packages, elaborated and printed, against what the reference prints of a component with that world.
// `WORLDS=few` takes every twentieth root.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { componentText, loadPackage } from './compare.ts';
import { printedWorld } from './reference.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const every = process.env.WORLDS === 'few' ? 20 : 1;

function roots(): string[] {
  const table = path.join(corpus, 'VERDICTS.tsv');
  if (!existsSync(table)) return [];
  const rows = readFileSync(table, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  return rows
    .filter(([, resolve, validate]) => resolve === 'accept' && validate === 'accept')
    .map(([root]) => root ?? '');
}

describe.skipIf(!existsSync(corpus))('worlds of the corpus', () => {
  it('are printed as the reference prints them', { timeout: 3_600_000 }, async () => {
    const differences: string[] = [];
    let compared = 0;
    const refused: string[] = [];
    for (const root of roots().filter((_, index) => index % every === 0)) {
      const place = path.join(corpus, root);
      const kind = statSync(place).isDirectory() ? 'directory' : 'file';
      const { worlds } = await loadPackage(nodeHost(), pathToUri(place), kind);
      for (const world of worlds) {
        const theirs = await printedWorld({ witPath: place }, world.name);
        if ('problem' in theirs) {
          refused.push(`${root} ${world.name}: ${theirs.problem}`);
          continue;
        }
        compared++;
        if (theirs.value.trimEnd() !== componentText(world))
          differences.push(`${root} ${world.name}\n--- reference\n${theirs.value}\n--- ours\n${componentText(world)}`);
      }
    }
    console.log(`worlds of the corpus: ${compared} compared, ${differences.length} differ, ${refused.length} refused`);
    for (const it of refused) console.log(`refused by the reference: ${it}`);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });
});
