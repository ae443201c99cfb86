// Documentation for a renderer that knows nothing of links to items: they become links like others.

import { docLinksIn } from '../syntax/doc-links.ts';
import type { Block, Docs, Item, Page, Section } from './page.ts';

/** Markdown in which every link to an item says where it leads; where it leads nowhere it stays as it is. */
function linkedMarkdown({ markdown, links }: Docs): string {
  let text = '';
  let at = 0;
  for (const { path, start, end } of docLinksIn(markdown)) {
    const href = links[path];
    if (href === undefined) continue;
    const isName = markdown[start - 1] === '`';
    // `[text][`name`]`: the name gives way to the address; `[`name`]` stays, and the address follows.
    const isReference = isName && markdown[start - 3] === ']';
    if (!isName) text += `${markdown.slice(at, start)}${href}`;
    else if (isReference) text += `${markdown.slice(at, start - 2)}(${href})`;
    else text += `${markdown.slice(at, end + 2)}(${href})`;
    at = isName ? end + 2 : end;
  }
  return text + markdown.slice(at);
}

/** Longer documentation is cut: a page has to open. Characters. */
const LONGEST = 100_000;

/** A page whose documentation any renderer of Markdown can take. */
export function linkedPage(page: Page): Page {
  return { ...page, docs: linked(page.docs), sections: page.sections.map(linkedSection) };
}

function linkedSection(it: Section): Section {
  return { ...it, blocks: it.blocks.map(linkedBlock) };
}

function linkedBlock(it: Block): Block {
  if (it.kind === 'items') return { ...it, items: it.items.map(linkedItem) };
  if (it.kind === 'rows') return { ...it, rows: it.rows.map((row) => ({ ...row, summary: linked(row.summary) })) };
  return it;
}

/** Items in items are methods, and what an inline interface declares. */
function linkedItem(it: Item): Item {
  const members = it.members.map((member) => ({ ...member, docs: linked(member.docs) }));
  return { ...it, docs: linked(it.docs), members, items: it.items.map(linkedItem) };
}

function linked(docs: Docs | undefined): Docs | undefined {
  if (docs === undefined) return undefined;
  const { markdown, links } = docs;
  const cut = markdown.length > LONGEST ? `${markdown.slice(0, LONGEST)}\n\n…` : markdown;
  return { markdown: linkedMarkdown({ markdown: cut, links }), links };
}
