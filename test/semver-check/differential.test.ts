// Our verdicts on random edits and those of the reference's semver-check, for every world of a package, which imports and
// exports its interfaces, forth and back. `EDITS=N` takes N edits, `SEED=S` others.

import { describe, expect, it } from 'vitest';
import type { World } from '../../server/src/model/package.ts';
import { compareTrees, type PackageReport } from '../../server/src/semver/verdict.ts';
import { Random, seedOf } from '../conformance/random.ts';
import { memoryFiles } from '../oracle/files.ts';
import { type PackagePath, Reference } from '../oracle/reference.ts';
import { semverCheck, type WorldPlace } from '../oracle/semver.ts';
import { type Tree, treeOf } from '../semver/fixture.ts';
import { generatePackage } from '../world/generate.ts';
import { editText } from './edits.ts';
import { breaksOf, whyMilder, whyStricter } from './verdicts.ts';

const COUNT = Number(process.env.EDITS ?? 200) || 200;
const SEED = Number(process.env.SEED ?? 1) || 1;
const FILE = '/w/a.wit';

const reference = await Reference.load();

interface Version {
  readonly text: string;
  readonly path: PackagePath;
  readonly tree: Tree;
}

/** With two worlds more, one that imports everything and one that exports it. */
async function versionOf(text: string): Promise<Version> {
  const [main = ''] = text.split(/^package dep:/m);
  const own = [...main.matchAll(/^interface ([\w%-]+) \{/gm)].map(([, name]) => name);
  const probe = (name: string, word: string): string =>
    `world ${name} {\n${own.map((it) => `  ${word} ${it};\n`).join('')}}\n`;
  const all = `${main}${probe('all-imported', 'import')}${probe('all-exported', 'export')}${text.slice(main.length)}`;
  const files = memoryFiles(new Map([[FILE, new TextEncoder().encode(all)]]));
  return { text: all, path: { path: FILE, files }, tree: await treeOf(new Map([['a.wit', all]])) };
}

const tally = { asked: 0, equal: 0, broken: 0, invalid: 0, explained: new Map<string, number>() };
const unexplained: string[] = [];

/** Some worlds do not fit their own place: then the reference says nothing of the edit. */
async function whyRejected(
  reports: readonly PackageReport[],
  world: World,
  prev: WorldPlace,
  next: WorldPlace,
): Promise<string | undefined> {
  for (const it of [prev, next])
    if ((await semverCheck(reference, it, it)).kind !== 'accept') return 'the reference refuses the world itself';
  return whyMilder(reports, world);
}

async function compare(before: Version, after: Version, about: string): Promise<void> {
  const reports = compareTrees(before.tree.packages, after.tree.packages, { role: 'platform', policy: 'at-change' });
  for (const world of before.tree.packages.flatMap((it) => [...it.stable.worlds.values()])) {
    const places = [before, after].map((it) => ({ in: it.path, world: world.name }));
    const [prev, next] = places;
    if (prev === undefined || next === undefined) continue;
    if (!after.tree.packages.some((it) => it.stable.worlds.has(world.name))) continue;
    const verdict = await semverCheck(reference, prev, next);
    tally.asked++;
    const found = breaksOf(reports, world);
    const ours = found.length > 0 ? 'reject' : 'accept';
    if (ours === 'reject') tally.broken++;
    if (ours === verdict.kind) {
      tally.equal++;
      continue;
    }
    const why = ours === 'reject' ? whyStricter(reports, found, world) : await whyRejected(reports, world, prev, next);
    if (why !== undefined) {
      tally.explained.set(why, (tally.explained.get(why) ?? 0) + 1);
      continue;
    }
    const changes = reports.flatMap((it) =>
      it.changes.map((one) => `${one.kind} ${one.item} ${one.level} ${one.importer}/${one.implementer}`),
    );
    const message = 'message' in verdict ? verdict.message : '';
    unexplained.push(
      `${about}, world ${world.name}: ours ${ours}, theirs ${verdict.kind} ${message}\n${changes.join('\n')}\n${differing(before.text, after.text)}`,
    );
  }
}

/** The lines that only one of two texts has. */
function differing(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  return [...gone, ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`)].join('\n');
}

async function isValid(it: Version): Promise<boolean> {
  const verdict = await reference.validate(it.path);
  return verdict.kind === 'accept';
}

describe('random edits', () => {
  it('break what they break for the reference', { timeout: 3_600_000 }, async () => {
    for (let index = 0; index < COUNT; index++) {
      const seed = seedOf(SEED, index);
      const random = new Random(seed);
      const { text } = generatePackage(index);
      // The line that names the package stays: the reference compares no two packages.
      const [header = ''] = text.split(';', 1);
      const edited = editText(text.slice(header.length), random);
      const [before, after] = [await versionOf(text), await versionOf(header + edited.text)];
      if (!(await isValid(before)) || !(await isValid(after))) {
        tally.invalid++;
        continue;
      }
      const about = `edit ${index} (${edited.done.join(', ')})`;
      // The runner wants to hear that we are alive.
      await new Promise((done) => setImmediate(done));
      await compare(before, after, `${about} forth`);
      await compare(after, before, `${about} back`);
    }
    const explained = [...tally.explained].map(([why, count]) => `${count} ${why}`).join(', ');
    console.log(
      `semver-check: ${tally.asked} asked, ${tally.equal} equal, ${tally.broken} broken, ${tally.invalid} invalid, ${unexplained.length} unexplained; ${explained}`,
    );
    // An oracle that is not asked agrees with everything.
    expect(tally.equal).toBeGreaterThan(2 * COUNT);
    expect(tally.broken).toBeGreaterThan(COUNT);
    const shown = Number(process.env.SHOWN ?? 2);
    expect(unexplained.slice(0, shown).join('\n=====\n')).toBe('');
  });
});
