// lint/dead-doc-link: a link in documentation, such as [`stream`], that names nothing.

import { didYouMean, nearest } from '../../../base/suggest.ts';
import { type DocPlace, docLinkMembers, docLinkNames, resolveDocLink } from '../../../model/doc-links.ts';
import { documentedIn } from '../../../model/documented.ts';
import type { Package } from '../../../model/package.ts';
import { entryOfNode } from '../../../syntax/cursor.ts';
import { type DocLink, docLinksBefore } from '../../../syntax/doc-links.ts';
import { type ItemTree, spanOf } from '../../../syntax/items.ts';
import type { SyntaxFix, SyntaxProblem } from '../../../syntax/problems.ts';

/** Documentation has no node, so that this rule reports spans. */
export function deadDocLinks(
  uri: string,
  tree: ItemTree,
  packages: readonly Package[],
): readonly SyntaxProblem<'lint/dead-doc-link'>[] {
  // Most files have no link.
  if (!/\[`|\]\(/.test(tree.text)) return [];
  const problems: SyntaxProblem<'lint/dead-doc-link'>[] = [];
  const look = (start: number, place: DocPlace): void => {
    for (const link of docLinksBefore(tree, start))
      if (resolveDocLink(link.path, place) === undefined) problems.push(problemOf(link, place, tree.text));
  };
  for (const it of packages) {
    for (const { uri: file, node } of it.declarations) {
      const entry = file === uri ? entryOfNode(tree, node) : undefined;
      if (entry !== undefined) look(entry.start, { package: it });
    }
    for (const { at, place } of documentedIn(it)) if (at.uri === uri) look(spanOf(tree, at.node).start, place);
  }
  return problems;
}

function problemOf({ path, start, end }: DocLink, place: DocPlace, text: string): SyntaxProblem<'lint/dead-doc-link'> {
  const dot = path.lastIndexOf('.');
  const [head, last] = dot === -1 ? ['', path] : [path.slice(0, dot + 1), path.slice(dot + 1)];
  const known = dot === -1 ? docLinkNames(place) : docLinkMembers(resolveDocLink(path.slice(0, dot), place));
  const near = nearest(last, known);
  const alternatives = near.map(
    (name): SyntaxFix => ({ title: `Change to \`${head}${name}\``, edits: [{ start, end, text: head + name }] }),
  );
  // [`name`] becomes `name`.
  const isShort = text.slice(start - 2, start) === '[`' && text.slice(end, end + 2) === '`]' && text[start - 3] !== ']';
  const remove: SyntaxFix[] = isShort
    ? [
        {
          title: 'Remove the link',
          edits: [
            { start: start - 2, end: start - 1, text: '' },
            { start: end + 1, end: end + 2, text: '' },
          ],
        },
      ]
    : [];
  const [first, ...others] = [...alternatives, ...remove];
  return {
    code: 'lint/dead-doc-link',
    start,
    end,
    message: `this link names nothing here: unknown item \`${path}\`${didYouMean(near.map((name) => head + name))}`,
    ...(first === undefined ? {} : { fix: first }),
    ...(others.length === 0 ? {} : { alternatives: others }),
  };
}
