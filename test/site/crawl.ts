// Walks through a site on the disk: every link and every anchor must lead somewhere on it, and nothing may be asked for
// elsewhere.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Read {
  readonly ids: ReadonlySet<string>;
  readonly doubled: readonly string[];
  readonly links: readonly { readonly attribute: string; readonly value: string }[];
}

/** The files of a site, by their paths from its top. */
export function filesOf(site: string): string[] {
  return readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => path.relative(site, path.join(it.parentPath, it.name)))
    .sort();
}

function plainText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function read(html: string): Read {
  const ids = [...html.matchAll(/<[a-z][^<>]* id="([^"]*)"/g)].map(([, id = '']) => plainText(id));
  const links = [...html.matchAll(/<[a-z][^<>]*? (href|src)="([^"]*)"/g)].map(([, attribute = '', value = '']) => ({
    attribute,
    value: plainText(value),
  }));
  return { ids: new Set(ids), doubled: ids.filter((id, index) => ids.indexOf(id) !== index), links };
}

export interface Crawled {
  readonly pages: number;
  readonly links: number;
  readonly problems: readonly string[];
}

export function crawl(site: string): Crawled {
  const files = new Set(filesOf(site));
  const pages = new Map<string, Read>();
  for (const name of files)
    if (name.endsWith('.html')) pages.set(name, read(readFileSync(path.join(site, name), 'utf8')));
  const problems: string[] = [];
  const reached = new Set(['index.html', 'problems.html']);
  let count = 0;
  for (const [name, { links, doubled }] of pages) {
    for (const id of doubled) problems.push(`${name}: two elements have the id ${id}`);
    for (const { attribute, value } of links) {
      count++;
      if (/^(?:https?|mailto):/.test(value) && attribute === 'href') continue;
      const { pathname, hash, protocol } = new URL(
        value,
        `site:///${name.split(path.sep).map(encodeURIComponent).join('/')}`,
      );
      const target = decodeURIComponent(pathname).slice(1);
      if (protocol !== 'site:' || !files.has(target)) problems.push(`${name}: ${value} leads nowhere`);
      reached.add(target);
      const id = decodeURIComponent(hash.slice(1));
      if (id !== '' && pages.get(target)?.ids.has(id) === false) problems.push(`${name}: ${value} has no such place`);
    }
  }
  for (const name of pages.keys())
    if (!reached.has(name) && !name.includes('/latest/')) problems.push(`${name}: nothing leads here`);
  return { pages: pages.size, links: count, problems: problems.slice(0, 20) };
}
