// `// wit-ignore: CODE reason` above an item: the finding stays unsaid in that item. What is not understood in such a comment
// makes it silence nothing.

import type { Span } from '../base/text.ts';
import { commentsBefore } from '../syntax/docs.ts';
import type { ItemTree } from '../syntax/items.ts';
import { dateProblem, untilProblem } from './acceptance-values.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface Suppression {
  readonly codes: readonly string[];
  /** The comment. */
  readonly span: Span;
  /** The item that it is for. */
  readonly item: Span;
  readonly reason: string;
  /** The version of the base with which it ends; of contract changes only. */
  readonly until?: string;
  /** The last day on which it holds; of contract changes only. */
  readonly expires?: string;
  readonly owner?: string;
  /** Why it silences nothing. */
  readonly problem?: string;
}

const COMMENT = /\/\/+[ \t]*wit-ignore:[ \t]*([\w/-]+(?:[ \t]*,[ \t]*[\w/-]+)*)([^\r\n]*)/g;

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
    const codes = (match[1] ?? '').split(',').map((code) => code.trim());
    found.push({
      codes,
      span: { start, end },
      item: { start: item.start, end: item.end },
      ...optionsOf(
        match[2] ?? '',
        codes.every((code) => code.startsWith('semver/')),
      ),
    });
  }
  return found;
}

const CHECKS: Readonly<Record<string, (value: string) => string | undefined>> = {
  until: untilProblem,
  expires: dateProblem,
  owner: (value) => (value === '' ? 'must say who accepts this' : undefined),
};

/** `until=0.3.0 expires=2026-12-31 owner=team the reason`; the keys stand anywhere. */
function optionsOf(text: string, isContract: boolean): Omit<Suppression, 'codes' | 'span' | 'item'> {
  const values: Record<string, string> = {};
  const words: string[] = [];
  let problem: string | undefined;
  for (const word of text.split(/\s+/).filter((it) => it !== '')) {
    const [, key, value = ''] = /^([A-Za-z][\w-]*)=(.*)$/.exec(word) ?? [];
    if (key === undefined) words.push(word);
    else if (CHECKS[key] === undefined)
      problem ??= `\`${key}\` is not known here; only \`until\`, \`expires\` and \`owner\` are`;
    else if (!isContract && key !== 'owner')
      problem ??= `only contract changes (\`semver/…\`) can be accepted \`${key}\` a certain time`;
    else if (key in values) problem ??= `\`${key}\` is there twice`;
    else {
      const why = CHECKS[key]?.(value);
      if (why !== undefined) problem ??= `\`${key}\` ${why}`;
      values[key] = value;
    }
  }
  return { reason: words.join(' '), ...values, ...(problem === undefined ? {} : { problem }) };
}

/** What is left of the findings, and a finding for each comment that silences nothing. */
export function suppress(tree: ItemTree, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const suppressions = suppressionsOf(tree);
  if (suppressions.length === 0) return diagnostics;
  const used = new Set<Suppression>();
  const left = diagnostics.filter((it) => {
    const by = suppressions.find(
      (s) =>
        s.problem === undefined &&
        s.codes.includes(it.code) &&
        withDocs(tree, s.item) <= it.span.start &&
        it.span.end <= s.item.end,
    );
    if (by !== undefined) used.add(by);
    return by === undefined;
  });
  // Contract changes are not known here; their suppressions are looked at with them.
  const unused = suppressions.filter(
    (it) => !used.has(it) && it.problem === undefined && !it.codes.every((code) => code.startsWith('semver/')),
  );
  const invalid = suppressions.flatMap(({ span, problem }) =>
    problem === undefined ? [] : [invalidSuppression(span, `this comment silences nothing: ${problem}`)],
  );
  return [...left, ...unused.map(unusedSuppression), ...invalid];
}

/** Where the documentation of an item begins: it belongs to the item. */
function withDocs(tree: ItemTree, item: Span): number {
  return commentsBefore(tree, item.start)[0]?.start ?? item.start;
}

function unusedSuppression({ codes, span }: Suppression): Diagnostic {
  return {
    code: 'lint/unused-suppression',
    severity: 'information',
    message: `unused suppression: nothing in the item below raises ${codes.map((code) => `\`${code}\``).join(' or ')}`,
    span,
    related: [],
    fixes: [],
    tags: ['unnecessary'],
  };
}

/** A comment that silences nothing because it is not understood, or no longer holds. */
export function invalidSuppression(span: Span, problem: string): Diagnostic {
  return {
    code: 'lint/invalid-suppression',
    severity: 'error',
    message: problem,
    span,
    related: [],
    fixes: [],
  };
}
