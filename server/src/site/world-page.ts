// The page of a world: what it really imports and exports and why, what that lets a component do, the drawing, who it can be
// composed with, and what it declares itself.

import { previewOf, svgText } from '../features/worlds/preview.ts';
import { packageKey } from '../model/names.ts';
import type { ElaboratedItem, Interface, World } from '../model/package.ts';
import { inlineInterfaces, ownTypes, worldFuncs } from '../model/visit.ts';
import type { PreviewItem, WorldPreview } from '../world/preview.ts';
import { externAnchor, inlineAnchor } from './addresses.ts';
import type { CatalogPackage, CatalogVersion } from './catalog.ts';
import { badgesOf, ItemWriter, type SiteContext } from './items.ts';
import type { Badge, Block, Inline, Item, Page, Row, Section } from './page.ts';
import type { PolicyVerdict } from './policy.ts';
import { frameOf, isFilled, items, rows, section, sourceLead, users, usesBlock } from './sections.ts';

/** Larger worlds are listed and not drawn: a drawing of many packages says nothing, and takes long to arrange. */
const MOST_DRAWN = { packages: 12, items: 100 };
const PARTNERS = 20;

export function worldPage(it: CatalogPackage, version: CatalogVersion, world: World, context: SiteContext): Page {
  const frame = frameOf(it, version, world);
  const writer = new ItemWriter(context, version, frame.path);
  const preview = previewOf(version.files, world, () => undefined, version.capabilities);
  const own = ownItems(world, writer);
  return {
    ...frame,
    kind: 'world',
    heading: world.name,
    badges: badgesOf(world.gate),
    lead: sourceLead(writer.source(world.loc)),
    docs: writer.docs(world.item, { owner: world }),
    sections: [
      section('drawing', 'Drawing', drawing(world, preview, writer, context)),
      section('capabilities', 'Capabilities', capabilities(preview)),
      section('policy', 'Policy', policy(version.verdicts.get(world))),
      side('imports', 'Imports', world, preview, writer, context),
      side('exports', 'Exports', world, preview, writer, context),
      section(
        'missing',
        'Not found',
        rows(preview.unresolved.map((path) => ({ title: [path], badges: [], notes: [] }))),
      ),
      section('uses', 'Uses', usesBlock(world, writer)),
      section('declared', 'Declared here', items(own)),
      section('partners', 'Composition partners', partners(world, writer, context)),
      section('included', 'Included or imported by', users(context.usedBy.importers(world), writer)),
    ].filter(isFilled),
  };
}

function ownItems(world: World, writer: ItemWriter): Item[] {
  const types = ownTypes(world).map((type) => writer.type(type, world));
  const funcs = worldFuncs(world).map(({ direction, func }) => {
    const found = writer.func(func, world);
    return { ...found, id: externAnchor(direction, func.label), kind: `${direction}ed ${found.kind}` };
  });
  const inline = inlineInterfaces(world).map((it) => inlineItem(world, it, writer));
  return [...types, ...funcs, ...inline];
}

function inlineItem(world: World, it: Interface, writer: ItemWriter): Item {
  const id = inlineAnchor(world, it);
  const prefix = `${id}.`;
  const label = id.slice(id.indexOf('.') + 1);
  const direction = id.startsWith('export') ? 'export' : 'import';
  const funcs = [...it.funcs.values()].filter((func) => func.resource === undefined);
  return {
    ...{
      id,
      name: label,
      kind: 'inline interface',
      badges: badgesOf(it.gate),
      facts: [],
      members: [],
      usedBy: [],
      more: 0,
    },
    code: [{ parts: writer.code().parts(`${direction} ${label}: interface`) }],
    docs: writer.docs(it.item, { owner: it }),
    source: writer.source(it.loc),
    items: [
      ...[...it.types.values()].map((type) => writer.type(type, it, prefix)),
      ...funcs.map((func) => writer.func(func, it, prefix)),
    ],
  };
}

function drawing(
  world: World,
  preview: WorldPreview<undefined>,
  writer: ItemWriter,
  { addresses }: SiteContext,
): Block[] {
  const size = world.imports.size + world.exports.size;
  if (size === 0 || size > MOST_DRAWN.items || preview.sizes.packages > MOST_DRAWN.packages) return [];
  const links = new Map<string, string>();
  for (const [direction, elaborated] of [
    ['import', world.imports],
    ['export', world.exports],
  ] as const)
    for (const it of elaborated.values()) {
      const href = writer.href(addressOfItem(it, world, addresses));
      if (href !== undefined) links.set(`${direction} ${it.key}`, href);
    }
  return [{ kind: 'drawing', svg: svgText(preview, links), title: `Imports and exports of ${preview.path}` }];
}

function addressOfItem(
  { item }: ElaboratedItem,
  world: World,
  addresses: SiteContext['addresses'],
): string | undefined {
  if (item.kind === 'interface') return item.interface && addresses.owner(item.interface);
  if (item.kind === 'type') return addresses.type(item.type);
  return addresses.func(world, item.func);
}

function capabilities({ capabilities: all }: WorldPreview<undefined>): Block[] {
  return rows(
    all.map(({ sentence, by, direction }) => ({
      title: [`A component of it ${sentence.replaceAll('`', '')}.`],
      badges: [],
      notes: [[{ text: `by the ${direction}${by.length === 1 ? '' : 's'} ${by.join(', ')}`, style: 'muted' as const }]],
    })),
  );
}

function policy(verdict: PolicyVerdict | undefined): Block[] {
  if (verdict === undefined) return [];
  const { rules, refused } = verdict;
  if (refused.length > 0) return rows(refused.map(refusedRow));
  const title = rules === 1 ? 'The rule that holds for it allows it.' : `All ${rules} rules that hold for it allow it.`;
  return rows([{ title: [title], badges: [{ text: 'allowed', style: 'good' }], notes: [] }]);
}

/** A message of `check`: what is between backquotes is code. */
function refusedRow({ severity, message }: PolicyVerdict['refused'][number]): Row {
  const parts = message.split('`').map((text, at): Inline => (at % 2 === 1 ? { text, style: 'code' } : text));
  const badge: Badge =
    severity === 'error' ? { text: 'refused', style: 'bad' } : { text: severity, style: 'deprecated' };
  return { title: parts, badges: [badge], notes: [] };
}

function side(
  id: 'imports' | 'exports',
  title: string,
  world: World,
  preview: WorldPreview<undefined>,
  writer: ItemWriter,
  context: SiteContext,
): Section {
  const found = preview[id].flatMap((group) => group.items);
  const all = found.map((it) => sideRow(it, world[id].get(it.key), world, writer, context));
  return section(id, `${title}${found.length === 0 ? '' : ` (${found.length})`}`, rows(all));
}

function sideRow(
  it: PreviewItem<undefined>,
  elaborated: ElaboratedItem | undefined,
  world: World,
  writer: ItemWriter,
  { addresses }: SiteContext,
): Row {
  const href = elaborated === undefined ? undefined : writer.href(addressOfItem(elaborated, world, addresses));
  const implicit: Badge[] = it.implicit
    ? [{ text: 'implicit', style: 'plain', tip: 'no statement names it: another import uses its types' }]
    : [];
  const why = it.reasons.map((step) => step.text).join(' → ');
  const notes: (readonly Inline[])[] = why === '' ? [] : [[{ text: why, style: 'muted' }]];
  return {
    id: `${it.direction}s.${it.key}`,
    title: [
      href === undefined ? { text: it.key, style: 'code' } : { text: it.key, href, style: 'code' },
      ...(it.detail === undefined ? [] : [' ', { text: it.detail, style: 'muted' as const }]),
    ],
    badges: [...implicit, ...(elaborated === undefined ? [] : badgesOf(elaborated.gate))],
    notes,
  };
}

/** Worlds that export what this one imports, and the other way round. */
function partners(world: World, writer: ItemWriter, { usedBy }: SiteContext): Block[] {
  const own = `${packageKey(world.package)} ${world.name}`;
  const found = (['imports', 'exports'] as const).flatMap((id) =>
    [...world[id].values()].flatMap(({ item, key }): Row[] => {
      const target = item.kind === 'interface' ? item.interface : undefined;
      if (target?.name === undefined) return [];
      const all = id === 'imports' ? usedBy.exporters(target) : usedBy.importers(target);
      const others = all.filter((it) => `${it.package} ${it.name}` !== own);
      if (others.length === 0) return [];
      const more = others.length > PARTNERS ? ` and ${others.length - PARTNERS} more` : '';
      const shown = others
        .slice(0, PARTNERS)
        .flatMap((it, index): Inline[] => [...(index === 0 ? [] : [', ']), writer.user(it)]);
      return [
        {
          title: [
            { text: key, style: 'code' },
            id === 'imports' ? ' is exported by ' : ' is imported by ',
            ...shown,
            more,
          ],
          badges: [],
          notes: [],
        },
      ];
    }),
  );
  return rows(found);
}
