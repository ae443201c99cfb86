// Where the reference points, and where we do: by suite, how often the first of our errors in that file stands at its place, or
// any of ours does. The reference ends with its first error; we go on to other files, so that one before it may have errors, too.
// What differs is defended in `places.tsv`, case by case.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from '../oracle/reference.ts';
import { type Place, REPOSITORY } from './cases.ts';
import { type Comparison, samePlace } from './compare.ts';

interface Count {
  known: number;
  /** Our first by file and line. */
  first: number;
  /** Our first in the file that the reference names. */
  firstInFile: number;
  any: number;
}

/** Least shares of `firstInFile` and `any` in percent. */
const AIMS: Readonly<Record<string, readonly [first: number, any: number]>> = {
  'the suite': [80, 80],
  'the corpora': [95, 97],
  fixtures: [80, 80],
};

export class Places {
  readonly #counts = new Map<string, Count>();
  readonly #lines: string[] = [];
  readonly #differ = new Set<string>();
  readonly #judged = new Set<string>();

  add({ case: it, reference, findings, outcome }: Comparison): void {
    this.#judged.add(it.name);
    const place = placeOf(reference);
    if (place === undefined || outcome !== 'agree') return;
    const kind = /^(?:suite|crate)\//.test(it.name)
      ? 'the suite'
      : it.name.includes('corpus/')
        ? 'the corpora'
        : 'fixtures';
    const count = this.#counts.get(kind) ?? { known: 0, first: 0, firstInFile: 0, any: 0 };
    this.#counts.set(kind, count);
    count.known++;
    const own = findings.filter(({ level }) => level === 'L1');
    const [first] = own;
    const firstInFile = own.find((one) => one.file === place.file);
    if (first !== undefined && samePlace(first, place)) count.first++;
    if (own.some((one) => samePlace(one, place))) count.any++;
    if (firstInFile !== undefined && samePlace(firstInFile, place)) {
      count.firstInFile++;
      return;
    }
    this.#differ.add(it.name);
    const said = reference.kind === 'reject' ? reference.message.split('\n')[0] : '';
    const shown = own.map((one) => `${one.file}:${one.line}:${one.column} ${one.code}`).slice(0, 6);
    this.#lines.push(
      `PLACE ${it.name}: ${place.file}:${place.line}:${place.column} ${said}\n      ours: ${shown.join('; ')}`,
    );
  }

  /** One test for each share, and one for the table: it names what differs, and nothing else. */
  print(totals: { passed: number; failed: number }, all: boolean): void {
    if (all) for (const line of this.#lines) console.log(line);
    for (const [kind, { known, first, firstInFile, any }] of this.#counts) {
      console.log(
        `  ${kind}: of ${known} places of the reference's errors ${firstInFile} are those of our first in that file (${share(firstInFile, known)} %), ` +
          `${first} of our first in all files (${share(first, known)} %), ${any} of any (${share(any, known)} %)`,
      );
      const [least = 0, leastAny = 0] = AIMS[kind] ?? [];
      count(totals, Number(share(firstInFile, known)) >= least && Number(share(any, known)) >= leastAny);
    }
    const defended = reasons();
    // Both have most cases in common.
    const missing = [...this.#differ].filter(
      (name) => !defended.has(name) && !defended.has(name.replace(/^crate\//, 'suite/')),
    );
    const stale = [...defended.keys()].filter((name) => this.#judged.has(name) && !this.#differ.has(name));
    for (const name of missing) console.log(`PLACE not defended in places.tsv: ${name}`);
    for (const name of stale) console.log(`PLACE defended without need in places.tsv: ${name}`);
    count(totals, missing.length + stale.length === 0);
  }
}

function count(totals: { passed: number; failed: number }, good: boolean): void {
  totals[good ? 'passed' : 'failed']++;
}

/** By case, why our place is the better one. */
function reasons(): Map<string, string> {
  const rows = readFileSync(path.join(REPOSITORY, 'test/conformance/places.tsv'), 'utf8').trim().split('\n').slice(1);
  return new Map(rows.map((row) => row.split('\t') as [string, string]));
}

function share(part: number, all: number): string {
  return ((100 * part) / all).toFixed(1);
}

/** One-based, in bytes. Undefined where the reference names no place, or refuses what it encodes. */
export function placeOf(verdict: Verdict): Place | undefined {
  if (verdict.kind !== 'reject' || verdict.level !== 'L1') return undefined;
  const [, file, line, column] = /^ *--> \S*?([^/\s]+):(\d+):(\d+)$/m.exec(verdict.message) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}
