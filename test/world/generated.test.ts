// Worlds of packages made by chance: ours and the reference's elaboration are equal, and what one refuses the other does.
// `WORLDS=N` takes N packages; the seed is the number of the package.

import { expect, it } from 'vitest';
import { componentText, loadText, withSortedTypes } from './compare.ts';
import { generatePackage } from './generate.ts';
import { printedWorld } from './reference.ts';

const count = Number(process.env.WORLDS ?? 150) || 150;

it('elaborates generated worlds as the reference does', { timeout: 3_600_000 }, async () => {
  const differences: string[] = [];
  let equal = 0;
  let refused = 0;
  for (let seed = 0; seed < count; seed++) {
    const { text } = generatePackage(seed);
    const { worlds, errors } = await loadText(text);
    for (const world of worlds) {
      const theirs = await printedWorld({ witSource: text }, world.name);
      if ('problem' in theirs) {
        refused++;
        if (errors.length === 0)
          differences.push(`seed ${seed} ${world.name}: refused by the reference only: ${theirs.problem}\n${text}`);
        break;
      }
      if (errors.length > 0) {
        differences.push(`seed ${seed}: refused by us only: ${errors.join('; ')}\n${text}`);
        break;
      }
      if (withSortedTypes(theirs.value.trimEnd()) === withSortedTypes(componentText(world))) equal++;
      else
        differences.push(
          `seed ${seed} ${world.name}\n--- reference\n${theirs.value}\n--- ours\n${componentText(world)}\n--- of\n${text}`,
        );
    }
  }
  console.log(`generated worlds: ${equal} equal, ${differences.length} differ, ${refused} packages refused by both`);
  expect(differences.slice(0, 2)).toEqual([]);
  expect(equal).toBeGreaterThan(count / 4);
});
