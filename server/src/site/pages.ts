// The pages of a site: one function from what is given to plain data.

import type { ChangelogRelease } from '../features/contracts/changelog.ts';
import type { Interface, Package, World } from '../model/package.ts';
import { ownTypes } from '../model/visit.ts';
import { capabilitiesOf } from '../world/capabilities.ts';
import { nameDirectory, ownerPage, packagePage, relative } from './addresses.ts';
import { type Catalog, type CatalogPackage, type CatalogVersion, nameIn, releaseTitle } from './catalog.ts';
import { badgesOf, ItemWriter, type SiteContext } from './items.ts';
import type { Badge, Block, Docs, Page, Row, Section } from './page.ts';
import { frameOf, isFilled, items, rows, section, sourceLead, summaryOf, users, usesBlock } from './sections.ts';
import { worldPage } from './world-page.ts';

/** The page of a package with its versions and history, and the pages of each version. */
export function packagePages(it: CatalogPackage, context: SiteContext): Page[] {
  return [...makers(it, context)].map(([, make]) => make());
}

/** One of them. */
export function pageAt(path: string, it: CatalogPackage, context: SiteContext): Page | undefined {
  for (const [own, make] of makers(it, context)) if (own === path) return make();
  return undefined;
}

function* makers(it: CatalogPackage, context: SiteContext): Generator<readonly [path: string, make: () => Page]> {
  yield [overviewPath(it), () => overviewPage(it)];
  for (const version of it.versions) {
    const { id, interfaces, worlds } = version.package;
    yield [packagePage(id), () => packageVersionPage(it, version, context)];
    for (const owner of interfaces.values())
      yield [ownerPage(id, 'interface', owner.name ?? ''), () => interfacePage(it, version, owner, context)];
    for (const world of worlds.values())
      yield [ownerPage(id, 'world', world.name), () => worldPage(it, version, world, context)];
  }
}

function overviewPath({ latest }: CatalogPackage): string {
  return `${nameDirectory(latest.package.id)}/index.html`;
}

function packageVersionPage(it: CatalogPackage, version: CatalogVersion, context: SiteContext): Page {
  const frame = frameOf(it, version);
  const writer = new ItemWriter(context, version, frame.path);
  const { package: own } = version;
  const dependencies = [...own.dependencies].map(([key, found]): Row => {
    const href = found === undefined ? undefined : writer.href(context.addresses.package(found.id));
    const missing: Badge[] = found === undefined ? [{ text: 'not found', style: 'bad' }] : [];
    return { title: [href === undefined ? key : { text: key, href }], badges: missing, notes: [] };
  });
  const { loc } = own;
  return {
    ...frame,
    kind: 'package',
    heading: nameIn(own),
    badges: versionBadges(it, version),
    lead: sourceLead(loc === undefined ? undefined : writer.source(loc)),
    docs: writer.packageDocs(),
    sections: [
      section('worlds', 'Worlds', rows([...own.worlds.values()].map((world) => ownerRow(world, writer, context)))),
      section(
        'interfaces',
        'Interfaces',
        rows([...own.interfaces.values()].map((one) => ownerRow(one, writer, context))),
      ),
      section('dependencies', 'Dependencies', rows(dependencies)),
      section('dependents', 'Used by', users(context.usedBy.package(own), writer)),
    ].filter(isFilled),
  };
}

function versionBadges(it: CatalogPackage, version: CatalogVersion): Badge[] {
  const { id } = version.package;
  return [
    { text: id.version ?? 'no version', style: 'plain' },
    ...(version === it.latest && it.versions.length > 1 ? [{ text: 'latest', style: 'good' } as const] : []),
    ...(version.vendored
      ? [{ text: 'vendored', style: 'plain', tip: 'a copy in the deps/ of another package' } as const]
      : []),
  ];
}

function ownerRow(owner: Interface | World, writer: ItemWriter, { addresses }: SiteContext): Row {
  const href = writer.href(addresses.owner(owner));
  const name = owner.name ?? '';
  return {
    title: [href === undefined ? name : { text: name, href, style: 'code' }],
    badges: badgesOf(owner.gate),
    summary: summaryOf(writer.docs(owner.item, { owner })),
    notes: [],
  };
}

function interfacePage(it: CatalogPackage, version: CatalogVersion, owner: Interface, context: SiteContext): Page {
  const frame = frameOf(it, version, owner);
  const writer = new ItemWriter(context, version, frame.path);
  const { usedBy } = context;
  return {
    ...frame,
    kind: 'interface',
    heading: owner.name ?? '',
    badges: badgesOf(owner.gate),
    lead: sourceLead(writer.source(owner.loc)),
    docs: writer.docs(owner.item, { owner }),
    sections: [
      ...interfaceSections(owner, writer),
      section('capabilities', 'Capabilities', capabilitiesOfInterface(owner, version.capabilities)),
      section('importers', 'Imported by', users(usedBy.importers(owner), writer)),
      section('implementers', 'Exported by', users(usedBy.exporters(owner), writer)),
      section('users', 'Its types are used by', users(usedBy.interface(owner), writer)),
    ].filter(isFilled),
  };
}

/** Names brought by `use`, types and functions. */
function interfaceSections(owner: Interface, writer: ItemWriter): Section[] {
  const types = ownTypes(owner).map((type) => writer.type(type, owner));
  const funcs = [...owner.funcs.values()].filter((it) => it.resource === undefined);
  return [
    section('uses', 'Uses', usesBlock(owner, writer)),
    section('types', 'Types', items(types)),
    section('functions', 'Functions', items(funcs.map((func) => writer.func(func, owner)))),
  ];
}

function capabilitiesOfInterface(owner: Interface, custom: CatalogVersion['capabilities']): Block[] {
  const item = { kind: 'interface', interface: owner } as const;
  const elaborated = { key: owner.name ?? '', item, gate: {}, reason: { kind: 'statement', loc: owner.loc } } as const;
  const sides = (['import', 'export'] as const).flatMap((side) =>
    capabilitiesOf(elaborated, side, custom).map(
      ({ sentence }): Row => ({
        title: [`A component that ${side}s it ${sentence.replaceAll('`', '')}.`],
        badges: [],
        notes: [],
      }),
    ),
  );
  return rows(sides);
}

// A package over all its versions

function overviewPage(it: CatalogPackage): Page {
  const path = overviewPath(it);
  const versions = it.versions.map((version): Row => {
    const release = releaseOf(it, version);
    return {
      title: [
        { text: version.package.id.version ?? 'unversioned', href: relative(path, packagePage(version.package.id)) },
      ],
      badges: versionBadges(it, version).slice(1),
      notes: [
        [version.at?.label, version.at?.date, release?.kind === 'changed' ? release.summary : undefined]
          .filter((part) => part !== undefined && part !== '')
          .join(' · '),
      ].map((text) => [text]),
    };
  });
  const releases = it.releases.map((release): Section => {
    const name = release.version ?? 'removed';
    const id = `history.${release.label ?? name}.${name}`.replaceAll(/[^\w.+-]/g, '-');
    const title = releaseTitle(it, release).replace(/^[ru]/, (first) => first.toUpperCase());
    return section(id, [title, release.date].filter(Boolean).join(' · '), [{ kind: 'release', release }]);
  });
  return {
    path,
    title: it.name,
    crumbs: [{ text: 'Packages', href: relative(path, 'index.html') }, { text: it.name }],
    kind: 'package',
    heading: it.name,
    badges: [],
    lead: [],
    sections: [section('versions', 'Versions', rows(versions)), ...distinct(releases)],
    ...(it.releases.length === 0 ? {} : { feed: 'feed.xml' }),
  };
}

/** The changes of a version as it was released, else of the files as they are now. */
function releaseOf(
  { releases }: CatalogPackage,
  { package: { id }, at }: CatalogVersion,
): ChangelogRelease | undefined {
  const found = releases.filter((it) => it.version === (id.version ?? null));
  return found.find((it) => it.label === (at?.label ?? null)) ?? found[0];
}

/** Two steps may lead to one version: a release, and what was changed after it. */
function distinct(sections: readonly Section[]): Section[] {
  const seen = new Map<string, number>();
  return sections.map((it) => {
    const count = (seen.get(it.id) ?? 0) + 1;
    seen.set(it.id, count);
    return count === 1 ? it : { ...it, id: `${it.id}.${count}` };
  });
}

export function indexPage(
  { packages }: Catalog,
  title: string,
  docsOf: (it: CatalogVersion) => Docs | undefined,
): Page {
  const namespaces = new Map<string, Row[]>();
  for (const { latest, versions, name } of packages) {
    const { namespace } = latest.package.id;
    const known = namespaces.get(namespace) ?? [];
    namespaces.set(namespace, known);
    const more = versions.length === 1 ? '' : ` and ${versions.length - 1} more`;
    const all = relative('index.html', `${nameDirectory(latest.package.id)}/index.html`);
    known.push({
      title: [
        { text: name, href: relative('index.html', packagePage(latest.package.id)), style: 'code' },
        '  ',
        { text: `${latest.package.id.version ?? 'no version'}${more}`, href: all, style: 'muted' },
      ],
      badges: latest.vendored ? [{ text: 'vendored', style: 'plain' }] : [],
      summary: summaryOf(docsOf(latest)),
      notes: [],
    });
  }
  return {
    path: 'index.html',
    title,
    crumbs: [{ text: 'Packages' }],
    kind: '',
    heading: title,
    badges: [],
    lead: [],
    sections: [...namespaces].map(([namespace, all]) => section(`namespace.${namespace}`, namespace, rows(all))),
  };
}

/** Every package version, for whoever needs them all. */
export function allPackages({ packages }: Catalog): Package[] {
  return packages.flatMap(({ versions }) => versions.map((it) => it.package));
}
