// The repairs of a problem that a package has as a whole (those of syntax come with the syntax): one row per code, or per
// kind of facts that the problem carries. A repair that is the only sensible one is preferred.

import { FOREIGN_TYPES, isBuiltInSpelling } from '../base/foreign.ts';
import type { TextEdit } from '../base/text.ts';
import type { Loc, Problem, ProblemData } from '../model/package.ts';
import { entryOfNode } from '../syntax/cursor.ts';
import { type ItemTree, spanOf } from '../syntax/items.ts';
import { KEYWORDS, Lexer } from '../syntax/lexer.ts';
import type { Code } from './catalogue.ts';
import { escapePath, sourceAt } from './declared-names.ts';
import type { Fix } from './diagnostic.ts';
import { gateFixes } from './fixes-gates.ts';
import { moveFixes } from './fixes-moves.ts';
import {
  addUseFixes,
  duplicateFixes,
  packageFixes,
  pathFixes,
  qualifyFixes,
  selfReferenceFixes,
} from './fixes-names.ts';
import { missingPackageFixes } from './fixes-package.ts';
import { type FixView, type Found, fix } from './located-problem.ts';
import { bodyAt, removeAttributeAt, removeStatement, removeUseName } from './use-edits.ts';

export function fixesOf(problem: Problem<Code>, view: FixView): readonly Fix[] {
  const { uri, node } = problem.loc;
  const tree = view.tree(uri);
  if (tree === undefined) return [];
  // An empty file has no node, and lacks its `package` line all the same.
  const isWhole = problem.code === 'package/missing-declaration' && problem.head === true;
  if (node < 0 && !isWhole) return [];
  const found: Found = { problem, view, tree, uri, span: isWhole ? { start: 0, end: 0 } : spanOf(tree, node) };
  const own = BY_CODE[problem.code]?.(found) ?? [];
  const { data } = problem;
  if (data === undefined) return own;
  return problem.code === 'package/name-mismatch'
    ? [...own, ...dataFixes(found, data)]
    : [...dataFixes(found, data), ...own];
}

const BY_CODE: Readonly<Partial<Record<Code, (found: Found) => readonly Fix[]>>> = {
  'name/duplicate': duplicateFixes,
  'name/duplicate-item': duplicateFixes,
  'type/duplicate-param': duplicateFixes,
  'type/duplicate-function': duplicateFixes,
  'type/duplicate-member': duplicateFixes,
  'world/conflicting-item': duplicateFixes,
  'name/unknown-interface': qualifyFixes,
  'name/unknown-type': leaveOutNothing,
  'package/missing-declaration': (found) => (found.problem.head === true ? missingPackageFixes(found) : []),
  'package/name-mismatch': moveFixes,
  'package/self-reference': selfReferenceFixes,
  'package/uppercase': lowerCase,
  'type/borrow-in-result': ownInstead,
  'type/not-a-resource': plainInstead,
  'type/list-length': noLength,
  'lint/unused-type': removeItem,
  'lint/unused-interface': removeItem,
  'lint/comment-as-docs': makeDocs,
  'gate/since-and-unstable': gateFixes,
  'gate/deprecated-alone': gateFixes,
  'gate/needs-version': gateFixes,
  'gate/unreleased': gateFixes,
  'lint/missing-since': gateFixes,
};

function dataFixes(found: Found, data: ProblemData): readonly Fix[] {
  switch (data.kind) {
    case 'rename':
      return found.problem.code === 'package/self-reference' ? [] : renameFixes(found, data.loc, data.names);
    case 'add-use':
      return addUseFixes(found, data.name);
    case 'remove':
      return removeFixes(found, data.loc, data.what);
    case 'package':
      if (found.problem.code !== 'package/not-found') return [];
      // The own package without its version: inside of it, the bare name is what is meant.
      return isOwnPackage(found, data.key) ? selfReferenceFixes(found) : packageFixes(found, data.known);
    case 'export-middle':
      return pathFixes(found, data.world, data.paths);
    case 'version':
      return [];
  }
}

function isOwnPackage({ view, uri, span }: Found, key: string): boolean {
  return sourceAt(view.groups, uri, span.start)?.key.split('@')[0] === key.split('@')[0];
}

function renameFixes(found: Found, loc: Loc, names: readonly string[]): Fix[] {
  const tree = found.view.tree(loc.uri);
  if (tree === undefined) return [];
  const span = spanOf(tree, loc.node);
  const written = tree.text.slice(span.start, span.end);
  // Of a type, the name comes as it is written, because `%s8` is not `s8`.
  const isType = found.problem.code === 'name/unknown-type';
  if (isType && tree.text[span.end] === '<') return [];
  const ofHandle = /\b(?:own|borrow)\s*<\s*$/.test(tree.text.slice(Math.max(0, span.start - 100), span.start));
  return names
    .filter((name) => !isType || !ofHandle || !KEYWORDS.has(name))
    .map((name) => ({
      title: `Change to \`${name}\``,
      edits: [{ uri: loc.uri, edits: [{ ...span, text: isType ? name : escapePath(name) }] }],
      // To rename a package is a guess at what was meant.
      ...(names.length === 1 && found.problem.code !== 'package/name-mismatch' ? { preferred: true } : {}),
      ...(isType && names.length === 1 && isBuiltInSpelling(written, name) ? { safe: true } : {}),
    }));
}

function removeFixes(found: Found, loc: Loc, what: string): Fix[] {
  const { tree } = found;
  const entry = entryOfNode(tree, loc.node);
  if (entry === undefined) return [];
  const title = `Remove ${what}`;
  const span = spanOf(tree, loc.node);
  if (found.problem.code === 'gate/duplicate') return [fix(found, title, [removeAttributeAt(tree, span)], true)];
  if (found.problem.code === 'world/duplicate-interface')
    return [fix(found, title, [removeStatement(tree, { start: entry.start, end: entry.end })], true)];
  for (const { decl, base } of bodyAt(tree, span.start)?.members ?? []) {
    if (decl.kind !== 'use') continue;
    const index = decl.names.findIndex((it) => base + (it.alias ?? it.name).node === loc.node);
    if (index >= 0) return [fix(found, title, [removeUseName(tree, decl, base, index)], true)];
  }
  return [];
}

/** `void` and the like: WIT says nothing where there is nothing. */
function leaveOutNothing(found: Found): Fix[] {
  const { tree, span } = found;
  if (FOREIGN_TYPES.get(tree.text.slice(span.start, span.end)) !== '') return [];
  const before = tree.text.slice(Math.max(0, span.start - 200), span.start);
  const after = /^\s*[,>]/.exec(tree.text.slice(span.end, span.end + 100))?.[0];
  const arrow = /\s*->\s*$/.exec(before)?.[0];
  const only = /<\s*$/.exec(before)?.[0];
  const second = /,\s*$/.exec(before)?.[0];
  if (arrow !== undefined) return [removal(found, arrow.length, 0)];
  if (only !== undefined && after?.endsWith('>')) return [removal(found, only.length, after.length)];
  if (second !== undefined && after?.endsWith('>') && /<[^<>]*$/.test(before))
    return [removal(found, second.length, 0)];
  if (only === undefined || after === undefined || !/\bresult\s*<\s*$/.test(before)) return [];
  return [fix(found, 'Change to `_`', [{ ...span, text: '_' }], true)];
}

/** Removes the span of the problem, and the given number of characters before and after it. */
function removal(found: Found, before: number, after: number): Fix {
  const edit = { start: found.span.start - before, end: found.span.end + after, text: '' };
  return fix(found, `Remove \`${found.tree.text.slice(edit.start, edit.end).trim()}\``, [edit], true);
}

function lowerCase(found: Found): Fix[] {
  const { tree, span } = found;
  // Half a line of `package` has other needs.
  if (tree.problems.some((it) => span.start <= it.start && it.start <= span.end)) return [];
  const [name = '', version] = tree.text.slice(span.start, span.end).split('@');
  const text = version === undefined ? name.toLowerCase() : `${name.toLowerCase()}@${version}`;
  return [fix(found, `Change to \`${name.toLowerCase()}\``, [{ ...span, text }], true)];
}

/** Every `borrow` written in the result becomes an `own`. */
function ownInstead(found: Found): Fix[] {
  const edits: TextEdit[] = [];
  const { until } = found.problem;
  if (until === undefined) return [];
  const { start, end } = spanOf(found.tree, until.node);
  const lexer = new Lexer(found.tree.text, start, end);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next())
    if (token.kind === 'borrow') edits.push({ start: token.start, end: token.end, text: 'own' });
  return edits.length === 0 ? [] : [fix(found, 'Return `own` instead of `borrow`', edits, true)];
}

/** `own<t>` of what is no resource is just `t`. */
function plainInstead(found: Found): Fix[] {
  const { text } = found.tree;
  const { start, end } = found.span;
  const open = /(?:own|borrow)\s*<\s*$/.exec(text.slice(Math.max(0, start - 100), start))?.[0].length;
  const close = /^\s*>/.exec(text.slice(end, end + 100))?.[0].length;
  if (open === undefined || close === undefined) return [];
  const name = text.slice(start, end);
  return [fix(found, `Change to \`${name}\``, [{ start: start - open, end: end + close, text: name }], true)];
}

function noLength(found: Found): Fix[] {
  const { tree, span } = found;
  const length = /\s*,\s*\d+\s*>$/.exec(tree.text.slice(span.start, span.end));
  if (length === null) return [];
  const start = span.start + length.index;
  return [fix(found, 'Make it a list of any length', [{ start, end: span.end, text: '>' }])];
}

function removeItem(found: Found): Fix[] {
  const { tree, problem } = found;
  const entry = entryOfNode(tree, problem.loc.node);
  // What is broken may have meant it.
  if (entry === undefined || tree.problems.length > 0) return [];
  const name = tree.text.slice(found.span.start, found.span.end);
  return [fix(found, `Remove \`${name}\``, [removeStatement(tree, { start: entry.start, end: entry.end }, true)])];
}

/** `//` lines above an item become `///`. */
function makeDocs(found: Found): Fix[] {
  const { tree, problem } = found;
  const entry = entryOfNode(tree, problem.loc.node);
  if (entry === undefined) return [];
  const edits: TextEdit[] = [];
  const lexer = new Lexer(tree.text, previousEnd(tree, entry.start), entry.start);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next())
    if (token.kind === 'line-comment' && !tree.text.startsWith('///', token.start))
      edits.push({ start: token.start, end: token.start, text: '/' });
  return edits.length === 0 ? [] : [fix(found, 'Make it a documentation comment', edits)];
}

/** Where the text between the item before and this one begins. */
function previousEnd(tree: ItemTree, start: number): number {
  let end = 0;
  for (const it of tree.order) {
    if (it.start >= start) break;
    end = Math.max(end, it.end <= start ? it.end : it.start + it.length);
  }
  return end;
}
