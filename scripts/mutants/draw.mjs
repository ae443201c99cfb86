// Which mutants a seed draws, and which are known to change nothing that anybody can see (`equivalent.json`).

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LIST = path.join(path.dirname(fileURLToPath(import.meta.url)), 'equivalent.json');

/**
 * Mutations (`{ name, place, what, was, texts }`) in the order in which a seed draws them. A mutation has its rank from what it
 * says and in which function, not from how many stand before it: an edit elsewhere leaves the draw of a seed as it is.
 */
export function inDrawnOrder(mutations, seed) {
  const counts = new Map();
  const ranked = mutations.map((it) => {
    const says = `${it.place.replace(/~\d+$/, '')} ${it.what} ${it.was} ${it.texts[0]}`;
    const count = counts.get(says) ?? 0;
    counts.set(says, count + 1);
    return { it, rank: createHash('sha256').update(`${seed} ${says} ${count}`).digest('hex') };
  });
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ it }) => it);
}

/**
 * Why a mutant cannot be seen, or undefined. A row of the list: `file`, `was` (the text that is changed, spaces as one),
 * `text` (what takes its place; none: whatever it is), `in` (a part of the line where it begins; none: wherever), `why`.
 */
export function whyEquivalent({ name, was, text, says }, rows = equivalents()) {
  return rows.find(
    (it) =>
      it.file === name &&
      it.was === plain(was) &&
      (it.text === undefined || it.text === plain(text)) &&
      (it.in === undefined || says.includes(it.in)),
  )?.why;
}

export function equivalents() {
  return JSON.parse(readFileSync(LIST, 'utf8'));
}

export function plain(text) {
  return text.replace(/\s+/g, ' ').trim();
}
