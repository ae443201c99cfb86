// Counts agreements, and shows disagreements so that each can be repeated: smallest package, both verdicts.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { WitParser } from '../../server/src/syntax/parser.ts';
import type { NativeReference } from '../oracle/native.ts';
import { type Case, CHANGED_SINCE, PLACE, REPOSITORY } from './cases.ts';
import { type Comparison, compare } from './compare.ts';
import { type Explanations, lineOf } from './explained.ts';
import { Ours } from './ours.ts';
import { shrink } from './shrink.ts';

/** Where packages on which the two disagree are put, each in a directory of its own. */
const OUTPUT = path.join(REPOSITORY, '.cache', 'conformance', 'disagreements');

const NO_CACHE = { verdict: (_: Case, ask: () => ReturnType<NativeReference['verdict']>) => ask(), save: () => {} };

export interface Limits {
  readonly show: number;
  readonly shrink: number;
}

export class Tally {
  readonly #parser: WitParser;
  readonly #reference: NativeReference;
  readonly #explanations: Explanations;
  readonly #limits: Limits;
  readonly #counts = { accept: 0, 'reject L1': 0, 'reject L2': 0, 'no-verdict': 0 };
  #resolve = 0;
  #validate = 0;
  #explained = 0;
  #silentWithoutVerdict = 0;
  #unexplained = 0;

  constructor(parser: WitParser, reference: NativeReference, explanations: Explanations, limits: Limits) {
    this.#parser = parser;
    this.#reference = reference;
    this.#explanations = explanations;
    this.#limits = limits;
  }

  async add(found: Comparison, done = ''): Promise<void> {
    const { reference: verdict, outcome } = found;
    this.#counts[verdict.kind === 'reject' ? (`reject ${verdict.level}` as const) : verdict.kind]++;
    if (outcome === 'agree') return;
    if (outcome === 'no-verdict') {
      if (found.findings.length === 0 && CHANGED_SINCE[found.case.name] === undefined) {
        this.#silentWithoutVerdict++;
        console.log(`NO VERDICT and nothing from us: ${found.case.name} ${done} ${lineOf(found)}`);
      }
      return;
    }
    if (this.#explanations.explain(found) !== undefined) {
      this.#explained++;
      return;
    }
    this.#unexplained++;
    if (outcome === 'resolve') this.#resolve++;
    else this.#validate++;
    if (this.#unexplained > this.#limits.show) return;
    await this.#show(found, done);
  }

  async #show(found: Comparison, done: string): Promise<void> {
    const smallest = this.#unexplained <= this.#limits.shrink ? await this.#shrunk(found) : found.case;
    if (this.#unexplained === 1) rmSync(OUTPUT, { recursive: true, force: true });
    const directory = path.join(OUTPUT, String(this.#unexplained));
    console.log(`\nDISAGREE ${found.outcome} #${this.#unexplained} ${found.case.name} ${done}\n  ${lineOf(found)}`);
    for (const [name, bytes] of smallest.files) {
      const file = path.join(directory, path.relative(PLACE, name));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
      if (bytes.length < 1500)
        console.log(`  //- ${path.relative(PLACE, name)}\n${indented(new TextDecoder().decode(bytes))}`);
      else console.log(`  //- ${path.relative(process.cwd(), file)} (${bytes.length} bytes)`);
    }
  }

  async #shrunk(found: Comparison): Promise<Case> {
    const ours = new Ours(this.#parser);
    return shrink(found.case, async (smaller) => {
      const now = await compare(smaller, ours, this.#reference, NO_CACHE);
      return now.outcome === found.outcome && kindOf(now) === kindOf(found);
    });
  }

  print(what: string, totals: { passed: number; failed: number }): void {
    const { accept, 'no-verdict': without, 'reject L1': level1, 'reject L2': level2 } = this.#counts;
    const judged = accept + level1 + level2;
    const wrong = this.#resolve;
    const wrongLater = this.#validate;
    const share = (bad: number): string => `${(((judged - bad) / Math.max(1, judged)) * 100).toFixed(2)} %`;
    console.log(`\n${what}: ${judged + without} packages`);
    console.log(
      `  the reference accepts ${accept}, rejects ${level1} at L1 and ${level2} at L2, has no verdict on ${without}`,
    );
    console.log(
      `  agreement at L1: ${share(wrong)} (${wrong} differ), at L1 and L2: ${share(wrong + wrongLater)} (${wrongLater} more differ)`,
    );
    console.log(
      `  ${this.#explained} differences explained, ${this.#silentWithoutVerdict} without a verdict on which we say nothing`,
    );
    totals.passed += judged + without - this.#unexplained - this.#silentWithoutVerdict;
    totals.failed += this.#unexplained + this.#silentWithoutVerdict;
  }
}

/** What must stay the same while a package gets smaller: who rejects, and why. */
function kindOf({ reference, findings }: Comparison): string {
  const why = reference.kind === 'accept' ? '' : reference.message.replace(/[`'"][^`'"\n]*[`'"]/g, '_').slice(0, 60);
  return `${reference.kind} ${why} ${findings[0]?.code ?? ''}`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ').trimEnd();
}
