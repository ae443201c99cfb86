// Makes a package on which both sides disagree as small as it gets: files, items, members and words go as long as the
// disagreement stays what it was.

import { tokensOf } from '../oracle/tokens.ts';
import { type Case, PLACE } from './cases.ts';
import { itemsOf } from './items.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** `holds` is asked at most `budget` times. */
export async function shrink(it: Case, holds: (smaller: Case) => Promise<boolean>, budget = 400): Promise<Case> {
  let best = it;
  let left = budget;
  const attempt = async (files: ReadonlyMap<string, Uint8Array>): Promise<boolean> => {
    if (left-- <= 0) return false;
    const smaller = { ...best, files };
    if (!(await holds(smaller))) return false;
    best = smaller;
    return true;
  };
  for (const file of it.files.keys()) {
    if (file === it.path || !hasOwn([...best.files.keys()].filter((other) => other !== file))) continue;
    const fewer = new Map(best.files);
    fewer.delete(file);
    await attempt(fewer);
  }
  for (let before = Infinity; size(best) < before && left > 0; ) {
    before = size(best);
    for (const file of best.files.keys()) await shrinkFile(file);
  }
  return best;

  async function shrinkFile(file: string): Promise<void> {
    const text = (): string => decoder.decode(best.files.get(file));
    const without = (start: number, end: number): Promise<boolean> => {
      const now = text();
      return attempt(new Map(best.files).set(file, encoder.encode(now.slice(0, start) + now.slice(end))));
    };
    const pieces = [
      (now: string) => tokensOf(now).filter((token) => token.kind === 'comment'),
      itemsOf,
      (now: string) => (now.length < 2000 ? tokensOf(now) : []),
    ];
    for (const cut of pieces) {
      // From the end, so that what lies before keeps its place; the larger of two that end together first.
      const found = [...cut(text())].sort((a, b) => b.end - a.end || a.start - b.start);
      let limit = Infinity;
      for (const { start, end } of found) {
        if (end > limit || left <= 0) continue;
        if (await without(start, end)) limit = start;
      }
    }
    const squeezed = text().replace(/\n\s*\n/g, '\n');
    await attempt(new Map(best.files).set(file, encoder.encode(squeezed)));
  }
}

function size({ files }: Case): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
}

/** A package directory without files of its own is no package. */
function hasOwn(files: readonly string[]): boolean {
  return files.some((file) => file.endsWith('.wit') && !file.slice(PLACE.length + 1).includes('/'));
}
