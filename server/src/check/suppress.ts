// `// wit-ignore: CODE reason` above an item: the finding stays unsaid in that item.

import type { Span } from '../base/text.ts';
import type { ItemTree } from '../syntax/items.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface Suppression {
  readonly codes: readonly string[];
  /** The comment. */
  readonly span: Span;
  /** The item that it is for. */
  readonly item: Span;
}

const COMMENT = /\/\/+[ \t]*wit-ignore:[ \t]*([\w/-]+(?:[ \t]*,[ \t]*[\w/-]+)*)[^\r\n]*/g;

export function suppressionsOf(tree: ItemTree): readonly Suppression[] {
  if (!tree.text.includes('wit-ignore')) return [];
  const found: Suppression[] = [];
  for (const match of tree.text.matchAll(COMMENT)) {
    const start = match.index;
    const end = start + match[0].length;
    const next =
      tree.order.find((entry) => entry.start >= end) ??
      tree.order.find((entry) => entry.start <= start && end <= entry.end);
    const inside = tree.order.findLast(
      (entry) => entry.start <= start && end <= entry.end && entry.members.length === 0,
    );
    const item = inside ?? next;
    if (item === undefined) continue;
    found.push({
      codes: (match[1] ?? '').split(',').map((code) => code.trim()),
      span: { start, end },
      item: { start: item.start, end: item.end },
    });
  }
  return found;
}

/** What is left of the findings, and a finding for each comment that silences nothing. */
export function suppress(tree: ItemTree, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const suppressions = suppressionsOf(tree);
  if (suppressions.length === 0) return diagnostics;
  const used = new Set<Suppression>();
  const left = diagnostics.filter((it) => {
    const by = suppressions.find(
      (s) => s.codes.includes(it.code) && s.item.start <= it.span.start && it.span.end <= s.item.end,
    );
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  // Contract changes are not known here; their suppressions are looked at with them.
  const unused = suppressions.filter((it) => !used.has(it) && !it.codes.every((code) => code.startsWith('semver/')));
  return [...left, ...unused.map(unusedSuppression)];
}

function unusedSuppression({ codes, span }: Suppression): Diagnostic {
  return {
    code: 'lint/unused-suppression',
    severity: 'information',
    message: `nothing in the item below raises ${codes.map((code) => `\`${code}\``).join(' or ')}`,
    span,
    related: [],
    fixes: [],
    tags: ['unnecessary'],
  };
}
