// lint/redundant-percent: `%` before a name that is no reserved word.

import type { ItemTree } from '../../../syntax/items.ts';
import { KEYWORDS, Lexer } from '../../../syntax/lexer.ts';
import type { SyntaxProblem } from '../../../syntax/problems.ts';

/** Tokens have no node, so that this rule reports spans. */
export function redundantPercent(tree: ItemTree): readonly SyntaxProblem<'lint/redundant-percent'>[] {
  // Most texts have no `%` but before reserved words; only the others are worth cutting into tokens.
  const suspects = [...tree.text.matchAll(/%([A-Za-z][\w-]*)/g)].some(([, name = '']) => !KEYWORDS.has(name));
  if (!suspects) return [];
  const problems: SyntaxProblem<'lint/redundant-percent'>[] = [];
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
      message: `\`${name}\` is not a reserved word; the \`%\` is redundant`,
      fix: { title: 'Remove `%`', edits: [{ start: token.start, end: token.start + 1, text: '' }] },
    });
  }
  return problems;
}
