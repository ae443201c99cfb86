// Verdicts of the reference that are known already, by the content of the package, in `.cache/` of the repository.

import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from '../oracle/reference.ts';
import { type Case, REPOSITORY } from './cases.ts';

/** To be raised when the question changes. */
const VERSION = 'wit-parser 0.263.0, question 7';

export class VerdictCache {
  readonly #file = path.join(REPOSITORY, '.cache', 'conformance', 'verdicts.jsonl');
  readonly #known = new Map<string, Verdict>();
  #fresh: string[] = [];

  constructor() {
    if (!existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      try {
        const [key, verdict] = JSON.parse(line) as [string, Verdict];
        this.#known.set(key, verdict);
      } catch {
        // A line that was being written when somebody stopped the program.
      }
    }
  }

  async verdict(it: Case, ask: () => Promise<Verdict>): Promise<Verdict> {
    const key = keyOf(it);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const verdict = await ask();
    this.#known.set(key, verdict);
    this.#fresh.push(`${JSON.stringify([key, verdict])}\n`);
    if (this.#fresh.length >= 200) this.save();
    return verdict;
  }

  save(): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    if (this.#fresh.length > 0) appendFileSync(this.#file, this.#fresh.join(''));
    this.#fresh = [];
  }
}

function keyOf({ path: at, files, features }: Case): string {
  const hash = createHash('sha256').update(JSON.stringify([VERSION, at, features]));
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\0${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('base64url').slice(0, 24);
}
