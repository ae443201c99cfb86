// The conformance run: npm run conformance -- [--fixed] [--mutations N] [--generated N] [--seed S] [--filter TEXT]
// [--places] [--shrink N] [--show N]. Without any of the first three, all. Ends with one line of totals.

import { parseArgs } from 'node:util';
import { NativeReference } from '../oracle/native.ts';
import { testParser } from '../support/parser.ts';
import { VerdictCache } from './cache.ts';
import { type Case, fixedCases } from './cases.ts';
import { type Comparison, compare, samePlace } from './compare.ts';
import { Explanations } from './explained.ts';
import { generate } from './generate.ts';
import { goldenDifference } from './golden.ts';
import { mutate } from './mutate.ts';
import { Ours } from './ours.ts';
import { Random, seedOf } from './random.ts';
import { Tally } from './tally.ts';

/** Cases of the reference's own suite, which were recorded with 0.257, and what changed their verdict. */
const CHANGED_SINCE: Readonly<Record<string, string>> = {
  'suite/union-fuzz-2.wit': 'an empty record is refused at resolution since 0.260',
};

const { values: flags } = parseArgs({
  options: {
    fixed: { type: 'boolean', default: false },
    mutations: { type: 'string' },
    generated: { type: 'string' },
    seed: { type: 'string', default: '1' },
    filter: { type: 'string', default: '' },
    /** Shows where our place is another than the reference's. */
    places: { type: 'boolean', default: false },
    /** So many disagreements are made small before they are shown. */
    shrink: { type: 'string', default: '20' },
    /** So many are shown. */
    show: { type: 'string', default: '40' },
  },
});

const parser = await testParser();
const reference = built();
const cache = new VerdictCache();
const explanations = new Explanations();
const seed = Number(flags.seed);
const cases = fixedCases().filter((it) => it.name.includes(flags.filter));
const all = !flags.fixed && flags.mutations === undefined && flags.generated === undefined;
let weights: readonly Case[] | undefined;
const limits = { show: Number(flags.show), shrink: Number(flags.shrink) };
const totals = { passed: 0, failed: 0 };

if (flags.fixed || all) await runFixed();
if (flags.mutations !== undefined || all) await runMutations(Number(flags.mutations ?? 2000));
if (flags.generated !== undefined || all) await runGenerated(Number(flags.generated ?? 1000));
cache.save();
console.log(`${totals.passed} passed, ${totals.failed} failed`);
reference.close();
process.exit(totals.failed === 0 ? 0 : 1);

function built(): NativeReference {
  const found = NativeReference.find();
  if (found !== undefined) return found;
  console.error('conformance: the reference is not built: scripts/rust-tools.sh wit-reference');
  process.exit(2);
}

async function runFixed(): Promise<void> {
  const tally = new Tally(parser, reference, explanations, limits);
  const places = { known: 0, first: 0, among: 0 };
  const goldens = { equal: 0, differ: 0 };
  let differs = 0;
  for (const it of cases) {
    const found = await compare(it, new Ours(parser), reference, cache);
    await tally.add(found);
    differs += checkExpected(found);
    if (it.golden !== undefined) {
      const difference = goldenDifference(it.golden, await new Ours(parser).judge(it, it.features));
      goldens[difference === undefined ? 'equal' : 'differ']++;
      if (difference !== undefined) console.log(`GOLDEN ${it.name}\n${difference}`);
    }
    const { place } = it.expected ?? {};
    if (place === undefined) continue;
    places.known++;
    const level1 = found.findings.filter((one) => one.level === 'L1');
    if (level1[0] !== undefined && samePlace(level1[0], place)) places.first++;
    if (level1.some((one) => samePlace(one, place))) places.among++;
    else if (flags.places && found.outcome === 'agree') {
      const own = level1.map((one) => `${one.file}:${one.line}:${one.column} ${one.code}`).join('; ');
      console.log(
        `PLACE ${it.name}: ${place.file}:${place.line}:${place.column} ${it.expected?.message}\n      ours: ${own}`,
      );
    }
  }
  tally.print('fixed cases', totals);
  console.log(
    `  places of the reference's errors: ${places.among} of ${places.known} among ours, ${places.first} as our first`,
  );
  console.log(`  models equal to the reference's JSON: ${goldens.equal} of ${goldens.equal + goldens.differ}`);
  totals.passed += goldens.equal;
  totals.failed += goldens.differ;
  if (differs > 0) console.log(`  ${differs} verdicts of the live reference are not the recorded ones`);
  totals.failed += differs;
}

/** The live reference against what is written down about it. */
function checkExpected({ case: it, reference: verdict }: Comparison): number {
  const { expected } = it;
  if (expected === undefined) return 0;
  const resolve =
    verdict.kind === 'accept' || (verdict.kind === 'reject' && verdict.level === 'L2') ? 'accept' : 'reject';
  if (resolve === expected.resolve && (expected.validate ?? verdict.kind) === verdict.kind) return 0;
  if (CHANGED_SINCE[it.name] !== undefined) return 0;
  console.log(`RECORDED ${it.name}: ${JSON.stringify(expected)}, now ${JSON.stringify(verdict)}`);
  return 1;
}

async function runMutations(count: number): Promise<void> {
  const bases = cases.filter((it) => size(it) < 400_000);
  if (bases.length === 0) return;
  const byBase = new Map<Case, number[]>();
  for (let index = 0; index < count; index++) {
    const base = new Random(seedOf(seed, index)).pick(weighed(bases));
    if (base !== undefined) byBase.set(base, [...(byBase.get(base) ?? []), seedOf(seed + 1, index)]);
  }
  const tally = new Tally(parser, reference, explanations, limits);
  for (const [base, seeds] of byBase) {
    const ours = new Ours(parser);
    for (const one of seeds) {
      const mutated = mutate(base, one);
      const found = await compare(mutated, ours, reference, cache);
      await tally.add(found, mutated.done);
    }
  }
  tally.print(`mutations, seed ${seed}`, totals);
}

/** Every other one is damaged, too: that is where few names for many things meet a slip of the hand. */
async function runGenerated(count: number): Promise<void> {
  const tally = new Tally(parser, reference, explanations, limits);
  for (let index = 0; index < count; index++) {
    const made = generate(seedOf(seed, index));
    const it = index % 2 === 0 ? { ...made, done: '' } : mutate(made, seedOf(seed + 1, index));
    await tally.add(await compare(it, new Ours(parser), reference, cache), it.done);
  }
  tally.print(`generated packages, seed ${seed}`, totals);
}

/** Small packages of the suite say more per second than large ones of the corpus, sound ones more than broken ones. */
function weighed(bases: readonly Case[]): readonly Case[] {
  const weight = ({ name, expected }: Case): number =>
    expected?.resolve === 'reject' ? 1 : name.startsWith('suite/') ? 20 : expected === undefined ? 5 : 2;
  weights ??= bases.flatMap((it) => Array.from({ length: weight(it) }, () => it));
  return weights;
}

function size({ files }: Case): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
}
