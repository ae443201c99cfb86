// What a reader of a file hands over: the chunks in order, each as flat syntax or as a chunk of the previous version that
// still holds.

import type { Flat } from './flat.ts';
import type { Context, Entry } from './items.ts';
import type { SyntaxProblem } from './problems.ts';

/** How deep packages may nest in the text; the reference's own limit. */
export const MAX_PACKAGE_DEPTH = 100;

export interface RawEntry {
  readonly context: Context;
  readonly start: number;
  end: number;
  /** End of the chunk's own text: the item's end, or after a container's `{`. */
  headEnd: number;
  /** Exactly one of `flat` and `reused` is there. */
  readonly flat?: Flat;
  readonly reused?: Entry;
  /** Absolute spans. */
  readonly problems: readonly SyntaxProblem[];
  readonly members: readonly RawEntry[];
}

/** Finds the entry of the previous version that stands, untouched, at an offset of the new one. */
export interface Reuse {
  at(start: number, context: Context): Entry | undefined;
}
