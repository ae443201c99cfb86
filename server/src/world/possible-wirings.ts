// Where several parts could satisfy imports, the wirings that there are: each without a circle. Those in which every candidate is in
// use come first and alone, if there are any: so a chain of middlewares is meant.

import type { Part, Port } from './parts.ts';

/** Wirings that are listed. */
const MOST = 12;
/** Steps of the search: more imports with more candidates are nothing that a person chooses from. */
const MOST_STEPS = 20_000;

export interface Choice {
  readonly wanted: Port;
  readonly candidates: readonly Port[];
}

export interface Tied {
  readonly wanted: Port;
  readonly given: Port;
}

/** `complete`: does each of them use every candidate? Each gives one port for each choice, in their order. */
export function possibleWirings(
  choices: readonly Choice[],
  fixed: readonly Tied[],
): { readonly complete: boolean; readonly wirings: readonly (readonly Tied[])[] } {
  if (choices.length === 0) return { complete: true, wirings: [] };
  const all = new Set(choices.flatMap((it) => it.candidates.map((port) => port.part)));
  const complete: (readonly Tied[])[] = [];
  const others: (readonly Tied[])[] = [];
  // A work list of what was chosen so far: the first candidates are tried first.
  const waiting: (readonly Tied[])[] = [[]];
  let steps = 0;
  for (let made = waiting.pop(); made !== undefined && complete.length < MOST; made = waiting.pop()) {
    if (++steps > MOST_STEPS) break;
    const next = choices[made.length];
    if (next === undefined) {
      const used = new Set([...fixed, ...made].map((it) => it.given.part));
      const isComplete = [...all].every((it) => used.has(it));
      if (isComplete) complete.push(made);
      else if (others.length < MOST) others.push(made);
      continue;
    }
    for (const given of [...next.candidates].reverse()) {
      const more = [...made, { wanted: next.wanted, given }];
      if (!isCircular([...fixed, ...more], next.wanted.part)) waiting.push(more);
    }
  }
  return complete.length > 0 ? { complete: true, wirings: complete } : { complete: false, wirings: others };
}

/** Does a part need itself through others? */
function isCircular(ties: readonly Tied[], from: Part): boolean {
  const seen = new Set<Part>();
  const waiting = [from];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    for (const { wanted, given } of ties) {
      if (wanted.part !== part) continue;
      if (given.part === from) return true;
      if (seen.has(given.part)) continue;
      seen.add(given.part);
      waiting.push(given.part);
    }
  }
  return false;
}
