// lint/redundant-percent: `%` before a name that is no reserved word.

import type { Problem } from '../../../model/problems.ts';
import type { ItemTree } from '../../../syntax/items.ts';
import { KEYWORDS, Lexer } from '../../../syntax/lexer.ts';

/** Places are spans of tokens, which no node has: this rule reports by offset. */
export interface SpanProblem {
  readonly code: Problem['code'];
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly fix: { readonly title: string; readonly start: number; readonly end: number; readonly text: string };
}

export function redundantPercent(tree: ItemTree): readonly SpanProblem[] {
  // Most texts have no `%` but before reserved words; only the others are worth cutting into tokens.
  const suspects = [...tree.text.matchAll(/%([A-Za-z][\w-]*)/g)].some(([, name = '']) => !KEYWORDS.has(name));
  if (!suspects) return [];
  const problems: SpanProblem[] = [];
  const lexer = new Lexer(tree.text);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) {
    if (token.kind !== 'explicit-identifier') continue;
    const name = tree.text.slice(token.start + 1, token.end);
    // Since `constructor` without `%` is another thing, and an empty name is an error of its own.
    if (KEYWORDS.has(name) || name === '') continue;
    problems.push({
      code: 'lint/redundant-percent',
      start: token.start,
      end: token.start + 1,
      message: `\`${name}\` is no reserved word and needs no \`%\``,
      fix: { title: 'Remove `%`', start: token.start, end: token.start + 1, text: '' },
    });
  }
  return problems;
}
