// What other programs read of a site: `catalog.json` and a feed for each package.

import { jsonText } from '../base/escape.ts';
import type { ChangelogRelease } from '../features/contracts/changelog.ts';
import { leadOf, releaseMarkdown } from '../features/contracts/changelog.ts';
import { packageKey } from '../model/names.ts';
import type { Interface, World } from '../model/package.ts';
import { docsSource } from '../workspace/docs.ts';
import { grantsOf } from '../world/capabilities.ts';
import { nameDirectory, packagePage } from './addresses.ts';
import { type Catalog, type CatalogPackage, type CatalogVersion, releaseTitle } from './catalog.ts';
import { escapeHtml } from './escape.ts';
import type { SiteContext } from './items.ts';

export function catalogJson({ packages }: Catalog, title: string, context: SiteContext): string {
  // Package by package: the data of all of them would take many times the room of its text.
  const texts = packages.map((it) => `  ${jsonText(packageJson(it, context), 1).replaceAll('\n', '\n  ')}`);
  const list = texts.length === 0 ? '[]' : `[\n${texts.join(',\n')}\n ]`;
  return `{\n "version": 1,\n "title": ${jsonText(title)},\n "packages": ${list}\n}\n`;
}

function packageJson(it: CatalogPackage, context: SiteContext) {
  return {
    name: it.name,
    namespace: it.latest.package.id.namespace,
    latest: it.latest.package.id.version ?? null,
    page: `${nameDirectory(it.latest.package.id)}/index.html`,
    feed: it.releases.length === 0 ? null : `${nameDirectory(it.latest.package.id)}/feed.xml`,
    versions: it.versions.map((version) => versionJson(version, context)),
  };
}

function versionJson(version: CatalogVersion, { addresses }: SiteContext) {
  const { package: it, at, vendored, files } = version;
  const docs = docsSource(files);
  const owner = (one: Interface | World) => ({
    name: one.name ?? '',
    page: addresses.owner(one) ?? null,
    summary: firstLine(docs.item(one.item)),
    since: one.gate.since ?? null,
    unstable: one.gate.unstable ?? null,
    deprecated: one.gate.deprecated ?? null,
  });
  return {
    version: it.id.version ?? null,
    key: packageKey(it.id),
    page: packagePage(it.id),
    vendored,
    label: at?.label ?? null,
    commit: at?.commit ?? null,
    date: at?.date ?? null,
    summary: firstLine(version.docs),
    dependencies: [...it.dependencies.keys()].sort(),
    interfaces: [...it.interfaces.values()].map(owner),
    worlds: [...it.worlds.values()].map((world) => ({
      ...owner(world),
      imports: [...world.imports.keys()],
      exports: [...world.exports.keys()],
      capabilities: [...new Set(grantsOf(world, version.capabilities).map(({ title }) => title))],
      refused: version.verdicts.get(world)?.refused.map(({ message }) => message) ?? null,
    })),
  };
}

function firstLine(docs: string | undefined): string | null {
  const line = docs?.trim().split('\n', 1)[0] ?? '';
  return line === '' ? null : line.slice(0, 300);
}

/** Atom (RFC 4287). Without a day of its own, an entry is as old as the format allows: a site says the same at any time. */
export function feedXml(it: CatalogPackage, siteTitle: string, base: string): string {
  const page = `${base}${nameDirectory(it.latest.package.id)}/index.html`;
  const self = `${base}${nameDirectory(it.latest.package.id)}/feed.xml`;
  const dates = it.releases.map(momentOf).sort();
  const entries = it.releases.map((release) => entryXml(it, release, page));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${escapeHtml(`${it.name} · ${siteTitle}`)}</title>
<id>${idOf(it.name)}</id>
<link rel="self" href="${escapeHtml(base === '' ? 'feed.xml' : self)}"/>
<link rel="alternate" type="text/html" href="${escapeHtml(base === '' ? 'index.html' : page)}"/>
<updated>${dates.at(-1) ?? EPOCH}</updated>
<author><name>${escapeHtml(siteTitle)}</name></author>
${entries.join('')}</feed>
`;
}

const EPOCH = '1970-01-01T00:00:00Z';

function momentOf({ date }: ChangelogRelease): string {
  return date === null ? EPOCH : `${date}T00:00:00Z`;
}

function idOf(name: string): string {
  return `tag:wit-language-server,2026:${escapeHtml(name)}`;
}

function entryXml(it: CatalogPackage, release: ChangelogRelease, page: string): string {
  const name = release.version ?? 'removed';
  const id = [it.name, name, release.label ?? 'unreleased', release.baseVersion ?? ''].join('/');
  const link = page.startsWith('http') ? page : 'index.html';
  return `<entry>
<title>${escapeHtml(`${it.name} ${releaseTitle(it, release)}`)}</title>
<id>${idOf(encodeURI(id))}</id>
<link rel="alternate" type="text/html" href="${escapeHtml(link)}"/>
<updated>${momentOf(release)}</updated>
<summary>${escapeHtml(leadOf(release))}</summary>
<content type="text">${escapeHtml(releaseMarkdown(it.name, release))}</content>
</entry>
`;
}
