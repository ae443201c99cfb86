// `// wit-ignore: semver/CODE until=VERSION expires=DATE reason`, above an item or, for what was taken out of a container,
// inside it. It ends when the version that is compared with has come to `until`, and after the day `expires`.

import type { Span } from '../../base/text.ts';
import { type Suppression, suppressionsOf } from '../../check/suppress.ts';
import { codeProblem } from '../../contract/ignore-file.ts';
import { compareVersions } from '../../model/names.ts';
import type { ItemTree } from '../../syntax/items.ts';

export interface ContractSuppression extends Suppression {
  /** Where findings are silenced. */
  readonly covers: readonly Span[];
}

/** The comments of a file that are about contract changes, those that are not understood included. */
export function contractSuppressions(tree: ItemTree): readonly ContractSuppression[] {
  return suppressionsOf(tree).flatMap((it): ContractSuppression[] => {
    const { span, item } = it;
    const codes = it.codes.filter((code) => code.startsWith('semver/'));
    if (codes.length === 0) return [];
    // What is gone is said at the head of what it was in.
    const around = tree.order.findLast(
      (entry) => entry.start <= span.start && span.end <= entry.end && entry.length < entry.end - entry.start,
    );
    const head = around === undefined ? [] : [{ start: around.start, end: around.start + around.length }];
    const problem = it.problem ?? codes.map(codeProblem).find((one) => one !== undefined);
    return [{ ...it, codes, covers: [item, ...head], ...(problem === undefined ? {} : { problem }) }];
  });
}

/** What ends an acceptance: the version of the base, and the day. */
export interface Moment {
  readonly base: string | undefined;
  /** `2026-12-31` */
  readonly today: string;
}

/** Why an acceptance no longer holds, in words. */
export function whyEnded(
  { until, expires }: { readonly until?: string; readonly expires?: string },
  { base, today }: Moment,
): string | undefined {
  if (until !== undefined && base !== undefined && compareVersions(base, until) >= 0)
    return `it has expired: the version compared with is ${base}, and it holds until ${until}`;
  return expires !== undefined && today > expires ? `it has expired on ${expires}` : undefined;
}

/** The comment that silences a finding. */
export function suppressionOf(
  suppressions: readonly ContractSuppression[],
  code: string,
  spans: readonly Span[],
  moment: Moment,
): ContractSuppression | undefined {
  return suppressions.find(
    (it) =>
      it.problem === undefined &&
      it.codes.includes(code) &&
      whyEnded(it, moment) === undefined &&
      it.covers.some((covered) => spans.some((span) => covered.start <= span.start && span.end <= covered.end)),
  );
}
