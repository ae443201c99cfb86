// Repairs of attributes: what is missing, what is one too many, versions that cannot be.

import type { Span } from '../base/text.ts';
import { compareVersions } from '../model/names.ts';
import type { PackageSource } from '../model/source.ts';
import { entryOfNode } from '../syntax/cursor.ts';
import { type Attribute, type Entry, type ItemTree, spanOf } from '../syntax/items.ts';
import { versionFault } from '../syntax/words.ts';
import { sourceAt } from './declared-names.ts';
import type { Fix } from './diagnostic.ts';
import { type Found, fix, lineBefore } from './located-problem.ts';
import { removeAttributeAt } from './use-edits.ts';

export function gateFixes(found: Found): readonly Fix[] {
  switch (found.problem.code) {
    case 'gate/since-and-unstable':
      return ['since', 'unstable'].flatMap((name) => removeAttribute(found, name));
    case 'gate/deprecated-alone':
      return sinceBeside(found);
    case 'gate/needs-version':
      return versionFor(found);
    case 'gate/unreleased':
      return releasedVersion(found);
    default:
      return missingSince(found);
  }
}

interface Placed {
  readonly attribute: Attribute;
  readonly span: Span;
}

/** The attributes of the innermost item, or function of a resource, that holds a node. */
function attributesAt(tree: ItemTree, node: number): { readonly list: readonly Placed[]; readonly start: number } {
  const entry = entryOfNode(tree, node);
  if (entry === undefined) return { list: [], start: 0 };
  const at = spanOf(tree, node).start;
  const holder = holders(entry).findLast(({ node: own }) => {
    const span = spanOf(tree, entry.base + own);
    return span.start <= at && at < Math.max(span.end, span.start + 1);
  });
  if (holder === undefined) return { list: [], start: entry.start };
  const list = holder.attributes.map((attribute) => ({ attribute, span: spanOf(tree, entry.base + attribute.node) }));
  return { list, start: spanOf(tree, entry.base + holder.node).start };
}

interface Holder {
  readonly attributes: readonly Attribute[];
  readonly node: number;
}

function holders({ chunk: { decl } }: Entry): readonly Holder[] {
  const inline = (decl.kind === 'import' || decl.kind === 'export') && decl.extern.kind === 'interface';
  return [decl, ...(inline ? decl.extern.members : [])].flatMap((it): Holder[] =>
    it.kind === 'resource' ? [it, ...it.funcs] : [it],
  );
}

function removeAttribute(found: Found, ...names: readonly string[]): Fix[] {
  const { tree, problem } = found;
  const { list } = attributesAt(tree, problem.loc.node);
  const placed = list.filter((it) => names.includes(it.attribute.name.text));
  if (placed.length === 0) return [];
  const what = names.filter((name) => placed.some((it) => it.attribute.name.text === name));
  const edits = placed.map((it) => removeAttributeAt(tree, it.span));
  return [fix(found, `Remove ${what.map((it) => `\`@${it}\``).join(' and ')}`, edits)];
}

function sinceBeside(found: Found): Fix[] {
  const { tree, problem, uri, view, span } = found;
  const source = sourceAt(view.groups, uri, span.start);
  // A package without a version has no `@since`.
  if (source !== undefined && source.id.version === undefined) return removeAttribute(found, 'deprecated');
  const version =
    source?.id.version ??
    attributesAt(tree, problem.loc.node).list.find((it) => it.attribute.name.text === 'deprecated')?.attribute.value
      ?.text;
  if (version === undefined || versionFault(version) !== undefined) return [];
  // The problem is at the name, after the `@`.
  const text = `@since(version = ${version})`;
  return [fix(found, `Add \`${text}\``, [lineBefore(tree, tree.text.lastIndexOf('@', span.start), text)], true)];
}

function versionFor(found: Found): Fix[] {
  const { uri, view, span } = found;
  const source = sourceAt(view.groups, uri, span.start);
  const since = latestSince(source);
  const fixes: Fix[] = [];
  if (since !== undefined && source !== undefined && source.declarations.length > 0) {
    const edits = source.declarations.flatMap((loc) => {
      const file = view.tree(loc.uri);
      if (file === undefined) return [];
      const { end } = spanOf(file, loc.node);
      return [{ uri: loc.uri, edits: [{ start: end, end, text: `@${since}` }] }];
    });
    fixes.push({ title: `Make the package \`${source.key}@${since}\``, edits });
  }
  return [...fixes, ...removeAttribute(found, 'since', 'deprecated')];
}

/** Of all items of the package, so that none of them is too late for the version. */
function latestSince(source: PackageSource | undefined): string | undefined {
  const found = (source?.parts ?? [])
    .flatMap((part) => part.entries)
    .flatMap((entry) => [entry, ...entry.members])
    .flatMap((entry) => holders(entry).flatMap((it) => it.attributes))
    .flatMap(({ name, value }) => (name.text === 'since' && value?.kind === 'version' ? [value.text] : []))
    .filter((it) => versionFault(it) === undefined);
  return found.sort(compareVersions).at(-1);
}

function releasedVersion(found: Found): Fix[] {
  const { tree, problem } = found;
  const { data } = problem;
  const placed = attributesAt(tree, problem.loc.node).list.find((it) => it.attribute.name.text === 'since');
  const entry = entryOfNode(tree, problem.loc.node);
  const value = placed?.attribute.value;
  if (data?.kind !== 'version' || value === undefined || entry === undefined) return [];
  if (compareVersions(value.text, data.version) <= 0) return [];
  const span = spanOf(tree, entry.base + value.node);
  return [fix(found, `Change to \`${data.version}\``, [{ ...span, text: data.version }], true)];
}

function missingSince(found: Found): Fix[] {
  const { tree, problem } = found;
  if (problem.data?.kind !== 'version' || versionFault(problem.data.version) !== undefined) return [];
  const text = `@since(version = ${problem.data.version})`;
  const { list, start } = attributesAt(tree, problem.loc.node);
  // There is one, and it cannot be read.
  if (list.some((it) => it.attribute.name.text === 'since')) return [];
  return [fix(found, `Add \`${text}\``, [lineBefore(tree, start, text)], true)];
}
