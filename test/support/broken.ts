// Helpers for tests of broken files: what is reported, what is left, and what every fix gives.

import { applyEdits } from '../../server/src/base/text.ts';
import type { Decl } from '../../server/src/syntax/items.ts';
import type { SyntaxProblem } from '../../server/src/syntax/problems.ts';
import { expectFindings, readCarets } from './carets.ts';
import { testParser } from './parser.ts';

const parser = await testParser();

/** Every problem of a file stands in its marks. */
export function says(marked: string): void {
  expectFindings(marked, (text) => parser.read(text).problems);
}

/** The declarations of a file, as `kind name`, members indented. */
export function outline(marked: string): string[] {
  const { text } = readCarets(marked);
  const nameOf = (decl: Decl): string => {
    if (!('name' in decl)) return '';
    return 'text' in decl.name ? decl.name.text : `${decl.name.namespace.text}:${decl.name.name.text}`;
  };
  return parser.read(text).order.map(({ context, chunk: { decl } }) => {
    const indent = context === 'toplevel' ? '' : '  ';
    return `${indent}${decl.kind} ${nameOf(decl)}`.trimEnd();
  });
}

/** The text after every fix of every problem. */
export function fixed(text: string): string {
  const edits = parser.read(text).problems.flatMap((it: SyntaxProblem) => it.fix?.edits ?? []);
  return applyEdits(text, edits);
}
