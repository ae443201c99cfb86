// One diagnostic: a finding at one place, with everything needed to show and repair it. Offsets, not positions.

import type { LineIndex, Span, TextEdit } from '../base/text.ts';
import type { Code } from './catalogue.ts';
import type { Severity } from './severity.ts';

export interface Diagnostic {
  /** A row of the catalogue, or of the table of contract changes. */
  readonly code: Code | `semver/${string}`;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
}

export interface RelatedPlace {
  readonly uri: string;
  readonly span: Span;
  readonly message: string;
  /** Of a text that the snapshot does not have: an old version. */
  readonly lines?: LineIndex;
}

/** A repair of one diagnostic: edits per file. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly FileEdit[];
  /** Files that are somewhere else afterwards. */
  readonly moves?: readonly FileMove[];
  /** The one sensible repair. */
  readonly preferred?: boolean;
  /** Mechanical: it has one answer and loses nothing. "Fix all" applies these and no others. */
  readonly safe?: boolean;
}

export interface FileMove {
  readonly from: string;
  readonly to: string;
}

export interface FileEdit {
  readonly uri: string;
  readonly edits: readonly TextEdit[];
}
