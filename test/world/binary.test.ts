// Components with code, read back: what our view of one says means what the reference prints of it. The components are made
// from worlds of generated and of real packages. `WORLDS=N` takes N generated packages, `WORLDS=few` some of the real ones.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { decodeUtf8 } from '../../server/src/base/utf8.ts';
import { decodeBinary } from '../../server/src/binary/decode.ts';
import { extractedFiles } from '../../server/src/features/dependencies/extract-package.ts';
import { MemoryHost } from '../../server/src/hosts/memory.ts';
import { nodeHost, pathToUri } from '../../server/src/hosts/node.ts';
import { diffPackages } from '../../server/src/semver/diff.ts';
import { type Loaded, loadPackage, loadText } from './compare.ts';
import { corpus, roots } from './corpus.ts';
import { generatePackage } from './generate.ts';
import { dummy, printedComponent } from './reference.ts';

const count = Number(process.env.WORLDS ?? 100) || 100;

interface Tally {
  equal: number;
  readonly different: string[];
}

/**
 * What a component does not keep: what no function of it mentions, gates, and by which of several names for one type it is
 * mentioned.
 */
const LOST = new RegExp(
  [
    '(?:interface|type|use|resource|world)-removed',
    'alias-dropped|gate-removed|deprecated-removed-item|use-inlined|use-source-changed',
    'world-(?:use|type)-(?:added|removed)',
  ]
    .map((it) => `^(?:${it})$`)
    .join('|'),
);

async function compare(
  source: Parameters<typeof dummy>[0],
  original: Loaded,
  name: string,
  tally: Tally,
): Promise<void> {
  const component = await dummy(source, name);
  const printed = 'value' in component ? await printedComponent(component.value) : component;
  if ('problem' in component || 'problem' in printed) return;
  const decoded = decodeBinary(component.value, (bytes) => decodeUtf8(bytes).text);
  const text = 'text' in decoded ? decoded.text : `// not read: ${decoded.fault}`;
  const differences = await differencesOf(text, printed.value, original);
  if (differences.length === 0) tally.equal++;
  else tally.different.push(`${name}\n${differences.join('\n')}\n--- reference\n${printed.value}\n--- ours\n${text}`);
}

/** The world against the one that the reference prints, the interfaces against those that the component was made from. */
async function differencesOf(text: string, printed: string, original: Loaded): Promise<string[]> {
  const mine = await loadText(text);
  const interfaces = text.slice(text.indexOf('\n}\n') + 2);
  const theirs = await loadText(printed + interfaces);
  const errors = [...mine.errors, ...theirs.errors];
  if (errors.length > 0) return ['these are no packages:', ...errors];
  const apart = await differencesWhenExtracted(mine);
  if (apart.length > 0) return ['extracted:', ...apart];
  const siblings = new Set(original.packages.map(({ id }) => `${id.namespace}:${id.name}`));
  const from = [...theirs.packages.filter(({ key }) => key === 'root:component'), ...original.packages];
  return mine.packages.flatMap((it) => {
    const before = from.find(({ key }) => key === it.key);
    if (before === undefined) return [`there is no package ${it.key}`];
    return diffPackages(before, it, { role: 'strict', siblings })
      .filter(({ kind }) => !LOST.test(kind))
      .map(({ kind, message }) => `${it.key}: ${kind}: ${message}`);
  });
}

/** Written as files, these are the same packages. */
async function differencesWhenExtracted({ snapshot, packages }: Loaded): Promise<readonly string[]> {
  const tree = snapshot.tree('file:///w/a.wit');
  const files = tree === undefined ? [] : extractedFiles(tree);
  const host = new MemoryHost(Object.fromEntries(files.map(({ path: at, text }) => [`file:///out/${at}`, text])));
  const { errors, packages: extracted } = await loadPackage(host, 'file:///out', 'directory');
  const differences = packages.flatMap((before) => {
    const after = extracted.find(({ key }) => key === before.key);
    if (after === undefined) return [`no ${before.key}`];
    return diffPackages(before, after, { role: 'strict' }).map(({ message }) => message);
  });
  return [...errors, ...differences];
}

it('reads components with generated worlds', { timeout: 3_600_000 }, async () => {
  const tally: Tally = { equal: 0, different: [] };
  for (let seed = 0; seed < count; seed++) {
    const { text } = generatePackage(seed);
    const original = await loadText(text);
    if (original.errors.length > 0) continue;
    for (const { name } of original.worlds) await compare({ witSource: text }, original, name, tally);
  }
  console.log(`components of generated worlds: ${tally.equal} equal, ${tally.different.length} differ`);
  expect(tally.different.slice(0, 2)).toEqual([]);
  expect(tally.equal).toBeGreaterThan(count / 4);
});

it.skipIf(!existsSync(corpus))('reads components with worlds of the corpus', { timeout: 3_600_000 }, async () => {
  const tally: Tally = { equal: 0, different: [] };
  for (const { path: root, kind } of roots(
    process.env.WORLDS === undefined ? 10 : process.env.WORLDS === 'few' ? 40 : 1,
  )) {
    const place = path.join(corpus, root);
    const original = await loadPackage(nodeHost(), pathToUri(place), kind);
    for (const { name } of original.worlds) await compare({ witPath: place }, original, name, tally);
  }
  console.log(`components of the corpus: ${tally.equal} equal, ${tally.different.length} differ`);
  expect(tally.different.slice(0, 2)).toEqual([]);
  expect(tally.equal).toBeGreaterThan(0);
});
