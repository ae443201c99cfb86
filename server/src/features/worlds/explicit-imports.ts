// What a world imports without saying so, written down as statements: nothing changes but that it can be read.

import { type Span, touches } from '../../base/text.ts';
import type { Fix } from '../../check/diagnostic.ts';
import { bodyAt, indentOf } from '../../check/use-edits.ts';
import type { ElaboratedItem, Gate, Interface, World } from '../../model/package.ts';
import { type ItemTree, spanOf } from '../../syntax/items.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { pathText } from '../../world/print.ts';
import { causeOf } from '../inlay-hints.ts';
import { worldsOfFile } from './preview.ts';

/** For the world whose name, or whose statement with such a consequence, the span touches. */
export function explicitImports(snapshot: Snapshot, uri: string, span: Span): Fix | undefined {
  const tree = snapshot.tree(uri);
  if (tree === undefined || snapshot.semantics.environmentOf(uri)?.isVendored(uri) !== false) return undefined;
  for (const world of worldsOfFile(snapshot, uri)) {
    const items = [...world.imports.values()].filter((it) => it.reason.kind === 'use');
    const places = [world.loc.node, ...items.flatMap((it) => causeOf(it.reason)?.loc.node ?? [])];
    if (items.length === 0 || !places.some((node) => touches(spanOf(tree, node), span))) continue;
    const edit = insertion(tree, world, items);
    if (edit === undefined || !isHarmless(snapshot, tree, world, edit)) continue;
    return { title: 'Make the implicit imports explicit', edits: [{ uri, edits: [edit] }] };
  }
  return undefined;
}

function insertion(
  tree: ItemTree,
  world: World,
  items: readonly ElaboratedItem[],
): (Span & { text: string }) | undefined {
  const item = spanOf(tree, world.item.node);
  const open = tree.text.indexOf('{', spanOf(tree, world.loc.node).end);
  if (open === -1 || open >= item.end) return undefined;
  const body = bodyAt(tree, open + 1);
  if (body === undefined) return undefined;
  const [first] = body.members;
  const next = first === undefined ? undefined : spanOf(tree, first.base + first.decl.node).start;
  const newline = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const inLine = next !== undefined && !tree.text.slice(body.open, next).includes('\n');
  const separator = inLine ? ' ' : `${newline}${next === undefined ? '  ' : indentOf(tree.text, next)}`;
  const statements = items.flatMap(({ item: it, gate }) => {
    if (it.kind !== 'interface' || it.interface?.name === undefined) return [];
    return [...gateTexts(gate), importText(world, it.interface)];
  });
  const text = statements.map((it) => `${separator}${it}`).join('');
  return { start: body.open, end: body.open, text };
}

function importText(world: World, it: Interface): string {
  return `import ${pathText(it, world.package)};`;
}

function gateTexts({ since, unstable, deprecated }: Gate): string[] {
  const texts: string[] = [];
  if (since !== undefined) texts.push(`@since(version = ${since})`);
  else if (unstable !== undefined) texts.push(`@unstable(feature = ${unstable})`);
  if (deprecated !== undefined) texts.push(`@deprecated(version = ${deprecated})`);
  return texts;
}

/** A name may mean something else in this file: then the world would be another one. */
function isHarmless(snapshot: Snapshot, { text }: ItemTree, world: World, edit: Span & { text: string }): boolean {
  const { uri } = world.loc;
  const changed = `${text.slice(0, edit.start)}${edit.text}${text.slice(edit.end)}`;
  const after = snapshot.supposing(new Map([[uri, changed]]));
  const same = worldsOfFile(after, uri).find((it) => it.name === world.name && it.package.name === world.package.name);
  if (same === undefined) return false;
  const errors = (it: Snapshot): number => it.diagnostics(uri).filter(({ severity }) => severity === 'error').length;
  return (
    keys(same.imports) === keys(world.imports) &&
    keys(same.exports) === keys(world.exports) &&
    errors(after) <= errors(snapshot)
  );
}

function keys(items: ReadonlyMap<string, ElaboratedItem>): string {
  return [...items.keys()].sort().join('\n');
}
