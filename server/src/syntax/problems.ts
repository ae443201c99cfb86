// What can be wrong with the text of a file on its own. Codes have their row in `check/catalogue.ts`.

import type { Span, TextEdit } from '../base/text.ts';

export type SyntaxCode =
  | 'syntax/expected'
  | 'syntax/merge-conflict'
  | 'syntax/other-language'
  | 'syntax/missing-semicolon'
  | 'syntax/unclosed-delimiter'
  | 'syntax/unmatched-delimiter'
  | 'syntax/unterminated-comment'
  | 'syntax/unterminated-string'
  | 'syntax/unexpected-character'
  | 'syntax/control-character'
  | 'syntax/bidirectional-character'
  | 'syntax/discouraged-character'
  | 'syntax/invalid-identifier'
  | 'syntax/reserved-word'
  | 'syntax/invalid-version'
  | 'syntax/invalid-list-length'
  | 'syntax/invalid-string'
  | 'syntax/unknown-attribute'
  | 'syntax/attribute-argument'
  | 'syntax/misplaced-attribute'
  | 'syntax/misplaced-package'
  | 'syntax/nested-declaration'
  | 'syntax/nesting-too-deep'
  | 'syntax/old-default-world'
  | 'syntax/old-expected'
  | 'syntax/old-named-results'
  | 'syntax/old-path'
  | 'syntax/old-static'
  | 'syntax/old-union'
  | 'syntax/old-use'
  | 'syntax/too-large'
  /** The reader itself failed, which it must not. */
  | 'syntax/reader-failed';

/** `Code`: those of the readers, unless rules of a layer above add their own. */
export interface SyntaxProblem<Code extends string = SyntaxCode> extends Span {
  readonly code: Code;
  readonly message: string;
  readonly related?: readonly (Span & { readonly message: string })[];
  readonly fix?: SyntaxFix;
  /** Other repairs than `fix`. */
  readonly alternatives?: readonly SyntaxFix[];
}

export interface SyntaxFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Mechanical: a separator, an arrow, old syntax, the spelling of a built-in type. "Fix all" applies these only. */
  readonly safe?: true;
}
