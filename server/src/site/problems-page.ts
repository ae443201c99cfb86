// The page of problems: what the packages themselves should better, each with the place.

import { type Code, ruleOf } from '../check/catalogue.ts';
import { resolveDocLink } from '../model/doc-links.ts';
import { type Documented, documentedIn } from '../model/documented.ts';
import { compareVersions, packageKey } from '../model/names.ts';
import { isPrerelease } from '../semver/version.ts';
import { docLinksIn } from '../syntax/doc-links.ts';
import { docsSource } from '../workspace/docs.ts';
import { packagePage, relative } from './addresses.ts';
import { type Catalog, type CatalogVersion, nameIn } from './catalog.ts';
import { addressOf, type SiteContext } from './items.ts';
import type { Inline, Page, Row, Section } from './page.ts';
import { isFilled, rows, section } from './sections.ts';

const PATH = 'problems.html';
/** Problems of one kind in one package that are listed; the others are counted. */
const LISTED = 50;

interface Found {
  readonly dead: Problems;
  readonly undocumented: Problems;
  readonly deprecated: Problems;
}

/** By package: the first ones, and how many there are. */
type Problems = Map<string, { count: number; readonly listed: (readonly Inline[])[] }>;

export function problemsPage(catalog: Catalog, context: SiteContext): Page {
  const found: Found = { dead: new Map(), undocumented: new Map(), deprecated: new Map() };
  const latest = catalog.packages.map((it) => it.latest).filter((it) => !it.vendored);
  for (const version of latest) problemsOf(version, context, found);
  const sections = [
    section('errors', 'Packages with errors', rows(latest.flatMap(errorsOf))),
    section('refused', 'Refused by policies', rows(latest.flatMap((it) => refusedIn(it, context)))),
    section('behind', 'Packages behind their dependencies', rows(latest.flatMap((it) => behind(it, catalog)))),
    grouped('dead-links', 'Dead links in documentation', found.dead),
    grouped('deprecated', 'Deprecated items still used', found.deprecated),
    grouped('undocumented', 'Missing documentation', found.undocumented),
  ].filter(isFilled);
  return {
    path: PATH,
    title: 'Problems',
    crumbs: [{ text: 'Packages', href: 'index.html' }, { text: 'Problems' }],
    kind: '',
    heading: 'Problems',
    badges: [],
    lead: [sections.length === 0 ? 'None found.' : 'Of the latest version of each package that is not vendored.'],
    sections,
  };
}

function problemsOf(version: CatalogVersion, context: SiteContext, { dead, undocumented, deprecated }: Found): void {
  const key = packageKey(version.package.id);
  const docs = docsSource(version.files);
  const packageDocs = version.docs;
  const home = { text: key, href: relative(PATH, packagePage(version.package.id)), style: 'code' } as const;
  if (packageDocs === undefined) add(undocumented, key, ['package ', home]);
  for (const path of deadIn(packageDocs, { package: version.package })) add(dead, key, [home, ` links to ${path}`]);
  for (const it of documentedIn(version.package)) {
    const link = linkOf(it, context);
    const text = docs.item(it.at);
    if (text === undefined && it.kind !== 'member') add(undocumented, key, [`${wordOf(it)} `, link]);
    for (const path of deadIn(text, it.place)) add(dead, key, [link, ` links to ${path}`]);
    if (it.gate.deprecated === undefined) continue;
    const address = addressOf(it, context.addresses);
    const users = it.kind === 'type' ? context.usedBy.type(it.type) : [];
    for (const user of users) {
      const [owner] = (address ?? '').split('#');
      if (user.address.split('#')[0] === owner) continue;
      const by = { text: `${user.package} ${user.name}`, href: relative(PATH, user.address) };
      add(deprecated, key, [link, ' is used by ', by]);
    }
  }
}

/** Paths of links that name nothing. */
function deadIn(text: string | undefined, place: Documented['place']): string[] {
  if (text === undefined) return [];
  const paths = docLinksIn(text).map(({ path }) => path);
  return [...new Set(paths)].filter((path) => resolveDocLink(path, place) === undefined);
}

function linkOf(it: Documented, { addresses }: SiteContext): Inline {
  const address = addressOf(it, addresses);
  return { text: it.name, style: 'code', ...(address === undefined ? {} : { href: relative(PATH, address) }) };
}

function wordOf(it: Documented): string {
  if (it.kind === 'owner') return it.owner.kind;
  if (it.kind === 'type') return it.type.def.kind === 'alias' ? 'type' : it.type.def.kind;
  return it.kind === 'func' ? 'func' : 'member';
}

function add(problems: Problems, key: string, title: readonly Inline[]): void {
  const known = problems.get(key) ?? { count: 0, listed: [] };
  problems.set(key, known);
  known.count++;
  if (known.listed.length < LISTED) known.listed.push(title);
}

function grouped(id: string, title: string, problems: Problems): Section {
  const all = [...problems].map(([key, { count, listed }]): Row => {
    const more: Inline[][] = count > listed.length ? [[`and ${count - listed.length} more`]] : [];
    return { title: [key], badges: [{ text: `${count}`, style: 'plain' }], notes: [...listed, ...more] };
  });
  return section(id, title, rows(all));
}

/** What keeps the package from being read and resolved; `check` finds more. */
function errorsOf({ package: it, files }: CatalogVersion): Row[] {
  const isError = ({ code }: { readonly code: Code }): boolean => ruleOf(code)?.severity === 'error';
  const written = it.files.flatMap((uri) => files.tree(uri)?.problems ?? []);
  const errors = [...written, ...it.problems].filter(isError).length;
  if (errors === 0) return [];
  const href = relative(PATH, packagePage(it.id));
  return [{ title: [{ text: packageKey(it.id), href }], badges: [{ text: `${errors}`, style: 'bad' }], notes: [] }];
}

/** The findings are on the pages of the worlds. */
function refusedIn(version: CatalogVersion, { addresses }: SiteContext): Row[] {
  return [...version.package.worlds.values()].flatMap((world): Row[] => {
    const count = version.verdicts.get(world)?.refused.length ?? 0;
    if (count === 0) return [];
    const page = addresses.owner(world);
    const text = `${packageKey(version.package.id)} ${world.name}`;
    const name = page === undefined ? text : { text, href: `${relative(PATH, page)}#policy` };
    return [{ title: [name], badges: [{ text: `${count}`, style: 'bad' }], notes: [] }];
  });
}

/** Dependencies of which there is a newer release here. */
function behind(version: CatalogVersion, { packages }: Catalog): Row[] {
  const notes = [...version.package.dependencies.values()].flatMap((it): Inline[][] => {
    const used = it?.id.version;
    if (it === undefined || used === undefined) return [];
    const newest = packages.find(({ name }) => name === nameIn(it))?.latest.package.id;
    if (newest?.version === undefined || isPrerelease(newest.version)) return [];
    if (compareVersions(newest.version, used) <= 0) return [];
    return [
      [`${packageKey(it.id)}, and there is `, { text: newest.version, href: relative(PATH, packagePage(newest)) }],
    ];
  });
  if (notes.length === 0) return [];
  const href = relative(PATH, packagePage(version.package.id));
  return [{ title: [{ text: packageKey(version.package.id), href }], badges: [], notes }];
}
