// Worlds of packages made by chance: ours and the reference's elaboration are equal, and what one refuses the other does.
// `WORLDS=N` takes N packages; the seed is the number of the package.

import { expect, it } from 'vitest';
import { namedText, plainText } from '../../server/src/features/worlds/preview.ts';
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

it('writes a world with what it names as a text that needs no other', { timeout: 3_600_000 }, async () => {
  const wrong: string[] = [];
  let equal = 0;
  for (let seed = 0; seed < count; seed++) {
    const { text } = generatePackage(seed);
    const { snapshot, worlds, errors } = await loadText(text);
    if (errors.length > 0) continue;
    for (const world of worlds) {
      const whole = `${plainText(snapshot, world)}${namedText(snapshot, world)}`;
      const before = await printedWorld({ witSource: text }, world.name);
      if ('problem' in before) break;
      const after = await printedWorld({ witSource: whole }, world.name);
      if ('value' in after && withSortedTypes(after.value) === withSortedTypes(before.value)) equal++;
      else wrong.push(`seed ${seed} ${world.name}\n${'problem' in after ? after.problem : after.value}\n${whole}`);
    }
  }
  console.log(`worlds on their own: ${equal} mean the same, ${wrong.length} do not`);
  expect(wrong.slice(0, 2)).toEqual([]);
  expect(equal).toBeGreaterThan(count / 4);
});
