// Disagreements that are the reference's own mistakes, by pattern, from `explained.tsv`.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './cases.ts';
import type { Comparison } from './compare.ts';

interface Explanation {
  readonly pattern: RegExp;
  readonly text: RegExp;
  readonly reason: string;
}

/**
 * Rows: outcome, a pattern of the line that `lineOf` writes, one of the texts of the package, why, and the version of the
 * reference (wasm-tools) that was seen to do it. Tabs between.
 */
export class Explanations {
  readonly #known = new Map<string, Explanation[]>();
  /** How often each was used. */
  readonly used = new Map<string, number>();

  constructor(text: string = readFileSync(path.join(REPOSITORY, 'test', 'conformance', 'explained.tsv'), 'utf8')) {
    for (const row of text.split('\n').slice(1)) {
      const [outcome, pattern, text, why, version] = row.split('\t');
      if (outcome === undefined || pattern === undefined || text === undefined || version === undefined) continue;
      const known = this.#known.get(outcome) ?? [];
      known.push({ pattern: new RegExp(pattern, 'm'), text: new RegExp(text), reason: `${why} (${version})` });
      this.#known.set(outcome, known);
    }
  }

  /** Why the two differ, if it is not our fault. */
  explain(it: Comparison): string | undefined {
    const line = lineOf(it);
    const all = [...it.case.files.values()].map((bytes) => new TextDecoder().decode(bytes)).join('\n');
    const found = this.#known.get(it.outcome)?.find(({ pattern, text }) => pattern.test(line) && text.test(all));
    if (found !== undefined) this.used.set(found.reason, (this.used.get(found.reason) ?? 0) + 1);
    return found?.reason;
  }
}

/** `reference: reject L1 MESSAGE | ours: L2 nested CODE MESSAGE; …`. */
export function lineOf({ reference, findings, crash }: Comparison): string {
  const said =
    reference.kind === 'accept'
      ? 'accept'
      : `${reference.kind}${reference.kind === 'reject' ? ` ${reference.level}` : ''} ${oneLine(reference.message)}`;
  const own = findings.map((it) => `${it.level}${it.nested ? ' nested' : ''} ${it.code} ${it.message}`);
  return `reference: ${said} | ours: ${crash ?? (own.length === 0 ? 'accept' : own.join('; '))}`;
}

function oneLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && line !== 'Caused by:').join(': ');
}
