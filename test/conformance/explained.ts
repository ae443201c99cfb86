// Disagreements that are the reference's own mistakes, by pattern, from `explained.tsv`.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './cases.ts';
import type { Comparison } from './compare.ts';

interface Explanation {
  readonly pattern: RegExp;
  readonly reason: string;
}

/** Rows are `outcome ⇥ pattern ⇥ reason`; the pattern is one of the line that `lineOf` writes. */
export class Explanations {
  readonly #known = new Map<string, Explanation[]>();
  /** How often each was used. */
  readonly used = new Map<string, number>();

  constructor(text: string = readFileSync(path.join(REPOSITORY, 'test', 'conformance', 'explained.tsv'), 'utf8')) {
    for (const row of text.split('\n').slice(1)) {
      const [outcome, pattern, reason] = row.split('\t');
      if (outcome === undefined || pattern === undefined || reason === undefined) continue;
      const known = this.#known.get(outcome) ?? [];
      known.push({ pattern: new RegExp(pattern, 'm'), reason });
      this.#known.set(outcome, known);
    }
  }

  /** Why the two differ, if it is not our fault. */
  explain(it: Comparison): string | undefined {
    const line = lineOf(it);
    const found = this.#known.get(it.outcome)?.find(({ pattern }) => pattern.test(line));
    if (found !== undefined) this.used.set(found.reason, (this.used.get(found.reason) ?? 0) + 1);
    return found?.reason;
  }
}

/** `reference: reject L1 MESSAGE | ours: CODE MESSAGE; …`. */
export function lineOf({ reference, findings, crash }: Comparison): string {
  const said =
    reference.kind === 'accept'
      ? 'accept'
      : `${reference.kind}${reference.kind === 'reject' ? ` ${reference.level}` : ''} ${oneLine(reference.message)}`;
  const own = findings.map((it) => `${it.level} ${it.code} ${it.message}`);
  return `reference: ${said} | ours: ${crash ?? (own.length === 0 ? 'accept' : own.join('; '))}`;
}

/** The innermost cause says most. */
function oneLine(message: string): string {
  const [head = '', ...rest] = message.split('\n').filter((line) => line.trim() !== '');
  const cause = /^\s*(?:\d+: )?(.*)$/.exec(rest.at(-1) ?? '')?.[1];
  return cause === undefined || !message.includes('Caused by') ? head : `${head}: ${cause}`;
}
