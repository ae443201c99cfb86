// What completion offers: plain data, in the order of the ranks.

import type { Span, TextEdit } from '../../base/text.ts';

export type CompletionKind =
  | 'keyword'
  | 'snippet'
  | 'interface'
  | 'world'
  | 'package'
  | 'alias'
  | 'record'
  | 'variant'
  | 'enum'
  | 'flags'
  | 'resource'
  | 'primitive'
  | 'version'
  | 'feature'
  | 'label';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Replaces the word. */
  readonly text: string;
  /** The same with places to fill, for who knows snippets. */
  readonly snippet?: string;
  /** After the label, where it comes from. */
  readonly detail?: string;
  /** Smaller is nearer. */
  readonly rank: number;
  /** What a typed word is compared with, when that is not the label. */
  readonly filter?: string;
  /** What must be added elsewhere. */
  readonly edits?: readonly TextEdit[];
  readonly deprecated?: boolean;
  /** What is inserted goes on: the next list is wanted at once. */
  readonly again?: boolean;
  /** The declaration whose documentation is shown. */
  readonly target?: CompletionTarget;
}

export interface Completions {
  readonly items: readonly CompletionItem[];
  /** What was typed of the word. */
  readonly insert: Span;
  /** The whole word. */
  readonly replace: Span;
  /** Another word may bring other items. */
  readonly incomplete: boolean;
}

/** The name of a declaration; good for as long as its file stays as it is. */
export interface CompletionTarget {
  readonly uri: string;
  readonly node: number;
}

/** Do the letters of a word occur in a name, in their order? */
export function matches(word: string, name: string): boolean {
  let at = 0;
  const small = name.toLowerCase();
  for (const char of word.toLowerCase()) {
    if (char === '%') continue;
    at = small.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
