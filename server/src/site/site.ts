// A whole site, file by file: pages, what the search reads, data for other programs.

import { Addresses, ASSETS, nameDirectory, packagePage, relative, versionDirectory } from './addresses.ts';
import type { Catalog, CatalogPackage, CatalogVersion } from './catalog.ts';
import { catalogJson, feedXml } from './data.ts';
import { escapeHtml } from './escape.ts';
import { GUIDES_PAGE, type Guide, guidePages } from './guides.ts';
import { pageHtml, type SiteFrame } from './html.ts';
import type { SiteContext } from './items.ts';
import type { Docs, Page } from './page.ts';
import { allPackages, indexPage, packagePages } from './pages.ts';
import { problemsPage } from './problems-page.ts';
import { searchIndex } from './search-index.ts';
import { UsedBy, usesOf } from './used-by.ts';

export interface SiteInput {
  readonly catalog: Catalog;
  readonly title: string;
  /** Where the site will be, with a final `/`; empty when nobody knows. */
  readonly base: string;
  readonly sourceOf: SiteContext['sourceOf'];
  /** Pages beside the packages. */
  readonly guides: readonly Guide[];
  /** What the pages look like, by the name of the file. */
  readonly assets: ReadonlyMap<string, string>;
}

export type { Catalog, CatalogSource, CatalogVersion } from './catalog.ts';
export type { Guide } from './guides.ts';

export interface SiteFile {
  /** From the top of the site, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The files of a site, in no order; each is made when it is asked for. */
export function* siteFiles(input: SiteInput): Generator<SiteFile> {
  const { title, catalog } = input;
  const packages = allPackages(catalog);
  const addresses = new Addresses(packages);
  const { sourceOf } = input;
  const context: SiteContext = { addresses, usedBy: new UsedBy(packages, (it) => usesOf(it, addresses)), sourceOf };
  const links = input.guides.length === 0 ? [] : [{ text: 'Guides', address: GUIDES_PAGE }];
  const frame: SiteFrame = { title, links };
  const html = (page: Page): SiteFile => ({ path: page.path, text: pageHtml(page, frame) });
  for (const [name, text] of input.assets) yield { path: `${ASSETS}/${name}`, text };
  yield html(indexPage(catalog, title, packageDocs));
  yield html(problemsPage(catalog, context));
  for (const page of guidePages(input.guides)) yield html(page);
  yield { path: `${ASSETS}/index.js`, text: searchIndex(catalog, context) };
  yield { path: 'catalog.json', text: catalogJson(catalog, title, context) };
  for (const it of catalog.packages) {
    for (const page of packagePages(it, context)) yield html(page);
    yield* latestFiles(it, context);
    if (it.releases.length > 0)
      yield { path: `${nameDirectory(it.latest.package.id)}/feed.xml`, text: feedXml(it, title, input.base) };
  }
}

function packageDocs({ docs }: CatalogVersion): Docs | undefined {
  return docs === undefined ? undefined : { markdown: docs, links: {} };
}

/** `latest/…` leads on to the page of the newest version; a script takes the anchor along. */
function* latestFiles({ latest, name }: CatalogPackage, { addresses }: SiteContext): Generator<SiteFile> {
  const { id, interfaces, worlds } = latest.package;
  const from = versionDirectory(id);
  const pages = [packagePage(id), ...[...interfaces.values(), ...worlds.values()].map((it) => addresses.owner(it))];
  for (const page of pages) {
    if (page === undefined) continue;
    const path = `${nameDirectory(id)}/latest${page.slice(from.length)}`;
    const to = escapeHtml(relative(path, page));
    const script = escapeHtml(relative(path, `${ASSETS}/latest.js`));
    const text = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="${to}">
<script src="${script}"></script>
<meta http-equiv="refresh" content="0; url=${to}">
</head>
<body>
<main><h1>${escapeHtml(name)}</h1><p><a href="${to}">The latest version</a></p></main>
</body>
</html>
`;
    yield { path, text };
  }
}
