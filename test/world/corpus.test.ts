// Every world of real packages, elaborated and printed, against what the reference prints of a component with that world.
// `WORLDS=few` takes every twentieth root.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { componentText, loadPackage } from './compare.ts';
import { corpus, roots } from './corpus.ts';
import { printedWorld } from './reference.ts';

describe.skipIf(!existsSync(corpus))('worlds of the corpus', () => {
  it('are printed as the reference prints them', { timeout: 3_600_000 }, async () => {
    const differences: string[] = [];
    let compared = 0;
    const refused: string[] = [];
    for (const { path: root, kind } of roots(process.env.WORLDS === 'few' ? 20 : 1)) {
      const place = path.join(corpus, root);
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
