// Guides: Markdown files of a directory as pages of the site, beside the packages.

import { relative } from './addresses.ts';
import type { Docs, Page, Row } from './page.ts';
import { rows, section } from './sections.ts';

/** A Markdown file: its path below the directory, with `/`. */
export interface Guide {
  readonly path: string;
  readonly text: string;
}

const DIRECTORY = 'guide.files';
export const GUIDES_PAGE = `${DIRECTORY}/index.html`;

export function guidePages(guides: readonly Guide[]): Page[] {
  if (guides.length === 0) return [];
  const known = new Set(guides.map((it) => it.path));
  const sorted = [...guides].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [listPage(sorted), ...sorted.map((it) => guidePage(it, known))];
}

function pageOf(path: string): string {
  // No file is called like the list of all.
  return `${DIRECTORY}/pages/${path.replace(/\.md$/, '')}.html`;
}

/** The first heading, as text. */
function titleOf({ path, text }: Guide): string {
  const title = /^#[ \t]+(.+?)[ \t]*$/m.exec(text)?.[1] ?? path;
  return title.replaceAll(/[`*]/g, '');
}

function listPage(guides: readonly Guide[]): Page {
  const groups = new Map<string, Row[]>();
  for (const it of guides) {
    const folder = it.path.slice(0, Math.max(0, it.path.lastIndexOf('/')));
    const known = groups.get(folder) ?? [];
    groups.set(folder, known);
    const href = relative(GUIDES_PAGE, pageOf(it.path));
    known.push({ title: [{ text: titleOf(it), href }], badges: [], notes: [] });
  }
  return {
    path: GUIDES_PAGE,
    title: 'Guides',
    crumbs: [{ text: 'Packages', href: '../index.html' }, { text: 'Guides' }],
    kind: '',
    heading: 'Guides',
    badges: [],
    lead: [],
    sections: [...groups].map(([folder, all]) =>
      section(`folder.${folder}`, folder === '' ? 'General' : folder, rows(all)),
    ),
  };
}

function guidePage(it: Guide, known: ReadonlySet<string>): Page {
  const path = pageOf(it.path);
  return {
    path,
    title: titleOf(it),
    crumbs: [
      { text: 'Packages', href: relative(path, 'index.html') },
      { text: 'Guides', href: relative(path, GUIDES_PAGE) },
      { text: titleOf(it) },
    ],
    kind: '',
    heading: titleOf(it),
    badges: [],
    lead: [],
    docs: docsOf(it, path, known),
    sections: [],
  };
}

/** Without the first heading, which is the page's own; links to other guides lead to their pages. */
function docsOf({ path, text }: Guide, page: string, known: ReadonlySet<string>): Docs {
  const links: Record<string, string> = {};
  for (const [, href = ''] of text.matchAll(/\]\(<?([^()\s<>]+\.md(?:#[^()\s<>]*)?)>?\)/g)) {
    const target = resolved(path, href.replace(/#.*/, ''));
    if (target !== undefined && known.has(target)) links[href] = relative(page, pageOf(target));
  }
  return { markdown: text.replace(/^#[ \t]+.*$/m, ''), links };
}

function resolved(from: string, href: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of href.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}
