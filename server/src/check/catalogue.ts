// Every diagnostic there is: one row per code. The row, the rule, the page under `docs/diagnostics/`, the key in the
// setting `wit.diagnostics.levels` and the link in the editor are the same code; `test/catalogue.test.ts` holds them to it.

import type { Severity } from './diagnostic.ts';

/**
 * Who refuses it. `syntax` and `resolve`: the reference's parser and its resolution. `encode`: the reference takes it and
 * refuses it at the next step, when the package is encoded and validated. `lint`: nobody but us.
 */
export type RuleLevel = 'syntax' | 'resolve' | 'encode' | 'lint' | 'semver';

export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  readonly level: RuleLevel;
  /** What is wrong, as a heading. */
  readonly title: string;
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
}

const DOCUMENTATION = 'https://example.invalid/wit-language-server/docs/diagnostics';

/** Where a person reads about a code. */
export function documentationOf(code: string): string {
  return `${DOCUMENTATION}/${code}.md`;
}

function syntax(name: string, title: string): Rule {
  return { code: `syntax/${name}`, severity: 'error', level: 'syntax', title };
}

export const CATALOGUE: readonly Rule[] = [
  syntax('expected', 'Something else is expected here'),
  syntax('missing-semicolon', 'A statement lacks its `;`'),
  syntax('unclosed-delimiter', 'A bracket is never closed'),
  syntax('unmatched-delimiter', 'A bracket closes nothing'),
  syntax('unterminated-comment', 'A block comment is never closed'),
  syntax('unterminated-string', 'A string is never closed'),
  syntax('unexpected-character', 'A character that WIT does not know'),
  syntax('control-character', 'A control character'),
  syntax('bidirectional-character', 'A character that changes the direction of text'),
  syntax('discouraged-character', 'A character that Unicode discourages'),
  syntax('invalid-encoding', 'The file is not UTF-8'),
  syntax('invalid-identifier', 'A name that is not in kebab case'),
  syntax('reserved-word', 'A reserved word used as a name'),
  syntax('invalid-version', 'A version that is not a version'),
  syntax('invalid-list-length', 'A list length that is too large'),
  syntax('invalid-string', 'A string with a character or escape that it cannot hold'),
  syntax('unknown-attribute', 'An attribute that does not exist'),
  syntax('attribute-argument', 'An attribute with the wrong argument'),
  syntax('misplaced-attribute', 'An attribute where none may stand'),
  syntax('misplaced-package', 'A `package` line that is not the first of its file'),
  syntax('nested-declaration', 'An interface, world or package inside another'),
  syntax('nesting-too-deep', 'Types or packages nested too deeply'),
  syntax('old-default-world', '`default world` of old'),
  syntax('old-expected', '`expected<…>` of old'),
  syntax('old-named-results', 'Named results of old'),
  syntax('old-static', '`static` before the name, as of old'),
  syntax('old-union', '`union` of old'),
];

const BY_CODE: ReadonlyMap<string, Rule> = new Map(CATALOGUE.map((rule) => [rule.code, rule]));

export function ruleOf(code: string): Rule | undefined {
  return BY_CODE.get(code);
}
