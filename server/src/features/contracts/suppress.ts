// `// wit-ignore: semver/CODE until=VERSION reason`, above an item or, for what was taken out of a container, inside it.
// It expires by itself when the version that is compared with has come to `until`.

import type { Span } from '../../base/text.ts';
import { suppressionsOf } from '../../check/suppress.ts';
import { compareVersions } from '../../model/names.ts';
import type { ItemTree } from '../../syntax/items.ts';

export interface ContractSuppression {
  readonly codes: readonly string[];
  readonly span: Span;
  readonly until?: string;
  /** Where findings are silenced. */
  readonly covers: readonly Span[];
}

const UNTIL = /\buntil=([0-9A-Za-z.+-]+)/;

/** The comments of a file that are about contract changes. */
export function contractSuppressions(tree: ItemTree): readonly ContractSuppression[] {
  return suppressionsOf(tree).flatMap(({ codes, span, item }) => {
    const own = codes.filter((code) => code.startsWith('semver/'));
    if (own.length === 0) return [];
    const until = UNTIL.exec(tree.text.slice(span.start, span.end))?.[1];
    // What is gone is said at the head of what it was in.
    const around = tree.order.findLast(
      (it) => it.start <= span.start && span.end <= it.end && it.length < it.end - it.start,
    );
    const head = around === undefined ? [] : [{ start: around.start, end: around.start + around.length }];
    return [{ codes: own, span, covers: [item, ...head], ...(until === undefined ? {} : { until }) }];
  });
}

export function isExpired(it: ContractSuppression, base: string | undefined): boolean {
  return it.until !== undefined && base !== undefined && compareVersions(base, it.until) >= 0;
}

/** The comment that silences a finding. */
export function suppressionOf(
  suppressions: readonly ContractSuppression[],
  code: string,
  span: Span,
  base: string | undefined,
): ContractSuppression | undefined {
  return suppressions.find(
    (it) =>
      it.codes.includes(code) &&
      !isExpired(it, base) &&
      it.covers.some((covered) => covered.start <= span.start && span.end <= covered.end),
  );
}
