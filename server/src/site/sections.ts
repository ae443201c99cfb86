// The parts that pages of packages share.

import { packageKey } from '../model/names.ts';
import type { Interface, World } from '../model/package.ts';
import { nameDirectory, ownerPage, packagePage, relative } from './addresses.ts';
import { type CatalogPackage, type CatalogVersion, nameIn } from './catalog.ts';
import type { ItemWriter } from './items.ts';
import type { Block, Docs, Inline, Page, Row, Section } from './page.ts';
import type { User } from './used-by.ts';

/** Users and dependents listed before the rest is only counted. */
const LISTED = 200;

/** The title, the way from the top, and the other versions of a page of a package. */
export function frameOf(
  it: CatalogPackage,
  version: CatalogVersion,
  owner?: Interface | World,
): Pick<Page, 'path' | 'title' | 'crumbs' | 'versions'> {
  const { id } = version.package;
  const pathIn = (other: CatalogVersion): string =>
    owner?.name === undefined ? packagePage(other.package.id) : ownerPage(other.package.id, owner.kind, owner.name);
  const path = pathIn(version);
  const key = packageKey(id);
  const has = (other: CatalogVersion): boolean =>
    owner?.name === undefined ||
    (owner.kind === 'interface' ? other.package.interfaces : other.package.worlds).has(owner.name);
  return {
    path,
    title: owner?.name === undefined ? key : `${owner.name} · ${key}`,
    crumbs: [
      { text: 'Packages', href: relative(path, 'index.html') },
      { text: nameIn(version.package), href: relative(path, `${nameDirectory(id)}/index.html`) },
      ...(owner?.name === undefined
        ? [{ text: id.version ?? 'unversioned' }]
        : [{ text: id.version ?? 'unversioned', href: relative(path, packagePage(id)) }, { text: owner.name }]),
    ],
    versions: it.versions.map((other) => ({
      text: other.package.id.version ?? 'unversioned',
      href: relative(path, has(other) ? pathIn(other) : packagePage(other.package.id)),
      current: other === version,
    })),
  };
}

/** The first paragraph. */
export function summaryOf(docs: Docs | undefined): Docs | undefined {
  if (docs === undefined) return undefined;
  const [first = ''] = docs.markdown.trim().split(/\n[ \t]*\n/, 1);
  const text = first.replace(/^#+[ \t]+/, '');
  return { markdown: text.length > 400 ? `${text.slice(0, 399)}…` : text, links: docs.links };
}

/** `use path.{a, b as c};`, each name with its anchor. */
export function usesBlock(owner: Interface | World, writer: ItemWriter, prefix = ''): Block[] {
  const used = [...owner.types.values()].filter((it) => it.def.kind === 'use');
  return used.length === 0 ? [] : [{ kind: 'rows', rows: used.map((type) => writer.used(type, prefix)) }];
}

export function users(all: readonly User[], writer: ItemWriter): Block[] {
  const shown = all.slice(0, LISTED).map((it): Row => ({ title: [writer.user(it)], badges: [], notes: [] }));
  const more: Row[] =
    all.length > LISTED ? [{ title: [`and ${all.length - LISTED} more`], badges: [], notes: [] }] : [];
  return rows([...shown, ...more]);
}

export function sourceLead(source: string | undefined): Inline[] {
  return source === undefined ? [] : [{ text: 'source', href: source }];
}

export function rows(all: readonly Row[]): Block[] {
  return all.length === 0 ? [] : [{ kind: 'rows', rows: all }];
}

export function items(all: Extract<Block, { kind: 'items' }>['items']): Block[] {
  return all.length === 0 ? [] : [{ kind: 'items', items: all }];
}

export function section(id: string, title: string, blocks: readonly Block[]): Section {
  return { id, title, blocks };
}

export function isFilled({ blocks }: Section): boolean {
  return blocks.length > 0;
}
