// What an editor offers to do at a place: repairs of the findings there, all of a file's at once, and rewritings that change
// how something is said.

import type { Span } from '../base/text.ts';
import type { Diagnostic, Fix } from '../check/diagnostic.ts';
import { entriesAt } from '../syntax/cursor.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { findingsAt } from './findings-at.ts';
import { documentItem } from './refactor/document-item.ts';
import { extractAlias, extractRecord, inlineAlias } from './refactor/extract-type.ts';
import { expandInclude, generateInclude } from './refactor/includes.ts';
import { addGates, convertCases, moveInterface, wrapParameters } from './refactor/items.ts';
import { type Refactoring, type Selection, selectionAt } from './refactor/selection.ts';
import { organizeUses, sortUse } from './refactor/uses.ts';

export interface Repair {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** The repairs of what is wrong there. */
export function quickFixes(snapshot: Snapshot, uri: string, span: Span): Repair[] {
  return findingsAt(snapshot, uri, span).flatMap((diagnostic) => diagnostic.fixes.map((fix) => ({ diagnostic, fix })));
}

/** Findings there that fetching packages would repair. */
export function missingPackages(snapshot: Snapshot, uri: string, span: Span): readonly Diagnostic[] {
  return findingsAt(snapshot, uri, span).filter(
    (it) => it.code === 'package/not-found' || it.code === 'package/resolved-from-workspace',
  );
}

const REFACTORINGS: readonly ((selection: Selection) => readonly Refactoring[])[] = [
  extractAlias,
  extractRecord,
  inlineAlias,
  sortUse,
  convertCases,
  wrapParameters,
  expandInclude,
  generateInclude,
  moveInterface,
  addGates,
  documentItem,
];

/** Rewritings that are possible where the span is. Of vendored files, none. */
export function refactorings(snapshot: Snapshot, uri: string, span: Span): readonly Refactoring[] {
  const tree = snapshot.tree(uri);
  if (tree === undefined || snapshot.semantics.environmentOf(uri)?.isVendored(uri) !== false) return [];
  const selection = selectionAt(snapshot, uri, tree, span);
  if (isBroken(selection)) return [];
  return REFACTORINGS.flatMap((it) => it(selection));
}

/** What half a statement would become is unknown. */
function isBroken({ tree, span, member }: Selection): boolean {
  const entry = entriesAt(tree, span.start).at(-1);
  const around = member?.span ?? (entry === undefined ? span : { start: entry.start, end: entry.start + entry.length });
  return tree.problems.some((it) => around.start <= it.start && it.start <= around.end);
}

/** All rewritings of the whole file that can be asked for by name. */
export function sourceActions(snapshot: Snapshot, uri: string): readonly Refactoring[] {
  const organized = organizeUses(snapshot, uri);
  return organized === undefined ? [] : [organized];
}
