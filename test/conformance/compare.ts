// One package, both sides: do the reference and the product agree on accepting it, at both of the reference's levels?

import type { NativeReference } from '../oracle/native.ts';
import type { Verdict } from '../oracle/reference.ts';
import type { VerdictCache } from './cache.ts';
import type { Case, Place } from './cases.ts';
import type { Finding, Ours } from './ours.ts';

export interface Comparison {
  readonly case: Case;
  readonly reference: Verdict;
  readonly findings: readonly Finding[];
  readonly outcome: Outcome;
  /** What the product's own code threw. */
  readonly crash?: string;
}

/**
 * `no-verdict`: the reference gives no verdict. `resolve`: one side accepts what the other rejects at level 1. `validate`: both
 * accept it at level 1, and differ at level 2.
 */
export type Outcome = 'agree' | 'no-verdict' | 'resolve' | 'validate' | 'crash';

export async function compare(
  it: Case,
  ours: Ours,
  reference: NativeReference,
  cache: Pick<VerdictCache, 'verdict'>,
): Promise<Comparison> {
  const verdict = await cache.verdict(it, () => reference.verdict(it));
  try {
    const { findings } = await ours.judge(it, it.features);
    return { case: it, reference: verdict, findings, outcome: outcomeOf(verdict, findings) };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { case: it, reference: verdict, findings: [], outcome: 'crash', crash };
  }
}

function outcomeOf(verdict: Verdict, findings: readonly Finding[]): Outcome {
  if (verdict.kind === 'no-verdict') return 'no-verdict';
  const resolves = verdict.kind === 'accept' || verdict.level === 'L2';
  if (resolves !== findings.every((it) => it.level === 'L2')) return 'resolve';
  // The reference never got to level 2.
  if (!resolves) return 'agree';
  return (verdict.kind === 'accept') === (findings.length === 0) ? 'agree' : 'validate';
}

export function samePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}
