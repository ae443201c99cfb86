// Is this the old thing under another name? Names that look alike, contents that overlap.

/** Do two names share a word of some length, or most of their letters? `poll-list` is like `poll`. */
export function likeName(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  const words = new Set(left.split('-'));
  if (right.split('-').some((word) => word.length > 2 && words.has(word))) return true;
  return overlap(pairsOf(left), pairsOf(right)) >= 0.5;
}

/** How much of two sets is in both, from 0 to 1; of two empty sets nothing. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const it of a) if (b.has(it)) shared++;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < text.length; at++) pairs.add(text.slice(at, at + 2));
  return pairs;
}
