// Finds names that are equal to the component model and not as they are written.

import { unmarked } from '../../../model/names.ts';
import type { Loc, Problem } from '../../../model/package.ts';

import type { Code } from '../../catalogue.ts';

export interface NamedPlace {
  readonly name: string;
  readonly loc: Loc;
}

/** Every place whose name has the key of an earlier one, with that one. Equally written names are the business of other rules. */
export function clashesOf<T extends NamedPlace>(
  places: readonly T[],
  keyOf: (name: string) => string,
): { readonly place: T; readonly first: T }[] {
  const found: { place: T; first: T }[] = [];
  const seen = new Map<string, T>();
  for (const place of places) {
    if (place.name === '') continue;
    const key = keyOf(place.name);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place);
    else if (first.name !== place.name) found.push({ place, first });
  }
  return found;
}

/** How two names differ that count as one. */
export function difference(a: string, b: string): string {
  if (a.toLowerCase() === b.toLowerCase()) return 'case';
  return a.replaceAll('-', '') === b.replaceAll('-', '') ? 'hyphens' : 'case and hyphens';
}

export function sameName(code: Code, { place, first }: { place: NamedPlace; first: NamedPlace }): Problem<Code> {
  const [name, other] = [unmarked(place.name), unmarked(first.name)];
  return {
    code,
    loc: place.loc,
    message: `\`${name}\` and \`${other}\` differ only in ${difference(name, other)}, so they are the same name to a component`,
    related: [{ loc: first.loc, message: `\`${other}\` is defined here` }],
  };
}
