// What happened to an ordered list of named things: parameters, fields, cases, flags.

import { put } from '../base/multimap.ts';
import { likeName } from './similar.ts';

export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

export interface ListDiff<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly renamed: readonly Pair<T>[];
  readonly recased: readonly Pair<T>[];
  /** All that are in both, in the new order, those included that have another name now. */
  readonly kept: readonly Pair<T>[];
  /** The first that stands before another which it used to follow. */
  readonly moved: Pair<T> | undefined;
  /** Something that is in both has another number than before. */
  readonly shifted: boolean;
}

export function diffList<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
  alike: (before: T, after: T) => boolean,
): ListDiff<T> {
  // Most lists, most of the time.
  if (before.length === after.length && before.every((it, at) => it.name === after[at]?.name)) {
    const kept = inOrder(before, after);
    return { added: [], removed: [], renamed: [], recased: [], kept, moved: undefined, shifted: false };
  }
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  const match = (nameOf: (it: T) => string): Pair<T>[] => {
    const found: Pair<T>[] = [];
    // Broken text has a name several times: its first is then matched with the first, and so on.
    const left = new Map<string, T[]>();
    for (const a of before.toReversed()) if (!taken.has(a)) put(left, nameOf(a), a);
    for (const b of after) {
      if (partner.has(b)) continue;
      const a = left.get(nameOf(b))?.pop();
      if (a === undefined) continue;
      partner.set(b, a);
      taken.add(a);
      found.push({ before: a, after: b });
    }
    return found;
  };
  match((it) => it.name);
  const recased = match((it) => it.name.toLowerCase());
  const renamed = pairGaps(before, after, partner, taken, alike);
  const kept = after.flatMap((b) => {
    const a = partner.get(b);
    return a === undefined ? [] : [{ before: a, after: b }];
  });
  return {
    added: after.filter((it) => !partner.has(it)),
    removed: before.filter((it) => !taken.has(it)),
    renamed,
    recased,
    kept,
    moved: firstMoved(before, kept),
    shifted: isShifted(before, after, partner),
  };
}

/**
 * What is gone and what is new between the same two neighbours: as many of both are the same things renamed, one after
 * another; else those that are alike and have similar names.
 */
function pairGaps<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
  partner: Map<T, T>,
  taken: Set<T>,
  alike: (before: T, after: T) => boolean,
): Pair<T>[] {
  const gone = byNeighbour(before, (it) => (taken.has(it) ? it : undefined));
  const found = [...byNeighbour(after, (it) => partner.get(it))].flatMap(([neighbour, added]) => {
    const old = gone.get(neighbour) ?? [];
    return old.length === added.length ? inOrder(old, added) : similar(old, added, alike);
  });
  for (const pair of found) {
    partner.set(pair.after, pair.before);
    taken.add(pair.before);
  }
  return found;
}

/** Runs of things without a counterpart, by the old version of what stands before them. */
function byNeighbour<T>(all: readonly T[], counterpart: (it: T) => T | undefined): Map<T | undefined, T[]> {
  const runs = new Map<T | undefined, T[]>();
  let run: T[] = [];
  runs.set(undefined, run);
  for (const it of all) {
    const neighbour = counterpart(it);
    if (neighbour === undefined) run.push(it);
    else {
      run = [];
      runs.set(neighbour, run);
    }
  }
  return runs;
}

function inOrder<T>(gone: readonly T[], added: readonly T[]): Pair<T>[] {
  return added.flatMap((after, index) => {
    const before = gone[index];
    return before === undefined ? [] : [{ before, after }];
  });
}

function similar<T extends { readonly name: string }>(
  gone: readonly T[],
  added: readonly T[],
  alike: (before: T, after: T) => boolean,
): Pair<T>[] {
  const found: Pair<T>[] = [];
  let from = 0;
  for (const after of added) {
    const at = gone.findIndex((it, index) => index >= from && alike(it, after) && likeName(it.name, after.name));
    const before = gone[at];
    if (before === undefined) continue;
    from = at + 1;
    found.push({ before, after });
  }
  return found;
}

function firstMoved<T>(before: readonly T[], kept: readonly Pair<T>[]): Pair<T> | undefined {
  const numbers = new Map(before.map((it, index) => [it, index]));
  let lowest = Number.POSITIVE_INFINITY;
  let first: Pair<T> | undefined;
  for (const pair of kept.toReversed()) {
    const number = numbers.get(pair.before) ?? 0;
    if (number > lowest) first = pair;
    lowest = Math.min(lowest, number);
  }
  return first;
}

function isShifted<T>(before: readonly T[], after: readonly T[], partner: ReadonlyMap<T, T>): boolean {
  return after.some((it, index) => {
    const old = partner.get(it);
    return old !== undefined && before[index] !== old;
  });
}
