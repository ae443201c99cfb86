// The conformance run: npm run conformance -- [--fixed] [--mutations N] [--count N] [--round-trip N] [--seed S]
// [--filter TEXT] [--places] [--shrink N] [--show N]. Without any of the first four, all. Ends with one line of totals.

import { parseArgs } from 'node:util';
import { NativeReference } from '../oracle/native.ts';
import { testParser } from '../support/parser.ts';
import { VerdictCache } from './cache.ts';
import { type Case, CHANGED_SINCE, fixedCases } from './cases.ts';
import { type Comparison, compare } from './compare.ts';
import { Explanations } from './explained.ts';
import { generate } from './generate.ts';
import { goldenDifference } from './golden.ts';
import { mutate } from './mutate.ts';
import { Ours } from './ours.ts';
import { Places } from './places.ts';
import { Random, seedOf } from './random.ts';
import { roundTrip } from './round-trip.ts';
import { Tally } from './tally.ts';

const { values: flags } = parseArgs({
  options: {
    fixed: { type: 'boolean', default: false },
    mutations: { type: 'string' },
    /** So many generated packages, half as many damaged ones of them, and a tenth as many full of accessors. */
    count: { type: 'string' },
    /** Encodes what the reference accepts of the fixed cases and of so many generated ones, and reads it back. */
    'round-trip': { type: 'string' },
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
const all =
  !flags.fixed && flags.mutations === undefined && flags.count === undefined && flags['round-trip'] === undefined;
let weights: readonly Case[] | undefined;
const limits = { show: Number(flags.show), shrink: Number(flags.shrink) };
const totals = { passed: 0, failed: 0, skipped: 0 };

if (flags.fixed || all) await runFixed();
if (flags.mutations !== undefined || all) await runMutations(Number(flags.mutations ?? 2000));
if (flags.count !== undefined || all) await runGenerated(Number(flags.count ?? 1000));
if (flags['round-trip'] !== undefined || all) await runRoundTrip(Number(flags['round-trip'] ?? 300));
cache.save();
for (const [reason, times] of explanations.used) console.log(`explained ${times} times: ${reason}`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
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
  const places = new Places();
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
    places.add(found);
  }
  tally.print('fixed cases', totals);
  if (!cases.some(({ name }) => name.startsWith('crate/')) && flags.filter === '') {
    console.log('  skipped: the sources of the crate are not unpacked (cargo fetch in test/oracle/native)');
    totals.skipped++;
  }
  places.print(totals, flags.places);
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

/** Every third one is damaged, too: that is where few names for many things meet a slip of the hand. */
async function runGenerated(count: number): Promise<void> {
  for (const [what, many, accessors] of [
    ['generated packages', count, false],
    ['generated packages with accessors', Math.ceil(count / 10), true],
  ] as const) {
    const tally = new Tally(parser, reference, explanations, limits);
    for (let index = 0; index < many; index++) {
      const made = generate(seedOf(seed, index), accessors);
      await tally.add(await compare(made, new Ours(parser), reference, cache), '');
      if (index % 3 !== 2) continue;
      const it = mutate(made, seedOf(seed + 1, index));
      await tally.add(await compare(it, new Ours(parser), reference, cache), it.done);
    }
    tally.print(`${what}, seed ${seed}`, totals);
  }
}

async function runRoundTrip(count: number): Promise<void> {
  const made = Array.from({ length: count }, (_, index) => generate(seedOf(seed, index)));
  let packages = 0;
  let components = 0;
  let differ = 0;
  for (const it of [...cases, ...made]) {
    const verdict = await cache.verdict(it, () => reference.verdict(it));
    if (verdict.kind !== 'accept') continue;
    const found = await roundTrip(it, new Ours(parser), reference);
    packages += found.packages;
    components += found.components;
    differ += found.differences.length;
    for (const { name, how } of found.differences) console.log(`ROUND TRIP ${name}: ${how}`);
  }
  console.log(`\nround trip: ${packages} packages and ${components} components, ${differ} differences`);
  totals.passed += packages + components - differ;
  totals.failed += differ;
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
