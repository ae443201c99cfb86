// What happened to an ordered list of named things: parameters, fields, cases, flags.

import { likeName } from './similar.ts';
import { sameName } from './types-equal.ts';

export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

export interface ListDiff<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly renamed: readonly Pair<T>[];
  readonly recased: readonly Pair<T>[];
  /** All that are in both, renamed ones included, in the new order. */
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
  const partner = new Map<T, T>();
  const taken = new Set<T>();
  const match = (fits: (a: T, b: T) => boolean): Pair<T>[] => {
    const found: Pair<T>[] = [];
    for (const b of after) {
      if (partner.has(b)) continue;
      const a = before.find((it) => !taken.has(it) && fits(it, b));
      if (a === undefined) continue;
      partner.set(b, a);
      taken.add(a);
      found.push({ before: a, after: b });
    }
    return found;
  };
  match((a, b) => a.name === b.name);
  const recased = match((a, b) => sameName(a.name, b.name));
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
    shifted: kept.some((pair) => before.indexOf(pair.before) !== after.indexOf(pair.after)),
  };
}

/**
 * What is gone and what is new between the same two neighbours is one thing renamed, if it is alike: by its name too, where
 * there is more than one.
 */
function pairGaps<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
  partner: Map<T, T>,
  taken: Set<T>,
  alike: (before: T, after: T) => boolean,
): Pair<T>[] {
  const gaps = new Map<T | undefined, T[]>();
  const news = new Map<T | undefined, number>();
  let neighbour: T | undefined;
  for (const a of before) {
    if (taken.has(a)) neighbour = a;
    else gaps.set(neighbour, [...(gaps.get(neighbour) ?? []), a]);
  }
  const found: Pair<T>[] = [];
  neighbour = undefined;
  for (const b of after) {
    const old = partner.get(b);
    if (old === undefined) news.set(neighbour, (news.get(neighbour) ?? 0) + 1);
    else neighbour = old;
  }
  const only = (at: T | undefined): boolean => gaps.get(at)?.length === 1 && news.get(at) === 1;
  const lonely = new Set([...gaps.keys()].filter(only));
  neighbour = undefined;
  for (const b of after) {
    const old = partner.get(b);
    if (old !== undefined) {
      neighbour = old;
      continue;
    }
    const candidates = gaps.get(neighbour) ?? [];
    const clear = lonely.has(neighbour);
    const index = candidates.findIndex((a) => alike(a, b) && (clear || likeName(a.name, b.name)));
    const a = candidates[index];
    if (a === undefined) continue;
    candidates.splice(0, index + 1);
    found.push({ before: a, after: b });
  }
  for (const pair of found) {
    partner.set(pair.after, pair.before);
    taken.add(pair.before);
  }
  return found;
}

function firstMoved<T>(before: readonly T[], kept: readonly Pair<T>[]): Pair<T> | undefined {
  const numbers = kept.map((pair) => before.indexOf(pair.before));
  const at = numbers.findIndex((number, index) => numbers.slice(index + 1).some((later) => later < number));
  return kept[at];
}
