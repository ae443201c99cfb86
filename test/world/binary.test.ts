// Components with code, read back: the text that we make of a component means the world that the reference prints of it.
// `WORLDS=all` takes the whole corpus, otherwise every tenth root.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { componentText as worldText } from '../../server/src/binary/component-text.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { componentText, loadPackage, loadText, withSortedTypes } from './compare.ts';
import { corpus, roots } from './corpus.ts';
import { generatePackage } from './generate.ts';
import { type Answer, dummy, printedComponent } from './reference.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/**
 * With the first of a type's names, and one name for all that `use` brings: a type that passed through several interfaces,
 * or has a second name, is the same type to a component.
 */
function comparable(text: string): string {
  // Ids of a host's own say nothing of types.
  let plain = text.replace(/^ *(?:use .*|@external-id\(.*\))\n?/gm, '');
  const rename = (name: string, other: string): void => {
    plain = plain.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'g'), other);
  };
  for (const [, names = ''] of text.matchAll(/^ *use .*\{(.*)\};$/gm))
    for (const it of names.split(', ')) rename(it.replace(/.* as /, ''), 'used');
  const alias = /^ *type (\S+) = ([\w-]+);\n?/m;
  for (let found = alias.exec(plain); found !== null; found = alias.exec(plain)) {
    plain = plain.replace(found[0], '');
    rename(found[1] ?? '', found[2] ?? '');
  }
  return withSortedTypes(plain).trimEnd();
}

/** Undefined where the reference makes no component; else what differs, or nothing. */
async function difference(component: Answer<Uint8Array>): Promise<string | undefined> {
  if (!('value' in component)) return undefined;
  const theirs = await printedComponent(component.value);
  if (!('value' in theirs)) return undefined;
  const text = worldText(component.value, decode);
  if (text === undefined) return `not read, but the reference prints\n${theirs.value}`;
  const { worlds, errors } = await loadText(text);
  const [world] = worlds;
  if (world === undefined || errors.length > 0) return `${errors.join('\n')}\n${text}`;
  const [a, b] = [comparable(theirs.value.trimEnd()), comparable(componentText(world, true))];
  return a === b ? '' : `--- reference\n${a}\n--- ours\n${b}\n--- from\n${text}`;
}

it('reads components of generated worlds', { timeout: 3_600_000 }, async () => {
  const differences: string[] = [];
  let equal = 0;
  for (let seed = 0; seed < 100; seed++) {
    const { text } = generatePackage(seed);
    for (const world of (await loadText(text)).worlds) {
      const found = await difference(await dummy({ witSource: text }, world.name));
      if (found === '') equal++;
      else if (found !== undefined) differences.push(`seed ${seed} ${world.name}\n${found}`);
    }
  }
  console.log(`components of generated worlds: ${equal} equal, ${differences.length} differ`);
  expect(differences.slice(0, 2)).toEqual([]);
  expect(equal).toBeGreaterThan(50);
});

describe.skipIf(!existsSync(corpus))('components of the corpus', () => {
  it('are read as the reference reads them', { timeout: 3_600_000 }, async () => {
    const differences: string[] = [];
    let equal = 0;
    for (const root of roots(process.env.WORLDS === 'all' ? 1 : 10)) {
      const place = path.join(corpus, root.path);
      for (const world of (await loadPackage(nodeHost(), pathToUri(place), root.kind)).worlds) {
        const found = await difference(await dummy({ witPath: place }, world.name));
        if (found === '') equal++;
        else if (found !== undefined) differences.push(`${root.path} ${world.name}\n${found}`);
      }
    }
    console.log(`components of the corpus: ${equal} equal, ${differences.length} differ`);
    expect(differences.slice(0, 2)).toEqual([]);
    expect(equal).toBeGreaterThan(0);
  });
});
