// Something that an editor offers to do in a composition.

import type { TextEdit } from '../../base/text.ts';
import type { WacProblem } from '../../wac/syntax.ts';

export interface WacAction {
  readonly title: string;
  readonly kind: 'quickfix' | 'refactor.inline';
  readonly edits: readonly TextEdit[];
  readonly preferred: boolean;
  /** What it repairs. */
  readonly problem?: WacProblem;
}
