// Worlds of a snapshot: which there are, and each one elaborated as data, text and drawing, at places of the files as they
// are now.

import { put } from '../../base/multimap.ts';
import type { LineIndex, Span } from '../../base/text.ts';
import { LineIndex as Lines } from '../../base/text.ts';
import { packageHeader, packageKey } from '../../model/names.ts';
import type { Interface, Loc, Package, World } from '../../model/package.ts';
import { spanOf } from '../../syntax/items.ts';
import { docsSource } from '../../workspace/docs.ts';
import type { PackageRoot } from '../../workspace/package-folders.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import type { CustomCapabilities } from '../../world/capabilities.ts';
import { mermaidOf } from '../../world/mermaid.ts';
import { explainedWorld } from '../../world/notes.ts';
import { drawWorld } from '../../world/picture.ts';
import { previewWorld, type WorldPreview } from '../../world/preview.ts';
import { printInterface, printWorld } from '../../world/print.ts';
import { svgOf } from '../../world/svg.ts';

/** A place in a form of the caller's choice. */
export type ToPlace<P> = (uri: string, span: Span, lines: LineIndex) => P;

/** Worlds of the package (and of those nested in it) that a root holds, in the order of the text. */
export function worldsOfRoot(snapshot: Snapshot, root: PackageRoot): readonly World[] {
  return worldsIn(snapshot.semantics.environment(root).ownPackages());
}

/** Worlds that a file declares. */
export function worldsOfFile(snapshot: Snapshot, uri: string): readonly World[] {
  return worldsIn(snapshot.semantics.packagesOf(uri)).filter((it) => it.loc.uri === uri);
}

function worldsIn(packages: readonly Package[]): World[] {
  return packages.flatMap((it) => [...it.worlds.values()]);
}

/** The world whose declaration holds an offset, else the first that stands after it, else the last of the file. */
export function worldAt(snapshot: Snapshot, uri: string, offset: number): World | undefined {
  const tree = snapshot.tree(uri);
  if (tree === undefined) return undefined;
  const placed = worldsOfFile(snapshot, uri)
    .map((world) => ({ world, span: spanOf(tree, world.item.node) }))
    .sort((a, b) => a.span.start - b.span.start);
  const found = placed.find(({ span }) => offset <= span.end);
  return (found ?? placed.at(-1))?.world;
}

/** `name`, `ns:package/name` or `ns:package/name@version`. */
export function isCalled(world: World, name: string): boolean {
  const { namespace, name: own } = world.package;
  const path = `${namespace}:${own}/${world.name}`;
  return name === world.name || name === path || name === `${path}@${world.package.version ?? ''}`;
}

export function previewOf<P>(
  snapshot: Pick<Snapshot, 'tree' | 'lines'>,
  world: World,
  toPlace: ToPlace<P>,
  capabilities: CustomCapabilities = {},
): WorldPreview<P> {
  return previewWorld(world, { place: (loc) => placeOf(snapshot, loc, toPlace), capabilities });
}

export function placeOf<P>(snapshot: Pick<Snapshot, 'tree' | 'lines'>, loc: Loc, toPlace: ToPlace<P>): P {
  const tree = snapshot.tree(loc.uri);
  const lines = snapshot.lines(loc.uri);
  if (tree === undefined || lines === undefined) return toPlace(loc.uri, { start: 0, end: 0 }, new Lines(''));
  return toPlace(loc.uri, spanOf(tree, loc.node), lines);
}

/** Elaborated WIT, with comments that say why each item is there. `shown`: how a file is called in them. */
export function explainedText(
  snapshot: Snapshot,
  world: World,
  shown: (uri: string) => string,
  capabilities: CustomCapabilities = {},
): string {
  const place = (loc: Loc): string =>
    placeOf(snapshot, loc, (uri, span, lines) => `${shown(uri)}:${lines.position(span.start).line + 1}`);
  return explainedWorld(world, { docs: docsSource(snapshot), place, capabilities });
}

/** Elaborated WIT and nothing else. */
export function plainText(snapshot: Snapshot, world: World): string {
  const text = printWorld(world, { from: world.package, docs: docsSource(snapshot) });
  return `${packageHeader(world.package)}${text}`;
}

/** The interfaces that a world names, which make the text of the world one that needs no other file. */
export function namedText(snapshot: Snapshot, world: World): string {
  const own = packageKey(world.package);
  const named = new Set<Interface>();
  for (const { item } of [...world.imports.values(), ...world.exports.values()])
    if (item.kind === 'interface' && item.interface?.name !== undefined) named.add(item.interface);
  const packages = new Map<string, Interface[]>([[own, []]]);
  for (const it of named) put(packages, packageKey(it.package), it);
  const docs = docsSource(snapshot);
  const texts = [...packages].map(([key, interfaces]) => {
    const printed = interfaces.map((it) => printInterface(it, { from: it.package, docs })).join('\n');
    const [first] = interfaces;
    if (key === own || first === undefined) return printed;
    const head = packageHeader(first.package).replace(/;\n+$/, '');
    return `${head} {\n${printed.replace(/^(?=.)/gm, '  ')}}\n`;
  });
  return texts
    .filter((it) => it !== '')
    .map((it) => `\n${it}`)
    .join('');
}

/** `links`: on a page that styles it, where the rows lead, by their ids. Without them, a file that stands on its own. */
export function svgText<P>(preview: WorldPreview<P>, links?: ReadonlyMap<string, string>): string {
  const items = [...preview.imports, ...preview.exports].flatMap((group) => group.items);
  const tips = items.map((it) => {
    const why = it.reasons.map((step) => step.text).join(' → ');
    return [it.id, [it.detail, why, it.gate].filter((part) => part !== undefined).join('\n')] as const;
  });
  return svgOf(drawWorld(preview), `World ${preview.path}`, new Map(tips), links);
}

export function mermaidText<P>(preview: WorldPreview<P>): string {
  return mermaidOf(preview);
}
