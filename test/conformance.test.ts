// The verdicts of the reference on its own suite, on real packages and on our own fixtures: accepted or refused, at both of
// its levels. `npm run conformance` compares thousands of damaged and generated packages, too.

import { afterAll, describe, expect, it } from 'vitest';
import { VerdictCache } from './conformance/cache.ts';
import { type Case, CHANGED_SINCE, corpusCases, fixtureCases, suiteCases } from './conformance/cases.ts';
import { compare } from './conformance/compare.ts';
import { Explanations, lineOf } from './conformance/explained.ts';
import { Ours } from './conformance/ours.ts';
import { NativeReference } from './oracle/native.ts';
import { testParser } from './support/parser.ts';

const parser = await testParser();
/** Built by `scripts/rust-tools.sh wit-reference`; without it, these tests are skipped. */
const reference = NativeReference.find();
const missing = reference === undefined;
const cache = new VerdictCache();
const explanations = new Explanations();

const PATIENCE = { timeout: 300_000 };

afterAll(() => reference?.close());

function judged(it: Case): ReturnType<typeof compare> {
  if (reference === undefined) throw new Error('the reference is not built');
  return compare(it, new Ours(parser), reference, cache);
}

/** One line for each case on which we and the reference differ. */
async function differences(cases: readonly Case[]): Promise<string[]> {
  const lines: string[] = [];
  for (const it of cases) {
    // The runner is told of nothing while this thread works.
    await new Promise(setImmediate);
    const found = await judged(it);
    const silent =
      found.outcome === 'no-verdict' && found.findings.length === 0 && CHANGED_SINCE[it.name] === undefined;
    if (found.outcome === 'agree' || (found.outcome === 'no-verdict' && !silent)) continue;
    if (explanations.explain(found) === undefined) lines.push(`${it.name}: ${lineOf(found)}`);
  }
  cache.save();
  return lines;
}

function withoutSuite(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

const fixtures = fixtureCases();
describe.skipIf(missing)('fixtures get the verdict of the reference', () => {
  it.each([...new Set(fixtures.map((one) => one.name.split('/')[0] ?? ''))])('%s', PATIENCE, async (suite) => {
    expect(await differences(fixtures.filter((one) => one.name.startsWith(`${suite}/`)))).toEqual([]);
  });

  it('has cases of both kinds', async () => {
    const verdicts = new Set<string>();
    for (const one of fixtures) verdicts.add((await judged(one)).reference.kind);
    expect([...verdicts].sort()).toEqual(['accept', 'no-verdict', 'reject']);
  });
});

const suite = suiteCases();
describe.skipIf(missing || suite.length === 0)("the reference's own suite", () => {
  it('gets its verdicts', PATIENCE, async () => {
    expect(await differences(suite)).toEqual([]);
  });

  it('is judged by the live reference as it is written down', PATIENCE, async () => {
    const wrong: string[] = [];
    for (const one of suite) {
      if (CHANGED_SINCE[one.name] !== undefined) continue;
      const { reference: verdict } = await judged(one);
      const accepts = verdict.kind === 'accept' || (verdict.kind === 'reject' && verdict.level === 'L2');
      if (accepts !== (one.expected?.resolve === 'accept')) wrong.push(withoutSuite(one.name));
    }
    expect(wrong).toEqual([]);
  });
});

const corpus = corpusCases();
describe.skipIf(missing || corpus.length === 0)('real packages', () => {
  it.each(['corpus/', 'more/corpus/'])('get the verdicts of the reference: %s', PATIENCE, async (part) => {
    const roots = corpus.filter(({ name }) => name.startsWith(part));
    expect(roots.length).toBeGreaterThan(500);
    expect(await differences(roots)).toEqual([]);
  });
});
