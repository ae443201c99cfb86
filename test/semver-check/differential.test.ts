// Our verdicts on random edits and those of the reference's semver-check, for every world of a package, which imports and
// exports its interfaces, forth and back. `EDITS=N` takes N edits of generated packages, `FIXTURE_EDITS` and `CORPUS_EDITS`
// as many of the others, `SEED=S` others.

import { describe, expect, it } from 'vitest';
import { Random, seedOf } from '../conformance/random.ts';
import { Tally, type Version, versionOf } from './compare.ts';
import { editText } from './edits.ts';
import { corpusStarts, type Files, fixturePairs, generated, ownFiles, type Start } from './starts.ts';

const count = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise) || otherwise;
const COUNT = count('EDITS', 200);
const FIXTURE_COUNT = count('FIXTURE_EDITS', 200);
const CORPUS_COUNT = count('CORPUS_EDITS', 30);
const SEED = count('SEED', 1);
const SHOWN = count('SHOWN', 2);
const HOURS = { timeout: 3 * 3_600_000 };

/** One file changed, mostly one of the package itself; sometimes a dependency is raised along its track, too. */
function edited({ files }: Start, random: Random): { readonly files: Files; readonly done: string } {
  const own = ownFiles(files);
  const others = [...files.keys()].filter((it) => !own.includes(it));
  const foreign = others.length > 0 && random.next() < 0.25;
  const file = random.pick(foreign ? others : own) ?? '';
  const text = files.get(file) ?? '';
  // The line that names the package stays: the reference compares no two packages.
  const header = /^[\s\S]*?^\s*package\s[^;{]*;/m.exec(text)?.[0] ?? '';
  const { text: rest, done } = editText(text.slice(header.length), random);
  const now = new Map([...files, [file, header + rest]]);
  const [, name, version] = /package\s+(\S+)@(\S+?)\s*;/.exec(header) ?? [];
  if (!foreign || name === undefined || version === undefined || random.next() < 0.5)
    return { files: now, done: `${file}: ${done.join(', ')}` };
  const raised = version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
  const everywhere = [...now].map(([at, it]) => [at, raisedIn(it, name, version, raised)] as const);
  return { files: new Map(everywhere), done: `${file}: ${done.join(', ')}, raised to ${raised}` };
}

/** In every `name@version` and `name/interface@version`. */
function raisedIn(text: string, name: string, version: string, raised: string): string {
  const pattern = new RegExp(`(${name}(?:/[\\w%-]+)?@)${version.replaceAll('.', '\\.')}(?![\\w.-]*\\d)`, 'g');
  return text.replace(pattern, `$1${raised}`);
}

async function compareEdits(
  tally: Tally,
  times: number,
  startOf: (index: number, random: Random) => Start,
  worlds?: number,
) {
  for (let index = 0; index < times; index++) {
    const random = new Random(seedOf(SEED, index));
    const start = startOf(index, random);
    const { files, done } = edited(start, random);
    const [before, after] = [await versionOf(start.files), await versionOf(files)];
    if (!(await tally.isValid(before)) || !(await tally.isValid(after))) {
      tally.invalid++;
      continue;
    }
    await bothWays(tally, before, after, `edit ${index} of ${start.name} (${done})`, worlds);
  }
}

async function bothWays(
  tally: Tally,
  before: Version,
  after: Version,
  about: string,
  worlds = Number.POSITIVE_INFINITY,
) {
  // The runner wants to hear that we are alive.
  await new Promise((done) => setImmediate(done));
  // The probes are the last.
  await tally.compare(before, after, `${about} forth`, (all) => all.slice(-worlds));
  await tally.compare(after, before, `${about} back`, (all) => all.slice(-worlds));
}

function judge(tally: Tally, what: string, atLeast: { readonly equal: number; readonly broken: number }): void {
  console.log(tally.summary(what));
  expect(tally.unexplained.slice(0, SHOWN).join('\n=====\n')).toBe('');
  // An oracle that is not asked agrees with everything.
  expect(tally.equal).toBeGreaterThan(atLeast.equal);
  expect(tally.broken).toBeGreaterThan(atLeast.broken);
}

describe('random edits', () => {
  it('of generated packages break what they break for the reference', HOURS, async () => {
    const tally = new Tally();
    await compareEdits(tally, COUNT, generated);
    judge(tally, 'generated packages', { equal: 2 * COUNT, broken: COUNT });
  });

  it('of our fixtures break what they break for the reference', HOURS, async () => {
    const tally = new Tally();
    const starts = fixturePairs().flatMap(({ name, before, after }): Start[] => [
      { name: `${name} before`, files: before },
      { name: `${name} after`, files: after },
    ]);
    await compareEdits(tally, FIXTURE_COUNT, (_, random) => random.pick(starts) ?? generated(0));
    judge(tally, 'edits of fixtures', { equal: 2 * FIXTURE_COUNT, broken: FIXTURE_COUNT });
  });

  const real = corpusStarts();
  it.skipIf(real.length === 0)(
    'of real packages (../shared/corpus) break what they break for the reference',
    HOURS,
    async () => {
      const tally = new Tally();
      await compareEdits(tally, CORPUS_COUNT, (_, random) => random.pick(real) ?? generated(0), 4);
      judge(tally, 'edits of the corpus', { equal: CORPUS_COUNT, broken: CORPUS_COUNT / 3 });
    },
  );
});

describe('our fixtures', () => {
  it('break what they break for the reference', HOURS, async () => {
    const tally = new Tally();
    for (const { name, before, after } of fixturePairs()) {
      const [old, now] = [await versionOf(before), await versionOf(after)];
      if (!(await tally.isValid(old)) || !(await tally.isValid(now))) tally.invalid++;
      else await bothWays(tally, old, now, name);
    }
    judge(tally, 'pairs of fixtures', { equal: 600, broken: 200 });
  });
});
