// Lints about documentation: lint/docs-comment-end (`*/` in docs ends the comment of generated code),
// lint/empty-block-comment (`/**/` where documentation belongs), lint/missing-docs and lint/comment-as-docs (a `//` note
// that tools read as documentation). The last two are off by default.

import type { Problem } from '../../../model/package.ts';
import type { Decl, Entry, ItemTree } from '../../../syntax/items.ts';
import { Lexer, type Token } from '../../../syntax/lexer.ts';
import type { Code } from '../../catalogue.ts';

export function docs(uri: string, tree: ItemTree): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  let from = 0;
  for (const entry of tree.order) {
    const { decl } = entry.chunk;
    const comments = commentsBetween(tree.text, from, entry.start);
    from = entry.members.length > 0 || isContainer(decl) ? entry.start + entry.length : entry.end;
    if (!takesDocs(decl)) continue;
    const loc = { uri, node: entry.base + nameNode(decl) };
    const text = comments.map((it) => tree.text.slice(it.start, it.end));
    if (text.some((it) => it.startsWith('//') && it.includes('*/'))) {
      problems.push({
        code: 'lint/docs-comment-end',
        loc,
        message: '`*/` in the documentation of this item ends the comment early in code generated from it',
      });
    }
    if (text.includes('/**/')) {
      problems.push({
        code: 'lint/empty-block-comment',
        loc,
        message:
          'the comment `/**/` is empty, and tools read it as the documentation of this item; remove it or write something in it',
      });
    }
    if (text.length === 0) problems.push({ code: 'lint/missing-docs', loc, message: 'this item has no documentation' });
    else if (text.every((it) => it.startsWith('//') && !it.startsWith('///'))) {
      problems.push({
        code: 'lint/comment-as-docs',
        loc,
        message:
          'the `//` comment above this item becomes its documentation: the toolchain takes every comment there as such',
      });
    }
  }
  return problems;
}

function commentsBetween(text: string, start: number, end: number): Token[] {
  const found: Token[] = [];
  if (end <= start || !text.slice(start, end).includes('/')) return found;
  const lexer = new Lexer(text, start, end);
  for (let token = lexer.next(); token.kind !== 'eof'; token = lexer.next()) found.push(token);
  return found;
}

function isContainer(decl: Decl): boolean {
  return decl.kind === 'interface' || decl.kind === 'world' || decl.kind === 'nested-package';
}

/** `use` and `include` have none, says the reference. */
function takesDocs(decl: Decl): boolean {
  return (
    decl.kind !== 'use' &&
    decl.kind !== 'include' &&
    decl.kind !== 'toplevel-use' &&
    decl.kind !== 'bad' &&
    decl.kind !== 'package'
  );
}

function nameNode(decl: Decl): Entry['base'] {
  if ('name' in decl) return decl.name.node;
  if (decl.kind === 'import' || decl.kind === 'export')
    return decl.extern.kind === 'path' ? decl.extern.path.node : decl.extern.label.node;
  return decl.node;
}
