// The names that a misspelt one may have meant.

/** Known names near to `name`, nearest first, at most three. */
export function nearest(name: string, known: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(name.length / 3));
  const scored: { name: string; distance: number }[] = [];
  for (const candidate of known) {
    // What begins like no name is a slip itself.
    if (candidate === name || !/^[A-Za-z]/.test(candidate) || Math.abs(candidate.length - name.length) > limit)
      continue;
    const distance = editDistance(name, candidate, limit);
    if (distance <= limit) scored.push({ name: candidate, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return [...new Set(scored.map((it) => it.name))].slice(0, 3);
}

/** As `nearest`, of packages: a namespace is near to itself or a slip of it, and so is a name. */
export function nearestPackages(key: string, known: readonly string[]): string[] {
  const parts = (it: string): string[] => (it.split('@')[0] ?? it).split(':');
  const own = parts(key);
  const isNear = (one: string, other: string): boolean => one === other || nearest(one, [other]).length > 0;
  return nearest(
    key,
    known.filter((it) => parts(it).every((part, index) => isNear(own[index] ?? '', part))),
  );
}

/** ` (did you mean \`x\`?)`, or nothing. */
export function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : `; did you mean ${names.map((name) => `\`${name}\``).join(' or ')}?`;
}

/** Edits (insert, delete, replace, swap of neighbours) from one word to the other; more than `limit` counts as `limit + 1`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
