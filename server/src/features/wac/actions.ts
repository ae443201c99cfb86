// What an editor offers to do in a composition: repairs of what is wrong at a place, and the value of a `let` written in place
// of its name.

import type { Span } from '../../base/text.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { WacAction } from './action.ts';
import { argumentActions } from './argument-actions.ts';
import { inlineLet } from './inline-let.ts';
import { composed, type WacDocument } from './wac.ts';

export function wacActions(snapshot: Snapshot, document: WacDocument, span: Span): readonly WacAction[] {
  const composition = composed(snapshot, document);
  const touched = composition.problems.filter((it) => it.span.start <= span.end && span.start <= it.span.end);
  const repairs = touched.flatMap((problem): WacAction[] => {
    const { fixes = [] } = problem;
    if (fixes.length > 0) {
      const preferred = fixes.length === 1;
      return fixes.map(({ title, edit }) => ({ title, kind: 'quickfix', edits: [edit], preferred, problem }));
    }
    return problem.code === 'wac/missing-argument' ? argumentActions(document, composition, problem) : [];
  });
  const inlined = inlineLet(snapshot, document, composition, span.start);
  return inlined === undefined ? repairs : [...repairs, inlined];
}
